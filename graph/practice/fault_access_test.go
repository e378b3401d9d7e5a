package practice

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestFaultExpiredToken(t *testing.T) {
	tt := with(t, "expired-token:skip=1")
	tt.want(200, "GET", "/me", "")
	for range 2 { // a token stays expired
		got := tt.refused(401, "InvalidAuthenticationToken", "expired", "GET", "/me", "")
		if !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer ") {
			t.Errorf("headers %v", got.header)
		}
	}
	tt.as("ada@contoso.example", "User.Read")
	tt.want(200, "GET", "/me", "")
}

func TestFaultClaimsChallenge(t *testing.T) {
	tt := with(t, "cae")
	for range 2 {
		got := tt.refused(401, "InvalidAuthenticationToken", "TokenIssuedBeforeRevocationTimestamp", "GET", "/me", "")
		header := got.header.Get("WWW-Authenticate")
		_, rest, _ := strings.Cut(header, `claims="`)
		claims, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(rest, `"`))
		if err != nil || !strings.Contains(header, `error="insufficient_claims"`) || string(claims) != `{"access_token":{"nbf":{"essential":true,"value":"1795428000"}}}` {
			t.Errorf("%s: %s %v", header, claims, err)
		}
	}
	tt.as("ada@contoso.example", "User.Read", "User.ReadWrite.All")
	tt.want(200, "GET", "/me", "")
}

func TestFaultDenied(t *testing.T) {
	tt := with(t, "denied")
	id := tt.want(201, "POST", "/applications", createApp).text("id")
	for range 2 {
		tt.want(204, "PATCH", "/applications/"+id, `{"notes":"still allowed"}`)
	}
	for range 2 {
		tt.refused(403, "Authorization_RequestDenied", "Insufficient privileges", "PATCH", "/applications/"+id, `{"notes":"late"}`)
	}
	if got := tt.want(200, "GET", "/applications/"+id, ""); got.text("notes") != "still allowed" {
		t.Errorf("%s", got.raw)
	}
}

func TestFaultConsentMissing(t *testing.T) {
	tt := with(t, "consent-missing")
	_, started := ask(t, tt.s, "devicecode", map[string][]string{"client_id": {graphTools}, "scope": {"User.Read AppRoleAssignment.ReadWrite.All Application.ReadWrite.All"}})
	_, answer := ask(t, tt.s, "token", map[string][]string{"client_id": {graphTools}, "grant_type": {"device_code"}, "device_code": {started["device_code"].(string)}})
	tt.token, _ = answer["access_token"].(string)
	scopes := strings.Fields(claimsOf(t, tt.token)["scp"].(string))
	if len(scopes) != 2 {
		t.Errorf("scopes %v", scopes)
	}
	made := tt.addApp()
	tt.refused(403, "Authorization_RequestDenied", "", "POST", "/servicePrincipals/"+made.spID+"/appRoleAssignedTo",
		`{"principalId":"`+made.spID+`","resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`)
}

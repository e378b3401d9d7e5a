package practice

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// deviceTokens signs ada in by device code and returns the answer.
func deviceTokens(t *testing.T, server *Server, form url.Values) map[string]any {
	t.Helper()
	scope := "https://graph.microsoft.com/User.Read https://graph.microsoft.com/User.ReadWrite.All openid offline_access"
	_, started := ask(t, server, "devicecode", url.Values{"client_id": {graphTools}, "scope": {scope}})
	code, _ := started["device_code"].(string)
	fields := url.Values{"client_id": {graphTools}, "grant_type": {"device_code"}, "device_code": {code}}
	for name, values := range form {
		fields[name] = values
	}
	_, answer := ask(t, server, "token", fields)
	return answer
}

// Revoking ends refresh tokens, and access tokens of who understands challenges.
func TestRevokedSessions(t *testing.T) {
	tt := startTenant(t, Options{})
	aware := deviceTokens(t, tt.s, url.Values{"claims": {`{"access_token":{"xms_cc":{"values":["cp1"]}}}`}})
	plain := deviceTokens(t, tt.s, nil)
	if caps, _ := claimsOf(t, aware["access_token"].(string))["xms_cc"].([]any); len(caps) != 1 || caps[0] != "cp1" {
		t.Errorf("xms_cc %v", caps)
	}
	renew := func(answer map[string]any) map[string]any {
		_, renewed := ask(t, tt.s, "token", url.Values{"client_id": {graphTools}, "grant_type": {"refresh_token"},
			"refresh_token": {answer["refresh_token"].(string)}, "scope": {"https://graph.microsoft.com/User.Read openid offline_access"}})
		return renewed
	}
	v := newVisitor(t)
	v.open(tt.s.Info().Login+"/myapps").press("ada@", nil).shows("My Apps")
	tt.pass(time.Minute)
	younger := renew(aware) // a renewed session is as old as its sign-in

	tt.token = aware["access_token"].(string)
	tt.want(200, "GET", "/me", "")
	if got := tt.want(200, "POST", "/me/revokeSignInSessions", ""); got.at("value") != true || !strings.HasSuffix(got.text("@odata.context"), "#Edm.Boolean") {
		t.Errorf("%s", got.raw)
	}
	got := tt.refused(401, "InvalidAuthenticationToken", "TokenIssuedBeforeRevocationTimestamp", "GET", "/me", "")
	if header := got.header.Get("WWW-Authenticate"); !strings.Contains(header, `error="insufficient_claims"`) {
		t.Errorf("%s", header)
	}
	tt.token = plain["access_token"].(string)
	if got := tt.want(200, "GET", "/me?$select=signInSessionsValidFromDateTime", ""); got.text("signInSessionsValidFromDateTime") != stamp(tt.now()) {
		t.Errorf("%s", got.raw)
	}
	for name, old := range map[string]map[string]any{"aware": aware, "plain": plain, "renewed": younger} {
		t.Run(name, func(t *testing.T) { refusedWith(t, renew(old), 50173, "invalid_grant") })
	}
	v.open(tt.s.Info().Login + "/myapps").shows("Pick an account")

	tt.pass(time.Second)
	fresh := deviceTokens(t, tt.s, url.Values{"claims": {`{"access_token":{"xms_cc":{"values":["cp1"]}}}`}})
	tt.token = fresh["access_token"].(string)
	tt.want(200, "GET", "/me", "")
	if renewed := renew(fresh); renewed["access_token"] == nil {
		t.Errorf("%v", renewed)
	}
	tt.as("grace@contoso.example", allScopes()...)
	tt.refused(403, "Authorization_RequestDenied", "", "POST", "/users/ada@contoso.example/revokeSignInSessions", "")
}

// The Azure CLI needs nobody's consent for what Microsoft gave it, and gets no more.
func TestAzureCLIHasItsOwnPermissions(t *testing.T) {
	server := startForLogin(t, Options{})
	account := server.Info().Accounts[0]
	_, answer := ask(t, server, "token", url.Values{"client_id": {azureCLI}, "grant_type": {"password"}, "username": {account.UPN},
		"password": {account.Password}, "scope": {"https://graph.microsoft.com/.default"}})
	token, _ := answer["access_token"].(string)
	if token == "" {
		t.Fatalf("%v", answer)
	}
	if scopes, _ := claimsOf(t, token)["scp"].(string); scopes != strings.Join(presetOfCLI(), " ") {
		t.Errorf("scopes %s", scopes)
	}
}

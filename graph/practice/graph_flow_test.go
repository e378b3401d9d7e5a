package practice

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// TestWholeSetUp makes the calls of a SAML set-up in their order, and reads
// everything back.
func TestWholeSetUp(t *testing.T) {
	tt := startTenant(t, Options{})
	organization := tt.want(200, "GET", "/organization", "")
	if organization.text("value", 0, "displayName") != tenantName || organization.text("value", 0, "id") != tt.s.Info().TenantID {
		t.Fatalf("organization: %s", organization.raw)
	}
	made := tt.addApp()
	const identifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"
	const replyURL = "https://us.backup.autotask.net/singlesignon/saml/SSO"
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"@odata.type":"#microsoft.graph.servicePrincipal","preferredSingleSignOnMode":"saml"}`)
	tt.want(204, "PATCH", "/applications/"+made.id, `{"@odata.type":"#microsoft.graph.application","identifierUris":["`+identifier+`"],"web":{"redirectUris":["`+replyURL+`"]}}`)
	certificate := tt.want(200, "POST", "/servicePrincipals/"+made.spID+"/addTokenSigningCertificate",
		`{"displayName":"CN=Autotask Endpoint Backup SSO","endDateTime":"2029-11-23T00:00:00Z"}`)
	der, err := base64.StdEncoding.DecodeString(certificate.text("key"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%X", sha1.Sum(der)); sum != certificate.text("thumbprint") {
		t.Errorf("thumbprint %s of a certificate with SHA-1 %s", certificate.text("thumbprint"), sum)
	}
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredTokenSigningKeyThumbprint":"`+certificate.text("thumbprint")+`"}`)
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"notificationEmailAddresses":["ada@contoso.example"]}`)
	person := tt.want(201, "POST", "/users", bSimon)
	assigned := tt.want(201, "POST", "/servicePrincipals/"+made.spID+"/appRoleAssignedTo",
		`{"principalId":"`+person.text("id")+`","resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`)
	if assigned.text("principalDisplayName") != "B.Simon" || assigned.text("principalType") != "User" || len(assigned.text("id")) < 43 {
		t.Errorf("assignment: %s", assigned.raw)
	}

	sp := tt.want(200, "GET", "/servicePrincipals(appId='"+made.appID+"')", "")
	for path, want := range map[string]string{
		"preferredSingleSignOnMode": "saml", "preferredTokenSigningKeyThumbprint": certificate.text("thumbprint"),
		"displayName": appName, "servicePrincipalType": "Application",
	} {
		if sp.text(path) != want {
			t.Errorf("%s is %q, want %q", path, sp.text(path), want)
		}
	}
	if sp.text("replyUrls", 0) != replyURL || sp.text("servicePrincipalNames", 0) != identifier || sp.text("servicePrincipalNames", 1) != made.appID {
		t.Errorf("not mirrored: %s", sp.raw)
	}
	if sp.at("appRoleAssignmentRequired") != true || sp.text("notificationEmailAddresses", 0) != "ada@contoso.example" {
		t.Errorf("service principal: %s", sp.raw)
	}
	found := tt.want(200, "GET", "/applications?$filter=identifierUris/any(x:x eq '"+identifier+"')", "")
	if len(found.items()) != 1 || found.text("value", 0, "id") != made.id || found.text("value", 0, "web", "redirectUris", 0) != replyURL {
		t.Errorf("by identifier: %s", found.raw)
	}
	if !tt.s.tenant.isAssigned(person.text("id"), made.spID) {
		t.Error("the sign-in half does not see the assignment")
	}
	active, _ := tt.s.tenant.principalByAppID(made.appID)
	if key, err := tt.s.tenant.activeKey(active); err != nil || key.thumbprint != certificate.text("thumbprint") {
		t.Errorf("active key %s, %v", key.thumbprint, err)
	}
	if leaked := tt.trace.String(); strings.Contains(leaked, "Practice-B-Simon-1") {
		t.Error("the trace holds a password")
	}
}

const bSimon = `{"accountEnabled":true,"displayName":"B.Simon","givenName":"B","surname":"Simon","mail":"B.Simon@contoso.example",
"mailNickname":"B.Simon","userPrincipalName":"B.Simon@contoso.example",
"passwordProfile":{"password":"Practice-B-Simon-1","forceChangePasswordNextSignIn":true}}`

package practice

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

// TestWhereAResponseGoes asks for sign-ons with and without a Reply URL, over
// HTTP, of an app that has two.
func TestWhereAResponseGoes(t *testing.T) {
	const extra = "http://localhost:4711/acs"
	tt := with(t)
	made := tt.addApp()
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml","appRoleAssignmentRequired":false}`)
	lists := `"web":{"redirectUris":["` + extra + `","` + replyURL + `"],"redirectUriSettings":[{"uri":"` + extra + `","index":1},{"uri":"` + replyURL + `","index":7}]}`
	tt.want(204, "PATCH", "/applications/"+made.id, `{"identifierUris":["`+identifier+`"],`+lists+`}`)
	goes := func(t *testing.T, v *visitor) string {
		t.Helper()
		root, _ := responseIn(t, v.shows("Pick an account").press("ada@", nil).shows("Signing in to"))
		data := root.FindElement("./Assertion/Subject/SubjectConfirmation/SubjectConfirmationData")
		if got := data.SelectAttrValue("Recipient", ""); got != root.SelectAttrValue("Destination", "") {
			t.Errorf("recipient %q", got)
		}
		return root.SelectAttrValue("Destination", "")
	}
	asked := func(attributes string) *visitor {
		message := base64.StdEncoding.EncodeToString([]byte(authnMessage(identifier, attributes, "")))
		return newVisitor(t).post(tt.s.Info().Login+"/common/saml2", url.Values{"SAMLRequest": {message}})
	}
	launched := func() *visitor {
		return newVisitor(t).open(tt.s.Info().Login + "/signin/" + made.appID + "?tenantId=" + tt.s.Info().TenantID)
	}
	check := func(name, want string, v *visitor) {
		t.Run(name, func(t *testing.T) {
			if got := goes(t, v); got != want {
				t.Errorf("it goes to %s", got)
			}
		})
	}
	check("launched, no default", extra, launched())
	check("asked, no default", extra, asked(""))
	check("asked by URL", replyURL, asked(`AssertionConsumerServiceURL="`+replyURL+`"`))
	check("asked by index", replyURL, asked(`AssertionConsumerServiceIndex="7"`))
	asked(`AssertionConsumerServiceIndex="2"`).shows("AADSTS50011: ")
	asked(`AssertionConsumerServiceIndex="x"`).shows("AADSTS75005: ")
	asked(`AssertionConsumerServiceIndex="7" AssertionConsumerServiceURL="` + replyURL + `"`).shows("AADSTS75005: ")

	tt.want(204, "PATCH", "/applications/"+made.id, `{"defaultRedirectUri":"`+replyURL+`"}`)
	check("launched, with a default", replyURL, launched())
	check("asked, with a default", replyURL, asked(""))
	check("asked by URL, with a default", extra, asked(`AssertionConsumerServiceURL="`+extra+`"`))

	// The default is one of the list, also while the list changes.
	for _, body := range []string{`{"defaultRedirectUri":"https://elsewhere.example/acs"}`, `{"web":{"redirectUris":["` + extra + `"]}}`} {
		got := tt.want(400, "PATCH", "/applications/"+made.id, body)
		if !strings.Contains(got.text("error", "message"), "defaultRedirectUri") {
			t.Errorf("%s: %s", body, got.raw)
		}
	}
	tt.want(204, "PATCH", "/applications/"+made.id, `{"defaultRedirectUri":null,"web":{"redirectUris":["`+extra+`"]}}`)
	check("launched, default gone", extra, launched())
	tt.fitsSchema()
}

func TestFaultLocalhostRefused(t *testing.T) {
	tt := with(t, localhostRefused)
	made := tt.addApp()
	for body, status := range map[string]int{
		`{"web":{"redirectUris":["http://localhost:4711/acs"]}}`:  400,
		`{"web":{"redirectUris":["http://127.0.0.1:4711/acs"]}}`:  400,
		`{"web":{"redirectUris":["https://localhost:4711/acs"]}}`: 204,
	} {
		if got := tt.want(status, "PATCH", "/applications/"+made.id, body); status == 400 && got.text("error", "details", 0, "target") != "redirectUris" {
			t.Errorf("%s: %s", body, got.raw)
		}
	}
	tt.s.tenant.faults.disarm(localhostRefused)
	tt.want(204, "PATCH", "/applications/"+made.id, `{"web":{"redirectUris":["http://localhost:4711/acs"]}}`)
}

// TestRefusalIsAResponse gets a no in a Response, in the form of the protocol
// page's sample; a sign-on that begins at Entra has no request to refuse.
func TestRefusalIsAResponse(t *testing.T) {
	s := startSetUp(t, Options{Faults: []string{samlRefused}})
	v := newVisitor(t).open(s.Info().Login + "/common/saml2?RelayState=r&SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, "", ""))))
	root, raw := responseIn(t, v)
	if got := valueAt(root, "./samlp:Status/samlp:StatusCode/samlp:StatusCode/@Value"); got != "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported" {
		t.Errorf("status %q", got)
	}
	message := valueAt(root, "./samlp:Status/samlp:StatusMessage")
	if !strings.HasPrefix(message, "AADSTS75006: ") || !strings.Contains(message, "AADSTS90011: ") || !strings.Contains(message, "\nTrace ID: ") {
		t.Errorf("message %q", message)
	}
	if root.SelectElement("Assertion") != nil || root.SelectAttrValue("InResponseTo", "") == "" || v.forms[0].values.Get("RelayState") != "r" {
		t.Errorf("%s", raw)
	}
	newVisitor(t).open(s.userAccessURL()).shows("Pick an account")
}

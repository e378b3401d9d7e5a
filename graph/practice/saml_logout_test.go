package practice

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestSAMLSignOut(t *testing.T) {
	s := startSetUp(t, Options{})
	const back = "http://localhost:4321/out?a=b"
	s.change(t, func(sp *principal) { sp.more = map[string]any{"logoutUrl": back} })
	v := newVisitor(t).open(s.Info().MyApps).press("ada@", nil).shows("My Apps", "Sign out")
	var last *url.URL
	v.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		last = r.URL
		return http.ErrUseLastResponse
	}
	message := func(issuer string) string {
		return s.Info().Login + "/common/saml2?RelayState=r&SAMLRequest=" + url.QueryEscape(redirectBinding(t, `<samlp:LogoutRequest xmlns:samlp="`+nsProtocol+
			`" ID="_out" Version="2.0"><Issuer xmlns="`+nsAssertion+`">`+issuer+`</Issuer></samlp:LogoutRequest>`))
	}
	v.open(message(identifier))
	raw, err := decodeRedirect(last.Query().Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := readMessage(raw)
	if err != nil {
		t.Fatal(err)
	}
	if root.Tag != "LogoutResponse" || root.SelectAttrValue("InResponseTo", "") != "_out" || root.SelectAttrValue("Destination", "") != back ||
		valueAt(root, "./Issuer") != "https://sts.windows.net/"+s.Info().TenantID+"/" || valueAt(root, "./samlp:Status/samlp:StatusCode/@Value") != "urn:oasis:names:tc:SAML:2.0:status:Success" {
		t.Errorf("answer %s", raw)
	}
	if got := last.Query(); got.Get("RelayState") != "r" || got.Get("a") != "b" {
		t.Errorf("sent to %s", last)
	}
	v.open(s.Info().MyApps).shows("Pick an account")
	v.open(message("urn:nobody")).shows("AADSTS700016: ")
}

func TestSAMLLoginHint(t *testing.T) {
	s := startSetUp(t, Options{})
	address := s.Info().Login + "/common/saml2?login_hint=" + simonUPN + "&SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, "", "")))
	v := newVisitor(t).open(s.Info().MyApps).press("ada@", nil)
	if v.open(address).shows("Pick an account"); strings.Index(v.text, simonUPN) > strings.Index(v.text, "ada@") {
		t.Errorf("the hinted account is not first: %s", v.text)
	}
}

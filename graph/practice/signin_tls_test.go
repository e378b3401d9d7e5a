package practice

import (
	"net/url"
	"strings"
	"testing"
)

// The pages, cookies and addresses of a sign-in hold over https and under a host
// name too.
func TestSignInOverTLS(t *testing.T) {
	s := startSetUp(t, Options{TLS: true, Host: "login.practice.test", Faults: []string{secondStep}})
	s.wellKnownSimon(t)
	v := newVisitor(t)
	v.client.Transport = trusting(t, s.Info().CA).Transport
	v.open(s.userAccessURL()).shows("Pick an account").press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}})
	v.press("Yes", url.Values{"typed": {numberOn(t, v)}}).shows("Signing in to")
	_, raw := responseIn(t, v)
	xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")
	for _, cookie := range v.client.Jar.Cookies(v.at) {
		if !strings.HasPrefix(cookie.Name, "practice_") {
			t.Errorf("cookie %s", cookie.Name)
		}
	}
	plain := *v.at
	plain.Scheme = "http"
	if leaked := v.client.Jar.Cookies(&plain); len(leaked) != 0 {
		t.Errorf("the session goes over plain http: %v", leaked)
	}
	login := s.Info().Login + "/" + s.Info().TenantID + "/saml2"
	ask := func(destination string) *visitor {
		return v.open(login + "?SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, `Destination="`+destination+`"`, ""))))
	}
	ask(login).shows("Signing in to")
	ask(strings.Replace(login, "login.practice.test", "elsewhere.practice.test", 1)).shows("AADSTS75008: ")
	v.open(s.Info().MyApps).shows("My Apps", "Autotask Endpoint Backup")
}

package practice

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
)

// responseIn decodes the Response that a page is about to post.
func responseIn(t *testing.T, v *visitor) (*etree.Element, []byte) {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(v.forms[0].values.Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	document := etree.NewDocument()
	if err := document.ReadFromBytes(raw); err != nil {
		t.Fatalf("%v in %q (%s)", err, raw, v.text)
	}
	return document.Root(), raw
}

func TestResponseIsWhatEntraPosts(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 123_000_000, time.UTC)
	s := startSetUp(t, Options{Now: func() time.Time { return now }})
	root, raw := responseIn(t, s.signedInVisitor(t))
	xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")

	issuer := "https://sts.windows.net/" + s.Info().TenantID + "/"
	if got := attributeNames(root); !slices.Equal(got, []string{"ID", "Version", "IssueInstant", "Destination", "xmlns:samlp"}) {
		t.Errorf("attributes of the Response: %v", got)
	}
	if got := childNames(root); !slices.Equal(got, []string{"Issuer", "Status", "Assertion"}) {
		t.Errorf("the Response holds %v", got)
	}
	assertion := root.SelectElement("Assertion")
	if got := childNames(assertion); !slices.Equal(got, []string{"Issuer", "Signature", "Subject", "Conditions", "AttributeStatement", "AuthnStatement"}) {
		t.Errorf("the Assertion holds %v", got)
	}
	const end = "2026-11-23T11:00:00.123Z"
	for path, want := range map[string]string{
		"./@Destination": replyURL, "./@IssueInstant": "2026-11-23T10:00:00.123Z", "./Issuer": issuer, "./Assertion/Issuer": issuer,
		"./samlp:Status/samlp:StatusCode/@Value":                                        "urn:oasis:names:tc:SAML:2.0:status:Success",
		"./Assertion/Subject/NameID":                                                    simonUPN,
		"./Assertion/Subject/NameID/@Format":                                            "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
		"./Assertion/Subject/SubjectConfirmation/@Method":                               "urn:oasis:names:tc:SAML:2.0:cm:bearer",
		"./Assertion/Subject/SubjectConfirmation/SubjectConfirmationData/@Recipient":    replyURL,
		"./Assertion/Subject/SubjectConfirmation/SubjectConfirmationData/@NotOnOrAfter": end,
		"./Assertion/Conditions/@NotBefore":                                             "2026-11-23T09:55:00.123Z",
		"./Assertion/Conditions/@NotOnOrAfter":                                          end,
		"./Assertion/Conditions/AudienceRestriction/Audience":                           identifier,
		"./Assertion/AuthnStatement/@SessionIndex":                                      assertion.SelectAttrValue("ID", "?"),
		"./Assertion/AuthnStatement/AuthnContext/AuthnContextClassRef":                  "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
	} {
		if got := valueAt(root, path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if bytes.Contains(raw, []byte("InResponseTo")) {
		t.Error("an answer to nobody's request names one")
	}
	want := []string{"tenantid", "objectidentifier", "displayname", "identityprovider", "authnmethodsreferences", "givenname",
		"surname", "emailaddress", "name"}
	if got := claimNames(assertion); !slices.Equal(got, want) {
		t.Errorf("claims %v, want %v", got, want)
	}
}

func TestEmptyClaimsAreLeftOut(t *testing.T) {
	s := startSetUp(t, Options{})
	if !s.tenant.changeUser(s.simon.id, func(u *user) { u.mail, u.surname = "", "" }) {
		t.Fatal("B.Simon is gone")
	}
	root, _ := responseIn(t, s.signedInVisitor(t))
	want := []string{"tenantid", "objectidentifier", "displayname", "identityprovider", "authnmethodsreferences", "givenname", "name"}
	if got := claimNames(root.SelectElement("Assertion")); !slices.Equal(got, want) {
		t.Errorf("claims %v, want %v", got, want)
	}
}

func attributeNames(element *etree.Element) []string {
	var names []string
	for _, attr := range element.Attr {
		names = append(names, attr.FullKey())
	}
	return names
}

func claimNames(assertion *etree.Element) []string {
	var names []string
	for _, attribute := range assertion.FindElements("./AttributeStatement/Attribute") {
		name := attribute.SelectAttrValue("Name", "")
		names = append(names, name[strings.LastIndex(name, "/")+1:])
	}
	return names
}

func valueAt(root *etree.Element, path string) string {
	path, name, isAttribute := strings.Cut(path, "/@")
	element := root.FindElement(path)
	if element == nil {
		return "(missing)"
	}
	if isAttribute {
		return element.SelectAttrValue(name, "(missing)")
	}
	return element.Text()
}

func TestLaunchRefusals(t *testing.T) {
	cases := []struct {
		name  string
		entra func(*principal)
		pick  string
		shows []string
	}{
		{"an admin who is not assigned", nil, "ada@", []string{"AADSTS50105: ", "('assigned')", "ada@" + defaultDomain, "Sign in with another account"}},
		{"disabled", func(sp *principal) { sp.enabled = false }, "", []string{"AADSTS7000112: ", "is disabled"}},
		{"no Reply URL", func(sp *principal) { sp.replyURLs = nil }, "", []string{"AADSTS500113: "}},
		{"no SAML mode", func(sp *principal) { sp.mode = "" }, "ada@", []string{"has no single sign-on yet"}},
		{"no SAML mode but no need of assignment", func(sp *principal) { sp.mode, sp.assignmentRequired = "", false }, "ada@", []string{"has no single sign-on yet"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := startSetUp(t, Options{})
			if c.entra != nil {
				s.change(t, c.entra)
			}
			v := newVisitor(t).open(s.userAccessURL())
			if c.pick != "" {
				v.press(c.pick, nil)
			}
			v.shows(c.shows...)
		})
	}
	s := startSetUp(t, Options{})
	newVisitor(t).open(s.Info().Login + "/signin/" + s.login.guid()).shows("AADSTS700016: ")
	newVisitor(t).open(s.Info().Login + "/signin/" + s.app.appID + "?tenantId=fabrikam.example").shows("AADSTS90002: ")
	newVisitor(t).open(s.Info().Login+"/"+s.Info().TenantID+"/saml2").shows("AADSTS750054: ", "Correlation Id", "Timestamp")
	newVisitor(t).open(s.Info().Login + "/fabrikam.example/saml2").shows("AADSTS90002: ")
}

func TestUnassignedAdminCanTryAnotherAccount(t *testing.T) {
	s := startSetUp(t, Options{})
	v := newVisitor(t).open(s.userAccessURL())
	v.press("ada@", nil).shows("AADSTS50105")
	v.open(s.Info().Login+v.hrefOf("Sign in with another account")).shows("Pick an account", "Signed in")
	v.press(simonUPN, nil).shows("Enter password")
	v.press("Use another account", nil).shows("Pick an account")
}

func TestResponseGoesToLoopbackButNowhereElse(t *testing.T) {
	var got url.Values
	consumer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil {
			got = r.PostForm
		}
	}))
	defer consumer.Close()
	s := startSetUp(t, Options{})
	s.change(t, func(sp *principal) { sp.replyURLs = []string{consumer.URL + "/acs"} })
	v := s.signedInVisitor(t)
	if policy := v.head.Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self' "+consumer.URL) {
		t.Errorf("policy %q", policy)
	}
	v.submit()
	if got.Get("SAMLResponse") == "" {
		t.Error("nothing arrived")
	}
	for _, elsewhere := range []string{"https://portal.example/acs", "https://backup.autotask.net.example/acs", "http://us.backup.autotask.net/acs", "https://u@us.backup.autotask.net/acs"} {
		s.change(t, func(sp *principal) { sp.replyURLs = []string{elsewhere} })
		v := s.signedInVisitor(t).shows("The response is ready, but not sent", elsewhere)
		if len(v.forms) != 0 {
			t.Errorf("%s: the page has a form", elsewhere)
		}
	}
}

func redirectBinding(t *testing.T, message string) string {
	t.Helper()
	var packed bytes.Buffer
	writer, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write([]byte(message)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes())
}

func authnMessage(issuer, attributes, content string) string {
	return `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ` +
		`ID="_r1" Version="2.0" IssueInstant="2026-11-23T10:00:00Z" ` + attributes + `><Issuer>` + issuer + `</Issuer>` + content + `</samlp:AuthnRequest>`
}

func TestServiceProviderMayBegin(t *testing.T) {
	s := startSetUp(t, Options{})
	if !s.tenant.changeUser(s.simon.id, func(u *user) { u.mustChange = false }) {
		t.Fatal("B.Simon is gone")
	}
	login := s.Info().Login + "/" + s.Info().TenantID + "/saml2"
	message := authnMessage(identifier, `AssertionConsumerServiceURL="`+replyURL+`"`, "")
	for name, begin := range map[string]func(*visitor){
		"redirect": func(v *visitor) {
			v.open(login + "?" + url.Values{"SAMLRequest": {redirectBinding(t, message)}, "RelayState": {"<here>"}}.Encode())
		},
		"post": func(v *visitor) {
			v.post(login, url.Values{"SAMLRequest": {base64.StdEncoding.EncodeToString([]byte(message))}, "RelayState": {"<here>"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVisitor(t)
			begin(v)
			v.shows("Pick an account").press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}})
			root, raw := responseIn(t, v)
			xmlsecVerifies(t, raw, s.sp.keys[0].der, "Assertion")
			if got := root.SelectAttrValue("InResponseTo", ""); got != "_r1" {
				t.Errorf("InResponseTo %q", got)
			}
			if got := v.forms[0].values.Get("RelayState"); got != "<here>" {
				t.Errorf("RelayState %q", got)
			}
			// The portal knows of no request, as the real one.
			_, answer := s.exchange(t, v.forms[0].action, "application/x-www-form-urlencoded", []byte(v.forms[0].values.Encode()))
			if answer["reason"] != "not-configured" {
				t.Errorf("portal: %v", answer)
			}
		})
	}
}

func TestServiceProviderErrors(t *testing.T) {
	s := startSetUp(t, Options{})
	login := s.Info().Login + "/" + s.Info().TenantID + "/saml2"
	for name, c := range map[string]struct{ message, shows string }{
		"unknown issuer":              {authnMessage(identifier+"/", "", ""), "AADSTS700016: "},
		"reply url in case":           {authnMessage(identifier, `AssertionConsumerServiceURL="`+strings.ToLower(replyURL)+`"`, ""), "AADSTS50011: "},
		"id begins with digit":        {strings.Replace(authnMessage(identifier, "", ""), `"_r1"`, `"1r"`, 1), "AADSTS7500529: "},
		"no issuer":                   {authnMessage("", "", ""), "AADSTS75005: "},
		"version 1.1":                 {strings.Replace(authnMessage(identifier, "", ""), `"2.0"`, `"1.1"`, 1), "AADSTS75005: "},
		"certificate demanded":        {authnMessage(identifier, "", `<samlp:RequestedAuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:X509</AuthnContextClassRef></samlp:RequestedAuthnContext>`), "AADSTS75011: "},
		"destination elsewhere":       {authnMessage(identifier, `Destination="https://login.microsoftonline.com/common/saml2"`, ""), "AADSTS75008: "},
		"destination is no login url": {authnMessage(identifier, `Destination="`+s.Info().Login+`/other/saml2"`, ""), "AADSTS75008: "},
		"another binding":             {authnMessage(identifier, `ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact"`, ""), "AADSTS75003: "},
		"unknown name format":         {authnMessage(identifier, "", `<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos"/>`), "AADSTS75016: "},
		"subject":                     {authnMessage(identifier, "", `<Subject><NameID>a@b.example</NameID></Subject>`), "AADSTS900236: "},
		"at least":                    {authnMessage(identifier, "", `<samlp:RequestedAuthnContext Comparison="minimum"><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></samlp:RequestedAuthnContext>`), "AADSTS900236: "},
		"another message":             {`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"/>`, "AADSTS75005: "},
		"no xml":                      {"hello", "AADSTS75005: "},
		"script in the issuer":        {authnMessage("&lt;script&gt;alert(1)&lt;/script&gt;", "", ""), "<script>alert(1)</script>"},
		"sign out":                    {`<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">` + identifier + `</Issuer></samlp:LogoutRequest>`, "You signed out"},
	} {
		t.Run(name, func(t *testing.T) {
			newVisitor(t).open(login + "?SAMLRequest=" + url.QueryEscape(redirectBinding(t, c.message))).shows(c.shows)
		})
	}
	newVisitor(t).open(login + "?SAMLRequest=%%%").shows("AADSTS75005: ")
	newVisitor(t).open(login + "?SAMLRequest=AAAA").shows("AADSTS75005: ")
}

func TestPassiveRequestGetsNoPage(t *testing.T) {
	s := startSetUp(t, Options{})
	v := newVisitor(t).open(s.Info().Login + "/common/saml2?SAMLRequest=" + url.QueryEscape(redirectBinding(t, authnMessage(identifier, `IsPassive="true"`, ""))))
	root, _ := responseIn(t, v)
	if got := valueAt(root, "./samlp:Status/samlp:StatusCode/samlp:StatusCode/@Value"); got != "urn:oasis:names:tc:SAML:2.0:status:NoPassive" {
		t.Errorf("status %q", got)
	}
	if got := valueAt(root, "./samlp:Status/samlp:StatusMessage"); !strings.HasPrefix(got, "AADSTS50058") {
		t.Errorf("message %q", got)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte(authnMessage(identifier, `ForceAuthn="true"`, "")))
	f.Add([]byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`))
	f.Add([]byte(`<a><a/></a><b/>`))
	f.Add([]byte(`<a xmlns:x="u" xmlns:y="u" x:ID="1" y:ID="1"/>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		request, cause := parseRequest(raw)
		if (request == nil) == (cause == nil) {
			t.Fatalf("%+v and %v", request, cause)
		}
		if request != nil && (request.issuer == "" || !isSAMLID(request.id)) {
			t.Fatalf("accepted %+v", request)
		}
		if unpacked, err := decodeRedirect(base64.StdEncoding.EncodeToString(raw)); err == nil && len(unpacked) > maxMessage {
			t.Fatal("unpacked too much")
		}
	})
}

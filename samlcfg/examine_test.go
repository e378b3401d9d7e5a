package samlcfg

import (
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestExamineResponseReads(t *testing.T) {
	raw := write(t, signedResponse(t, responseText(), "assertion", testKeys()[0]))
	reading, findings := ExamineResponse(raw, responseExpectation(), "B.Simon@contoso.com")
	portal := UsualPortal("us")
	if Worst(findings) != Pass || !reading.Proven || reading.Refused || reading.Signer == nil || reading.Person.SignedBy != nil {
		t.Errorf("%+v, %+v", findings, reading)
	}
	if reading.Person.NameID != "B.Simon@contoso.com" || reading.Recipient != portal.ReplyURL || reading.Destination != portal.ReplyURL ||
		!slices.Equal(reading.Audiences, []string{portal.Identifier}) || len(reading.Person.Attributes) != 2 {
		t.Errorf("%+v", reading)
	}
}

// TestExamineResponseShowsWhatIsSigned wraps a genuine assertion: what is shown
// comes from signed bytes, or is not called proven.
func TestExamineResponseShowsWhatIsSigned(t *testing.T) {
	for name, wrap := range wrappings(testKeys()[0]) {
		reading, findings := ExamineResponse(write(t, wrap(t)), responseExpectation(), "B.Simon@contoso.com")
		if reading.Proven && reading.Person.NameID != "B.Simon@contoso.com" {
			t.Errorf("%s: %q is called proven", name, reading.Person.NameID)
		}
		if Worst(findings) != Fail {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

func TestExamineResponseOfARefusal(t *testing.T) {
	text := strings.Replace(responseText(), statusSuccess+`"/>`, `urn:oasis:names:tc:SAML:2.0:status:Requester"/><samlp:StatusMessage>AADSTS50105: not assigned. Trace ID: `+errorTrace+`</samlp:StatusMessage>`, 1)
	reading, findings := ExamineResponse([]byte(text), responseExpectation(), "")
	if !reading.Refused || len(reading.Refusal) != 1 || reading.Refusal[0].Code != 50105 || reading.Refusal[0].TraceID != errorTrace || reading.Person.NameID != "" {
		t.Errorf("%+v", reading)
	}
	if len(findings) != 1 || findings[0].Code != "response-status" || findings[0].Side() != SideEntra {
		t.Errorf("%+v", findings)
	}
}

func TestExamineResponseNamesAnExpiredCertificate(t *testing.T) {
	old := newKey(2048, testNow().AddDate(-3, 0, 0), testNow().Add(-time.Hour), 9)
	want := responseExpectation()
	want.Certificates = []*x509.Certificate{old.certificate}
	_, findings := ExamineResponse(write(t, signedResponse(t, responseText(), "assertion", old)), want, "")
	finding := find(t, findings, "response-certificate-expired")
	if finding.Severity != Warn || finding.Got != Thumbprint(old.certificate) || finding.Expected != "2026-11-23T09:00:00Z" {
		t.Errorf("%+v", finding)
	}
}

// TestExamineResponseWithoutABundle says what is usual and what could not be
// compared.
func TestExamineResponseWithoutABundle(t *testing.T) {
	key := testKeys()[0]
	for name, test := range map[string]struct {
		text     string
		code     string
		severity Severity
		got      string
	}{
		"other tenant, unnoticed": {responseText(), "response-unchecked-issuer", Note, testEntraID},
		"another provider":        {strings.ReplaceAll(responseText(), testEntraID, "https://idp.example/"), "response-issuer-foreign", Warn, "https://idp.example/"},
		"another product":         {strings.ReplaceAll(responseText(), UsualPortal("us").ReplyURL, "https://app.example/acs"), "response-other-portal", Warn, "https://app.example/acs"},
		"two destinations":        {strings.Replace(responseText(), `Destination="https://us.`, `Destination="https://eu.`, 1), "response-addresses-differ", Fail, UsualPortal("eu").ReplyURL},
		"two senders":             {strings.Replace(responseText(), "<Issuer>"+testEntraID, "<Issuer>https://sts.windows.net/x/", 1), "response-issuers-differ", Fail, testEntraID},
		"no recipient":            {strings.Replace(responseText(), "Recipient=", "Address=", 1), "response-recipient", Fail, ""},
		"own id as audience":      {strings.Replace(responseText(), UsualPortal("us").Identifier, "spn:x", 1), "response-audience-spn", Fail, "spn:x"},
		"certificate":             {responseText(), "response-unchecked-certificate", Note, Thumbprint(key.certificate)},
		"user":                    {responseText(), "response-unchecked-user", Note, "B.Simon@contoso.com"},
	} {
		reading, findings := ExamineResponse(write(t, signedResponse(t, test.text, "assertion", key)), ResponseExpectation{Now: testNow()}, "")
		finding := find(t, findings, test.code)
		if finding.Severity != test.severity || finding.Got != test.got || reading.Proven {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}

func TestAttributeMeanings(t *testing.T) {
	methods := Attribute{Name: claimsOther + "authnmethodsreferences", Values: []string{methodsStart + "password", claimsOther + "multipleauthn", "x\ny"}}
	if got := methods.Shown(); methods.Meaning() != "methods" || !slices.Equal(got, []string{"password", "multipleauthn", "x\uFFFDy"}) {
		t.Errorf("%q as %q", got, methods.Meaning())
	}
	seen := map[string]bool{}
	for _, name := range []string{claimsSOAP + "name", claimsSOAP + "upn", claimsSOAP + "emailaddress", claimsSOAP + "givenname", claimsSOAP + "surname", claimsSOAP + "nameidentifier",
		claimsEntra + "displayname", claimsEntra + "tenantid", claimsEntra + "objectidentifier", claimsEntra + "identityprovider", claimsOld + "groups", claimsOld + "role"} {
		seen[Attribute{Name: name}.Meaning()] = true
	}
	if len(seen) != 12 || seen[""] || (Attribute{Name: "urn:x"}).Meaning() != "" {
		t.Errorf("%v", seen)
	}
}

package samlcfg

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"backupsso/samlcfg/bounded"
)

const testEntraID = "https://sts.windows.net/" + testTenant + "/"

// responseText is a response in Entra's shape, issued at testNow, unsigned.
func responseText() string {
	portal := UsualPortal("us")
	return `<samlp:Response ID="_r1" Version="2.0" IssueInstant="2026-11-23T10:00:00.123Z" Destination="` + portal.ReplyURL + `" xmlns:samlp="` + namespaceProtocol + `">` +
		`<Issuer xmlns="` + namespaceAssertion + `">` + testEntraID + `</Issuer>` +
		`<samlp:Status><samlp:StatusCode Value="` + statusSuccess + `"/></samlp:Status>` +
		`<Assertion ID="_a1" IssueInstant="2026-11-23T10:00:00.120Z" Version="2.0" xmlns="` + namespaceAssertion + `">` +
		`<Issuer>` + testEntraID + `</Issuer>` +
		`<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">B.Simon@contoso.com</NameID>` +
		`<SubjectConfirmation Method="` + methodBearer + `"><SubjectConfirmationData NotOnOrAfter="2026-11-23T11:00:00.000Z" Recipient="` + portal.ReplyURL + `"/></SubjectConfirmation></Subject>` +
		`<Conditions NotBefore="2026-11-23T09:55:00.000Z" NotOnOrAfter="2026-11-23T11:00:00.000Z"><AudienceRestriction><Audience>` + portal.Identifier + `</Audience></AudienceRestriction></Conditions>` +
		`<AttributeStatement><Attribute Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"><AttributeValue>B.Simon@contoso.com</AttributeValue></Attribute>` +
		`<Attribute Name="http://schemas.microsoft.com/claims/authnmethodsreferences"><AttributeValue>password</AttributeValue><AttributeValue>mfa</AttributeValue></Attribute></AttributeStatement>` +
		`<AuthnStatement AuthnInstant="2026-11-23T09:59:00.000Z" SessionIndex="_a1"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement>` +
		`</Assertion></samlp:Response>`
}

func responseExpectation() ResponseExpectation {
	portal := UsualPortal("us")
	return ResponseExpectation{Certificates: []*x509.Certificate{testKeys()[0].certificate}, EntraID: testEntraID,
		Identifier: portal.Identifier, ReplyURL: portal.ReplyURL, Now: testNow()}
}

// signedResponse signs the (first) "assertion", the "response" or "both".
func signedResponse(t testing.TB, text, what string, key testKey) *etree.Element {
	t.Helper()
	root := parse(t, text)
	if what == "assertion" || what == "both" {
		signElement(t, childrenOf(root, namespaceAssertion, "Assertion")[0], key, 1, "")
	}
	if what == "response" || what == "both" {
		signElement(t, root, key, 1, "")
	}
	return root
}

func TestCheckResponseAcceptsEntrasSigningOptions(t *testing.T) {
	for _, what := range []string{"assertion", "response", "both"} {
		person, findings := CheckResponse(write(t, signedResponse(t, responseText(), what, testKeys()[0])), responseExpectation())
		if Worst(findings) != Pass {
			t.Errorf("%s: %+v", what, findings)
			continue
		}
		if person.NameID != "B.Simon@contoso.com" || person.Issuer != testEntraID || person.SessionIndex != "_a1" ||
			person.SignedBy == nil || !person.NotOnOrAfter.Equal(testNow().Add(time.Hour)) ||
			!slices.Equal(person.Values("http://schemas.microsoft.com/claims/authnmethodsreferences"), []string{"password", "mfa"}) ||
			person.Values("absent") != nil {
			t.Errorf("%s: %+v", what, person)
		}
	}
}

func TestCheckResponseNamesWhatIsWrong(t *testing.T) {
	key := testKeys()[0]
	portal := UsualPortal("us")
	edit := func(pairs ...string) []byte {
		return write(t, signedResponse(t, strings.NewReplacer(pairs...).Replace(responseText()), "assertion", key))
	}
	sha1 := parse(t, responseText())
	signElement(t, onlyChild(sha1, namespaceAssertion, "Assertion"), key, 1, dsig.RSASHA1SignatureMethod)
	later := func(d time.Duration) ResponseExpectation {
		want := responseExpectation()
		want.Now = want.Now.Add(d)
		return want
	}
	strict := func(d time.Duration) ResponseExpectation {
		want := later(d)
		want.Skew = time.Minute
		return want
	}
	asked := responseExpectation()
	asked.RequestID = "_q1"
	good := edit()
	for name, test := range map[string]struct {
		raw      []byte
		want     ResponseExpectation
		code     string
		severity Severity
		got      string
	}{
		"no XML":           {[]byte("SAMLResponse=PHNhbWw"), responseExpectation(), "response-readable", Fail, "roots (SAMLResponse=PHNhbWw)"},
		"metadata instead": {[]byte(metadataText(key)), responseExpectation(), "response-readable", Fail, "other-kind (EntityDescriptor)"},
		"refused by Entra": {edit(statusSuccess+`"/>`, `urn:oasis:names:tc:SAML:2.0:status:Requester"/><samlp:StatusMessage>AADSTS50105: not assigned</samlp:StatusMessage>`),
			responseExpectation(), "response-status", Fail, "AADSTS50105: not assigned"},
		"no status":      {edit("samlp:Status", "samlp:State"), responseExpectation(), "response-status", Fail, ""},
		"unsigned":       {[]byte(responseText()), responseExpectation(), "response-signature-missing", Fail, ""},
		"tampered":       {bytes.ReplaceAll(good, []byte("B.Simon"), []byte("A.Admin")), responseExpectation(), "response-signature-altered", Fail, Thumbprint(key.certificate)},
		"other key":      {write(t, signedResponse(t, responseText(), "assertion", testKeys()[1])), responseExpectation(), "response-signature-other-key", Fail, Thumbprint(testKeys()[1].certificate)},
		"other audience": {edit(portal.Identifier, "https://eu.backup.autotask.net/singlesignon/saml/metadata"), responseExpectation(), "response-audience", Fail, "https://eu.backup.autotask.net/singlesignon/saml/metadata"},
		"audience by id": {edit(portal.Identifier, "spn:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"), responseExpectation(), "response-audience-spn", Fail, "spn:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"},
		"no audience":    {edit("AudienceRestriction", "OneTimeUse"), responseExpectation(), "response-audience", Fail, ""},
		"narrowed audience": {edit("</AudienceRestriction>", "</AudienceRestriction><AudienceRestriction><Audience>urn:x</Audience></AudienceRestriction>"),
			responseExpectation(), "response-audience", Fail, portal.Identifier + ", urn:x"},
		"other destination":  {edit(`Destination="`+portal.ReplyURL, `Destination="https://x.example/`), responseExpectation(), "response-destination", Fail, "https://x.example/"},
		"no destination":     {edit(`Destination=`, `Consent=`), responseExpectation(), "response-destination", Warn, ""},
		"other recipient":    {edit(`Recipient="`+portal.ReplyURL, `Recipient="`+strings.ToLower(portal.ReplyURL)), responseExpectation(), "response-recipient", Fail, strings.ToLower(portal.ReplyURL)},
		"no recipient":       {edit("Recipient=", "Address="), responseExpectation(), "response-recipient", Fail, ""},
		"no bearer":          {edit(methodBearer, "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"), responseExpectation(), "response-recipient", Fail, ""},
		"other issuer":       {edit("<Issuer>"+testEntraID, "<Issuer>https://sts.windows.net/other/"), responseExpectation(), "response-assertion-issuer", Fail, "https://sts.windows.net/other/"},
		"issuer's slash":     {edit(`">`+testEntraID, `">`+strings.TrimSuffix(testEntraID, "/")), responseExpectation(), "response-issuer", Fail, strings.TrimSuffix(testEntraID, "/")},
		"too late":           {good, later(64 * time.Minute), "response-time-late", Fail, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"late within skew":   {good, later(62 * time.Minute), "response-time", Pass, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"too early":          {good, later(-9 * time.Minute), "response-time-early", Fail, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"early within skew":  {good, later(-7 * time.Minute), "response-time", Pass, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"odd time":           {edit(`NotBefore="2026-11-23T09:55:00.000Z"`, `NotBefore="yesterday"`), responseExpectation(), "response-time", Fail, "yesterday / 2026-11-23T11:00:00.000Z"},
		"endless bearer":     {edit(`SubjectConfirmationData NotOnOrAfter="2026-11-23T11:00:00.000Z"`, "SubjectConfirmationData"), responseExpectation(), "response-confirmation-time", Fail, " / "},
		"no conditions":      {edit("<Conditions", "<Advice", "</Conditions", "</Advice"), responseExpectation(), "response-time", Fail, " / "},
		"no name":            {edit("B.Simon@contoso.com</NameID>", "</NameID>"), responseExpectation(), "response-name-id", Fail, ""},
		"answer unasked":     {edit(`Version="2.0" IssueInstant="2026-11-23T10:00:00.123Z"`, `Version="2.0" InResponseTo="_q0"`), responseExpectation(), "response-in-response-to", Warn, "_q0"},
		"answer to other":    {edit(`Version="2.0" IssueInstant="2026-11-23T10:00:00.123Z"`, `Version="2.0" InResponseTo="_q0"`), asked, "response-in-response-to", Fail, "_q0"},
		"unasked but wanted": {good, asked, "response-confirmation-request", Fail, ""},
		"encrypted": {edit("<Assertion ", `<EncryptedAssertion xmlns="`+namespaceAssertion+`"/><Assertion `),
			responseExpectation(), "response-encrypted", Fail, "1"},
		"two assertions": {edit("</samlp:Response>", `<Assertion ID="_a2" xmlns="`+namespaceAssertion+`"/></samlp:Response>`),
			responseExpectation(), "response-assertions", Fail, "2"},
		"second assertion of another kind": {edit("</samlp:Response>", `<Assertion ID="_a2" xmlns="urn:x"/></samlp:Response>`),
			responseExpectation(), "response-assertions", Fail, "2"},
		"late for a strict portal":  {good, strict(62 * time.Minute), "response-time-late", Fail, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"early for a strict portal": {good, strict(-7 * time.Minute), "response-time-early", Fail, "2026-11-23T09:55:00.000Z / 2026-11-23T11:00:00.000Z"},
		"SHA-1":                     {write(t, sha1), responseExpectation(), "response-algorithm", Warn, "rsa-sha1, sha1"},
	} {
		person, findings := CheckResponse(test.raw, test.want)
		finding := find(t, findings, test.code)
		if finding.Severity != test.severity || finding.Got != test.got {
			t.Errorf("%s: got %+v", name, finding)
		}
		if (person.SignedBy != nil) != (Worst(findings) < Fail) {
			t.Errorf("%s: let in %v with %+v", name, person.SignedBy != nil, findings)
		}
		if person.SignedBy == nil && person.NameID != "" {
			t.Errorf("%s: a name without a proof: %q", name, person.NameID)
		}
	}
}

// TestResponseSignatureWrapping lets nobody in by a wrapped signature.
func TestResponseSignatureWrapping(t *testing.T) {
	for name, wrap := range wrappings(testKeys()[0]) {
		t.Run(name, func(t *testing.T) {
			person, findings := CheckResponse(write(t, wrap(t)), responseExpectation())
			if person.SignedBy != nil || person.NameID != "" || Worst(findings) != Fail {
				t.Errorf("let in %q: %+v", person.NameID, findings)
			}
		})
	}
}

// TestCommentInANameIsReadWhole is the fault that let a name end at a comment:
// the signature holds, comments being no part of it, so the name must be whole.
func TestCommentInANameIsReadWhole(t *testing.T) {
	text := strings.Replace(responseText(), "B.Simon@contoso.com</NameID>", "admin@contoso.com.evil.example</NameID>", 1)
	raw := write(t, signedResponse(t, text, "assertion", testKeys()[0]))
	raw = bytes.Replace(raw, []byte("admin@contoso.com.evil"), []byte("admin@contoso.com<!-- -->.evil"), 1)
	person, findings := CheckResponse(raw, responseExpectation())
	if person.NameID != "admin@contoso.com.evil.example" {
		t.Errorf("read %q, %+v", person.NameID, findings)
	}
}

func FuzzCheckResponse(f *testing.F) {
	good, certificate := fixedResponse(f)
	f.Add(good)
	for _, what := range []string{"assertion", "response", ""} {
		f.Add(write(f, signedResponse(f, responseText(), what, testKeys()[0])))
	}
	f.Add([]byte(`<samlp:Response xmlns:samlp="` + namespaceProtocol + `"/>`))
	want := responseExpectation()
	want.Certificates = []*x509.Certificate{certificate}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var person SignedIn
		var findings []Finding
		bounded.Run(t, func() { person, findings = CheckResponse(raw, want) })
		if len(findings) == 0 {
			t.Fatal("no findings")
		}
		if person.SignedBy != nil && person.NameID != "B.Simon@contoso.com" {
			t.Fatalf("let in %q", person.NameID)
		}
	})
}

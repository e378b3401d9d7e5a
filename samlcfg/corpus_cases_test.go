package samlcfg

import (
	"bytes"
	"encoding/base64"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// corpusKeys are the keys that a corpus is made with: Entra's and another.
type corpusKeys struct{ entra, other testKey }

// corpusCase says how a file is made and, by hand, what must be found in it.
type corpusCase struct {
	make     func(t testing.TB, keys corpusKeys) []byte
	how      string
	problem  DecodeProblemKind
	findings []string
}

func (c corpusCase) entry(name string) corpusEntry {
	if c.findings == nil {
		c.findings = []string{}
	}
	return corpusEntry{File: name, Problem: string(c.problem), How: c.how, Findings: c.findings}
}

// good is a response in Entra's shape, signed as asked for.
func good(what string) func(testing.TB, corpusKeys) []byte {
	return func(t testing.TB, keys corpusKeys) []byte {
		return write(t, signedResponse(t, responseText(), what, keys.entra))
	}
}

// edited is a response whose text was changed before Entra's key signed it.
func edited(pairs ...string) func(testing.TB, corpusKeys) []byte {
	return func(t testing.TB, keys corpusKeys) []byte {
		text := strings.NewReplacer(pairs...).Replace(responseText())
		if text == responseText() {
			t.Fatalf("nothing was changed by %q", pairs)
		}
		return write(t, signedResponse(t, text, "assertion", keys.entra))
	}
}

// told puts a good response into the form that text gives it.
func told(text func(t testing.TB, response string) string) func(testing.TB, corpusKeys) []byte {
	return func(t testing.TB, keys corpusKeys) []byte { return []byte(text(t, string(good("assertion")(t, keys)))) }
}

func corpusCases() map[string]corpusCase {
	cases := map[string]corpusCase{}
	for _, group := range []map[string]corpusCase{goodCases(), signatureCases(), addressCases(), personCases(), timeCases(), otherCases(), optionCases(), faultyCases()} {
		for name, one := range group {
			cases[name] = one
		}
	}
	return cases
}

func goodCases() map[string]corpusCase {
	return map[string]corpusCase{
		"good-assertion-signed.xml": {make: good("assertion")},
		"good-response-signed.xml":  {make: good("response")},
		"good-both-signed.xml":      {make: good("both")},
		"good-base64.txt":           {make: told(func(_ testing.TB, r string) string { return inBase64(r) }), how: "base64"},
		"good-folded.txt":           {make: told(func(_ testing.TB, r string) string { return folded(inBase64(r), 76, "\r\n") }), how: "base64"},
		"good-base64url.txt":        {make: told(func(_ testing.TB, r string) string { return base64.RawURLEncoding.EncodeToString([]byte(r)) }), how: "base64"},
		"good-form.txt": {make: told(func(_ testing.TB, r string) string {
			return url.Values{"SAMLResponse": {inBase64(r)}, "RelayState": {"https://us.backup.autotask.net/"}}.Encode()
		}), how: "field percent base64"},
		"good-deflated.txt": {make: told(func(t testing.TB, r string) string { return inBase64(deflated(t, r)) }), how: "base64 deflate"},
		"good-address.txt": {make: told(func(t testing.TB, r string) string {
			return UsualPortal("us").ReplyURL + "?SAMLResponse=" + url.QueryEscape(inBase64(deflated(t, r))) + "&RelayState=x"
		}), how: "field percent base64 deflate"},
		"good-page.html": {make: told(func(_ testing.TB, r string) string { return postPage(inBase64(r)) }), how: "page base64"},
		"good-recording.har": {make: told(func(t testing.TB, r string) string {
			return recording(t, inBase64(strings.Replace(r, "<Audience>https://us.", "<Audience>https://eu.", 1)), inBase64(r))
		}), how: "har field percent base64"},
		"good-list.txt": {make: told(func(_ testing.TB, r string) string { return "SAMLResponse: " + inBase64(r) + "\nRelayState: \n" }), how: "field base64"},
		"good-traced.json": {make: told(func(t testing.TB, r string) string {
			return asJSON(t, map[string]any{"post": []any{[]string{"SAMLResponse", inBase64(r)}}})
		}), how: "json base64"},
		"good-log.txt":   {make: told(func(_ testing.TB, r string) string { return html.EscapeString(r) }), how: "escaped"},
		"good-utf16.txt": {make: told(func(_ testing.TB, r string) string { return inUTF16(inBase64(r)) }), how: "utf-16 base64"},
	}
}

func signatureCases() map[string]corpusCase {
	shape := []string{"fail response-signature-shape"}
	two := []string{"fail response-assertions"}
	wrapped := func(name string) func(testing.TB, corpusKeys) []byte {
		return func(t testing.TB, keys corpusKeys) []byte { return write(t, wrappings(keys.entra)[name](t)) }
	}
	return map[string]corpusCase{
		"unsigned.xml": {make: func(testing.TB, corpusKeys) []byte { return []byte(responseText()) }, findings: []string{"fail response-signature-missing"}},
		"altered.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			return bytes.ReplaceAll(good("assertion")(t, keys), []byte(">password<"), []byte(">certificate<"))
		}, findings: []string{"fail response-signature-altered"}},
		"other-certificate.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			return write(t, signedResponse(t, responseText(), "assertion", keys.other))
		}, findings: []string{"fail response-signature-other-key"}},
		"sha1.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			root := parse(t, responseText())
			signElement(t, onlyChild(root, namespaceAssertion, "Assertion"), keys.entra, 1, dsig.RSASHA1SignatureMethod)
			return write(t, root)
		}, findings: []string{"warn response-algorithm"}},
		"signed-twice.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			root := signedResponse(t, responseText(), "assertion", keys.entra)
			assertion := onlyChild(root, namespaceAssertion, "Assertion")
			assertion.AddChild(onlyChild(assertion, namespaceSignature, "Signature").Copy())
			return write(t, root)
		}, findings: shape},
		"xsw-1.xml": {make: wrapped("1: evil response around the original, in the signature"), findings: two},
		"xsw-2.xml": {make: wrapped("2: evil response, original beside the signature"), findings: two},
		"xsw-3.xml": {make: wrapped("3: evil assertion before the original"), findings: two},
		"xsw-4.xml": {make: wrapped("4: original inside the evil assertion"), findings: two},
		"xsw-5.xml": {make: wrapped("5: evil assertion carries the signature, original at the end"), findings: two},
		"xsw-6.xml": {make: wrapped("6: original inside the signature of the evil assertion"), findings: two},
		"xsw-7.xml": {make: wrapped("7: evil assertion in an extension"), findings: two},
		"xsw-8.xml": {make: wrapped("8: original in an Object of the evil assertion"), findings: two},
		"xsw-9.xml": {make: wrapped("9: evil assertion with the original's ID"), findings: []string{"fail response-signature-altered", "warn response-user-differs"}},
		"comment-in-name.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			text := strings.Replace(responseText(), "B.Simon@contoso.com</NameID>", "B.Simon@contoso.com.evil.example</NameID>", 1)
			raw := write(t, signedResponse(t, text, "assertion", keys.entra))
			return bytes.Replace(raw, []byte("contoso.com.evil"), []byte("contoso.com<!-- -->.evil"), 1)
		}, findings: []string{"warn response-user-differs"}},
	}
}

func addressCases() map[string]corpusCase {
	portal := UsualPortal("us")
	foreign := "https://sts.windows.net/99999999-2222-3333-4444-555555555555/"
	return map[string]corpusCase{
		"other-audience.xml":     {make: edited(portal.Identifier, UsualPortal("eu").Identifier), findings: []string{"fail response-audience"}},
		"audience-by-id.xml":     {make: edited(portal.Identifier, "spn:aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"), findings: []string{"fail response-audience-spn"}},
		"no-audience.xml":        {make: edited("AudienceRestriction", "OneTimeUse"), findings: []string{"fail response-audience"}},
		"audience-narrowed.xml":  {make: edited("</AudienceRestriction>", "</AudienceRestriction><AudienceRestriction><Audience>urn:x</Audience></AudienceRestriction>"), findings: []string{"fail response-audience"}},
		"other-destination.xml":  {make: edited(`Destination="https://us.`, `Destination="https://eu.`), findings: []string{"fail response-destination"}},
		"no-destination.xml":     {make: edited(`Destination=`, `Consent=`), findings: []string{"warn response-destination"}},
		"other-recipient.xml":    {make: edited(`Recipient="https://us.`, `Recipient="https://eu.`), findings: []string{"fail response-recipient"}},
		"recipient-capitals.xml": {make: edited(`Recipient="`+portal.ReplyURL, `Recipient="`+strings.ToLower(portal.ReplyURL)), findings: []string{"fail response-recipient"}},
		"no-recipient.xml":       {make: edited("Recipient=", "Address="), findings: []string{"fail response-recipient"}},
		"not-bearer.xml":         {make: edited(methodBearer, "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"), findings: []string{"fail response-recipient"}},
		"other-tenant.xml":       {make: edited(testEntraID, foreign), findings: []string{"fail response-assertion-issuer", "fail response-issuer"}},
		"issuers-differ.xml":     {make: edited("<Issuer>"+testEntraID, "<Issuer>"+foreign), findings: []string{"fail response-assertion-issuer"}},
		"issuer-slash.xml":       {make: edited(testEntraID, strings.TrimSuffix(testEntraID, "/")), findings: []string{"fail response-assertion-issuer", "fail response-issuer"}},
		"answers-request.xml":    {make: edited(`Version="2.0" IssueInstant="2026-11-23T10:00:00.123Z"`, `Version="2.0" InResponseTo="_q0"`, "<SubjectConfirmationData", `<SubjectConfirmationData InResponseTo="_q0"`), findings: []string{"fail response-answers-request"}},
	}
}

func personCases() map[string]corpusCase {
	email := `Format="` + formatEmail + `">B.Simon@contoso.com`
	return map[string]corpusCase{
		"no-name-id.xml":     {make: edited("B.Simon@contoso.com</NameID>", "</NameID>"), findings: []string{"fail response-name-id"}},
		"opaque-name-id.xml": {make: edited(email, `Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">Q9rXbT0m`), findings: []string{"fail response-name-id-opaque", "warn response-user-differs"}},
		"transient.xml":      {make: edited(email, `Format="`+formatTransient+`">B.Simon@contoso.com`), findings: []string{"fail response-name-id-opaque"}},
		"persistent.xml":     {make: edited(email, `Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">B.Simon@contoso.com`), findings: []string{"warn response-name-id-format"}},
		"guest.xml":          {make: edited(email, `Format="`+formatEmail+`">ann_fabrikam.com#EXT#@contoso.onmicrosoft.com`), findings: []string{"warn response-name-id-guest", "warn response-user-differs"}},
		"other-user.xml":     {make: edited(email, `Format="`+formatEmail+`">ann@contoso.com`), findings: []string{"warn response-user-differs"}},
		"other-capitals.xml": {make: edited(email, `Format="`+formatEmail+`">b.simon@contoso.com`), findings: []string{"warn response-user-case"}},
		"other-mail.xml": {make: edited("<AttributeStatement>", `<AttributeStatement><Attribute Name="`+claimsSOAP+`emailaddress"><AttributeValue>britta@contoso.com</AttributeValue></Attribute>`),
			findings: []string{"note response-email-differs"}},
	}
}

func timeCases() map[string]corpusCase {
	confirmation := `SubjectConfirmationData NotOnOrAfter="2026-11-23T11:00:00.000Z"`
	return map[string]corpusCase{
		"over.xml":           {make: edited("2026-11-23T", "2026-11-22T"), findings: []string{"note response-time-over"}},
		"ahead.xml":          {make: edited("2026-11-23T", "2026-11-24T"), findings: []string{"fail response-time-ahead"}},
		"never-in-time.xml":  {make: edited("2026-11-23T11", "2026-11-22T11", "2026-11-23T09:55", "2026-11-22T09:55"), findings: []string{"fail response-confirmation-time-late", "fail response-time-late"}},
		"odd-time.xml":       {make: edited(`NotBefore="2026-11-23T09:55:00.000Z"`, `NotBefore="yesterday"`), findings: []string{"fail response-time"}},
		"endless-bearer.xml": {make: edited(confirmation, "SubjectConfirmationData"), findings: []string{"fail response-confirmation-time"}},
		"no-conditions.xml":  {make: edited("<Conditions", "<Advice", "</Conditions", "</Advice"), findings: []string{"fail response-audience", "fail response-time"}},
	}
}

func otherCases() map[string]corpusCase {
	text := func(content string) func(testing.TB, corpusKeys) []byte {
		return func(testing.TB, corpusKeys) []byte { return []byte(content) }
	}
	unreadable := []string{"fail response-readable"}
	return map[string]corpusCase{
		"refused.xml": {make: edited(statusSuccess+`"/>`, `urn:oasis:names:tc:SAML:2.0:status:Requester"/><samlp:StatusMessage>AADSTS50105: not assigned</samlp:StatusMessage>`),
			findings: []string{"fail response-status"}},
		"encrypted.xml":      {make: edited("<Assertion ", `<EncryptedAssertion xmlns="`+namespaceAssertion+`"/><Assertion `), findings: []string{"fail response-encrypted"}},
		"two-assertions.xml": {make: edited("</samlp:Response>", `<Assertion ID="_a2" xmlns="`+namespaceAssertion+`"/></samlp:Response>`), findings: []string{"fail response-assertions"}},
		"no-assertion.xml": {make: func(t testing.TB, _ corpusKeys) []byte {
			root := parse(t, responseText())
			root.RemoveChild(onlyChild(root, namespaceAssertion, "Assertion"))
			return write(t, root)
		}, findings: []string{"fail response-assertions"}},
		"doctype.xml":  {make: text(`<!DOCTYPE r [<!ENTITY a "b">]>` + responseText()), findings: unreadable},
		"latin1.xml":   {make: text(`<?xml version="1.0" encoding="ISO-8859-1"?>` + responseText()), findings: unreadable},
		"id-twice.xml": {make: text(strings.Replace(responseText(), "_a1", "_r1", 1)), findings: unreadable},
		"cut-off.txt":  {make: told(func(_ testing.TB, r string) string { return inBase64(r)[:1001] }), problem: DecodeCutOff, how: "base64"},
		"request.txt":  {make: text(inBase64(`<samlp:AuthnRequest xmlns:samlp="` + namespaceProtocol + `" ID="_q"/>`)), problem: DecodeRequest, how: "base64"},
		"bomb.txt": {make: func(t testing.TB, _ corpusKeys) []byte {
			return []byte(inBase64(deflated(t, "<"+strings.Repeat("a", 2*LongestResponse))))
		}, problem: DecodeExpands, how: "base64"},
		"error-page.html": {make: text("<!DOCTYPE html><html><body><p>AADSTS50105: Your administrator has configured…</p></body></html>"), problem: DecodeNothing},
		"empty.har":       {make: func(t testing.TB, _ corpusKeys) []byte { return []byte(recording(t)) }, problem: DecodeNoneInHAR, how: "har"},
		"metadata.xml":    {make: func(t testing.TB, keys corpusKeys) []byte { return signedMetadata(t, keys.entra, keys.entra) }, problem: DecodeOtherXML},
		"log-out.xml": {make: func(t testing.TB, _ corpusKeys) []byte {
			root := etree.NewElement("samlp:LogoutResponse")
			root.CreateAttr("xmlns:samlp", namespaceProtocol)
			return write(t, root)
		}, problem: DecodeOtherXML},
	}
}

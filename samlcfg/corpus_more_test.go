package samlcfg

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	dsig "github.com/russellhaering/goxmldsig"
)

// optionCases are what Entra can be set to sign with
// (learn.microsoft.com/entra/identity/enterprise-apps/certificate-signing-options),
// and claims beyond the usual ones.
func optionCases() map[string]corpusCase {
	sha1 := func(what string) func(testing.TB, corpusKeys) []byte {
		return func(t testing.TB, keys corpusKeys) []byte {
			root := parse(t, responseText())
			if what != "response" {
				signElement(t, onlyChild(root, namespaceAssertion, "Assertion"), keys.entra, 1, dsig.RSASHA1SignatureMethod)
			}
			if what != "assertion" {
				signElement(t, root, keys.entra, 1, dsig.RSASHA1SignatureMethod)
			}
			return write(t, root)
		}
	}
	weak := []string{"warn response-algorithm"}
	groups := `<Attribute Name="` + claimsOld + `groups"><AttributeValue>` + strings.Repeat(`9f0aaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee</AttributeValue><AttributeValue>`, 150) + `9f0aaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeef</AttributeValue></Attribute>`
	return map[string]corpusCase{
		"sha1-response-signed.xml": {make: sha1("response"), findings: weak},
		"sha1-both-signed.xml":     {make: sha1("both"), findings: weak},
		"good-two-audiences.xml":   {make: edited("<Audience>", "<Audience>urn:other</Audience><Audience>")},
		"good-many-groups.xml":     {make: edited("</AttributeStatement>", groups+"</AttributeStatement>")},
		"good-two-minutes-off.xml": {make: edited(`NotBefore="2026-11-23T09:55:00.000Z"`, `NotBefore="2026-11-23T10:02:00.000Z"`)},
		"good-declared.xml": {make: told(func(_ testing.TB, r string) string {
			return "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n" + r
		})},
		"good-curl.txt": {make: told(func(_ testing.TB, r string) string {
			return "curl 'https://us.backup.autotask.net/singlesignon/saml/SSO' \\\n  -H 'Accept: text/html' \\\n  --data-raw 'SAMLResponse=" + url.QueryEscape(inBase64(r)) + "&RelayState='"
		}), how: "field percent base64"},
		"good-curl-windows.txt": {make: told(func(_ testing.TB, r string) string {
			value := strings.ReplaceAll(url.QueryEscape(inBase64(r)), "%", "^%^")
			return "curl ^\"https://us.backup.autotask.net/singlesignon/saml/SSO^\" ^\r\n  --data-raw ^\"SAMLResponse=" + value + "^&RelayState=^\""
		}), how: "field escaped percent base64"},
		"good-fetch.txt": {make: told(func(t testing.TB, r string) string {
			return "fetch(\"https://us.backup.autotask.net/singlesignon/saml/SSO\", {\n  \"body\": \"SAMLResponse=" + url.QueryEscape(inBase64(r)) + "&RelayState=\",\n  \"method\": \"POST\"\n});"
		}), how: "field percent base64"},
		"good-cut-recording.har": {make: told(func(t testing.TB, r string) string {
			whole := recording(t, inBase64(r))
			return whole[:len(whole)-20]
		}), how: "field percent base64"},
	}
}

// faultyCases are more ways to be wrong.
func faultyCases() map[string]corpusCase {
	portal := UsualPortal("us")
	confirmation := "<SubjectConfirmationData"
	return map[string]corpusCase{
		// Token encryption is on: no assertion is to be read.
		"encrypted-alone.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			raw := write(t, signedResponse(t, responseText(), "assertion", keys.entra))
			start, end := bytes.Index(raw, []byte("<Assertion ")), bytes.Index(raw, []byte("</samlp:Response>"))
			sealed := `<EncryptedAssertion xmlns="` + namespaceAssertion + `"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">` +
				`<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/><xenc:CipherData><xenc:CipherValue>c2VhbGVk</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></EncryptedAssertion>`
			return append(append(append([]byte{}, raw[:start]...), sealed...), raw[end:]...)
		}, findings: []string{"fail response-encrypted"}},
		"encrypted-name.xml": {make: edited(`<NameID Format="`+formatEmail+`">B.Simon@contoso.com</NameID>`,
			`<EncryptedID><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"/></EncryptedID>`), findings: []string{"fail response-encrypted"}},
		// As the protocol page's sample: a no in two codes, without an assertion.
		"refused-request.xml": {make: func(t testing.TB, _ corpusKeys) []byte {
			return []byte(`<samlp:Response ID="_f0961a83" Version="2.0" IssueInstant="2026-11-23T10:00:00.405Z" InResponseTo="_q0" xmlns:samlp="` + namespaceProtocol + `">` +
				`<Issuer xmlns="` + namespaceAssertion + `">` + testEntraID + `</Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester">` +
				`<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported"/></samlp:StatusCode><samlp:StatusMessage>AADSTS75006: An error occurred while processing a ` +
				`SAML2 Authentication request. AADSTS90011: The SAML authentication request property 'NameIdentifierPolicy/SPNameQualifier' is not supported.` + "\n" +
				`Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333` + "\n" + `Timestamp: 2026-11-23 10:00:00Z</samlp:StatusMessage></samlp:Status></samlp:Response>`)
		}, findings: []string{"fail response-status"}},
		"no-status.xml": {make: edited("samlp:Status>", "samlp:Extensions>"), findings: []string{"fail response-status"}},
		"altered-envelope.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			return bytes.Replace(good("response")(t, keys), []byte(`Destination="https://us.`), []byte(`Destination="https://eu.`), 1)
		}, findings: []string{"fail response-destination", "fail response-signature-altered"}},
		"both-signed-by-two.xml": {make: func(t testing.TB, keys corpusKeys) []byte {
			root := signedResponse(t, responseText(), "assertion", keys.other)
			signElement(t, root, keys.entra, 1, "")
			return write(t, root)
		}, findings: []string{"fail response-signature-other-key"}},
		"audience-slash.xml": {make: edited("<Audience>"+portal.Identifier, "<Audience>"+portal.Identifier+"/"), findings: []string{"fail response-audience"}},
		"recipient-http.xml": {make: edited(`Recipient="https://`, `Recipient="http://`), findings: []string{"fail response-recipient"}},
		"destination-empty.xml": {make: edited(`Destination="`+portal.ReplyURL, `Destination="`),
			findings: []string{"warn response-destination"}},
		"issuer-login-host.xml": {make: edited(testEntraID, "https://login.microsoftonline.com/"+testTenant+"/v2.0"),
			findings: []string{"fail response-assertion-issuer", "fail response-issuer"}},
		"confirmation-answers.xml": {make: edited(confirmation, confirmation+` InResponseTo="_q0"`), findings: []string{"fail response-answers-request"}},
		"confirmation-over.xml": {make: edited(confirmation+` NotOnOrAfter="2026-11-23T11`, confirmation+` NotOnOrAfter="2026-11-23T09`),
			findings: []string{"fail response-confirmation-time-late"}},
		"name-without-format.xml": {make: edited(` Format="`+formatEmail+`"`, ""), findings: []string{}},
		"name-is-object-id.xml": {make: edited(`Format="`+formatEmail+`">B.Simon@contoso.com`, `Format="`+formatUnspecified+`">3f2504e0-4f89-11d3-9a0c-0305e82c3301`),
			findings: []string{"fail response-name-id-opaque", "warn response-user-differs"}},
		"two-subjects.xml": {make: edited("<Subject>", `<Subject><NameID>ann@contoso.com</NameID></Subject><Subject>`),
			findings: []string{"fail response-name-id", "fail response-recipient"}},
		"version-1.xml":   {make: edited(`IssueInstant="2026-11-23T10:00:00.120Z" Version="2.0"`, `IssueInstant="2026-11-23T10:00:00.120Z" Version="1.1"`)},
		"saml-1.xml":      {make: edited(namespaceProtocol, "urn:oasis:names:tc:SAML:1.0:protocol"), findings: []string{"fail response-readable"}},
		"instruction.xml": {make: func(testing.TB, corpusKeys) []byte { return []byte(responseText() + "<?php echo 1 ?>") }, findings: []string{"fail response-readable"}},
		"relay-state.txt": {make: func(testing.TB, corpusKeys) []byte {
			return []byte("RelayState=https%3A%2F%2Fus.backup.autotask.net%2F")
		}, problem: DecodeNothing},
		"id-token.txt": {make: func(testing.TB, corpusKeys) []byte {
			return []byte("eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJiMmYwYWFhYSJ9.c2lnbmF0dXJl")
		}, problem: DecodeNothing},
		"ws-fed.xml": {make: func(testing.TB, corpusKeys) []byte {
			return []byte(`<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"/>`)
		}, problem: DecodeOtherXML},
		"address-alone.txt": {make: func(testing.TB, corpusKeys) []byte { return []byte(portal.ReplyURL) }, problem: DecodeNothing},
	}
}

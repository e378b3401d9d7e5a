package practice

import (
	"crypto/sha1" // a thumbprint is the SHA-1 of a certificate; it protects nothing
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
	"github.com/russellhaering/goxmldsig/etreeutils"
)

// clockSkew is how far the two clocks may be apart; 60 seconds is what the
// common Java stack allows.
const clockSkew = time.Minute

// rejection says why a portal does not let someone in.
type rejection struct {
	Code     string `json:"reason"`
	Got      string `json:"got,omitempty"`
	Expected string `json:"expected,omitempty"`
	host     string
	at       time.Time
}

func reject(code, got, expected string) *rejection {
	return &rejection{Code: code, Got: shorten(got), Expected: shorten(expected)}
}

// Words explains a rejection to someone who is practising.
func (r *rejection) Words() string {
	switch r.Code {
	case "not-configured":
		return "No bundle was loaded for this portal. Load one on the support page."
	case "path":
		return "The response was sent to another address than the Reply URL in the bundle. Upper and lower case count."
	case "not-readable":
		return "The response could not be read."
	case "status":
		return "The response says that the sign-in failed."
	case "destination":
		return "The response is meant for another address. Compare the Reply URL in Entra with the one in the bundle."
	case "assertion-count":
		return "The response must hold exactly one assertion."
	case "unsigned":
		return "The assertion is not signed."
	case "other-certificate":
		return "Another certificate signed the response. Load a bundle with the certificate that is active now."
	case "signature":
		return "The signature does not fit the content."
	case "certificate-expired":
		return "The certificate in the bundle has expired. Make a new one and load a new bundle."
	case "issuer":
		return "Another tenant sent the response. Compare the Microsoft Entra Identifier with the one in the bundle."
	case "audience":
		return "The response is for another audience. Compare the Identifier in Entra with the one in the bundle."
	case "recipient":
		return "The assertion is meant for another recipient. Compare the Reply URL in Entra with the one in the bundle."
	case "in-response-to":
		return "The response answers a request that this portal never sent. Start from My Apps or the user access URL."
	case "time":
		return "The response is not valid now. Check the clocks, then sign in again."
	case "replayed":
		return "This response was used before. Sign in again to get a new one."
	case "no-name":
		return "The assertion names nobody."
	case "user-unknown":
		return "The portal has no user with this name. Support must create one."
	case "user-inactive":
		return "The portal knows this user, but support has not activated the account."
	}
	return "The portal refused the response."
}

// accepted is what a portal reads out of a verified response.
type accepted struct {
	login, assertion string
	until            time.Time
	attributes       map[string]string
}

// checkResponse verifies a posted SAMLResponse as a service provider does: only
// what the bundle's certificate signed is read.
func checkResponse(rules site, encoded string, now time.Time) (accepted, *rejection) {
	raw, err := decodeBase64(encoded)
	if err != nil {
		return accepted{}, reject("not-readable", err.Error(), "")
	}
	root, err := readMessage(raw)
	if err != nil {
		return accepted{}, reject("not-readable", err.Error(), "")
	}
	assertion, problem := checkFrame(rules, root)
	if problem != nil {
		return accepted{}, problem
	}
	verified, problem := checkSigned(rules, root, assertion, now)
	if problem != nil {
		return accepted{}, problem
	}
	return checkAssertion(rules, verified, now)
}

// checkFrame looks at the Response around the assertion, none of which is
// believed: it can only make the answer worse.
func checkFrame(rules site, root *etree.Element) (*etree.Element, *rejection) {
	if root.Tag != "Response" || root.NamespaceURI() != nsProtocol || root.SelectAttrValue("Version", "") != "2.0" {
		return nil, reject("not-readable", root.Tag, "Response")
	}
	if got := root.SelectAttrValue("Destination", ""); got != rules.replyURL {
		return nil, reject("destination", got, rules.replyURL)
	}
	if got := root.SelectAttrValue("InResponseTo", ""); got != "" {
		return nil, reject("in-response-to", got, "")
	}
	const success = "urn:oasis:names:tc:SAML:2.0:status:Success"
	got := ""
	if status := child(root, nsProtocol, "Status"); status != nil {
		if code := child(status, nsProtocol, "StatusCode"); code != nil {
			got = code.SelectAttrValue("Value", "")
		}
	}
	if got != success {
		return nil, reject("status", got, success)
	}
	assertion := child(root, nsAssertion, "Assertion")
	if assertion == nil || countAssertions(root) != 1 {
		return nil, reject("assertion-count", "", "")
	}
	return assertion, nil
}

// countAssertions counts them at any depth, encrypted ones too, so that none can
// hide beside the one that is verified.
func countAssertions(element *etree.Element) int {
	count := 0
	if element.Tag == "Assertion" || element.Tag == "EncryptedAssertion" {
		count++
	}
	for _, inner := range element.ChildElements() {
		count += countAssertions(inner)
	}
	return count
}

// checkSigned verifies the signature of the assertion, or of the whole response
// where only that is signed, and returns the assertion rebuilt from the signed
// bytes.
func checkSigned(rules site, root, assertion *etree.Element, now time.Time) (*etree.Element, *rejection) {
	if now.After(rules.certificate.NotAfter) {
		return nil, reject("certificate-expired", rules.certificate.NotAfter.UTC().Format(time.RFC3339), "")
	}
	element := assertion
	if child(assertion, nsSignature, "Signature") == nil {
		element = root
	}
	signature := child(element, nsSignature, "Signature")
	if signature == nil {
		return nil, reject("unsigned", "", "")
	}
	if used := claimedThumbprint(signature); used != "" && used != rules.thumbprint {
		return nil, reject("other-certificate", used, rules.thumbprint)
	}
	verified, err := verifySigned(element, rules.certificate, now)
	if err != nil {
		return nil, reject("signature", err.Error(), "")
	}
	if element == root {
		verified = child(verified, nsAssertion, "Assertion")
	}
	if verified == nil {
		return nil, reject("assertion-count", "", "")
	}
	return verified, nil
}

func verifySigned(element *etree.Element, certificate *x509.Certificate, now time.Time) (*etree.Element, error) {
	context, err := etreeutils.NSBuildParentContext(element)
	if err != nil {
		return nil, err
	}
	detached, err := etreeutils.NSDetatch(context, element)
	if err != nil {
		return nil, err
	}
	if detached.SelectAttrValue("ID", "") == "" {
		return nil, errors.New("the signed element has no ID")
	}
	validator := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}})
	// A clock that is a little slow must not make a new certificate invalid.
	if now.Before(certificate.NotBefore) {
		now = certificate.NotBefore
	}
	validator.Clock = dsig.NewFakeClockAt(now)
	return validator.Validate(detached)
}

// claimedThumbprint is of the certificate that the message brings along. It
// serves to name the fault, never to trust.
func claimedThumbprint(signature *etree.Element) string {
	for _, element := range signature.FindElements(".//X509Certificate") {
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(element.Text()), ""))
		if err == nil {
			sum := sha1.Sum(der)
			return strings.ToUpper(hex.EncodeToString(sum[:]))
		}
	}
	return ""
}

// checkAssertion reads a verified assertion against what the bundle says.
func checkAssertion(rules site, assertion *etree.Element, now time.Time) (accepted, *rejection) {
	if got := textOfChild(assertion, "Issuer"); got != rules.issuer {
		return accepted{}, reject("issuer", got, rules.issuer)
	}
	conditions := child(assertion, nsAssertion, "Conditions")
	if conditions == nil {
		return accepted{}, reject("time", "", "")
	}
	if problem := checkWindow(conditions, now); problem != nil {
		return accepted{}, problem
	}
	if got := audiences(conditions); !slices.Contains(got, rules.identifier) {
		return accepted{}, reject("audience", strings.Join(got, ", "), rules.identifier)
	}
	subject := child(assertion, nsAssertion, "Subject")
	if subject == nil || textOfChild(subject, "NameID") == "" {
		return accepted{}, reject("no-name", "", "")
	}
	until, problem := checkConfirmation(rules, subject, now)
	if problem != nil {
		return accepted{}, problem
	}
	return accepted{login: textOfChild(subject, "NameID"), assertion: assertion.SelectAttrValue("ID", ""), until: until,
		attributes: attributesIn(assertion)}, nil
}

func textOfChild(element *etree.Element, name string) string {
	if inner := child(element, nsAssertion, name); inner != nil {
		return strings.TrimSpace(textOf(inner))
	}
	return ""
}

// checkWindow wants now between NotBefore and NotOnOrAfter; either may be absent.
func checkWindow(element *etree.Element, now time.Time) *rejection {
	for name, wrong := range map[string]func(time.Time) bool{
		"NotBefore":    func(from time.Time) bool { return now.Add(clockSkew).Before(from) },
		"NotOnOrAfter": func(end time.Time) bool { return !now.Add(-clockSkew).Before(end) },
	} {
		text := element.SelectAttrValue(name, "")
		if text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil || wrong(at) {
			return reject("time", name+" "+text, now.UTC().Format(samlTime))
		}
	}
	return nil
}

func audiences(conditions *etree.Element) []string {
	var all []string
	restriction := child(conditions, nsAssertion, "AudienceRestriction")
	if restriction == nil {
		return nil
	}
	for _, audience := range restriction.ChildElements() {
		if audience.Tag == "Audience" {
			all = append(all, strings.TrimSpace(textOf(audience)))
		}
	}
	return all
}

// checkConfirmation wants a bearer confirmation for this portal, good now.
func checkConfirmation(rules site, subject *etree.Element, now time.Time) (time.Time, *rejection) {
	confirmation := child(subject, nsAssertion, "SubjectConfirmation")
	if confirmation == nil || confirmation.SelectAttrValue("Method", "") != "urn:oasis:names:tc:SAML:2.0:cm:bearer" {
		return time.Time{}, reject("recipient", "", rules.replyURL)
	}
	data := child(confirmation, nsAssertion, "SubjectConfirmationData")
	if data == nil {
		return time.Time{}, reject("recipient", "", rules.replyURL)
	}
	if got := data.SelectAttrValue("Recipient", ""); got != rules.replyURL {
		return time.Time{}, reject("recipient", got, rules.replyURL)
	}
	if got := data.SelectAttrValue("InResponseTo", ""); got != "" {
		return time.Time{}, reject("in-response-to", got, "")
	}
	until, err := time.Parse(time.RFC3339Nano, data.SelectAttrValue("NotOnOrAfter", ""))
	if err != nil {
		return time.Time{}, reject("time", "NotOnOrAfter is missing", "")
	}
	return until, checkWindow(data, now)
}

func attributesIn(assertion *etree.Element) map[string]string {
	found := map[string]string{}
	statement := child(assertion, nsAssertion, "AttributeStatement")
	if statement == nil {
		return found
	}
	for _, attribute := range statement.ChildElements() {
		found[attribute.SelectAttrValue("Name", "")] = textOfChild(attribute, "AttributeValue")
	}
	return found
}

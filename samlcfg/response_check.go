package samlcfg

import (
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

const (
	statusSuccess  = "urn:oasis:names:tc:SAML:2.0:status:Success"
	methodBearer   = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
	audiencePrefix = "spn:"
)

// CheckResponse judges a SAML response (XML, not Base64) as the portal would and
// lists every promise with what was expected and found.
//
// SignedIn is filled from the signed bytes alone, and only when no finding is a
// Fail: a caller may let a person in exactly when SignedIn.SignedBy is not nil.
// Limits: it keeps no memory of responses, so it cannot see one used twice.
func CheckResponse(raw []byte, want ResponseExpectation) (SignedIn, []Finding) {
	root, err := guardXML(raw, LongestResponse)
	if err != nil {
		return SignedIn{}, []Finding{unreadable("response-readable", err)}
	}
	if !is(root, namespaceProtocol, "Response") {
		return SignedIn{}, []Finding{unreadable("response-readable", refuseDocument(DocumentOtherKind, root.FullTag()))}
	}
	findings := []Finding{statusFinding(root)}
	if findings[0].Severity == Fail {
		// A refusal carries no assertion; all else would be noise.
		return SignedIn{}, findings
	}
	if encrypted := countNamed(root, "EncryptedAssertion") + countNamed(root, "EncryptedID"); encrypted > 0 {
		return SignedIn{}, append(findings, Finding{Code: "response-encrypted", Severity: Fail, Got: strconv.Itoa(encrypted), Expected: "0"})
	}
	one, direct := countNamed(root, "Assertion"), onlyChild(root, namespaceAssertion, "Assertion")
	findings = append(findings, Finding{Code: "response-assertions", Got: strconv.Itoa(one), Expected: "1"})
	if one != 1 || direct == nil {
		findings[len(findings)-1].Severity = Fail
		return SignedIn{}, findings
	}
	result := verifyResponse(root, direct, want)
	findings = append(findings, signatureFinding("response-signature", result, want.Certificates))
	assertion := direct
	if result.verified != nil {
		assertion = result.verified
		findings = append(findings, algorithmFinding("response-algorithm", result))
	}
	findings = append(findings, want.envelopeFindings(root)...)
	findings = append(findings, want.assertionFindings(assertion)...)
	if result.verified == nil || Worst(findings) == Fail {
		return SignedIn{}, findings
	}
	person := readAssertion(assertion)
	person.SignedBy = result.signer
	return person, findings
}

// verifyResponse accepts a signature on the response, on the assertion or on
// both; where there are two, both must hold. Its verified element is the
// assertion.
func verifyResponse(root, assertion *etree.Element, want ResponseExpectation) signed {
	signatures := countAll(root, namespaceSignature, "Signature")
	onRoot := len(childrenOf(root, namespaceSignature, "Signature"))
	onAssertion := len(childrenOf(assertion, namespaceSignature, "Signature"))
	if onRoot > 1 || onAssertion > 1 || signatures != onRoot+onAssertion {
		return signed{fault: faultShape, err: refuseDocument(DocumentDuplicate, "Signature")}
	}
	if onRoot == 0 {
		return verifyEnveloped(assertion, want.Certificates)
	}
	outer := verifyEnveloped(root, want.Certificates)
	if outer.verified == nil {
		return outer
	}
	inner := onlyChild(outer.verified, namespaceAssertion, "Assertion")
	if inner == nil {
		return signed{fault: faultShape, err: refuseDocument(DocumentIncomplete, "Assertion")}
	}
	if onAssertion == 1 {
		both := verifyEnveloped(inner, want.Certificates)
		both.weak = both.weak || outer.weak
		return both
	}
	outer.verified = inner
	return outer
}

// statusFinding reads whether Entra let the person in at all.
func statusFinding(root *etree.Element) Finding {
	finding := Finding{Code: "response-status", Expected: statusSuccess}
	status := onlyChild(root, namespaceProtocol, "Status")
	code := onlyChild(status, namespaceProtocol, "StatusCode")
	finding.Got = printableValue(attribute(code, "Value"))
	if finding.Got == statusSuccess {
		return finding
	}
	finding.Severity = Fail
	if message := leafText(onlyChild(status, namespaceProtocol, "StatusMessage")); message != "" {
		finding.Got = printableValue(message)
	}
	return finding
}

// envelopeFindings checks what lies around the assertion and may be unsigned.
func (want ResponseExpectation) envelopeFindings(root *etree.Element) []Finding {
	findings := []Finding{exactly("response-destination", Fail, attribute(root, "Destination"), want.ReplyURL)}
	if attribute(root, "Destination") == "" {
		// An unsigned response may leave it out (saml-bindings-2.0-os, 3.5.5.2).
		findings[0].Severity = Warn
	}
	if issuer := onlyChild(root, namespaceAssertion, "Issuer"); issuer != nil {
		findings = append(findings, exactly("response-issuer", Fail, leafText(issuer), want.EntraID))
	}
	request := attribute(root, "InResponseTo")
	switch {
	case want.RequestID != "":
		findings = append(findings, exactly("response-in-response-to", Fail, request, want.RequestID))
	case request != "":
		findings = append(findings, Finding{Code: "response-in-response-to", Severity: Warn, Got: printableValue(request)})
	}
	return findings
}

// assertionFindings checks the assertion: who says what about whom, to whom and
// for how long.
func (want ResponseExpectation) assertionFindings(assertion *etree.Element) []Finding {
	findings := []Finding{
		exactly("response-assertion-issuer", Fail, leafText(onlyChild(assertion, namespaceAssertion, "Issuer")), want.EntraID),
		want.audienceFinding(assertion),
	}
	subject := onlyChild(assertion, namespaceAssertion, "Subject")
	findings = append(findings, want.confirmationFindings(subject)...)
	findings = append(findings, want.windowFinding("response-time", onlyChild(assertion, namespaceAssertion, "Conditions"), true))
	name := Finding{Code: "response-name-id", Got: printableValue(leafText(onlyChild(subject, namespaceAssertion, "NameID")))}
	if name.Got == "" {
		name.Severity = Fail
	}
	return append(findings, name)
}

// audienceFinding wants the Identifier among the audiences. Entra writes "spn:"
// before an application's id when no Identifier is set.
func (want ResponseExpectation) audienceFinding(assertion *etree.Element) Finding {
	finding := Finding{Code: "response-audience", Severity: Fail, Expected: want.Identifier}
	conditions := onlyChild(assertion, namespaceAssertion, "Conditions")
	var audiences []string
	restrictions, fitting := childrenOf(conditions, namespaceAssertion, "AudienceRestriction"), 0
	for _, restriction := range restrictions {
		fits := 0
		for _, audience := range childrenOf(restriction, namespaceAssertion, "Audience") {
			text := leafText(audience)
			audiences = append(audiences, text)
			if text == want.Identifier {
				fits = 1
			}
		}
		fitting += fits
	}
	if len(restrictions) > 0 && fitting == len(restrictions) {
		// Several restrictions narrow each other (saml-core-2.0-os, 2.5.1.4).
		finding.Severity = Pass
	}
	finding.Got = printableValue(strings.Join(audiences, ", "))
	if finding.Severity == Fail && strings.HasPrefix(finding.Got, audiencePrefix) {
		finding.Code = "response-audience-spn"
	}
	return finding
}

// confirmationFindings wants one bearer confirmation for this Reply URL, now.
func (want ResponseExpectation) confirmationFindings(subject *etree.Element) []Finding {
	recipient := Finding{Code: "response-recipient", Severity: Fail, Expected: want.ReplyURL}
	var data *etree.Element
	for _, confirmation := range childrenOf(subject, namespaceAssertion, "SubjectConfirmation") {
		if attribute(confirmation, "Method") != methodBearer {
			continue
		}
		candidate := onlyChild(confirmation, namespaceAssertion, "SubjectConfirmationData")
		if data == nil || attribute(candidate, "Recipient") == want.ReplyURL {
			data = candidate
		}
	}
	if data == nil {
		return []Finding{recipient}
	}
	recipient = exactly("response-recipient", Fail, attribute(data, "Recipient"), want.ReplyURL)
	findings := []Finding{recipient, want.windowFinding("response-confirmation-time", data, false)}
	request := attribute(data, "InResponseTo")
	if request != want.RequestID && (request != "" || want.RequestID != "") {
		findings = append(findings, exactly("response-confirmation-request", Fail, request, want.RequestID))
	}
	return findings
}

// windowFinding compares a time window with the clock. Conditions may name
// either end; a bearer confirmation must name the last moment.
func (want ResponseExpectation) windowFinding(code string, element *etree.Element, open bool) Finding {
	from, until := attribute(element, "NotBefore"), attribute(element, "NotOnOrAfter")
	finding := Finding{Code: code, Severity: Fail, Got: printableValue(from + " / " + until), Expected: want.Now.UTC().Format("2006-01-02T15:04:05Z")}
	if element == nil || until == "" && !open {
		return finding
	}
	if from != "" {
		start, err := parseTime(from)
		if err != nil {
			return finding
		}
		if want.Now.Add(want.skew()).Before(start) {
			finding.Code += "-early"
			return finding
		}
	}
	if until != "" {
		end, err := parseTime(until)
		if err != nil {
			return finding
		}
		if !want.Now.Add(-want.skew()).Before(end) {
			finding.Code += "-late"
			return finding
		}
	}
	finding.Severity = Pass
	return finding
}

// readAssertion takes the person out of a verified assertion.
func readAssertion(assertion *etree.Element) SignedIn {
	name := descend(assertion, namespaceAssertion, "Subject", "NameID")
	conditions := onlyChild(assertion, namespaceAssertion, "Conditions")
	person := SignedIn{
		ID:           attribute(assertion, "ID"),
		Issuer:       leafText(onlyChild(assertion, namespaceAssertion, "Issuer")),
		NameID:       leafText(name),
		NameIDFormat: attribute(name, "Format"),
		SessionIndex: attribute(onlyChild(assertion, namespaceAssertion, "AuthnStatement"), "SessionIndex"),
	}
	// Times that are absent or odd stay zero; those that count were checked.
	person.IssuedAt, _ = parseTime(attribute(assertion, "IssueInstant"))
	person.NotBefore, _ = parseTime(attribute(conditions, "NotBefore"))
	person.NotOnOrAfter, _ = parseTime(attribute(conditions, "NotOnOrAfter"))
	for _, statement := range childrenOf(assertion, namespaceAssertion, "AttributeStatement") {
		for _, element := range childrenOf(statement, namespaceAssertion, "Attribute") {
			claim := Attribute{Name: attribute(element, "Name")}
			for _, value := range childrenOf(element, namespaceAssertion, "AttributeValue") {
				if text := leafText(value); len(text) <= longestResponseText {
					claim.Values = append(claim.Values, text)
				}
			}
			person.Attributes = append(person.Attributes, claim)
		}
	}
	return person
}

// exactly passes when both are equal to the letter, as a portal compares.
func exactly(code string, otherwise Severity, got, expected string) Finding {
	finding := Finding{Code: code, Got: printableValue(got), Expected: expected}
	if got != expected {
		finding.Severity = otherwise
	}
	return finding
}

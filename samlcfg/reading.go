package samlcfg

import (
	"crypto/x509"

	"github.com/beevik/etree"
)

// Reading is what a response says, to be shown to people and never to be acted
// on: CheckResponse is what lets somebody in.
type Reading struct {
	// Person is empty when Entra refused, when the assertion is encrypted or when
	// there is not exactly one. SignedBy is always nil.
	Person SignedIn
	// Proven reports that Person was read from what a pinned certificate signed.
	Proven       bool
	Signer       *x509.Certificate // the pinned certificate, or the one that the response brings along; may be nil
	Destination  string
	Recipient    string
	InResponseTo string
	Audiences    []string
	Refused      bool                // Entra sent a refusal
	Refusal      []SignInErrorReport // the codes of its message
}

// readResponse takes the values out of a response that guardXML let through.
func readResponse(root *etree.Element) (Reading, *etree.Element) {
	reading := Reading{Destination: attribute(root, "Destination"), InResponseTo: attribute(root, "InResponseTo")}
	status := onlyChild(root, namespaceProtocol, "Status")
	reading.Refused = attribute(onlyChild(status, namespaceProtocol, "StatusCode"), "Value") != statusSuccess
	if reading.Refused {
		reading.Refusal = FindSignInErrors(leafText(onlyChild(status, namespaceProtocol, "StatusMessage")))
		return reading, nil
	}
	assertion := onlyChild(root, namespaceAssertion, "Assertion")
	if assertion == nil || countAll(root, namespaceAssertion, "Assertion") != 1 || countAll(root, namespaceAssertion, "EncryptedAssertion") > 0 {
		return reading, nil
	}
	reading.take(assertion)
	return reading, assertion
}

// take reads an assertion.
func (r *Reading) take(assertion *etree.Element) {
	r.Person = readAssertion(assertion)
	r.Recipient, r.Audiences = "", nil
	subject := onlyChild(assertion, namespaceAssertion, "Subject")
	for _, confirmation := range childrenOf(subject, namespaceAssertion, "SubjectConfirmation") {
		data := onlyChild(confirmation, namespaceAssertion, "SubjectConfirmationData")
		if attribute(confirmation, "Method") == methodBearer && r.Recipient == "" {
			r.Recipient = attribute(data, "Recipient")
		}
	}
	conditions := onlyChild(assertion, namespaceAssertion, "Conditions")
	for _, restriction := range childrenOf(conditions, namespaceAssertion, "AudienceRestriction") {
		for _, audience := range childrenOf(restriction, namespaceAssertion, "Audience") {
			r.Audiences = append(r.Audiences, leafText(audience))
		}
	}
}

// broughtAlong returns the certificates that the signatures of a response carry.
// Nothing is proven by them.
func broughtAlong(root, assertion *etree.Element) []*x509.Certificate {
	var found []*x509.Certificate
	for _, element := range []*etree.Element{root, assertion} {
		if signature := onlyChild(element, namespaceSignature, "Signature"); signature != nil {
			if certificates, err := certificatesIn(keyInfoOf(signature)); err == nil {
				found = append(found, certificates...)
			}
		}
	}
	return found
}

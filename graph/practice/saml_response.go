package practice

import (
	"fmt"
	"time"

	"github.com/beevik/etree"
)

// How long an assertion is good for around the moment of its issue.
const (
	goodBefore = 5 * time.Minute
	goodAfter  = time.Hour
)

// samlTime is how Entra writes times in SAML: milliseconds, Z.
const samlTime = "2006-01-02T15:04:05.000Z"

// responseFacts is all that a SAML Response says.
type responseFacts struct {
	responseID, assertionID string
	tenant                  string
	audience                string // Identifier
	recipient               string // Reply URL
	inResponseTo            string // empty when the sign-in began here
	issued                  time.Time
	who                     person
	signer                  signingKey
}

// responseDocument returns a Response as Entra posts it by default: one
// assertion, signed; the Response around it unsigned.
func responseDocument(facts responseFacts) ([]byte, error) {
	response := responseFrame(facts, "urn:oasis:names:tc:SAML:2.0:status:Success")
	assertion := buildAssertion(facts)
	signature, err := signatureFor(assertion, facts.signer)
	if err != nil {
		return nil, fmt.Errorf("practice: signing an assertion: %w", err)
	}
	assertion.InsertChildAt(1, signature) // after Issuer, as the schema wants
	response.AddChild(assertion)
	return elementBytes(response)
}

// failureDocument tells a service provider that asked passively why it gets
// nobody.
func failureDocument(facts responseFacts, status, message string) ([]byte, error) {
	response := responseFrame(facts, "urn:oasis:names:tc:SAML:2.0:status:Requester")
	frame := response.SelectElement("samlp:Status")
	nested := frame.SelectElement("samlp:StatusCode").CreateElement("samlp:StatusCode")
	nested.CreateAttr("Value", status)
	frame.CreateElement("samlp:StatusMessage").SetText(message)
	return elementBytes(response)
}

func elementBytes(root *etree.Element) ([]byte, error) {
	document := etree.NewDocument()
	document.SetRoot(root)
	return document.WriteToBytes()
}

func responseFrame(facts responseFacts, status string) *etree.Element {
	response := etree.NewElement("samlp:Response")
	response.CreateAttr("ID", facts.responseID)
	response.CreateAttr("Version", "2.0")
	response.CreateAttr("IssueInstant", facts.issued.UTC().Format(samlTime))
	response.CreateAttr("Destination", facts.recipient)
	if facts.inResponseTo != "" {
		response.CreateAttr("InResponseTo", facts.inResponseTo)
	}
	response.CreateAttr("xmlns:samlp", nsProtocol)
	issuer := response.CreateElement("Issuer")
	issuer.CreateAttr("xmlns", nsAssertion)
	issuer.SetText(issuerOf(facts.tenant))
	response.CreateElement("samlp:Status").CreateElement("samlp:StatusCode").CreateAttr("Value", status)
	return response
}

func buildAssertion(facts responseFacts) *etree.Element {
	assertion := etree.NewElement("Assertion")
	assertion.CreateAttr("ID", facts.assertionID)
	assertion.CreateAttr("IssueInstant", facts.issued.UTC().Format(samlTime))
	assertion.CreateAttr("Version", "2.0")
	assertion.CreateAttr("xmlns", nsAssertion)
	assertion.CreateElement("Issuer").SetText(issuerOf(facts.tenant))
	end := facts.issued.Add(goodAfter).UTC().Format(samlTime)

	subject := assertion.CreateElement("Subject")
	name := subject.CreateElement("NameID")
	name.CreateAttr("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress")
	name.SetText(facts.who.UPN)
	confirmation := subject.CreateElement("SubjectConfirmation")
	confirmation.CreateAttr("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")
	data := confirmation.CreateElement("SubjectConfirmationData")
	if facts.inResponseTo != "" {
		data.CreateAttr("InResponseTo", facts.inResponseTo)
	}
	data.CreateAttr("NotOnOrAfter", end)
	data.CreateAttr("Recipient", facts.recipient)

	conditions := assertion.CreateElement("Conditions")
	conditions.CreateAttr("NotBefore", facts.issued.Add(-goodBefore).UTC().Format(samlTime))
	conditions.CreateAttr("NotOnOrAfter", end)
	conditions.CreateElement("AudienceRestriction").CreateElement("Audience").SetText(facts.audience)

	addAttributes(assertion, facts)
	statement := assertion.CreateElement("AuthnStatement")
	statement.CreateAttr("AuthnInstant", facts.issued.UTC().Format(samlTime))
	statement.CreateAttr("SessionIndex", facts.assertionID)
	statement.CreateElement("AuthnContext").CreateElement("AuthnContextClassRef").SetText(contextPassword)
	return assertion
}

const contextPassword = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"

// addAttributes writes the default claims in Entra's order and leaves out those
// whose source is empty, as Entra does.
func addAttributes(assertion *etree.Element, facts responseFacts) {
	const (
		entra = "http://schemas.microsoft.com/identity/claims/"
		soap  = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
	)
	statement := assertion.CreateElement("AttributeStatement")
	for _, claim := range []struct{ name, value string }{
		{entra + "tenantid", facts.tenant},
		{entra + "objectidentifier", facts.who.ID},
		{entra + "displayname", facts.who.Name},
		{entra + "identityprovider", issuerOf(facts.tenant)},
		{"http://schemas.microsoft.com/claims/authnmethodsreferences",
			"http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password"},
		{soap + "givenname", facts.who.Given},
		{soap + "surname", facts.who.Surname},
		{soap + "emailaddress", facts.who.Mail},
		{soap + "name", facts.who.UPN},
	} {
		if claim.value == "" {
			continue
		}
		attribute := statement.CreateElement("Attribute")
		attribute.CreateAttr("Name", claim.name)
		attribute.CreateElement("AttributeValue").SetText(claim.value)
	}
}

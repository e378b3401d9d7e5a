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
	issuer                  string // Microsoft Entra Identifier
	audience                string // Identifier
	recipient               string // Reply URL
	inResponseTo            string // empty when the sign-in began here
	issued                  time.Time
	who                     person
	nameID                  nameID
	secondStep              bool // the person showed a second proof
	signer                  signingKey
	signing                 signing
	scenario                samlScenario
}

// signing says what of a Response is signed
// (learn.microsoft.com/entra/identity/enterprise-apps/certificate-signing-options).
type signing string

// What Entra can sign; an assertion alone is its default.
const (
	signAssertion signing = "assertion"
	signResponse  signing = "response"
	signBoth      signing = "both"
	signNothing   signing = "nothing" // never Entra's; for a scenario
)

// responseDocument returns a Response as Entra posts it: one assertion, signed;
// the Response around it unsigned unless facts want it otherwise.
func responseDocument(facts responseFacts) ([]byte, error) {
	facts.scenario.spoil(&facts)
	response := responseFrame(facts, "urn:oasis:names:tc:SAML:2.0:status:Success")
	assertion := buildAssertion(facts)
	facts.scenario.spoilAssertion(assertion)
	if facts.signing != signResponse && facts.signing != signNothing {
		if err := sign(assertion, facts.signer); err != nil {
			return nil, err
		}
	}
	response.AddChild(assertion)
	if facts.signing == signResponse || facts.signing == signBoth {
		if err := sign(response, facts.signer); err != nil {
			return nil, err
		}
	}
	if err := facts.scenario.forge(response); err != nil {
		return nil, err
	}
	return elementBytes(response)
}

func sign(element *etree.Element, signer signingKey) error {
	signature, err := signatureFor(element, signer)
	if err != nil {
		return fmt.Errorf("practice: signing %s: %w", element.Tag, err)
	}
	element.InsertChildAt(1, signature) // after Issuer, as the schema wants
	return nil
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
	issuer.SetText(facts.issuer)
	response.CreateElement("samlp:Status").CreateElement("samlp:StatusCode").CreateAttr("Value", status)
	return response
}

func buildAssertion(facts responseFacts) *etree.Element {
	assertion := etree.NewElement("Assertion")
	assertion.CreateAttr("ID", facts.assertionID)
	assertion.CreateAttr("IssueInstant", facts.issued.UTC().Format(samlTime))
	assertion.CreateAttr("Version", "2.0")
	assertion.CreateAttr("xmlns", nsAssertion)
	assertion.CreateElement("Issuer").SetText(facts.issuer)
	end := facts.issued.Add(goodAfter).UTC().Format(samlTime)

	subject := assertion.CreateElement("Subject")
	name := subject.CreateElement("NameID")
	name.CreateAttr("Format", facts.nameID.format)
	if facts.nameID.qualifier != "" {
		name.CreateAttr("SPNameQualifier", facts.nameID.qualifier)
	}
	name.SetText(facts.nameID.value)
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
	const method = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/"
	methods := []string{method + "password"}
	if facts.secondStep {
		methods = append(methods, multipleAuthn)
	}
	statement := assertion.CreateElement("AttributeStatement")
	for _, claim := range []struct {
		name   string
		values []string
	}{
		{entra + "tenantid", []string{facts.tenant}},
		{entra + "objectidentifier", []string{facts.who.ID}},
		{entra + "displayname", []string{facts.who.Name}},
		{entra + "identityprovider", []string{facts.issuer}},
		{"http://schemas.microsoft.com/claims/authnmethodsreferences", methods},
		{soap + "givenname", []string{facts.who.Given}},
		{soap + "surname", []string{facts.who.Surname}},
		{soap + "emailaddress", []string{facts.who.Mail}},
		{soap + "name", []string{facts.who.UPN}},
	} {
		if claim.values[0] == "" {
			continue
		}
		attribute := statement.CreateElement("Attribute")
		attribute.CreateAttr("Name", claim.name)
		for _, value := range claim.values {
			attribute.CreateElement("AttributeValue").SetText(value)
		}
	}
}

// multipleAuthn says that more than one proof was shown.
const multipleAuthn = "http://schemas.microsoft.com/claims/multipleauthn"

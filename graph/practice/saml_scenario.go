package practice

import (
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"
)

// samlScenario is one way in which a SAML Response is not what a service provider
// may accept: a wrong setting, a stale message or an attack.
type samlScenario struct {
	name string        // as in --fault; empty: nothing is wrong
	by   time.Duration // how far the time is off, where it is about time
}

// The scenarios. All but the attacks are signed as they stand, so that only the
// check that each of them is about can refuse it.
const (
	samlExpired          = "saml-expired"
	samlWrongAudience    = "saml-wrong-audience"
	samlWrongRecipient   = "saml-wrong-recipient"
	samlOtherCertificate = "saml-other-certificate"
	samlUnsigned         = "saml-unsigned"
	samlWrapped          = "saml-wrapped"
	samlNoNameID         = "saml-no-nameid"
	samlExtraAssertion   = "saml-extra-assertion"
	samlClockSkew        = "saml-clock-skew"
)

// samlScenarioNames lists the scenarios in the order of their documentation.
func samlScenarioNames() []string {
	return []string{samlExpired, samlClockSkew, samlWrongAudience, samlWrongRecipient, samlOtherCertificate,
		samlUnsigned, samlWrapped, samlExtraAssertion, samlNoNameID}
}

// victim is the account that a forged assertion names.
const victim = "ada@" + defaultDomain

// spoil changes what a Response is going to say.
func (s samlScenario) spoil(facts *responseFacts) {
	switch s.name {
	case samlExpired:
		facts.issued = facts.issued.Add(-s.by)
	case samlClockSkew:
		facts.issued = facts.issued.Add(s.by)
	case samlWrongAudience:
		// The classic slip: one slash more than the service provider knows.
		facts.audience += "/"
	case samlUnsigned:
		facts.signing = signNothing
	}
}

// spoilAssertion changes an assertion before it is signed.
func (s samlScenario) spoilAssertion(assertion *etree.Element) {
	subject := assertion.SelectElement("Subject")
	switch s.name {
	case samlNoNameID:
		subject.RemoveChild(subject.SelectElement("NameID"))
	case samlWrongRecipient:
		data := subject.FindElement("./SubjectConfirmation/SubjectConfirmationData")
		data.CreateAttr("Recipient", otherRecipient(data.SelectAttrValue("Recipient", "")))
	}
}

// otherRecipient is the address in lower case, as careless copying makes it, or
// with a slash more where that changes nothing.
func otherRecipient(address string) string {
	if lower := strings.ToLower(address); lower != address {
		return lower
	}
	return address + "/"
}

// forge does to a signed Response what an attacker without the key can do.
func (s samlScenario) forge(response *etree.Element) error {
	assertion := response.SelectElement("Assertion")
	switch s.name {
	case samlExtraAssertion:
		response.InsertChildAt(assertion.Index(), forged(assertion))
	case samlWrapped:
		signature := assertion.SelectElement("Signature")
		if signature == nil {
			signature = response.SelectElement("Signature")
		}
		if signature == nil {
			return fmt.Errorf("practice: %s needs a signed response", samlWrapped)
		}
		evil := forged(assertion)
		wrapper := signature.Copy()
		wrapper.CreateElement("Object").AddChild(assertion.Copy())
		evil.InsertChildAt(1, wrapper)
		at := assertion.Index()
		response.RemoveChild(assertion)
		response.InsertChildAt(at, evil)
	}
	return nil
}

// forged returns an unsigned copy of an assertion that names the victim.
func forged(assertion *etree.Element) *etree.Element {
	evil := assertion.Copy()
	if signature := evil.SelectElement("Signature"); signature != nil {
		evil.RemoveChild(signature)
	}
	evil.CreateAttr("ID", "_forged"+strings.TrimPrefix(assertion.SelectAttrValue("ID", ""), "_"))
	if name := evil.FindElement("./Subject/NameID"); name != nil {
		name.SetText(victim)
	}
	return evil
}

// signerFor is the key that signs: the right one but in one scenario, where it
// is the tenant-wide key, or a fresh one where that would be the right one.
func (l *login) signerFor(s samlScenario, right signingKey) (signingKey, error) {
	if s.name != samlOtherCertificate {
		return right, nil
	}
	other, err := l.tenant.fallback()
	if err != nil || other.thumbprint != right.thumbprint {
		return other, err
	}
	now := l.now()
	return l.tenant.newSigningKey(fallbackSubject, now, now.AddDate(3, 0, 0))
}

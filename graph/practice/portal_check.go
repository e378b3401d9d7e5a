package practice

import (
	"crypto/x509"
	"strings"
	"time"

	"backupsso/samlcfg"
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

// trusted are the certificates that a response may be signed with: in a renewal
// the one in use stays until the other one is activated.
func (s site) trusted() []*x509.Certificate {
	if s.inUse == nil {
		return []*x509.Certificate{s.certificate}
	}
	return []*x509.Certificate{s.certificate, s.inUse}
}

// checkResponse judges a posted SAMLResponse as a service provider does: only
// what the bundle's certificate signed is read.
func checkResponse(rules site, encoded string, now time.Time) (accepted, *rejection) {
	if now.After(rules.certificate.NotAfter) {
		return accepted{}, reject("certificate-expired", rules.certificate.NotAfter.UTC().Format(time.RFC3339), "")
	}
	raw, err := decodeBase64(encoded)
	if err != nil {
		return accepted{}, reject("not-readable", err.Error(), "")
	}
	person, findings := samlcfg.CheckResponse(raw, samlcfg.ResponseExpectation{
		Certificates: rules.trusted(), EntraID: rules.issuer, Identifier: rules.identifier,
		ReplyURL: rules.replyURL, Now: now, Skew: clockSkew})
	if problem := worst(findings); problem != nil {
		return accepted{}, problem
	}
	if person.SignedBy == nil {
		return accepted{}, reject("signature", "", "")
	}
	read := accepted{login: person.NameID, assertion: person.ID, until: person.NotOnOrAfter, attributes: map[string]string{}}
	if read.until.IsZero() {
		read.until = now.Add(sessionLife) // it may leave its end to the bearer confirmation
	}
	for _, attribute := range person.Attributes {
		read.attributes[attribute.Name] = strings.Join(attribute.Values, ", ")
	}
	return read, nil
}

// worst names the finding that comes first in the order in which a portal looks:
// the envelope, the signature, then what was signed. It takes two warnings for
// faults, as this portal starts no sign-in and has but one address.
func worst(findings []samlcfg.Finding) *rejection {
	for _, step := range []struct{ prefix, reason string }{
		{"response-readable", "not-readable"},
		{"response-destination", "destination"},
		{"response-in-response-to", "in-response-to"},
		{"response-status", "status"},
		{"response-encrypted", "assertion-count"},
		{"response-assertions", "assertion-count"},
		{"response-signature-missing", "unsigned"},
		{"response-signature-other-key", "other-certificate"},
		{"response-signature", "signature"},
		{"response-issuer", "issuer"},
		{"response-assertion-issuer", "issuer"},
		{"response-time", "time"},
		{"response-audience", "audience"},
		{"response-name-id", "no-name"},
		{"response-recipient", "recipient"},
		{"response-confirmation-request", "in-response-to"},
		{"response-confirmation-time", "time"},
	} {
		for _, finding := range findings {
			strict := step.reason == "destination" || step.reason == "in-response-to"
			if strings.HasPrefix(finding.Code, step.prefix) &&
				(finding.Severity == samlcfg.Fail || strict && finding.Severity != samlcfg.Pass) {
				return reject(step.reason, finding.Got, finding.Expected)
			}
		}
	}
	if samlcfg.Worst(findings) == samlcfg.Fail {
		return reject("not-readable", "", "")
	}
	return nil
}

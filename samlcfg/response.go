package samlcfg

import (
	"crypto/x509"
	"time"
)

// SignedIn is what a portal learns from an accepted response
// (saml-core-2.0-os, sections 2 and 3; Entra's form).
type SignedIn struct {
	ID           string // of the assertion; a portal takes each once
	Issuer       string
	NameID       string
	NameIDFormat string
	SessionIndex string
	IssuedAt     time.Time
	NotBefore    time.Time
	NotOnOrAfter time.Time
	Attributes   []Attribute       // in the document's order
	SignedBy     *x509.Certificate // the pinned certificate that verified it
}

// Attribute is one claim about the person.
type Attribute struct {
	Name   string
	Values []string
}

// Values returns the values of the attribute of that name, nil when it is absent.
func (s SignedIn) Values(name string) []string {
	for _, attribute := range s.Attributes {
		if attribute.Name == name {
			return attribute.Values
		}
	}
	return nil
}

// ResponseExpectation is what a portal was configured with.
type ResponseExpectation struct {
	Certificates []*x509.Certificate // pinned signing certificates
	EntraID      string              // the issuer, to the letter
	Identifier   string              // the audience, to the letter
	ReplyURL     string              // destination and recipient, to the letter
	RequestID    string              // of the request that is answered; empty: sign-on starts at Entra
	Now          time.Time
	Live         bool          // the response arrives just now: one whose time is over is refused
	Skew         time.Duration // how far two clocks may be apart; 0: three minutes
}

// usualSkew is how far two clocks may be apart; Spring's SAML stack, which the
// portal resembles, allows one to five minutes.
const usualSkew = 3 * time.Minute

func (want ResponseExpectation) skew() time.Duration {
	if want.Skew > 0 {
		return want.Skew
	}
	return usualSkew
}

// longestResponseText bounds the values that are handed on, in bytes.
const longestResponseText = 8 << 10

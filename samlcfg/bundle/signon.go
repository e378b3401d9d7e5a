package bundle

import (
	"crypto/x509"
	"time"

	"backupsso/samlcfg"
)

// Expectation is what a portal set up from these contents accepts. Contents
// without a readable certificate pin none.
func (c Contents) Expectation(now time.Time) samlcfg.ResponseExpectation {
	want := samlcfg.ResponseExpectation{EntraID: c.EntraID, Identifier: c.Identifier, ReplyURL: c.ReplyURL, Now: now}
	if certificate, err := x509.ParseCertificate(c.Certificate); err == nil {
		want.Certificates = []*x509.Certificate{certificate}
	}
	return want
}

// SignOn is what these contents answer when a sign-on fails without a code.
func (c Contents) SignOn(now time.Time) samlcfg.SignOn {
	on := samlcfg.SignOn{User: c.TestUserUPN, PortalUser: c.PortalUser, Identifier: c.Identifier, ReplyURL: c.ReplyURL, Now: now}
	if certificate, err := x509.ParseCertificate(c.Certificate); err == nil {
		on.Certificate = certificate
	}
	if metadata, err := samlcfg.ParseMetadata(c.Metadata); err == nil {
		on.Published = metadata.Signing
	}
	return on
}

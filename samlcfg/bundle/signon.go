package bundle

import (
	"time"

	"backupsso/samlcfg"
)

// Expectation is what a portal set up from these contents accepts. Contents
// without a readable certificate pin none.
func (c Contents) Expectation(now time.Time) samlcfg.ResponseExpectation {
	want := samlcfg.ResponseExpectation{EntraID: c.EntraID, Identifier: c.Identifier, ReplyURL: c.ReplyURL, Now: now}
	// Until a renewed certificate is activated, the one in use signs.
	for _, der := range [][]byte{c.Certificate, c.ActiveCertificate} {
		if certificate, err := samlcfg.ParseCertificate(der); err == nil {
			want.Certificates = append(want.Certificates, certificate)
		}
	}
	return want
}

// SignOn is what these contents answer when a sign-on fails without a code.
func (c Contents) SignOn(now time.Time) samlcfg.SignOn {
	on := samlcfg.SignOn{User: c.TestUserUPN, PortalUser: c.PortalUser, Identifier: c.Identifier, ReplyURL: c.ReplyURL, Now: now}
	if certificate, err := samlcfg.ParseCertificate(c.Certificate); err == nil {
		on.Certificate = certificate
	}
	if metadata, err := samlcfg.ParseMetadata(c.Metadata); err == nil {
		on.Published = metadata.Signing
	}
	return on
}

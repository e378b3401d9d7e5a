// Package bundle writes and reads the hand-over bundle: one zip with all that
// the Autotask support team needs to set up their side, and nothing secret.
//
// Promises: the same contents give the same bytes; the federation metadata is
// stored byte for byte as it was served; a bundle is complete on disk or not
// there. Limits: it proves that its files belong together (SHA256SUMS) and that
// the metadata is signed by the certificate beside it, not who sent it.
package bundle

import (
	"time"

	"backupsso/samlcfg"
)

// Contents is everything a bundle says. No field may hold a secret.
type Contents struct {
	Practice      bool      // made on a practice tenant; every file says so
	Created       time.Time // UTC, whole seconds
	Language      string    // BCP 47 tag of the letter's second language; "en" alone when English
	TenantID      string
	TenantName    string
	TenantDomain  string
	AppName       string // display name of the application
	AppID         string // client id; part of the metadata URL
	Identifier    string
	ReplyURL      string
	LoginURL      string
	EntraID       string // Microsoft Entra Identifier
	LogoutURL     string
	MetadataURL   string // App Federation Metadata Url
	UserAccessURL string
	Metadata      []byte // as served, BOM included
	Certificate   []byte // DER of the active signing certificate
	Thumbprint    string // SHA-1, upper-case hex
	// ActiveCertificate is the DER of the certificate that signs until this one is
	// activated, in the bundle of a renewal; nil: this one signs.
	ActiveCertificate []byte
	NotAfter          time.Time
	TestUserUPN       string // the Entra side, e.g. B.Simon@contoso.com
	TestUserName      string // display name in Entra
	PortalUser        string // the user support must create and activate: "Britta Simon"
	ContactName       string // the admin who hands over
	ContactUPN        string
	// Changes is what was made for this, for the change record; in the bundle
	// itself only WithChangeRecord.
	Changes []Change
}

// Renewal tells whether the bundle hands over a certificate that is to be
// activated later, and not a whole set-up.
func (c Contents) Renewal() bool { return len(c.ActiveCertificate) > 0 }

// presentThumbprint is the SHA-1 of the certificate that a renewal replaces, "" in
// every other bundle.
func (c Contents) presentThumbprint() string {
	certificate, err := samlcfg.ParseCertificate(c.ActiveCertificate)
	if err != nil {
		return ""
	}
	return samlcfg.Thumbprint(certificate)
}

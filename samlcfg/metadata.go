package samlcfg

import (
	"crypto/x509"
	"time"
)

// Metadata is what a verified reader takes out of a federation metadata
// document (saml-metadata-2.0-os, section 2; Entra's form).
type Metadata struct {
	EntityID  string              // the Microsoft Entra Identifier
	LoginURL  string              // SingleSignOnService, HTTP-Redirect
	LogoutURL string              // SingleLogoutService
	Signing   []*x509.Certificate // IDPSSODescriptor's signing keys, in order, each once
	SignedBy  *x509.Certificate   // the pinned certificate that verified the document; nil when none did
}

// MetadataExpectation is what the tenant says the document must show.
type MetadataExpectation struct {
	TenantID     string              // lower-case GUID
	IssuerHost   string              // host of the entityID, for example sts.windows.net; empty: not checked
	LoginHost    string              // host of Login and Logout URL; empty: not checked
	Certificates []*x509.Certificate // the certificates that Graph named for the app; the active one first
	Thumbprint   string              // SHA-1 of the active certificate, upper-case hex
	Next         string              // SHA-1 of one that is to be activated later; empty for none
	Now          time.Time
}

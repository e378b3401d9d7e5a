package samlcfg

import (
	"crypto/x509"
	"strings"
	"time"

	"github.com/beevik/etree"
)

// ParseMetadata reads a document without checking its signature: nothing in the
// result is to be trusted, SignedBy is nil. It serves to look whether a
// certificate has arrived yet; VerifyMetadata is for everything else. Every
// error is a *DocumentProblem.
func ParseMetadata(raw []byte) (Metadata, error) {
	root, err := guardXML(raw, LongestMetadata)
	if err != nil {
		return Metadata{}, err
	}
	document, err := readDescriptor(root)
	return document.Metadata, err
}

// descriptor is a metadata document with what the findings need besides.
type descriptor struct {
	Metadata
	validUntil string
}

// readDescriptor takes the values out of an EntityDescriptor.
func readDescriptor(root *etree.Element) (descriptor, error) {
	if !is(root, namespaceMetadata, "EntityDescriptor") {
		return descriptor{}, refuseDocument(DocumentOtherKind, root.FullTag())
	}
	document := descriptor{validUntil: attribute(root, "validUntil")}
	document.EntityID = attribute(root, "entityID")
	if document.EntityID == "" {
		return descriptor{}, refuseDocument(DocumentIncomplete, "entityID")
	}
	provider := identityProvider(root)
	if provider == nil {
		return descriptor{}, refuseDocument(DocumentIncomplete, "IDPSSODescriptor")
	}
	document.LoginURL = redirectLocation(provider, "SingleSignOnService")
	document.LogoutURL = redirectLocation(provider, "SingleLogoutService")
	if document.LoginURL == "" {
		return descriptor{}, refuseDocument(DocumentIncomplete, "SingleSignOnService")
	}
	signing, err := signingCertificates(provider)
	if err != nil {
		return descriptor{}, &DocumentProblem{Kind: DocumentIncomplete, Got: "X509Certificate", Err: err}
	}
	if len(signing) == 0 {
		return descriptor{}, refuseDocument(DocumentIncomplete, "KeyDescriptor")
	}
	document.Signing = signing
	return document, nil
}

// identityProvider returns the one SAML 2.0 identity provider of a document;
// with two of them readers would choose differently.
func identityProvider(root *etree.Element) *etree.Element {
	var found *etree.Element
	for _, provider := range childrenOf(root, namespaceMetadata, "IDPSSODescriptor") {
		for _, protocol := range strings.Fields(attribute(provider, "protocolSupportEnumeration")) {
			if protocol != protocolSAML2 {
				continue
			}
			if found != nil && found != provider {
				return nil
			}
			found = provider
		}
	}
	return found
}

// redirectLocation returns the address of a service by HTTP-Redirect, the
// binding whose address Entra's own pages show.
func redirectLocation(provider *etree.Element, service string) string {
	for _, endpoint := range childrenOf(provider, namespaceMetadata, service) {
		if attribute(endpoint, "Binding") == bindingRedirect {
			return attribute(endpoint, "Location")
		}
	}
	return ""
}

// signingCertificates lists the keys for signing (a KeyDescriptor without "use"
// serves for both), each once, in order.
func signingCertificates(provider *etree.Element) ([]*x509.Certificate, error) {
	var signing []*x509.Certificate
	seen := map[string]bool{}
	for _, key := range childrenOf(provider, namespaceMetadata, "KeyDescriptor") {
		if use := attribute(key, "use"); use != "signing" && use != "" {
			continue
		}
		for _, keyInfo := range childrenOf(key, namespaceSignature, "KeyInfo") {
			certificates, err := certificatesIn(keyInfo)
			if err != nil {
				return nil, err
			}
			for _, certificate := range certificates {
				if name := string(certificate.Raw); !seen[name] {
					seen[name] = true
					signing = append(signing, certificate)
				}
			}
		}
	}
	return signing, nil
}

// parseTime reads an xs:dateTime in UTC, as SAML demands.
func parseTime(text string) (time.Time, error) { return time.Parse(time.RFC3339Nano, text) }

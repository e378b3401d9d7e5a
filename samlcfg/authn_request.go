package samlcfg

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"net/url"
	"time"

	"github.com/beevik/etree"
)

// bindingPost is how Entra sends every response (saml-bindings-2.0-os, 3.5).
const bindingPost = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"

// LongestRelayState is how many bytes a RelayState may have (saml-bindings-2.0-os,
// 3.4.3).
const LongestRelayState = 80

// AuthnRequest asks for a sign-on, as a service provider does (saml-core-2.0-os,
// 3.4.1). It asks for no format of the name, so that the claims which the
// application is set up with decide, and for no way to sign in.
type AuthnRequest struct {
	ID          string    // begins with a letter or "_"; the response answers it
	Issuer      string    // the Identifier
	Destination string    // the Login URL
	ReplyURL    string    // must be one of the application's
	IssuedAt    time.Time // Entra does not look at it
}

// XML is the request as a document, unsigned.
func (r AuthnRequest) XML() ([]byte, error) {
	root := etree.NewElement("samlp:AuthnRequest")
	root.CreateAttr("xmlns:samlp", namespaceProtocol)
	root.CreateAttr("ID", r.ID)
	root.CreateAttr("Version", "2.0")
	root.CreateAttr("IssueInstant", r.IssuedAt.UTC().Format("2006-01-02T15:04:05.000Z"))
	root.CreateAttr("Destination", r.Destination)
	root.CreateAttr("AssertionConsumerServiceURL", r.ReplyURL)
	root.CreateAttr("ProtocolBinding", bindingPost)
	issuer := root.CreateElement("Issuer")
	issuer.CreateAttr("xmlns", namespaceAssertion)
	issuer.SetText(r.Issuer)
	document := etree.NewDocument()
	document.SetRoot(root)
	raw, err := document.WriteToBytes()
	if err != nil {
		return nil, fmt.Errorf("samlcfg: the request cannot be written: %w", err)
	}
	return raw, nil
}

// RedirectURL is the address to which a browser takes the request (HTTP-Redirect,
// saml-bindings-2.0-os, 3.4). The hint names the account to offer; Entra takes it
// beside the request, because it knows no Subject in one.
func (r AuthnRequest) RedirectURL(relayState, loginHint string) (string, error) {
	if len(relayState) > LongestRelayState {
		return "", fmt.Errorf("samlcfg: a RelayState of %d bytes", len(relayState))
	}
	address, err := url.Parse(r.Destination)
	if err != nil {
		return "", fmt.Errorf("samlcfg: the Login URL is none: %w", err)
	}
	raw, err := r.XML()
	if err != nil {
		return "", err
	}
	var packed bytes.Buffer
	deflater, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := deflater.Write(raw); err != nil {
		return "", err
	}
	if err := deflater.Close(); err != nil {
		return "", err
	}
	query := address.Query()
	query.Set("SAMLRequest", base64.StdEncoding.EncodeToString(packed.Bytes()))
	query.Set("RelayState", relayState)
	if loginHint != "" {
		query.Set("login_hint", loginHint)
	}
	address.RawQuery = query.Encode()
	return address.String(), nil
}

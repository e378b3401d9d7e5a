package practice

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// NameID formats that a request may ask for
// (learn.microsoft.com/entra/identity-platform/single-sign-on-saml-protocol#nameidpolicy).
const (
	nameEmail       = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
	nameUnspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
	namePersistent  = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
	nameTransient   = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
)

// authnRequest is what a service provider asks for when it starts a sign-in
// (saml-core-2.0-os, 3.4.1).
type authnRequest struct {
	id, issuer string
	acs        string // AssertionConsumerServiceURL; empty: not said
	acsIndex   int    // AssertionConsumerServiceIndex; -1: not said
	force      bool
	passive    bool
	contexts   []string // requested AuthnContextClassRef
	nameFormat string   // of NameIDPolicy; empty: none asked for
	qualifier  string   // SPNameQualifier of NameIDPolicy
	to         string   // Destination; empty: not said
	logout     bool     // a LogoutRequest instead
}

// decodeRedirect unpacks the SAMLRequest parameter of the redirect binding.
func decodeRedirect(text string) ([]byte, error) {
	packed, err := decodeBase64(text)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxMessage+1))
	if err != nil {
		return nil, fmt.Errorf("the message is not deflated: %w", err)
	}
	if len(raw) > maxMessage {
		return nil, errors.New("the message is too long")
	}
	return raw, nil
}

// decodeBase64 takes the standard alphabet, with line breaks as forms bring them.
func decodeBase64(text string) ([]byte, error) {
	text = strings.NewReplacer("\r", "", "\n", "", " ", "+").Replace(text)
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("the message is not base64: %w", err)
	}
	return raw, nil
}

// parseRequest reads an AuthnRequest or a LogoutRequest.
func parseRequest(raw []byte) (*authnRequest, *refusal) {
	root, err := readMessage(raw)
	if err != nil {
		return nil, invalidMessage(err.Error())
	}
	request := &authnRequest{id: root.SelectAttrValue("ID", ""), acs: root.SelectAttrValue("AssertionConsumerServiceURL", ""), acsIndex: -1,
		force: isTrue(root.SelectAttrValue("ForceAuthn", "")), passive: isTrue(root.SelectAttrValue("IsPassive", ""))}
	if root.NamespaceURI() != nsProtocol || root.Tag != "AuthnRequest" && root.Tag != "LogoutRequest" {
		return nil, invalidMessage("the message is no AuthnRequest")
	}
	request.logout = root.Tag == "LogoutRequest"
	request.to = root.SelectAttrValue("Destination", "")
	if root.SelectAttrValue("Version", "") != "2.0" {
		return nil, invalidMessage("the Version must be 2.0")
	}
	if !isSAMLID(request.id) {
		return nil, refuse(7500529, "invalid_request", "The value '%s' isn't a valid SAML ID. The ID must not begin with a number.", shorten(request.id))
	}
	issuer := child(root, nsAssertion, "Issuer")
	if issuer == nil || strings.TrimSpace(textOf(issuer)) == "" {
		return nil, invalidMessage("the Issuer is missing")
	}
	request.issuer = strings.TrimSpace(textOf(issuer))
	if request.logout {
		return request, nil
	}
	if text := root.SelectAttrValue("AssertionConsumerServiceIndex", ""); text != "" {
		index, err := strconv.ParseUint(text, 10, 16) // xs:unsignedShort
		if err != nil || request.acs != "" {
			return nil, invalidMessage("AssertionConsumerServiceIndex is no number, or stands beside AssertionConsumerServiceURL")
		}
		request.acsIndex = int(index)
	}
	if cause := request.readWishes(root); cause != nil {
		return nil, cause
	}
	return request, nil
}

// readWishes reads how the sign-in is to go, and refuses what Entra does not do.
func (request *authnRequest) readWishes(root *etree.Element) *refusal {
	if binding := root.SelectAttrValue("ProtocolBinding", bindingPost); binding != bindingPost {
		return refuse(75003, "invalid_request", "SAML protocol response can't be sent via bindings other than HTTP POST.")
	}
	if child(root, nsAssertion, "Subject") != nil {
		return refuse(900236, "invalid_request", "The SAML authentication request property 'Subject' is not supported and must not be set.")
	}
	if wanted := child(root, nsProtocol, "RequestedAuthnContext"); wanted != nil {
		if comparison := wanted.SelectAttrValue("Comparison", "exact"); comparison != "exact" {
			return refuse(900236, "invalid_request", "The SAML authentication request property 'RequestedAuthnContext/Comparison' "+
				"is not supported with the value '%s'; it must be 'exact'.", shorten(comparison))
		}
		for _, class := range wanted.ChildElements() {
			if class.Tag == "AuthnContextClassRef" {
				request.contexts = append(request.contexts, strings.TrimSpace(textOf(class)))
			}
		}
	}
	policy := child(root, nsProtocol, "NameIDPolicy")
	if policy == nil {
		return nil
	}
	request.nameFormat, request.qualifier = policy.SelectAttrValue("Format", ""), policy.SelectAttrValue("SPNameQualifier", "")
	switch request.nameFormat {
	case "", namePersistent, nameEmail, nameUnspecified, nameTransient:
		return nil
	}
	return refuse(75016, "invalid_request", "SAML2 Authentication Request has invalid NameIdPolicy.")
}

func invalidMessage(why string) *refusal {
	return refuse(75005, "invalid_request", "The request is not a valid Saml2 protocol message: %s.", why)
}

func isTrue(text string) bool { return text == "true" || text == "1" }

// isSAMLID reports whether text is an xs:ID as far as senders get it wrong: no
// digit, dot or hyphen first, no space or colon anywhere.
func isSAMLID(text string) bool {
	if text == "" || len(text) > 256 || strings.ContainsAny(text[:1], "0123456789-.") {
		return false
	}
	return !strings.ContainsAny(text, " :\t\r\n<>&\"'")
}

func shorten(text string) string {
	if runes := []rune(text); len(runes) > 100 {
		return string(runes[:100]) + "…"
	}
	return text
}

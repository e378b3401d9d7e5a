package samlcfg

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// signatureFault names why a signature is not accepted.
type signatureFault string

const (
	faultUnsigned signatureFault = "unsigned" // there is none where it belongs
	faultShape    signatureFault = "shape"    // it is built in a way that SAML does not allow
	faultOtherKey signatureFault = "other-key"
	faultAltered  signatureFault = "altered" // it does not fit the content
	// faultLayout is altered by line breaks and blanks between elements alone, as
	// editors and viewers add them.
	faultLayout signatureFault = "layout"
)

// signed is the outcome of a check. Only verified may be read for values: it was
// rebuilt from the very bytes that the signature covers.
type signed struct {
	verified *etree.Element
	signer   *x509.Certificate
	methods  string // names of the signature's algorithms
	weak     bool   // one of them rests on SHA-1
	fault    signatureFault
	claimed  string // thumbprint that the document itself names; never trusted
	err      error
}

// verifyEnveloped checks the one signature that is a direct child of element,
// against pinned certificates only. A certificate inside the document is never
// used to accept it. Validity dates are not looked at: expiry is a finding of
// its own, and Entra signs with what it has.
func verifyEnveloped(element *etree.Element, pinned []*x509.Certificate) signed {
	signature := onlyChild(element, namespaceSignature, dsig.SignatureTag)
	if signature == nil {
		if len(childrenOf(element, namespaceSignature, dsig.SignatureTag)) > 1 {
			return signed{fault: faultShape, err: errors.New("several signatures")}
		}
		return signed{fault: faultUnsigned}
	}
	result := signed{}
	if certificates, err := certificatesIn(keyInfoOf(signature)); err == nil && len(certificates) > 0 {
		result.claimed = Thumbprint(certificates[0])
	}
	if err := checkSignatureShape(element, signature); err != nil {
		result.fault, result.err = faultShape, err
		return result
	}
	result.methods, result.weak = algorithms(signature)
	for _, certificate := range pinned {
		verified, err := verifyWith(element, certificate)
		if err == nil {
			result.verified, result.signer = verified, certificate
			return result
		}
		result.err = err
		if madeBy(certificate, err) {
			break
		}
	}
	switch {
	case intactWithoutLayout(element, pinned):
		result.fault = faultLayout
	case intactUnderOwnKey(element, signature):
		result.fault = faultOtherKey
	default:
		result.fault = faultAltered
	}
	return result
}

// madeBy tells whether a certificate made a signature whose check failed with
// err: then it is the content that does not fit, and no other certificate will.
func madeBy(certificate *x509.Certificate, err error) bool {
	_, isRSA := certificate.PublicKey.(*rsa.PublicKey)
	return isRSA && !errors.Is(err, rsa.ErrVerification)
}

// intactUnderOwnKey tells "another certificate" from "changed on the way": does
// the document fit the certificate that it brings along itself?
func intactUnderOwnKey(element, signature *etree.Element) bool {
	certificates, err := certificatesIn(keyInfoOf(signature))
	if err != nil || len(certificates) == 0 {
		return false
	}
	_, err = verifyWith(element, certificates[0])
	return err == nil
}

// intactWithoutLayout tells "laid out anew by an editor" from "changed": does the
// document fit once the blanks between its elements are taken out? Entra writes
// none. What is found so is never read for values.
func intactWithoutLayout(element *etree.Element, pinned []*x509.Certificate) bool {
	plain := detached(element)
	if !dropLayout(plain) {
		return false
	}
	return slices.ContainsFunc(pinned, func(certificate *x509.Certificate) bool {
		_, err := verifyWith(plain, certificate)
		return err == nil
	})
}

func keyInfoOf(signature *etree.Element) *etree.Element {
	if keyInfo := onlyChild(signature, namespaceSignature, dsig.KeyInfoTag); keyInfo != nil {
		return keyInfo
	}
	return etree.NewElement("none")
}

// verifyWith runs goxmldsig with a single trusted certificate. KeyInfo is taken
// off a copy first: it lies outside the signed bytes, and goxmldsig would let it
// choose. The clock stands inside the certificate's life.
func verifyWith(element *etree.Element, certificate *x509.Certificate) (verified *etree.Element, err error) {
	defer func() {
		// The library promises no panics on odd input; ours is the promise that counts.
		if panicked := recover(); panicked != nil {
			verified, err = nil, fmt.Errorf("signature check failed: %v", panicked)
		}
	}()
	alone := detached(element)
	signature := onlyChild(alone, namespaceSignature, dsig.SignatureTag)
	if keyInfo := onlyChild(signature, namespaceSignature, dsig.KeyInfoTag); keyInfo != nil {
		signature.RemoveChild(keyInfo)
	}
	if value := onlyChild(signature, namespaceSignature, dsig.SignatureValueTag); value != nil {
		value.SetText(withoutBlanks(leafText(value)))
	}
	context := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{certificate}})
	context.Clock = dsig.NewFakeClockAt(certificate.NotBefore)
	verified, err = context.Validate(alone)
	if err != nil {
		return nil, err
	}
	if verified == nil || verified.Tag != element.Tag || verified.NamespaceURI() != element.NamespaceURI() ||
		attribute(verified, "ID") != attribute(element, "ID") {
		return nil, errors.New("the signature covers another element")
	}
	return verified, nil
}

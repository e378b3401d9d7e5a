package samlcfg

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// digestSHA1 is accepted as weak, as are signatures with SHA-1: nobody can yet
// find a second document for a given digest, so it is named and not refused.
const digestSHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"

// signatureFault names why a signature is not accepted.
type signatureFault string

const (
	faultUnsigned signatureFault = "unsigned" // there is none where it belongs
	faultShape    signatureFault = "shape"    // it is built in a way that SAML does not allow
	faultOtherKey signatureFault = "other-key"
	faultAltered  signatureFault = "altered" // it does not fit the content
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
	}
	result.fault = faultAltered
	if intactUnderOwnKey(element, signature) {
		result.fault = faultOtherKey
	}
	return result
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

// checkSignatureShape holds a signature to the profile of saml-core-2.0-os,
// section 5.4: one reference, to the ID of the element around it, transformed by
// nothing but "enveloped" and a canonicalisation that drops comments.
func checkSignatureShape(element, signature *etree.Element) error {
	id := attribute(element, "ID")
	if id == "" {
		return errors.New("the signed element has no ID")
	}
	for _, child := range signature.ChildElements() {
		if child.NamespaceURI() != namespaceSignature ||
			!slices.Contains([]string{dsig.SignedInfoTag, dsig.SignatureValueTag, dsig.KeyInfoTag}, child.Tag) {
			return fmt.Errorf("%s inside the signature", printable(child.FullTag()))
		}
	}
	info := onlyChild(signature, namespaceSignature, dsig.SignedInfoTag)
	if info == nil || onlyChild(signature, namespaceSignature, dsig.SignatureValueTag) == nil {
		return errors.New("SignedInfo or SignatureValue is missing or there twice")
	}
	reference := onlyChild(info, namespaceSignature, dsig.ReferenceTag)
	if reference == nil {
		return errors.New("not exactly one reference")
	}
	if uri := attribute(reference, dsig.URIAttr); uri != "#"+id {
		return fmt.Errorf("the reference is to %q, not to the signed element", printable(uri))
	}
	transforms := onlyChild(reference, namespaceSignature, dsig.TransformsTag)
	if transforms == nil {
		return errors.New("no transforms")
	}
	return checkTransforms(transforms)
}

func checkTransforms(transforms *etree.Element) error {
	enveloped, canonical := 0, 0
	for _, transform := range transforms.ChildElements() {
		switch algorithm := dsig.AlgorithmID(attribute(transform, dsig.AlgorithmAttr)); algorithm {
		case dsig.EnvelopedSignatureAltorithmId:
			enveloped++
		case dsig.CanonicalXML10ExclusiveAlgorithmId, dsig.CanonicalXML11AlgorithmId, dsig.CanonicalXML10RecAlgorithmId:
			canonical++
		default:
			return fmt.Errorf("transform %q", printable(string(algorithm)))
		}
	}
	if enveloped != 1 || canonical != 1 {
		return errors.New("not one enveloped and one canonical transform")
	}
	return nil
}

// algorithms names what digest and signature rest on; both are wanted, as the
// weaker one decides.
func algorithms(signature *etree.Element) (names string, weak bool) {
	info := onlyChild(signature, namespaceSignature, dsig.SignedInfoTag)
	method := attribute(onlyChild(info, namespaceSignature, dsig.SignatureMethodTag), dsig.AlgorithmAttr)
	reference := onlyChild(info, namespaceSignature, dsig.ReferenceTag)
	digest := attribute(onlyChild(reference, namespaceSignature, dsig.DigestMethodTag), dsig.AlgorithmAttr)
	weak = method == dsig.RSASHA1SignatureMethod || method == dsig.ECDSASHA1SignatureMethod || digest == digestSHA1
	return printable(fragment(method) + ", " + fragment(digest)), weak
}

// fragment returns the telling end of an algorithm's URI.
func fragment(uri string) string { return uri[strings.LastIndexByte(uri, '#')+1:] }

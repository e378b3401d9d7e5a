package samlcfg

import (
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

// longestSignature is how many characters a SignatureValue may have: twice what
// the longest key makes, for blanks and line breaks.
const longestSignature = 2 * longestKey / 8 * 4 / 3

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
	value := onlyChild(signature, namespaceSignature, dsig.SignatureValueTag)
	if info == nil || value == nil {
		return errors.New("SignedInfo or SignatureValue is missing or there twice")
	}
	if text := leafText(value); len(text) > longestSignature {
		return fmt.Errorf("SignatureValue has %d characters", len(text))
	}
	reference := onlyChild(info, namespaceSignature, dsig.ReferenceTag)
	if reference == nil {
		return errors.New("not exactly one reference")
	}
	if name := unknownAlgorithm(info, reference); name != "" {
		return fmt.Errorf("algorithm %q", name)
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

// unknownAlgorithm names an algorithm that nothing here can check, or "".
func unknownAlgorithm(info, reference *etree.Element) string {
	method := attribute(onlyChild(info, namespaceSignature, dsig.SignatureMethodTag), dsig.AlgorithmAttr)
	digest := attribute(onlyChild(reference, namespaceSignature, dsig.DigestMethodTag), dsig.AlgorithmAttr)
	switch method {
	case dsig.RSASHA1SignatureMethod, dsig.RSASHA256SignatureMethod, dsig.RSASHA384SignatureMethod, dsig.RSASHA512SignatureMethod,
		dsig.ECDSASHA1SignatureMethod, dsig.ECDSASHA256SignatureMethod, dsig.ECDSASHA384SignatureMethod, dsig.ECDSASHA512SignatureMethod:
	default:
		return printable(fragment(method))
	}
	switch fragment(digest) {
	case "sha1", "sha256", "sha384", "sha512":
		return ""
	}
	return printable(fragment(digest))
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

package practice

import (
	"fmt"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
)

// signatureFor returns an enveloped RSA-SHA256 signature over element, by its ID
// attribute, with exclusive canonicalization. The caller puts it in its place;
// the enveloped transform leaves it out of the digest wherever it stands.
func signatureFor(element *etree.Element, key signingKey) (*etree.Element, error) {
	signer, err := dsig.NewSigningContext(key.key, [][]byte{key.der})
	if err != nil {
		return nil, fmt.Errorf("practice: signing context: %w", err)
	}
	signer.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	if err := signer.SetSignatureMethod(dsig.RSASHA256SignatureMethod); err != nil {
		return nil, fmt.Errorf("practice: signature method: %w", err)
	}
	signer.Prefix = "" // Entra writes the signature in a default namespace
	signature, err := signer.ConstructSignature(element, true)
	if err != nil {
		return nil, fmt.Errorf("practice: signature: %w", err)
	}
	return signature, nil
}

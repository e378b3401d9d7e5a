package samlcfg

import (
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // Entra names certificates by their SHA-1
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// Thumbprint returns Entra's name of a certificate: the SHA-1 of its DER form as
// 40 upper-case hexadecimal digits.
func Thumbprint(certificate *x509.Certificate) string {
	if certificate == nil {
		return ""
	}
	sum := sha1.Sum(certificate.Raw) //nolint:gosec // a name, not a proof
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// longestKey is as many bits as a key from outside may have; Entra makes 2048
// and takes 4096. What a signature costs to check grows with the key's square,
// and nothing but this stops a document from bringing one of a million bits.
const longestKey = 8192

// ParseCertificate reads a certificate from outside (DER).
func ParseCertificate(der []byte) (*x509.Certificate, error) {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("certificate is not readable: %w", err)
	}
	if key, is := certificate.PublicKey.(*rsa.PublicKey); is && key.N.BitLen() > longestKey {
		return nil, fmt.Errorf("certificate has a key of %d bits, more than %d", key.N.BitLen(), longestKey)
	}
	return certificate, nil
}

// certificatesIn reads all certificates of a KeyInfo, in order.
func certificatesIn(keyInfo *etree.Element) ([]*x509.Certificate, error) {
	var found []*x509.Certificate
	for _, data := range childrenOf(keyInfo, namespaceSignature, "X509Data") {
		for _, element := range childrenOf(data, namespaceSignature, "X509Certificate") {
			der, err := base64.StdEncoding.DecodeString(withoutBlanks(leafText(element)))
			if err != nil {
				return nil, fmt.Errorf("certificate is not Base64: %w", err)
			}
			certificate, err := ParseCertificate(der)
			if err != nil {
				return nil, err
			}
			found = append(found, certificate)
		}
	}
	return found, nil
}

// withoutBlanks takes out the white space that XML writers fold Base64 with.
func withoutBlanks(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n", r) {
			return -1
		}
		return r
	}, text)
}

// weakKey names a key that is too short to be trusted today, or "".
func weakKey(certificate *x509.Certificate) string {
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if ok && key.N.BitLen() < 2048 {
		return fmt.Sprintf("RSA %d", key.N.BitLen())
	}
	return ""
}

func thumbprints(certificates []*x509.Certificate) string {
	names := make([]string, len(certificates))
	for i, certificate := range certificates {
		names[i] = Thumbprint(certificate)
	}
	return strings.Join(names, ", ")
}

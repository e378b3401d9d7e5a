package practice

import (
	"bytes"
	"crypto/rand"
	"crypto/sha1" // a thumbprint is the SHA-1 of a certificate; it protects nothing
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
)

// mark stands in the subject of every certificate.
const mark = "PRACTICE"

// fallbackSubject names the tenant-wide certificate.
const fallbackSubject = "CN=Microsoft Azure Federated SSO Certificate"

// newSigningKey makes an RSA-2048 key with a self-signed certificate, as Entra
// does; the subject keeps the common name asked for and says PRACTICE beside it.
func (t *tenant) newSigningKey(subject string, notBefore, notAfter time.Time) (signingKey, error) {
	key, err := t.newKey()
	if err != nil {
		return signingKey{}, fmt.Errorf("practice: no RSA key: %w", err)
	}
	var number [16]byte
	if _, err := io.ReadFull(t.random, number[:]); err != nil {
		return signingKey{}, fmt.Errorf("practice: no serial number: %w", err)
	}
	number[0] &= 0x7f
	number[15] |= 1 // never zero
	name := pkix.Name{CommonName: strings.TrimPrefix(subject, "CN="), Organization: []string{mark}}
	certificate := &x509.Certificate{
		SerialNumber:       new(big.Int).SetBytes(number[:]),
		Subject:            name,
		Issuer:             name,
		NotBefore:          notBefore.UTC(),
		NotAfter:           notAfter.UTC(),
		SignatureAlgorithm: x509.SHA256WithRSA,
	}
	der, err := x509.CreateCertificate(rand.Reader, certificate, certificate, key.Public(), key)
	if err != nil {
		return signingKey{}, fmt.Errorf("practice: no certificate: %w", err)
	}
	made := signingKey{
		thumbprint: thumbprint(der),
		der:        der,
		key:        key,
		subject:    subject,
		notBefore:  notBefore.UTC().Truncate(time.Second),
		notAfter:   notAfter.UTC().Truncate(time.Second),
	}
	for _, id := range []*string{&made.keyID, &made.verifyKeyID, &made.secretKeyID} {
		if *id, err = t.newID(); err != nil {
			return signingKey{}, err
		}
	}
	return made, nil
}

// thumbprint returns the SHA-1 of a certificate as upper-case hex.
func thumbprint(der []byte) string {
	sum := sha1.Sum(der)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// fallback returns the tenant-wide signing key, which serves an application
// before it has one of its own. It is made when it is first asked for.
func (t *tenant) fallback() (signingKey, error) {
	t.fallbackOnce.Do(func() {
		from := t.created
		if t.fallbackKey, t.fallbackError = t.newSigningKey(fallbackSubject, from, from.AddDate(3, 0, 0)); t.fallbackError == nil {
			t.keepFallback()
			t.fallbackError = t.kept.commit()
		}
	})
	return t.fallbackKey, t.fallbackError
}

// signingKeys returns the keys of a service principal that readers see: active
// or not, in the order in which they were made.
func (t *tenant) signingKeys(p *principal) []signingKey {
	seen, there := visible(t, t.principals, p.id)
	if !there {
		return nil
	}
	return seen.keys
}

// activeKey returns the key that signs for a service principal now: the one whose
// thumbprint is set, unless it has expired and a newer one has not, as Entra
// does; before an application has its own active key, the tenant-wide one.
func (t *tenant) activeKey(p *principal) (signingKey, error) {
	now := t.now()
	var active *signingKey
	keys := t.signingKeys(p)
	for at := range keys {
		if strings.EqualFold(keys[at].thumbprint, p.activeThumbprint) {
			active = &keys[at]
		}
	}
	if active == nil {
		return t.fallback()
	}
	if now.Before(active.notAfter) {
		return *active, nil
	}
	for at := range keys {
		if keys[at].notAfter.After(now) && !bytes.Equal(keys[at].der, active.der) {
			return keys[at], nil
		}
	}
	return *active, nil
}

package graph

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha1" // a thumbprint is the SHA-1 of a certificate; it protects nothing
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

// ClientCertificate is a certificate with its private key, by which an application
// proves itself. Its key is shown by nothing.
type ClientCertificate struct {
	certificates []*x509.Certificate // the application's own first
	key          *rsa.PrivateKey
}

// ProofReason is why a file holds no usable certificate.
type ProofReason string

// The reasons.
const (
	ProofUnreadable ProofReason = "unreadable" // neither PEM nor PKCS#12
	ProofPassword   ProofReason = "password"   // none was given, or a wrong one
	ProofNoKey      ProofReason = "no-key"
	ProofNoOwn      ProofReason = "no-certificate" // for that key
	ProofKeyKind    ProofReason = "key-kind"       // Entra takes RSA keys only
	ProofExpired    ProofReason = "expired"
	ProofNotYet     ProofReason = "not-yet"
)

// ProofError says why a certificate cannot be used. It never holds the password.
type ProofError struct {
	Reason ProofReason
	Until  time.Time // for ProofExpired and, as the first moment, for ProofNotYet
	Err    error
}

// Error gives the reason.
func (e *ProofError) Error() string {
	text := "client certificate: " + string(e.Reason)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *ProofError) Unwrap() error { return e.Err }

// ReadClientCertificate reads a certificate and its private key from PEM or PKCS#12
// (PFX), encrypted or not. azidentity's own reader opens neither encrypted PEM keys
// nor the PKCS#12 files that OpenSSL 3 and Windows write today. Its errors are
// *ProofErrors.
func ReadClientCertificate(content []byte, password Secret) (ClientCertificate, error) {
	var certificates []*x509.Certificate
	var key crypto.PrivateKey
	var err error
	if bytes.Contains(content, []byte("-----BEGIN ")) {
		certificates, key, err = readPEM(content, password)
	} else {
		certificates, key, err = readPFX(content, password)
	}
	if err != nil {
		return ClientCertificate{}, err
	}
	return paired(certificates, key)
}

func readPFX(content []byte, password Secret) ([]*x509.Certificate, crypto.PrivateKey, error) {
	key, own, others, err := pkcs12.DecodeChain(content, password.Reveal())
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, nil, &ProofError{Reason: ProofPassword}
	case err != nil && strings.Contains(err.Error(), "private key"):
		return nil, nil, &ProofError{Reason: ProofNoKey}
	case err != nil:
		return nil, nil, &ProofError{Reason: ProofUnreadable, Err: errors.New(clean(err.Error(), 200))}
	}
	return append([]*x509.Certificate{own}, others...), key, nil
}

func readPEM(content []byte, password Secret) (certificates []*x509.Certificate, key crypto.PrivateKey, err error) {
	for {
		var block *pem.Block
		if block, content = pem.Decode(content); block == nil {
			return certificates, key, nil
		}
		switch {
		case block.Type == "CERTIFICATE":
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, nil, &ProofError{Reason: ProofUnreadable, Err: err}
			}
			certificates = append(certificates, certificate)
		case strings.HasSuffix(block.Type, "PRIVATE KEY") && key == nil:
			if key, err = readKey(block, password); err != nil {
				return nil, nil, err
			}
		}
	}
}

// readKey reads a private key. Why an encrypted one does not open cannot be told
// from a wrong password, so that is what is said.
func readKey(block *pem.Block, password Secret) (crypto.PrivateKey, error) {
	if block.Headers["DEK-Info"] != "" {
		return nil, &ProofError{Reason: ProofUnreadable, Err: errors.New("the key is encrypted in the old way of OpenSSL; convert it with openssl pkcs8 -topk8")}
	}
	var key any
	var err error
	switch block.Type {
	case "ENCRYPTED PRIVATE KEY":
		if password.IsZero() {
			return nil, &ProofError{Reason: ProofPassword}
		}
		if key, _, err = pkcs8.ParsePrivateKey(block.Bytes, []byte(password.Reveal())); err != nil {
			return nil, &ProofError{Reason: ProofPassword}
		}
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	default:
		return nil, &ProofError{Reason: ProofKeyKind}
	}
	if err != nil {
		return nil, &ProofError{Reason: ProofUnreadable, Err: errors.New("the private key is damaged")}
	}
	return key, nil
}

// paired finds the certificate of the key.
func paired(certificates []*x509.Certificate, key crypto.PrivateKey) (ClientCertificate, error) {
	if key == nil {
		return ClientCertificate{}, &ProofError{Reason: ProofNoKey}
	}
	own, is := key.(*rsa.PrivateKey)
	if !is {
		return ClientCertificate{}, &ProofError{Reason: ProofKeyKind}
	}
	for at, certificate := range certificates {
		if public, is := certificate.PublicKey.(*rsa.PublicKey); is && own.PublicKey.Equal(public) {
			certificates[0], certificates[at] = certificates[at], certificates[0]
			return ClientCertificate{certificates, own}, nil
		}
	}
	return ClientCertificate{}, &ProofError{Reason: ProofNoOwn}
}

// Thumbprint is the SHA-1 of the certificate as upper-case hex, as the admin centre
// shows it; "" when there is none.
func (c ClientCertificate) Thumbprint() string {
	if len(c.certificates) == 0 {
		return ""
	}
	sum := sha1.Sum(c.certificates[0].Raw)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// CheckTime refuses, as a *ProofError, a certificate that Entra will refuse for its
// time; half a day is left for clocks that differ.
func (c ClientCertificate) CheckTime(now time.Time) error {
	const slack = 12 * time.Hour
	if len(c.certificates) == 0 {
		return &ProofError{Reason: ProofNoOwn}
	}
	switch own := c.certificates[0]; {
	case now.Add(-slack).After(own.NotAfter):
		return &ProofError{Reason: ProofExpired, Until: own.NotAfter}
	case now.Add(slack).Before(own.NotBefore):
		return &ProofError{Reason: ProofNotYet, Until: own.NotBefore}
	}
	return nil
}

// Format hides the key from every way of printing.
func (c ClientCertificate) Format(f fmt.State, _ rune) {
	_, _ = f.Write([]byte("certificate " + c.Thumbprint()))
}

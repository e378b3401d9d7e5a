package graph

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/youmark/pkcs8"
	"software.sslmate.com/src/go-pkcs12"
)

const proofPassword = canary + "-of-a-file"

// selfSigned makes a certificate of a program.
func selfSigned(t *testing.T, key crypto.Signer, from, until time.Time) *x509.Certificate {
	t.Helper()
	made := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "unattended"}, NotBefore: from, NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, made, made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// TestReadClientCertificate reads what OpenSSL, Windows and older tools write.
func TestReadClientCertificate(t *testing.T) {
	key, err := sharedKey()
	if err != nil {
		t.Fatal(err)
	}
	other := must[*rsa.PrivateKey](t)(rsa.GenerateKey(rand.Reader, 2048))
	curve := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	now := time.Now()
	own := selfSigned(t, key, now.AddDate(0, -1, 0), now.AddDate(1, 0, 0))
	bytesOf := must[[]byte](t)
	certificate := block("CERTIFICATE", own.Raw)
	plain := block("PRIVATE KEY", bytesOf(x509.MarshalPKCS8PrivateKey(key)))
	sealed := block("ENCRYPTED PRIVATE KEY", bytesOf(pkcs8.MarshalPrivateKey(key, []byte(proofPassword), nil)))
	old := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: []byte("x")})
	pfx := func(encoder *pkcs12.Encoder, password string) []byte {
		return bytesOf(encoder.Encode(key, own, nil, password))
	}
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, []byte("\nbag attributes\n")) }
	tests := []struct {
		name     string
		content  []byte
		password string
		want     ProofReason
	}{
		{"PEM", join(certificate, plain), "", ""},
		{"PEM, key first", join(plain, certificate), "", ""},
		{"PEM, PKCS#1", join(certificate, block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))), "", ""},
		{"PEM, others before", join(block("CERTIFICATE", selfSigned(t, other, now, now.AddDate(1, 0, 0)).Raw), certificate, plain), "", ""},
		{"PEM, encrypted", join(certificate, sealed), proofPassword, ""},
		{"PEM, encrypted, needless for a plain key", join(certificate, plain), proofPassword, ""},
		{"PFX of today", pfx(pkcs12.Modern2023, proofPassword), proofPassword, ""},
		{"PFX of Windows", pfx(pkcs12.LegacyDES, proofPassword), proofPassword, ""},
		{"PFX without password", pfx(pkcs12.Modern2023, ""), "", ""},
		{"PEM, no password", join(certificate, sealed), "", ProofPassword},
		{"PEM, wrong password", join(certificate, sealed), "guess", ProofPassword},
		{"PFX, no password", pfx(pkcs12.Modern2023, proofPassword), "", ProofPassword},
		{"PFX, wrong password", pfx(pkcs12.LegacyDES, proofPassword), "guess", ProofPassword},
		{"no key", certificate, "", ProofNoKey},
		{"no certificate", plain, "", ProofNoOwn},
		{"another's key", join(certificate, block("PRIVATE KEY", bytesOf(x509.MarshalPKCS8PrivateKey(other)))), "", ProofNoOwn},
		{"elliptic curve", join(certificate, block("PRIVATE KEY", bytesOf(x509.MarshalPKCS8PrivateKey(curve)))), "", ProofKeyKind},
		{"elliptic curve of its own kind", join(certificate, block("EC PRIVATE KEY", bytesOf(x509.MarshalECPrivateKey(curve)))), "", ProofKeyKind},
		{"encrypted in the old way", join(certificate, old), proofPassword, ProofUnreadable},
		{"damaged key", join(certificate, block("PRIVATE KEY", []byte("x"))), "", ProofUnreadable},
		{"damaged certificate", join(block("CERTIFICATE", []byte("x")), plain), "", ProofUnreadable},
		{"something else", []byte("hello"), "", ProofUnreadable},
		{"nothing", nil, "", ProofUnreadable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			read, err := ReadClientCertificate(test.content, NewSecret(test.password))
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if read.Thumbprint() == "" || !read.certificates[0].Equal(own) || read.CheckTime(now) != nil {
					t.Errorf("%s", read)
				}
				if shown := fmt.Sprintf("%v %+v %#v %s", read, read, read, read); strings.Contains(shown, key.D.String()) {
					t.Error("the key is shown")
				}
				return
			}
			var refused *ProofError
			if !errors.As(err, &refused) || refused.Reason != test.want {
				t.Fatalf("got %v, want %s", err, test.want)
			}
			if strings.Contains(err.Error(), canary) {
				t.Errorf("the password is in %v", err)
			}
		})
	}
}

func TestCertificatesOutOfTheirTime(t *testing.T) {
	key, err := sharedKey()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	proof := ClientCertificate{[]*x509.Certificate{selfSigned(t, key, at.AddDate(0, -1, 0), at.AddDate(0, 1, 0))}, key}
	for _, c := range []struct {
		now  time.Time
		want ProofReason
	}{
		{at, ""}, {at.AddDate(0, 1, 0).Add(6 * time.Hour), ""}, {at.AddDate(0, 2, 0), ProofExpired}, {at.AddDate(0, -2, 0), ProofNotYet},
	} {
		err := proof.CheckTime(c.now)
		var refused *ProofError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &refused) || refused.Reason != c.want || refused.Until.IsZero()) {
			t.Errorf("%s: %v, want %q", c.now, err, c.want)
		}
	}
	if (ClientCertificate{}).CheckTime(at) == nil {
		t.Error("no certificate is in time")
	}
}

func FuzzReadClientCertificate(f *testing.F) {
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "")
	f.Add([]byte{0x30, 0x03, 0x02, 0x01, 0x03}, "p")
	f.Fuzz(func(t *testing.T, content []byte, password string) {
		if read, err := ReadClientCertificate(content, NewSecret(password)); err != nil {
			var refused *ProofError
			if !errors.As(err, &refused) {
				t.Errorf("%T", err)
			}
		} else if read.key == nil {
			t.Error("no key")
		}
	})
}

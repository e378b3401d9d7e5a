package practice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// authority is the certificate authority of one practice tenant. It can vouch for
// this tenant's names only, so that trusting it is safe for everything else.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

const tlsYears = 1

// newAuthority makes an authority for a host name beside the loopback names.
func newAuthority(host string) (*authority, error) {
	names := loopbackNames(host)
	made := &x509.Certificate{
		Subject:  pkix.Name{CommonName: "PRACTICE certificate authority of backupsso", Organization: []string{mark}},
		KeyUsage: x509.KeyUsageCertSign, BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         names,
		PermittedIPRanges:           []*net.IPNet{{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)}, {IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)}},
	}
	key, der, err := certified(made, nil)
	if err != nil {
		return nil, err
	}
	made, err = x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("practice: certificate authority: %w", err)
	}
	return &authority{made, key}, nil
}

// certified makes a key and a certificate for it; without an issuer it is
// self-signed. TLS checks the real clock and needs real randomness, whatever the
// tenant's are.
func certified(made *x509.Certificate, by *authority) (*ecdsa.PrivateKey, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("practice: key for TLS: %w", err)
	}
	if made.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, nil, fmt.Errorf("practice: serial number for TLS: %w", err)
	}
	now := time.Now()
	made.NotBefore, made.NotAfter = now.Add(-time.Hour), now.AddDate(tlsYears, 0, 0)
	issuer, signer := made, key
	if by != nil {
		issuer, signer = by.certificate, by.key
		made.NotAfter = issuer.NotAfter
	}
	der, err := x509.CreateCertificate(rand.Reader, made, issuer, key.Public(), signer)
	if err != nil {
		return nil, nil, fmt.Errorf("practice: certificate for TLS: %w", err)
	}
	return key, der, nil
}

// serverConfig is how the tenant serves TLS under a host name.
func (a *authority) serverConfig(host string) (*tls.Config, error) {
	leaf := &x509.Certificate{
		Subject:  pkix.Name{CommonName: host, Organization: []string{mark}},
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames: loopbackNames(host), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1).To4(), net.IPv6loopback},
	}
	key, der, err := certified(leaf, a)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, nil
}

func loopbackNames(host string) []string {
	if host == "localhost" || net.ParseIP(host) != nil {
		return []string{"localhost"}
	}
	return []string{host, "localhost"}
}

// write puts the authority's certificate into a file as PEM, into a fresh folder
// for temporary files when path is empty, and returns the absolute path.
func (a *authority) write(path string) (string, error) {
	if path == "" {
		folder, err := os.MkdirTemp("", "backupsso-practice-")
		if err != nil {
			return "", fmt.Errorf("practice: no place for the certificate authority: %w", err)
		}
		path = filepath.Join(folder, "ca.pem")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("practice: certificate authority: %w", err)
	}
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
	if err := writeWhole(path, content, 0o644); err != nil {
		return "", fmt.Errorf("practice: the certificate authority cannot be written: %w", err)
	}
	return path, nil
}

// checkHostName wants a host name that cannot be mistaken for a real sign-in page.
func checkHostName(host string) error {
	if ip := net.ParseIP(host); ip != nil {
		if ip.IsLoopback() {
			return nil
		}
		return fmt.Errorf("practice: %s is not on loopback", host)
	}
	if len(host) > 253 || host == "" {
		return errors.New("practice: a host name has 1 to 253 characters")
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return fmt.Errorf("practice: %q is no host name", host)
		}
	}
	if looksReal(host) {
		return fmt.Errorf("practice: %s looks like a real sign-in service; take a name that ends in .test or .localhost", host)
	}
	return nil
}

// looksReal reports whether a name is, or sounds like, one of Microsoft's.
func looksReal(host string) bool {
	host = strings.ToLower(host)
	for _, word := range []string{"microsoft", "windows.net", "azure", "office.com", "office365", "live.com", "outlook.com", "autotask.net"} {
		if strings.Contains(host, word) && !strings.HasSuffix(host, ".example") {
			return true
		}
	}
	return false
}

// origin is the address that a request was sent to.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// secured makes the authority and what is needed to serve TLS; the authority's
// certificate lies in the file returned.
func secured(options Options) (config *tls.Config, file string, err error) {
	made, err := newAuthority(options.Host)
	if err != nil {
		return nil, "", err
	}
	if config, err = made.serverConfig(options.Host); err != nil {
		return nil, "", err
	}
	file, err = made.write(options.CA)
	return config, file, err
}

package network

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
)

// caVariable names a file with authorities, as OpenSSL and Go know it.
const caVariable = "SSL_CERT_FILE"

// CAReason is why a file of authorities is of no use.
type CAReason string

// The reasons.
const (
	CAMissing        CAReason = "missing"
	CAUnreadable     CAReason = "unreadable"
	CANoCertificates CAReason = "no-certificates" // neither PEM nor DER
)

// CAError says that a file of authorities cannot be used.
type CAError struct {
	Path   string
	Reason CAReason
	Err    error
}

// Error names file and reason.
func (e *CAError) Error() string {
	text := fmt.Sprintf("authorities in %s: %s", e.Path, e.Reason)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *CAError) Unwrap() error { return e.Err }

// readAuthorities returns whom to trust; nil is the system's own choice.
func readAuthorities(config Config) (*x509.CertPool, error) {
	var files []string
	if config.CAFile != "" {
		files = append(files, config.CAFile)
	}
	if named := config.Getenv(caVariable); named != "" && !readsCAVariable(ownSystem()) {
		files = append(files, named)
	}
	if len(files) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // a system without authorities of its own
	}
	for _, file := range files {
		if err := addAuthorities(pool, file, config.ReadFile); err != nil {
			return nil, err
		}
	}
	return pool, nil
}

func addAuthorities(pool *x509.CertPool, file string, read func(string) ([]byte, error)) error {
	content, err := read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &CAError{Path: file, Reason: CAMissing, Err: err}
	case err != nil:
		return &CAError{Path: file, Reason: CAUnreadable, Err: err}
	}
	found, err := certificatesIn(content)
	if err != nil {
		return &CAError{Path: file, Reason: CANoCertificates, Err: err}
	}
	for _, certificate := range found {
		pool.AddCert(certificate)
	}
	return nil
}

// certificatesIn reads PEM, whatever else stands in it, or DER.
func certificatesIn(content []byte) ([]*x509.Certificate, error) {
	var found []*x509.Certificate
	var broken error
	for rest := content; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" && block.Type != "TRUSTED CERTIFICATE" && block.Type != "X509 CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			broken = err // one odd authority does not spoil a bundle of a hundred
			continue
		}
		found = append(found, certificate)
	}
	if len(found) > 0 {
		return found, nil
	}
	if broken != nil {
		return nil, broken
	}
	found, err := x509.ParseCertificates(content)
	if err == nil && len(found) == 0 {
		err = errors.New("the file is empty")
	}
	return found, err
}

package graph

import (
	"context"
	"crypto/sha1" //nolint:gosec // Entra names certificates by SHA-1
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipals"
)

// AddSigningCertificate makes a signing key in Entra and returns its public half.
// It is sent once, and every call makes another one. The new certificate is not
// active, and may be missing from reads and metadata for minutes. KeyID is that
// of the private half; match certificates by Thumbprint. Missing in national
// clouds (Cloud.SigningCertificates).
func (c *Client) AddSigningCertificate(ctx context.Context, principalID string, request CertificateRequest) (SigningCertificate, error) {
	const call = "POST /servicePrincipals/{id}/addTokenSigningCertificate"
	var certificate SigningCertificate
	if err := wanted(call, principalID); err != nil {
		return certificate, err
	}
	if !strings.HasPrefix(request.Subject, "CN=") || len(request.Subject) == len("CN=") {
		return certificate, &Error{Call: call, Err: errors.New("a certificate's subject begins with CN=")}
	}
	err := c.do(ctx, call, func(ctx context.Context) error {
		body := serviceprincipals.NewItemAddTokenSigningCertificatePostRequestBody()
		body.SetDisplayName(&request.Subject)
		body.SetEndDateTime(pointer(request.End.UTC().Truncate(time.Second)))
		made, err := serviceprincipals.NewServicePrincipalsRequestBuilderInternal(c.base, c.adapter).
			ByServicePrincipalId(principalID).AddTokenSigningCertificate().Post(ctx, body, nil)
		if err != nil {
			return err
		}
		if made == nil {
			return errMissing("certificate")
		}
		certificate = SigningCertificate{
			KeyID:      guid(made.GetKeyId()),
			Thumbprint: thumbprintOf(made.GetKey(), made.GetCustomKeyIdentifier()),
			DER:        made.GetKey(),
			NotBefore:  at(made.GetStartDateTime()),
			NotAfter:   at(made.GetEndDateTime()),
		}
		if certificate.Thumbprint == "" {
			certificate.Thumbprint = strings.ToUpper(value(made.GetThumbprint()))
		}
		if certificate.Thumbprint == "" {
			return errMissing("thumbprint")
		}
		return nil
	})
	return certificate, err
}

// certificatesFrom returns the public halves, newest NotAfter first.
func certificatesFrom(keys []models.KeyCredentialable) []SigningCertificate {
	var certificates []SigningCertificate
	for _, key := range keys {
		if !strings.EqualFold(value(key.GetUsage()), "Verify") {
			continue
		}
		certificates = append(certificates, SigningCertificate{
			KeyID:      guid(key.GetKeyId()),
			Thumbprint: thumbprintOf(key.GetKey(), key.GetCustomKeyIdentifier()),
			DER:        key.GetKey(),
			NotBefore:  at(key.GetStartDateTime()),
			NotAfter:   at(key.GetEndDateTime()),
		})
	}
	slices.SortStableFunc(certificates, func(a, b SigningCertificate) int { return b.NotAfter.Compare(a.NotAfter) })
	return certificates
}

// thumbprintOf is the SHA-1 of the certificate. Without it, the key identifier
// holds the same number: as 20 bytes, or as 40 hex digits in older objects.
func thumbprintOf(der, identifier []byte) string {
	switch {
	case len(der) > 0:
		sum := sha1.Sum(der) //nolint:gosec // see above
		return strings.ToUpper(hex.EncodeToString(sum[:]))
	case len(identifier) == sha1.Size:
		return strings.ToUpper(hex.EncodeToString(identifier))
	case len(identifier) == 2*sha1.Size:
		if _, err := hex.DecodeString(string(identifier)); err == nil {
			return strings.ToUpper(string(identifier))
		}
	}
	return ""
}

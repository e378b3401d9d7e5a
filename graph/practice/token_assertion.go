package practice

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha1" // x5t is the SHA-1 of a certificate; it protects nothing
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxAssertion bounds a client assertion, in bytes.
const maxAssertion = 16 << 10

// clientAssertion is a JWT by which a client proves who it is (RFC 7523; Entra's
// form: learn.microsoft.com/entra/identity-platform/certificate-credentials).
type clientAssertion struct {
	head struct {
		Algorithm string `json:"alg"`
		SHA1      string `json:"x5t"`
		SHA256    string `json:"x5t#S256"`
		Key       string `json:"kid"`
	}
	claims struct {
		Audience  oneText `json:"aud"`
		Issuer    string  `json:"iss"`
		Subject   string  `json:"sub"`
		Expires   float64 `json:"exp"`
		NotBefore float64 `json:"nbf"`
	}
	signed    string // what the signature covers
	signature []byte
}

// oneText is a text, or the only one of a list, as Kubernetes writes an audience.
type oneText string

// UnmarshalJSON takes both forms.
func (t *oneText) UnmarshalJSON(data []byte) error {
	var list []string
	if json.Unmarshal(data, &list) == nil {
		if len(list) != 1 {
			return errors.New("not one text")
		}
		*t = oneText(list[0])
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

func readAssertion(text string) (*clientAssertion, error) {
	parts := strings.Split(text, ".")
	if len(text) > maxAssertion || len(parts) != 3 {
		return nil, errors.New("not three parts")
	}
	read := &clientAssertion{signed: parts[0] + "." + parts[1]}
	for at, into := range []any{&read.head, &read.claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[at])
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, into); err != nil {
			return nil, err
		}
	}
	var err error
	read.signature, err = base64.RawURLEncoding.DecodeString(parts[2])
	return read, err
}

// namesThumbprint reports whether a header names a thumbprint. Libraries write it in
// either alphabet of base64, though RFC 7515 knows one.
func namesThumbprint(written string, sum []byte) bool {
	raw, ok := decodeBinary(written)
	return ok && bytes.Equal(raw, sum)
}

// signer finds the certificate that the assertion names and that fits its signature.
func (a *clientAssertion) signer(certificates []*x509.Certificate) *x509.Certificate {
	sum := sha256.Sum256([]byte(a.signed))
	for _, certificate := range certificates {
		public, ok := certificate.PublicKey.(*rsa.PublicKey)
		short, long := sha1.Sum(certificate.Raw), sha256.Sum256(certificate.Raw)
		named := namesThumbprint(a.head.SHA1, short[:]) || namesThumbprint(a.head.SHA256, long[:])
		if !ok || !named {
			continue
		}
		switch a.head.Algorithm {
		case "RS256":
			if rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], a.signature) == nil {
				return certificate
			}
		case "PS256":
			if rsa.VerifyPSS(public, crypto.SHA256, sum[:], a.signature, nil) == nil {
				return certificate
			}
		}
	}
	return nil
}

// checkAssertion proves a client by a certificate that its application holds.
func (l *login) checkAssertion(r *http.Request, form url.Values, client registeredClient) *refusal {
	if form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		return missingParameter("client_assertion_type")
	}
	read, err := readAssertion(form.Get("client_assertion"))
	if err != nil {
		return refuse(50027, "invalid_client", "JWT token is invalid or malformed.").withStatus(http.StatusUnauthorized)
	}
	unproven := func(number int, text string, values ...any) *refusal {
		return refuse(number, "invalid_client", text, values...).withStatus(http.StatusUnauthorized)
	}
	if foreignIssuer(read.claims.Issuer) {
		return l.checkFederated(r.Context(), read, client)
	}
	var certificates []*x509.Certificate
	if app, ok := l.tenant.applicationByAppID(client.id); ok {
		certificates = app.clientCertificates()
	}
	signer := read.signer(certificates)
	now := l.now()
	switch skew := 5 * time.Minute; {
	case signer == nil:
		return unproven(700027, "The certificate with identifier used to sign the client assertion is not registered on application.")
	case now.After(signer.NotAfter) || now.Before(signer.NotBefore.Add(-skew)):
		return unproven(700027, "The certificate with identifier used to sign the client assertion is expired on application.")
	case !strings.EqualFold(read.claims.Issuer, client.id) || !strings.EqualFold(read.claims.Subject, client.id):
		return unproven(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
	case !l.isOurTokenEndpoint(r, string(read.claims.Audience)):
		return unproven(700023, "Client assertion audience claim does not match Realm issuer.")
	case float64(now.Add(-skew).Unix()) > read.claims.Expires || float64(now.Add(skew).Unix()) < read.claims.NotBefore:
		return unproven(700024, "Client assertion is not within its valid time range.")
	}
	return nil
}

// isOurTokenEndpoint takes the token endpoints and the issuer of this tenant.
func (l *login) isOurTokenEndpoint(r *http.Request, audience string) bool {
	parsed, err := url.Parse(audience)
	if err != nil || !strings.EqualFold(parsed.Host, r.Host) {
		return false
	}
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	switch strings.ToLower(rest) {
	case "oauth2/v2.0/token", "oauth2/token", "v2.0", "":
		return l.knowsTenant(tenant)
	}
	return false
}

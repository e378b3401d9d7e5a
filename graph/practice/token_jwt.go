package practice

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sync"
)

// tokenSigner signs the tokens of a practice tenant with a key made when it is
// first needed. Nothing outside the tenant trusts it.
type tokenSigner struct {
	newKey func() (*rsa.PrivateKey, error)
	once   sync.Once
	made   *rsa.PrivateKey
	id     string
	err    error
}

func (s *tokenSigner) key() (*rsa.PrivateKey, string, error) {
	s.once.Do(func() {
		if s.made, s.err = s.newKey(); s.err != nil {
			s.err = fmt.Errorf("practice: no key for tokens: %w", s.err)
			return
		}
		sum := sha256.Sum256(s.made.N.Bytes())
		s.id = base64.RawURLEncoding.EncodeToString(sum[:20])
	})
	return s.made, s.id, s.err
}

// sign returns claims as a signed JWT (RFC 7519, RS256).
func (s *tokenSigner) sign(claims map[string]any) (string, error) {
	key, id, err := s.key()
	if err != nil {
		return "", err
	}
	head, err := json.Marshal(map[string]string{"typ": "JWT", "alg": "RS256", "kid": id, "x5t": id})
	if err != nil {
		return "", fmt.Errorf("practice: token head: %w", err)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("practice: token claims: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode(head) + "." + encode(body)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("practice: signing a token: %w", err)
	}
	return text + "." + encode(signature), nil
}

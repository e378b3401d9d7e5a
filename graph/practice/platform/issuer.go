package platform

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"time"
)

// Issuer gives out workload tokens and publishes the key that signs them, by OpenID
// discovery.
type Issuer struct {
	t      T
	key    *rsa.PrivateKey
	server *httptest.Server
}

const keyID = "platform-key"

// StartIssuer listens until the test ends. The key signs.
func StartIssuer(t T, key *rsa.PrivateKey) *Issuer {
	t.Helper()
	i := &Issuer{t: t, key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, map[string]any{"issuer": i.URL(), "jwks_uri": i.URL() + "/keys"})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		encode := base64.RawURLEncoding.EncodeToString
		writeJSON(w, map[string]any{"keys": []map[string]any{{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": keyID,
			"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes())}}})
	})
	i.server = httptest.NewServer(mux)
	t.Cleanup(i.server.Close)
	return i
}

// URL is the issuer's name and address.
func (i *Issuer) URL() string { return i.server.URL }

// Token is one for a subject and an audience that ends after life; change may alter
// its claims, and a key of another signs in the issuer's name.
func (i *Issuer) Token(subject, audience string, life time.Duration, change func(claims map[string]any), by *rsa.PrivateKey) string {
	i.t.Helper()
	now := time.Now()
	claims := map[string]any{"iss": i.URL(), "sub": subject, "aud": []string{audience},
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(life).Unix()}
	if change != nil {
		change(claims)
	}
	if by == nil {
		by = i.key
	}
	text := encoded(i.t, map[string]any{"alg": "RS256", "typ": "JWT", "kid": keyID}) + "." + encoded(i.t, claims)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, by, crypto.SHA256, sum[:])
	if err != nil {
		i.t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func encoded(t T, part map[string]any) string {
	raw, err := json.Marshal(part)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func writeJSON(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(what) // the reader is gone if this fails
}

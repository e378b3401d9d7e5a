package practice

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"time"
)

// checkFederated proves a client by a token of a platform that its application
// trusts. The platform's keys are fetched, as Entra does, but from this computer only.
func (l *login) checkFederated(ctx context.Context, read *clientAssertion, client registeredClient) *refusal {
	app, there := l.tenant.applicationByAppID(client.id)
	if !there {
		return refuse(70025, "invalid_client", "The client '%s'(%s) has no configured federated identity credentials.", client.id, client.name).
			withStatus(http.StatusUnauthorized)
	}
	if cause := federationFor(app, read.claims.Issuer, read.claims.Subject, string(read.claims.Audience)); cause != nil {
		return cause
	}
	keys, err := issuerKeys(ctx, read.claims.Issuer)
	if err != nil {
		return refuse(90061, "invalid_request", "Request to External OIDC endpoint failed.")
	}
	now, skew := l.now(), 5*time.Minute
	switch {
	case !read.signedBy(keys):
		return refuse(50013, "invalid_client", "Assertion failed signature validation.").withStatus(http.StatusUnauthorized)
	case float64(now.Add(-skew).Unix()) > read.claims.Expires || float64(now.Add(skew).Unix()) < read.claims.NotBefore:
		return refuse(700024, "invalid_client", "Client assertion is not within its valid time range.").withStatus(http.StatusUnauthorized)
	}
	return nil
}

func (a *clientAssertion) signedBy(keys map[string]*rsa.PublicKey) bool {
	key := keys[a.head.Key]
	if key == nil || a.head.Algorithm != "RS256" {
		return false
	}
	sum := sha256.Sum256([]byte(a.signed))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], a.signature) == nil
}

// issuerKeys reads an issuer's RSA keys by its OpenID discovery.
func issuerKeys(ctx context.Context, issuer string) (map[string]*rsa.PublicKey, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var document struct {
		Keys string `json:"jwks_uri"`
	}
	if err := readJSON(ctx, client, strings.TrimRight(issuer, "/")+"/.well-known/openid-configuration", &document); err != nil {
		return nil, err
	}
	var set struct {
		Keys []struct {
			Kind string `json:"kty"`
			ID   string `json:"kid"`
			N    string `json:"n"`
			E    string `json:"e"`
		} `json:"keys"`
	}
	if err := readJSON(ctx, client, document.Keys, &set); err != nil {
		return nil, err
	}
	keys := map[string]*rsa.PublicKey{}
	for _, one := range set.Keys {
		n, nErr := base64.RawURLEncoding.DecodeString(one.N)
		e, eErr := base64.RawURLEncoding.DecodeString(one.E)
		if one.Kind == "RSA" && nErr == nil && eErr == nil && len(e) <= 4 {
			keys[one.ID] = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}
		}
	}
	return keys, nil
}

func readJSON(ctx context.Context, client *http.Client, address string, into any) error {
	if !isLoopback(address) {
		return errors.New("practice: not on this computer")
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("practice: status %d", response.StatusCode)
	}
	return json.NewDecoder(io.LimitReader(response.Body, maxDiscovery)).Decode(into)
}

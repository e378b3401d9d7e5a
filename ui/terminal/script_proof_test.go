package terminal_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"backupsso/graph/practice"
)

// proof FILE makes a client certificate with its key, and has the tenant's seeded
// client ($CLIENT) accept it.
func proof(ts *testscript.TestScript, keys *keyRing, args []string) {
	key, err := keys.key()
	ts.Check(err)
	content, der, err := clientCertificate(key)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
	info := practice.Info{Login: ts.Getenv("LOGIN"), Graph: ts.Getenv("GRAPH"), TenantID: ts.Getenv("TENANT"), ClientID: ts.Getenv("CLIENT"), ClientSecret: ts.Getenv("SECRET")}
	ts.Check(acceptCertificate(info, der))
}

// clientCertificate is a certificate with its private key as PEM, and as DER without.
func clientCertificate(key *rsa.PrivateKey) (content, der []byte, err error) {
	made := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "unattended"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 6, 0)}
	if der, err = x509.CreateCertificate(rand.Reader, made, made, key.Public(), key); err != nil {
		return nil, nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, nil, err
	}
	content = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return append(content, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...), der, nil
}

func acceptCertificate(info practice.Info, der []byte) error {
	return change(info, http.MethodPatch, "/applications(appId='"+info.ClientID+"')",
		`{"keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"`+base64.StdEncoding.EncodeToString(der)+`"}]}`)
}

// tokenOf asks the tenant for a token for Graph.
func tokenOf(info practice.Info, form url.Values) (string, error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	form.Set("scope", "https://graph.microsoft.com/.default")
	answer, err := client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", form)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil || token.Access == "" {
		return "", fmt.Errorf("no token, status %d: %w", answer.StatusCode, err)
	}
	return token.Access, nil
}

// change calls Graph as the tenant's seeded client.
func change(info practice.Info, method, path, body string) error {
	token, err := tokenOf(info, url.Values{"grant_type": {"client_credentials"}, "client_id": {info.ClientID}, "client_secret": {info.ClientSecret}})
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, info.Graph+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s", method, path, answer.Status)
	}
	return nil
}

package practice

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// clientCertificate is a certificate of a program, and its key.
func clientCertificate(t *testing.T, number int64, until time.Time) (*x509.Certificate, *rsa.PrivateKey) {
	t.Helper()
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	key := keys[number%int64(len(keys))]
	made := &x509.Certificate{SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "unattended"},
		NotBefore: until.AddDate(-1, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, made, made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key
}

// trusts adds a certificate to the application of a client, as Graph does.
func trusts(t *testing.T, server *Server, certificates ...*x509.Certificate) {
	t.Helper()
	app, ok := server.tenant.applicationByAppID(server.Info().ClientID)
	if !ok {
		t.Fatal("the client has no application")
	}
	var keys []any
	for _, certificate := range certificates {
		keys = append(keys, map[string]any{"type": "AsymmetricX509Cert", "usage": "Verify", "key": base64.StdEncoding.EncodeToString(certificate.Raw)})
	}
	changed, now := app.copy(), server.tenant.now()
	if failure := changed.set("keyCredentials", keys); failure != nil {
		t.Fatalf("%+v", failure)
	}
	server.tenant.mu.Lock()
	server.tenant.apps.put(changed.id, changed, now, now)
	server.tenant.mu.Unlock()
}

func TestClientCertificateSignsInForReal(t *testing.T) {
	server := startForLogin(t, Options{})
	certificate, key := clientCertificate(t, 1, time.Now().AddDate(0, 6, 0))
	// Microsoft's library writes the thumbprint in the alphabet that is not for URLs:
	// take a certificate whose thumbprint shows the difference.
	for number := int64(5); ; number += 4 {
		sum := sha256.Sum256(certificate.Raw)
		if strings.ContainsAny(base64.StdEncoding.EncodeToString(sum[:]), "+/") {
			break
		}
		certificate, key = clientCertificate(t, number, time.Now().AddDate(0, 6, 0))
	}
	trusts(t, server, certificate)
	info := server.Info()
	for _, chain := range []bool{false, true} {
		credential, err := azidentity.NewClientCertificateCredential(info.TenantID, info.ClientID, []*x509.Certificate{certificate}, key,
			&azidentity.ClientCertificateCredentialOptions{ClientOptions: clientOptions(t, server), DisableInstanceDiscovery: true, SendCertificateChain: chain})
		if err != nil {
			t.Fatal(err)
		}
		token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
		if err != nil {
			t.Fatal(err)
		}
		if held, ok := server.grantFor(token.Token); !ok || held.user != nil || held.clientID != info.ClientID || len(held.scopes) == 0 {
			t.Errorf("grant %+v, known %v", held, ok)
		}
	}
}

func TestClientAssertionErrors(t *testing.T) {
	server := startForLogin(t, Options{})
	info := server.Info()
	now := time.Now()
	good, key := clientCertificate(t, 1, now.AddDate(0, 6, 0))
	old, oldKey := clientCertificate(t, 2, now.AddDate(0, 0, -1))
	stranger, strangerKey := clientCertificate(t, 3, now.AddDate(0, 6, 0))
	trusts(t, server, good, old)
	signed := func(certificate *x509.Certificate, key *rsa.PrivateKey, change func(head, claims map[string]any)) string {
		sum := sha256.Sum256(certificate.Raw)
		head := map[string]any{"alg": "RS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(sum[:])}
		claims := map[string]any{"aud": info.Login + "/" + info.TenantID + "/oauth2/v2.0/token", "iss": info.ClientID, "sub": info.ClientID,
			"exp": now.Add(10 * time.Minute).Unix(), "nbf": now.Unix(), "jti": "1"}
		if change != nil {
			change(head, claims)
		}
		var parts []string
		for _, part := range []any{head, claims} {
			raw, err := json.Marshal(part)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, base64.RawURLEncoding.EncodeToString(raw))
		}
		text := strings.Join(parts, ".")
		digest := sha256.Sum256([]byte(text))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
		if err != nil {
			t.Fatal(err)
		}
		return text + "." + base64.RawURLEncoding.EncodeToString(signature)
	}
	claim := func(name string, value any) func(head, claims map[string]any) {
		return func(_, claims map[string]any) { claims[name] = value }
	}
	for name, c := range map[string]struct {
		assertion string
		number    float64
	}{
		"good":              {signed(good, key, nil), 0},
		"for the issuer":    {signed(good, key, claim("aud", info.Login+"/"+info.TenantID+"/v2.0")), 0},
		"no JWT":            {"hello", 50027},
		"no JSON":           {"e30.eyJ9.AA", 50027},
		"too long":          {strings.Repeat("a", maxAssertion) + ".b.c", 50027},
		"a stranger's":      {signed(stranger, strangerKey, nil), 700027},
		"another key":       {signed(good, strangerKey, nil), 700027},
		"expired":           {signed(old, oldKey, nil), 700027},
		"alg none":          {signed(good, key, func(head, _ map[string]any) { head["alg"] = "none" }), 700027},
		"names none":        {signed(good, key, func(head, _ map[string]any) { delete(head, "x5t#S256") }), 700027},
		"of another client": {signed(good, key, claim("sub", graphTools)), 700021},
		"for another place": {signed(good, key, claim("aud", "https://login.microsoftonline.com/common/oauth2/v2.0/token")), 700023},
		"late":              {signed(good, key, claim("exp", now.Add(-10*time.Minute).Unix())), 700024},
		"early":             {signed(good, key, claim("nbf", now.Add(10*time.Minute).Unix())), 700024},
	} {
		form := url.Values{"client_id": {info.ClientID}, "grant_type": {"client_credentials"}, "scope": {"https://graph.microsoft.com/.default"},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {c.assertion}}
		status, answer := ask(t, server, "token", form)
		if c.number == 0 {
			if status != http.StatusOK || answer["access_token"] == nil {
				t.Errorf("%s: %d %v", name, status, answer)
			}
			continue
		}
		if codes, _ := answer["error_codes"].([]any); status != http.StatusUnauthorized || len(codes) != 1 || codes[0] != c.number {
			t.Errorf("%s: %d %v, want %v", name, status, answer, c.number)
		}
	}
}

func TestCertificatesOfClients(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	certificate, _ := clientCertificate(t, 1, tt.now().AddDate(1, 0, 0))
	public := base64.StdEncoding.EncodeToString(certificate.Raw)
	path := "/applications/" + made.id
	tt.want(204, "PATCH", path, `{"keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","displayName":"CI","key":"`+public+`"}]}`)
	got := tt.want(200, "GET", path+"?$select=keyCredentials", "")
	if got.text("keyCredentials", 0, "key") != public || got.text("keyCredentials", 0, "displayName") != "CI" || !isGUID(got.text("keyCredentials", 0, "keyId")) {
		t.Errorf("%s", got.raw)
	}
	if hidden := tt.want(200, "GET", path, ""); hidden.at("keyCredentials", 0, "key") != nil {
		t.Errorf("%s", hidden.raw)
	}
	tt.want(204, "PATCH", path, `{"keyCredentials":[{"keyId":"`+got.text("keyCredentials", 0, "keyId")+`"}]}`)
	for _, wrong := range []string{`{"type":"AsymmetricX509Cert","usage":"Sign","key":"` + public + `"}`, `{"type":"X509CertAndPassword","usage":"Verify","key":"` + public + `"}`,
		`{"type":"AsymmetricX509Cert","usage":"Verify","key":"AAAA"}`, `{"keyId":"11111111-1111-4111-8111-111111111111"}`} {
		tt.refused(400, "Request_BadRequest", "keyCredentials", "PATCH", path, `{"keyCredentials":[`+wrong+`]}`)
	}
	// A certificate brings no permissions with it.
	tt.want(204, "PATCH", path, `{"keyCredentials":[]}`)
	if names := tt.s.login.permissionsOf(registeredClient{id: made.appID}); len(names) != 0 {
		t.Errorf("permissions %v", names)
	}
}

// Whatever a client sends, reading it ends in an assertion or an error, and what
// nobody signed proves nothing.
func FuzzClientAssertion(f *testing.F) {
	f.Add("e30.e30.AA")
	f.Add("eyJhbGciOiJSUzI1NiIsIng1dCI6IkFBIn0.eyJleHAiOjFlMzA4fQ.AA")
	f.Add("..")
	f.Add(strings.Repeat(".", 100))
	f.Fuzz(func(t *testing.T, text string) {
		read, err := readAssertion(text)
		if err != nil {
			return
		}
		certificate, _ := clientCertificate(t, 1, time.Now().AddDate(0, 6, 0))
		if read.signer([]*x509.Certificate{certificate}) != nil {
			t.Errorf("%q is taken for signed", text)
		}
	})
}

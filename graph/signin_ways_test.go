package graph

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
	"backupsso/graph/practice/platform"
)

// ownToken gets a token of the tenant's seeded client.
func ownToken(t *testing.T, info practice.Info) string {
	t.Helper()
	answer := postedTo(t, info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {"https://graph.microsoft.com/.default"}})
	token, _ := answer["access_token"].(string)
	return token
}

func postedTo(t *testing.T, address string, form url.Values) map[string]any {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// changeOwnApp changes the application of the seeded client by Graph.
func changeOwnApp(t *testing.T, info practice.Info, method, below, body string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	request, err := http.NewRequest(method, info.Graph+"/applications(appId='"+info.ClientID+"')"+below, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+ownToken(t, info))
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		t.Fatalf("%s: %d", body, response.StatusCode)
	}
}

// isApplication looks at a client that nobody signed in with, and makes a change.
func isApplication(t *testing.T, client *Client, info practice.Info) {
	t.Helper()
	sight, err := client.Look(t.Context(), Question{Self: true, Gallery: "Autotask Endpoint Backup"})
	if err != nil {
		t.Fatal(err)
	}
	account, grant := sight.Account, sight.Grant
	if !account.Application || account.UPN != "" || account.Label() != "Practice automation" || account.ID == "" || account.ID == info.ClientID {
		t.Errorf("account %+v", account)
	}
	if sight.Tenant.ID != info.TenantID || sight.Tenant.DefaultDomain() != info.TenantDomain || len(sight.Gallery) != 1 {
		t.Errorf("tenant %+v, gallery %v", sight.Tenant, sight.Gallery)
	}
	if !grant.Readable || !grant.Application || grant.ClientID != info.ClientID || !grant.Covers(ScopeApplications) || !grant.Covers(ScopeReadUsers) || grant.Covers("Mail.Send") {
		t.Errorf("grant %+v", grant)
	}
	if _, _, err := client.AddFromGallery(t.Context(), sight.Gallery[0].ID, "Autotask Endpoint Backup"); err != nil {
		t.Error(err)
	}
}

func TestCertificateSignsIn(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	key, err := sharedKey()
	if err != nil {
		t.Fatal(err)
	}
	own := selfSigned(t, key, time.Now().Add(-time.Hour), time.Now().AddDate(1, 0, 0))
	proof, err := paired([]*x509.Certificate{own}, key)
	if err != nil {
		t.Fatal(err)
	}
	signIn := SignIn{Way: Certificate, Cloud: cloud, TenantID: info.TenantID, ClientID: info.ClientID, Proof: proof}
	_, err = Open(t.Context(), signIn, testDeps(t))
	if failure := signInFailure(t, err); failure.Code != 700027 {
		t.Errorf("a certificate that nobody knows: %v", err)
	}
	changeOwnApp(t, info, "PATCH", "", `{"keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"`+base64.StdEncoding.EncodeToString(own.Raw)+`"}]}`)
	for _, tenant := range []string{info.TenantID, info.TenantDomain} {
		signIn.TenantID = tenant
		client := openPractice(t, signIn, testDeps(t))
		if tenant == info.TenantID {
			isApplication(t, client, info)
		}
		// A claims challenge is answered without anybody.
		if _, err := client.bearer.answer(t.Context(), `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`); err != nil {
			t.Error(err)
		}
	}
	for _, lacking := range []SignIn{{Way: Certificate, Cloud: cloud, TenantID: info.TenantID, Proof: proof}, {Way: Certificate, Cloud: cloud, ClientID: info.ClientID, Proof: proof}} {
		var missing *MissingError
		if _, err := Open(t.Context(), lacking, testDeps(t)); !errors.As(err, &missing) {
			t.Errorf("%v", err)
		}
	}
	signIn.ClientID = someApp
	if _, err := Open(t.Context(), signIn, testDeps(t)); signInFailure(t, err).Code != 700016 {
		t.Errorf("an unknown application: %v", err)
	}
}

func TestWorkloadIdentitySignsIn(t *testing.T) {
	const subject, audience = "repo:contoso/backup:environment:prod", "api://AzureADTokenExchange"
	info, cloud := startPractice(t, practice.Options{})
	key, err := sharedKey()
	if err != nil {
		t.Fatal(err)
	}
	issuer := platform.StartIssuer(t, key)
	file := filepath.Join(t.TempDir(), "token")
	write := func(token string) {
		if err := os.WriteFile(file, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	signIn := SignIn{Way: WorkloadIdentity, Cloud: cloud, TenantID: info.TenantID, ClientID: info.ClientID, TokenFile: file}
	refused := func(code int) {
		t.Helper()
		_, err := Open(t.Context(), signIn, testDeps(t))
		if failure := signInFailure(t, err); failure.Code != code {
			t.Errorf("got %v, want %d", err, code)
		}
	}
	var unreadable *TokenFileError
	if _, err := Open(t.Context(), signIn, testDeps(t)); !errors.As(err, &unreadable) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	write(canary)
	if _, err := Open(t.Context(), signIn, testDeps(t)); !errors.As(err, &unreadable) || strings.Contains(err.Error(), canary) {
		t.Errorf("no token: %v", err)
	}
	write(issuer.Token(subject, audience, time.Hour, nil, nil))
	refused(70025)
	changeOwnApp(t, info, "POST", "/federatedIdentityCredentials", fmt.Sprintf(`{"name":"prod","issuer":%q,"subject":%q,"audiences":[%q]}`, issuer.URL(), subject, audience))
	isApplication(t, openPractice(t, signIn, testDeps(t)), info)
	said, err := ReadPlatformToken(file)
	if err != nil || said != (PlatformToken{issuer.URL(), subject, audience}) {
		t.Errorf("%+v, %v", said, err)
	}
	write(issuer.Token("repo:contoso/backup:environment:test", audience, time.Hour, nil, nil))
	refused(700213)
	signIn.TokenFile = ""
	var missing *MissingError
	if _, err := Open(t.Context(), signIn, testDeps(t)); !errors.As(err, &missing) || *missing != (MissingError{TokenFile: true}) {
		t.Errorf("%v", err)
	}
}

func TestGrants(t *testing.T) {
	token := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".x"
	}
	for claims, want := range map[string]Grant{
		`{"scp":"User.Read Application.ReadWrite.All","tid":"T","appid":"A","oid":"o"}`: {Readable: true, TenantID: "t", ClientID: "a", ObjectID: "o", Permissions: []string{"Application.ReadWrite.All", "User.Read"}},
		`{"roles":["User.Read.All"],"tid":"t","azp":"b","app_displayname":"n"}`:         {Readable: true, TenantID: "t", ClientID: "b", ClientName: "n", Application: true, Permissions: []string{"User.Read.All"}},
		`{"idtyp":"app"}`:                          {Readable: true, Application: true, Permissions: []string{}},
		`{"idtyp":"user","roles":["x"],"scp":[1]}`: {Readable: true, Permissions: []string{}},
		`{"scp":7,"roles":{"a":1},"tid":["x"]}`:    {Readable: true, Application: true, Permissions: []string{}},
		`[]`:                                       {},
	} {
		got := grantOf(token(claims))
		if got.Permissions == nil && want.Permissions != nil {
			got.Permissions = []string{}
		}
		mustBe(t, got, want)
	}
	for _, odd := range []string{"", canary, "a.b.c", "..", strings.Repeat("a", 70000)} {
		mustBe(t, grantOf(odd), Grant{})
	}
	person := Grant{Permissions: []string{"Directory.AccessAsUser.All"}}
	if !person.Covers(ScopeApplications) || person.Covers(ScopeAssignments) || (Grant{Application: true, Permissions: person.Permissions}).Covers(ScopeUsers) {
		t.Error("as the person")
	}
}

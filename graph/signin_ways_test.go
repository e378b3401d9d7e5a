package graph

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// asMachine leads the address of the instance metadata service to a stand-in, as
// the network of an Azure machine does to the real one.
type asMachine struct {
	next    http.RoundTripper
	address string
}

func (a asMachine) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Host == "169.254.169.254" {
		request.URL.Host = a.address
	}
	return a.next.RoundTrip(request)
}

// noMachine takes away what would make this computer one of Azure's.
func noMachine(t *testing.T) {
	for _, name := range []string{"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT", "MSI_SECRET", "IMDS_ENDPOINT"} {
		t.Setenv(name, "")
	}
}

func TestManagedIdentitySignsIn(t *testing.T) {
	noMachine(t)
	info, cloud := startPractice(t, practice.Options{})
	identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret, Header: canary}).Start(t)
	t.Setenv("IDENTITY_ENDPOINT", identity.Endpoint())
	t.Setenv("IDENTITY_HEADER", canary)

	isApplication(t, openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud}, testDeps(t)), info)
	asked := identity.Asked()[0]
	if asked.Get("resource") != strings.TrimSuffix(info.Graph, "/v1.0") || asked.Get("client_id") != "" {
		t.Errorf("asked %v", asked)
	}
	// One of several identities, named by its client id; and only in its own tenant.
	openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someApp, TenantID: info.TenantID}, testDeps(t))
	if got := identity.Asked()[1].Get("client_id"); got != someApp {
		t.Errorf("asked for %s", got)
	}
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someID, TenantID: someID}, testDeps(t))
	if failure := signInFailure(t, err); failure.OtherTenant != info.TenantID {
		t.Errorf("another tenant: %v", err)
	}
	identity.Refuse = "Identity not found"
	_, err = Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someUser}, testDeps(t))
	if failure := signInFailure(t, err); !failure.Managed || failure.Message != "Identity not found" {
		t.Errorf("refused: %+v", *failure)
	}
}

func TestManagedIdentityOfAMachine(t *testing.T) {
	noMachine(t)
	info, practiceCloud := startPractice(t, practice.Options{})
	identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret}).Start(t)
	// Not a practice cloud, which would be kept on this computer.
	cloud := practiceCloud
	cloud.Name, cloud.Practises = "machine", false
	deps := testDeps(t)
	deps.Transport = asMachine{deps.Transport, identity.Address()}
	openPractice(t, SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: someRole}, deps)
	if asked := identity.Asked(); len(asked) != 1 || asked[0].Get("client_id") != someRole || asked[0].Get("api-version") == "" {
		t.Errorf("asked %v", asked)
	}
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: practiceCloud, ClientID: someRole + "0"}, deps)
	if !errors.Is(err, ErrForeignHost) {
		t.Errorf("practice left this computer: %v", err)
	}
}

func TestNoManagedIdentity(t *testing.T) {
	noMachine(t)
	_, cloud := startPractice(t, practice.Options{})
	t.Setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")
	t.Setenv("IDENTITY_HEADER", canary)
	_, err := Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: "nobody"}, testDeps(t))
	if signInFailure(t, err); !errors.Is(err, ErrNoManagedIdentity) {
		t.Errorf("%v", err)
	}
	// Whoever sets the variable cannot have the token of another machine asked for.
	t.Setenv("IDENTITY_ENDPOINT", "http://identity.example/msi/token")
	_, err = Open(t.Context(), SignIn{Way: ManagedIdentity, Cloud: cloud, ClientID: "nobody"}, testDeps(t))
	if signInFailure(t, err); !errors.Is(err, ErrForeignHost) {
		t.Errorf("%v", err)
	}
}

// az puts a program of that name in front of PATH that does what a script says.
func az(t *testing.T, script string) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to stand in for the Azure CLI")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "az"), []byte("#!/bin/sh\necho \"$@\" > '"+folder+"/asked'\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("AZ_FOLDER", folder)
}

func azAsked(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(os.Getenv("AZ_FOLDER"), "asked"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(content))
}

// cliToken is what the real az prints, with a token of the practice tenant.
func cliToken(t *testing.T, info practice.Info) string {
	t.Helper()
	answer := postedTo(t, info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"password"},
		"client_id": {"04b07795-8ddb-461a-bbee-02f9e1bf7b46"}, "username": {info.Accounts[0].UPN}, "password": {info.Accounts[0].Password},
		"scope": {"https://graph.microsoft.com/.default"}})
	token, _ := answer["access_token"].(string)
	if token == "" {
		t.Fatalf("%v", answer)
	}
	printed, err := json.Marshal(map[string]any{"accessToken": token, "expiresOn": "2030-01-01 00:00:00.000000",
		"expires_on": time.Now().Add(time.Hour).Unix(), "subscription": someID, "tenant": info.TenantID, "tokenType": "Bearer"})
	if err != nil {
		t.Fatal(err)
	}
	return string(printed)
}

func TestAzureCLISignsIn(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	az(t, "cat <<'END'\n"+cliToken(t, info)+"\nEND\n")
	client := openPractice(t, SignIn{Way: AzureCLI, Cloud: cloud, TenantID: info.TenantID}, testDeps(t))
	if asked := azAsked(t); asked != "account get-access-token -o json --resource "+cloud.Graph+" --tenant "+info.TenantID {
		t.Errorf("asked %q", asked)
	}
	sight, err := client.Look(t.Context(), Question{Self: true})
	if err != nil || sight.Account.UPN != info.Accounts[0].UPN || sight.Account.Application {
		t.Fatalf("%+v, %v", sight.Account, err)
	}
	for _, scope := range []string{ScopeSelf, ScopeApplications, ScopeAssignments, ScopeUsers, ScopeReadUsers} {
		if !sight.Grant.Covers(scope) {
			t.Errorf("%s is not covered by %v", scope, sight.Grant.Permissions)
		}
	}
	if sight.Grant.Covers("Policy.Read.All") || !slices.Contains(sight.Grant.Permissions, "AuditLog.Read.All") {
		t.Errorf("granted %v", sight.Grant.Permissions)
	}
	_, err = Open(t.Context(), SignIn{Way: AzureCLI, Cloud: cloud, TenantID: someID}, testDeps(t))
	if failure := signInFailure(t, err); failure.CLI != CLITenant || failure.OtherTenant != info.TenantID {
		t.Errorf("another tenant: %v", err)
	}
	_, err = client.bearer.answer(t.Context(), `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`)
	if failure := signInFailure(t, err); failure.CLI != CLIAgain {
		t.Errorf("a claims challenge: %v", err)
	}
}

func TestAzureCLIRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		says string
		want CLIReason
		code int
	}{
		"signed out":     {"ERROR: Please run 'az login' to setup account.", CLISignedOut, 0},
		"no account":     {"ERROR: No subscription found. Run 'az account set' to select a subscription.", CLISignedOut, 0},
		"not in tenant":  {"ERROR: AADSTS50020: User account 'a@b' from identity provider 'live.com' does not exist in tenant 'Contoso'. Trace ID: aaaaaaaa-0000-4000-8000-000000000000 Correlation ID: bbbbbbbb-0000-4000-8000-000000000000 Timestamp: 2026-11-23 10:00:00Z\nInteractive authentication is needed. Please run:\naz login", CLITenant, 50020},
		"no such tenant": {"ERROR: AADSTS90002: Tenant 'x' not found.", CLITenant, 90002},
		"second proof":   {"ERROR: AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication. Please run: az login --scope x", CLIAgain, 50076},
		"session over":   {"ERROR: AADSTS700082: The refresh token has expired due to inactivity. Please run: az login", CLIAgain, 700082},
		"forbidden":      {"ERROR: AADSTS7000112: Application is disabled.", CLIFailed, 7000112},
		"its own fault":  {"ERROR: The command failed with an unexpected error. token eyJ" + canary, CLIFailed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, cloud := startPractice(t, practice.Options{})
			az(t, "cat >&2 <<'END'\n"+c.says+"\nEND\nexit 1\n")
			_, err := Open(t.Context(), SignIn{Way: AzureCLI, Cloud: cloud}, testDeps(t))
			failure := signInFailure(t, err)
			if failure.CLI != c.want || failure.Code != c.code {
				t.Errorf("%+v", *failure)
			}
			if c.code == 50020 && failure.CorrelationID == "" {
				t.Error("no ids")
			}
		})
	}
	t.Run("missing", func(t *testing.T) {
		_, cloud := startPractice(t, practice.Options{})
		t.Setenv("PATH", t.TempDir())
		_, err := Open(t.Context(), SignIn{Way: AzureCLI, Cloud: cloud}, testDeps(t))
		if failure := signInFailure(t, err); failure.CLI != CLIMissing {
			t.Errorf("%+v", *failure)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		_, cloud := startPractice(t, practice.Options{})
		az(t, "exec sleep 60\n")
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		begun := time.Now()
		_, err := Open(ctx, SignIn{Way: AzureCLI, Cloud: cloud}, testDeps(t))
		if failure := signInFailure(t, err); !failure.Cancelled || time.Since(begun) > 20*time.Second {
			t.Errorf("%+v", *failure)
		}
	})
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

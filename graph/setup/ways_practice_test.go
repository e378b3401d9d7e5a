package setup

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/practice/platform"
)

// tenantCall calls the practice tenant as its seeded client, outside of any flow.
func tenantCall(t *testing.T, info practice.Info, method, path, body string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {"https://graph.microsoft.com/.default"}})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		Access string `json:"access_token"`
	}
	err = json.NewDecoder(response.Body).Decode(&token)
	_ = response.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(method, info.Graph+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token.Access)
	request.Header.Set("Content-Type", "application/json")
	if response, err = client.Do(request); err != nil || response.StatusCode >= 300 {
		t.Fatalf("%s %s: %v, %v", method, path, response, err)
	}
	_ = response.Body.Close()
}

// proofFile writes a certificate and its key as PEM, and makes the seeded client's
// application hold the certificate when info is given.
func proofFile(t *testing.T, info *practice.Info, until time.Time) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	made := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "unattended"}, NotBefore: until.AddDate(-1, 0, 0), NotAfter: until}
	der, err := x509.CreateCertificate(rand.Reader, made, made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	content := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...)
	path := filepath.Join(t.TempDir(), "proof.pem")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if info != nil {
		tenantCall(t, *info, http.MethodPatch, "/applications(appId='"+info.ClientID+"')",
			`{"keyCredentials":[{"type":"AsymmetricX509Cert","usage":"Verify","key":"`+base64.StdEncoding.EncodeToString(der)+`"}]}`)
	}
	return path
}

func kindOfSignIn(t *testing.T, flow *Flow, ask SignIn) *Problem {
	t.Helper()
	_, err := flow.SignIn(t.Context(), ask)
	var problem *Problem
	if !errors.As(err, &problem) {
		t.Fatalf("%v", err)
	}
	for _, name := range factsOf()[problem.Kind] {
		if problem.Facts[name] == "" {
			t.Errorf("%s lacks the fact %s", problem.Kind, name)
		}
	}
	return problem
}

// TestUnattendedSetUp does the whole job with nobody there, in three ways.
func TestUnattendedSetUp(t *testing.T) {
	for _, name := range []string{"IDENTITY_SERVER_THUMBPRINT", "MSI_ENDPOINT", "MSI_SECRET", "IMDS_ENDPOINT"} {
		t.Setenv(name, "")
	}
	for _, way := range []Way{Certificate, WorkloadIdentity, ManagedIdentity} {
		t.Run(string(way), func(t *testing.T) {
			server := startPractice(t, practice.Options{})
			info := server.Info()
			ask := SignIn{Way: way, TenantID: info.TenantID, ClientID: info.ClientID, CreatesUser: true}
			switch way {
			case Certificate:
				ask.CertificateFile = proofFile(t, &info, time.Now().AddDate(0, 6, 0))
			case WorkloadIdentity:
				issuer := platform.StartIssuer(t, keys()[0])
				tenantCall(t, info, http.MethodPost, "/applications(appId='"+info.ClientID+"')/federatedIdentityCredentials",
					`{"name":"pipeline","issuer":"`+issuer.URL()+`","subject":"job","audiences":["api://AzureADTokenExchange"]}`)
				ask.TokenFile = filepath.Join(t.TempDir(), "token")
				if err := os.WriteFile(ask.TokenFile, []byte(issuer.Token("job", "api://AzureADTokenExchange", time.Hour, nil, nil)), 0o600); err != nil {
					t.Fatal(err)
				}
			case ManagedIdentity:
				identity := (&platform.Identity{Login: info.Login, TenantID: info.TenantID, ClientID: info.ClientID, Secret: info.ClientSecret, Header: "h"}).Start(t)
				t.Setenv("IDENTITY_ENDPOINT", identity.Endpoint())
				t.Setenv("IDENTITY_HEADER", "h")
			}
			flow := New(practiceConfig(server))
			t.Cleanup(flow.Close)
			who, err := flow.SignIn(t.Context(), ask)
			if err != nil {
				t.Fatal(err)
			}
			if !who.Account.Application || who.Account.Label() != "Practice automation" || len(who.MayLack) != 0 || len(who.NotGranted) != 0 || !who.Grant.Application {
				t.Errorf("%+v", who)
			}
			alone := wish()
			alone.Notify = nil
			var problem *Problem
			if _, err := flow.Plan(t.Context(), alone); !errors.As(err, &problem) || problem.Kind != NobodyNamed {
				t.Fatalf("nobody to ask: %v", err)
			}
			alone.Notify = []string{"ops@contoso.example"}
			result, _ := apply(t, flow, plan(t, flow, alone))
			if result.Contents.ContactUPN != "ops@contoso.example" || result.Contents.ContactName != "Practice automation" || result.TestUserUPN == "" || len(result.Bundle) == 0 {
				t.Errorf("%+v", result.Contents)
			}
			if again := plan(t, flow, alone); again.Writes() != 0 {
				t.Errorf("second plan %+v", again.Changes)
			}
		})
	}
}

// TestWaysThatDoNotWork names what each way lacks.
func TestWaysThatDoNotWork(t *testing.T) {
	server := startPractice(t, practice.Options{})
	info := server.Info()
	flow := New(practiceConfig(server))
	t.Cleanup(flow.Close)
	unknown := proofFile(t, nil, time.Now().AddDate(0, 6, 0))
	old := proofFile(t, nil, time.Now().AddDate(0, -1, 0))
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	certificate := func(file string) SignIn {
		return SignIn{Way: Certificate, TenantID: info.TenantID, ClientID: info.ClientID, CertificateFile: file}
	}
	issuer := platform.StartIssuer(t, keys()[0])
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte(issuer.Token("job", "api://AzureADTokenExchange", time.Hour, nil, nil)), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")
	t.Setenv("IDENTITY_HEADER", "h")
	for name, c := range map[string]struct {
		ask   SignIn
		kind  Kind
		facts map[string]string
	}{
		"certificate nobody knows": {certificate(unknown), ProofUnknown, map[string]string{"Client": info.ClientID}},
		"certificate of last year": {certificate(old), ProofOutOfTime, map[string]string{"Path": old}},
		"no certificate":           {certificate(text), ProofUnreadable, nil},
		"no file":                  {certificate(text + "2"), ProofUnreadable, nil},
		"no application":           {SignIn{Way: Certificate, TenantID: info.TenantID, CertificateFile: unknown}, IdentityIncomplete, map[string]string{"Missing": "AZURE_CLIENT_ID"}},
		"no tenant":                {SignIn{Way: WorkloadIdentity, ClientID: info.ClientID}, IdentityIncomplete, map[string]string{"Missing": "AZURE_TENANT_ID, AZURE_FEDERATED_TOKEN_FILE"}},
		"unknown application":      {SignIn{Way: Certificate, TenantID: info.TenantID, ClientID: "0a0a0a0a-0000-4000-8000-000000000001", CertificateFile: unknown}, ClientUnknown, nil},
		"platform not trusted":     {SignIn{Way: WorkloadIdentity, TenantID: info.TenantID, ClientID: info.ClientID, TokenFile: token}, FederationRefused, map[string]string{"Subject": "job", "Issuer": issuer.URL()}},
		"no token file":            {SignIn{Way: WorkloadIdentity, TenantID: info.TenantID, ClientID: info.ClientID, TokenFile: text}, TokenFileUnusable, nil},
		"no identity":              {SignIn{Way: ManagedIdentity, ClientID: "of-this-test"}, NoManagedIdentity, nil},
	} {
		t.Run(name, func(t *testing.T) {
			problem := kindOfSignIn(t, flow, c.ask)
			if problem.Kind != c.kind {
				t.Fatalf("%s: %v", problem.Kind, problem)
			}
			for fact, want := range c.facts {
				if problem.Facts[fact] != want {
					t.Errorf("%s is %q", fact, problem.Facts[fact])
				}
			}
		})
	}
}

// An application that may too little is told which permission it lacks.
func TestApplicationWithoutPermissions(t *testing.T) {
	server := startPractice(t, practice.Options{Faults: []string{"consent-missing:scope=User.ReadWrite.All"}})
	info := server.Info()
	ask := SignIn{Way: Certificate, TenantID: info.TenantID, ClientID: info.ClientID, CreatesUser: true, CertificateFile: proofFile(t, &info, time.Now().AddDate(0, 6, 0))}
	flow := New(practiceConfig(server))
	t.Cleanup(flow.Close)
	who, err := flow.SignIn(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(who.NotGranted, []string{graph.ScopeUsers}) {
		t.Errorf("not granted: %v of %v", who.NotGranted, who.Grant.Permissions)
	}
	alone := wish()
	alone.Notify = []string{"ops@contoso.example"}
	_, err = flow.Apply(t.Context(), plan(t, flow, alone), nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ApplicationForbidden || problem.Facts["Scope"] != graph.ScopeUsers || problem.Facts["Account"] != "Practice automation" {
		t.Errorf("%v", err)
	}
}

func TestAzureCLISetUp(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to stand in for the Azure CLI")
	}
	server := startPractice(t, practice.Options{})
	info := server.Info()
	flow := New(practiceConfig(server))
	t.Cleanup(flow.Close)
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	if problem := kindOfSignIn(t, flow, SignIn{Way: AzureCLI}); problem.Kind != CLIMissing {
		t.Errorf("%v", problem)
	}
	t.Setenv("PATH", folder+":/usr/bin:/bin")
	az := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, "az"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	az("echo \"ERROR: Please run 'az login' to setup account.\" >&2\nexit 1\n")
	problem := kindOfSignIn(t, flow, SignIn{Way: AzureCLI, TenantID: info.TenantDomain})
	if problem.Kind != CLISignedOut || problem.Facts["Command"] != "az login --tenant "+info.TenantDomain+" --scope "+strings.TrimSuffix(info.Graph, "/v1.0")+"/.default" {
		t.Errorf("%v, %v", problem, problem.Facts)
	}
	az("echo 'ERROR: AADSTS50020: User account does not exist in tenant. Trace ID: x' >&2\nexit 1\n")
	if problem := kindOfSignIn(t, flow, SignIn{Way: AzureCLI, TenantID: info.TenantDomain}); problem.Kind != CLIElsewhere || !strings.Contains(problem.Detail.Code, "50020") {
		t.Errorf("%v, %+v", problem, problem.Detail)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"password"},
		"client_id": {"04b07795-8ddb-461a-bbee-02f9e1bf7b46"}, "username": {info.Accounts[0].UPN}, "password": {info.Accounts[0].Password},
		"scope": {"https://graph.microsoft.com/.default"}})
	if err != nil {
		t.Fatal(err)
	}
	var token map[string]any
	err = json.NewDecoder(answer.Body).Decode(&token)
	_ = answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	printed, err := json.Marshal(map[string]any{"accessToken": token["access_token"], "expires_on": time.Now().Add(time.Hour).Unix()})
	if err != nil {
		t.Fatal(err)
	}
	az("cat <<'END'\n" + string(printed) + "\nEND\n")
	who, err := flow.SignIn(t.Context(), SignIn{Way: AzureCLI, CreatesUser: true})
	if err != nil {
		t.Fatal(err)
	}
	if who.Account.UPN != info.Accounts[0].UPN || len(who.NotGranted) != 0 || !slices.Contains(who.Grant.Permissions, "Directory.AccessAsUser.All") {
		t.Errorf("%+v", who)
	}
	apply(t, flow, plan(t, flow, wish()))
}

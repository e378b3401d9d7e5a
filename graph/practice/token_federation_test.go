package practice

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"backupsso/graph/practice/platform"
)

const (
	workload      = "system:serviceaccount:ops:backupsso"
	tokenExchange = "api://AzureADTokenExchange"
)

// federated makes the seeded client trust a platform, by Graph, and returns both.
func federated(t *testing.T) (*Server, *platform.Issuer) {
	t.Helper()
	server := startForLogin(t, Options{})
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	issuer := platform.StartIssuer(t, keys[0])
	app, _ := server.tenant.applicationByAppID(server.Info().ClientID)
	changed, now := app.copy(), server.tenant.now()
	changed.more[federationList] = []any{map[string]any{"id": "1", "name": "cluster", "issuer": issuer.URL(), "subject": workload, "audiences": []any{tokenExchange}}}
	server.tenant.mu.Lock()
	server.tenant.apps.put(changed.id, changed, now, now)
	server.tenant.mu.Unlock()
	return server, issuer
}

func TestWorkloadIdentitySignsInForReal(t *testing.T) {
	server, issuer := federated(t)
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(issuer.Token(workload, tokenExchange, time.Hour, nil, nil)), 0o600); err != nil {
		t.Fatal(err)
	}
	credential, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: clientOptions(t, server), DisableInstanceDiscovery: true,
		TenantID: server.Info().TenantID, ClientID: server.Info().ClientID, TokenFilePath: file})
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	if err != nil {
		t.Fatal(err)
	}
	if held, ok := server.grantFor(token.Token); !ok || held.user != nil || held.clientID != server.Info().ClientID {
		t.Errorf("grant %+v, known %v", held, ok)
	}
}

func TestFederatedAssertionErrors(t *testing.T) {
	server, issuer := federated(t)
	keys, err := testKeys()
	if err != nil {
		t.Fatal(err)
	}
	other := platform.StartIssuer(t, keys[0])
	gone := func(claims map[string]any) { claims["iss"] = "https://login.example/away" }
	for name, c := range map[string]struct {
		assertion string
		number    float64
	}{
		"good":             {issuer.Token(workload, tokenExchange, time.Hour, nil, nil), 0},
		"another issuer":   {other.Token(workload, tokenExchange, time.Hour, nil, nil), 700211},
		"foreign issuer":   {issuer.Token(workload, tokenExchange, time.Hour, gone, nil), 700211},
		"another audience": {issuer.Token(workload, "api://other", time.Hour, nil, nil), 700212},
		"another subject":  {issuer.Token("system:serviceaccount:Ops:backupsso", tokenExchange, time.Hour, nil, nil), 700213},
		"another key":      {issuer.Token(workload, tokenExchange, time.Hour, nil, keys[1]), 50013},
		"late":             {issuer.Token(workload, tokenExchange, -time.Hour, nil, nil), 700024},
	} {
		status, answer := ask(t, server, "token", url.Values{"client_id": {server.Info().ClientID}, "grant_type": {"client_credentials"},
			"scope": {"https://graph.microsoft.com/.default"}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
			"client_assertion": {c.assertion}})
		if c.number == 0 {
			if status != http.StatusOK || answer["access_token"] == nil {
				t.Errorf("%s: %d %v", name, status, answer)
			}
			continue
		}
		if codes, _ := answer["error_codes"].([]any); len(codes) != 1 || codes[0] != c.number {
			t.Errorf("%s: %d %v, want %v", name, status, answer, c.number)
		}
	}
	// Without any, and from an issuer that practice will not ask.
	app, _ := server.tenant.applicationByAppID(server.Info().ClientID)
	app.more[federationList] = []any{}
	if cause := federationFor(app, issuer.URL(), workload, tokenExchange); cause == nil || cause.number != 70025 {
		t.Errorf("%+v", cause)
	}
	if _, err := issuerKeys(t.Context(), "https://login.example"); err == nil {
		t.Error("keys were fetched from elsewhere")
	}
}

func TestFederatedIdentityCredentials(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	path := "/applications/" + made.id + "/federatedIdentityCredentials"
	body := `{"name":"cluster","issuer":"https://oidc.example/","subject":"` + workload + `","audiences":["` + tokenExchange + `"]}`
	given := tt.want(201, "POST", path, body)
	id := given.text("id")
	if id == "" || given.text("name") != "cluster" || given.at("audiences", 0) != tokenExchange || given.at("description") != nil {
		t.Errorf("%s", given.raw)
	}
	if got := tt.want(200, "GET", path, ""); len(got.items()) != 1 || got.text("value", 0, "issuer") != "https://oidc.example/" {
		t.Errorf("%s", got.raw)
	}
	for _, key := range []string{id, "cluster"} {
		tt.want(200, "GET", path+"/"+key, "")
	}
	tt.refused(409, "Request_MultipleObjectsWithSameKeyValue", "already exists", "POST", path, body)
	tt.refused(400, "Request_BadRequest", "", "POST", path, `{"name":"x","issuer":"https://o","subject":"s","audiences":["a"]}`)
	tt.refused(400, "Request_BadRequest", "", "POST", path, `{"name":"two","issuer":"https://o","subject":"s","audiences":["a","b"]}`)
	tt.refused(400, "Request_BadRequest", "subject", "POST", path, `{"name":"none","issuer":"https://o","audiences":["a"]}`)
	if got := tt.want(200, "GET", "/applications/"+made.id, ""); strings.Contains(string(got.raw), "federated") {
		t.Errorf("the application shows them: %s", got.raw)
	}
	tt.want(204, "DELETE", path+"/"+id, "")
	tt.refused(404, "Request_ResourceNotFound", "", "GET", path+"/"+id, "")
	tt.as("grace@contoso.example", allScopes()...)
	tt.refused(403, "Authorization_RequestDenied", "", "POST", path, body)
}

package practice

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"go.uber.org/goleak"
)

// overPlain sends what a library insists to send over https as http: that is all
// a client must do to talk to a practice tenant.
type overPlain struct{ client *http.Client }

func (o overPlain) Do(r *http.Request) (*http.Response, error) {
	changed := r.Clone(r.Context())
	changed.URL.Scheme = "http"
	return o.client.Do(changed)
}

func clientOptions(t *testing.T, server *Server) policy.ClientOptions {
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return policy.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: strings.Replace(server.Info().Login, "http:", "https:", 1)},
		Transport: overPlain{&http.Client{Transport: transport}},
		Retry:     policy.RetryOptions{MaxRetries: -1},
	}
}

func graphScopes() policy.TokenRequestOptions {
	return policy.TokenRequestOptions{EnableCAE: true, Scopes: []string{
		"https://graph.microsoft.com/Application.ReadWrite.All", "https://graph.microsoft.com/User.Read"}}
}

func TestDeviceCodeSignsInForReal(t *testing.T) {
	for _, tenantName := range []string{"", defaultDomain, "organizations"} {
		t.Run("tenant "+tenantName, func(t *testing.T) {
			server := startForLogin(t, Options{})
			if tenantName == "" {
				tenantName = server.Info().TenantID
			}
			var shown azidentity.DeviceCodeMessage
			credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
				ClientID: graphTools, TenantID: tenantName, DisableInstanceDiscovery: true, ClientOptions: clientOptions(t, server),
				UserPrompt: func(_ context.Context, m azidentity.DeviceCodeMessage) error { shown = m; return nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			options := graphScopes()
			record, err := credential.Authenticate(t.Context(), &options)
			if err != nil {
				t.Fatal(err)
			}
			if record.Username != "ada@"+defaultDomain || record.TenantID != server.Info().TenantID {
				t.Errorf("signed in as %q in %q", record.Username, record.TenantID)
			}
			if shown.UserCode == "" || !strings.HasPrefix(shown.VerificationURL, server.Info().Login+"/") {
				t.Errorf("shown: %+v", shown)
			}
			checkGrant(t, server, credential, "ada@"+defaultDomain)
		})
	}
}

type tokenSource interface {
	GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error)
}

// checkGrant gets a token without a further sign-in and looks at what it is for.
func checkGrant(t *testing.T, server *Server, credential tokenSource, upn string) {
	t.Helper()
	token, err := credential.GetToken(t.Context(), graphScopes())
	if err != nil {
		t.Fatal(err)
	}
	held, ok := server.grantFor(token.Token)
	if !ok || held.user == nil || held.user.upn != upn {
		t.Fatalf("grant %+v, known %v", held, ok)
	}
	if strings.Join(held.scopes, " ") != "Application.ReadWrite.All User.Read" || held.clientID != graphTools {
		t.Errorf("scopes %v for client %s", held.scopes, held.clientID)
	}
	claims := claimsOf(t, token.Token)
	for name, want := range map[string]any{"tid": server.Info().TenantID, "oid": held.user.id, "appid": graphTools,
		"aud": "https://graph.microsoft.com", "scp": "Application.ReadWrite.All User.Read"} {
		if claims[name] != want {
			t.Errorf("claim %s is %v, want %v", name, claims[name], want)
		}
	}
	wids, _ := claims["wids"].([]any)
	if len(wids) != len(held.user.roles) {
		t.Errorf("wids %v for roles %v", wids, held.user.roles)
	}
	if exp, ok := claims["exp"].(float64); !ok || time.Until(time.Unix(int64(exp), 0)) < 50*time.Minute {
		t.Errorf("exp is %v", claims["exp"])
	}
	if _, known := server.grantFor(token.Token + "x"); known {
		t.Error("a changed token is known")
	}
}

func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("token has %d parts", len(parts))
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(body, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestDeviceCodeWaitsForAPerson(t *testing.T) {
	server := startForLogin(t, Options{Ask: true})
	code := make(chan azidentity.DeviceCodeMessage, 1)
	credential, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
		ClientID: graphTools, TenantID: server.Info().TenantID, DisableInstanceDiscovery: true,
		ClientOptions: clientOptions(t, server),
		UserPrompt:    func(_ context.Context, m azidentity.DeviceCodeMessage) error { code <- m; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		options := graphScopes()
		_, err := credential.Authenticate(t.Context(), &options)
		done <- err
	}()
	shown := <-code
	select {
	case err := <-done:
		t.Fatalf("signed in before anyone approved: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	v := newVisitor(t)
	v.open(shown.VerificationURL).shows("Enter code")
	v.press("Next", url.Values{"code": {"WRONGCODE"}}).shows("That code did not work")
	v.press("Next", url.Values{"code": {strings.ToLower(shown.UserCode)}}).shows("Pick an account", "Microsoft Graph Command Line Tools")
	v.press("ada@", nil).shows("Permissions requested", "Read and write all applications")
	v.press("Accept", nil).shows("You have signed in to Microsoft Graph Command Line Tools")
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// TestMain lets the test program stand in for the desktop's browser opener.
func TestMain(m *testing.M) {
	if walk := os.Getenv("PRACTICE_TEST_WALK"); walk != "" {
		os.Exit(walkAsBrowser(walk, os.Args[len(os.Args)-1]))
	}
	status := m.Run()
	shared.end()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Println(err)
		status = 1
	}
	os.Exit(status)
}

// fakeBrowser puts a program named xdg-open in front of PATH that starts this
// test program again to walk the sign-in.
func fakeBrowser(t *testing.T, walk string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script := "#!/bin/sh\nexec env PRACTICE_TEST_WALK=" + walk + " '" + self + "' \"$1\" > '" + dir + "/walk' 2>&1\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Cleanup(func() {
		if !t.Failed() {
			return
		}
		if log, err := os.ReadFile(filepath.Join(dir, "walk")); err == nil {
			t.Logf("the browser: %s", log)
		}
	})
}

func TestBrowserSignsInForReal(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to stand in for the desktop's browser opener")
	}
	cases := []struct{ name, walk, want string }{
		{"accepted", "accept", ""},
		{"refused on the consent page", "refuse", "AADSTS65004"},
		{"refused for want of a role", "no-role", "AADSTS65004"},
		{"a state that is not ours", "wrong-state", "mismatched OAuth state"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := startForLogin(t, Options{})
			fakeBrowser(t, c.walk)
			credential, err := azidentity.NewInteractiveBrowserCredential(&azidentity.InteractiveBrowserCredentialOptions{
				ClientID: graphTools, TenantID: server.Info().TenantID, DisableInstanceDiscovery: true,
				LoginHint: "alan@" + defaultDomain, ClientOptions: clientOptions(t, server),
			})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			options := graphScopes()
			record, err := credential.Authenticate(ctx, &options)
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Fatalf("error %v, want %s", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if record.Username != "alan@"+defaultDomain {
				t.Errorf("signed in as %q", record.Username)
			}
			checkGrant(t, server, credential, "alan@"+defaultDomain)
		})
	}
}

// onExit ends the stand-in browser where a test would fail.
type onExit struct{}

func (onExit) Helper()        {}
func (onExit) Cleanup(func()) {}

func (onExit) Fatal(values ...any) {
	fmt.Println(values...)
	os.Exit(1)
}

func (onExit) Fatalf(format string, values ...any) {
	fmt.Printf(format+"\n", values...)
	os.Exit(1)
}

// walkAsBrowser goes through the sign-in at address in the way named.
func walkAsBrowser(walk, address string) int {
	v := newVisitor(onExit{})
	v.open(address).shows("Pick an account", "to continue to Microsoft Graph Command Line Tools", "alan@")
	switch walk {
	case "accept":
		v.press("alan@", nil).shows("Permissions requested").press("Accept", nil).submit()
		v.shows("Authentication complete")
	case "refuse":
		v.press("alan@", nil).shows("Permissions requested").press("Cancel", nil).submit()
	case "no-role":
		v.press("grace@", nil).shows("Need admin approval", "AADSTS90094", "Read and write all applications")
		v.press("Return to the application", nil).submit()
	case "wrong-state":
		v.press("alan@", nil).press("Accept", nil)
		v.forms[0].values.Set("state", "another")
		v.submit()
	default:
		return 2
	}
	return 0
}

package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// testVault is this system's own store under a name of the test's; the test is left
// out where the system encrypts nothing.
func testVault(t *testing.T) (*Vault, string) {
	t.Helper()
	if name := "XDG_CACHE_HOME"; os.Getenv("HOME") != "" {
		t.Setenv(name, t.TempDir())
	}
	name := fmt.Sprintf("backupsso-test-%d-%d", os.Getpid(), time.Now().UnixNano())
	vault, err := openVault(name)
	if errors.Is(err, ErrNoVault) {
		t.Skipf("no store here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _, _ = emptyVault(name) })
	return vault, name
}

// secretsOf collects the tokens of every answer that passes.
type secretsOf struct {
	next http.RoundTripper
	seen [][]byte
}

func (s *secretsOf) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(request)
	if err != nil || !strings.HasSuffix(request.URL.Path, "/token") {
		return response, err
	}
	got, err := readAnswer(response, maxDoorAnswer)
	var body map[string]any
	_ = json.Unmarshal(got.body, &body)
	for _, name := range []string{"access_token", "refresh_token", "id_token"} {
		if text, is := body[name].(string); is {
			s.seen = append(s.seen, []byte(text))
		}
	}
	return got.response(request), err
}

// nothingIn looks for secrets in every file below a folder.
func nothingIn(t *testing.T, folder string, secrets [][]byte) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(content, secret) {
				t.Errorf("%s holds a token", path)
			}
		}
		return err
	})
	if err != nil || files == 0 || len(secrets) == 0 {
		t.Errorf("%d files, %d secrets, %v", files, len(secrets), err)
	}
}

// TestStayingSignedIn signs in once and runs again and again, as the program does.
func TestStayingSignedIn(t *testing.T) {
	for _, way := range []Way{Browser, DeviceCode} {
		t.Run(string(way), func(t *testing.T) {
			vault, name := testVault(t)
			info, cloud := startPractice(t, practice.Options{})
			deps := testDeps(t)
			secrets := &secretsOf{next: deps.Transport}
			deps.Transport = secrets
			walk := newWalker(t, "ada@", "Accept")
			asked := 0
			signIn := SignIn{Way: way, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), Vault: vault,
				OpenURL:  func(address string) error { asked++; return walk.open(address) },
				ShowCode: func(Code) { asked++ }}

			first := openPractice(t, signIn, deps)
			signIn.Record = first.Kept()
			if asked != 1 || !strings.Contains(signIn.Record, info.TenantID) || !strings.Contains(signIn.Record, info.Accounts[0].UPN) {
				t.Fatalf("asked %d times, record %q", asked, signIn.Record)
			}
			nothingIn(t, os.Getenv("XDG_CACHE_HOME"), secrets.seen)
			for _, secret := range secrets.seen {
				if strings.Contains(signIn.Record, string(secret)) {
					t.Error("the record holds a token")
				}
			}
			// The first run goes on with what it kept: a challenge is answered in silence.
			if _, err := first.bearer.answer(t.Context(), `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`); err != nil || asked != 1 {
				t.Errorf("%v, asked %d times", err, asked)
			}

			second := openPractice(t, signIn, deps)
			if account, err := second.Me(t.Context()); err != nil || account.UPN != info.Accounts[0].UPN || asked != 1 {
				t.Errorf("%+v, %v, asked %d times", account, err, asked)
			}
			// Either way renews what the other one began.
			other := signIn
			other.Way = map[Way]Way{Browser: DeviceCode, DeviceCode: Browser}[way]
			openPractice(t, other, deps)
			if asked != 1 {
				t.Errorf("asked %d times", asked)
			}

			// A kept token of a session that was ended elsewhere shows at the first call;
			// a sign-in without the record asks, and is kept again.
			revoke(t, info, info.Accounts[0].UPN)
			third := openPractice(t, signIn, deps)
			_, err := third.Look(t.Context(), Question{Self: true})
			var over *SignInError
			if !errors.As(err, &over) || !over.Again || over.Code != 50173 || asked != 1 {
				t.Errorf("%v, asked %d times", err, asked)
			}
			fresh := signIn
			fresh.Record = ""
			fourth := openPractice(t, fresh, deps)
			if signIn.Record = fourth.Kept(); signIn.Record == "" || asked != 2 {
				t.Errorf("asked %d times", asked)
			}
			if _, err := fourth.Look(t.Context(), Question{Self: true}); err != nil {
				t.Error(err)
			}
			if place, there, err := emptyVault(name); err != nil || !there || place != vault.Place() {
				t.Errorf("forgot %s, %v, %v", place, there, err)
			}
			if left, _ := filepath.Glob(filepath.Join(os.Getenv("XDG_CACHE_HOME"), ".IdentityService", name+"*")); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
			openPractice(t, signIn, deps)
			if asked != 3 {
				t.Errorf("asked %d times", asked)
			}
			if _, _, err := emptyVault(name); err != nil {
				t.Error(err)
			}
			if _, there, err := emptyVault(name); err != nil || there {
				t.Errorf("there is still something: %v", err)
			}
		})
	}
}

// revoke ends a person's sessions, as an admin does.
func revoke(t *testing.T, info practice.Info, upn string) {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	request, err := http.NewRequest(http.MethodPost, info.Graph+"/users/"+upn+"/revokeSignInSessions", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+ownToken(t, info))
	response, err := client.Do(request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v, %v", response, err)
	}
	_ = response.Body.Close()
	// Tokens of the same second count as older, so the next sign-in waits for the next.
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second)))
}

// Nothing is written without a vault.
func TestMemoryOnlyByDefault(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR"} {
		t.Setenv(name, folder)
	}
	info, cloud := startPractice(t, practice.Options{})
	walk := newWalker(t, "ada@", "Accept")
	for _, way := range []Way{Browser, DeviceCode} {
		client := openPractice(t, SignIn{Way: way, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), OpenURL: walk.open, ShowCode: func(Code) {}}, testDeps(t))
		if client.Kept() != "" {
			t.Error("something is kept")
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

// A vault that stops working later costs the comfort and not the sign-in.
func TestVaultThatFails(t *testing.T) {
	vault, _ := testVault(t)
	blocked := filepath.Join(os.Getenv("XDG_CACHE_HOME"), ".IdentityService")
	if err := os.RemoveAll(blocked); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(blocked, nil, 0o600); err != nil { // where a folder has to be
		t.Fatal(err)
	}
	info, cloud := startPractice(t, practice.Options{})
	walk := newWalker(t, "ada@", "Accept")
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), OpenURL: walk.open, Vault: vault}, testDeps(t))
	if client.Kept() != "" {
		t.Error("kept in a vault that fails")
	}
	if _, err := client.Me(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := client.bearer.answer(t.Context(), `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`); err != nil {
		t.Error(err)
	}
}

// A record that is damaged or another's is none.
func TestOddRecords(t *testing.T) {
	vault, _ := testVault(t)
	info, cloud := startPractice(t, practice.Options{})
	for _, record := range []string{"{", "[]", `{"homeAccountId":"x.y","version":"1.0","tenantId":"z","username":"u","authority":"a","clientId":"c"}`, `{"version":"9.9"}`} {
		codes := 0
		signIn := SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), Vault: vault, Record: record, ShowCode: func(Code) { codes++ }}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		client, err := Open(ctx, signIn, testDeps(t))
		cancel()
		if err != nil || codes != 1 {
			t.Fatalf("%s: %v after %d codes", record, err, codes)
		}
		client.Close()
	}
}

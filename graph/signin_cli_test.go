package graph

import (
	"context"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

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

package graph

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"backupsso/graph/practice"
)

// practiceFor starts a tenant and gives its cloud.
func practiceFor(t *testing.T, options practice.Options) (practice.Info, Cloud) {
	t.Helper()
	server, err := practice.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	info := server.Info()
	return info, Practice(info.Login, info.Graph, info.MyApps)
}

func permissionsOf(t *testing.T, client *Client) []string {
	t.Helper()
	grant, err := client.Grant(context.Background())
	if err != nil || !grant.Readable {
		t.Fatalf("%+v, %v", grant, err)
	}
	return grant.Permissions
}

// A second stage asks once more, and never again for what was consented to.
func TestWidenAsksOnceMore(t *testing.T) {
	for _, way := range []Way{Browser, DeviceCode} {
		t.Run(string(way), func(t *testing.T) {
			info, cloud := practiceFor(t, practice.Options{})
			asked := 0
			walk := newWalker(t, "Ada", "Accept")
			signIn := SignIn{Way: way, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf},
				OpenURL:  func(address string) error { asked++; return walk.open(address) },
				ShowCode: func(Code) { asked++ }}
			client := openPractice(t, signIn, testDeps(t))
			if got := permissionsOf(t, client); !slices.Equal(got, []string{ScopeSelf}) || asked != 1 {
				t.Fatalf("first %v, asked %d times", got, asked)
			}
			if allowed, err := client.Allowed(context.Background(), []string{ScopeApplications}); allowed || err != nil || asked != 1 {
				t.Fatalf("allowed %v, %v, asked %d times", allowed, err, asked)
			}
			if err := client.Widen(context.Background(), []string{ScopeApplications}); err != nil || asked != 2 {
				t.Fatalf("%v, asked %d times", err, asked)
			}
			if got := permissionsOf(t, client); !slices.Equal(got, []string{ScopeApplications, ScopeSelf}) {
				t.Errorf("then %v", got)
			}
			if _, err := client.GalleryApps(context.Background(), "Autotask Endpoint Backup"); err != nil {
				t.Error(err)
			}
			// Who signs in again is not asked for a consent that stands.
			again := openPractice(t, signIn, testDeps(t))
			if err := again.Widen(context.Background(), []string{ScopeApplications}); err != nil || asked != 3 {
				t.Errorf("%v, asked %d times", err, asked)
			}
			if allowed, err := again.Allowed(context.Background(), []string{ScopeApplications}); !allowed || err != nil {
				t.Errorf("allowed %v, %v", allowed, err)
			}
		})
	}
}

// A refusal of more leaves what there was.
func TestWidenRefused(t *testing.T) {
	info, cloud := practiceFor(t, practice.Options{})
	walk := newWalker(t, "Ada", "Accept")
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf}, OpenURL: func(address string) error { return walk.open(address) }}, testDeps(t))
	walk = newWalker(t, "Ada", "Cancel")
	err := client.Widen(context.Background(), []string{ScopeApplications})
	var refused *SignInError
	if !errors.As(err, &refused) || refused.Code != 65004 {
		t.Fatalf("%v", err)
	}
	if _, err := client.Me(context.Background()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if got := permissionsOf(t, client); !slices.Equal(got, []string{ScopeSelf}) {
		t.Errorf("afterwards %v", got)
	}
}

func TestWidenCancelled(t *testing.T) {
	info, cloud := practiceFor(t, practice.Options{Ask: true})
	ctx, cancel := context.WithCancel(context.Background())
	walk := newWalker(t, "Ada", "Accept")
	opened := 0
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf}, OpenURL: func(address string) error {
		if opened++; opened > 1 {
			cancel()
			return nil
		}
		return walk.open(address)
	}}, testDeps(t))
	err := client.Widen(ctx, []string{ScopeApplications})
	var refused *SignInError
	if !errors.As(err, &refused) || !refused.Cancelled {
		t.Errorf("%v", err)
	}
}

func TestAdminConsentPage(t *testing.T) {
	page := USGov().AdminConsentPage("contoso.us", "", []string{ScopeApplications, ScopeSelf})
	parsed, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	query := parsed.Query()
	if parsed.Host != "login.microsoftonline.us" || parsed.Path != "/contoso.us/v2.0/adminconsent" || query.Get("client_id") != DefaultClientID ||
		query.Get("scope") != "https://graph.microsoft.us/Application.ReadWrite.All https://graph.microsoft.us/User.Read" || query.Get("redirect_uri") != "http://localhost" {
		t.Errorf("%s", page)
	}
	if strings.Contains(page, "+") || strings.Contains(page, " ") {
		t.Errorf("a mail program would break %s", page)
	}
	if page := Global().AdminConsentPage("", "own", nil); !strings.Contains(page, "/organizations/v2.0/adminconsent?client_id=own") {
		t.Errorf("%s", page)
	}
}

// Who answers the second question must be who answered the first; otherwise nothing is
// done in either name.
func TestWidenByAnotherAccount(t *testing.T) {
	info, cloud := practiceFor(t, practice.Options{})
	walk := newWalker(t, "Ada", "Accept")
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf}, OpenURL: func(address string) error { return walk.open(address) }}, testDeps(t))
	walk = newWalker(t, "Alan", "Accept")
	if err := client.Widen(context.Background(), []string{ScopeApplications}); !errors.Is(err, ErrOtherAccount) {
		t.Fatalf("%v", err)
	}
	if _, err := client.Me(context.Background()); !errors.Is(err, ErrOtherAccount) {
		t.Errorf("afterwards: %v", err)
	}
	if err := client.Widen(context.Background(), []string{ScopeApplications}); err == nil {
		t.Error("the second time it was let through")
	}
}

package graph

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"backupsso/graph/practice"
)

func accessIn(t *testing.T, person string, question func(client *Client) AccessQuestion, scopes []string, faults ...string) Access {
	t.Helper()
	info, cloud := practiceFor(t, practice.Options{Faults: faults})
	// Somebody who may consents for everyone first.
	adminScopes := append([]string{ScopeSelf, ScopeApplications}, scopes...)
	openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: adminScopes, ShowCode: func(Code) {}}, testDeps(t))
	walk := newWalker(t, person, "Accept")
	client := openPractice(t, SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: adminScopes, OpenURL: walk.open}, testDeps(t))
	access, err := client.Access(context.Background(), question(client))
	if err != nil {
		t.Fatal(err)
	}
	return access
}

func about(t *testing.T) func(client *Client) AccessQuestion {
	return func(client *Client) AccessQuestion {
		grant, err := client.Grant(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return AccessQuestion{AccountID: grant.ObjectID}
	}
}

func TestAccess(t *testing.T) {
	nothing := accessIn(t, "Alan", about(t), nil)
	if nothing.EligibleKnown || nothing.CustomKnown || nothing.OwnerKnown || !nothing.Licence.Premium {
		t.Errorf("without leave to read roles: %+v", nothing)
	}
	eligible := accessIn(t, "Alan", about(t), []string{scopeReadEligible}, "eligible-roles:scope=alan@contoso.example", "no-premium")
	if !eligible.EligibleKnown || len(eligible.Eligible) != 1 || eligible.Eligible[0].Name != "Cloud Application Administrator" || eligible.CustomKnown || eligible.Licence.Known {
		t.Errorf("eligible: %+v", eligible)
	}
	custom := accessIn(t, "Grace", about(t), []string{scopeReadRoles}, "custom-role")
	if !custom.CustomKnown || len(custom.Custom) != 1 || !custom.Custom[0].Allows("microsoft.directory/applicationTemplates/instantiate") ||
		custom.Custom[0].Allows("microsoft.directory/users/create") || !custom.EligibleKnown || len(custom.Eligible) != 0 {
		t.Errorf("custom: %+v", custom)
	}
}

func TestAccessByOwnership(t *testing.T) {
	info, cloud := practiceFor(t, practice.Options{})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf, ScopeApplications}, ShowCode: func(Code) {}}, testDeps(t))
	gallery, err := client.GalleryApps(context.Background(), "Autotask Endpoint Backup")
	if err != nil || len(gallery) != 1 {
		t.Fatalf("%v, %v", gallery, err)
	}
	application, principal, err := client.AddFromGallery(context.Background(), gallery[0].ID, "Autotask Endpoint Backup")
	if err != nil {
		t.Fatal(err)
	}
	question := AccessQuestion{AccountID: "d7c0e9d1-2f5f-4f33-a4d4-6a2f3b1f9a11", ApplicationID: application.ObjectID, PrincipalID: principal.ObjectID}
	access, err := client.Access(context.Background(), question)
	if err != nil || !access.OwnerKnown || access.Owner {
		t.Errorf("of a stranger: %+v, %v", access, err)
	}
}

// A technician of a partner has no object here; the token names the account.
func TestPartnersAreKnownByTheirToken(t *testing.T) {
	info, cloud := practiceFor(t, practice.Options{Faults: []string{"partner:scope=ada@contoso.example"}})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf}, ShowCode: func(Code) {}}, testDeps(t))
	sight, err := client.Look(context.Background(), Question{Self: true})
	if err != nil || !sight.Account.Partner || sight.Account.UPN != "ada@contoso.example" || sight.Account.ID == "" || !sight.RolesKnown {
		t.Errorf("%+v, %v", sight, err)
	}
}

func TestNamedPermissions(t *testing.T) {
	cases := []struct {
		message   string
		challenge []string
		want      []string
	}{
		{"Calling principal does not have required MSGraph permissions AuditLog.Read.All", nil, []string{"AuditLog.Read.All"}},
		{"Insufficient privileges to complete the operation.", nil, nil},
		{"needs one of Application.ReadWrite.All, Directory.ReadWrite.All, Application.ReadWrite.All", nil, []string{"Application.ReadWrite.All", "Directory.ReadWrite.All"}},
		{"", []string{`Bearer error="insufficient_scope", scope="https://graph.microsoft.com/User.Read"`}, []string{"User.Read"}},
		{"See Contoso.Example for help. graph.microsoft.com", nil, nil},
	}
	for _, c := range cases {
		if got := namedPermissions(c.message, c.challenge); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.message, got, c.want)
		}
	}
	got := refusal(answer{status: 403, header: http.Header{}, body: []byte(`{"error":{"code":"x","message":"AuditLog.Read.All is missing"}}`)}, &trail{})
	if !slices.Equal(got.Permissions, []string{"AuditLog.Read.All"}) {
		t.Errorf("%+v", got)
	}
}

package practice

import (
	"strings"
	"testing"
	"time"
)

func TestTokensAreChecked(t *testing.T) {
	tt := startTenant(t, Options{})
	for name, header := range map[string]string{"none": "", "not Bearer": "Basic eDp5", "unknown": "Bearer nonsense"} {
		got := tt.refused(401, "InvalidAuthenticationToken", "", "GET", "/me", "", "Authorization", header)
		if !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer ") {
			t.Errorf("%s: WWW-Authenticate %q", name, got.header.Get("WWW-Authenticate"))
		}
	}
	tt.pass(25 * time.Hour)
	tt.refused(401, "InvalidAuthenticationToken", "", "GET", "/me", "")
}

func TestDeletedOrDisabledPeopleLoseAccess(t *testing.T) {
	tt := startTenant(t, Options{})
	admin := tt.token
	tt.as("alan@contoso.example", "User.Read")
	tt.want(200, "GET", "/me", "")
	alan := tt.token
	tt.token = admin
	tt.want(204, "PATCH", "/users/alan@contoso.example", `{"accountEnabled":false}`)
	tt.token = alan
	tt.want(401, "GET", "/me", "")
}

// TestPermissions makes calls as different people with different scopes.
func TestPermissions(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	template := "/applicationTemplates/" + tt.templateID(appName) + "/instantiate"
	instance := `{"displayName":"x"}`
	admin, few, guest, cloud := "ada@contoso.example", "grace@contoso.example", "edsger_fabrikam.example#EXT#@contosopractice.onmicrosoft.example", "alan@contoso.example"
	assignment := `{"principalId":"` + made.spID + `","resourceId":"` + made.spID + `","appRoleId":"` + made.userRole + `"}`
	for _, c := range []struct {
		who, scopes        string
		method, path, body string
		status             int
	}{
		{admin, "User.Read", "GET", "/organization", "", 200},
		{admin, "User.Read", "GET", "/domains", "", 403},
		{admin, "User.Read", "GET", "/applications", "", 403},
		{admin, "User.Read", "GET", "/users", "", 403},
		{admin, "User.Read", "GET", "/users/ada@contoso.example", "", 200},
		{admin, "User.Read", "GET", "/users/alan@contoso.example", "", 403},
		{admin, "Application.Read.All", "GET", "/applications", "", 200},
		{admin, "Application.Read.All", "POST", template, instance, 403},
		{admin, "Application.ReadWrite.All", "POST", template, instance, 201},
		{admin, "Application.ReadWrite.All", "GET", "/me", "", 403},
		{admin, "Application.ReadWrite.All", "POST", "/servicePrincipals/" + made.spID + "/appRoleAssignedTo", assignment, 403},
		{admin, "Application.ReadWrite.All", "POST", "/users", bSimon, 403},
		{admin, "Directory.ReadWrite.All", "POST", "/users", bSimon, 201},
		{cloud, "Application.ReadWrite.All", "POST", template, instance, 201},
		{cloud, "User.ReadWrite.All", "POST", "/users", bSimon, 403},
		{cloud, "User.ReadWrite.All", "DELETE", "/users/ada@contoso.example", "", 403},
		{cloud, "AppRoleAssignment.ReadWrite.All", "POST", "/servicePrincipals/" + made.spID + "/appRoleAssignedTo", assignment, 400},
		{few, "Application.ReadWrite.All", "GET", "/applications", "", 200},
		{few, "Application.ReadWrite.All", "POST", template, instance, 403},
		{few, "Application.ReadWrite.All", "PATCH", "/applications/" + made.id, "{}", 403},
		{few, "Application.ReadWrite.All", "PATCH", "/servicePrincipals/" + made.spID, "{}", 403},
		{few, "Application.ReadWrite.All", "POST", "/servicePrincipals/" + made.spID + "/addTokenSigningCertificate", "{}", 403},
		{few, "AppRoleAssignment.ReadWrite.All", "POST", "/servicePrincipals/" + made.spID + "/appRoleAssignedTo", assignment, 403},
		{guest, "User.Read", "GET", "/me", "", 200},
		{guest, "User.Read", "GET", "/applicationTemplates", "", 200},
		{guest, "User.ReadWrite.All", "GET", "/users", "", 403},
		{guest, "Application.ReadWrite.All", "GET", "/applications", "", 403},
		{"", "Application.ReadWrite.All", "POST", template, instance, 201},
		{"", "Application.ReadWrite.All", "GET", "/me", "", 400},
		{"", "Application.Read.All", "POST", template, instance, 403},
	} {
		tt.as(c.who, c.scopes)
		got := tt.do(c.method, c.path, c.body)
		if got.status != c.status {
			t.Errorf("%s with %s: %s %s: %d, want %d: %s", c.who, c.scopes, c.method, c.path, got.status, c.status, got.raw)
		}
		if c.status == 403 && (got.text("error", "code") != "Authorization_RequestDenied" || got.text("error", "message") != "Insufficient privileges to complete the operation.") {
			t.Errorf("403 says %s", got.raw)
		}
	}
}

func TestRolesOfOneself(t *testing.T) {
	tt := startTenant(t, Options{})
	roles := tt.want(200, "GET", "/me/memberOf/microsoft.graph.directoryRole?$count=true", "", "ConsistencyLevel", "eventual")
	names := map[string]string{}
	for at := range roles.items() {
		names[roles.text("value", at, "roleTemplateId")] = roles.text("value", at, "displayName")
	}
	if len(names) != 3 || names[roleCloudAppAdmin] != "Cloud Application Administrator" || names[roleUserAdmin] != "User Administrator" || roles.at("@odata.count") != 3.0 {
		t.Errorf("roles: %s", roles.raw)
	}
	objects := tt.want(200, "POST", "/me/getMemberObjects", `{"securityEnabledOnly":false}`)
	if len(objects.items()) != 7 || objects.items()[0] != roles.at("value", 0, "id") {
		t.Errorf("member objects %s, roles %s", objects.raw, roles.raw)
	}
	if secured := tt.want(200, "POST", "/me/getMemberObjects", `{"securityEnabledOnly":true}`); len(secured.items()) != 3 {
		t.Errorf("security groups only: %s", secured.raw)
	}
	tt.want(400, "POST", "/me/getMemberObjects", `{}`)

	// With leave to read oneself only, roles and groups are ids without names.
	tt.as("ada@contoso.example", "User.Read")
	limited := tt.want(200, "GET", "/me/memberOf", "")
	if len(limited.items()) != 6 || limited.text("value", 0, "@odata.type") != "#microsoft.graph.directoryRole" || limited.text("value", 0, "id") == "" || limited.at("value", 0, "displayName") != nil ||
		limited.text("value", 3, "@odata.type") != "#microsoft.graph.group" || limited.at("value", 3, "displayName") != nil {
		t.Errorf("limited: %s", limited.raw)
	}
	tt.fitsSchema()
}

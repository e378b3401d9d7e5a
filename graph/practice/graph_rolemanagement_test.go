package practice

import (
	"net/http"
	"testing"
)

const eligiblePath = "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='principal')"

func TestRoleAssignmentsAreRead(t *testing.T) {
	tt := with(t, "custom-role:scope=grace@contoso.example")
	grace, _ := tt.s.tenant.userByUPN("grace@contoso.example")
	byGrace := "/roleManagement/directory/roleAssignments?$filter=principalId eq '" + grace.id + "'"
	got := tt.want(http.StatusOK, "GET", byGrace, "")
	if len(got.items()) != 2 || got.text("value", 1, "roleDefinitionId") != customRoleID || got.text("value", 0, "roleDefinitionId") != roleDirectoryReaders {
		t.Errorf("%s", got.raw)
	}
	custom := tt.want(http.StatusOK, "GET", "/roleManagement/directory/roleDefinitions?$filter=isBuiltIn eq false", "")
	if len(custom.items()) != 1 || custom.text("value", 0, "rolePermissions", 0, "allowedResourceActions", 0) != "microsoft.directory/applicationTemplates/instantiate" {
		t.Errorf("%s", custom.raw)
	}
	if all := tt.want(http.StatusOK, "GET", "/roleManagement/directory/roleDefinitions", ""); len(all.items()) < 6 {
		t.Errorf("%d definitions", len(all.items()))
	}
	tt.want(http.StatusBadRequest, "GET", "/roleManagement/directory/roleAssignments", "")
	tt.as("ada@contoso.example", "User.Read", "Application.ReadWrite.All")
	tt.refused(http.StatusForbidden, "Authorization_RequestDenied", "", "GET", byGrace, "")
	tt.refused(http.StatusForbidden, "Authorization_RequestDenied", "", "GET", eligiblePath, "")
	tt.fitsSchema()
}

// A custom role sets up enterprise apps, creates nobody, and shows in no other place.
func TestFaultCustomRole(t *testing.T) {
	tt := with(t, "custom-role:scope=grace@contoso.example")
	tt.as("grace@contoso.example", allScopes()...)
	made := tt.addApp()
	tt.want(http.StatusNoContent, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
	tt.refused(http.StatusForbidden, "Authorization_RequestDenied", "", "POST", "/users", `{}`)
	if got := tt.want(http.StatusOK, "GET", "/me/memberOf/microsoft.graph.directoryRole", ""); len(got.items()) != 1 {
		t.Errorf("%s", got.raw)
	}
}

func TestFaultEligibleRoles(t *testing.T) {
	tt := with(t, "eligible-roles")
	tt.refused(http.StatusForbidden, "Authorization_RequestDenied", "", "POST", "/applicationTemplates/"+tt.templateID(appName)+"/instantiate", `{"displayName":"x"}`)
	if got := tt.want(http.StatusOK, "GET", "/me/memberOf/microsoft.graph.directoryRole", ""); len(got.items()) != 0 {
		t.Errorf("active: %s", got.raw)
	}
	got := tt.want(http.StatusOK, "GET", eligiblePath, "")
	if len(got.items()) != 3 || got.text("value", 0, "roleDefinitionId") != roleCloudAppAdmin || got.text("value", 0, "memberType") != "Direct" {
		t.Errorf("eligible: %s", got.raw)
	}
	tt.want(http.StatusBadRequest, "GET", "/roleManagement/directory/roleEligibilityScheduleInstances/filterByCurrentUser(on='moon')", "")
	tt.as("alan@contoso.example", allScopes()...)
	if got := tt.want(http.StatusOK, "GET", eligiblePath, ""); len(got.items()) != 0 {
		t.Errorf("of somebody else: %s", got.raw)
	}
	tt.fitsSchema()
}

func TestFaultPartner(t *testing.T) {
	tt := with(t, "partner")
	tt.as("alan@contoso.example", allScopes()...)
	for _, path := range []string{"/me", "/me/memberOf/microsoft.graph.directoryRole", "/users/alan@contoso.example"} {
		tt.refused(http.StatusNotFound, "Request_ResourceNotFound", "", "GET", path, "")
	}
	tt.want(http.StatusOK, "GET", "/organization", "")
	tt.addApp()
	tt.as("ada@contoso.example", allScopes()...)
	tt.want(http.StatusOK, "GET", "/me", "")
}

func TestLicencesOfOneself(t *testing.T) {
	tt := startTenant(t, Options{})
	got := tt.want(http.StatusOK, "GET", "/me/licenseDetails", "")
	if got.text("value", 0, "servicePlans", 0, "servicePlanName") != "AAD_PREMIUM" {
		t.Errorf("%s", got.raw)
	}
	tt.fitsSchema()
	tt = with(t, "no-premium")
	if got := tt.want(http.StatusOK, "GET", "/me/licenseDetails", ""); len(got.items()) != 0 {
		t.Errorf("%s", got.raw)
	}
}

func TestFaultBlockDeviceCode(t *testing.T) {
	server := startForLogin(t, Options{Faults: []string{"block-device-code"}})
	_, begun := ask(t, server, "devicecode", map[string][]string{"client_id": {graphTools}, "scope": {"User.Read"}})
	_, answer := ask(t, server, "token", map[string][]string{"client_id": {graphTools}, "grant_type": {"device_code"}, "device_code": {begun["device_code"].(string)}})
	refusedWith(t, answer, 53003, "invalid_grant")
	newVisitor(t).open(server.Info().Login + "/common/oauth2/v2.0/authorize?response_type=code&response_mode=form_post&scope=openid&client_id=" +
		graphTools + "&redirect_uri=" + landing).shows("Pick an account")
}

func TestFaultClientDisabled(t *testing.T) {
	server := startForLogin(t, Options{Faults: []string{"client-disabled"}})
	_, answer := ask(t, server, "devicecode", map[string][]string{"client_id": {graphTools}, "scope": {"User.Read"}})
	refusedWith(t, answer, 7000112, "unauthorized_client")
	_, answer = ask(t, server, "devicecode", map[string][]string{"client_id": {server.Info().ClientID}, "scope": {"User.Read"}})
	if answer["user_code"] == nil {
		t.Errorf("of the tenant's own client: %v", answer)
	}
}

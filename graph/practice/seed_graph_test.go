package practice

import (
	"net/url"
	"slices"
	"testing"
)

// A program finds a permission by its name among the roles of Microsoft Graph,
// assigns it to a service principal, and the tokens of that one carry it.
func TestGraphPermissionsAreAssigned(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	name := url.QueryEscape("(displayName eq 'Microsoft Graph' or startswith(displayName,'Microsoft Graph'))")
	found := tt.want(200, "GET", "/servicePrincipals?$filter="+name, "")
	var graph, role string
	for at := range found.items() {
		roles, isList := found.at("value", at, "appRoles").([]any)
		if !isList {
			t.Fatalf("no list of roles: %s", found.raw)
		}
		for place := range roles {
			if found.text("value", at, "appRoles", place, "value") == "User.Read.All" {
				graph, role = found.text("value", at, "id"), found.text("value", at, "appRoles", place, "id")
			}
		}
	}
	if graph == "" || role != "df021288-bdef-4463-88db-98f22de89214" {
		t.Fatalf("no User.Read.All: %s", found.raw)
	}
	path := "/servicePrincipals/" + made.spID + "/appRoleAssignments"
	body := `{"principalId":"` + made.spID + `","resourceId":"` + graph + `","appRoleId":"` + role + `"}`
	given := tt.want(201, "POST", path, body)
	if given.text("principalType") != "ServicePrincipal" || given.text("resourceDisplayName") != "Microsoft Graph" {
		t.Errorf("%s", given.raw)
	}
	tt.refused(400, "Request_BadRequest", "already exists", "POST", path, body)
	client := registeredClient{id: made.appID}
	if names := tt.s.login.permissionsOf(client); !slices.Equal(names, []string{"User.Read.All"}) {
		t.Errorf("assigned, yet permissions %v", names)
	}
	tt.want(204, "DELETE", path+"/"+given.text("id"), "")
	if names := tt.s.login.permissionsOf(client); len(names) != 0 {
		t.Errorf("taken away, yet permissions %v", names)
	}
	person, _ := tt.s.tenant.userByUPN("ada@contoso.example")
	tt.refused(400, "Request_BadRequest", "was not found on application", "POST", "/servicePrincipals/"+graph+"/appRoleAssignedTo",
		`{"principalId":"`+person.id+`","resourceId":"`+graph+`","appRoleId":"`+role+`"}`)
}

// Clients leave isEnabled out and assign the role right away.
func TestRolesAreEnabledUnlessToldOtherwise(t *testing.T) {
	tt := startTenant(t, Options{})
	own := tt.want(201, "POST", "/applications", `{"displayName":"Own","appRoles":[
		{"id":"c2db95fa-d20b-4bb3-936d-5bda08113dde","displayName":"On","description":"d","value":"On","allowedMemberTypes":["Application"]},
		{"id":"c2db95fa-d20b-4bb3-936d-5bda08113ddf","displayName":"Off","description":"d","value":"Off","allowedMemberTypes":["Application"],"isEnabled":false}]}`)
	if own.at("appRoles", 0, "isEnabled") != true || own.at("appRoles", 1, "isEnabled") != false {
		t.Errorf("%s", own.raw)
	}
}

package practice

import (
	"strings"
	"testing"
	"time"
)

func TestRecycleBin(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	userID := tt.want(201, "POST", "/users", bSimon).text("id")
	assignment := `{"principalId":"` + userID + `","resourceId":"` + made.spID + `","appRoleId":"` + made.userRole + `"}`
	tt.want(201, "POST", "/servicePrincipals/"+made.spID+"/appRoleAssignedTo", assignment)

	tt.want(204, "DELETE", "/applications/"+made.id, "")
	for _, path := range []string{"/applications/" + made.id, "/servicePrincipals/" + made.spID} {
		tt.want(404, "GET", path, "")
	}
	if listed := tt.want(200, "GET", "/users/"+userID+"/appRoleAssignments", ""); len(listed.items()) != 0 {
		t.Errorf("assignments of a deleted app: %s", listed.raw)
	}
	bin := tt.want(200, "GET", "/directory/deletedItems/microsoft.graph.application?$filter=displayName eq 'Autotask Endpoint Backup'", "")
	if len(bin.items()) != 1 || bin.text("value", 0, "id") != made.id || bin.text("value", 0, "deletedDateTime") != "2026-11-23T10:00:00Z" {
		t.Errorf("bin: %s", bin.raw)
	}
	// The service principal needs its application first, and comes on its own.
	tt.refused(400, "Request_BadRequest", "does not reference a valid application", "POST", "/directory/deletedItems/"+made.spID+"/restore", "")
	back := tt.want(200, "POST", "/directory/deletedItems/"+made.id+"/restore", "")
	if back.text("@odata.type") != "#microsoft.graph.application" || back.at("deletedDateTime") != nil {
		t.Errorf("restored: %s", back.raw)
	}
	tt.want(200, "GET", "/applications/"+made.id, "")
	tt.want(404, "GET", "/servicePrincipals/"+made.spID, "")
	tt.want(200, "POST", "/directory/deletedItems/"+made.spID+"/restore", "")
	tt.want(200, "GET", "/servicePrincipals/"+made.spID, "")
	if !tt.s.tenant.isAssigned(userID, made.spID) {
		t.Error("the assignment did not come back")
	}
	tt.want(404, "POST", "/directory/deletedItems/"+made.id+"/restore", "")

	tt.want(204, "DELETE", "/users/"+userID, "")
	tt.want(201, "POST", "/users", bSimon)
	tt.refused(400, "Request_BadRequest", "userPrincipalName already exists", "POST", "/directory/deletedItems/"+userID+"/restore", "")
	tt.want(204, "DELETE", "/directory/deletedItems/"+userID, "")
	tt.want(404, "GET", "/directory/deletedItems/"+userID, "")

	tt.want(204, "DELETE", "/applications/"+made.id, "")
	tt.pass(23 * time.Hour)
	tt.want(200, "GET", "/directory/deletedItems/"+made.id, "")
	tt.pass(binLife)
	tt.as("ada@contoso.example", allScopes()...)
	tt.want(404, "GET", "/directory/deletedItems/"+made.id, "")
	if bin := tt.want(200, "GET", "/directory/deletedItems/microsoft.graph.application", ""); len(bin.items()) != 0 {
		t.Errorf("bin after 30 days: %s", bin.raw)
	}
	tt.fitsSchema()
}

func TestRecycleBinRights(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	userID := tt.want(201, "POST", "/users", bSimon).text("id")
	tt.want(204, "DELETE", "/applications/"+made.id, "")
	tt.want(204, "DELETE", "/users/"+userID, "")
	tt.as("alan@contoso.example", allScopes()...) // no User Administrator
	tt.want(403, "DELETE", "/directory/deletedItems/"+userID, "")
	tt.want(403, "POST", "/directory/deletedItems/"+userID+"/restore", "")
	tt.want(200, "GET", "/directory/deletedItems/"+userID, "")
	tt.want(200, "GET", "/directory/deletedItems/microsoft.graph.application", "")
	tt.want(403, "GET", "/directory/deletedItems/microsoft.graph.user", "")
	tt.as("grace@contoso.example", allScopes()...)
	tt.want(403, "GET", "/directory/deletedItems/microsoft.graph.application", "")
	tt.want(403, "DELETE", "/directory/deletedItems/"+made.id, "")
	tt.as("ada@contoso.example", "User.ReadWrite.All")
	tt.want(403, "POST", "/directory/deletedItems/"+made.id+"/restore", "")
	tt.want(403, "GET", "/directory/deletedItems/"+made.id, "")
	tt.want(200, "POST", "/directory/deletedItems/"+userID+"/restore", "")
	if got := tt.want(200, "GET", "/users/"+userID, ""); !strings.HasPrefix(got.text("displayName"), "B.Simon") {
		t.Errorf("restored: %s", got.raw)
	}
}

// TestNameOfADeletedPerson finds her by the end of her user principal name, which
// is free for another one meanwhile.
func TestNameOfADeletedPerson(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.want(201, "POST", "/users", bSimon)
	id, upn := made.text("id"), made.text("userPrincipalName")
	tt.want(204, "DELETE", "/users/"+id, "")
	found := tt.want(200, "GET", "/directory/deletedItems/microsoft.graph.user?$count=true&$filter=endsWith(userPrincipalName,'"+upn+"')", "",
		"ConsistencyLevel", "eventual")
	if name := strings.ReplaceAll(id, "-", "") + upn; len(found.items()) != 1 || found.text("value", 0, "userPrincipalName") != name {
		t.Errorf("in the bin: %s", found.raw)
	}
	if got := tt.want(200, "POST", "/directory/deletedItems/"+id+"/restore", ""); got.text("userPrincipalName") != upn {
		t.Errorf("restored: %s", got.raw)
	}
}

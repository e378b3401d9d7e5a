package practice

import (
	"strings"
	"testing"
)

// bSimonWith is the body for a new user with one part replaced.
func bSimonWith(old, new string) string { return strings.Replace(bSimon, old, new, 1) }

func TestUserRules(t *testing.T) {
	tt := startTenant(t, Options{})
	for name, c := range map[string]struct{ body, message, target string }{
		"unverified domain":  {bSimonWith(`"userPrincipalName":"B.Simon@contoso.example"`, `"userPrincipalName":"B.Simon@fabrikam.example"`), "domain portion of the userPrincipalName", "userPrincipalName"},
		"federated domain":   {bSimonWith(`"userPrincipalName":"B.Simon@contoso.example"`, `"userPrincipalName":"B.Simon@legal.contoso.example"`), "onPremisesImmutableId", "onPremisesImmutableId"},
		"no domain":          {bSimonWith(`"userPrincipalName":"B.Simon@contoso.example"`, `"userPrincipalName":"B.Simon"`), "Property userPrincipalName is invalid", "userPrincipalName"},
		"space in UPN":       {bSimonWith(`"userPrincipalName":"B.Simon@`, `"userPrincipalName":"B Simon@`), "Property userPrincipalName is invalid", "userPrincipalName"},
		"taken UPN":          {bSimonWith(`"userPrincipalName":"B.Simon@contoso.example"`, `"userPrincipalName":"ADA@contoso.example"`), "userPrincipalName already exists", "userPrincipalName"},
		"taken mail":         {bSimonWith(`"mail":"B.Simon@contoso.example"`, `"mail":"ada@contoso.example"`), "proxyAddresses already exists", "proxyAddresses"},
		"short password":     {bSimonWith("Practice-B-Simon-1", "Ab1-"), "password complexity", "passwordProfile"},
		"simple password":    {bSimonWith("Practice-B-Simon-1", "onlylowercase1"), "password complexity", "passwordProfile"},
		"umlaut in password": {bSimonWith("Practice-B-Simon-1", "Prüfung-12345"), "password complexity", "passwordProfile"},
		"bad nickname":       {bSimonWith(`"mailNickname":"B.Simon"`, `"mailNickname":"B Simon"`), "mailNickname", "mailNickname"},
		"no nickname":        {bSimonWith(`"mailNickname":"B.Simon",`, ``), "mailNickname", "mailNickname"},
		"no password":        {bSimonWith(`"password":"Practice-B-Simon-1",`, ``), "password", "password"},
		"no display name":    {bSimonWith(`"displayName":"B.Simon",`, ``), "displayName", "displayName"},
		"not enabled or not": {bSimonWith(`"accountEnabled":true,`, ``), "accountEnabled", "accountEnabled"},
		"unknown property":   {bSimonWith(`"givenName":"B"`, `"firstName":"B"`), "Invalid property 'firstName'", "firstName"},
	} {
		got := tt.want(400, "POST", "/users", c.body)
		if !strings.Contains(got.text("error", "message"), c.message) || got.text("error", "details", 0, "target") != c.target {
			t.Errorf("%s: %s", name, got.raw)
		}
	}
	made := tt.want(201, "POST", "/users", bSimon)
	if made.header.Get("Location") == "" || made.at("jobTitle") != nil || made.text("userPrincipalName") != "B.Simon@contoso.example" {
		t.Errorf("made: %v %s", made.header, made.raw)
	}
	if strings.Contains(string(made.raw), "password") {
		t.Errorf("answer tells of a password: %s", made.raw)
	}
	tt.want(201, "POST", "/users", strings.ReplaceAll(bSimonWith(`"accountEnabled":true`, `"accountEnabled":true,"onPremisesImmutableId":"x"`), "B.Simon@contoso", "Law.Yer@legal.contoso"))

	known, _ := tt.s.tenant.userByUPN("b.simon@CONTOSO.example")
	if known.password != "Practice-B-Simon-1" || !known.mustChange || !known.enabled {
		t.Errorf("as sign-in sees her: %+v", known)
	}
	path := "/users/B.Simon@contoso.example"
	tt.want(400, "PATCH", path, `{"passwordProfile":{"password":"short"}}`)
	tt.want(400, "PATCH", path, `{"userPrincipalName":"ada@contoso.example"}`)
	tt.want(204, "PATCH", path, `{"jobTitle":"Tester","mail":null,"accountEnabled":false,"passwordProfile":{"password":"Practice-Other-2","forceChangePasswordNextSignIn":false}}`)
	got := tt.want(200, "GET", path+"?$select=jobTitle,mail,accountEnabled,mailNickname,passwordProfile", "")
	if got.text("jobTitle") != "Tester" || got.at("mail") != nil || got.at("accountEnabled") != false || got.at("passwordProfile") != nil {
		t.Errorf("after PATCH: %s", got.raw)
	}
	tt.fitsSchema()
}

func TestAssignmentRules(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	userID := tt.want(201, "POST", "/users", bSimon).text("id")
	path := "/servicePrincipals/" + made.spID + "/appRoleAssignedTo"
	body := func(principal, resource, role string) string {
		return `{"principalId":"` + principal + `","resourceId":"` + resource + `","appRoleId":"` + role + `"}`
	}
	const nobody = "11111111-1111-4111-8111-111111111111"
	tt.refused(400, "Request_BadRequest", "was not found on application", "POST", path, body(userID, made.spID, nobody))
	tt.refused(400, "Request_BadRequest", "was not found on application", "POST", path, body(userID, made.spID, defaultRole))
	tt.refused(404, "Request_ResourceNotFound", nobody, "POST", path, body(nobody, made.spID, made.userRole))
	tt.refused(400, "Request_BadRequest", "", "POST", path, body(userID, nobody, made.userRole))
	tt.refused(400, "Request_BadRequest", "principalId", "POST", path, `{"resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`)
	tt.refused(400, "Request_BadRequest", "Edm.Guid", "POST", path, body("B.Simon", made.spID, made.userRole))

	first := tt.want(201, "POST", path, `{"principalId":"`+userID+`","principalType":"User","resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`)
	tt.refused(400, "Request_BadRequest", "Permission being assigned already exists on the object", "POST", path, body(userID, made.spID, made.userRole))
	tt.refused(400, "Request_BadRequest", "already exists", "POST", "/users/"+userID+"/appRoleAssignments", body(userID, made.spID, made.userRole))
	if listed := tt.want(200, "GET", path, ""); len(listed.items()) != 1 || listed.text("value", 0, "id") != first.text("id") {
		t.Errorf("listed: %s", listed.raw)
	}
	if listed := tt.want(200, "GET", path+"?$filter=principalId eq "+userID, ""); len(listed.items()) != 1 {
		t.Errorf("filtered: %s", listed.raw)
	}
	// The id counts only below the object that it belongs to.
	other := tt.addApp()
	tt.want(404, "DELETE", "/servicePrincipals/"+other.spID+"/appRoleAssignedTo/"+first.text("id"), "")
	tt.want(404, "DELETE", "/servicePrincipals(appId='"+other.appID+"')/appRoleAssignedTo/"+first.text("id"), "")
	tt.want(404, "DELETE", "/users/ada@contoso.example/appRoleAssignments/"+first.text("id"), "")
	tt.want(200, "GET", "/users/"+userID+"/appRoleAssignments/"+first.text("id"), "")
	tt.want(204, "DELETE", path+"/"+first.text("id"), "")
	tt.want(404, "DELETE", path+"/"+first.text("id"), "")
	if listed := tt.want(200, "GET", path, ""); string(listed.raw) == "" || len(listed.items()) != 0 || listed.at("value") == nil {
		t.Errorf("empty list: %s", listed.raw)
	}

	// A disabled role cannot be picked; without roles the default one can.
	roles := `{"appRoles":[{"id":"` + made.userRole + `","displayName":"User","isEnabled":false,"allowedMemberTypes":["User"]},
		{"id":"` + tt.roleNamed(made, "msiam_access") + `","displayName":"msiam_access","isEnabled":false,"allowedMemberTypes":["User"]}]}`
	tt.want(204, "PATCH", "/applications/"+made.id, roles)
	tt.refused(400, "Request_BadRequest", "was not found on application", "POST", path, body(userID, made.spID, made.userRole))
	tt.want(204, "PATCH", "/applications/"+made.id, `{"appRoles":[]}`)
	tt.want(201, "POST", path, body(userID, made.spID, defaultRole))
	tt.fitsSchema()
}

func (tt *tenantTest) roleNamed(made app, name string) string {
	tt.Helper()
	sp := tt.want(200, "GET", "/servicePrincipals/"+made.spID, "")
	for at := range sp.at("appRoles").([]any) {
		if sp.text("appRoles", at, "displayName") == name {
			return sp.text("appRoles", at, "id")
		}
	}
	tt.Fatalf("no role %s in %s", name, sp.raw)
	return ""
}

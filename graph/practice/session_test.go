package practice

import "testing"

// TestSessionFitsPublishedSchema makes one call of every kind and compares each
// answer with Microsoft's schema.
func TestSessionFitsPublishedSchema(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml","notificationEmailAddresses":["ada@contoso.example"],"samlSingleSignOnSettings":{"relayState":"x"}}`)
	tt.want(204, "PATCH", "/applications/"+made.id, `{"identifierUris":["https://us.backup.autotask.net/singlesignon/saml/metadata"],"web":{"redirectUris":["https://us.backup.autotask.net/singlesignon/saml/SSO"],"redirectUriSettings":[{"uri":"https://us.backup.autotask.net/singlesignon/saml/SSO","index":1}]},"optionalClaims":{"saml2Token":[{"name":"email"}]},"requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[{"id":"e1fe6dd8-ba31-4d61-89e7-88639da4683d","type":"Scope"}]}]}`)
	tt.want(200, "POST", "/servicePrincipals/"+made.spID+"/addTokenSigningCertificate", `{"displayName":"CN=Test"}`)
	person := tt.want(201, "POST", "/users", bSimon).text("id")
	assigned := tt.want(201, "POST", "/users/"+person+"/appRoleAssignments", `{"principalId":"`+person+`","resourceId":"`+made.spID+`","appRoleId":"`+made.userRole+`"}`).text("id")
	own := tt.want(201, "POST", "/applications", `{"displayName":"Own","identifierUris":["api://contoso.example/own"],"spa":{"redirectUris":["https://own.contoso.example/"]}}`)
	tt.want(201, "POST", "/servicePrincipals", `{"appId":"`+own.text("appId")+`"}`)
	for _, path := range []string{
		"/organization", "/organization/" + tt.s.Info().TenantID, "/domains", "/domains/contoso.example", "/directoryRoles",
		"/directoryRoles(roleTemplateId='" + roleUserAdmin + "')",
		"/me", "/me?$select=id,userType,accountEnabled,identities,createdDateTime", "/me/memberOf", "/me/memberOf/graph.directoryRole", "/me/transitiveMemberOf/microsoft.graph.directoryRole", "/me/appRoleAssignments",
		"/applicationTemplates", "/applicationTemplates/" + tt.templateID(appName), "/applicationTemplates?$top=2&$skip=1&$count=true",
		"/applications", "/applications/" + made.id, "/applications(appId='" + made.appID + "')?$select=id,web,keyCredentials,tags",
		"/servicePrincipals", "/servicePrincipals/" + made.spID, "/servicePrincipals/" + made.spID + "?$select=keyCredentials,passwordCredentials",
		"/servicePrincipals/" + made.spID + "?$expand=appRoleAssignedTo",
		"/servicePrincipals/" + made.spID + "/appRoleAssignedTo", "/servicePrincipals/" + made.spID + "/appRoleAssignedTo/" + assigned,
		"/users", "/users/" + person, "/users/ada@contoso.example?$expand=appRoleAssignments", "/users('ada@contoso.example')/memberOf", "/users/" + person + "/appRoleAssignments",
		"/beta/applications/" + made.id,
	} {
		tt.want(200, "GET", path, "")
	}
	tt.want(200, "POST", "/me/getMemberObjects", `{"securityEnabledOnly":false}`)
	tt.want(200, "POST", "/$batch", `{"requests":[{"id":"1","method":"GET","url":"/me"}]}`)
	tt.want(204, "PATCH", "/users/"+person, `{"department":"Backup","businessPhones":["1"],"mail":null}`)
	tt.want(204, "DELETE", "/servicePrincipals/"+made.spID+"/appRoleAssignedTo/"+assigned, "")
	tt.want(204, "DELETE", "/users/"+person, "")
	tt.want(204, "DELETE", "/applications/"+made.id, "")
	for _, path := range []string{"/directory/deletedItems/microsoft.graph.application", "/directory/deletedItems/microsoft.graph.servicePrincipal",
		"/directory/deletedItems/microsoft.graph.user", "/directory/deletedItems/graph.user", "/directory/deletedItems/" + person, "/directory/deletedItems/" + made.id + "/microsoft.graph.application"} {
		tt.want(200, "GET", path, "")
	}
	tt.want(200, "POST", "/directory/deletedItems/"+person+"/restore", "")
	tt.want(204, "DELETE", "/directory/deletedItems/"+made.id, "")
	for _, path := range []string{"/applications/" + made.id, "/nothing", "/users?$filter=nonsense", "/applications?$select=nonsense", "/drives"} {
		if got := tt.do("GET", path, ""); got.status < 400 {
			t.Errorf("GET %s: %d", path, got.status)
		}
	}
	tt.fitsSchema()
	if calls := len(tt.traced()); calls < 55 {
		t.Errorf("only %d exchanges were compared", calls)
	}
}

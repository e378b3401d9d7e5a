package practice

import (
	"strings"
	"testing"
)

const (
	usIdentifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"
	usReplyURL   = "https://us.backup.autotask.net/singlesignon/saml/SSO"
)

func TestIdentifierNeedsSAMLModeOrVerifiedDomain(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	patch := `{"identifierUris":["` + usIdentifier + `"]}`
	tt.refused(400, "HostNameNotOnVerifiedDomain", usIdentifier, "PATCH", "/applications/"+made.id, patch)
	for _, fine := range []string{"https://sub.contoso.example/x", "https://contoso.example", "api://" + made.appID, "api://x/" + tt.s.Info().TenantID} {
		tt.want(204, "PATCH", "/applications/"+made.id, `{"identifierUris":["`+fine+`"]}`)
	}
	tt.refused(400, "HostNameNotOnVerifiedDomain", "notcontoso", "PATCH", "/applications/"+made.id, `{"identifierUris":["https://notcontoso.example/x"]}`)
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
	tt.want(204, "PATCH", "/applications/"+made.id, patch)
	// Leaving SAML mode does not touch what is there.
	tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":null}`)
	tt.want(204, "PATCH", "/applications/"+made.id, patch)
	if sp := tt.want(200, "GET", "/servicePrincipals/"+made.spID, ""); sp.at("preferredSingleSignOnMode") != nil {
		t.Errorf("mode after null: %v", sp.at("preferredSingleSignOnMode"))
	}
	tt.fitsSchema()
}

func TestIdentifierIsUniqueInTheTenant(t *testing.T) {
	tt := startTenant(t, Options{})
	first, second := tt.addApp(), tt.addApp()
	for _, made := range []app{first, second} {
		tt.want(204, "PATCH", "/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
	}
	tt.want(204, "PATCH", "/applications/"+first.id, `{"identifierUris":["`+usIdentifier+`"]}`)
	got := tt.refused(400, "Request_BadRequest", "identifierUris already exists", "PATCH", "/applications/"+second.id, `{"identifierUris":["`+strings.ToUpper(usIdentifier)+`"]}`)
	if got.text("error", "details", 0, "code") != "ObjectConflict" || got.text("error", "details", 0, "target") != "identifierUris" {
		t.Errorf("details: %s", got.raw)
	}
	tt.refused(400, "Request_BadRequest", "duplicate values", "PATCH", "/applications/"+second.id, `{"identifierUris":["api://`+second.appID+`","api://`+second.appID+`"]}`)
	tt.want(204, "DELETE", "/applications/"+first.id, "")
	tt.want(204, "PATCH", "/applications/"+second.id, `{"identifierUris":["`+usIdentifier+`"]}`)
	tt.refused(400, "Request_BadRequest", "identifierUris already exists", "POST", "/directory/deletedItems/"+first.id+"/restore", "")
}

func TestApplicationValues(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	path := "/applications/" + made.id
	for body, message := range map[string]string{
		`{"nonsense":1}`:                                                 "Invalid property 'nonsense'",
		`{"web":{"nonsense":1}}`:                                         "Invalid property 'nonsense'",
		`{"appId":"x"}`:                                                  "read-only",
		`{"displayName":7}`:                                              "expected type 'Edm.String'",
		`{"displayName":""}`:                                             "displayName",
		`{"tags":"x"}`:                                                   "Collection(Edm.String)",
		`{"tags":[null]}`:                                                "tags",
		`{"isFallbackPublicClient":"yes"}`:                               "Edm.Boolean",
		`{"tokenEncryptionKeyId":"x"}`:                                   "Edm.Guid",
		`{"web":[]}`:                                                     "microsoft.graph.webApplication",
		`{"api":{"requestedAccessTokenVersion":1.5}}`:                    "Edm.Int32",
		`{"identifierUris":["no uri"]}`:                                  "identifierUris",
		`{"web":{"redirectUris":["http://portal.example/"]}}`:            "redirectUris",
		`{"web":{"redirectUris":["https://portal.example/#x"]}}`:         "redirectUris",
		`{"web":{"redirectUris":["https://portal.example/a(b)"]}}`:       "redirectUris",
		`{"web":{"redirectUris":["/relative"]}}`:                         "redirectUris",
		`{"web":{"redirectUris":["https://a.b/","https://a.b/"]}}`:       "duplicate",
		`{"keyCredentials":[{"key":"AAAA","usage":"Verify"}]}`:           "keyCredentials",
		`{"appRoles":[]}`:                                                "disabled first",
		`{"appRoles":[{"id":"` + made.userRole + `","isEnabled":true}]}`: "appRoles",
	} {
		got := tt.want(400, "PATCH", path, body)
		if !strings.Contains(got.text("error", "message"), message) {
			t.Errorf("%s: %s", body, got.raw)
		}
	}
	tt.want(400, "PATCH", path, `{"displayName":`)
	tt.want(400, "PATCH", path, ``)
	tt.want(415, "PATCH", path, `displayName=x`, "Content-Type", "application/x-www-form-urlencoded")

	// Names in any case, @odata members, nulls, localhost, merged complex values.
	tt.want(204, "PATCH", path, `{"@odata.type":"#microsoft.graph.application","@odata.context":"x","DISPLAYNAME":"Renamed","notes":null,"createdDateTime":null,
		"Web":{"RedirectUris":["http://localhost:8080/x","`+usReplyURL+`"],"logoutUrl":"https://contoso.example/out"}}`)
	app := tt.want(200, "GET", path, "")
	if app.text("displayName") != "Renamed" || app.text("web", "logoutUrl") == "" || app.text("web", "homePageUrl") == "" || len(app.at("web", "redirectUris").([]any)) != 2 {
		t.Errorf("after PATCH: %s", app.raw)
	}
	if sp := tt.want(200, "GET", "/servicePrincipals/"+made.spID, ""); sp.text("displayName") != "Renamed" || sp.text("appDisplayName") != "Renamed" || sp.text("logoutUrl") == "" {
		t.Errorf("not mirrored: %s", sp.raw)
	}
	for _, part := range []string{"web", "spa", "publicClient"} {
		if _, isList := app.at(part, "redirectUris").([]any); !isList {
			t.Errorf("%s has no redirectUris: %s", part, app.raw)
		}
	}
}

func TestGalleryInstance(t *testing.T) {
	tt := startTenant(t, Options{})
	id := tt.templateID(appName)
	made := tt.want(201, "POST", "/applicationTemplates/"+id+"/instantiate", `{"displayName":"My AEB"}`)
	app, sp := made.at("application").(map[string]any), made.at("servicePrincipal").(map[string]any)
	if made.text("application", "web", "redirectUris", 0) != "https://*.backup.autotask.net/singlesignon/saml/SSO" || sp["appRoleAssignmentRequired"] != true ||
		app["applicationTemplateId"] != id || sp["applicationTemplateId"] != id || app["appId"] != sp["appId"] || app["id"] == sp["id"] ||
		sp["preferredSingleSignOnMode"] != nil || sp["preferredTokenSigningKeyThumbprint"] != nil || app["displayName"] != "My AEB" {
		t.Errorf("instance: %s", made.raw)
	}
	for at, name := range []string{"User", "msiam_access"} {
		if made.text("servicePrincipal", "appRoles", at, "displayName") != name || made.at("application", "appRoles", at, "id") != made.at("servicePrincipal", "appRoles", at, "id") {
			t.Errorf("roles: %s", made.raw)
		}
	}
	tt.refused(400, "Request_BadRequest", "displayName", "POST", "/applicationTemplates/"+id+"/instantiate", `{}`)
	tt.refused(404, "Request_ResourceNotFound", "", "POST", "/applicationTemplates/11111111-1111-4111-8111-111111111111/instantiate", `{"displayName":"x"}`)
	// Nothing is deduplicated.
	tt.want(201, "POST", "/applicationTemplates/"+id+"/instantiate", `{"displayName":"My AEB"}`)
	if found := tt.want(200, "GET", "/applications?$filter=applicationTemplateId eq '"+id+"'", ""); len(found.items()) != 2 {
		t.Errorf("instances: %s", found.raw)
	}
}

func TestGalleryWithoutTheApp(t *testing.T) {
	tt := startTenant(t, Options{WithoutApp: true})
	if found := tt.want(200, "GET", "/applicationTemplates?$filter=displayName eq 'Autotask Endpoint Backup'", ""); len(found.items()) != 0 {
		t.Errorf("found %s", found.raw)
	}
	if found := tt.want(200, "GET", "/applicationTemplates?$filter=contains(displayName,'autotask')", ""); len(found.items()) != 2 {
		t.Errorf("neighbours: %s", found.raw)
	}
}

func TestSigningCertificate(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	path := "/servicePrincipals/" + made.spID
	add := path + "/addTokenSigningCertificate"
	for _, body := range []string{
		`{"displayName":"Test"}`, `{"displayName":"CN="}`, `{}`, `{"displayName":"CN=Test","nonsense":1}`,
		`{"displayName":"CN=Test","endDateTime":"2029-11-25T00:00:00Z"}`, // three years and two days
		`{"displayName":"CN=Test","endDateTime":"2026-11-23T09:59:59Z"}`, // past
		`{"displayName":"CN=Test","endDateTime":"soon"}`,
	} {
		tt.want(400, "POST", add, body)
	}
	first := tt.want(200, "POST", add, `{"displayName":"CN=First","endDateTime":null}`)
	if first.text("endDateTime") != "2029-11-23T10:00:00Z" || first.text("startDateTime") != "2026-11-23T10:00:00Z" || first.text("usage") != "Verify" || first.text("type") != "AsymmetricX509Cert" || first.text("displayName") != "CN=First" {
		t.Errorf("certificate: %s", first.raw)
	}
	tt.want(200, "POST", add, `{"displayName":"CN=Second","endDateTime":"2027-01-01T00:00:00Z"}`)
	sp := tt.want(200, "GET", path, "")
	keys, passwords := sp.at("keyCredentials").([]any), sp.at("passwordCredentials").([]any)
	if len(keys) != 4 || len(passwords) != 2 || sp.at("preferredTokenSigningKeyThumbprint") != nil {
		t.Fatalf("credentials: %s", sp.raw)
	}
	if sp.text("keyCredentials", 0, "usage") != "Sign" || sp.text("keyCredentials", 0, "keyId") != first.text("keyId") ||
		sp.text("keyCredentials", 1, "usage") != "Verify" || sp.at("keyCredentials", 1, "key") != nil ||
		sp.text("keyCredentials", 1, "customKeyIdentifier") != first.text("customKeyIdentifier") ||
		sp.text("passwordCredentials", 0, "customKeyIdentifier") != first.text("customKeyIdentifier") {
		t.Errorf("halves: %s", sp.raw)
	}
	selected := tt.want(200, "GET", path+"?$select=keyCredentials", "")
	if selected.text("keyCredentials", 1, "key") != first.text("key") || selected.at("keyCredentials", 0, "key") != nil {
		t.Errorf("key bytes: %s", selected.raw)
	}
	if listed := tt.want(200, "GET", "/servicePrincipals?$select=keyCredentials&$filter=appId eq '"+made.appID+"'", ""); listed.at("value", 0, "keyCredentials", 1, "key") != nil {
		t.Error("a list shows key bytes")
	}
	known, _ := tt.s.tenant.principalByAppID(made.appID)
	if key, err := tt.s.tenant.activeKey(known); err != nil || !strings.Contains(key.subject, "Federated SSO") {
		t.Errorf("before activation %q signs, %v", key.subject, err)
	}
	tt.refused(400, "Request_BadRequest", "preferredTokenSigningKeyThumbprint", "PATCH", path, `{"preferredTokenSigningKeyThumbprint":"0000000000000000000000000000000000000000"}`)
	tt.want(204, "PATCH", path, `{"preferredTokenSigningKeyThumbprint":"`+strings.ToLower(first.text("thumbprint"))+`"}`)
	if got := tt.want(200, "GET", path, ""); got.text("preferredTokenSigningKeyThumbprint") != first.text("thumbprint") {
		t.Errorf("active: %s", got.raw)
	}

	// Removing one half is ignored without a word; removing both takes the key.
	half := `{"keyCredentials":[{"keyId":"` + sp.text("keyCredentials", 0, "keyId") + `"},{"keyId":"` + sp.text("keyCredentials", 2, "keyId") + `"}]}`
	tt.want(204, "PATCH", path, half)
	if got := tt.want(200, "GET", path, ""); len(got.at("keyCredentials").([]any)) != 4 {
		t.Errorf("one half removed: %s", got.raw)
	}
	tt.want(204, "PATCH", path, `{"keyCredentials":[{"keyId":"`+sp.text("keyCredentials", 0, "keyId")+`"},{"keyId":"`+sp.text("keyCredentials", 1, "keyId")+`"}],
		"passwordCredentials":[{"keyId":"`+sp.text("passwordCredentials", 0, "keyId")+`"}]}`)
	if got := tt.want(200, "GET", path, ""); len(got.at("keyCredentials").([]any)) != 2 || len(got.at("passwordCredentials").([]any)) != 1 {
		t.Errorf("both halves removed: %s", got.raw)
	}
	tt.fitsSchema()
}

func TestServicePrincipalValues(t *testing.T) {
	tt := startTenant(t, Options{})
	path := "/servicePrincipals/" + tt.addApp().spID
	for _, body := range []string{`{"preferredSingleSignOnMode":"SAML2"}`, `{"notificationEmailAddresses":["nobody"]}`, `{"accountEnabled":"no"}`,
		`{"servicePrincipalType":"Legacy"}`, `{"samlSingleSignOnSettings":{"relay":"x"}}`, `{"keyCredentials":[{"keyId":"11111111-1111-4111-8111-111111111111"}]}`} {
		tt.want(400, "PATCH", path, body)
	}
	tt.want(204, "PATCH", path, `{"accountEnabled":false,"appRoleAssignmentRequired":false,"notificationEmailAddresses":[],"tags":["a"],"samlSingleSignOnSettings":{"relayState":"r"}}`)
	got := tt.want(200, "GET", path, "")
	if got.at("accountEnabled") != false || got.at("appRoleAssignmentRequired") != false || got.text("tags", 0) != "a" || got.text("samlSingleSignOnSettings", "relayState") != "r" {
		t.Errorf("after PATCH: %s", got.raw)
	}
	tt.want(204, "PATCH", path, `{"samlSingleSignOnSettings":null,"accountEnabled":true}`)
	if got := tt.want(200, "GET", path, ""); got.at("samlSingleSignOnSettings") != nil || got.at("accountEnabled") != true {
		t.Errorf("after nulls: %s", got.raw)
	}
}

package practice

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
)

func TestOlderNameOfTheTenant(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.want(200, "GET", "/myorganization/users/ada@contoso.example", "")
	tt.want(200, "GET", "/beta/myorganization/applications", "")
	got := tt.want(200, "POST", "/$batch", `{"requests":[{"id":"1","method":"GET","url":"/myorganization/me"}]}`)
	if got.at("responses", 0, "status") != 200.0 {
		t.Errorf("%s", got.raw)
	}
	made := tt.addApp()
	tt.want(204, "PATCH", "/myorganization/applications/"+made.id, `{"notes":"x"}`)
	tt.want(200, "GET", "/myorganization/applications/"+made.id+"/owners", "")
}

func TestManagersAreNotThere(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.refused(404, "Request_ResourceNotFound", "Resource 'manager' does not exist", "GET", "/users/ada@contoso.example/manager", "")
	tt.refused(404, "Request_ResourceNotFound", "", "GET", "/me/manager", "")
	tt.refused(404, "Request_ResourceNotFound", "nobody", "GET", "/users/nobody@contoso.example/manager", "")
}

func TestExpandOwners(t *testing.T) {
	tt := startTenant(t, Options{})
	ada := tt.want(200, "GET", "/me", "").text("id")
	id := tt.want(201, "POST", "/applications", `{"displayName":"Owned"}`).text("id")
	for _, path := range []string{"/applications/" + id + "?$expand=owners", "/applications/" + id + "?$expand=owners($select=id,displayName)&$select=id,displayName"} {
		got := tt.want(200, "GET", path, "")
		if got.text("owners", 0, "id") != ada || got.text("owners", 0, "@odata.type") != "#microsoft.graph.user" {
			t.Errorf("%s: %s", path, got.raw)
		}
		if owner := got.at("owners", 0).(map[string]any); strings.Contains(path, "(") && len(owner) != 3 {
			t.Errorf("%s: %v", path, owner)
		}
	}
	if got := tt.want(200, "GET", "/applications?$expand=owners&$filter=id eq '"+id+"'", ""); got.text("value", 0, "owners", 0, "id") != ada {
		t.Errorf("%s", got.raw)
	}
	made := tt.addApp()
	tt.want(200, "GET", "/servicePrincipals/"+made.spID+"?$expand=owners,appRoleAssignedTo($select=id)", "")
	for _, bad := range []string{"owners($top=1)", "owners($select=id", "owners,", "($select=id)", "owners($select=wings)", "wings"} {
		if got := tt.do("GET", "/applications/"+id+"?$expand="+bad, ""); got.status != 400 {
			t.Errorf("%s: %d %s", bad, got.status, got.raw)
		}
	}
	tt.fitsSchema()
}

func TestPropertiesAlone(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	roles := tt.want(200, "GET", "/applications/"+made.id+"/appRoles", "")
	if len(roles.items()) != 2 || roles.text("value", 0, "id") != made.userRole {
		t.Errorf("%s", roles.raw)
	}
	if name := tt.want(200, "GET", "/servicePrincipals/"+made.spID+"/displayName", ""); name.text("value") != appName {
		t.Errorf("%s", name.raw)
	}
	if web := tt.want(200, "GET", "/applications(appId='"+made.appID+"')/web", ""); web.at("redirectUris") == nil || !strings.HasSuffix(web.text("@odata.context"), "/web") {
		t.Errorf("%s", web.raw)
	}
	if got := tt.want(204, "GET", "/servicePrincipals/"+made.spID+"/preferredSingleSignOnMode", ""); len(got.raw) != 0 {
		t.Errorf("null: %s", got.raw)
	}
	tt.refused(400, "BadRequest", "Resource not found for the segment 'wings'", "GET", "/applications/"+made.id+"/wings", "")
	tt.refused(404, "Request_ResourceNotFound", "", "GET", "/applications/"+made.appID+"/appRoles", "")
}

func TestBinNeedsAType(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.refused(400, "Request_UnsupportedQuery", "type is required", "GET", "/directory/deletedItems", "")
	for _, name := range []string{"application", "microsoft.graph.application", "graph.servicePrincipal", "user"} {
		tt.want(200, "GET", "/directory/deletedItems/"+name, "")
	}
}

func TestOtherMethods(t *testing.T) {
	tt := startTenant(t, Options{})
	got := tt.want(200, "HEAD", "/me", "")
	if len(got.raw) != 0 || got.header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %v %s", got.header, got.raw)
	}
	for method, allow := range map[string]string{"OPTIONS": "GET, HEAD, POST", "PUT": "GET, HEAD, POST"} {
		got := tt.refused(405, "Request_BadRequest", "not allowed", method, "/users", "")
		if got.header.Get("Allow") != allow || got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", method, got.header)
		}
	}
}

func TestBetaChangesTheSameObjects(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	tt.want(204, "PATCH", "/beta/servicePrincipals/"+made.spID, `{"preferredSingleSignOnMode":"saml"}`)
	if got := tt.want(200, "GET", "/servicePrincipals/"+made.spID, ""); got.text("preferredSingleSignOnMode") != "saml" {
		t.Errorf("%s", got.raw)
	}
	tt.want(200, "GET", "/beta/servicePrincipals/"+made.spID+"?$select=samlMetadataUrl", "")
	tt.refused(400, "BadRequest", "Could not find a property", "GET", "/servicePrincipals/"+made.spID+"?$select=samlMetadataUrl", "")
	appID := tt.want(201, "POST", "/beta/applications", `{"displayName":"By beta"}`).text("appId")
	created := tt.want(201, "POST", "/beta/servicePrincipals", `{"appId":"`+appID+`"}`)
	tt.want(200, "GET", "/servicePrincipals/"+created.text("id"), "")
	if !strings.Contains(created.text("@odata.context"), "/beta/$metadata#servicePrincipals") {
		t.Errorf("%s", created.raw)
	}
}

func TestCloudDiscovery(t *testing.T) {
	tt := startTenant(t, Options{})
	for version, list := range map[string]bool{"2022-09-01": false, "2019-05-01": true} {
		response, err := tt.http.Get(tt.s.base + "/metadata/endpoints?api-version=" + version)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if list {
			raw = []byte(strings.TrimSuffix(strings.TrimPrefix(string(raw), "["), "]\n"))
		}
		var cloud map[string]any
		if err := json.Unmarshal(raw, &cloud); err != nil {
			t.Fatalf("%s: %s: %v", version, raw, err)
		}
		authentication := cloud["authentication"].(map[string]any)
		if cloud["microsoftGraphResourceId"] != tt.s.base || authentication["loginEndpoint"] != tt.s.base || cloud["name"] == "" {
			t.Errorf("%s: %s", version, raw)
		}
	}
}

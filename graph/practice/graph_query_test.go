package practice

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// people adds users p00@…, p01@… and so on.
func (tt *tenantTest) people(count int) {
	tt.Helper()
	for at := range count {
		name := fmt.Sprintf("p%02d", at)
		tt.want(201, "POST", "/users", strings.ReplaceAll(bSimon, "B.Simon", name))
	}
}

func TestPaging(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.people(7)
	path := "/users?$filter=startsWith(userPrincipalName,'p')&$select=userPrincipalName&$top=3"
	var seen []string
	pages := 0
	for next := path; next != ""; pages++ {
		page := tt.want(200, "GET", next, "")
		for at := range page.items() {
			seen = append(seen, page.text("value", at, "userPrincipalName"))
		}
		next = page.text("@odata.nextLink")
		if next != "" && !strings.HasPrefix(next, tt.s.Info().Graph+"/users?") {
			t.Fatalf("next link %s", next)
		}
	}
	if pages != 3 || len(seen) != 7 || seen[0] != "p00@contoso.example" || seen[6] != "p06@contoso.example" {
		t.Errorf("%d pages, saw %v", pages, seen)
	}
	if page := tt.want(200, "GET", "/users", "", "Prefer", "odata.maxpagesize=5"); len(page.items()) != 5 || page.text("@odata.nextLink") == "" {
		t.Errorf("page preference: %d items", len(page.items()))
	}
	tt.refused(400, "Request_BadRequest", "page token", "GET", "/users?$skiptoken=nonsense", "")
	tt.refused(400, "Request_BadRequest", "Invalid page size", "GET", "/users?$top=1000", "")
	tt.fitsSchema()
}

func TestQueryOptions(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.people(3)
	names := func(got reply) string {
		var all []string
		for at := range got.items() {
			all = append(all, got.text("value", at, "displayName"))
		}
		return strings.Join(all, ",")
	}
	eventual := []string{"ConsistencyLevel", "eventual"}
	for query, want := range map[string]string{
		"$orderby=displayName desc&$top=2":                                                      "p02,p01",
		"orderby=displayName&filter=startsWith(displayName,'p')":                                "p00,p01,p02",
		"$filter=displayName ne 'p00' and startsWith(displayName,'p')&$count=true":              "p01,p02",
		"$filter=endsWith(mail,'@contoso.example') and startsWith(displayName,'A')&$count=true": "Ada Lovelace,Alan Turing",
		"$filter=userType eq 'Guest'":                                                           "Edsger Dijkstra",
		"$filter=accountEnabled eq true and displayName eq 'p01'":                               "p01",
		"$filter=displayName%20eq%20%27p01%27":                                                  "p01",
		"$filter=displayName+eq+'p01'":                                                          "p01",
		"$filter=displayName eq 'nobody'":                                                       "",
		"$filter=id eq 'P01'":                                                                   "",
		"$filter=mail in ('p00@contoso.example','P02@contoso.example')":                         "p00,p02",
	} {
		got := tt.want(200, "GET", "/users?"+query, "", eventual...)
		if names(got) != want || got.at("value") == nil {
			t.Errorf("%s: %s, want %s", query, names(got), want)
		}
	}
	counted := tt.want(200, "GET", "/users?$count=true&$top=1", "", eventual...)
	if counted.at("@odata.count") != 7.0 || len(counted.items()) != 1 {
		t.Errorf("count: %s", counted.raw)
	}
	if got := tt.want(200, "GET", "/users?$count=true", ""); got.at("@odata.count") != nil {
		t.Errorf("counted without ConsistencyLevel: %s", got.raw)
	}
	if got := tt.want(200, "GET", "/users/$count?$filter=startsWith(displayName,'p')", "", eventual...); string(got.raw) != "3" {
		t.Errorf("/$count: %s", got.raw)
	}
	for query, code := range map[string]string{
		"$filter=displayName ne 'p00'":             "Request_UnsupportedQuery", // needs ConsistencyLevel
		"$filter=not startsWith(displayName,'p')":  "Request_UnsupportedQuery",
		"$orderby=displayName&$filter=mail eq 'x'": "Request_UnsupportedQuery",
		"$search=\"displayName:p\"":                "Request_UnsupportedQuery",
		"$skip=1":                                  "Request_UnsupportedQuery",
		"$orderby=businessPhones":                  "Request_UnsupportedQuery",
		"$nonsense=1":                              "Request_UnsupportedQuery",
		"$select=nonsense":                         "BadRequest",
		"$select=":                                 "BadRequest",
		"$expand=manager":                          "BadRequest",
		"$orderby=nonsense":                        "BadRequest",
		"$orderby=displayName up":                  "BadRequest",
		"$top=0":                                   "Request_BadRequest",
		"$top=-1":                                  "BadRequest",
		"$top=x":                                   "BadRequest",
		"$count=maybe":                             "BadRequest",
		"$filter=":                                 "BadRequest",
		"$top=1&$top=2":                            "BadRequest",
		"$filter=%zz":                              "BadRequest",
	} {
		tt.refused(400, code, "", "GET", "/users?"+query, "")
	}
	tt.refused(400, "BadRequest", "can be applied only on collections", "GET", "/me?$filter=id eq '1'", "")

	selected := tt.want(200, "GET", "/users/ada@contoso.example?$select=ID,displayName,id", "")
	if len(selected.body) != 3 || !strings.HasSuffix(selected.text("@odata.context"), "/v1.0/$metadata#users(id,displayName)/$entity") {
		t.Errorf("selected: %s", selected.raw)
	}
	if byID := tt.want(200, "GET", "/users/"+strings.ToUpper(selected.text("id")), ""); byID.text("displayName") != "Ada Lovelace" {
		t.Errorf("by id: %s", byID.raw)
	}
	guest := "/users/" + url.PathEscape("edsger_fabrikam.example#EXT#@contosopractice.onmicrosoft.example")
	if got := tt.want(200, "GET", guest, ""); got.text("mail") != "edsger@fabrikam.example" {
		t.Errorf("guest: %s", got.raw)
	}
	if beta := tt.want(200, "GET", "/beta/me", ""); !strings.Contains(beta.text("@odata.context"), "/beta/$metadata#users/$entity") {
		t.Errorf("beta: %s", beta.raw)
	}
	tt.fitsSchema()
}

func TestTemplateQueries(t *testing.T) {
	tt := startTenant(t, Options{})
	for query, want := range map[string]int{
		"$filter=contains(displayName,'Autotask')":          3,
		"$filter=startswith(displayName,'Autotask E')":      1,
		"$filter=displayName eq 'Field Service O''Neil'":    1,
		"$filter=categories/any(c:c eq 'itInfrastructure')": 5,
		"$top=2":                           2,
		"$top=3&$skip=15":                  2,
		"$filter=displayName eq 'Nothing'": 0,
	} {
		if got := tt.want(200, "GET", "/applicationTemplates?"+query, ""); len(got.items()) != want || got.at("value") == nil {
			t.Errorf("%s: %d templates, want %d: %s", query, len(got.items()), want, got.raw)
		}
	}
	tt.refused(400, "Request_UnsupportedQuery", "", "GET", "/applicationTemplates?$filter=displayName ne 'x'", "")
	tt.refused(400, "Request_UnsupportedQuery", "", "GET", "/applicationTemplates?$filter=publisher eq 'x'", "")
	oidc := tt.want(200, "GET", "/applicationTemplates?$filter=displayName eq 'Meeting Room Radar'", "")
	if oidc.text("value", 0, "supportedSingleSignOnModes", 0) != "oidc" {
		t.Errorf("oidc app: %s", oidc.raw)
	}
}

func TestPaths(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	for path, status := range map[string]int{
		"/Applications(AppId='" + made.appID + "')":                        200,
		"/applications('" + made.id + "')":                                 200,
		"/applications(id='" + made.id + "')":                              200,
		"/servicePrincipals(appId='" + made.appID + "')/appRoleAssignedTo": 200,
		"/users('ada@contoso.example')":                                    200,
		"/users(userPrincipalName='ada@contoso.example')":                  200,
		"/applications/" + made.appID:                                      404, // the client id is not the object id
		"/applications/" + made.spID:                                       404,
		"/applications(appId='x')":                                         404,
		"/applications(name='x')":                                          400,
		"/applications('x":                                                 400,
		"/applications('x'y')":                                             400,
		"/applications(x)":                                                 400,
		"/users('O''Neil@contoso.example')":                                404,
		"/drives":                                                          400,
		"/applications/" + made.id + "/nonsense":                           400,
		"/":                                                                400,
	} {
		if got := tt.do("GET", path, ""); got.status != status {
			t.Errorf("GET %s: %d, want %d: %s", path, got.status, status, got.raw)
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH"} {
		tt.refused(405, "Request_BadRequest", "method is not allowed", method, "/applicationTemplates", `{}`)
	}
	tt.want(204, "PATCH", "/applications(appId='"+made.appID+"')", `{"notes":"x"}`)
	tt.want(204, "DELETE", "/servicePrincipals(appId='"+made.appID+"')", "")
	tt.want(200, "GET", "/applications/"+made.id, "")
}

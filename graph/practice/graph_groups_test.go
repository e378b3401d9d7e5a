package practice

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// namesOf are the display names of a list's items.
func namesOf(got reply) []string {
	var names []string
	for at := range got.items() {
		names = append(names, got.text("value", at, "displayName"))
	}
	return names
}

// groupNamed is the id of a seeded group.
func (tt *tenantTest) groupNamed(name string) string {
	tt.Helper()
	token := tt.token
	defer func() { tt.token = token }()
	tt.as("ada@contoso.example", "GroupMember.Read.All")
	found := tt.want(200, "GET", "/groups?$filter=displayName eq '"+name+"'", "")
	if len(found.items()) != 1 {
		tt.Fatalf("groups named %s: %s", name, found.raw)
	}
	return found.text("value", 0, "id")
}

func TestGroups(t *testing.T) {
	tt := startTenant(t, Options{})
	tt.as("ada@contoso.example", "GroupMember.Read.All", "User.Read.All")
	all := tt.want(200, "GET", "/groups?$count=true", "", "ConsistencyLevel", "eventual")
	if len(all.items()) != len(seededGroups()) || all.at("@odata.count") != float64(len(seededGroups())) {
		t.Fatalf("%s", all.raw)
	}
	for at := range all.items() {
		unified := all.text("value", at, "displayName") == "Contoso Town Hall"
		dynamic := all.text("value", at, "membershipRule") != ""
		if all.at("value", at, "securityEnabled") == unified || all.at("value", at, "mailEnabled") != unified ||
			slices.Contains(all.at("value", at, "groupTypes").([]any), any("Unified")) != unified ||
			slices.Contains(all.at("value", at, "groupTypes").([]any), any("DynamicMembership")) != dynamic {
			t.Errorf("%v", all.items()[at])
		}
	}
	for filter, want := range map[string]int{
		"groupTypes/any(c:c eq 'Unified')": 1, "groupTypes/any(c:c eq 'DynamicMembership')": 1, "securityEnabled eq true": 4,
		"startswith(displayName,'backup')": 1, "isAssignableToRole eq true": 1, "displayName eq 'Sales'": 0,
	} {
		if got := tt.want(200, "GET", "/groups?$filter="+filter+"&$select=id,displayName", ""); len(got.items()) != want || got.items() == nil {
			t.Errorf("%s: %s", filter, got.raw)
		}
	}
	if got := tt.want(200, "GET", "/groups/$count", "", "ConsistencyLevel", "eventual"); string(got.raw) != "5" {
		t.Errorf("%s", got.raw)
	}
	const id = "7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0de"
	tt.refused(404, "Request_ResourceNotFound", id, "GET", "/groups/"+id, "")
	tt.refused(404, "Request_ResourceNotFound", id, "GET", "/groups/"+id+"/members", "")
	tt.refused(400, "BadRequest", "Could not find a property", "GET", "/groups?$filter=nickname eq 'x'", "")
	owners := tt.want(200, "GET", "/groups/"+tt.groupNamed("Backup Operators")+"/owners", "")
	if owners.text("value", 0, "userPrincipalName") != "ada@contoso.example" {
		t.Errorf("%s", owners.raw)
	}
	tt.as("ada@contoso.example", "User.Read.All")
	tt.refused(403, "Authorization_RequestDenied", "", "GET", "/groups", "")
	tt.fitsSchema()
}

func TestGroupMembers(t *testing.T) {
	tt := startTenant(t, Options{})
	desk, operators, guests := tt.groupNamed("Service Desk"), tt.groupNamed("Backup Operators"), tt.groupNamed("All guests")
	tt.as("ada@contoso.example", "GroupMember.Read.All", "User.Read.All")
	for path, want := range map[string][]string{
		operators + "/members":                            {"Ada Lovelace", "Alan Turing"},
		desk + "/members":                                 {"Grace Hopper", "Backup Operators"},
		desk + "/members?$select=id,displayName":          {"Grace Hopper", "Backup Operators"},
		desk + "/members/microsoft.graph.user":            {"Grace Hopper"},
		desk + "/members/microsoft.graph.group":           {"Backup Operators"},
		desk + "/members/graph.servicePrincipal":          nil,
		desk + "/transitiveMembers":                       {"Grace Hopper", "Backup Operators", "Ada Lovelace", "Alan Turing"},
		desk + "/transitiveMembers/microsoft.graph.user":  {"Grace Hopper", "Ada Lovelace", "Alan Turing"},
		guests + "/members":                               {"Edsger Dijkstra"},
		guests + "/transitiveMembers?$select=displayName": {"Edsger Dijkstra"},
	} {
		if got := namesOf(tt.want(200, "GET", "/groups/"+path, "")); !slices.Equal(got, want) {
			t.Errorf("%s: %v", path, got)
		}
	}
	counted := tt.want(200, "GET", "/groups/"+desk+"/members/microsoft.graph.group?$count=true&$top=1&$select=id", "", "ConsistencyLevel", "eventual")
	if counted.at("@odata.count") != 1.0 {
		t.Errorf("%s", counted.raw)
	}
	if got := tt.want(200, "GET", "/groups/"+desk+"/members/$count", "", "ConsistencyLevel", "eventual"); string(got.raw) != "2" {
		t.Errorf("%s", got.raw)
	}
	if got := tt.want(200, "GET", "/groups/"+desk+"/members/microsoft.graph.user/$count", "", "ConsistencyLevel", "eventual"); string(got.raw) != "1" {
		t.Errorf("%s", got.raw)
	}
	first := tt.want(200, "GET", "/groups/"+desk+"/transitiveMembers?$top=3", "")
	next := strings.TrimPrefix(first.text("@odata.nextLink"), tt.s.base)
	if got := tt.want(200, "GET", next, ""); len(first.items()) != 3 || len(got.items()) != 1 {
		t.Errorf("%s then %s", first.raw, got.raw)
	}
	tt.refused(400, "BadRequest", "wings", "GET", "/groups/"+desk+"/members?$select=wings", "")

	groups := tt.want(200, "GET", "/users/alan@contoso.example/memberOf/microsoft.graph.group", "")
	if names := namesOf(groups); !slices.Equal(names, []string{"Backup Operators", "Contoso Town Hall"}) {
		t.Errorf("%v", names)
	}
	if names := namesOf(tt.want(200, "GET", "/users/alan@contoso.example/transitiveMemberOf/microsoft.graph.group", "")); len(names) != 3 {
		t.Errorf("%v", names)
	}
	tt.as("ada@contoso.example", "GroupMember.Read.All")
	limited := tt.want(200, "GET", "/groups/"+desk+"/members", "")
	if limited.text("value", 0, "id") == "" || limited.at("value", 0, "displayName") != nil || limited.text("value", 1, "displayName") != "Backup Operators" {
		t.Errorf("without leave to read people: %s", limited.raw)
	}
	tt.fitsSchema()
}

func TestGroupsAreMadeAndFilled(t *testing.T) {
	tt := startTenant(t, Options{Lag: 10 * time.Second})
	tt.as("ada@contoso.example", "Group.ReadWrite.All", "User.Read.All")
	made := tt.want(201, "POST", "/groups", `{"displayName":"Sales","mailEnabled":false,"mailNickname":"sales","securityEnabled":true,"groupTypes":[]}`)
	id := made.text("id")
	tt.want(404, "GET", "/groups/"+id, "")
	tt.pass(11 * time.Second)
	if got := tt.want(200, "GET", "/groups/"+id+"/owners", ""); got.text("value", 0, "userPrincipalName") != "ada@contoso.example" {
		t.Errorf("%s", got.raw)
	}
	grace := tt.want(200, "GET", "/users/grace@contoso.example", "").text("id")
	reference := `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/` + grace + `"}`
	tt.want(204, "POST", "/groups/"+id+"/members/$ref", reference)
	tt.refused(400, "Request_BadRequest", "already exist", "POST", "/groups/"+id+"/members/$ref", reference)
	if got := tt.want(200, "GET", "/groups/"+id+"/members", ""); len(got.items()) != 0 {
		t.Errorf("a member shows at once: %s", got.raw)
	}
	tt.pass(11 * time.Second)
	if got := tt.want(200, "GET", "/groups/"+id+"/members", ""); len(got.items()) != 1 {
		t.Errorf("%s", got.raw)
	}
	tt.want(204, "DELETE", "/groups/"+id+"/members/"+grace+"/$ref", "")
	tt.want(404, "DELETE", "/groups/"+id+"/members/"+grace+"/$ref", "")
	tt.want(201, "POST", "/groups", `{"displayName":"Team","mailEnabled":true,"mailNickname":"team","securityEnabled":false,"groupTypes":["Unified"]}`)
	tt.want(201, "POST", "/groups", `{"displayName":"D","mailEnabled":false,"mailNickname":"d","securityEnabled":true,"groupTypes":["DynamicMembership"],"membershipRule":"user.userType -eq \"Guest\"","membershipRuleProcessingState":"On"}`)
	dynamic := tt.groupNamed("All guests")
	tt.refused(400, "Request_BadRequest", "dynamic", "POST", "/groups/"+dynamic+"/members/$ref", reference)
	tt.refused(403, "Authorization_RequestDenied", "", "POST", "/groups/"+tt.groupNamed("Identity Team")+"/members/$ref", reference)
	for _, bad := range []string{
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x"}`,
		`{"displayName":"x","mailEnabled":true,"mailNickname":"x","securityEnabled":true}`,
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x y","securityEnabled":true}`,
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x","securityEnabled":false}`,
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x","securityEnabled":true,"groupTypes":["Big"]}`,
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x","securityEnabled":true,"groupTypes":["DynamicMembership"]}`,
		`{"displayName":"x","mailEnabled":false,"mailNickname":"x","securityEnabled":true,"groupTypes":["DynamicMembership"],"membershipRule":"all"}`,
	} {
		tt.refused(400, "Request_BadRequest", "", "POST", "/groups", bad)
	}
	tt.as("grace@contoso.example", "Group.ReadWrite.All")
	tt.refused(403, "Authorization_RequestDenied", "", "POST", "/groups/"+id+"/members/$ref", reference)
	tt.fitsSchema()
}

// TestSearch goes by Microsoft's own examples.
func TestSearch(t *testing.T) {
	tt := startTenant(t, Options{People: 40})
	tt.as("ada@contoso.example", "GroupMember.Read.All", "User.Read.All", "User.ReadWrite.All")
	tt.want(201, "POST", "/users", `{"accountEnabled":true,"displayName":"李四(David Li)","mailNickname":"davidli","userPrincipalName":"davidli@contoso.example","passwordProfile":{"password":"Practice-1-xyz"}}`)
	search := func(collection, text string) []string {
		t.Helper()
		return namesOf(tt.want(200, "GET", "/"+collection+"?$search="+url.QueryEscape(text)+"&$top=5", "", "ConsistencyLevel", "eventual"))
	}
	for text, want := range map[string][]string{
		`"displayName:love"`:                                   {"Ada Lovelace"},
		`"displayName:turing alan"`:                            {"Alan Turing"},
		`"displayName:ovelace"`:                                nil,
		`"displayName:David)"`:                                 {"李四(David Li)"},
		`"displayName:李四"`:                                     {"李四(David Li)"},
		`"displayName:Li 李四"`:                                  {"李四(David Li)"},
		`"userPrincipalName:grace@"`:                           {"Grace Hopper"},
		`"displayName:grace" OR "mail:ada@contoso"`:            {"Ada Lovelace", "Grace Hopper"},
		`"displayName:grace" AND "mail:ada@contoso"`:           nil,
		`("displayName:grace" OR "mail:ada") AND "surname:lo"`: {"Ada Lovelace"},
		`"displayName:\"grace\""`:                              {"Grace Hopper"},
	} {
		if got := search("users", text); !slices.Equal(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
	if got := search("groups", `"displayName:operators" OR "description:line"`); !slices.Equal(got, []string{"Backup Operators", "Service Desk"}) {
		t.Errorf("%v", got)
	}
	if got := search("groups", `"displayName:staff"`); !slices.Equal(got, []string{"All staff"}) {
		t.Errorf("%v", got)
	}
	tt.refused(400, "Request_UnsupportedQuery", "ConsistencyLevel: eventual", "GET", "/users?$search="+url.QueryEscape(`"displayName:x"`), "")
	for _, bad := range []string{`displayName:x`, `"x"`, `"displayName:"`, `"displayName:x`, `"wings:x"`, `"displayName:x" or "mail:y"`, `("displayName:x"`, `"accountEnabled:true"`, `"displayName:()"`, " ",
		strings.Repeat("(", 100) + `"displayName:x"`} {
		got := tt.do("GET", "/users?$search="+url.QueryEscape(bad), "", "ConsistencyLevel", "eventual")
		if got.status != 400 {
			t.Errorf("%s: %d %s", bad, got.status, got.raw)
		}
	}
	tt.refused(400, "Request_UnsupportedQuery", "", "GET", "/groups/"+tt.groupNamed("Service Desk")+"/members?$search="+url.QueryEscape(`"displayName:x"`), "", "ConsistencyLevel", "eventual")
}

func TestGroupAssignment(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	role := tt.roleNamed(made, "User")
	assigned := "/servicePrincipals/" + made.spID + "/appRoleAssignedTo"
	body := func(id string) string {
		return `{"principalId":"` + id + `","resourceId":"` + made.spID + `","appRoleId":"` + role + `"}`
	}
	desk, hall := tt.groupNamed("Service Desk"), tt.groupNamed("Contoso Town Hall")
	if err := tt.s.tenant.faults.arm([]string{"no-premium"}); err != nil {
		t.Fatal(err)
	}
	tt.refused(400, "Request_BadRequest", "plan level", "POST", assigned, body(desk))
	plans := func() int {
		tt.as("ada@contoso.example", append(allScopes(), "Organization.Read.All")...)
		got := tt.want(200, "GET", "/organization?$select=id,assignedPlans", "")
		count, _ := got.at("value", 0, "assignedPlans").([]any)
		return len(count)
	}
	without := plans()
	tt.s.tenant.faults.disarm("")
	if with := plans(); with != without+1 {
		t.Errorf("%d plans with P1, %d without", with, without)
	}
	given := tt.want(201, "POST", assigned, body(desk))
	if given.text("principalType") != "Group" || given.text("principalDisplayName") != "Service Desk" {
		t.Errorf("%s", given.raw)
	}
	tt.refused(400, "Request_BadRequest", "already exists", "POST", assigned, body(desk))
	tt.refused(400, "Request_BadRequest", "not security enabled", "POST", assigned, body(hall))
	for upn, want := range map[string]bool{"grace@contoso.example": true, "alan@contoso.example": false, "ada@contoso.example": false} {
		u, _ := tt.s.tenant.userByUPN(upn)
		if got := tt.s.tenant.isAssigned(u.id, made.spID); got != want {
			t.Errorf("%s is assigned: %v", upn, got)
		}
		if got := len(tt.s.tenant.assignedTo(u.id)) > 0; got != want {
			t.Errorf("%s has a tile: %v", upn, got)
		}
	}
	if listed := tt.want(200, "GET", "/groups/"+desk+"/appRoleAssignments", ""); len(listed.items()) != 1 {
		t.Errorf("%s", listed.raw)
	}
	tt.want(204, "DELETE", "/groups/"+desk+"/appRoleAssignments/"+given.text("id"), "")
	guests := tt.groupNamed("All guests")
	tt.want(201, "POST", "/groups/"+guests+"/appRoleAssignments", body(guests))
	edsger, _ := tt.s.tenant.userByUPN("edsger_fabrikam.example#EXT#@contosopractice.onmicrosoft.example")
	if !tt.s.tenant.isAssigned(edsger.id, made.spID) {
		t.Error("members of a dynamic group do not count")
	}
	tt.fitsSchema()
}

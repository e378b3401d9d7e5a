package practice

import (
	"testing"
	"time"
)

// TestLag follows a set-up on a tenant whose replicas are 30 seconds behind.
func TestLag(t *testing.T) {
	const lag = 30 * time.Second
	tt := startTenant(t, Options{Lag: lag})
	settle := func() { tt.pass(lag) }
	made := tt.addApp()
	app, sp := "/applications/"+made.id, "/servicePrincipals/"+made.spID
	for _, path := range []string{app, sp, "/applications(appId='" + made.appID + "')"} {
		tt.refused(404, "Request_ResourceNotFound", "does not exist", "GET", path, "")
	}
	tt.refused(404, "Request_ResourceNotFound", made.spID, "PATCH", sp, `{"preferredSingleSignOnMode":"saml"}`)
	if found := tt.want(200, "GET", "/applications?$filter=appId eq '"+made.appID+"'", ""); len(found.items()) != 0 {
		t.Errorf("listed too early: %s", found.raw)
	}
	tt.pass(lag - time.Second)
	tt.want(404, "GET", app, "")
	tt.pass(time.Second)
	tt.want(200, "GET", app, "")

	tt.want(204, "PATCH", sp, `{"preferredSingleSignOnMode":"saml"}`)
	if got := tt.want(200, "GET", sp, ""); got.at("preferredSingleSignOnMode") != nil {
		t.Errorf("mode seen too early: %s", got.raw)
	}
	addresses := `{"identifierUris":["` + usIdentifier + `"],"web":{"redirectUris":["` + usReplyURL + `"]}}`
	tt.refused(400, "HostNameNotOnVerifiedDomain", "", "PATCH", app, addresses)
	settle()
	tt.want(204, "PATCH", app, addresses)
	// A second change within the lag keeps the first.
	tt.pass(lag / 2)
	tt.want(204, "PATCH", app, `{"displayName":"Renamed"}`)
	if got := tt.want(200, "GET", app, ""); len(got.at("identifierUris").([]any)) != 0 {
		t.Errorf("identifiers seen too early: %s", got.raw)
	}
	tt.pass(lag / 2)
	if got := tt.want(200, "GET", app, ""); got.text("identifierUris", 0) != usIdentifier || got.text("displayName") != appName {
		t.Errorf("after the first lag: %s", got.raw)
	}
	settle()
	got := tt.want(200, "GET", sp, "")
	if got.text("displayName") != "Renamed" || got.text("replyUrls", 0) != usReplyURL || got.text("preferredSingleSignOnMode") != "saml" {
		t.Errorf("mirrored: %s", got.raw)
	}

	certificate := tt.want(200, "POST", sp+"/addTokenSigningCertificate", `{"displayName":"CN=Test"}`)
	tt.want(204, "PATCH", sp, `{"preferredTokenSigningKeyThumbprint":"`+certificate.text("thumbprint")+`"}`)
	seen, _ := tt.s.tenant.principalByAppID(made.appID)
	if len(tt.s.tenant.signingKeys(seen)) != 0 || seen.activeThumbprint != "" {
		t.Error("the certificate is seen too early")
	}
	settle()
	seen, _ = tt.s.tenant.principalByAppID(made.appID)
	if len(tt.s.tenant.signingKeys(seen)) != 1 || seen.activeThumbprint != certificate.text("thumbprint") {
		t.Error("the certificate is not seen after the lag")
	}

	userID := tt.want(201, "POST", "/users", bSimon).text("id")
	tt.refused(404, "Request_ResourceNotFound", "", "GET", "/users/"+userID, "")
	tt.refused(400, "Request_BadRequest", "userPrincipalName already exists", "POST", "/users", bSimon) // uniqueness knows no lag
	assignment := `{"principalId":"` + userID + `","resourceId":"` + made.spID + `","appRoleId":"` + made.userRole + `"}`
	tt.refused(400, "Request_BadRequest", "Not a valid reference update", "POST", sp+"/appRoleAssignedTo", assignment)
	settle()
	tt.want(201, "POST", sp+"/appRoleAssignedTo", assignment)
	if listed := tt.want(200, "GET", sp+"/appRoleAssignedTo", ""); len(listed.items()) != 0 || tt.s.tenant.isAssigned(userID, made.spID) {
		t.Errorf("assignment seen too early: %s", listed.raw)
	}
	tt.refused(400, "Request_BadRequest", "already exists", "POST", sp+"/appRoleAssignedTo", assignment)
	settle()
	if listed := tt.want(200, "GET", sp+"/appRoleAssignedTo", ""); len(listed.items()) != 1 || !tt.s.tenant.isAssigned(userID, made.spID) {
		t.Errorf("assignment: %s", listed.raw)
	}

	tt.want(204, "DELETE", "/users/"+userID, "")
	tt.want(200, "GET", "/users/"+userID, "")
	tt.want(404, "GET", "/directory/deletedItems/"+userID, "")
	settle()
	tt.want(404, "GET", "/users/"+userID, "")
	tt.want(200, "GET", "/directory/deletedItems/"+userID, "")
}

func TestTableKeepsWhatReadersMaySee(t *testing.T) {
	type thing struct{ id, name string }
	rows := newTable(func(x thing, key func(string, string)) { key("name", x.name) })
	at := func(second int) time.Time { return time.Unix(int64(second), 0) }
	rows.put("a", thing{"a", "One"}, at(0), at(10))
	rows.put("b", thing{"b", ""}, at(0), at(0))
	rows.put("a", thing{"a", "Two"}, at(5), at(15))
	for second, want := range map[int]string{9: "", 10: "One", 14: "One", 15: "Two"} {
		if got, _ := rows.visible("a", at(second)); got.name != want {
			t.Errorf("at %d: %q, want %q", second, got.name, want)
		}
	}
	if got, there := rows.newest("a"); !there || got.name != "Two" {
		t.Errorf("newest: %+v", got)
	}
	if len(rows.find("name", "ONE")) != 1 || len(rows.find("name", "two")) != 1 || len(rows.find("name", "")) != 0 {
		t.Error("both versions must be found, empty names never")
	}
	rows.remove("a", at(20), at(30))
	if _, there := rows.visible("a", at(29)); !there {
		t.Error("gone too early")
	}
	if _, there := rows.visible("a", at(30)); there {
		t.Error("still there")
	}
	if _, there := rows.newest("a"); there {
		t.Error("newest knows the removed")
	}
	if len(rows.find("name", "One")) != 0 {
		t.Error("a version that nobody can see is found")
	}
	rows.put("c", thing{"c", "Three"}, at(40), at(40))
	if len(rows.rows) != 2 || len(rows.find("name", "Two")) != 0 {
		t.Errorf("removed row is kept: %+v", rows.rows)
	}
	var order []string
	rows.put("a", thing{"a", "Back"}, at(41), at(41))
	for at := range 200 {
		rows.remove("a", time.Unix(int64(50+at), 0), time.Unix(int64(50+at), 0))
		rows.put("a", thing{"a", "Back"}, time.Unix(int64(50+at), 0), time.Unix(int64(50+at), 0))
	}
	rows.each(at(500), func(id string, _ thing) bool { order = append(order, id); return true })
	if len(order) != 3 || order[0] != "b" || order[1] != "c" || order[2] != "a" || len(rows.order) > 70 {
		t.Errorf("order %v of %d places", order, len(rows.order))
	}
}

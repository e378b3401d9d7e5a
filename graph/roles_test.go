package graph

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

func TestRoles(t *testing.T) {
	var b *bench
	b = newBench(t, inTurn(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("ConsistencyLevel") != "eventual" {
			t.Error("the cast needs ConsistencyLevel")
		}
		answers(200, `{"@odata.nextLink":"`+b.server.URL+`/v1.0/me/memberOf/microsoft.graph.directoryRole?$skiptoken=2","value":[
			{"id":"1","displayName":"Cloud Application Administrator","roleTemplateId":"158C047A-C907-4556-B7EF-446551A6B5F7"},
			{"id":"2","displayName":null,"roleTemplateId":null}]}`)(w, r)
	}, answers(200, `{"value":[{"id":"3","displayName":"User Administrator","roleTemplateId":"fe930be7-5e62-47db-91af-98c3a49a38b1"}]}`)))
	roles, err := b.client.Roles(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, roles, []Role{{"158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator"},
		{"fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"}})
	b.mustSend("GET /me/memberOf/microsoft.graph.directoryRole?$count=true&$select=id,displayName,roleTemplateId",
		"GET /me/memberOf/microsoft.graph.directoryRole?$skiptoken=2")

	forbidden := newBench(t, answers(403, `{"error":{"code":"Authorization_RequestDenied","message":"m"}}`))
	if roles, err := forbidden.client.Roles(context.Background()); err != nil || roles != nil {
		t.Errorf("got %v, %v", roles, err)
	}
	limited := newBench(t, answers(200, `{"value":[{"id":"1","displayName":null,"roleTemplateId":null}]}`))
	limited.credential.token = "h." + base64.RawURLEncoding.EncodeToString([]byte(
		`{"wids":["FE930BE7-5e62-47db-91af-98c3a49a38b1","00000000-1111-2222-3333-444444444444","b79fbf64-3ef9-4689-8143-76b194e85509"]}`)) + ".s"
	if roles, err = limited.client.Roles(context.Background()); err != nil {
		t.Fatal(err)
	}
	mustBe(t, roles, []Role{{"fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator"}, {"00000000-1111-2222-3333-444444444444", ""}})

	blocked := newBench(t, answers(403, `<html>`))
	if _, err := blocked.client.Roles(context.Background()); err == nil {
		t.Error("a proxy's 403 says nothing about roles")
	}
}

func TestRolesOf(t *testing.T) {
	payload := func(json string) string { return "h." + base64.RawURLEncoding.EncodeToString([]byte(json)) + ".s" }
	for _, token := range []string{"", canary, "a.b", "a.b.c", "..", payload(""), payload("[]"), payload(`{"wids":"x"}`), payload(`{"wids":[1]}`),
		payload(`{"wids":["no guid",""]}`), "h." + strings.Repeat("A", 1<<20) + ".s"} {
		if roles := rolesOf(token); len(roles) != 0 {
			t.Errorf("%.40q: got %v", token, roles)
		}
	}
}

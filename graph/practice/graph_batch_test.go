package practice

import (
	"fmt"
	"strings"
	"testing"
)

func TestBatch(t *testing.T) {
	tt := startTenant(t, Options{})
	made := tt.addApp()
	got := tt.want(200, "POST", "/$batch", `{"requests":[
		{"id":"me","method":"GET","url":"/me?$select=displayName"},
		{"id":"mode","method":"PATCH","url":"/servicePrincipals/`+made.spID+`","headers":{"Content-Type":"application/json"},"body":{"preferredSingleSignOnMode":"saml"}},
		{"id":"addresses","dependsOn":["mode"],"method":"PATCH","url":"/applications/`+made.id+`","headers":{"content-type":"application/json"},"body":{"identifierUris":["`+usIdentifier+`"]}},
		{"id":"missing","method":"get","url":"applications/11111111-1111-4111-8111-111111111111"},
		{"id":"after","dependsOn":["missing"],"method":"DELETE","url":"/applications/`+made.id+`"},
		{"id":"bare","method":"PATCH","url":"/applications/`+made.id+`","body":{"notes":"x"}},
		{"id":"nested","method":"POST","url":"/$batch","headers":{"Content-Type":"application/json"},"body":{"requests":[]}},
		{"id":"elsewhere","method":"GET","url":"https://graph.microsoft.com/v1.0/me"},
		{"id":"user","method":"POST","url":"/users","headers":{"Content-Type":"application/json"},"body":`+bSimon+`}
	]}`)
	for at, want := range []struct {
		id     string
		status float64
	}{{"me", 200}, {"mode", 204}, {"addresses", 204}, {"missing", 404}, {"after", 424}, {"bare", 400}, {"nested", 400}, {"elsewhere", 400}, {"user", 201}} {
		if got.text("responses", at, "id") != want.id || got.at("responses", at, "status") != want.status {
			t.Errorf("%s: want %v, got %v", want.id, want.status, got.at("responses", at))
		}
	}
	if got.text("responses", 0, "body", "displayName") != "Ada Lovelace" || got.text("responses", 3, "body", "error", "code") != "Request_ResourceNotFound" || got.at("responses", 1, "body") != nil ||
		got.text("responses", 8, "headers", "Location") == "" {
		t.Errorf("bodies: %s", got.raw)
	}
	tt.want(200, "GET", "/applications/"+made.id, "")
}

func TestBatchRefusals(t *testing.T) {
	tt := startTenant(t, Options{})
	var many []string
	for at := range maxBatch + 1 {
		many = append(many, fmt.Sprintf(`{"id":"%d","method":"GET","url":"/me"}`, at))
	}
	for name, body := range map[string]string{
		"none":          `{"requests":[]}`,
		"not a list":    `{"requests":1}`,
		"too many":      `{"requests":[` + strings.Join(many, ",") + `]}`,
		"no id":         `{"requests":[{"method":"GET","url":"/me"}]}`,
		"same id":       `{"requests":[{"id":"1","method":"GET","url":"/me"},{"id":"1","method":"GET","url":"/me"}]}`,
		"unknown ahead": `{"requests":[{"id":"1","dependsOn":["2"],"method":"GET","url":"/me"},{"id":"2","method":"GET","url":"/me"}]}`,
	} {
		if got := tt.do("POST", "/$batch", body); got.status != 400 {
			t.Errorf("%s: %d %s", name, got.status, got.raw)
		}
	}
	tt.as("grace@contoso.example", "User.Read")
	got := tt.want(200, "POST", "/$batch", `{"requests":[{"id":"1","method":"GET","url":"/applications"}]}`)
	if got.at("responses", 0, "status") != 403.0 {
		t.Errorf("a batch gives more rights: %s", got.raw)
	}
}

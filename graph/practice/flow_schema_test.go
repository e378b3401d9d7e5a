package practice

import (
	"bytes"
	"crypto/rand"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// TestFlowsFitThePublishedSchema runs the product's own set-up twice against a
// healthy tenant and compares every request that it sends, and every answer, with
// Microsoft's schema. The tenant's own rules are stricter in places, and refuse.
func TestFlowsFitThePublishedSchema(t *testing.T) {
	tt := &tenantTest{T: t, trace: &bytes.Buffer{}}
	server, err := Start(Options{Trace: tt.trace, Key: sharedKey})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}()
	info := server.Info()
	for run := range 2 {
		flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Rand: rand.Reader,
			Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 20 * time.Second, Steady: 2}})
		if _, err := flow.SignIn(t.Context(), setup.SignIn{Way: setup.DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
			t.Fatal(err)
		}
		plan, err := flow.Plan(t.Context(), setup.Wish{Portal: samlcfg.UsualPortal("us"), TestUser: setup.TestUser{Create: true}, Language: "en"})
		if err != nil {
			t.Fatalf("run %d: %v", run+1, err)
		}
		if _, err := flow.Apply(t.Context(), plan, func(setup.Event) {}); err != nil {
			t.Fatalf("run %d: %v", run+1, err)
		}
		flow.Close()
	}
	tt.fitsSchema()
	bodies := map[string]bool{}
	for _, e := range tt.traced() {
		if e.Request != nil {
			bodies[e.Method+" "+contextKey.ReplaceAllString(e.Path, "")] = true
		}
		if e.Status >= 400 {
			t.Errorf("%s %s?%s: %d %v", e.Method, e.Path, e.Query, e.Status, e.Response)
		}
	}
	if len(bodies) < 6 {
		t.Errorf("only %v were sent with a body", bodies)
	}
}

// TestSchemaCheckFindsMistakes makes sure that the comparison can fail.
func TestSchemaCheckFindsMistakes(t *testing.T) {
	published := publishedSchema(t)
	if published == nil {
		return
	}
	good := map[string]any{"@odata.context": "http://x/v1.0/$metadata#users/$entity", "id": "1"}
	for name, e := range map[string]exchange{
		"unknown property":         {Method: "POST", Path: "/v1.0/users", Status: 201, Request: map[string]any{"wings": true}, Response: good},
		"wrong type":               {Method: "POST", Path: "/v1.0/users", Status: 201, Request: map[string]any{"accountEnabled": "yes"}, Response: good},
		"null in not nullable":     {Method: "PATCH", Path: "/v1.0/servicePrincipals/1", Status: 204, Request: map[string]any{"appRoleAssignmentRequired": nil}},
		"unknown parameter":        {Method: "POST", Path: "/v1.0/applicationTemplates/1/instantiate", Status: 204, Request: map[string]any{"name": "x"}},
		"parameter of wrong type":  {Method: "POST", Path: "/v1.0/servicePrincipals/1/addTokenSigningCertificate", Status: 204, Request: map[string]any{"endDateTime": "soon"}},
		"no collection":            {Method: "GET", Path: "/v1.0/users", Status: 200, Response: map[string]any{"@odata.context": "http://x/v1.0/$metadata#users"}},
		"unknown answered":         {Method: "GET", Path: "/v1.0/users/1", Status: 200, Response: map[string]any{"@odata.context": "http://x/v1.0/$metadata#users/$entity", "wings": 2.0}},
		"status":                   {Method: "DELETE", Path: "/v1.0/users/1", Status: 200},
		"error without its parts":  {Method: "GET", Path: "/v1.0/users/1", Status: 404, Response: map[string]any{"error": map[string]any{"code": "x"}}},
		"context that names none":  {Method: "GET", Path: "/v1.0/users/1", Status: 200, Response: map[string]any{"@odata.context": "http://x/v1.0/$metadata#wings/$entity"}},
		"answer without a context": {Method: "GET", Path: "/v1.0/users/1", Status: 200, Response: map[string]any{"id": "1"}},
	} {
		if wrong := published.checkExchange(e); len(wrong) == 0 {
			t.Errorf("%s is not found", name)
		}
	}
}

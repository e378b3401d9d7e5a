package practice

import (
	"bytes"
	"crypto/rand"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/graph/setup/roster"
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

// TestGoingLiveFitsThePublishedSchema lets people and groups in, takes the test user
// away, reads the log, and compares all of it with Microsoft's schema.
func TestGoingLiveFitsThePublishedSchema(t *testing.T) {
	tt := &tenantTest{T: t, trace: &bytes.Buffer{}}
	server, err := Start(Options{Trace: tt.trace, Key: sharedKey, People: 20})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}()
	info, wish := server.Info(), setup.Wish{Portal: samlcfg.UsualPortal("us"), TestUser: setup.TestUser{Create: true}, Language: "en"}
	flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Rand: rand.Reader,
		Journal: setup.JournalIn(t.TempDir()), Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 20 * time.Second, Steady: 2}})
	defer flow.Close()
	_, err = flow.SignIn(t.Context(), setup.SignIn{Way: setup.DeviceCode, CreatesUser: true, Groups: true, ReadsLog: true, ShowCode: func(graph.Code) {}})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := flow.Plan(t.Context(), wish)
	if err == nil {
		_, err = flow.Apply(t.Context(), plan, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	found, err := flow.FindMembers(t.Context(), "okoye")
	if err != nil || len(found.Members) != 20 || found.NoGroups {
		t.Fatalf("%+v, %v", found, err)
	}
	if found, err := flow.FindMembers(t.Context(), "desk"); err != nil || len(found.Members) != 1 || found.Members[0].Group.Inner != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	list, err := roster.Parse([]byte("grace@contoso.example; edsger@fabrikam.example; nobody@contoso.example"))
	if err != nil {
		t.Fatal(err)
	}
	live, err := flow.PlanGoLive(t.Context(), setup.LiveWish{Wish: wish, Members: found.Members, Groups: []string{"Service Desk", "All guests"}, List: list, RemoveTestUser: true}, nil)
	if err != nil || live.Count(setup.LetIn) != 24 || live.Count(setup.StaysOut) != 1 || !live.Licence.Premium {
		t.Fatalf("%+v, %v", live, err)
	}
	report, err := flow.GoLive(t.Context(), live, nil)
	if err != nil || report.Count(setup.LiveAssigned) != 24 || !report.Deleted {
		t.Fatalf("%+v, %v", report, err)
	}
	if _, err := flow.SignIns(t.Context(), wish, time.Now().Add(-time.Hour)); err != nil {
		t.Error(err)
	}
	undone, err := flow.PlanUndo(t.Context(), wish)
	if err == nil {
		_, err = flow.Undo(t.Context(), undone, nil)
	}
	if err != nil {
		t.Error(err)
	}
	tt.fitsSchema()
	parts := 0
	for _, e := range tt.traced() {
		parts += len(e.parts())
	}
	if parts < 20 {
		t.Errorf("only %d parts of batches were compared", parts)
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

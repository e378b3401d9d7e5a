package setup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// snapshot is everything in a tenant as its own Graph tells it, sorted; what lies
// in the recycle bin is left out.
func snapshot(t testing.TB, server *practice.Server) []string {
	t.Helper()
	info := server.Info()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.PostForm(info.Login+"/"+info.TenantID+"/oauth2/v2.0/token", url.Values{"grant_type": {"client_credentials"},
		"client_id": {info.ClientID}, "client_secret": {info.ClientSecret}, "scope": {strings.TrimSuffix(info.Graph, "/v1.0") + "/.default"}})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil || token.Access == "" {
		t.Fatalf("no token: %s %v", answer.Status, err)
	}
	_ = answer.Body.Close()
	get := func(path string) []map[string]any {
		request, _ := http.NewRequest(http.MethodGet, strings.TrimSuffix(info.Graph, "/v1.0")+"/v1.0/"+path, nil)
		request.Header.Set("Authorization", "Bearer "+token.Access)
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err := io.ReadAll(answer.Body)
		var list struct {
			Value []map[string]any `json:"value"`
			Next  string           `json:"@odata.nextLink"`
		}
		if err != nil || answer.StatusCode != http.StatusOK || json.Unmarshal(body, &list) != nil || list.Next != "" {
			t.Fatalf("%s: %s %s", path, answer.Status, body)
		}
		return list.Value
	}
	var lines []string
	for _, kind := range []string{"applications", "servicePrincipals", "users"} {
		for _, item := range get(kind + "?$top=999") {
			line, _ := json.Marshal(item)
			lines = append(lines, kind+" "+string(line))
			if kind == "servicePrincipals" {
				for _, assignment := range get(fmt.Sprintf("servicePrincipals/%s/appRoleAssignedTo?$top=999", item["id"])) {
					line, _ := json.Marshal(assignment)
					lines = append(lines, "assignment "+string(line))
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// undoFlow is a flow with the journal of a folder.
func undoFlow(t testing.TB, server *practice.Server, folder string) *Flow {
	t.Helper()
	config := practiceConfig(server)
	config.Journal = JournalIn(folder)
	config.Pace = Pace{First: 5 * time.Millisecond, Most: 50 * time.Millisecond, GiveUp: 1500 * time.Millisecond, Steady: 2}
	flow := New(config)
	t.Cleanup(flow.Close)
	if _, err := flow.SignIn(context.Background(), SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	return flow
}

func undoAll(t testing.TB, flow *Flow) (UndoPlan, []UndoRow) {
	t.Helper()
	made, err := flow.PlanUndo(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	done, err := flow.Undo(context.Background(), made, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made, done
}

func TestUndoLeavesTheTenantAsItWas(t *testing.T) {
	for name, faults := range map[string][]string{"healthy": nil, "SAML apps resist": {"deleting-saml-app"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startPractice(t, practice.Options{Faults: faults})
			folder := t.TempDir()
			before := snapshot(t, server)
			if _, err := killedRun(t, server, folder, 0, ""); err != nil {
				t.Fatal(err)
			}
			made, done := undoAll(t, undoFlow(t, server, folder))
			if difference := cmp.Diff(before, snapshot(t, server)); difference != "" {
				t.Error(difference)
			}
			if len(done) != 3 || made.Writes() != 3 || !done[2].Bin || done[0].What != WhatAssignment || done[2].What != WhatApplication {
				t.Errorf("%+v", done)
			}
			flow := undoFlow(t, server, folder)
			_, err := flow.PlanUndo(context.Background(), wish())
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != NothingToUndo {
				t.Errorf("a second undo: %v", err)
			}
			// And a set-up after it begins anew.
			if _, err := killedRun(t, server, folder, 0, ""); err != nil {
				t.Fatal(err)
			}
			oneOfEach(t, server)
		})
	}
}

// TestUndoAfterEveryKill takes back what a killed run left, without finishing it.
func TestUndoAfterEveryKill(t *testing.T) {
	for at := 1; at <= 8; at++ {
		for _, when := range []string{beforeSend, afterEffect} {
			t.Run(fmt.Sprintf("%d %s", at, when), func(t *testing.T) {
				t.Parallel()
				server := startPractice(t, practice.Options{Lag: 50 * time.Millisecond})
				folder := t.TempDir()
				before := snapshot(t, server)
				if _, err := killedRun(t, server, folder, at, when); err == nil {
					t.Fatal("it was not killed")
				}
				flow := undoFlow(t, server, folder)
				made, err := flow.PlanUndo(context.Background(), wish())
				var problem *Problem
				if at == 1 && when == beforeSend {
					if !errors.As(err, &problem) || problem.Kind != NothingToUndo {
						t.Errorf("nothing was made, but %v", err)
					}
				} else if err != nil {
					t.Fatal(err)
				} else if _, err := flow.Undo(context.Background(), made, nil); err != nil {
					t.Fatal(err)
				}
				time.Sleep(60 * time.Millisecond)
				if difference := cmp.Diff(before, snapshot(t, server)); difference != "" {
					t.Error(difference)
				}
			})
		}
	}
}

// TestUndoOfAnAdoptedApplication gives values back and removes nothing that was
// there.
func TestUndoOfAnAdoptedApplication(t *testing.T) {
	tenant := newFakeTenant(t)
	app, principal := tenant.addApp(templateID, AppName)
	principal.Notify = []string{"old@contoso.example"}
	replies := slices.Clone(app.ReplyURLs)
	tenant.addUser("B.Simon@contoso.example", "B.Simon")
	config := tenant.config()
	config.Journal = JournalIn(t.TempDir())
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	principal.Notify = append(principal.Notify, "someone@else.example") // by someone else, afterwards
	made, _ := undoAll(t, flow)
	if len(tenant.apps) != 1 || len(tenant.users) != 1 || len(tenant.assigned[principal.ObjectID]) != 0 {
		t.Errorf("%d apps, %d users, %v", len(tenant.apps), len(tenant.users), tenant.assigned)
	}
	if principal.SignOnMode != "" || principal.ActiveThumbprint != "" || len(app.Identifiers) != 0 || !slices.Equal(app.ReplyURLs, replies) ||
		!slices.Equal(principal.Notify, []string{"old@contoso.example", "someone@else.example"}) {
		t.Errorf("%+v %+v", app, principal)
	}
	left := filter(made.Rows, func(r UndoRow) bool { return r.Verb == Leave })
	if len(left) != 1 || left[0].Why != WhyCertificateStays || len(principal.Certificates) != 1 {
		t.Errorf("left %+v", left)
	}
}

// TestUndoLeavesWhatOthersUse keeps an application that somebody else was given.
func TestUndoLeavesWhatOthersUse(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(t.TempDir())
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	principal := tenant.principals[tenant.apps[0].AppID]
	other := tenant.addUser("other@contoso.example", "Other")
	tenant.assigned[principal.ObjectID] = append(tenant.assigned[principal.ObjectID], graph.Assignment{ID: tenant.id(), PrincipalID: other.ID})
	principal.ActiveThumbprint = "FFFF" // changed by someone else
	made, _ := undoAll(t, flow)
	if len(tenant.apps) != 1 || len(tenant.assigned[principal.ObjectID]) != 1 || len(tenant.users) != 1 || principal.ActiveThumbprint != "FFFF" {
		t.Errorf("%d apps, %v, %d users", len(tenant.apps), tenant.assigned, len(tenant.users))
	}
	var whys []string
	for _, row := range made.Rows {
		if row.Verb == Leave {
			whys = append(whys, row.Why)
		}
	}
	if !slices.Equal(whys, []string{WhyUsedByOthers, WhyChangedByOthers, WhyCertificateStays}) {
		t.Errorf("left because of %v: %+v", whys, made.Rows)
	}
}

func TestUndoStopsWhereTheTenantChanged(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(t.TempDir())
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	made, err := flow.PlanUndo(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	app := tenant.apps[0]
	app.Identifiers = append(app.Identifiers, "urn:someone-else")
	calls := tenant.writes()
	_, err = flow.Undo(context.Background(), made, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != TenantChanged || tenant.writes() != calls || len(tenant.apps) != 1 {
		t.Errorf("ended with %v", err)
	}
}

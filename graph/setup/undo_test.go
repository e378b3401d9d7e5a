package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// undoFlow is a flow with the journal of a folder.
func undoFlow(t testing.TB, w *world, folder string) *Flow {
	t.Helper()
	config := w.config()
	config.Journal = JournalIn(folder)
	return w.signedIn(t, config)
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
			inBubble(t, practice.Options{Faults: faults}, undoLeavesTheTenantAsItWas)
		})
	}
}

func undoLeavesTheTenantAsItWas(t *testing.T, w *world) {
	folder := memoryFolder(t)
	before := stateOf(t, w.server)
	if _, err := killedRun(t, w, folder, 0, ""); err != nil {
		t.Fatal(err)
	}
	made, done := undoAll(t, undoFlow(t, w, folder))
	if difference := cmp.Diff(before, stateOf(t, w.server)); difference != "" {
		t.Error(difference)
	}
	if len(done) != 3 || made.Writes() != 3 || !done[2].Bin || done[0].What != WhatAssignment || done[2].What != WhatApplication {
		t.Errorf("%+v", done)
	}
	flow := undoFlow(t, w, folder)
	_, err := flow.PlanUndo(context.Background(), wish())
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NothingToUndo {
		t.Errorf("a second undo: %v", err)
	}
	// And a set-up after it begins anew.
	if _, err := killedRun(t, w, folder, 0, ""); err != nil {
		t.Fatal(err)
	}
	oneOfEach(t, w)
	if all, _ := Standings(JournalIn(folder)); len(all) != 1 || len(all[0].Entries) != 8 {
		t.Errorf("what was taken back is remembered: %+v", all)
	}
}

// TestUndoAfterEveryKill takes back what a killed run left, without finishing it.
func TestUndoAfterEveryKill(t *testing.T) {
	t.Parallel()
	for at := 1; at <= 8; at++ {
		for _, when := range []string{beforeSend, afterEffect} {
			t.Run(fmt.Sprintf("%d %s", at, when), func(t *testing.T) {
				inBubble(t, practice.Options{Lag: 2 * time.Second}, func(t *testing.T, w *world) { undoAfterKill(t, w, at, when) })
			})
		}
	}
}

func undoAfterKill(t *testing.T, w *world, at int, when string) {
	folder := memoryFolder(t)
	before := stateOf(t, w.server)
	if _, err := killedRun(t, w, folder, at, when); err == nil {
		t.Fatal("it was not killed")
	}
	flow := undoFlow(t, w, folder)
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
	if difference := cmp.Diff(before, stateOf(t, w.server)); difference != "" {
		t.Error(difference)
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
	config.Journal = JournalIn(memoryFolder(t))
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
	config.Journal = JournalIn(memoryFolder(t))
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
	config.Journal = JournalIn(memoryFolder(t))
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

package setup

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

// TestUndoTakesBackWhomItLetIn leaves those who were let in by others.
func TestUndoTakesBackWhomItLetIn(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 6)
	principal := tenant.principals[tenant.apps[0].AppID]
	foreign := tenant.users["p5@contoso.example"]
	tenant.assigned[principal.ObjectID] = append(tenant.assigned[principal.ObjectID], graph.Assignment{ID: "foreign", PrincipalID: foreign.ID, PrincipalType: "User"})
	if _, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 6)}), nil); err != nil {
		t.Fatal(err)
	}
	made, err := flow.PlanUndo(t.Context(), wish())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(made.Rows, func(r UndoRow) bool { return r.What == WhatPeople })
	if at != 0 || made.Rows[0].Now != "5" || made.Rows[0].Verb != Remove {
		t.Fatalf("%+v", made.Rows)
	}
	var last Event
	if _, err := flow.Undo(t.Context(), made, func(e Event) {
		if e.Step == StepPeople && e.Made > 0 {
			last = e
		}
	}); err != nil {
		t.Fatal(err)
	}
	if held := tenant.holders(); len(held) != 1 || held[foreign.ID] != 1 || len(tenant.apps) != 1 {
		t.Errorf("%v", held)
	}
	if last.Made != 5 || last.Total != 5 {
		t.Errorf("%+v", last)
	}
}

// TestUndoOfTheWholeApplication removes the application, and everybody with it.
func TestUndoOfTheWholeApplication(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 3)
	if _, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 3)}), nil); err != nil {
		t.Fatal(err)
	}
	made, _ := undoAll(t, flow)
	if slices.ContainsFunc(made.Rows, func(r UndoRow) bool { return r.What == WhatPeople || r.Verb == Leave }) || len(tenant.apps) != 0 || tenant.count("Unassign") != 1 {
		t.Errorf("%+v, %d apps, %d unassigned", made.Rows, len(tenant.apps), tenant.count("Unassign"))
	}
	var problem *Problem
	if _, err := flow.PlanUndo(t.Context(), wish()); !errors.As(err, &problem) || problem.Kind != NothingToUndo {
		t.Errorf("%v", err)
	}
}

// TestTheTestUserIsTakenAway removes what the set-up made of her, and verify holds
// nothing against it.
func TestTheTestUserIsTakenAway(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 2)
	made := planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 2), RemoveTestUser: true})
	if made.Writes() != 4 || made.Removals() != 2 {
		t.Fatalf("%+v", made.TestUser)
	}
	report, err := flow.GoLive(t.Context(), made, nil)
	if err != nil || !report.Unassigned || !report.Deleted || report.Changes() != 4 {
		t.Fatalf("%+v, %v", report, err)
	}
	if held := tenant.holders(); len(held) != 2 || tenant.users["b.simon@contoso.example"] != nil {
		t.Errorf("%v", held)
	}
	verified, err := flow.Verify(t.Context(), wish())
	if err != nil || verified.Drifted() || !slices.ContainsFunc(verified.Findings, func(f samlcfg.Finding) bool { return f.Code == "verify-people" && f.Severity == samlcfg.Pass }) {
		t.Errorf("%+v, %v", verified, err)
	}
	if again := planLive(t, flow, LiveWish{Wish: wish(), RemoveTestUser: true}); again.TestUser != nil || again.Writes() != 0 {
		t.Errorf("%+v", again.TestUser)
	}
	undone, err := flow.PlanUndo(t.Context(), wish())
	if err != nil || slices.ContainsFunc(undone.Rows, func(r UndoRow) bool { return r.What == WhatTestUser || r.What == WhatAssignment }) {
		t.Errorf("%+v, %v", undone.Rows, err)
	}
}

// TestAForeignTestUserStays: who was there before the set-up is not deleted, and
// an assignment that others made is not taken away.
func TestAForeignTestUserStays(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	tenant.addUser("B.Simon@contoso.example", "B.Simon")
	_, principal := tenant.addApp(templateID, AppName)
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(t.Context(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	made := planLive(t, flow, LiveWish{Wish: wish(), RemoveTestUser: true})
	if made.TestUser == nil || !made.TestUser.Unassign || made.TestUser.Delete || !made.TestUser.Last {
		t.Fatalf("%+v", made.TestUser)
	}
	own := tenant.assigned[principal.ObjectID][0]
	own.ID = "another"
	tenant.assigned[principal.ObjectID] = []graph.Assignment{own}
	if made = planLive(t, flow, LiveWish{Wish: wish(), RemoveTestUser: true}); !made.TestUser.Foreign || made.Writes() != 0 {
		t.Errorf("%+v", made.TestUser)
	}
}

func TestSignInLog(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 0)
	appID, now := tenant.apps[0].AppID, tenant.clock.Now()
	tenant.people.signIns = []graph.LoggedSignIn{{AppID: appID, Code: 50105, Time: now}, {AppID: appID, Code: 50074, Time: now}, {AppID: appID, Time: now.Add(-time.Minute)},
		{AppID: "other", Time: now}, {AppID: appID, Code: 999999, Time: now.Add(-2 * time.Hour)}}
	log, err := flow.SignIns(t.Context(), wish(), now.Add(-time.Hour))
	if err != nil || len(log.Entries) != 3 || log.Entries[0].Result != SignInFailed || log.Entries[0].Error.Fix != samlcfg.FixAssignUser ||
		log.Entries[1].Result != SignInInterrupted || log.Entries[2].Result != SignInWorked || log.AppID != appID {
		t.Fatalf("%+v, %v", log, err)
	}
	if log, err = flow.SignIns(t.Context(), wish(), time.Time{}); err != nil || log.Entries[3].Error.Key() != "aadsts.unknown" {
		t.Errorf("%+v, %v", log, err)
	}
	for code, kind := range map[string]Kind{"Authentication_MSGraphPermissionMissing": LogUnpermitted, "Authentication_RequestFromNonPremiumTenantOrB2CTenant": LogWithoutLicence,
		"Authentication_RequestFromUnsupportedUserRole": LogWithoutRole} {
		tenant.fail("SignIns", fault{err: refused(403, code, "x")})
		asked := tenant.count("SignIns")
		for range 3 {
			_, err = flow.SignIns(t.Context(), wish(), now)
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != kind || !problem.OfTheLog() {
				t.Errorf("%s: %v", code, err)
			}
		}
		if tenant.count("SignIns") != asked+1 {
			t.Errorf("%s: asked %d times", code, tenant.count("SignIns")-asked)
		}
		if _, err := flow.SignIn(t.Context(), SignIn{ReadsLog: true}); err != nil {
			t.Fatal(err)
		}
	}
	tenant.fail("SignIns", fault{err: refused(400, "BadRequest", "Resource not found for the segment 'signIns'.")})
	if _, err := flow.SignIns(t.Context(), wish(), now); err == nil || !strings.Contains(err.Error(), string(LogNotHere)) {
		t.Errorf("%v", err)
	}
}

func TestAwaitSignIn(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 0)
	since := tenant.clock.Now()
	var waits []Wait
	log, err := flow.AwaitSignIn(t.Context(), wish(), since, func(e Event) {
		waits = append(waits, *e.Wait)
		asked := graph.LoggedSignIn{AppID: tenant.apps[0].AppID, Time: since.Add(time.Second), Code: 50055}
		ended := graph.LoggedSignIn{AppID: tenant.apps[0].AppID, Time: since.Add(2 * time.Second)}
		switch len(waits) {
		case 2: // a new password first
			tenant.people.signIns = []graph.LoggedSignIn{asked}
		case 3:
			tenant.people.signIns = []graph.LoggedSignIn{asked, ended}
		}
	})
	if err != nil || len(log.Entries) != 2 || log.Decisive().Code != 0 || len(waits) != 3 || waits[0].Reason != ReasonLogShows || waits[0].UsualTime != LogUsually {
		t.Errorf("%+v, %v, %+v", log, err, waits)
	}
	for pace, want := range map[Pace]time.Duration{{}: 15 * time.Second, DefaultPace(): 15 * time.Second, PracticePace(): 2 * time.Second} {
		flow.config.Pace, tenant.people.signIns = pace, nil
		began := tenant.clock.Now()
		var next time.Time
		_, err := flow.AwaitSignIn(t.Context(), wish(), since, func(e Event) {
			next = e.Wait.Next
			tenant.people.signIns = []graph.LoggedSignIn{{AppID: tenant.apps[0].AppID, Time: since.Add(time.Second)}}
		})
		if took := tenant.clock.Now().Sub(began); err != nil || took != want || !next.Equal(began.Add(want)) {
			t.Errorf("with %v between two looks the second comes after %v, and %v is told: %v", pace.Log, took, next.Sub(began), err)
		}
	}
	tenant.people.signIns = nil
	if log, err = flow.AwaitSignIn(t.Context(), wish(), since, nil); err != nil || len(log.Entries) != 0 {
		t.Errorf("%+v, %v", log, err)
	}
}

// TestScopesAreAskedForWhenTheyAreNeeded: the log and groups cost more consent.
func TestScopesAreAskedForWhenTheyAreNeeded(t *testing.T) {
	plain := SignIn{}.Permissions()
	for _, ask := range []struct {
		how  SignIn
		more []string
	}{{SignIn{Groups: true}, []string{graph.ScopeGroups, graph.ScopeOrganization}}, {SignIn{ReadsLog: true}, []string{graph.ScopeLog, graph.ScopeDirectory}}} {
		if got := ask.how.Permissions(); !slices.Equal(got, append(slices.Clone(plain), ask.more...)) {
			t.Errorf("%+v: %v", ask.how, got)
		}
	}
}

// TestEveryWordOfGoingLive checks the keys that are put together from lists.
func TestEveryWordOfGoingLive(t *testing.T) {
	words := allWords(t)
	var wanted []string
	for _, why := range WhysToStayOut() {
		wanted = append(wanted, "live.why."+why)
	}
	for _, note := range LiveNotes() {
		wanted = append(wanted, "live.note."+note)
	}
	for _, outcome := range LiveOutcomes() {
		wanted = append(wanted, "live.outcome."+string(outcome))
	}
	for _, result := range []SignInResult{SignInWorked, SignInInterrupted, SignInFailed} {
		wanted = append(wanted, "signin.result."+string(result))
	}
	for _, key := range wanted {
		if words[key] == "" {
			t.Errorf("no words for %s", key)
		}
	}
	for key := range words {
		for _, lead := range []string{"live.why.", "live.note.", "live.outcome.", "signin.result."} {
			if strings.HasPrefix(key, lead) && !slices.Contains(wanted, key) {
				t.Errorf("words for nothing: %s", key)
			}
		}
	}
}

package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
)

// toDeed opens the set-up of the list and does what the row of the key says.
func (b *bench) toDeed(key string, s setup.Standing) {
	b.t.Helper()
	b.w.deps.Remembers = true
	b.remember(s)
	test.Tap(b.rows()[0])
	b.untilPage(pageTenant)
	for _, deed := range b.w.tenantDeeds(s) {
		if deed.key == key {
			deed.run()
			b.untilPage(pageSignIn)
			b.press()
			return
		}
	}
	b.t.Fatalf("nothing is called %q", key)
}

func TestTenantOffersWhatFitsItsState(t *testing.T) {
	renewed := func(s *setup.Standing) { s.Renewed, s.RenewedEnds = "AA", noon.AddDate(3, 0, 0) }
	previous := func(s *setup.Standing) { s.Previous = "BB" }
	for _, c := range []struct {
		name     string
		standing setup.Standing
		want     string
	}{
		{"asked", standing(setup.StageAsked), "answered"},
		{"stopped", standing(setup.StageApplying, withEntries), "carry-on undo"},
		{"made", standing(setup.StageMade, withEntries), "hand-over verify renew undo"},
		{"sent", standing(setup.StageSent, withEntries), "waiting verify renew undo"},
		{"live", standing(setup.StageLive, withEntries), "open verify trouble renew undo"},
		{"due", standing(setup.StageLive, withEntries, ends(20)), "renew open verify trouble undo"},
		{"renewed", standing(setup.StageLive, withEntries, renewed), "activate open verify trouble undo"},
		{"switched", standing(setup.StageLive, withEntries, previous), "open verify trouble renew roll-back undo"},
		{"undone", standing(setup.StageUndone), "set-up-again"},
	} {
		b := newBench(t)
		var keys []string
		for _, deed := range b.w.tenantDeeds(c.standing) {
			keys = append(keys, deed.key)
		}
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCheckItNowFindsNothing(t *testing.T) {
	b := newBench(t)
	b.toDeed("verify", standing(setup.StageLive, withEntries))
	b.until("report", func() bool { return b.w.state.verify.report != nil })
	b.shows("Everything is as it was set up")
	if calls := strings.Join(b.flow.called(), ", "); calls != "sign-in, verify "+usIdentifier {
		t.Errorf("called %s", calls)
	}
	b.press()
	b.untilPage(pageStart)
}

func TestDriftLeadsToReview(t *testing.T) {
	b := newBench(t)
	b.flow.verify = func(setup.Wish) (setup.Report, error) { return setup.Report{Findings: samplePromisesDrifted()}, nil }
	b.toDeed("verify", standing(setup.StageLive, withEntries))
	b.until("plan", func() bool { return b.w.state.verify.report != nil && !b.w.state.verify.mend.looking })
	b.shows("2 things are not as they were set up")
	if label := b.w.shell.foot.primary.label; label != "Fix it: review 8 changes" {
		t.Fatalf("button %q", label)
	}
	b.press()
	b.untilPage(pageReview)
	if b.w.state.journey != toSetUp || b.w.shell.journey != toSetUp {
		t.Error("the rail still lists the check")
	}
	b.press()
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
}

func TestCheckThatCannotLookSaysWhy(t *testing.T) {
	b := newBench(t)
	fails := true
	b.flow.verify = func(setup.Wish) (setup.Report, error) {
		if fails {
			return setup.Report{}, sampleProblem(setup.ServiceDown, setup.StepVerify, map[string]string{"Status": "503"})
		}
		return setup.Report{Findings: samplePromises()}, nil
	}
	b.toDeed("verify", standing(setup.StageLive, withEntries))
	b.until("problem", func() bool { return b.w.state.verify.problem != nil })
	page := b.w.screen.(*verifyPage)
	if !page.trouble.panel.Visible() {
		t.Fatal("it goes unsaid")
	}
	fails = false
	test.Tap(page.trouble.again)
	b.until("report", func() bool { return b.w.state.verify.report != nil })
	if page.trouble.panel.Visible() {
		t.Error("the problem stays")
	}
}

func TestUndoFromTheRail(t *testing.T) {
	b := newBench(t, func(d *Deps) { d.Remembers = true })
	b.toHandOver()
	if got := b.w.state.ledger(b.w.words, false, b.w.mayUndo()); got.second != "Undo is ready" {
		t.Fatalf("ledger %+v", got)
	}
	b.w.detour(pageUndo)
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.shows("Undo 3 changes")
	b.w.backByKey()
	b.untilPage(pageHandOver)
	b.w.detour(pageUndo)
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.press()
	b.untilPage(pageUndoing)
	b.until("undone", func() bool { return b.w.state.undo.done })
	b.shows("3 changes are taken back")
	if items := b.w.state.rail(b.w.words); items[4].mark != markToCome || items[7].mark != markToCome {
		t.Errorf("the rail shows as done what was taken back: %+v", items)
	}
	if b.w.state.settled() || b.w.mayUndo() || b.w.state.mayVisit(pageHandOver) {
		t.Error("what was taken back can still be visited or undone")
	}
	b.press()
	b.untilPage(pageStart)
}

func TestUndoThatStopsIsLookedAtAnew(t *testing.T) {
	b := newBench(t)
	b.flow.undo = func(_ context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
		row := plan.Rows[0]
		tell(setup.Event{Step: row.Step, State: setup.Started})
		tell(setup.Event{Step: row.Step, State: setup.Done})
		problem := sampleProblem(setup.RoleMissing, setup.StepTestUser, map[string]string{"Role": "User Administrator", "Account": "ada@contoso.example"})
		tell(setup.Event{Step: plan.Rows[1].Step, State: setup.Failed, Problem: problem})
		return plan.Rows[:1], problem
	}
	b.toDeed("undo", standing(setup.StageLive, withEntries))
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.press()
	b.until("stopped", func() bool { return b.w.state.undo.work.problem != nil })
	page := b.w.screen.(*undoingPage)
	if page.view.list.State(0) != kit.JobDone || page.view.list.State(1) != kit.JobProblem || page.view.list.State(2) != kit.JobTodo {
		t.Error("the list does not say how far it came")
	}
	if items := b.w.state.rail(b.w.words); items[2].mark != markProblem {
		t.Errorf("%+v", items)
	}
	b.flow.undo = nil
	b.flow.planUndo = func(wish setup.Wish) (setup.UndoPlan, error) {
		plan := sampleUndo(wish)
		plan.Rows = plan.Rows[1:]
		return plan, nil
	}
	test.Tap(page.view.again)
	b.untilPage(pageUndo)
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.shows("Undo 2 changes")
	b.press()
	b.until("undone", func() bool { return b.w.state.undo.done })
}

func TestCancelWhileTakingBack(t *testing.T) {
	b := newBench(t)
	started := make(chan struct{})
	b.flow.undo = func(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
		close(started)
		<-ctx.Done()
		return nil, &setup.Problem{Kind: setup.Cancelled, Retry: true, Err: ctx.Err()}
	}
	b.toDeed("undo", standing(setup.StageLive, withEntries))
	b.until("plan", func() bool { return b.w.state.undo.plan != nil })
	b.press()
	<-started
	b.w.back()
	b.w.visitPage(pageSignIn)
	if b.w.state.page != pageUndoing {
		t.Fatal("something leads away while changes are made")
	}
	b.w.shell.foot.back() // asks first
	if b.w.dialog == nil {
		t.Fatal("nobody asks")
	}
	b.w.closeDialog()
	b.w.stop(&b.w.state.undo.work)
	b.until("stopped", func() bool { return !b.w.state.undo.work.running })
}

func TestRenewHandOverAndActivate(t *testing.T) {
	b := newBench(t)
	b.toDeed("renew", standing(setup.StageLive, withEntries, ends(20)))
	b.untilPage(pageRenew)
	b.press()
	b.untilPage(pageRenewed)
	b.shows("Send the new certificate to support")
	b.press()
	b.until("draft", func() bool { return b.w.state.renewal.handOver.draft != "" })
	b.press()
	b.untilPage(pageActivate)
	if off, _ := b.off(); !off {
		t.Error("it can be activated before support has loaded it")
	}
	b.w.screen.(*activatePage).loaded.Tapped(nil)
	b.press()
	b.until("active", func() bool { return b.w.state.renewal.active })
	b.shows("Entra signs with the new certificate")
	test.Tap(b.w.screen.(*activatePage).back)
	b.until("rolled back", func() bool { return b.w.state.renewal.earlier })
	b.shows("Entra signs with the earlier certificate")
	calls := strings.Join(b.flow.called(), ", ")
	if !strings.HasSuffix(calls, "activate, roll back") {
		t.Errorf("called %s", calls)
	}
	b.press()
	b.untilPage(pageStart)
}

// A renewal that waits for support is carried on days later, also by packing its
// bundle again.
func TestRenewalThatWaitsIsCarriedOn(t *testing.T) {
	waits := func(s *setup.Standing) { s.Renewed, s.RenewedEnds = "AA", noon.AddDate(3, 0, 0) }
	b := newBench(t)
	b.toDeed("activate", standing(setup.StageLive, withEntries, waits))
	b.untilPage(pageActivate)
	b.shows("Waiting on Autotask support")
	b.flow.renew = func(context.Context, func(setup.Event)) (setup.Renewal, error) {
		r := sampleRenewal()
		r.Reused = true
		return r, nil
	}
	test.Tap(b.w.shell.second)
	b.untilPage(pageRenewed)
	b.shows("Send the waiting certificate to support")
}

func TestExpiredCertificateIsCalledOut(t *testing.T) {
	b := newBench(t)
	b.toDeed("renew", standing(setup.StageLive, withEntries, ends(-3)))
	b.untilPage(pageRenew)
	b.shows("The active certificate expired on 20 Nov 2026. Entra may sign with the new one at once.")
}

func TestRollBackAlone(t *testing.T) {
	b := newBench(t)
	b.flow.switchTo = func(string, func(setup.Event)) ([]samlcfg.Finding, error) {
		return nil, &setup.Problem{Kind: setup.NoOtherCertificate, Facts: map[string]string{}}
	}
	b.toDeed("roll-back", standing(setup.StageLive, withEntries, func(s *setup.Standing) { s.Previous = "BB" }))
	b.untilPage(pageActivate)
	b.press()
	b.until("refused", func() bool { return b.w.state.renewal.work.problem != nil })
	b.flow.switchTo = nil
	test.Tap(b.w.screen.(*activatePage).view.again)
	b.until("earlier", func() bool { return b.w.state.renewal.earlier })
}

func TestStartColumnLeadsOn(t *testing.T) {
	live, sent := standing(setup.StageLive, ends(20), named("Wingtip Toys", "wingtiptoys.com")), standing(setup.StageSent, named("Adatum Legal", "adatum-legal.com"))
	b := newBench(t)
	b.remember(live, sent)
	column := b.w.shell.start
	b.shows("Wingtip Toys: 20 days left")
	test.Tap(column.carryOn)
	b.untilPage(pageTenant)
	if b.w.state.tenant.TenantName != "Adatum Legal" {
		t.Errorf("carries on with %s", b.w.state.tenant.TenantName)
	}
	test.Tap(column.renew)
	b.until("other tenant", func() bool { return b.w.state.tenant.TenantName == "Wingtip Toys" })
	b.w.back()
	b.untilPage(pageStart)
	b.remember(live, sent, standing(setup.StageMade, named("Proseware", "proseware.com")))
	column = b.w.shell.start
	test.Tap(column.carryOn)
	if len(b.rows()) != 2 || b.w.state.page != pageStart {
		t.Errorf("%d rows on %s", len(b.rows()), b.w.state.page.key())
	}
	if focused := b.w.win.Canvas().Focused(); focused != b.w.screen.first() {
		t.Errorf("focus on %T", focused)
	}
	test.Tap(b.w.screen.(*startPage).recent.all)
	if len(b.rows()) != 3 {
		t.Errorf("%d rows", len(b.rows()))
	}
	test.Tap(column.begin)
	b.untilPage(pageSignIn)
}

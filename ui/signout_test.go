package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/assets/words"
	tenant "backupsso/graph/practice"
	"backupsso/graph/setup"
)

// accountLabel is what a screen reader says of the account in the top bar.
func (b *bench) accountLabel() string {
	return b.w.say("window.account.open", words.Facts{"Account": "ada@contoso.example"})
}

// departs opens what can be done about the sign-in, and presses a button of it.
func (b *bench) departs(label string) {
	b.t.Helper()
	b.w.showAccount()
	test.Tap(b.button(b.w.say(label)))
}

func (b *bench) untilLeft() {
	b.t.Helper()
	b.untilPage(pageSignIn)
	b.until("sign-out", func() bool { s := b.w.state.signIn; return !s.leaving && s.left })
	if b.w.state.signIn.who != nil {
		b.t.Error("somebody is signed in still")
	}
}

// panelSays fails the test unless the panel over the page says text.
func (b *bench) panelSays(text string) {
	b.t.Helper()
	open, is := b.w.dialog.(*panel)
	found := false
	if is {
		eachWidget(open.sheet, func(o fyne.Widget) {
			said, can := o.(fyne.Accessible)
			found = found || can && said.AccessibilityLabel() == text
		})
	}
	if !found {
		b.t.Errorf("nothing over the page says %q", text)
	}
}

func TestSignOutIsReachedByKeyboardFromEveryPage(t *testing.T) {
	b := newBench(t)
	b.toPortal()
	b.tabTo(b.accountLabel())
	before := b.w.win.Canvas().Focused()
	b.hit(fyne.KeyReturn)
	if b.w.dialog == nil {
		t.Fatal("Enter on the account opens nothing")
	}
	b.panelSays("Your answers stay. The next sign-in goes on from here.")
	b.hit(fyne.KeyEscape)
	if b.w.dialog != nil || b.w.win.Canvas().Focused() != before {
		t.Error("Esc does not lead back to the account")
	}
	b.hit(fyne.KeySpace)
	test.Tap(b.button("Sign out"))
	b.untilLeft()
	b.shows("You are signed out.")
	b.shows("Use an account of Contoso Practice. What you chose and what is made stays.")
	defer func() { // the next sign-in leads back to the question that was open, not past others
		b.press()
		b.untilPage(pagePortal)
		if b.w.state.furthest != pagePortal {
			t.Errorf("page %s is open", b.w.state.furthest.key())
		}
	}()
	if calls := b.flow.called(); calls[len(calls)-1] != "leave" {
		t.Errorf("the sign-in is kept: %v", calls)
	}
	for _, o := range test.WidgetRenderer(b.w.shell.bar).Objects() {
		if a, is := o.(fyne.Accessible); is && a.AccessibilityLabel() == b.accountLabel() && o.Visible() {
			t.Error("the account still stands in the bar")
		}
	}
}

// TestSignOutOfASetUpThatIsMade comes back to the page it was on, with all that was made.
func TestSignOutOfASetUpThatIsMade(t *testing.T) {
	for _, how := range []string{"window.stay.sign-out", "window.sign-in.again"} {
		t.Run(how, func(t *testing.T) {
			b := newBench(t)
			b.toLive()
			result, plans := b.w.state.apply.result, count(b.flow.called(), "plan")
			b.departs(how)
			if how == "window.stay.sign-out" {
				b.untilLeft()
				b.press()
			}
			b.until("sign-in", func() bool { return count(b.flow.called(), "sign-in") == 2 && b.w.state.signIn.who != nil })
			b.untilPage(pageGoLive)
			if b.w.state.apply.result != result || b.w.state.furthest < pageGoLive || count(b.flow.called(), "plan") != plans || count(b.flow.called(), "sign-in") != 2 {
				t.Errorf("calls %v", b.flow.called())
			}
		})
	}
}

func TestSignOutIntoAnotherTenantBeginsAnew(t *testing.T) {
	b := newBench(t)
	b.toLive()
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		who := sampleWho()
		who.Tenant.ID, who.Tenant.Name = "99999999-2222-3333-4444-555555555555", "Fabrikam"
		return who, nil
	}
	b.departs("window.sign-in.again")
	b.untilPage(pagePortal)
	if s := b.w.state; s.settled() || s.furthest != pagePortal || s.portal.text != "" || s.ledger(b.w.words, false, false).title != "No changes yet" {
		t.Error("what was made in one tenant shows in another")
	}
}

// TestSignOutInTheMiddleOfARun ends the run the way Cancel does before it leaves, and
// the next sign-in goes on with what is left.
func TestSignOutInTheMiddleOfARun(t *testing.T) {
	b := newBench(t)
	stopped, ends := make(chan struct{}), make(chan struct{})
	b.flow.apply = func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tell(setup.Event{Step: setup.StepMode, State: setup.Started, Made: 5, Total: 8})
		<-ctx.Done()
		close(stopped)
		<-ends // the request that is under way
		return setup.Result{}, sampleProblem(setup.Cancelled, setup.StepMode, nil)
	}
	b.toReview()
	b.press()
	b.until("changes", func() bool { return b.w.state.apply.made == 5 })
	b.w.showAccount()
	b.panelSays("Changes are being made. The request under way is finished first. What is made stays.")
	test.Tap(b.button("Stop and sign out"))
	<-stopped
	b.w.refresh()
	if b.w.state.page != pageApply || b.w.state.signIn.who == nil {
		t.Fatal("the run is left before it has ended")
	}
	close(ends)
	b.untilLeft()
	if calls := b.flow.called(); slices.Index(calls, "leave") < slices.Index(calls, "apply") {
		t.Errorf("calls %v", calls)
	}
	b.flow.plan = planOfTheRest
	b.press()
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	b.shows("Review 3 changes")
	if got := b.w.state.ledger(b.w.words, false, false).title; got != "5 changes made" {
		t.Errorf("ledger %q", got)
	}
}

// TestSignOutInTheMiddleOnARealTenant signs out between two writes, and carries on to a
// set-up with one of each.
func TestSignOutInTheMiddleOnARealTenant(t *testing.T) {
	b := windowOn(t, setup.JournalIn(t.TempDir()), tenant.Options{})()
	b.press()
	b.signsInByCode()
	b.portalToPlan()
	b.press()
	b.until("some changes", func() bool { return b.w.state.apply.made >= 2 })
	made := b.w.state.apply.made
	b.w.depart(signsOut)
	b.untilLeft()
	b.press()
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	left := b.w.state.plan.Writes()
	if b.w.state.plan.Resumes.IsZero() || left == 0 || left > 9-made {
		t.Errorf("%d made, %d left, resumes %v", made, left, b.w.state.plan.Resumes)
	}
	b.press()
	b.until("end", func() bool { return b.w.state.settled() || b.w.state.apply.problem != nil })
	if !b.w.state.settled() {
		t.Fatalf("%+v", b.w.state.apply.problem)
	}
	plan, err := b.w.flow.Plan(t.Context(), b.w.standingWish())
	if err != nil || plan.Writes() != 0 {
		t.Errorf("afterwards: %v, %+v", err, plan.Changes)
	}
}

// TestSignOutForgetsWhatIsKept, and stays signed in where that fails.
func TestSignOutForgetsWhatIsKept(t *testing.T) {
	for _, fails := range []bool{false, true} {
		b := newBench(t, func(d *Deps) {
			d.SignOut = func() (setup.SignedOut, error) {
				if fails {
					return setup.SignedOut{}, sampleProblem(setup.CannotWrite, setup.StepSignIn, map[string]string{"Path": "/home/ada"})
				}
				return setup.SignedOut{Accounts: []string{"ada@contoso.example"}, There: true}, nil
			}
		})
		b.toLive()
		b.w.state.signIn.who.Stay = setup.Stay{Kept: true, Place: "the Keychain"}
		b.departs("window.stay.sign-out")
		if !fails {
			b.untilLeft()
			b.shows("You are signed out. The sign-ins of ada@contoso.example are forgotten.")
			continue
		}
		b.untilPage(pageSignIn)
		b.until("failure", func() bool { return b.w.state.signIn.problem != nil })
		if b.w.state.signIn.who == nil || slices.Contains(b.flow.called(), "leave") {
			t.Error("the sign-in is gone, and what was kept of it is not")
		}
		b.press()
		b.untilPage(pageGoLive)
	}
}

package ui

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
)

// sampleLog has a sign-in of each kind, the newest first.
func sampleLog() setup.SignInLog {
	entry := func(ago time.Duration, id string, code int, result setup.SignInResult, access string) setup.LoggedSignIn {
		made := setup.LoggedSignIn{Result: result, LoggedSignIn: graph.LoggedSignIn{ID: id + "d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4", CorrelationID: id + "a1b2c3d-0000-4000-8000-00000000000" + id,
			Time: noon.Add(-ago), UPN: "B.Simon@contoso.example", Code: code, Access: access, PoliciesKnown: true}}
		if code != 0 {
			made.Error = samlcfg.LookUpSignInError(code)
			made.Reason = "The signed in user is not assigned to a role for the application."
		}
		return made
	}
	blocked := entry(30*time.Minute, "4", 53003, setup.SignInFailed, "failure")
	blocked.Policies = []graph.AppliedPolicy{{Name: "Compliant devices only", Result: "failure"}}
	return setup.SignInLog{Read: noon, Since: noon.Add(-24 * time.Hour), Entries: []setup.LoggedSignIn{
		entry(time.Minute, "1", 50055, setup.SignInInterrupted, "notApplied"), entry(2*time.Minute, "2", 50105, setup.SignInFailed, "notApplied"),
		entry(10*time.Minute, "3", 0, setup.SignInWorked, "success"), blocked}}
}

// toSignIns opens the log with the right to read it.
func (b *bench) toSignIns(log setup.SignInLog, err error) {
	b.t.Helper()
	b.flow.signIns = func(context.Context, time.Time) (setup.SignInLog, error) { return log, err }
	b.toTest()
	b.w.state.signIn.readsLog = true
	b.w.toSignIns()
	b.untilPage(pageSignIns)
	b.until("log", func() bool { return !b.w.state.signIns.looking })
}

// awaitsLog waits for a log that shows nothing yet.
func awaitsLog(b *bench) {
	b.toSignIns(setup.SignInLog{Read: noon}, nil)
	b.clock = noon
	b.flow.awaits = func(ctx context.Context, tell func(setup.Event)) (setup.SignInLog, error) {
		tell(setup.Event{Step: setup.StepVerify, State: setup.Waiting, Wait: &setup.Wait{Reason: setup.ReasonLogShows, Since: noon, Attempt: 2,
			Next: noon.Add(63 * time.Second), GiveUp: noon.Add(6 * time.Minute), UsualTime: setup.LogUsually}})
		return setup.SignInLog{}, hold(ctx)
	}
	b.press()
	b.until("wait", func() bool { return b.w.state.signIns.wait != nil })
	b.clock = noon.Add(48 * time.Second)
	b.w.refresh()
}

func TestLogIsOpenedWithTheRightToReadIt(t *testing.T) {
	b := newBench(t)
	b.toTest()
	asked := make(chan []string, 1)
	b.flow.permit = func(_ context.Context, ask setup.Permit) (setup.Who, error) {
		asked <- ask.Permissions
		return sampleWho(), nil
	}
	b.w.toSignIns()
	b.untilPage(pagePermission)
	b.press()
	b.untilPage(pageSignIns)
	if got := <-asked; !slices.Equal(got, []string{"AuditLog.Read.All", "Directory.Read.All"}) {
		t.Errorf("asked for %v", got)
	}
	if calls := b.flow.called(); count(calls, "sign-in") != 1 {
		t.Errorf("signed in a second time: %v", calls)
	}
	b.until("log", func() bool { return b.w.state.signIns.log != nil && !b.w.state.signIns.looking })
	b.shows("The log shows no sign-in of the last day.")
	b.hit(fyne.KeyEscape)
	b.untilPage(pageTest)
}

func TestLogBeginsWithTheSignInThatDecides(t *testing.T) {
	b := newBench(t)
	b.toSignIns(sampleLog(), nil)
	if got := b.w.state.signIns.chosen; got != 1 {
		t.Fatalf("entry %d is chosen", got)
	}
	b.shows(b.w.say("window.sign-ins.explain"))
	b.hit(fyne.KeyDown)
	page := b.w.screen.(*signInsPage)
	if page.fault.Visible() || !strings.Contains(page.wait.AccessibilityLabel(), "The log cannot tell what Autotask made of it.") {
		t.Errorf("a sign-in that worked says %q", page.wait.AccessibilityLabel())
	}
	b.hit(fyne.KeyDown)
	if !page.fault.Visible() {
		t.Error("a sign-in that failed is not explained")
	}
	b.hit(fyne.KeyUp)
	b.hit(fyne.KeyUp)
	test.Tap(page.explain)
	b.untilPage(pageExamine)
	b.settles()
	found := b.w.state.examine.found
	if found == nil || !strings.Contains(strings.Join(texts(b.w.win.Content()), "\n"), "AADSTS50105") {
		t.Fatalf("found %+v", found)
	}
}

func TestWaitingForTheLogCanBeStopped(t *testing.T) {
	b := newBench(t)
	awaitsLog(b)
	b.shows("0:48")
	b.hit(fyne.KeyEscape)
	b.until("stopped", func() bool { return !b.w.state.signIns.looking })
	if b.w.state.page != pageSignIns || b.w.state.signIns.problem != nil {
		t.Errorf("page %s, problem %v", b.w.state.page.key(), b.w.state.signIns.problem)
	}
}

func TestLogThatCannotBeReadIsSaidOnce(t *testing.T) {
	b := newBench(t)
	b.toSignIns(setup.SignInLog{}, &setup.Problem{Step: setup.StepVerify, Kind: setup.LogWithoutLicence})
	if panel := b.w.screen.(*signInsPage).trouble.panel; !panel.Visible() || !strings.Contains(panel.AccessibilityLabel(), "Entra ID P1 or P2") {
		t.Errorf("the panel says %q", panel.AccessibilityLabel())
	}
	if b.w.shell.foot.primary != nil {
		t.Error("it offers to try what cannot help")
	}
}

func TestPhoneGetsTheUserAccessURL(t *testing.T) {
	b := newBench(t)
	showOnPhone(b)
	codes := 0
	eachSeen(b.roots()[len(b.roots())-1], func(o fyne.CanvasObject, _ bool) {
		if _, is := o.(*kit.Scan); is {
			codes++
		}
	}, false)
	if codes != 1 {
		t.Errorf("%d codes are shown", codes)
	}
}

// showOnPhone opens the QR code from the ways in.
func showOnPhone(b *bench) {
	b.toTest()
	b.w.screen.(*testPage).showWays()
	for _, o := range tappables(b.roots()[len(b.roots())-1], false) {
		if button, is := o.(*kit.Button); is && button.Label() == b.w.say("window.test.phone-show") {
			test.Tap(button)
			return
		}
	}
	b.t.Fatal("no way to the code")
}

// signInPictures are the states of the sign-in log, and the code for a phone.
func signInPictures() []picture {
	return []picture{
		{"08-test-phone", false, showOnPhone},
		{"09-done-live", false, func(b *bench) {
			b.toLiveReview()
			b.press()
			b.ranLive()
			b.press()
			b.untilPage(pageDone)
		}},
		{"22-sign-ins", false, func(b *bench) { b.toSignIns(sampleLog(), nil) }},
		{"22-sign-ins-worked", false, func(b *bench) { b.toSignIns(sampleLog(), nil); b.hit(fyne.KeyDown) }},
		{"22-sign-ins-interrupted", false, func(b *bench) { b.toSignIns(sampleLog(), nil); b.hit(fyne.KeyUp) }},
		{"22-sign-ins-policy", false, func(b *bench) { b.toSignIns(sampleLog(), nil); b.hit(fyne.KeyEnd) }},
		{"22-sign-ins-none", false, func(b *bench) { b.toSignIns(setup.SignInLog{Read: noon}, nil) }},
		{"22-sign-ins-waiting", false, awaitsLog},
		{"22-sign-ins-licence", false, func(b *bench) {
			b.toSignIns(setup.SignInLog{}, &setup.Problem{Step: setup.StepVerify, Kind: setup.LogWithoutLicence})
		}},
		{"22-sign-ins-right", false, func(b *bench) {
			b.toSignIns(setup.SignInLog{}, &setup.Problem{Step: setup.StepVerify, Kind: setup.LogUnpermitted, Facts: map[string]string{"Scope": "AuditLog.Read.All, Directory.Read.All"}})
		}},
	}
}

package ui

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"go.uber.org/goleak"

	"backupsso/graph/setup"
)

// bench is a window on a table: its goroutine is the test's, which runs what is
// hopped to it only when the test says so.
type bench struct {
	t     *testing.T
	w     *Window
	flow  *fakeFlow
	desk  *fakeDesk
	hops  chan func()
	ticks chan struct{} // lets everything that waits for a second go on once
	clock time.Time
	keys  time.Time

	mu     sync.Mutex
	opened []string // addresses that were opened
}

func newBench(t *testing.T, change ...func(*Deps)) *bench {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	b := &bench{t: t, flow: &fakeFlow{}, desk: &fakeDesk{}, hops: make(chan func(), 1000), ticks: make(chan struct{}), clock: noon, keys: noon}
	deps := Deps{Flow: b.flow, Words: english(), Now: func() time.Time { return b.clock }, SaveDir: "/home/ada/Downloads", Version: "1.0",
		OpenURL: func(address string) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.opened = append(b.opened, address)
			return nil
		}}
	for _, f := range change {
		f(&deps)
	}
	work := &worker{hop: func(f func()) { b.hops <- f }, sleep: b.sleep}
	b.w = newWindow(test.NewTempApp(t), deps, work)
	b.w.keyClock = func() time.Time { b.keys = b.keys.Add(time.Second); return b.keys }
	t.Cleanup(func() {
		b.w.Close()
		b.w.win.Close()
		goleak.VerifyNone(t, leaks)
		if b.flow.clash {
			t.Error("two methods of the flow ran at the same time")
		}
	})
	return b
}

func practice(d *Deps) { d.Practice = true }

// sleep lets short pauses pass at once and long ones on a tick.
func (b *bench) sleep(ctx context.Context, pause time.Duration) error {
	if pause < time.Second {
		return ctx.Err()
	}
	select {
	case <-b.ticks:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// until runs what is hopped to the window until done.
func (b *bench) until(what string, done func() bool) {
	b.t.Helper()
	deadline := time.After(5 * time.Second)
	for !done() {
		select {
		case f := <-b.hops:
			f()
		case <-deadline:
			b.t.Fatalf("never came: %s (page %s)", what, b.w.state.page.key())
		}
	}
	for {
		select {
		case f := <-b.hops:
			f()
		default:
			return
		}
	}
}

func (b *bench) untilPage(p page) {
	b.t.Helper()
	b.until("page "+p.key(), func() bool { return b.w.state.page == p })
}

// press does the page's main deed as a click does.
func (b *bench) press() {
	b.t.Helper()
	d := b.w.shell.foot.primary
	if d == nil || d.off || d.busy != "" {
		b.t.Fatalf("page %s has nothing to press: %+v", b.w.state.page.key(), d)
	}
	test.Tap(b.w.shell.primary)
}

// off reports whether the main deed is off, and the hint beside it.
func (b *bench) off() (bool, string) {
	return b.w.shell.foot.primary.off, b.w.shell.footer.Hint()
}

// shows fails the test unless text is drawn in the window right now.
func (b *bench) shows(text string) {
	b.t.Helper()
	found := false
	eachText(b.w.win.Content(), func(drawn string) { found = found || drawn == text })
	if !found {
		b.t.Errorf("page %s does not show %q", b.w.state.page.key(), text)
	}
}

// toPortal, toUser and so on walk to a page as a person would.
func (b *bench) toPortal() {
	b.press()
	b.press()
	b.untilPage(pagePortal)
}

func (b *bench) toUser() {
	b.toPortal()
	b.w.screen.(*portalPage).subdomain.SetText("us")
	b.until("portal checked", func() bool { return !b.w.state.portal.typing })
	b.press()
	b.untilPage(pageTestUser)
	b.until("look-up", func() bool { off, _ := b.off(); return !off })
}

func (b *bench) toReview() {
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil || b.w.state.planProblem != nil })
}

func (b *bench) toApplied() {
	b.toReview()
	b.press()
	b.untilPage(pageApply)
	b.until("applied", func() bool { return !b.w.state.apply.running })
}

func (b *bench) toHandOver() {
	b.toApplied()
	b.press()
	b.untilPage(pageHandOver)
}

func withDesk(b **bench) func(*Deps) {
	return func(d *Deps) { d.Practice = true; d.PracticeDesk = deskOf{b} }
}

// deskOf hands a delivery to the bench's desk, which is made after its deps.
type deskOf struct{ bench **bench }

func (d deskOf) Deliver(ctx context.Context, zip []byte) error {
	return (*d.bench).desk.Deliver(ctx, zip)
}

func TestWalkThroughWholeWizard(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.toHandOver()
	if got := b.w.state.ledger(b.w.words, true).title; got != "8 changes made" {
		t.Errorf("ledger %q", got)
	}
	b.press()
	b.until("delivery", func() bool { return b.w.state.handOver.delivered })
	b.press()
	b.untilPage(pageTest)
	test.Tap(b.w.screen.(*testPage).goOn)
	b.until("browser", func() bool { return b.w.state.test.opened })
	if len(b.opened) != 1 || b.opened[0] != sampleResult(setup.Plan{}).Contents.UserAccessURL {
		t.Errorf("opened %v", b.opened)
	}
	b.w.screen.(*testPage).saw.OnChosen(0)
	b.press()
	b.untilPage(pageDone)
	if len(b.desk.taken) != 1 {
		t.Errorf("%d bundles delivered", len(b.desk.taken))
	}
	for _, item := range b.w.state.rail(b.w.words) {
		if item.mark != markDone {
			t.Errorf("%s is %v at the end", item.title, item.mark)
		}
	}
	b.press()
	b.untilPage(pageStart)
	if b.w.state.signIn.who != nil {
		t.Error("a new set-up remembers the account")
	}
}

func TestWishSaysWhatWasAnswered(t *testing.T) {
	b := newBench(t)
	b.toReview()
	wish := b.flow.wishes[0]
	if wish.Portal.ReplyURL != "https://us.backup.autotask.net/singlesignon/saml/SSO" || !wish.TestUser.Create ||
		wish.TestUser.UPN != "B.Simon@contoso.example" || wish.Language != "en" {
		t.Errorf("%+v", wish)
	}
}

func TestProblemThenTryAgain(t *testing.T) {
	b := newBench(t)
	refused := &setup.Problem{Step: setup.StepTestUser, Kind: setup.RoleMissing, Retry: true, Facts: map[string]string{"Role": "User Administrator", "Account": "ada@contoso.example"}}
	fails := true
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		if !fails {
			tellAll(plan, tell)
			return sampleResult(plan), nil
		}
		fails = false
		tell(setup.Event{Step: setup.StepTestUser, State: setup.Failed, Problem: refused, Made: 5, Total: 8})
		return setup.Result{}, refused
	}
	b.toApplied()
	if off, _ := b.off(); !off {
		t.Error("one may go on from a problem")
	}
	page := b.w.screen.(*applyPage)
	if !page.problem.Visible() || page.wait.Visible() {
		t.Error("the problem does not show in the panel's place")
	}
	if focused := b.w.win.Canvas().Focused(); focused != fyne.Focusable(page.again) {
		t.Errorf("focus on %T", focused)
	}
	test.Tap(page.again)
	b.until("second try", func() bool { return b.w.state.apply.result != nil })
	if got := b.w.state.ledger(b.w.words, false).title; got != "13 changes made" {
		t.Errorf("ledger %q", got)
	}
	b.press()
	b.untilPage(pageHandOver)
}

func TestTryAgainShowsAPlanThatAsksForMore(t *testing.T) {
	b := newBench(t)
	b.flow.apply = func(context.Context, setup.Plan, func(setup.Event)) (setup.Result, error) {
		return setup.Result{}, &setup.Problem{Kind: setup.ServiceDown, Retry: true}
	}
	b.toApplied()
	b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
		plan := samplePlan()
		plan.Changes[7].Verb = setup.Modify
		return plan, nil
	}
	b.w.tryAgain()
	b.untilPage(pageReview)
	if b.w.state.plan.Writes() != 9 {
		t.Errorf("%d writes", b.w.state.plan.Writes())
	}
}

func TestCancelWhileApplying(t *testing.T) {
	b := newBench(t)
	started := make(chan struct{})
	b.flow.apply = func(ctx context.Context, _ setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tell(setup.Event{Step: setup.StepApplication, State: setup.Started, Total: 8})
		close(started)
		<-ctx.Done()
		return setup.Result{}, &setup.Problem{Step: setup.StepApplication, Kind: setup.Cancelled, Retry: true, Err: ctx.Err()}
	}
	b.toReview()
	b.press()
	<-started
	b.w.back()
	if b.w.state.page != pageApply {
		t.Fatal("back leads away while changes are made")
	}
	b.w.cancelApply()
	b.until("cancelled", func() bool { return !b.w.state.apply.running })
	if b.w.state.apply.problem.Kind != setup.Cancelled {
		t.Errorf("problem %+v", b.w.state.apply.problem)
	}
}

func TestLeavingAPageEndsItsWork(t *testing.T) {
	b := newBench(t)
	ended := make(chan struct{})
	b.flow.plan = func(ctx context.Context, _ setup.Wish) (setup.Plan, error) {
		<-ctx.Done()
		close(ended)
		return setup.Plan{}, ctx.Err()
	}
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	b.w.back()
	<-ended
	b.untilPage(pageTestUser)
	if b.w.state.planProblem != nil {
		t.Error("the left page's failure reached the next page")
	}
}

func TestSignInCancelledAndRefused(t *testing.T) {
	b := newBench(t)
	asked := make(chan struct{})
	b.flow.signIn = func(ctx context.Context, how setup.SignIn) (setup.Who, error) {
		how.ShowCode(setup.Code{UserCode: "ABCD-EFGH", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
		close(asked)
		<-ctx.Done()
		return setup.Who{}, &setup.Problem{Step: setup.StepSignIn, Kind: setup.SignInCancelled, Retry: true, Err: ctx.Err()}
	}
	b.press()
	page := b.w.screen.(*signInPage)
	page.choose(1)
	b.press()
	<-asked
	b.until("code", func() bool { return b.w.state.signIn.code != nil })
	if !page.waiting.card.Visible() || page.waiting.code.Text() != "ABCD-EFGH" || page.ways.Visible() {
		t.Error("the code does not show")
	}
	b.w.backByKey()
	b.until("cancelled", func() bool { return !b.w.state.signIn.busy })
	if page.waiting.card.Visible() || !page.trouble.panel.Visible() || !page.ways.Visible() {
		t.Error("the page does not offer to sign in again")
	}
}

func TestBrowserThatDoesNotOpenLeavesTheLink(t *testing.T) {
	b := newBench(t, func(d *Deps) { d.OpenURL = func(string) error { return errors.New("no browser") } })
	done := make(chan struct{})
	b.flow.signIn = func(_ context.Context, how setup.SignIn) (setup.Who, error) {
		if err := how.OpenURL("https://login.example/authorize"); err != nil {
			return setup.Who{}, err
		}
		<-done
		return sampleWho(), nil
	}
	b.press()
	b.press()
	b.until("link", func() bool { return b.w.state.signIn.link != "" })
	page := b.w.screen.(*signInPage)
	if page.waiting.link.Text() != "https://login.example/authorize" || !page.waiting.noteRow.Visible() {
		t.Error("the link does not show")
	}
	close(done)
	b.untilPage(pagePortal)
}

func TestPortalIsJudgedWhenTypingPauses(t *testing.T) {
	b := newBench(t)
	b.toPortal()
	page := b.w.screen.(*portalPage)
	if off, hint := b.off(); !off || hint == "" {
		t.Error("one may go on without a portal, or nobody says why not")
	}
	page.subdomain.SetText("northwind.backup.autotask.com")
	if page.subdomain.HasProblem() {
		t.Error("judged while typing")
	}
	b.until("check", func() bool { return !b.w.state.portal.typing })
	if off, hint := b.off(); !page.subdomain.HasProblem() || !off || hint != "Fix the subdomain to go on." {
		t.Errorf("problem %v, off %v, hint %q", page.subdomain.HasProblem(), off, hint)
	}
	page.subdomain.SetText("us")
	b.until("check", func() bool { return !b.w.state.portal.typing })
	b.shows("https://us.backup.autotask.net/singlesignon/saml/SSO")
	b.shows("Well formed.")
	page.toggleEdit()
	page.editReply.SetText("https://us.backup.autotask.net/other/SSO")
	b.until("check", func() bool { return !b.w.state.portal.typing })
	if got := b.w.state.portal.checked.portal.ReplyURL; got != "https://us.backup.autotask.net/other/SSO" {
		t.Errorf("edited reply URL %q", got)
	}
	page.editReply.SetText("http://us.backup.autotask.net/other/SSO")
	b.until("check", func() bool { return !b.w.state.portal.typing })
	if off, _ := b.off(); !off || !page.editReply.HasProblem() {
		t.Error("plain http is taken")
	}
}

func TestQuestionWhichApplication(t *testing.T) {
	b := newBench(t)
	question := &setup.Problem{Step: setup.StepApplication, Kind: setup.SeveralApps, Facts: map[string]string{"Count": "2"}, Choices: []setup.Choice{
		{ID: "id-1", Name: setup.AppName, Created: noon}, {ID: "id-2", Name: setup.AppName + " EU", Created: noon, Identifiers: []string{"https://eu.backup.autotask.net/singlesignon/saml/metadata"}}, {ID: "new"}}}
	b.flow.plan = func(_ context.Context, wish setup.Wish) (setup.Plan, error) {
		if wish.Application == "" {
			return setup.Plan{}, question
		}
		return samplePlan(), nil
	}
	b.toReview()
	if off, hint := b.off(); !off || hint == "" {
		t.Error("one may go on without an answer")
	}
	page := b.w.screen.(*reviewPage)
	page.question.Choose(1)
	b.w.refresh()
	b.press()
	b.until("plan", func() bool { return b.w.state.plan != nil })
	if got := b.flow.wishes[1].Application; got != "id-2" {
		t.Errorf("asked for %q", got)
	}
}

func TestBlockedPlanCannotBeApplied(t *testing.T) {
	b := newBench(t)
	b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
		plan := samplePlan()
		plan.Changes[8].Verb = setup.Cannot
		plan.Changes[8].Why = &setup.Problem{Kind: setup.UserNotFound, Facts: map[string]string{"UPN": "x@contoso.example"}}
		return plan, nil
	}
	b.toReview()
	page := b.w.screen.(*reviewPage)
	if !page.trouble.panel.Visible() || b.w.shell.foot.primary.label != "Look again" {
		t.Errorf("blocked plan offers %+v", b.w.shell.foot.primary)
	}
}

func TestSaveAndSendWhereNobodyPractises(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	if label := b.w.shell.foot.primary.label; label != "Save the bundle" {
		t.Errorf("the next thing to do is %q", label)
	}
	full := &setup.Problem{Step: setup.StepBundle, Kind: setup.DiskFull, Retry: true, Facts: map[string]string{"Path": "/home"}}
	b.flow.save = func(setup.Result, string) (string, error) { return "", full }
	page := b.w.screen.(*handOverPage)
	test.Tap(page.save)
	b.until("refused", func() bool { return b.w.state.handOver.problem != nil })
	if !page.trouble.panel.Visible() {
		t.Error("a full disk goes unsaid")
	}
	b.flow.save = func(_ setup.Result, path string) (string, error) { return path, nil }
	test.Tap(page.save)
	b.until("saved", func() bool { return b.w.state.handOver.savedAs != "" })
	if got := b.w.state.handOver.savedAs; got != "/home/ada/Downloads/us-sso-2026-11-23.zip" {
		t.Errorf("saved as %q", got)
	}
	b.press()
	b.untilPage(pageTest)
	if items := b.w.state.rail(b.w.words); items[5].mark != markWaiting || items[5].second != "Waiting on support" {
		t.Errorf("%+v", items[5])
	}
}

func TestDeskThatRefuses(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.desk.err = errRefused
	b.toHandOver()
	b.press()
	b.until("refusal", func() bool { return b.w.state.handOver.refused != "" })
	if b.w.state.handOver.delivered {
		t.Error("a refused bundle counts as delivered")
	}
	b.desk.err = nil
	b.press()
	b.until("delivery", func() bool { return b.w.state.handOver.delivered })
}

func TestAfterApplyAnswersAreReadOnly(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	b.w.visitPage(pagePortal)
	if b.w.state.page != pagePortal {
		t.Fatal("the rail does not lead back")
	}
	b.press()
	b.press()
	b.untilPage(pageReview)
	b.press()
	b.untilPage(pageHandOver)
	if calls := b.flow.called(); calls[len(calls)-1] != "apply" {
		t.Errorf("looking back called %v", calls)
	}
}

func TestPractiseFromTheStartPage(t *testing.T) {
	other := &fakeFlow{}
	b := newBench(t, func(d *Deps) {
		d.Practise = func(context.Context) (Flow, PracticeDesk, error) { return other, &fakeDesk{}, nil }
	})
	if b.w.win.Title() != Title {
		t.Errorf("title %q", b.w.win.Title())
	}
	test.Tap(b.w.screen.(*startPage).practise)
	b.until("practice", func() bool { return b.w.deps.Practice })
	if b.w.win.Title() != PracticeTitle {
		t.Errorf("title %q", b.w.win.Title())
	}
	b.toPortal()
	if len(other.called()) != 1 || len(b.flow.called()) != 0 {
		t.Error("the real tenant was asked")
	}
}

func TestNoPageIsWithoutWords(t *testing.T) {
	b := newBench(t)
	b.toApplied()
	for _, p := range railPages() {
		b.w.state.furthest = pageDone
		b.w.show(p)
		test.WidgetRenderer(b.w.shell.frame)
		eachText(b.w.win.Content(), func(text string) {
			if len(text) > 1 && text[0] == '<' && text[1] == '<' {
				t.Errorf("page %s shows %s", p.key(), text)
			}
		})
	}
}

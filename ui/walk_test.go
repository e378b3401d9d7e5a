package ui

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

func TestWalkThroughWholeWizard(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	b.toHandOver()
	if got := b.w.state.ledger(b.w.words, true, false).title; got != "8 changes made" {
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
	b.untilPage(pageGoLive)
	b.w.chooseMember(sampleMember("jon"))
	b.asked()
	b.press()
	b.untilPage(pageLiveReview)
	b.until("plan", func() bool { return !b.w.state.live.planning })
	b.press()
	b.ranLive()
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
	if focused := b.w.win.Canvas().Focused(); focused != fyne.Focusable(page.next) || page.next == page.again {
		t.Errorf("focus on %T, and not on what helps", focused)
	}
	b.flow.plan = planOfTheRest
	test.Tap(page.again)
	b.until("second try", func() bool { return b.w.state.apply.result != nil })
	if got := b.w.state.ledger(b.w.words, false, false).title; got != "8 changes made" {
		t.Errorf("ledger %q", got)
	}
	b.shows("8 of 8 changes made")
	b.press()
	b.untilPage(pageHandOver)
	if got := b.w.state.rail(b.w.words)[3].second; got != "8 changes" {
		t.Errorf("the rail says of the review: %q", got)
	}
}

// planOfTheRest is what is left after the first five changes.
func planOfTheRest(_ context.Context, wish setup.Wish) (setup.Plan, error) {
	plan := samplePlan()
	plan.Wish = wish
	for i, made := 0, 0; made < 5; i++ {
		if change := &plan.Changes[i]; change.Verb == setup.Create || change.Verb == setup.Modify {
			change.Verb, made = setup.Same, made+1
		}
	}
	return plan, nil
}

func TestSigningInAgainLeadsBackToWhatIsLeft(t *testing.T) {
	for _, c := range []struct {
		name   string
		tenant string
		to     page
		ledger string
	}{
		{"same tenant", sampleWho().Tenant.ID, pageReview, "5 changes made"},
		{"another tenant", "99999999-2222-3333-4444-555555555555", pagePortal, "No changes yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			expired := &setup.Problem{Step: setup.StepMode, Kind: setup.SignInExpired, Retry: true}
			b.flow.apply = func(_ context.Context, _ setup.Plan, tell func(setup.Event)) (setup.Result, error) {
				tell(setup.Event{Step: setup.StepMode, State: setup.Failed, Problem: expired, Made: 5, Total: 8})
				return setup.Result{}, expired
			}
			b.toApplied()
			b.flow.plan = planOfTheRest
			test.Tap(b.w.screen.(*applyPage).next)
			b.untilPage(pageSignIn)
			if b.w.shell.foot.primary.label != english().Say("window.sign-in.go-browser") {
				t.Errorf("the first thing to do is %q", b.w.shell.foot.primary.label)
			}
			b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
				who := sampleWho()
				who.Tenant.ID = c.tenant
				return who, nil
			}
			b.press()
			b.untilPage(c.to)
			if c.to == pageReview {
				b.until("plan", func() bool { return b.w.state.plan != nil })
				b.shows("Review 3 changes")
			}
			if got := b.w.state.ledger(b.w.words, false, false).title; got != c.ledger {
				t.Errorf("ledger %q", got)
			}
		})
	}
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
	began, ended := make(chan struct{}), make(chan struct{})
	b.flow.plan = func(ctx context.Context, _ setup.Wish) (setup.Plan, error) {
		close(began)
		<-ctx.Done()
		close(ended)
		return setup.Plan{}, ctx.Err()
	}
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	<-began
	b.w.back()
	<-ended
	b.untilPage(pageTestUser)
	if b.w.state.planProblem != nil {
		t.Error("the left page's failure reached the next page")
	}
}

func TestAPersonWhoIsThereIsPromisedNoPassword(t *testing.T) {
	b := newBench(t)
	b.toUser()
	page := b.w.screen.(*testUserPage)
	says := func(key string) bool {
		found := false
		eachText(b.w.win.Content(), func(drawn string) { found = found || drawn == b.w.say(key) })
		return found
	}
	for index, promised := range []bool{true, false, true} {
		page.choose(index % 2)
		if says("window.test-user.password") != promised || !says("window.test-user.portal-knows") {
			t.Errorf("choice %d: password promised %v", index%2, !promised)
		}
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
	if page.choose(0); b.w.state.signIn.way != setup.DeviceCode || b.w.win.Canvas().Focused() != nil {
		t.Error("the way can be changed while it is gone")
	}
	b.w.backByKey()
	b.until("cancelled", func() bool { return !b.w.state.signIn.busy })
	if page.waiting.card.Visible() || page.trouble.panel.Visible() || !page.ways.Visible() {
		t.Error("the page does not offer to sign in again, or explains what the person did herself")
	}
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		return setup.Who{}, &setup.Problem{Step: setup.StepSignIn, Kind: setup.SignInCancelled, Retry: true}
	}
	b.press()
	b.until("refused", func() bool { return !b.w.state.signIn.busy })
	if !page.trouble.panel.Visible() || b.w.win.Canvas().Focused() != fyne.Focusable(page.ways) {
		t.Error("the page does not say that Microsoft ended the sign-in")
	}
}

func TestReasonsForEachRightOpenBelow(t *testing.T) {
	b := newBench(t)
	b.press()
	page := b.w.screen.(*signInPage)
	before := b.w.win.Canvas().Size()
	test.Tap(page.asks.why)
	b.shows(english().Say("window.sign-in.why.rights"))
	if !page.asks.reasons.Visible() || b.w.win.Canvas().Size() != before {
		t.Error("the reasons do not open")
	}
	test.Tap(page.asks.why)
	if page.asks.reasons.Visible() {
		t.Error("the reasons do not shut")
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

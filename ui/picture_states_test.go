package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
)

func hold(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func showBrowserWait(b *bench) {
	b.flow.signIn = func(ctx context.Context, how setup.SignIn) (setup.Who, error) {
		_ = how.OpenURL("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e&response_type=code&scope=User.Read")
		return setup.Who{}, hold(ctx)
	}
	b.press()
	b.press()
	b.until("link", func() bool { return b.w.state.signIn.link != "" })
}

func showCodeWait(b *bench) {
	b.flow.signIn = func(ctx context.Context, how setup.SignIn) (setup.Who, error) {
		how.ShowCode(setup.Code{UserCode: "GT7Q-4XWP", URL: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute)})
		return setup.Who{}, hold(ctx)
	}
	b.press()
	page := b.w.screen.(*signInPage)
	page.ways.Choose(1)
	page.choose(1)
	b.press()
	b.until("code", func() bool { return b.w.state.signIn.code != nil })
}

func sampleProblem(kind setup.Kind, step setup.Step, facts map[string]string) *setup.Problem {
	return &setup.Problem{Step: step, Kind: kind, Facts: facts, Retry: true, Detail: setup.Detail{
		Call: "POST /v1.0/users", Code: "Authorization_RequestDenied", Status: 403, RequestID: "7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4", Time: noon,
		Message: "Insufficient privileges to complete the operation."}}
}

func showRefusedSignIn(b *bench) {
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		return setup.Who{}, sampleProblem(setup.SignInRefused, setup.StepSignIn, map[string]string{"Code": "AADSTS53003"})
	}
	b.press()
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
}

// showKept comes back to a sign-in that stays on this computer.
func showKept(b *bench) {
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		who := sampleWho()
		who.Stay = setup.Stay{Kept: true, Place: "/home/ada/.local/share/backupsso", System: "linux"}
		return who, nil
	}
	b.toPortal()
	b.w.back()
	b.untilPage(pageSignIn)
}

func showWrongCloud(b *bench) {
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		return setup.Who{}, &setup.Problem{Kind: setup.WrongCloud, Step: setup.StepSignIn, Facts: map[string]string{"Cloud": "us-gov", "Here": "global"}}
	}
	b.press()
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
}

func showMissingRole(b *bench) {
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		who := sampleWho()
		who.MayLack = []string{"User Administrator"}
		return who, nil
	}
	b.press()
	b.press()
	b.until("what may be done", func() bool { return b.w.state.access.found != nil })
}

func showMissingPerson(b *bench) {
	b.toUser()
	page := b.w.screen.(*testUserPage)
	page.who.Choose(1)
	page.choose(1)
	page.upn.SetText("mara.lind@contoso.example")
	b.until("look-up", func() bool { return b.w.state.user.asked == "mara.lind@contoso.example" })
}

func showPlanning(b *bench) {
	b.flow.plan = func(ctx context.Context, _ setup.Wish) (setup.Plan, error) { return setup.Plan{}, hold(ctx) }
	b.toUser()
	b.press()
	b.untilPage(pageReview)
}

func showQuestion(b *bench) {
	b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
		return setup.Plan{}, &setup.Problem{Kind: setup.SeveralApps, Facts: map[string]string{"Count": "2"}, Choices: []setup.Choice{
			{ID: "1", Name: setup.AppName, Created: noon.AddDate(-1, 0, 0)},
			{ID: "2", Name: setup.AppName + " EU", Created: noon.AddDate(0, -2, 0), Identifiers: []string{"https://eu.backup.autotask.net/singlesignon/saml/metadata"}}, {ID: setup.NewApplication}}}
	}
	b.toReview()
}

func showBlocked(b *bench) {
	b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
		plan := samplePlan()
		plan.Changes[8].Verb = setup.Cannot
		plan.Changes[8].Why = sampleProblem(setup.NoManagedDomain, setup.StepTestUser, nil)
		return plan, nil
	}
	b.toReview()
}

func showWaiting(b *bench) {
	b.flow.apply = func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		made := 0
		for _, step := range setup.Steps() {
			if step == setup.StepMetadata {
				break
			}
			if step != setup.StepGallery && step != setup.StepNotification {
				made++
			}
			outcome := setup.Changed
			if step == setup.StepNotification {
				outcome = setup.AlreadySo
			}
			tell(setup.Event{Step: step, State: setup.Done, Outcome: outcome, Elapsed: 600 * time.Millisecond, Made: made, Total: plan.Writes()})
		}
		for i, path := range []string{"/v1.0/applications/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4", "/v1.0/servicePrincipals/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4/addTokenSigningCertificate", "/federationmetadata/2007-06/federationmetadata.xml?appid=1"} {
			method := []string{"PATCH", "POST", "GET"}[i]
			tell(setup.Event{Exchange: &setup.Exchange{Time: noon.Add(time.Duration(i) * time.Second), Method: method, Path: path, Status: 200}})
		}
		tell(setup.Event{Step: setup.StepMetadata, State: setup.Waiting, Made: made, Total: plan.Writes(), Wait: &setup.Wait{
			Reason: "metadata-shows", Since: noon, Attempt: 9, Next: noon.Add(50 * time.Second), GiveUp: noon.Add(20 * time.Minute), UsualTime: time.Minute}})
		return setup.Result{}, hold(ctx)
	}
	b.toReview()
	b.press()
	b.until("wait", func() bool { return b.w.state.apply.wait != nil })
	b.clock = noon.Add(48 * time.Second)
	b.w.refresh()
}

func showFailedApply(b *bench) {
	problem := sampleProblem(setup.RoleMissing, setup.StepTestUser, map[string]string{"Role": "User Administrator", "Account": "ada@contoso.example"})
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		made := 0
		for _, step := range setup.Steps() {
			if step == setup.StepTestUser {
				break
			}
			made = min(made+1, 6)
			tell(setup.Event{Step: step, State: setup.Done, Outcome: setup.Changed, Elapsed: 900 * time.Millisecond, Made: made, Total: plan.Writes()})
		}
		tell(setup.Event{Step: setup.StepTestUser, State: setup.Failed, Problem: problem, Made: made, Total: plan.Writes()})
		return setup.Result{}, problem
	}
	b.toApplied()
}

// showUnsureApply is a run whose last change got no answer.
func showUnsureApply(b *bench) {
	problem := sampleProblem(setup.NoAnswer, setup.StepApplication, map[string]string{"Host": "graph.microsoft.com"})
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tell(setup.Event{Step: setup.StepGallery, State: setup.Done, Outcome: setup.Checked, Total: plan.Writes()})
		tell(setup.Event{Step: setup.StepApplication, State: setup.Failed, Problem: problem, Total: plan.Writes()})
		return setup.Result{}, problem
	}
	b.toApplied()
}

// showSecondTry makes what the first try of showFailedApply left.
func showSecondTry(b *bench) {
	showFailedApply(b)
	b.flow.plan = func(ctx context.Context, wish setup.Wish) (setup.Plan, error) {
		plan, err := planOfTheRest(ctx, wish)
		plan.Changes[5].Verb = setup.Create
		return plan, err
	}
	b.flow.apply = func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tell(setup.Event{Step: setup.StepGallery, State: setup.Done, Outcome: setup.Checked, Total: plan.Writes()})
		tell(setup.Event{Step: setup.StepApplication, State: setup.Done, Outcome: setup.AlreadySo, Total: plan.Writes()})
		tell(setup.Event{Step: setup.StepMode, State: setup.Started, Total: plan.Writes()})
		return setup.Result{}, hold(ctx)
	}
	b.w.tryAgain()
	b.until("second try", func() bool { return b.w.state.apply.current == setup.StepMode })
}

func showSaved(b *bench) {
	b.toHandOver()
	test.Tap(b.w.screen.(*handOverPage).bundle.save)
	b.until("saved", func() bool { return b.w.state.handOver.savedAs != "" })
}

func showDelivered(b *bench) {
	b.toHandOver()
	b.press()
	b.until("delivery", func() bool { return b.w.state.handOver.delivered })
}

// toDone hands the bundle to practice support and says that the sign-on works.
func (b *bench) toDone() {
	showDelivered(b)
	b.press()
	b.w.screen.(*testPage).saw.OnChosen(0)
	b.press()
	b.letsNobodyIn()
}

// letsNobodyIn puts going live off.
func (b *bench) letsNobodyIn() {
	b.t.Helper()
	b.untilPage(pageGoLive)
	b.until("the tenant was asked", func() bool { return !b.w.state.live.looking })
	test.Tap(b.w.shell.extra)
	b.untilPage(pageDone)
}

package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

// samplePreflight is of an account that lacks the role to create users.
func samplePreflight() setup.Preflight {
	app := func(ability setup.Ability) setup.Capability {
		return setup.Capability{Ability: ability, Needed: true, Verdict: setup.Able, Ground: setup.ByRole, Permission: setup.ScopeApplications,
			Role: "Cloud Application Administrator", Holder: "Cloud Application Administrator"}
	}
	return setup.Preflight{
		Tenant: sampleWho().Tenant, Account: sampleWho().Account, Cloud: "global", Region: "EU",
		Roles: []setup.Role{{Name: "Cloud Application Administrator"}}, RolesKnown: true,
		Eligible: []setup.Role{{Name: "User Administrator"}}, EligibleKnown: true,
		Licence: graph.Licence{Known: true, Premium: true}, PIM: "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles",
		Capabilities: []setup.Capability{
			{Ability: setup.CanLook, Needed: true, Verdict: setup.Able, Ground: setup.ByPermission, Permission: setup.ScopeReadApplications, Granted: true},
			app(setup.CanAddApp), app(setup.CanSetSAML), app(setup.CanCertificate),
			{Ability: setup.CanCreateUser, Needed: true, Verdict: setup.Unable, Ground: setup.RoleEligible, Permission: setup.ScopeUsers, Role: "User Administrator", Holder: "User Administrator"},
			{Ability: setup.CanAssign, Needed: true, Verdict: setup.Unknown, Ground: setup.RoleUnseen, Permission: setup.ScopeAssignments, Role: "Cloud Application Administrator"},
			{Ability: setup.CanReadLog, Verdict: setup.Able, Ground: setup.ByRole, Permission: "AuditLog.Read.All", Role: "Reports Reader", Holder: "Global Reader"},
		},
	}
}

func sampleConsent() *setup.Consent {
	return &setup.Consent{Permissions: []string{setup.ScopeApplications, setup.ScopeAssignments}, ClientID: "14d82eec-204b-4c2f-b7e8-296a70dab67e",
		TenantID: "11111111-2222-3333-4444-555555555555", Tenant: "Contoso Practice", Account: "ada@contoso.example", Cloud: "global",
		Page: "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0/adminconsent?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e"}
}

func accessPictures() []picture {
	return []picture{
		{"12-access", false, func(b *bench) { b.toReview(); b.lookAtAccess() }},
		{"12-access-all", true, func(b *bench) {
			b.flow.preflight = func(setup.Wish) (setup.Preflight, error) { return ableTo(samplePreflight()), nil }
			b.toReview()
			b.lookAtAccess()
		}},
		{"12-access-looking", false, func(b *bench) {
			b.flow.keepsLooking = true
			b.toReview()
			b.w.openAccess(nil)
		}},
		{"12-access-refused", false, func(b *bench) {
			showFailedApply(b)
			found := samplePreflight()
			problem := b.w.state.apply.problem
			problem.Preflight = &found
			b.w.openAccess(problem)
		}},
		{"12-access-consent", false, showConsentNeeded},
		{"01-start-awaited", false, func(b *bench) { b.awaiting(sampleAwaited()) }},
		{"01-start-awaited-recent", false, func(b *bench) { b.awaiting(sampleAwaited(), recentSetups()...) }},
		{"02-sign-in-awaited", false, func(b *bench) { b.awaiting(sampleAwaited()); test.Tap(b.button(b.w.say("window.awaited.check"))) }},
		{"05-review-asks", false, func(b *bench) {
			b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
				who := sampleWho()
				who.Grant = graph.Grant{Readable: true, Permissions: []string{setup.ScopeSelf, setup.ScopeReadApplications, setup.ScopeReadUsers}}
				return who, nil
			}
			b.toReview()
			b.w.screen.(*reviewPage).leave.(*kit.Disclosure).SetOpen(true)
		}},
		{"06-apply-by-hand", false, showTask},
		{"12-access-waiting", false, func(b *bench) {
			showConsentNeeded(b)
			b.w.awaitConsent()
		}},
	}
}

func sampleAwaited() setup.AwaitedConsent {
	c := sampleConsent()
	return setup.AwaitedConsent{Cloud: c.Cloud, TenantID: c.TenantID, TenantName: c.Tenant, ClientID: c.ClientID, Account: c.Account,
		Permissions: c.Permissions, Page: c.Page, Since: noon.AddDate(0, 0, -3)}
}

// awaiting remembers a consent, with or without set-ups beside it.
func (b *bench) awaiting(c setup.AwaitedConsent, all ...setup.Standing) {
	b.w.deps.Recent = func() ([]setup.Standing, []*setup.Problem) { return all, nil }
	b.w.deps.Awaited = func() ([]setup.AwaitedConsent, []*setup.Problem) { return []setup.AwaitedConsent{c}, nil }
	b.w.restart()
	b.until("memory", func() bool { return len(b.w.state.recent.awaited) > 0 })
}

// showTask waits for a certificate that a person makes.
func showTask(b *bench) {
	b.flow.apply = func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		for _, step := range []setup.Step{setup.StepGallery, setup.StepApplication, setup.StepMode, setup.StepAddresses} {
			tell(setup.Event{Step: step, State: setup.Done, Outcome: setup.Changed, Elapsed: time.Second, Made: 3, Total: plan.Writes()})
		}
		tell(setup.Event{Step: setup.StepCertificate, State: setup.Waiting, Made: 3, Total: plan.Writes(), Wait: &setup.Wait{
			Reason: setup.ReasonMadeByHand, Since: noon, Attempt: 4, Next: noon.Add(5 * time.Second), GiveUp: noon.Add(30 * time.Minute),
			Task: &setup.Task{Kind: setup.TaskCertificate, Link: "https://entra.microsoft.us/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/SignOn/objectId/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4"}}})
		return setup.Result{}, hold(ctx)
	}
	b.toReview()
	b.press()
	b.until("wait", func() bool { return b.w.state.apply.wait != nil })
}

func ableTo(p setup.Preflight) setup.Preflight {
	for i := range p.Capabilities {
		p.Capabilities[i].Verdict, p.Capabilities[i].Ground = setup.Able, setup.ByRole
		p.Capabilities[i].Holder = "Global Administrator"
	}
	p.Eligible, p.EligibleKnown = nil, false
	return p
}

func (b *bench) lookAtAccess() {
	b.w.openAccess(nil)
	b.until("preflight", func() bool { return b.w.state.access.found != nil })
}

// showConsentNeeded is a sign-in that only an administrator can let through.
func showConsentNeeded(b *bench) {
	b.flow.signIn = func(context.Context, setup.SignIn) (setup.Who, error) {
		return setup.Who{}, &setup.Problem{Step: setup.StepSignIn, Kind: setup.ConsentByAdmin, Retry: true, Consent: sampleConsent()}
	}
	b.press()
	b.press()
	b.until("refusal", func() bool { return b.w.state.signIn.problem != nil })
	test.Tap(b.button(b.w.say("window.out.access")))
	b.untilPage(pageAccess)
}

func TestMissingRoleIsToldBeforeTheFirstQuestion(t *testing.T) {
	b := newBench(t)
	showMissingRole(b)
	b.untilPage(pageAccess)
	b.until("preflight", func() bool { return b.w.state.access.found != nil })
	b.shows("2 things may fail")
	b.shows("cannot tell")
	message := b.w.requestText()
	for _, part := range []string{"- User Administrator", "- Cloud Application Administrator", "Contoso Practice", "ada@contoso.example"} {
		if !strings.Contains(message, part) {
			t.Errorf("the message does not say %q:\n%s", part, message)
		}
	}
	test.Tap(b.button(english().Say("window.access.activate")))
	b.until("page", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.opened) == 1 })
	b.press() // it is advice
	b.untilPage(pagePortal)
}

func TestRefusalLeadsToWhatIsMissing(t *testing.T) {
	b := newBench(t)
	showFailedApply(b)
	test.Tap(b.button(b.w.say("window.out.access")))
	b.untilPage(pageAccess)
	b.until("preflight", func() bool { return b.w.state.access.found != nil })
	b.shows(problemViewOf(english(), b.w.state.apply.problem).what)
	b.w.back()
	b.untilPage(pageApply)
}

func TestConsentIsWaitedForAndLookedFor(t *testing.T) {
	b := newBench(t, func(d *Deps) { d.Remembers = true })
	b.toReview()
	b.flow.preflight = func(setup.Wish) (setup.Preflight, error) {
		found := samplePreflight()
		found.Consent = sampleConsent()
		return found, nil
	}
	b.lookAtAccess()
	test.Tap(b.button(english().Say("window.access.asked")))
	b.until("remembered", func() bool { return strings.Contains(strings.Join(b.flow.called(), " "), "await consent") })
	there := false
	b.flow.consented = func(setup.Consent) (bool, error) { return there, nil }
	b.press()
	b.until("look", func() bool { return b.w.state.access.looked })
	b.shows("The consent is not there yet.")
	there = true
	b.flow.preflight = func(setup.Wish) (setup.Preflight, error) { return ableTo(samplePreflight()), nil }
	b.press()
	b.until("second look", func() bool { a := b.w.state.access; return a.granted && !a.looking })
	b.shows("The consent is there. You can go on.")
	b.shows("You can do all of it")
}

func TestConsentThatIsNotRememberedIsTold(t *testing.T) {
	b := newBench(t, func(d *Deps) { d.Remembers = true })
	b.flow.note = func(string) error {
		return sampleProblem(setup.JournalUnwritable, "", map[string]string{"Path": "/home/ada"})
	}
	showConsentNeeded(b)
	b.w.awaitConsent()
	b.until("told", func() bool { return b.w.state.access.unkept != nil })
	if !b.w.screen.(*accessPage).ask.trouble.panel.Visible() {
		t.Error("nobody is told that it is forgotten at the end")
	}
}

func TestConsentOfAnEarlierRunIsLookedFor(t *testing.T) {
	for _, there := range []bool{true, false} {
		b := newBench(t, clouds)
		waited := sampleAwaited()
		waited.Cloud = "us-gov"
		waited.ClientID = "6f0d1c52-93b5-4f0a-8c6e-2b9d51a7e3f4"
		asked := b.askedWith()
		b.flow.consented = func(c setup.Consent) (bool, error) {
			if strings.Join(c.Permissions, " ") != strings.Join(waited.Permissions, " ") {
				t.Errorf("looked for %v", c.Permissions)
			}
			return there, nil
		}
		b.awaiting(waited)
		test.Tap(b.button("Check"))
		b.untilPage(pageSignIn)
		b.press()
		b.untilPage(pageAccess)
		b.until("look", func() bool { a := b.w.state.access; return !a.looking && (a.granted || a.looked) })
		if got := (*asked)[0]; got.Cloud != "us-gov" || got.TenantID != waited.TenantID || got.ClientID != waited.ClientID {
			t.Errorf("signed in with %+v", got)
		}
		if b.w.state.access.granted != there {
			t.Errorf("says that it is there: %v, it is: %v", b.w.state.access.granted, there)
		}
		b.press()
		b.untilPage(pagePortal)
		if b.w.state.awaited != nil {
			t.Error("the next sign-in would look again")
		}
	}
}

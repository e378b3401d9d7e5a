package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

const usIdentifier = "https://us.backup.autotask.net/singlesignon/saml/metadata"

// standing is a set-up of the tenant that the fake flow signs in to.
func standing(state setup.Stage, change ...func(*setup.Standing)) setup.Standing {
	s := setup.Standing{Version: 1, TenantID: sampleWho().Tenant.ID, TenantName: "Contoso", TenantDomain: "contoso.example",
		Identifier: usIdentifier, ReplyURL: "https://us.backup.autotask.net/singlesignon/saml/SSO", TestUserUPN: "B.Simon@contoso.example",
		State: state, Changed: noon.AddDate(0, 0, -4), CertificateEnds: noon.AddDate(3, 0, -4)}
	switch state {
	case setup.StageSent:
		s.Sent = noon.AddDate(0, 0, -4)
	case setup.StageLive:
		s.Sent, s.Live = noon.AddDate(0, 0, -9), noon.AddDate(0, 0, -4)
	}
	for _, f := range change {
		f(&s)
	}
	return s
}

// named gives a standing another tenant.
func named(name, domain string) func(*setup.Standing) {
	return func(s *setup.Standing) { s.TenantID, s.TenantName, s.TenantDomain = domain, name, domain }
}

// remembering wires a journal that holds these.
func remembering(all ...setup.Standing) func(*Deps) {
	return func(d *Deps) { d.Recent = func() ([]setup.Standing, []*setup.Problem) { return all, nil } }
}

// settled plans nothing, because all stands.
func settled(_ context.Context, wish setup.Wish) (setup.Plan, error) {
	plan := samplePlan()
	plan.Wish = wish
	for i := range plan.Changes {
		plan.Changes[i].Verb = setup.Same
	}
	return plan, nil
}

// TestTheJournalIsReadWhileTheWindowIsMade asks for it once, and waits for no slow one.
func TestTheJournalIsReadWhileTheWindowIsMade(t *testing.T) {
	for name, slow := range map[string]bool{"there in time": false, "slow": true} {
		t.Run(name, func(t *testing.T) {
			reads, goOn := make(chan struct{}, 9), make(chan struct{})
			if !slow {
				close(goOn)
			}
			b := newBench(t, func(d *Deps) {
				d.Recent = func() ([]setup.Standing, []*setup.Problem) {
					reads <- struct{}{}
					<-goOn
					return []setup.Standing{standing(setup.StageLive)}, nil
				}
			})
			if slow {
				if b.w.state.recent.known || len(b.rows()) > 0 {
					t.Error("shown before it was read")
				}
				close(goOn)
			}
			b.until("journal", func() bool { return b.w.state.recent.known })
			if len(b.rows()) != 1 || len(reads) != 1 {
				t.Errorf("%d rows after %d reads", len(b.rows()), len(reads))
			}
			b.w.restart()
			b.until("journal again", func() bool { return b.w.state.recent.known })
			if len(reads) != 2 {
				t.Errorf("read %d times after another start", len(reads))
			}
		})
	}
}

func (b *bench) rows() []*kit.TenantRow {
	var rows []*kit.TenantRow
	for _, row := range b.w.screen.(*startPage).recent.rows {
		rows = append(rows, row.(*kit.TenantRow))
	}
	return rows
}

// carriesOn chooses a set-up of the list, and the first thing to do with it.
func (b *bench) carriesOn(index int) {
	b.t.Helper()
	test.Tap(b.rows()[index])
	b.untilPage(pageTenant)
	test.Tap(b.w.screen.(*tenantPage).top)
}

// remember gives the start page a journal that holds these.
func (b *bench) remember(all ...setup.Standing) {
	b.t.Helper()
	remembering(all...)(&b.w.deps)
	b.reopen()
	b.w.state.recent.known = false // until the new journal was read
	b.toRecent()
}

// reopen shows the start page as a window does that has just been opened.
func (b *bench) reopen() {
	b.w.rebuild()
	b.w.show(pageStart)
}

func (b *bench) toRecent() {
	b.t.Helper()
	b.until("journal", func() bool { return b.w.state.recent.known })
}

func TestRowsSayHowFarSetupsAre(t *testing.T) {
	ends := func(at time.Time) func(*setup.Standing) {
		return func(s *setup.Standing) { s.CertificateEnds = at }
	}
	days := func(n int) func(*setup.Standing) { return ends(noon.AddDate(0, 0, n)) }
	sent := func(at time.Time) func(*setup.Standing) { return func(s *setup.Standing) { s.Sent = at } }
	cases := []struct {
		standing setup.Standing
		want     string
	}{
		{standing(setup.StageApplying, ends(time.Time{})), "Contoso, contoso.example, Stopped, carry on, On 19 Nov 2026, None"},
		{standing(setup.StageMade), "Contoso, contoso.example, Bundle ready, Send it to support, 19 Nov 2029, 3 years"},
		{standing(setup.StageSent), "Contoso, contoso.example, Waiting on support, Sent 4 days ago, 19 Nov 2029, 3 years"},
		{standing(setup.StageSent, sent(noon.AddDate(0, 0, -1))), "Contoso, contoso.example, Waiting on support, Sent 1 day ago, 19 Nov 2029, 3 years"},
		{standing(setup.StageSent, sent(noon)), "Contoso, contoso.example, Waiting on support, Sent today, 19 Nov 2029, 3 years"},
		{standing(setup.StageLive, days(425)), "Contoso, contoso.example, Live, Proven 19 Nov 2026, 22 Jan 2028, 13 months"},
		{standing(setup.StageLive, days(60)), "Contoso, contoso.example, Live, Proven 19 Nov 2026, 22 Jan 2027, 1 month"},
		{standing(setup.StageLive, days(59)), "Contoso, contoso.example, Renew soon, Proven 19 Nov 2026, 21 Jan 2027, 59 days left"},
		{standing(setup.StageLive, ends(noon)), "Contoso, contoso.example, Renew soon, Proven 19 Nov 2026, 23 Nov 2026, Expired"},
		{standing(setup.StageUndone), "Contoso, contoso.example, Taken back, On 19 Nov 2026, None"},
		{standing(setup.StageSent, func(s *setup.Standing) { s.InUse = true }), "Contoso, contoso.example, In use, By another window, 19 Nov 2029, 3 years"},
		{standing(setup.StageMade, func(s *setup.Standing) { s.Practice = true }), "Contoso, Practice tenant, Bundle ready, Send it to support, 19 Nov 2029, 3 years"},
		{standing(setup.StageMade, func(s *setup.Standing) { s.TenantName, s.TenantDomain = "", "" }),
			sampleWho().Tenant.ID + ", us.backup.autotask.net, Bundle ready, Send it to support, 19 Nov 2029, 3 years"},
	}
	for _, c := range cases {
		row := kit.NewTenantRow(tenantItem(english(), c.standing, noon), nil)
		if got := row.AccessibilityLabel(); got != c.want {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
	}
}

func TestCarryingOnWhereItWasLeft(t *testing.T) {
	cases := map[string]struct {
		state setup.Stage
		page  page
		says  string
	}{
		"bundle ready": {setup.StageMade, pageHandOver, "Send this to Autotask support"},
		"sent":         {setup.StageSent, pageHandOver, "Waiting on Autotask support"},
		"live":         {setup.StageLive, pageDone, "Single sign-on works"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, remembering(standing(c.state)))
			b.flow.plan = settled
			b.toRecent()
			b.carriesOn(0)
			b.untilPage(pageSignIn)
			if s := b.w.state.signIn; s.tenant != "contoso.example" || s.createsUser {
				t.Errorf("asks to sign in to %q, creating a user: %v", s.tenant, s.createsUser)
			}
			b.press()
			b.untilPage(c.page)
			b.shows(c.says)
			if got := b.flow.wishes[0]; got.Portal.Identifier != usIdentifier || got.TestUser.UPN != "B.Simon@contoso.example" || got.TestUser.Create {
				t.Errorf("planned %+v", got)
			}
			if calls := strings.Join(b.flow.called(), " "); strings.Contains(calls, "mark") {
				t.Errorf("called %s", calls)
			}
			item := b.w.state.rail(b.w.words)[5]
			if waits := item.mark == markWaiting && item.second == "Waiting on support"; waits != (c.state == setup.StageSent) {
				t.Errorf("the rail says %+v", item)
			}
		})
	}
}

func TestCarryingOnShowsWhatIsLeftToChange(t *testing.T) {
	for _, state := range []setup.Stage{setup.StageApplying, setup.StageSent} {
		b := newBench(t, remembering(standing(state)))
		b.toRecent()
		b.carriesOn(0)
		b.untilPage(pageSignIn)
		b.press()
		b.untilPage(pageReview)
		b.until("plan", func() bool { return b.w.state.plan != nil })
		if calls := b.flow.called(); calls[len(calls)-1] != "plan" {
			t.Errorf("%s: changes were made unseen: %v", state, calls)
		}
		b.press()
		b.untilPage(pageApply)
		b.until("applied", func() bool { return !b.w.state.apply.running })
		b.press()
		b.untilPage(pageHandOver)
		b.shows("Send this to Autotask support")
	}
}

func TestAnotherTenantIsNotCarriedOn(t *testing.T) {
	b := newBench(t, remembering(standing(setup.StageSent, named("Fabrikam", "fabrikam.example"))))
	b.toRecent()
	b.carriesOn(0)
	b.untilPage(pageSignIn)
	b.press()
	b.until("signed in", func() bool { return b.w.state.signIn.who != nil })
	b.shows("This is another tenant than Fabrikam. Going on sets up a new one.")
	b.press()
	b.untilPage(pagePortal)
	if user := b.w.state.user; user.address() != "" && strings.HasSuffix(user.address(), "fabrikam.example") {
		t.Errorf("offers %s", user.address())
	}
}

func TestSetupThatAnotherWindowWorksOn(t *testing.T) {
	taken := false
	b := newBench(t, func(d *Deps) {
		d.Recent = func() ([]setup.Standing, []*setup.Problem) {
			return []setup.Standing{standing(setup.StageSent, func(s *setup.Standing) { s.InUse = taken })}, nil
		}
	})
	b.toRecent()
	taken = true
	test.Tap(b.rows()[0])
	b.until("taken", func() bool { return b.w.state.recent.inUse != "" })
	b.shows("Another window works on Contoso. Close that one first.")
	b.shows("In use")
	if b.w.state.page != pageStart {
		t.Error("it is carried on all the same")
	}
	taken = false
	b.carriesOn(0)
	b.untilPage(pageSignIn)
}

func TestListHoldsWhatCanBeCarriedOnHere(t *testing.T) {
	pretend := func(s *setup.Standing) { s.Practice = true }
	all := []setup.Standing{standing(setup.StageMade), standing(setup.StageMade, named("Pretend", "pretend.example"), pretend)}
	b := newBench(t, remembering(all...))
	b.toRecent()
	if len(b.rows()) != 1 || b.w.state.recent.all[0].Practice {
		t.Errorf("%+v", b.w.state.recent.all)
	}
	b = newBench(t, practice, remembering(all...))
	b.toRecent()
	if len(b.rows()) != 1 || !b.w.state.recent.all[0].Practice {
		t.Errorf("%+v", b.w.state.recent.all)
	}
}

func TestNewSetupForgetsWhatWasCarriedOn(t *testing.T) {
	b := newBench(t, remembering(standing(setup.StageSent)))
	b.toRecent()
	b.carriesOn(0)
	b.untilPage(pageSignIn)
	b.w.back()
	b.untilPage(pageTenant)
	b.w.back()
	b.untilPage(pageStart)
	b.press()
	b.untilPage(pageSignIn)
	if s := b.w.state; s.carried != nil || s.signIn.tenant != "" || s.portal.identifier != "" {
		t.Errorf("%+v", s)
	}
}

func TestSearchAmongManyTenants(t *testing.T) {
	var all []setup.Standing
	for i := range 60 {
		all = append(all, standing(setup.StageLive, named("Tenant "+string(rune('A'+i%26)), string(rune('a'+i%26))+"."+strings.Repeat("x", i+1))))
	}
	b := newBench(t, remembering(all...))
	b.toRecent()
	if len(b.rows()) != recentRows {
		t.Errorf("%d rows", len(b.rows()))
	}
	b.shows("10 more fit. Type more of the name.")
	find := b.w.screen.(*startPage).recent.find()
	find.SetText("tenant b")
	find.OnChanged("tenant b")
	if len(b.rows()) != 3 {
		t.Errorf("%d rows fit", len(b.rows()))
	}
	find.OnChanged("nobody")
	b.shows("No tenant fits. Type less of its name.")
}

func TestJournalThatCannotBeRead(t *testing.T) {
	broken := &setup.Problem{Kind: setup.JournalDamaged, Retry: true, Facts: map[string]string{"Path": "/state/x.journal.json"}}
	b := newBench(t, func(d *Deps) {
		d.Recent = func() ([]setup.Standing, []*setup.Problem) { return nil, []*setup.Problem{broken} }
	})
	b.toRecent()
	if page := b.w.screen.(*startPage); !page.recent.broken.panel.Visible() {
		t.Error("a damaged journal goes unsaid")
	}
	b.press()
	b.untilPage(pageSignIn)
}

func TestStagesAreRecorded(t *testing.T) {
	b := newBench(t)
	showSaved(b)
	b.press()
	test.Tap(b.w.shell.second)
	b.untilPage(pageTest)
	b.w.screen.(*testPage).saw.OnChosen(0)
	b.press()
	b.letsNobodyIn()
	b.until("recorded", func() bool { return slices.Contains(b.flow.called(), "mark live") })
	marks := slices.DeleteFunc(b.flow.called(), func(call string) bool { return !strings.HasPrefix(call, "mark ") })
	if got := strings.Join(marks, ", "); got != "mark sent, mark live" {
		t.Errorf("called %s", got)
	}
}

func TestStageThatCannotBeRecorded(t *testing.T) {
	b := newBench(t)
	full := errors.New("disk full")
	b.flow.mark = func(setup.Wish, setup.Stage) error { return full }
	showSaved(b)
	b.press()
	test.Tap(b.w.shell.second)
	b.untilPage(pageTest)
	b.until("failure", func() bool { return b.w.state.unkept != nil })
	page := b.w.screen.(*testPage)
	if !page.unkept.panel.Visible() {
		t.Fatal("it goes unsaid")
	}
	b.flow.mark = nil
	test.Tap(page.unkept.again)
	b.until("recorded", func() bool {
		calls := b.flow.called()
		return calls[len(calls)-1] == "mark sent" && b.w.state.unkept == nil
	})
	if page.unkept.panel.Visible() {
		t.Error("the problem stays when it is mended")
	}
}

// recentSetups has one set-up in each state.
func recentSetups() []setup.Standing {
	ends := func(days int) func(*setup.Standing) {
		return func(s *setup.Standing) {
			s.CertificateEnds = noon.AddDate(0, 0, days)
			if days == 0 {
				s.CertificateEnds = time.Time{}
			}
		}
	}
	inUse := func(s *setup.Standing) { s.InUse = true }
	return []setup.Standing{
		standing(setup.StageSent, named("Adatum Legal", "adatum-legal.com")),
		standing(setup.StageApplying, named("Tailspin Travel", "tailspin.travel"), ends(0)),
		standing(setup.StageLive, named("Wingtip Toys", "wingtiptoys.com"), ends(23)),
		standing(setup.StageMade, named("Fabrikam Dental", "fabrikam.dental"), inUse),
		standing(setup.StageMade, named("Northwind Traders", "northwindtraders.com")),
		standing(setup.StageLive, named("Proseware", "proseware.com"), ends(430)),
	}
}

func showDamagedJournal(b *bench) {
	broken := &setup.Problem{Kind: setup.JournalDamaged, Retry: true, Facts: map[string]string{"Path": "/home/ada/.local/state/backupsso/0f3c.journal.json"}}
	b.w.deps.Recent = func() ([]setup.Standing, []*setup.Problem) {
		return []setup.Standing{standing(setup.StageSent)}, []*setup.Problem{broken}
	}
	b.reopen()
	b.toRecent()
}

func showWaitingOnSupport(b *bench) {
	b.flow.plan = settled
	b.remember(standing(setup.StageSent))
	b.carriesOn(0)
	b.untilPage(pageSignIn)
	b.press()
	b.untilPage(pageHandOver)
}

package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// samplePromises is what a set-up promised, all of it kept.
func samplePromises() []samlcfg.Finding {
	var all []samlcfg.Finding
	for _, code := range []string{"verify-mode", "verify-identifier", "verify-reply-url", "verify-active-certificate", "verify-certificate",
		"verify-metadata", "verify-assignment", "verify-notification", "verify-enabled", "verify-expiry"} {
		all = append(all, samlcfg.Finding{Code: code})
	}
	return all
}

// samplePromisesDrifted has an Identifier that somebody changed, and a person who is
// assigned no more.
func samplePromisesDrifted() []samlcfg.Finding {
	all := samplePromises()
	all[1] = samlcfg.Finding{Code: "verify-identifier", Severity: samlcfg.Fail, Got: usIdentifier + "/", Expected: usIdentifier}
	all[6] = samlcfg.Finding{Code: "verify-assignment", Severity: samlcfg.Fail, Expected: "B.Simon@contoso.example"}
	return all
}

// sampleUndo is what a usual set-up is taken back by.
func sampleUndo(wish setup.Wish) setup.UndoPlan {
	return setup.UndoPlan{Wish: wish, Tenant: sampleWho().Tenant, Rows: []setup.UndoRow{
		{Step: setup.StepAssignment, What: "assignment", Verb: setup.Remove, Now: "B.Simon"},
		{Step: setup.StepTestUser, What: "test-user", Verb: setup.Remove, Now: "B.Simon@contoso.example", Bin: true},
		{Step: setup.StepApplication, What: "application", Verb: setup.Remove, Now: setup.AppName, Bin: true},
	}}
}

// sampleUndoOfAdopted gives an application that stood before its values back, as
// far as nobody else changed them.
func sampleUndoOfAdopted(wish setup.Wish) setup.UndoPlan {
	plan := sampleUndo(wish)
	plan.Rows = append(plan.Rows[:1:1], []setup.UndoRow{
		{Step: setup.StepNotification, What: "notification", Verb: setup.Restore, Now: "ada@contoso.example"},
		{Step: setup.StepActive, What: "active-certificate", Verb: setup.Restore, Now: "3F2A91C407BE5D10A6E8C2F744B90E6D88351CFA", Then: "0011223344556677889900112233445566778899"},
		{Step: setup.StepCertificate, What: "certificate", Verb: setup.Leave, Now: "3F2A91C407BE5D10A6E8C2F744B90E6D88351CFA", Why: setup.WhyCertificateStays},
		{Step: setup.StepAddresses, What: "reply-url", Verb: setup.Leave, Now: "https://us.backup.autotask.net/other", Why: setup.WhyChangedByOthers},
		{Step: setup.StepAddresses, What: "identifier", Verb: setup.Restore, Now: usIdentifier, Then: "https://old.backup.autotask.net/singlesignon/saml/metadata"},
	}...)
	return plan
}

// sampleRenewal is a new certificate that is not active yet.
func sampleRenewal() setup.Renewal {
	r := setup.Renewal{Result: sampleResult(samplePlan())}
	r.New.Thumbprint, r.New.NotAfter = r.Contents.Thumbprint, r.Contents.NotAfter
	r.Active.Thumbprint, r.Active.NotAfter = "0011223344556677889900112233445566778899", noon.AddDate(0, 0, 20)
	return r
}

// withEntries gives a standing something that can be taken back.
func withEntries(s *setup.Standing) {
	s.Entries = []journal.Entry{{What: "application", Outcome: journal.Done, Made: "1"}}
	s.Thumbprint = "3F2A91C407BE5D10A6E8C2F744B90E6D88351CFA"
}

func ends(days int) func(*setup.Standing) {
	return func(s *setup.Standing) { s.CertificateEnds = noon.AddDate(0, 0, days) }
}

// standingPictures are the pages about set-ups that stand.
func standingPictures() []picture {
	live := standing(setup.StageLive, withEntries)
	due := standing(setup.StageLive, withEntries, ends(20))
	waits := standing(setup.StageLive, withEntries, func(s *setup.Standing) { s.Renewed, s.RenewedEnds = "AA", noon.AddDate(3, 0, 0) })
	tenant := func(s setup.Standing) func(*bench) {
		return func(b *bench) { b.remember(s); test.Tap(b.rows()[0]); b.untilPage(pageTenant) }
	}
	planned := func(plan func(setup.Wish) setup.UndoPlan) func(*bench) {
		return func(b *bench) {
			b.flow.planUndo = func(wish setup.Wish) (setup.UndoPlan, error) { return plan(wish), nil }
			b.toDeed("undo", live)
			b.until("plan", func() bool { return b.w.state.undo.plan != nil })
		}
	}
	return []picture{
		{"05-review-resumes", false, func(b *bench) {
			b.flow.plan = func(context.Context, setup.Wish) (setup.Plan, error) {
				plan := samplePlan()
				plan.Resumes = noon.Add(-time.Hour)
				return plan, nil
			}
			b.toReview()
		}},
		{"01-start-unfinished", false, func(b *bench) {
			b.remember(recentSetups()...)
			test.Tap(b.w.shell.start.carryOn)
		}},
		{"12-tenant-live", false, tenant(live)},
		{"12-tenant-due", false, tenant(due)},
		{"12-tenant-sent", false, tenant(standing(setup.StageSent, withEntries))},
		{"13-verify-good", false, func(b *bench) {
			b.toDeed("verify", live)
			b.until("report", func() bool { return b.w.state.verify.report != nil })
		}},
		{"13-verify-drift", false, func(b *bench) {
			b.flow.verify = func(setup.Wish) (setup.Report, error) { return setup.Report{Findings: samplePromisesDrifted()}, nil }
			b.toDeed("verify", live)
			b.until("plan", func() bool { return b.w.state.verify.report != nil && !b.w.state.verify.mend.looking })
		}},
		{"14-undo", false, planned(sampleUndo)},
		{"14-undo-adopted", false, planned(sampleUndoOfAdopted)},
		{"14-undo-nothing", false, func(b *bench) {
			b.flow.planUndo = func(setup.Wish) (setup.UndoPlan, error) {
				return setup.UndoPlan{}, &setup.Problem{Kind: setup.NothingToUndo, Facts: map[string]string{}}
			}
			b.toDeed("undo", live)
			b.until("problem", func() bool { return b.w.state.undo.problem != nil })
		}},
		{"14-undoing", false, func(b *bench) {
			b.flow.undo = func(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
				tell(setup.Event{Step: plan.Rows[0].Step, State: setup.Started})
				tell(setup.Event{Step: plan.Rows[0].Step, State: setup.Done})
				tell(setup.Event{Step: plan.Rows[1].Step, State: setup.Started})
				return nil, hold(ctx)
			}
			planned(sampleUndo)(b)
			b.press()
			b.until("first", func() bool {
				return len(b.w.state.undo.work.done) == 1 && b.w.state.undo.work.step == setup.StepTestUser
			})
		}},
		{"14-undo-stopped", false, func(b *bench) {
			b.flow.undo = func(_ context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
				return nil, sampleProblem(setup.RoleMissing, setup.StepTestUser, map[string]string{"Role": "User Administrator", "Account": "ada@contoso.example"})
			}
			planned(sampleUndo)(b)
			b.press()
			b.until("stopped", func() bool { return b.w.state.undo.work.problem != nil })
		}},
		{"14-undo-done", false, func(b *bench) {
			planned(sampleUndo)(b)
			b.press()
			b.until("undone", func() bool { return b.w.state.undo.done })
		}},
		{"15-renew", false, func(b *bench) { b.toDeed("renew", due); b.untilPage(pageRenew) }},
		{"15-renew-expired", false, func(b *bench) {
			b.toDeed("renew", standing(setup.StageLive, withEntries, ends(-3)))
			b.untilPage(pageRenew)
		}},
		{"15-renewed", false, func(b *bench) {
			b.toDeed("renew", due)
			b.untilPage(pageRenew)
			b.press()
			b.untilPage(pageRenewed)
		}},
		{"15-activate", false, func(b *bench) { b.toDeed("activate", waits); b.untilPage(pageActivate) }},
		{"15-activate-reminded", false, func(b *bench) {
			b.toDeed("activate", standing(setup.StageLive, withEntries, func(s *setup.Standing) {
				s.Renewed, s.RenewedEnds = "AA", noon.AddDate(3, 0, 0)
				s.Entries = append(s.Entries, journal.Entry{What: setup.WhatCertificate, Outcome: journal.Done, Made: "AA", Begun: noon.AddDate(0, 0, -4)})
			}))
			b.untilPage(pageActivate)
			page := b.w.screen.(*activatePage)
			test.Tap(page.remind.add)
			b.until("reminder", func() bool { return !b.flow.knows().Remind.IsZero() })
			page.loaded.Tapped(nil)
		}},
		{"15-activated", false, func(b *bench) {
			b.toDeed("activate", waits)
			b.untilPage(pageActivate)
			b.w.screen.(*activatePage).loaded.Tapped(nil)
			b.press()
			b.until("active", func() bool { return b.w.state.renewal.active })
		}},
	}
}

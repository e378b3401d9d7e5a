package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph"
	tenant "backupsso/graph/practice"
	"backupsso/graph/setup"
)

// TestLaterDaysOnARealTenant sets up a tenant that answers over HTTP, and comes
// back in new windows: to check it, to renew the certificate and activate the new
// one, to go back, and to take everything back.
func TestLaterDaysOnARealTenant(t *testing.T) {
	server, err := tenant.Start(tenant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	info, journal := server.Info(), setup.JournalIn(t.TempDir())
	window := func() *bench {
		flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Journal: journal,
			Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 30 * time.Second, Steady: 2}})
		b := newBench(t, func(d *Deps) {
			d.Flow, d.Now, d.Remembers = flow, time.Now, true
			d.Recent = func() ([]setup.Standing, []*setup.Problem) {
				all, problems := setup.Standings(journal)
				for i := range all {
					all[i].Practice = false
				}
				return all, problems
			}
			d.SaveDir = t.TempDir()
		})
		b.waits = time.Minute
		t.Cleanup(flow.Close)
		b.toRecent()
		return b
	}
	signIn := func(b *bench) {
		b.untilPage(pageSignIn)
		b.w.screen.(*signInPage).choose(1) // a practice tenant approves the code itself
		b.press()
	}
	later := func(key string) *bench {
		b := window()
		test.Tap(b.rows()[0])
		b.untilPage(pageTenant)
		for _, deed := range b.w.tenantDeeds(*b.w.state.tenant) {
			if deed.key == key {
				deed.run()
				signIn(b)
				return b
			}
		}
		t.Fatalf("%s is not offered", key)
		return nil
	}

	b := window()
	b.press()
	signIn(b)
	b.portalToPlan()
	b.press()
	b.until("applied", func() bool { return !b.w.state.apply.running })
	b.press()
	b.untilPage(pageHandOver)
	before := b.w.state.apply.result.Contents.Thumbprint

	b = later("verify")
	b.untilPage(pageVerify)
	b.until("report", func() bool { return !b.w.state.verify.busy })
	if p := b.w.state.verify.problem; p != nil {
		t.Fatal(p)
	}
	b.shows("Everything is as it was set up")

	b = later("renew")
	b.untilPage(pageRenew)
	b.press()
	b.until("renewed", func() bool { return !b.w.state.renewal.work.running })
	b.untilPage(pageRenewed)
	fresh := b.w.state.renewal.renewal.New.Thumbprint
	if fresh == "" || strings.EqualFold(fresh, before) {
		t.Fatalf("renewed %q after %q", fresh, before)
	}
	b.press()
	b.until("draft", func() bool { return b.w.state.renewal.handOver.draft != "" })

	b = later("activate")
	b.untilPage(pageActivate)
	b.w.screen.(*activatePage).loaded.Tapped(nil)
	b.press()
	b.until("active", func() bool { return !b.w.state.renewal.work.running })
	if p := b.w.state.renewal.work.problem; p != nil {
		t.Fatal(p)
	}
	b.shows("Entra signs with the new certificate")
	b.shows("The right certificate is active")

	b = later("roll-back")
	b.untilPage(pageActivate)
	b.press()
	b.until("earlier", func() bool { return !b.w.state.renewal.work.running })
	b.shows("Entra signs with the earlier certificate")

	b = later("undo")
	b.untilPage(pageUndo)
	b.until("plan", func() bool { return !b.w.state.undo.looking })
	if b.w.state.undo.plan == nil {
		t.Fatal(b.w.state.undo.problem)
	}
	writes := b.w.state.undo.plan.Writes()
	b.press()
	b.until("undone", func() bool { return !b.w.state.undo.work.running })
	if p := b.w.state.undo.work.problem; p != nil || !b.w.state.undo.done {
		t.Fatal(p)
	}
	b.shows(b.w.words.Count("window.undo.title-done", writes))
	if all, _ := setup.Standings(journal); len(all) != 1 || all[0].State != setup.StageUndone {
		t.Errorf("%+v", all)
	}
}

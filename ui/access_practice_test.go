package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph"
	tenant "backupsso/graph/practice"
	"backupsso/graph/setup"
)

// windowOn opens a window on a tenant that answers over HTTP.
func windowOn(t *testing.T, journal *setup.Journal, options tenant.Options) (window func() *bench) {
	t.Helper()
	server, err := tenant.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	info := server.Info()
	return func() *bench {
		flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Journal: journal,
			Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 30 * time.Second, Steady: 2}})
		b := newBench(t, func(d *Deps) {
			d.Flow, d.Now, d.Remembers, d.Practice = flow, time.Now, true, true
			d.Recent = func() ([]setup.Standing, []*setup.Problem) { return setup.Standings(journal) }
			d.Awaited = func() ([]setup.AwaitedConsent, []*setup.Problem) { return setup.AwaitedConsents(journal) }
			d.SaveDir = t.TempDir()
		})
		b.waits = time.Minute
		t.Cleanup(flow.Close)
		b.until("memory", func() bool { return b.w.state.recent.known })
		return b
	}
}

// signsInByCode signs in the way that a practice tenant approves by itself.
func (b *bench) signsInByCode() {
	b.untilPage(pageSignIn)
	b.w.screen.(*signInPage).choose(1)
	b.press()
}

// TestMissingConsentOnARealTenant meets a permission that only an administrator grants,
// asks for it, and looks for it in another window.
func TestMissingConsentOnARealTenant(t *testing.T) {
	window := windowOn(t, setup.JournalIn(t.TempDir()), tenant.Options{Faults: []string{"consent-missing:scope=" + setup.ScopeAssignments}})
	b := window()
	b.press()
	b.signsInByCode()
	b.portalToPlan()
	if asks := b.w.state.asksBefore(); len(asks) != 3 {
		t.Errorf("before the changes it explains %v", asks)
	}
	b.press()
	b.until("refusal", func() bool { return b.w.state.apply.problem != nil })
	if got := b.w.state.apply.problem.Kind; got != setup.ConsentMissing || b.w.state.apply.allMade() != 0 {
		t.Fatalf("stopped by %s after %d changes", got, b.w.state.apply.allMade())
	}
	test.Tap(b.button(b.w.say("window.out.access")))
	b.untilPage(pageAccess)
	b.until("look", func() bool { a := b.w.state.access; return !a.looking && a.consent != nil })
	test.Tap(b.button(b.w.say("window.access.asked")))
	b.until("note", func() bool { return b.w.marked == nil || done(b.w.marked) })
	b.w.Close()

	b = window()
	b.until("memory", func() bool { return len(b.w.state.recent.awaited) == 1 })
	b.shows("Waiting for an administrator")
	test.Tap(b.button(b.w.say("window.awaited.check")))
	b.signsInByCode()
	b.untilPage(pageAccess)
	b.until("look", func() bool { a := b.w.state.access; return a.looked || a.granted })
	b.shows("The consent is not there yet.")
}

func done(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// TestMissingRoleOnARealTenant signs in an account that may not create users.
func TestMissingRoleOnARealTenant(t *testing.T) {
	window := windowOn(t, setup.JournalIn(t.TempDir()), tenant.Options{Faults: []string{"eligible-roles:scope=ada@contoso.example"}})
	b := window()
	b.press()
	b.signsInByCode()
	b.untilPage(pageAccess)
	b.until("look", func() bool { return b.w.state.access.found != nil })
	if got := b.w.state.access.roles(); len(got) != 1 || got[0] != "User Administrator" {
		t.Errorf("asks for %v", got)
	}
	b.press()
	b.untilPage(pagePortal)
}

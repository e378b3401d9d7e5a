package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"backupsso/graph"
	tenant "backupsso/graph/practice"
	"backupsso/graph/setup"
)

// TestWeeksLaterInAnotherWindow sets up a tenant that answers over HTTP, says that
// the bundle was sent, and carries on in a second window that knows the journal
// alone.
func TestWeeksLaterInAnotherWindow(t *testing.T) {
	server, err := tenant.Start(tenant.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	info, journal := server.Info(), setup.JournalIn(t.TempDir())
	window := func() (*bench, *setup.Flow) {
		flow := setup.New(setup.Config{Cloud: graph.Practice(info.Login, info.Graph, info.MyApps), Practice: true, Journal: journal,
			Pace: setup.Pace{First: 20 * time.Millisecond, Most: 200 * time.Millisecond, GiveUp: 30 * time.Second, Steady: 2}})
		b := newBench(t, func(d *Deps) {
			d.Flow, d.Now = flow, time.Now
			// The window takes the tenant for a real one, where support needs its time.
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
		return b, flow
	}
	signIn := func(b *bench) {
		b.untilPage(pageSignIn)
		b.w.screen.(*signInPage).choose(1) // a practice tenant approves the code itself
		b.press()
	}

	b, flow := window()
	if len(b.w.state.recent.all) != 0 {
		t.Fatalf("%+v", b.w.state.recent.all)
	}
	b.press()
	signIn(b)
	b.portalToPlan()
	b.press()
	b.untilPage(pageApply)
	b.until("applied", func() bool { return !b.w.state.apply.running })
	if problem := b.w.state.apply.problem; problem != nil {
		t.Fatal(problem)
	}
	b.press()
	b.untilPage(pageHandOver)
	b.press()
	b.until("draft", func() bool { return b.w.state.handOver.draft != "" })
	b.press()
	b.shows("Waiting on Autotask support")
	saved := b.w.state.handOver.savedAs
	b.until("recorded", func() bool {
		all, _ := setup.Standings(journal)
		return len(all) == 1 && all[0].State == setup.StageSent && !all[0].Sent.IsZero()
	})
	flow.Close()

	b, _ = window()
	b.shows("Waiting on support")
	b.shows("Sent today")
	b.checksBundle(saved)
	b.carriesOn(0)
	signIn(b)
	b.untilPage(pageHandOver)
	b.shows("Waiting on Autotask support")
	if requests := b.w.state.apply.result.Requests; requests.Writes != 0 || requests.Reads > 6 {
		t.Errorf("carrying on took %+v", requests)
	}
	if !strings.HasPrefix(b.w.state.apply.result.TestUserUPN, "B.Simon@") {
		t.Errorf("the test user is %s", b.w.state.apply.result.TestUserUPN)
	}
	test.Tap(b.w.shell.second) // Test anyway
	b.untilPage(pageTest)
	b.w.screen.(*testPage).saw.OnChosen(0)
	b.press()
	b.letsNobodyIn()
	b.until("recorded", func() bool {
		all, _ := setup.Standings(journal)
		return len(all) == 1 && all[0].State == setup.StageLive && !all[0].Live.IsZero()
	})
	b.keepsInTerraform()
}

// keepsInTerraform saves the files for Terraform three times: anew, over the same
// files, and beside a file that somebody has changed.
func (b *bench) keepsInTerraform() {
	b.t.Helper()
	id := b.w.state.apply.result.ApplicationID
	changed := filepath.Join(b.w.deps.SaveDir, "terraform", "sso.tf")
	for i, folder := range []string{"terraform", "terraform", "terraform (2)"} {
		if i == 2 {
			if err := os.WriteFile(changed, []byte("# mine"), 0o600); err != nil {
				b.t.Fatal(err)
			}
		}
		test.Tap(b.w.screen.(*donePage).terraform.save)
		b.until("saved", func() bool { return !b.w.state.export.busy })
		want := filepath.Join(b.w.deps.SaveDir, folder)
		if got := b.w.state.export; got.folder != want {
			b.t.Fatalf("%+v instead of %s", got, want)
		}
		imports, err := os.ReadFile(filepath.Join(want, "imports.tf"))
		if err != nil || id == "" || !strings.Contains(string(imports), id) {
			b.t.Errorf("%s, %v: does not import %q", imports, err, id)
		}
	}
	if kept, err := os.ReadFile(changed); err != nil || string(kept) != "# mine" {
		b.t.Errorf("%q, %v: a file of somebody else is lost", kept, err)
	}
}

package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
)

// tabTo goes on with Tab until what has the focus is announced like that.
func (b *bench) tabTo(said string) {
	b.t.Helper()
	for range 80 {
		b.w.win.Canvas().FocusNext()
		if object, ok := b.w.win.Canvas().Focused().(fyne.Accessible); ok && object.AccessibilityLabel() == said {
			return
		}
	}
	b.t.Fatalf("Tab never comes to %q on page %s", said, b.w.state.page.key())
}

// From an error page to its repair and back to the test, with keys alone.
func TestErrorToRepairByKeyboardAlone(t *testing.T) {
	b := newBench(t)
	b.toTest()
	for range 40 {
		b.w.win.Canvas().FocusNext()
		if _, ok := b.w.win.Canvas().Focused().(*kit.Radio); ok {
			break
		}
	}
	b.hit(fyne.KeyDown)
	b.hit(fyne.KeyDown)
	if b.w.state.test.saw != sawMicrosoft {
		t.Fatalf("the arrows choose %q", b.w.state.test.saw)
	}
	b.hit(fyne.KeyReturn)
	b.untilPage(pageExamine)
	test.Type(b.w.win.Canvas().Focused(), "50105")
	b.hit(fyne.KeyReturn)
	b.settles()
	b.hit(fyne.KeyReturn) // the repair has the focus
	b.untilPage(pageReview)
	b.hit(fyne.KeyReturn)
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
	b.hit(fyne.KeyReturn)
	b.untilPage(pageTest)
	b.tabTo("Check a SAML response…")
	b.hit(fyne.KeySpace)
	b.untilPage(pageExamine)
	b.hit(fyne.KeyEscape)
	b.untilPage(pageTest)
}

// From what Autotask shows to its cause, with keys alone.
func TestSymptomByKeyboardAlone(t *testing.T) {
	b := newBench(t)
	b.toTest()
	b.w.state.saw(sawAutotask)
	b.w.refresh()
	b.hit(fyne.KeyF1)
	b.hit(fyne.KeyEscape)
	b.w.primaryDeed()
	b.untilPage(pageSymptom)
	b.hit(fyne.KeyDown)
	b.hit(fyne.KeyReturn)
	if b.w.state.symptom != samlcfg.Symptoms()[0] && b.w.state.symptom != samlcfg.Symptoms()[1] {
		t.Fatalf("symptom %q", b.w.state.symptom)
	}
	b.hit(fyne.KeyEscape)
	b.hit(fyne.KeyEscape)
	b.untilPage(pageTest)
}

// Waiting, reminding and going on with keys alone.
func TestWaitingByKeyboardAlone(t *testing.T) {
	b := newBench(t)
	b.toHandOver()
	b.tabTo("I have sent it")
	b.hit(fyne.KeySpace)
	b.hit(fyne.KeySpace) // the first tick has the focus
	b.until("loaded", func() bool { return !b.flow.knows().Loaded.IsZero() })
	b.tabTo("Remind me in, 3 days, 26 Nov 2026")
	b.hit(fyne.KeyDown)
	b.tabTo("Add to calendar")
	b.hit(fyne.KeyReturn)
	b.until("reminder", func() bool { return !b.flow.knows().Remind.IsZero() })
	if got := daysBetween(noon, b.flow.knows().Remind); got != 7 {
		t.Errorf("in %d days", got)
	}
}

// A remembered set-up is checked, renewed and taken back with keys alone.
func TestStandingSetupByKeyboardAlone(t *testing.T) {
	live := standing(setup.StageLive, withEntries)
	open := func(t *testing.T, row string) *bench {
		b := newBench(t, func(d *Deps) { d.Remembers = true }, remembering(live))
		b.toRecent()
		b.tabTo(b.rows()[0].AccessibilityLabel())
		b.hit(fyne.KeyReturn)
		b.untilPage(pageTenant)
		b.tabTo(row)
		b.hit(fyne.KeyReturn)
		b.untilPage(pageSignIn)
		b.hit(fyne.KeyReturn)
		return b
	}
	t.Run("check", func(t *testing.T) {
		b := open(t, "Check it now. Read everything back. Nothing is changed.")
		b.until("report", func() bool { return b.w.state.verify.report != nil })
		b.hit(fyne.KeyReturn)
		b.untilPage(pageStart)
	})
	t.Run("undo", func(t *testing.T) {
		b := open(t, "Undo the set-up. See what would be taken back first")
		b.until("plan", func() bool { return b.w.state.undo.plan != nil })
		b.hit(fyne.KeyReturn)
		b.until("undone", func() bool { return b.w.state.undo.done })
		b.hit(fyne.KeyReturn)
		b.untilPage(pageStart)
	})
	t.Run("renew", func(t *testing.T) {
		b := open(t, "Renew the certificate. It lasts until 19 Nov 2029")
		b.untilPage(pageRenew)
		b.hit(fyne.KeyReturn)
		b.untilPage(pageRenewed)
		b.hit(fyne.KeyReturn)
		b.until("draft", func() bool { return b.w.state.renewal.handOver.draft != "" })
		b.hit(fyne.KeyReturn)
		b.untilPage(pageActivate)
		b.hit(fyne.KeySpace)
		b.hit(fyne.KeyReturn)
		b.until("active", func() bool { return b.w.state.renewal.active })
		b.hit(fyne.KeyReturn)
		b.untilPage(pageStart)
	})
}

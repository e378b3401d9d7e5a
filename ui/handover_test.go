package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

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

func TestNothingTurnsOnceWorkHasEnded(t *testing.T) {
	var b *bench
	b = newBench(t, withDesk(&b))
	turning := func() int {
		count := 0
		eachWidget(b.w.win.Content(), func(o fyne.Widget) {
			if arc, ok := o.(*kit.BusyArc); ok && arc.Turns() {
				count++
			}
		})
		return count
	}
	b.toUser()
	b.press()
	b.untilPage(pageReview)
	review := b.w.screen.(*reviewPage)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	if review.turning {
		t.Error("the review turns on with a plan in hand")
	}
	b.press()
	b.until("applied", func() bool { return b.w.state.apply.result != nil })
	if n := turning(); n > 0 {
		t.Errorf("%d arcs turn after all is made", n)
	}
	b.press()
	b.press()
	b.until("delivered", func() bool { return b.w.state.handOver.delivered })
	if n := turning(); n > 0 {
		t.Errorf("%d arcs turn after the delivery", n)
	}
}

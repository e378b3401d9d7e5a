package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// laterView shows a deed on a set-up that stands: its parts at the left, at the
// right one panel that says what is going on, as on the apply page.
type laterView struct {
	w       *Window
	list    *kit.JobList
	wait    *kit.WaitPanel
	trouble *kit.ProblemPanel
	again   *kit.Button
	next    *kit.Button // the first thing to do about the problem
	shown   *setup.Problem
	object  fyne.CanvasObject
}

// panelHigh is the room for everything that is said of a wait, in units of the
// design, so that nothing moves when the news of one comes.
const panelHigh = 284

// newLaterView returns a view with the parts' names; again is what "Try again" does.
func newLaterView(w *Window, names []string, again func()) *laterView {
	v := &laterView{w: w, list: kit.NewJobList(names...), wait: kit.NewWaitPanel(nil)}
	v.again = kit.NewButton(kit.Primary, w.say("window.apply.again"), again).Small().WithIcon(look.IconRenew)
	v.trouble = kit.NewProblemPanel(kit.ProblemWords{}, kit.NewDetails(w.host(), w.detailsWords()))
	room := kit.NewPad(kit.NewGap(0), panelHigh, 0, 0, 0)
	v.object = kit.NewColumns(16, kit.Col{Object: v.list, Width: 320}, kit.Col{Object: kit.NewStack(room, v.wait, v.trouble)}).StackBelow(250)
	return v
}

// update shows how far the deed is; doing says in words what is going on, and done
// what came of it.
func (v *laterView) update(l *laterState, notes []jobRow, doing, done, doneLead string) {
	w := v.w
	for i, row := range notes {
		v.list.Set(i, jobState(row), row.note)
	}
	showIf(v.trouble, l.problem != nil)
	showIf(v.wait, l.problem == nil)
	switch {
	case l.problem != nil:
		v.closed()
		v.trouble.Set(w.problemWords(l.problem))
		v.trouble.Details().SetPairs(pairsOf(problemViewOf(w.words, l.problem).details)...)
		if l.problem != v.shown {
			v.shown = l.problem
			buttons := w.mainDeedsOf(l.problem, v.again)
			v.trouble.SetButtons(buttons...)
			v.next = buttons[0]
		}
	case l.wait != nil:
		view := waitViewOf(w.words, *l.wait, w.now())
		facts := make([]kit.Pair, len(view.rows))
		for i, row := range view.rows {
			facts[i] = kit.Pair{Name: row.name, Value: row.value}
		}
		v.wait.Set(kit.Waiting, w.say("window.wait.title"), view.what, facts...)
		v.wait.SetElapsed(view.clock)
	case l.running:
		title := "window.apply.working"
		if l.cancelling {
			title = "window.apply.cancelling"
		}
		v.wait.SetElapsed("")
		v.wait.Set(kit.Plain, w.say(title), doing)
	default:
		v.wait.SetElapsed("")
		v.wait.Set(kit.Done, done, doneLead)
	}
}

// footOf is the footer while a deed runs, or once it has stopped: what comes next is
// in sight, with why not yet.
func (v *laterView) footOf(l *laterState, next, hint string, back func()) foot {
	w := v.w
	f := foot{backLabel: w.say("window.nav.back"), back: back, hint: w.say("window.apply.hint-stopped"), primary: &deed{label: w.say(next), off: true}}
	if l.running {
		f.backLabel, f.backIcon, f.back = w.say("window.apply.cancel"), cancelIcon, func() { w.askStop(l) }
		f.hint = w.say(hint)
	}
	return f
}

// closed stops what turns in the panel.
func (v *laterView) closed() { v.wait.Set(kit.Info, "", "") }

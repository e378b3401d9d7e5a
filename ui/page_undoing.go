package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

// undoingPage shows how things are taken back, one after the other.
type undoingPage struct {
	w      *Window
	head   *kit.PageHead
	rows   []setup.UndoRow
	view   *laterView
	bin    *kit.StatusLine
	column *kit.Column
}

func newUndoingPage(w *Window) *undoingPage {
	p := &undoingPage{w: w, head: kit.NewPageHead("", "")}
	p.rows = w.state.undo.plan.Rows
	names := make([]string, len(p.rows))
	for i, row := range p.rows {
		names[i] = w.say("change." + row.What)
	}
	p.view = newLaterView(w, names, func() { w.showUndo() })
	p.bin = kit.NewStatusLine(kit.Info, w.say("window.undo.bin"))
	p.column = pageOf(p.head, p.view.object, kit.NewGap(16), p.bin)
	return p
}

// startUndo takes back what the plan says, and shows how it goes.
func (w *Window) startUndo() {
	if w.state.journey == toUndo {
		w.state.furthest = pageUndoing
	}
	w.show(pageUndoing)
	u := &w.state.undo
	plan := *u.plan
	w.do(&u.work, func(ctx context.Context, tell func(setup.Event)) error {
		_, err := w.flow.Undo(ctx, plan, tell)
		return err
	}, func(err error) {
		if err == nil {
			u.done = true
			w.state.undone()
		}
	})
}

// undone takes note that nothing of this set-up stands any more.
func (s *state) undone() {
	s.earlier, s.apply = 0, applyState{}
	s.plan, s.handOver, s.test = nil, handOverState{}, testState{}
	if s.journey != toUndo {
		s.furthest = pageReview
	}
}

// showUndo looks anew what is left to be taken back.
func (w *Window) showUndo() { w.show(pageUndo) }

func (p *undoingPage) body() fyne.CanvasObject { return p.column }

func (p *undoingPage) update() {
	w, u := p.w, &p.w.state.undo
	p.head.Set(p.title(), p.lead())
	notes := make([]jobRow, len(p.rows))
	for i, row := range p.rows {
		switch {
		case i < len(u.work.done):
			notes[i] = jobRow{mark: jobDone, note: w.say("window.undo.done." + string(row.Verb))}
		case u.work.problem != nil && i == len(u.work.done):
			notes[i] = jobRow{mark: jobFailed, note: w.say("window.apply.stopped")}
		case u.work.running && i == len(u.work.done) && u.work.wait != nil:
			notes[i] = jobRow{mark: jobWaiting, note: w.say("window.apply.waiting")}
		case u.work.running && i == len(u.work.done):
			notes[i] = jobRow{mark: jobRunning}
		}
	}
	doing := ""
	if at := len(u.work.done); at < len(p.rows) {
		doing = w.say("window.undo.doing." + string(p.rows[at].Verb))
	}
	p.view.update(&u.work, notes, doing, w.say("window.undo.finished"), w.say("window.undo.finished-lead"))
	showIf(p.bin, u.done && binned(p.rows))
	p.column.Relayout()
}

// closed stops what turns.
func (p *undoingPage) closed() { p.view.closed() }

func (p *undoingPage) title() string {
	w, u := p.w, &p.w.state.undo
	switch {
	case u.done:
		return w.words.Count("window.undo.title-done", u.plan.Writes())
	case u.work.problem != nil:
		return w.say("window.undo.title-stopped")
	}
	return w.words.Count("window.undo.title-running", u.plan.Writes())
}

func (p *undoingPage) lead() string {
	w, u := p.w, &p.w.state.undo
	switch {
	case u.done:
		return w.say("window.undo.lead-done")
	case u.work.problem != nil:
		return w.say("window.undo.lead-stopped")
	}
	return w.say("window.apply.lead")
}

func (p *undoingPage) foot() foot {
	w, u := p.w, &p.w.state.undo
	if u.done {
		return foot{primary: &deed{label: w.say("window.done.again"), run: w.restart}}
	}
	return p.view.footOf(&u.work, "window.done.again", "window.undo.hint-running", w.showUndo)
}

func (p *undoingPage) first() fyne.Focusable {
	if p.w.state.undo.work.problem != nil {
		return p.view.next
	}
	return nil
}

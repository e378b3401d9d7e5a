package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// liveRunPage shows how people are let in: everyone at the left, at the right one
// panel that says what is going on, or why somebody could not be let in.
type liveRunPage struct {
	w        *Window
	head     *kit.PageHead
	progress *kit.Progress
	list     *kit.RowList
	listed   int // rows that list has
	asked    *askedMeanwhile
	wait     *kit.WaitPanel
	problem  *kit.ProblemPanel
	again    *kit.Button
	told     *setup.Problem
	note     *kit.StatusLine
	column   *kit.Column
}

func newLiveRunPage(w *Window) *liveRunPage {
	p := &liveRunPage{w: w, head: kit.NewPageHead("", ""), progress: kit.NewProgress("", ""), wait: kit.NewWaitPanel(nil)}
	p.list = kit.NewRowList(6*57+1, w.say("window.live.changes"), "").Expecting(runStates(w)...)
	p.list.OnMoved = p.look
	p.again = kit.NewButton(kit.Primary, w.say("window.live.carry-on"), w.carryOnLive).Small().WithIcon(look.IconResume)
	p.problem = kit.NewProblemPanel(kit.ProblemWords{}, kit.NewDetails(w.host(), w.detailsWords()))
	p.note = kit.NewStatusLine(kit.Done, "")
	panel := kit.NewStack(p.wait, p.problem)
	p.asked = newAskedMeanwhile(w)
	p.column = pageOf(p.head, p.asked.object, p.progress, kit.NewGap(18),
		kit.NewColumns(16, kit.Col{Object: p.list}, kit.Col{Object: panel, Width: 304}).StackBelow(280), kit.NewGap(12), p.note)
	return p
}

func (p *liveRunPage) body() fyne.CanvasObject { return p.column }

// look shows why a row failed.
func (p *liveRunPage) look(at int) {
	r := &p.w.state.live.run
	if r.running || r.planning {
		return
	}
	r.chosen = -1
	if r.rows[at].problem != nil {
		r.chosen = at
	}
	p.w.refresh()
}

func (p *liveRunPage) update() {
	w, r := p.w, &p.w.state.live.run
	p.head.Set(p.title(), p.lead())
	share := float32(0)
	if len(r.rows) > 0 {
		share = float32(r.made) / float32(len(r.rows))
	}
	p.progress.Set(w.say("window.apply.made", words.Facts{"Made": w.words.Number(r.made), "Total": w.words.Number(len(r.rows))}), p.time(), share)
	p.progress.SetProblem(r.problem != nil)
	p.updateRows()
	p.asked.update(r.wait)
	shown := r.problem
	if shown == nil && r.chosen >= 0 && !r.running {
		shown = r.rows[r.chosen].problem
	}
	showIf(p.problem, shown != nil)
	showIf(p.wait, shown == nil)
	if shown != nil {
		p.closed()
		p.updateProblem(shown, shown == r.problem)
	} else {
		p.updatePanel()
	}
	p.updateNote()
	p.column.Relayout()
}

// updateRows draws the rows that are new, and brings the one under way into sight.
func (p *liveRunPage) updateRows() {
	r := &p.w.state.live.run
	if p.listed != len(r.rows) {
		p.listed = len(r.rows)
		rows := make([]kit.ListRow, len(r.rows))
		for i := range r.rows {
			rows[i] = p.row(r.rows[i])
		}
		p.list.SetRows(rows)
		p.list.GoTo(r.chosen)
	}
	for _, at := range r.fresh {
		p.list.SetRow(at, p.row(r.rows[at]))
	}
	if r.chosen >= 0 && p.list.At() < 0 {
		p.list.GoTo(r.chosen)
	}
	moved := len(r.fresh) > 0
	r.fresh = nil
	if moved && r.running && r.at >= 0 {
		p.list.Reveal(r.at)
	}
}

// runStates are all words that a row can end in.
func runStates(w *Window) []string {
	var all []string
	for _, state := range []string{"to-come", "under-way", "done", "gone", "was", "failed", "unknown"} {
		all = append(all, w.say("window.live.row."+state))
	}
	return all
}

// row is one change as it stands.
func (p *liveRunPage) row(row runRow) kit.ListRow {
	w := p.w
	shown := memberRow(w.words, row.member)
	face := func(state string, icon look.IconName, colour, ground fyne.ThemeColorName) {
		shown.State, shown.StateIcon, shown.StateColour, shown.Ground = w.say("window.live.row."+state), icon, colour, ground
	}
	switch row.state {
	case rowUnderWay:
		face("under-way", look.IconSpin, look.Accent, look.AccentSoft)
	case rowDone:
		face("done", look.IconOk, look.Ok, "")
		if row.removes {
			face("gone", look.IconOk, look.Ok, "")
		}
	case rowWas:
		face("was", look.IconSame, look.Muted, "")
	case rowFailed:
		face("failed", look.IconWarn, look.Bad, look.BadSoft)
	case rowUnknown:
		face("unknown", look.IconWarn, look.Wait, look.WaitSoft)
	default:
		face("to-come", look.IconTodo, look.Faint, "")
	}
	return shown
}

// closed stops what turns in the panel.
func (p *liveRunPage) closed() { p.wait.Set(kit.Info, "", "") }

func (p *liveRunPage) time() string {
	w, r := p.w, &p.w.state.live.run
	now := w.now()
	if !r.running && !r.ended.IsZero() {
		now = r.ended
	}
	elapsed := tookText(w.words, now.Sub(r.started).Truncate(time.Second))
	if left := r.left(now); left > 0 {
		return w.say("window.live.time-left", words.Facts{"Elapsed": elapsed, "Left": tookText(w.words, roughly(left))})
	}
	return elapsed
}

// roughly rounds a time that is only guessed.
func roughly(d time.Duration) time.Duration {
	if d > 90*time.Second {
		return d.Round(time.Minute)
	}
	return max(5*time.Second, d.Round(5*time.Second))
}

func (p *liveRunPage) title() string {
	w, r := p.w, &p.w.state.live.run
	switch {
	case r.problem != nil:
		return w.say("window.live.title-stopped")
	case r.report != nil && !r.running && !r.planning:
		if r.failed() > 0 {
			return w.words.Count("window.live.title-some", r.failed())
		}
		return w.say("window.live.title-done")
	case w.deps.Practice:
		return w.words.Count("window.apply.title-practice", len(r.rows))
	}
	return w.words.Count("window.apply.title", len(r.rows))
}

func (p *liveRunPage) lead() string {
	w, r := p.w, &p.w.state.live.run
	switch {
	case r.problem != nil:
		return w.words.Count("window.live.lead-stopped", r.made)
	case r.report != nil && !r.running && !r.planning:
		return w.say("window.live.lead-done")
	}
	return w.say("window.apply.lead")
}

// updateProblem shows why the run stopped, or why one row failed.
func (p *liveRunPage) updateProblem(problem *setup.Problem, ofRun bool) {
	if problem == p.told {
		return
	}
	p.told = problem
	w := p.w
	p.problem.Set(w.problemWords(problem))
	if problem.Kind == setup.Cancelled {
		p.problem.Set(kit.ProblemWords{What: w.say("window.live.cancelled.what"), WhyHead: w.say("window.apply.why"), Why: w.say("window.live.cancelled.why"),
			ToDoHead: w.say("window.apply.what-to-do"), ToDo: w.say("window.live.cancelled.next")})
	}
	p.problem.Details().SetPairs(pairsOf(problemViewOf(w.words, problem).details)...)
	if ofRun {
		p.problem.SetButtons(w.mainDeedsOf(problem, p.again)...)
		return
	}
	p.problem.SetButtons()
}

func (p *liveRunPage) updatePanel() {
	w, r := p.w, &p.w.state.live.run
	p.told = nil
	switch {
	case r.report != nil && !r.running && !r.planning:
		p.updateDone(*r.report)
	case r.wait != nil:
		view := waitViewOf(w.words, *r.wait, w.now())
		facts := make([]kit.Pair, len(view.rows))
		for i, row := range view.rows {
			facts[i] = kit.Pair{Name: row.name, Value: row.value}
		}
		p.wait.Set(kit.Waiting, w.say(waitTitle(*r.wait)), view.what, facts...)
		p.wait.SetElapsed(view.clock)
	default:
		title, text := "window.apply.working", ""
		if r.cancelling {
			title = "window.apply.cancelling"
		}
		switch {
		case r.planning:
			text = w.say("window.review.looking-lead")
		case r.step != "":
			text = w.say("step."+string(r.step)+".doing", w.personFacts())
		}
		p.wait.SetElapsed("")
		p.wait.Set(kit.Plain, w.say(title), text)
	}
}

// updateDone sums a run up.
func (p *liveRunPage) updateDone(report setup.LiveReport) {
	w := p.w
	number := func(n int) string { return w.words.Number(n) }
	facts := []kit.Pair{{Name: w.say("window.live.fact-in"), Value: number(report.Count(setup.LiveAssigned))}}
	add := func(key string, n int) {
		if n > 0 {
			facts = append(facts, kit.Pair{Name: w.say(key), Value: number(n)})
		}
	}
	add("window.live.fact-was", report.Count(setup.LiveAlready))
	add("window.live.fact-out", report.LeftOut())
	add("window.live.fact-unseen", report.Unseen)
	facts = append(facts, kit.Pair{Name: w.say("window.apply.done-requests"), Value: w.say("window.apply.requests",
		words.Facts{"Reads": number(report.Requests.Reads + report.Requests.Polls), "Writes": number(report.Requests.Writes)})})
	p.wait.SetElapsed("")
	tone, title := kit.Done, "window.live.done"
	if report.LeftOut() > 0 {
		tone, title = kit.Waiting, "window.live.done-some"
	}
	p.wait.Set(tone, w.say(title), w.say("window.live.done-lead"), facts...)
}

// updateNote tells where the report is.
func (p *liveRunPage) updateNote() {
	w, r := p.w, &p.w.state.live.run
	switch {
	case r.unsaved != nil:
		view := problemViewOf(w.words, r.unsaved)
		p.note.Set(kit.Problem, view.what)
	case r.saved != "":
		p.note.Set(kit.Done, w.say("window.done.saved", words.Facts{"Path": r.saved}))
	}
	showIf(p.note, r.unsaved != nil || r.saved != "")
}

func (p *liveRunPage) foot() foot {
	w, r := p.w, &p.w.state.live.run
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if r.running || r.planning {
		return foot{backLabel: w.say("window.apply.cancel"), backIcon: cancelIcon, back: func() { w.askToStop(w.stopLive) },
			hint: w.say("window.apply.hint"), primary: &deed{label: w.say("window.test.continue"), off: true}}
	}
	f.second = &deed{label: w.say("window.live.save"), icon: look.IconSave, run: w.saveLiveReport}
	f.primary = &deed{label: w.say("window.test.continue"), run: w.endLive}
	if r.problem != nil {
		f.hint = w.say("window.live.hint-stopped")
		f.primary = nil
	}
	return f
}

func (p *liveRunPage) first() fyne.Focusable {
	r := &p.w.state.live.run
	switch {
	case r.problem != nil:
		return p.again
	case r.chosen >= 0 && !r.running:
		return p.list
	}
	return nil
}

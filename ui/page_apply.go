package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// applyPage shows the changes as they are made: the jobs at the left, at the
// right one panel that says what is going on.
type applyPage struct {
	w        *Window
	head     *kit.PageHead
	progress *kit.Progress
	list     *kit.JobList
	wait     *kit.WaitPanel
	problem  *kit.ProblemPanel
	again    *kit.Button
	review   *kit.Button
	task     *taskCard
	column   *kit.Column
	shown    *setup.Problem
	next     *kit.Button // the first thing to do about it
}

func newApplyPage(w *Window) *applyPage {
	p := &applyPage{w: w, head: kit.NewPageHead("", "")}
	p.progress = kit.NewProgress("", "")
	names := make([]string, len(jobs()))
	for i, row := range w.state.apply.rows(w.words, w.personFacts(), w.state.user.create) {
		names[i] = row.name
	}
	p.list = kit.NewJobList(names...)
	p.wait = kit.NewWaitPanel(nil)
	p.again = kit.NewButton(kit.Primary, w.say("window.apply.again"), w.tryAgain).Small().WithIcon(look.IconRenew)
	p.review = kit.NewButton(kit.Secondary, w.say("window.apply.plan-again"), func() {
		w.state.plan = nil
		w.show(pageReview)
	}).Small()
	p.problem = kit.NewProblemPanel(kit.ProblemWords{}, kit.NewDetails(w.host(), w.detailsWords()))
	panel := kit.NewStack(p.wait, p.problem)
	p.task = newTaskCard(w)
	p.column = pageOf(p.head, p.task.object, p.progress, kit.NewGap(18), kit.NewColumns(16, kit.Col{Object: p.list, Width: 320}, kit.Col{Object: panel}).StackBelow(250))
	return p
}

func (p *applyPage) body() fyne.CanvasObject { return p.column }

func (p *applyPage) update() {
	w, a := p.w, &p.w.state.apply
	p.head.Set(p.title(), p.lead())
	made := w.say("window.apply.made", words.Facts{"Made": a.allMade(), "Total": a.all()})
	if a.all() == 0 {
		made = w.say("window.apply.made-none")
	}
	p.progress.Set(made, tookText(w.words, a.elapsed(w.now()).Truncate(time.Second)), a.fraction())
	p.progress.SetProblem(a.problem != nil)
	for i, row := range a.rows(w.words, w.personFacts(), w.state.user.create) {
		p.list.Set(i, jobState(row), row.note)
	}
	p.task.set(a.task())
	showIf(p.problem, a.problem != nil)
	showIf(p.wait, a.problem == nil)
	if a.problem != nil {
		p.closed()
		p.updateProblem(a.problem)
		return
	}
	p.updateWait()
}

// closed stops what turns in the panel.
func (p *applyPage) closed() { p.wait.Set(kit.Info, "", "") }

func jobState(row jobRow) kit.JobState {
	switch row.mark {
	case jobRunning:
		return kit.JobRunning
	case jobWaiting:
		return kit.JobWaiting
	case jobDone:
		return kit.JobDone
	case jobFailed:
		return kit.JobProblem
	}
	return kit.JobTodo
}

func (p *applyPage) title() string {
	w, a := p.w, &p.w.state.apply
	switch {
	case a.result != nil:
		return w.say("window.apply.title-done")
	case a.problem != nil:
		if a.made < a.total {
			return w.say("window.apply.title-stopped-at", words.Facts{"Next": a.allMade() + 1, "Total": a.all()})
		}
		return w.say("window.apply.title-stopped")
	case a.all() == 0:
		return w.say("window.apply.title-none")
	case w.deps.Practice:
		return w.words.Count("window.apply.title-practice", a.all())
	}
	return w.words.Count("window.apply.title", a.all())
}

func (p *applyPage) lead() string {
	w, a := p.w, &p.w.state.apply
	switch {
	case a.result != nil:
		return w.say("window.apply.lead-done")
	case a.unsure() && a.allMade() == 0:
		return w.say("window.apply.lead-unsure-first")
	case a.unsure():
		return w.words.Count("window.apply.lead-unsure", a.allMade())
	case a.problem != nil && a.allMade() == 0:
		return w.say("window.apply.lead-untouched")
	case a.problem != nil:
		return w.words.Count("window.apply.lead-stopped", a.allMade())
	}
	return w.say("window.apply.lead")
}

func (p *applyPage) updateProblem(problem *setup.Problem) {
	if problem == p.shown {
		return
	}
	p.shown = problem
	w := p.w
	p.problem.Set(w.problemWords(problem))
	p.problem.Details().SetPairs(pairsOf(problemViewOf(w.words, problem).details)...)
	main := p.again
	if problem.Kind == setup.TenantChanged {
		main = p.review
	}
	buttons := w.mainDeedsOf(problem, main)
	p.problem.SetButtons(buttons...)
	p.next = buttons[0]
}

func (p *applyPage) updateWait() {
	w, a := p.w, &p.w.state.apply
	switch {
	case a.result != nil:
		p.updateDone(*a.result)
	case a.wait != nil:
		view := waitViewOf(w.words, *a.wait, w.now())
		facts := make([]kit.Pair, len(view.rows))
		for i, row := range view.rows {
			facts[i] = kit.Pair{Name: row.name, Value: row.value}
		}
		title := "window.wait.title"
		if a.wait.Task != nil || a.wait.Reason == setup.ReasonConsent {
			title = "window.task.waiting"
		}
		p.wait.Set(kit.Waiting, w.say(title), view.what, facts...)
		p.wait.SetElapsed(view.clock)
	default:
		title := "window.apply.working"
		if a.cancelling {
			title = "window.apply.cancelling"
		}
		text := ""
		if a.current != "" {
			text = w.say("step."+string(a.current)+".doing", w.personFacts())
		}
		p.wait.SetElapsed("")
		p.wait.Set(kit.Plain, w.say(title), text)
	}
}

func (p *applyPage) updateDone(result setup.Result) {
	w := p.w
	requests := result.Requests
	p.wait.SetElapsed("")
	p.wait.Set(kit.Done, w.say("window.apply.done"), w.say("window.apply.done-lead"),
		kit.Pair{Name: w.say("window.apply.done-changes"), Value: w.words.Count("window.rail.changes", w.state.apply.allMade())},
		kit.Pair{Name: w.say("window.apply.done-requests"), Value: w.say("window.apply.requests", words.Facts{"Reads": requests.Reads + requests.Polls, "Writes": requests.Writes})},
		kit.Pair{Name: w.say("window.apply.done-expires"), Value: w.words.Date(result.Contents.NotAfter)},
		kit.Pair{Name: w.say("window.apply.done-person"), Value: w.state.personName()})
}

func (p *applyPage) foot() foot {
	w, a := p.w, &p.w.state.apply
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	next := &deed{label: w.say("window.apply.next"), off: a.result == nil, run: w.next}
	if w.state.repair != nil {
		next = &deed{label: w.say("window.apply.mended"), off: a.result == nil, run: w.mended}
	}
	f.primary = next
	switch {
	case a.result != nil:
	case a.running || a.replanning:
		f.backLabel, f.back, f.backIcon = w.say("window.apply.cancel"), w.askCancelApply, look.IconClose
		f.hint = w.say("window.apply.hint")
	case a.problem != nil:
		f.hint = w.say("window.apply.hint")
		if made := w.state.earlier + a.allMade(); made > 0 && w.mayUndo() {
			f.backLabel, f.backIcon, f.back = w.say("window.apply.undo"), look.IconUndo, func() { w.detour(pageUndo) }
		}
	}
	return f
}

func (p *applyPage) first() fyne.Focusable {
	if p.w.state.apply.problem != nil {
		return p.next
	}
	return nil
}

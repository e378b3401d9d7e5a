package ui

import (
	"context"

	"backupsso/graph/setup"
)

// makePlan compares the tenant with the answers, if that is still to be done.
func (w *Window) makePlan() {
	if w.state.plan != nil {
		return
	}
	w.state.planning, w.state.planProblem = true, nil
	wish := w.state.wish(w.words.Tag())
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.Plan, error) {
		return w.flow.Plan(ctx, wish)
	}, w.planned)
	w.refresh()
}

func (w *Window) planned(plan setup.Plan, err error) {
	w.state.planning = false
	if err != nil {
		w.state.planProblem = problemOf(err)
	} else {
		w.state.plan = &plan
	}
	if w.state.passes() {
		w.next()
		w.startApply()
		return
	}
	if w.state.carried != nil {
		w.state.carried.arriving = false
	}
	w.refresh()
	w.focusFirst()
}

// planAgain drops the plan and makes a new one.
func (w *Window) planAgain() {
	w.state.plan = nil
	w.makePlan()
}

// chooseApplication answers the question which application to take.
func (w *Window) chooseApplication(id string) {
	w.state.taken = id
	w.planAgain()
}

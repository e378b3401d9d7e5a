package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
)

// startApply makes the changes of the plan and shows the news as it comes.
func (w *Window) startApply() {
	w.state.earlier += w.state.apply.allMade()
	w.makeChanges(*w.state.plan, 0)
}

// makeChanges makes the changes of a plan, after others that were approved with them and
// are made already.
func (w *Window) makeChanges(plan setup.Plan, before int) {
	a := &w.state.apply
	if c := w.state.carried; c != nil && plan.Writes() > 0 {
		c.arriving = false
	}
	*a = applyState{running: true, started: w.now(), before: before, total: plan.Writes()}
	ctx, cancel := context.WithCancel(w.visit)
	a.cancel = cancel
	visit := w.visit
	tell := func(event setup.Event) { w.work.post(visit, func() { w.heard(event) }) }
	runAsync(w.work, visit, ctx, func(ctx context.Context) (setup.Result, error) {
		return w.flow.Apply(ctx, plan, tell)
	}, w.applied)
	w.work.every(ctx, time.Second, w.refresh)
	w.refresh()
}

func (w *Window) heard(event setup.Event) {
	if event.Exchange != nil {
		w.note(*event.Exchange)
	}
	if event.Step == "" {
		return
	}
	w.state.apply.take(event)
	w.refresh()
}

func (w *Window) applied(result setup.Result, err error) {
	a := &w.state.apply
	a.cancel()
	w.closeDialog()
	a.running, a.cancelling, a.ended, a.wait = false, false, w.now(), nil
	if err != nil {
		a.problem = problemOf(err)
	} else {
		a.result, a.problem = &result, nil
		w.state.furthest = max(w.state.furthest, pageHandOver)
		if w.state.carried != nil && w.state.carried.arriving {
			w.resume()
			return
		}
	}
	w.refresh()
	w.focusFirst()
}

// cancelApply stops after the request that is under way.
func (w *Window) cancelApply() {
	if a := &w.state.apply; a.running || a.replanning {
		a.cancelling = true
		a.cancel()
		w.refresh()
	}
}

// tryAgain looks at the tenant anew and makes what is left. A plan that would
// do anything other than the one that was approved is shown first.
func (w *Window) tryAgain() {
	a := &w.state.apply
	a.replanning, a.problem = true, nil
	ctx, cancel := context.WithCancel(w.visit)
	a.cancel = cancel
	wish := w.state.wish(w.words.Tag())
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.Plan, error) {
		return w.flow.Plan(ctx, wish)
	}, func(plan setup.Plan, err error) {
		cancel()
		w.closeDialog()
		a.replanning, a.cancelling = false, false
		switch {
		case err != nil:
			a.problem = problemOf(err)
			w.refresh()
		case !within(plan, *w.state.plan):
			w.state.plan = &plan
			w.show(pageReview)
		default:
			// A write that was cancelled under way may have been made all the same.
			w.makeChanges(plan, max(a.allMade(), w.state.plan.Writes()-plan.Writes()))
		}
	})
	w.refresh()
}

// within reports whether plan asks for nothing that approved did not ask for.
func within(plan, approved setup.Plan) bool {
	if plan.Blocked() != nil {
		return false
	}
	wanted := map[string]bool{}
	for _, change := range approved.Changes {
		if change.Verb == setup.Create || change.Verb == setup.Modify {
			wanted[change.What] = true
		}
	}
	for _, change := range plan.Changes {
		if (change.Verb == setup.Create || change.Verb == setup.Modify) && !wanted[change.What] {
			return false
		}
	}
	return true
}

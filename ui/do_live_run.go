package ui

import (
	"context"
	"path/filepath"
	"time"

	"backupsso/graph/setup"
)

// reviewLive shows exactly what would be done.
func (w *Window) reviewLive() { w.show(pageLiveReview) }

// planLive asks the tenant once more, read-only, about those who are let in.
func (w *Window) planLive() {
	l := &w.state.live
	l.planning, l.plan, l.planProblem = true, nil, nil
	ask := l.decided(w.standingWish())
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.LivePlan, error) {
		return w.flow.PlanGoLive(ctx, ask, nil)
	}, func(plan setup.LivePlan, err error) {
		l.planning = false
		if err != nil {
			l.planProblem = problemOf(err)
		} else {
			plan = l.complete(plan)
			l.plan = &plan
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// goLive begins a run of the plan that was reviewed.
func (w *Window) goLive() {
	w.state.live.run = liveRun{at: -1, chosen: -1}
	w.show(pageLiveRun)
	w.runLive(*w.state.live.plan)
}

// runLive lets people in, and shows the news as it comes.
func (w *Window) runLive(plan setup.LivePlan) {
	r := &w.state.live.run
	r.begin(plan, w.now())
	ctx, cancel := context.WithCancel(w.visit)
	r.cancel = cancel
	tell := w.gather(w.visit, func(events []setup.Event) {
		for _, event := range events {
			r.take(event)
		}
		w.refresh()
	})
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.LiveReport, error) {
		return w.flow.GoLive(ctx, plan, tell)
	}, func(report setup.LiveReport, err error) {
		cancel()
		w.closeDialog()
		w.wentLive(plan, report, err)
	})
	w.work.every(ctx, time.Second, w.refresh)
	w.refresh()
}

// wentLive takes over what came of a run.
func (w *Window) wentLive(plan setup.LivePlan, report setup.LiveReport, err error) {
	l := &w.state.live
	before := l.run.changes()
	l.run.end(report, err, w.now())
	w.state.earlier += l.run.changes() - before
	l.settle(plan, report)
	w.refresh()
	w.focusFirst()
}

// endLive goes on from going live to the last page.
func (w *Window) endLive() {
	w.state.furthest = pageDone
	w.show(pageDone)
}

// stopLive ends a run after the request that is under way.
func (w *Window) stopLive() {
	if r := &w.state.live.run; r.running || r.planning {
		r.cancelling = true
		r.cancel()
		w.refresh()
	}
}

// carryOnLive looks at what is left of a run that stopped, and goes on with it.
// Nothing is done that was not reviewed.
func (w *Window) carryOnLive() {
	l := &w.state.live
	r := &l.run
	r.planning, r.problem = true, nil
	ctx, cancel := context.WithCancel(w.visit)
	r.cancel = cancel
	ask := l.plan.Wish
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.LivePlan, error) {
		return w.flow.PlanGoLive(ctx, ask, nil)
	}, func(plan setup.LivePlan, err error) {
		cancel()
		w.closeDialog()
		r.planning, r.cancelling = false, false
		if err != nil {
			r.problem = problemOf(err)
			w.refresh()
			w.focusFirst()
			return
		}
		w.runLive(l.complete(plan))
	})
	w.refresh()
}

// saveLiveReport writes what came of every row where downloads go.
func (w *Window) saveLiveReport() {
	r := &w.state.live.run
	report, spoken := *r.report, w.words
	path := filepath.Join(w.deps.SaveDir, firstOf(w.state.portalName(), "autotask")+"-people-"+w.now().Format(time.DateOnly)+".csv")
	runAsync(w.work, w.visit, w.visit, func(context.Context) (string, error) {
		return w.flow.SaveLiveReport(report, path, func(row setup.LiveResult) string { return outcomeWords(spoken, row) })
	}, func(saved string, err error) {
		r.saved, r.unsaved = saved, problemOf(err)
		w.refresh()
	})
}

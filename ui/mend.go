package ui

import (
	"context"

	"backupsso/graph/setup"
)

// mending is a look at the tenant for what would repair a fault: the same plan as
// for the set-up, so that no repair goes around the review.
type mending struct {
	looking bool
	plan    *setup.Plan // nil: not looked yet, or it could not be looked
	problem *setup.Problem
}

// writes is the number of changes that the repair takes.
func (m mending) writes() int {
	if m.plan == nil {
		return 0
	}
	return m.plan.Writes()
}

// repair is a set-up that is changed once more to mend a fault. What stood before
// is kept, for whoever turns back at the review.
type repair struct {
	from     page
	furthest page
	before   applyState
	plan     *setup.Plan
}

// lookToMend plans a set-up again, read-only, and hands the outcome to done.
func (w *Window) lookToMend(wish setup.Wish, done func(mending)) {
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.Plan, error) {
		return w.flow.Plan(ctx, wish)
	}, func(plan setup.Plan, err error) {
		if err != nil {
			done(mending{problem: problemOf(err)})
			return
		}
		done(mending{plan: &plan})
	})
}

// mend leads to the review of a repair.
func (w *Window) mend(plan *setup.Plan) {
	s := w.state
	s.repair = &repair{from: s.page, furthest: s.furthest, before: s.apply, plan: s.plan}
	s.earlier += s.apply.allMade()
	s.apply = applyState{}
	s.plan, s.planProblem = plan, nil
	s.taken = plan.Wish.Application
	s.furthest = pageReview
	w.show(pageReview)
}

// unmend turns back from the review of a repair, to where the fault was shown.
func (w *Window) unmend() {
	s := w.state
	from := s.repair.from
	s.apply, s.plan = s.repair.before, s.repair.plan
	s.earlier -= s.apply.allMade()
	s.furthest = s.repair.furthest
	s.repair = nil
	w.show(from)
}

// mended goes on after a repair: to support where they need a new bundle, else to
// the test.
func (w *Window) mended() {
	s := w.state
	before := s.repair.before.result
	s.repair = nil
	s.test = testState{}
	s.furthest = pageTest
	if before != nil && before.Contents.Thumbprint != s.apply.result.Contents.Thumbprint {
		s.handOver = handOverState{}
		s.furthest = pageHandOver
		w.show(pageHandOver)
		return
	}
	w.show(pageTest)
}

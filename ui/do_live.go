package ui

import (
	"context"
	"strings"

	"backupsso/graph/setup"
)

// openLive asks the tenant what can be done, and this computer whether a run was
// cut off.
func (w *Window) openLive() {
	l := &w.state.live
	if l.known && !l.anyOpen() {
		return
	}
	wish := w.standingWish()
	type found struct {
		cut setup.LiveCut
		is  bool
	}
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (found, error) {
		cut, is, err := w.flow.CutOffLive(ctx, wish)
		return found{cut, is}, err
	}, func(got found, err error) {
		if err == nil && got.is && len(l.rows) == 0 {
			l.cut = &got.cut
			w.refresh()
		}
	})
	w.lookLive()
}

// lookLive asks the tenant about everyone who is chosen, read-only. A later question
// takes the place of one that is under way, but never of the first one.
func (w *Window) lookLive() {
	l := &w.state.live
	if l.looking && !l.known {
		l.again = true
		return
	}
	if l.cancel != nil {
		l.cancel()
	}
	l.turn++
	turn := l.turn
	l.looking, l.again, l.problem, l.read, l.total = true, false, nil, 0, 0
	ask, rows := l.question(w.standingWish())
	ctx, cancel := context.WithCancel(w.visit)
	l.cancel = cancel
	tell := w.gather(w.visit, func(events []setup.Event) {
		for _, event := range events {
			if turn == l.turn && event.Step == setup.StepPeople && event.Total > 0 {
				l.read, l.total = event.Made, event.Total
			}
		}
		w.refresh()
	})
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.LivePlan, error) {
		return w.flow.PlanGoLive(ctx, ask, tell)
	}, func(plan setup.LivePlan, err error) {
		cancel()
		if turn != l.turn {
			return
		}
		l.looking = false
		if err != nil {
			l.problem = problemOf(err)
		} else {
			l.answer(plan, rows)
			if l.again || len(rows) == 0 && l.anyOpen() {
				w.lookLive()
				return
			}
		}
		w.refresh()
	})
	w.refresh()
}

// stopLooking ends the look-up of a list. Who was not found by then leaves it.
func (w *Window) stopLooking() {
	l := &w.state.live
	if l.cancel != nil {
		l.cancel()
	}
	l.turn++
	l.looking, l.problem = false, nil
	l.dropOpen()
	w.refresh()
	w.focusFirst()
}

// findMembers searches as somebody types. Another text ends the search for the one
// before.
func (w *Window) findMembers(text string) {
	s := &w.state.live.search
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.busy, s.problem = false, nil
	if strings.TrimSpace(text) == "" {
		s.found = nil
		w.refresh()
		return
	}
	s.busy = true
	ctx, cancel := context.WithCancel(w.visit)
	s.cancel = cancel
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.FoundMembers, error) {
		return w.flow.FindMembers(ctx, text)
	}, func(found setup.FoundMembers, err error) {
		if ctx.Err() != nil || s.text != text {
			cancel()
			return
		}
		cancel()
		s.busy = false
		if err != nil {
			s.problem = problemOf(err)
		} else {
			s.found = &found
		}
		w.refresh()
	})
	w.refresh()
}

// typeMember takes note of what is typed, before it is searched for.
func (w *Window) typeMember(text string) {
	s := &w.state.live.search
	s.text = text
	if strings.TrimSpace(text) == "" {
		w.findMembers(text)
		return
	}
	w.refresh()
}

// clearSearch shows who is chosen again.
func (w *Window) clearSearch() {
	s := &w.state.live.search
	s.text = ""
	w.findMembers("")
}

// chooseMember takes somebody who was found, and makes room for the next search.
func (w *Window) chooseMember(member setup.Member) {
	added := w.state.live.add(member)
	w.clearSearch()
	if added {
		w.lookLive()
	}
}

// dropMember takes somebody out of the choice again.
func (w *Window) dropMember(index int) {
	w.state.live.drop(index)
	w.lookLive()
}

// removePerson ticks that the test user is taken away.
func (w *Window) removePerson(wanted bool) {
	l := &w.state.live
	l.remove = wanted
	l.changed()
	w.lookLive()
}

// resumeLive looks for whom a run that was cut off has not let in, and shows the
// review of exactly these.
func (w *Window) resumeLive() {
	l := &w.state.live
	l.turn++
	if l.cancel != nil {
		l.cancel()
	}
	turn := l.turn
	l.looking, l.problem = true, nil
	ask := setup.LiveWish{Wish: w.standingWish(), Resume: true}
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.LivePlan, error) {
		return w.flow.PlanGoLive(ctx, ask, nil)
	}, func(plan setup.LivePlan, err error) {
		if turn != l.turn {
			return
		}
		l.looking = false
		if err != nil {
			l.problem = problemOf(err)
			w.refresh()
			return
		}
		l.resumed(plan)
		if !l.known {
			w.lookLive() // about the test user
			return
		}
		l.before = plan.Before
		w.refresh()
	})
	w.refresh()
}

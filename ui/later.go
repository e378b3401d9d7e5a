package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// laterState is how a deed on a set-up that stands is going.
type laterState struct {
	running    bool
	cancelling bool
	cancel     func()
	started    time.Time
	step       setup.Step
	done       []setup.Step // steps that came to their end, in order
	wait       *setup.Wait
	problem    *setup.Problem
}

// take notes one piece of news.
func (l *laterState) take(event setup.Event) {
	if event.Step == "" {
		return
	}
	l.step, l.wait = event.Step, event.Wait
	if event.State != setup.Waiting {
		l.wait = nil
	}
	if event.State == setup.Done {
		l.done = append(l.done, event.Step)
	}
}

// verifyState is what came of reading everything back.
type verifyState struct {
	busy    bool
	report  *setup.Report
	problem *setup.Problem
	mend    mending
}

// undoState is what is to be taken back, and how that is going.
type undoState struct {
	looking bool
	plan    *setup.UndoPlan
	problem *setup.Problem // why there is no plan
	work    laterState
	done    bool
}

// renewalState is a new certificate on its way into use.
type renewalState struct {
	rollBack bool // the earlier certificate is asked for
	work     laterState
	renewal  *setup.Renewal
	handOver handOverState
	loaded   bool // support has said that they have loaded it
	findings []samlcfg.Finding
	active   bool // the new one signs now
	earlier  bool // the earlier one signs again
}

// do runs a deed on a set-up that stands, shows its news as they come, and calls
// then with how it ended. Leaving the page cancels it.
func (w *Window) do(l *laterState, deed func(ctx context.Context, tell func(setup.Event)) error, then func(error)) {
	*l = laterState{running: true, started: w.now()}
	ctx, cancel := context.WithCancel(w.visit)
	l.cancel = cancel
	visit := w.visit
	tell := func(event setup.Event) {
		w.work.post(visit, func() {
			if event.Exchange != nil {
				w.note(*event.Exchange)
			}
			l.take(event)
			w.refresh()
		})
	}
	runAsync(w.work, visit, ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, deed(ctx, tell)
	}, func(_ struct{}, err error) {
		cancel()
		w.closeDialog()
		l.running, l.cancelling, l.wait = false, false, nil
		l.problem = problemOf(err)
		then(err)
		w.refresh()
		w.focusFirst()
	})
	w.work.every(ctx, time.Second, w.refresh)
	w.refresh()
}

// stop ends a deed after the request that is under way.
func (w *Window) stop(l *laterState) {
	if l.running {
		l.cancelling = true
		l.cancel()
		w.refresh()
	}
}

// standingWish is what a remembered set-up, or the one just made, asked for.
func (w *Window) standingWish() setup.Wish {
	s := w.state
	if result := s.apply.result; result != nil {
		wish := result.Plan.Wish
		wish.Application = result.ApplicationID
		return wish
	}
	wish := s.wish(w.words.Tag())
	if s.carried != nil {
		wish.Portal.Identifier, wish.Portal.ReplyURL = s.carried.standing.Identifier, firstOf(s.carried.standing.ReplyURL, wish.Portal.ReplyURL)
	}
	return wish
}

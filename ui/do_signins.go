package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
)

// logReach is how far back the sign-in log is read.
const logReach = 24 * time.Hour

// signInsState is what the sign-in log said, and how asking it is going.
type signInsState struct {
	log     *setup.SignInLog
	chosen  int // the entry that is explained
	looking bool
	cancel  func()
	wait    *setup.Wait // what is awaited, once the log was asked in vain
	problem *setup.Problem
}

// left takes note that the page's work ended with the page.
func (s *signInsState) left() { s.looking, s.wait = false, nil }

// entry is the sign-in that is explained; nil when there is none.
func (s *signInsState) entry() *setup.LoggedSignIn {
	if s.log == nil || s.chosen < 0 || s.chosen >= len(s.log.Entries) {
		return nil
	}
	return &s.log.Entries[s.chosen]
}

// show takes what the log said, and goes to the entry that decides.
func (s *signInsState) show(read setup.SignInLog) {
	s.log, s.chosen = &read, -1
	decisive := read.Decisive()
	for i, entry := range read.Entries {
		if entry.ID == decisive.ID {
			s.chosen = i
			break
		}
	}
}

// toSignIns opens the sign-in log, after asking for the right to read it where the
// sign-in has not.
func (w *Window) toSignIns() {
	if !w.state.signIn.readsLog {
		w.permit(permissionLog, pageSignIns)
		return
	}
	w.show(pageSignIns)
}

// lookAtSignIns reads the log once.
func (w *Window) lookAtSignIns() {
	w.readLog(func(ctx context.Context, wish setup.Wish, since time.Time, _ func(setup.Event)) (setup.SignInLog, error) {
		return w.flow.SignIns(ctx, wish, since)
	})
}

// awaitSignIn reads the log until a sign-in shows, or until nearly all would.
func (w *Window) awaitSignIn() { w.readLog(w.flow.AwaitSignIn) }

func (w *Window) readLog(read func(context.Context, setup.Wish, time.Time, func(setup.Event)) (setup.SignInLog, error)) {
	s := &w.state.signIns
	if s.looking {
		return
	}
	s.looking, s.wait, s.problem = true, nil, nil
	ctx, cancel := context.WithCancel(w.visit)
	s.cancel = cancel
	wish, since := w.standingWish(), w.now().Add(-logReach)
	tell := w.gather(w.visit, func(events []setup.Event) {
		for _, event := range events {
			if event.Wait != nil && s.looking {
				s.wait = event.Wait
			}
		}
		w.refresh()
	})
	w.work.every(ctx, time.Second, w.refresh)
	runAsync(w.work, w.visit, ctx, func(ctx context.Context) (setup.SignInLog, error) {
		return read(ctx, wish, since, tell)
	}, func(log setup.SignInLog, err error) {
		cancel()
		s.looking, s.wait = false, nil
		switch problem := problemOf(err); {
		case problem == nil:
			s.show(log)
		case problem.Kind != setup.Cancelled:
			s.problem = problem
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// stopLog ends waiting for the log.
func (w *Window) stopLog() {
	if s := &w.state.signIns; s.looking {
		s.cancel()
	}
}

// explainSignIn puts the code of a logged sign-in into words, with what mends it.
func (w *Window) explainSignIn(entry setup.LoggedSignIn) {
	w.state.test.saw = sawMicrosoft
	w.examine(askError)
	w.examineText(entry.Error.Name() + ": " + entry.Reason + "\nCorrelation ID: " + entry.CorrelationID + "\nTimestamp: " + entry.Time.UTC().Format(time.RFC3339))
}

package ui

import (
	"context"

	"backupsso/graph/setup"
)

// deliver hands the bundle to practice support.
func (w *Window) deliver() {
	h := &w.state.handOver
	h.delivering, h.refused = true, ""
	zip, desk := w.state.apply.result.Bundle, w.deps.PracticeDesk
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, desk.Deliver(ctx, zip)
	}, func(_ struct{}, err error) {
		h.delivering = false
		if err != nil {
			h.refused = err.Error()
		} else {
			h.delivered, h.sent = true, w.now()
			w.mark(setup.StageSent)
			w.state.furthest = max(w.state.furthest, pageTest)
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// markSent notes that the bundle is with support. The page waits with the person.
func (w *Window) markSent() {
	w.state.handOver.sent = w.now()
	w.state.furthest = max(w.state.furthest, pageTest)
	w.mark(setup.StageSent)
	w.refresh()
	w.focusFirst()
}

// openSignOn opens the user access URL in the browser.
func (w *Window) openSignOn() {
	w.openInBrowser(w.state.apply.result.Contents.UserAccessURL)
}

// openInBrowser opens an address and notes whether that worked. Opening may wait
// for another program, so it is work like any other.
func (w *Window) openInBrowser(address string) {
	runAsync(w.work, w.visit, w.visit, func(context.Context) (struct{}, error) {
		return struct{}{}, w.deps.OpenURL(address)
	}, func(_ struct{}, err error) {
		w.state.test.opened, w.state.test.unopened = err == nil, err != nil
		w.refresh()
	})
}

// startPractice starts a practice tenant and moves on to it.
func (w *Window) startPractice() {
	w.state.starting, w.state.startProblem = true, ""
	type ground struct {
		flow Flow
		desk PracticeDesk
	}
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (ground, error) {
		flow, desk, err := w.deps.Practise(w.life)
		return ground{flow, desk}, err
	}, func(made ground, err error) {
		w.state.starting = false
		if err != nil {
			w.state.startProblem = err.Error()
			w.refresh()
			return
		}
		w.practise(made.flow, made.desk)
	})
	w.refresh()
}

// firstPassword is that of a user made in this run, shown only when asked for.
func (w *Window) firstPassword() (setup.Secret, bool) {
	result := w.state.apply.result
	if result == nil || result.Password.IsZero() {
		return setup.Secret{}, false
	}
	return result.Password, true
}

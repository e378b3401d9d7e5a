package ui

import (
	"context"
	"os"
	"path/filepath"

	"backupsso/graph/setup"
)

// save writes the bundle to path.
func (w *Window) save(path string) {
	h := &w.state.handOver
	h.saving, h.problem = true, nil
	result := *w.state.apply.result
	runAsync(w.work, w.visit, w.visit, func(context.Context) (string, error) {
		return w.flow.SaveBundle(result, path)
	}, func(used string, err error) {
		h.saving = false
		h.problem = problemOf(err)
		if err == nil {
			h.savedAs = used
		}
		w.refresh()
	})
	w.refresh()
}

// saveDefault writes the bundle to where downloads go.
func (w *Window) saveDefault() {
	w.save(filepath.Join(w.deps.SaveDir, w.state.apply.result.BundleName))
}

// replace writes the bundle over the empty file that a dialog made at path.
func (w *Window) replace(path string) {
	if file, err := os.Lstat(path); err == nil && file.Mode().IsRegular() && file.Size() == 0 {
		// A file that cannot be removed is told by the flow, which cannot write it either.
		_ = os.Remove(path)
	}
	w.save(path)
}

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

// markSent notes that the bundle is with support, and goes on.
func (w *Window) markSent() {
	w.state.handOver.sent = w.now()
	w.mark(setup.StageSent)
	w.next()
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

package ui

import (
	"context"
	"path/filepath"

	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
)

// support takes note of what support has said, and keeps it.
func (w *Window) support(change func(*setup.Support)) {
	h := &w.state.handOver
	change(&h.support)
	w.noteSupport(func(wish setup.Wish, said setup.Support) error { return w.flow.NoteSupport(wish, said) })
}

// noteSupport records what support has said by now. Records are made one after
// the other, and where one cannot be made the page says so.
func (w *Window) noteSupport(note func(setup.Wish, setup.Support) error) {
	s := w.state
	wish, said := s.apply.result.Plan.Wish, s.handOver.support
	w.inTurn(func() error { return note(wish, said) }, func(err error) {
		if s == w.state {
			s.handOver.unkept = problemOf(err)
			w.refresh()
		}
	})
	w.refresh()
}

// inTurn records something in the journal, after everything that is still to be
// recorded. The window goes on meanwhile.
func (w *Window) inTurn(record func() error, told func(error)) {
	before, done := w.marked, make(chan struct{})
	w.marked = done
	runAsync(w.work, w.life, w.life, func(ctx context.Context) (struct{}, error) {
		defer close(done)
		if before != nil {
			select {
			case <-before:
			case <-ctx.Done():
			}
		}
		return struct{}{}, record()
	}, func(_ struct{}, err error) { told(err) })
}

// openExpiry opens the calendar entry of the certificate's end, which is in the
// bundle too.
func (w *Window) openExpiry() {
	h, result := &w.state.handOver, w.state.apply.result
	w.openSaved(fileIn(result.Bundle, bundle.CalendarFile), filepath.Join(w.deps.SaveDir, bundle.CalendarFile), func(saved string, unopened bool, err error) {
		h.expiryProblem = problemOf(err)
		if err == nil {
			h.expiry, h.expiryUnopened = saved, unopened
		}
	})
}

// openSaved saves a small file and opens it in the program that is meant for it.
func (w *Window) openSaved(content []byte, path string, told func(saved string, unopened bool, err error)) {
	type outcome struct {
		saved    string
		unopened bool
	}
	runAsync(w.work, w.visit, w.visit, func(context.Context) (outcome, error) {
		saved, err := w.flow.SaveFile(content, path)
		if err != nil {
			return outcome{}, err
		}
		return outcome{saved, w.deps.OpenFile(saved) != nil}, nil
	}, func(done outcome, err error) {
		told(done.saved, done.unopened, err)
		w.refresh()
	})
}

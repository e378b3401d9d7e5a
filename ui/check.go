package ui

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// bundleCheck is what came of checking a bundle file.
type bundleCheck struct {
	name     string // of the file
	contents bundle.Contents
	findings []samlcfg.Finding
	problem  *bundle.Problem // it is none, or not safe to open
	failure  error           // it cannot be read
}

// checkBundle reads a file, but not more than a bundle can have, and proves it.
func (w *Window) checkBundle(name string, file io.ReadCloser) {
	now := w.now()
	runAsync(w.work, w.visit, w.visit, func(context.Context) (bundleCheck, error) {
		return checked(name, file, func(raw []byte) (bundle.Contents, []samlcfg.Finding, error) { return bundle.Check(raw, now) }), nil
	}, func(check bundleCheck, _ error) {
		w.state.check = &check
		w.refresh()
		w.focusFirst()
	})
}

func checked(name string, file io.ReadCloser, prove func([]byte) (bundle.Contents, []samlcfg.Finding, error)) bundleCheck {
	check := bundleCheck{name: name}
	raw, err := io.ReadAll(io.LimitReader(file, bundle.LongestZip+1))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		check.failure = err
		return check
	}
	check.contents, check.findings, err = prove(raw)
	if err != nil && !errors.As(err, &check.problem) {
		check.failure = err
	}
	return check
}

// reason leaves out operation and path, which the sentence around it names.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// askBundle lets the person choose a bundle to check.
func (w *Window) askBundle() {
	ask := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.state.check = &bundleCheck{failure: err}
			w.refresh()
		case file != nil:
			w.checkBundle(file.URI().Name(), file)
		}
	}, w.win)
	w.open(ask, nil)
}

// forgetCheck shows the start page again as it was.
func (w *Window) forgetCheck() {
	w.state.check = nil
	w.refresh()
	w.focusFirst()
}

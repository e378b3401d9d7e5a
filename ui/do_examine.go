package ui

import (
	"context"
	"errors"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"backupsso/samlcfg"
)

// examine opens the page that explains what somebody saw.
func (w *Window) examine(asked asking) {
	if w.state.examine.asked != asked {
		w.state.examine = examineState{asked: asked}
	}
	w.show(pageExamine)
}

// examineText examines what was typed, pasted or read.
func (w *Window) examineText(text string) {
	w.examineFrom(func() ([]byte, error) { return []byte(text), nil })
}

// examineFile examines a file, of which not more is read than one paste may have.
func (w *Window) examineFile(file io.ReadCloser) {
	w.examineFrom(func() ([]byte, error) {
		content, err := io.ReadAll(io.LimitReader(file, samlcfg.LongestPaste+1))
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		return content, err
	})
}

func (w *Window) examineFrom(read func() ([]byte, error)) {
	e := &w.state.examine
	e.busy, e.found, e.problem, e.failure = true, nil, nil, nil
	contents := w.state.apply.result.Contents
	want, spoken := contents.Expectation(w.now()), w.words
	type outcome struct {
		found   *examined
		failure error
	}
	runAsync(w.work, w.visit, w.visit, func(context.Context) (outcome, error) {
		text, err := read()
		if err != nil {
			return outcome{failure: err}, nil
		}
		found, err := examine(text, want, contents.TestUserUPN, func(s samlcfg.Symptom) string { return spoken.Say("symptom." + string(s) + ".says") })
		return outcome{found: found}, err
	}, func(got outcome, err error) {
		e.busy = false
		e.failure = got.failure
		if err != nil && !errors.As(err, &e.problem) {
			e.failure = err
		}
		w.examined(got.found)
	})
	w.refresh()
}

// examined shows what was found, and looks whether it can be mended from here.
func (w *Window) examined(found *examined) {
	s := w.state
	s.examine.found = found
	switch {
	case found == nil:
	case found.symptom != "":
		s.symptom = found.symptom
		w.show(pageSymptom)
		return
	default:
		s.test.fault = found.fault()
		s.test.answered = found.response && s.test.fault == nil && found.reading.Proven
		if plans(found.fix()) {
			found.mend.looking = true
			w.lookToMend(w.standingWish(), func(m mending) {
				found.mend = m
				w.refresh()
			})
		}
	}
	w.refresh()
	w.focusFirst()
}

// askResponseFile lets the person choose a file with a response in it.
func (w *Window) askResponseFile() {
	ask := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.state.examine.failure = err
			w.refresh()
		case file != nil:
			w.examineFile(file)
		}
	}, w.win)
	w.open(ask, nil)
}

// droppedFiles gives a file that was dropped on the window to the page, where it
// takes files.
func (w *Window) droppedFiles(files []fyne.URI) {
	taker, takes := w.screen.(fileTaker)
	if !takes || len(files) == 0 || w.dialog != nil {
		return
	}
	file, err := storage.Reader(files[0])
	if err != nil {
		taker.refused(err)
		return
	}
	taker.takes(file)
}

// fileTaker is a screen on which files can be dropped.
type fileTaker interface {
	takes(file fyne.URIReadCloser)
	refused(err error)
}

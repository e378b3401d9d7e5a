package ui

import (
	"context"
	"errors"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"backupsso/graph/setup"
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
	judge, spoken := w.judge(), w.words
	type outcome struct {
		found   *examined
		failure error
	}
	runAsync(w.work, w.visit, w.visit, func(context.Context) (outcome, error) {
		text, err := read()
		if err != nil {
			return outcome{failure: err}, nil
		}
		found, err := examine(text, judge, func(s samlcfg.Symptom) string { return spoken.Say("symptom." + string(s) + ".says") })
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

// judge tells what the portal would make of a response: by what the tenant shows
// now, and where it was not looked at yet, by what the bundle promises.
func (w *Window) judge() func(raw []byte) (samlcfg.Reading, []samlcfg.Finding) {
	if trial := w.state.trial; trial != nil {
		known := *trial
		return func(raw []byte) (samlcfg.Reading, []samlcfg.Finding) { return w.flow.Examine(known, raw) }
	}
	contents := w.state.apply.result.Contents
	want := contents.Expectation(w.now())
	return func(raw []byte) (samlcfg.Reading, []samlcfg.Finding) {
		return samlcfg.ExamineResponse(raw, want, contents.TestUserUPN)
	}
}

// learnTrial reads back what answers to a failed sign-on are held against. What
// cannot be read is answered by the bundle instead.
func (w *Window) learnTrial() {
	s := w.state
	if s.trial != nil || s.signIn.who == nil {
		return
	}
	wish := w.standingWish()
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.Trial, error) {
		return w.flow.Trial(ctx, wish)
	}, func(trial setup.Trial, err error) {
		if err == nil {
			s.trial = &trial
			w.refresh()
		}
	})
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
		if repair, mends := found.repair(w.standingWish()); mends {
			found.mend.looking = true
			w.lookToMend(repair.Wish, func(m mending) {
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

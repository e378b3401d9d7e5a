package ui

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
)

// parcel is a bundle on its way to support: what it is, and what became of it.
type parcel struct {
	w      *Window
	result *setup.Result
	state  *handOverState
}

// parcel is the bundle of the set-up.
func (w *Window) parcel() parcel {
	return parcel{w: w, result: w.state.apply.result, state: &w.state.handOver}
}

// save writes the bundle to path.
func (p parcel) save(path string) {
	w, h, result := p.w, p.state, *p.result
	h.saving, h.problem = true, nil
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
func (p parcel) saveDefault() { p.save(p.usualPath()) }

func (p parcel) usualPath() string { return filepath.Join(p.w.deps.SaveDir, p.result.BundleName) }

// askWhere lets the person choose where the bundle goes.
func (p parcel) askWhere() {
	ask := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		// The dialog has made an empty file to write to; the flow writes its own and
		// puts it in place whole.
		if err := file.Close(); err == nil {
			p.replace(path)
		}
	}, p.w.win)
	ask.SetFileName(p.result.BundleName)
	p.w.open(ask, nil)
}

// replace writes the bundle over the empty file that a dialog made at path.
func (p parcel) replace(path string) {
	if file, err := os.Lstat(path); err == nil && file.Mode().IsRegular() && file.Size() == 0 {
		// A file that cannot be removed is told by the flow, which cannot write it either.
		_ = os.Remove(path)
	}
	p.save(path)
}

// openFolder shows the folder that the bundle is in.
func (p parcel) openFolder() {
	h := p.state
	p.w.openFile(filepath.Dir(h.savedAs), func(err error) { h.folderUnopened = err != nil })
}

// openDraft saves bundle and draft, where that is still to be done, and opens the
// draft in the mail program, with everything that support needs attached.
func (p parcel) openDraft() {
	w, h, result, path := p.w, p.state, *p.result, p.state.savedAs
	if path == "" {
		path = p.usualPath()
	}
	h.drafting, h.problem = true, nil
	type outcome struct {
		saved, draft string
		unopened     bool
	}
	runAsync(w.work, w.visit, w.visit, func(context.Context) (outcome, error) {
		saved, err := w.flow.SaveBundle(result, path)
		if err != nil {
			return outcome{}, err
		}
		draft, err := w.flow.SaveFile(fileIn(result.Bundle, bundle.MailFile), strings.TrimSuffix(saved, filepath.Ext(saved))+".eml")
		if err != nil {
			return outcome{saved: saved}, err
		}
		return outcome{saved, draft, w.deps.OpenFile(draft) != nil}, nil
	}, func(done outcome, err error) {
		h.drafting = false
		h.problem = problemOf(err)
		h.savedAs = firstOf(done.saved, h.savedAs)
		h.draft, h.draftUnopened = firstOf(done.draft, h.draft), done.unopened
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// recordInside puts the record of the changes into the bundle, or takes it out.
// Bundles that were saved before stay as they are.
func (p parcel) recordInside(wanted bool) {
	w, h := p.w, p.state
	contents := p.result.Contents
	h.recording, h.problem = true, nil
	runAsync(w.work, w.visit, w.visit, func(context.Context) ([]byte, error) {
		var options []bundle.Option
		if wanted {
			options = append(options, bundle.WithChangeRecord)
		}
		built, err := bundle.Build(contents, options...)
		if err != nil {
			return nil, err
		}
		return built.Zip()
	}, func(packed []byte, err error) {
		h.recording = false
		h.problem = problemOf(err)
		if err == nil {
			p.result.Bundle, h.savedAs, h.draft = packed, "", ""
			p.result.Plan.Wish.RecordInBundle = wanted
			w.state.record = wanted
		}
		w.refresh()
	})
	w.refresh()
}

// openFile opens a file or folder in the program that is meant for it, and tells
// how that went.
func (w *Window) openFile(path string, told func(error)) {
	runAsync(w.work, w.visit, w.visit, func(context.Context) (struct{}, error) {
		return struct{}{}, w.deps.OpenFile(path)
	}, func(_ struct{}, err error) {
		told(err)
		w.refresh()
	})
}

// fileIn takes one file out of a bundle of ours; nil when it has none of the name.
func fileIn(packed []byte, name string) []byte {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil
	}
	file, err := archive.Open(name)
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(file, bundle.LongestZip))
	if closeErr := file.Close(); err != nil || closeErr != nil {
		return nil
	}
	return content
}

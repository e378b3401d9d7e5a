package ui

import (
	"context"
	"errors"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"backupsso/graph/setup/roster"
)

// listState is a list of people that was pasted or opened, before anybody of it is
// chosen.
type listState struct {
	busy    bool
	list    *roster.List
	failure error // it cannot be read
}

// bad are the rows with something wrong, those that repeat another one last.
func (l listState) bad() []roster.Row {
	var wrong, twice []roster.Row
	for _, row := range l.list.Bad() {
		if row.Wrong == roster.Duplicate {
			twice = append(twice, row)
		} else {
			wrong = append(wrong, row)
		}
	}
	return append(wrong, twice...)
}

// failureKey names the words about a list that cannot be read.
func (l listState) failureKey() string {
	switch {
	case errors.Is(l.failure, roster.ErrTooLarge):
		return "window.list.too-large"
	case errors.Is(l.failure, roster.ErrNoText):
		return "window.list.no-text"
	}
	return "window.list.unread"
}

// askList asks for a list.
func (w *Window) askList() {
	w.state.live.list = listState{}
	w.show(pageLiveList)
}

// pasteList shows what a pasted list says, before anybody of it is looked up.
func (w *Window) pasteList(text string) {
	w.showList(func() ([]byte, error) { return []byte(text), nil })
}

// fileList does the same with a file, of which not more is read than a list may
// have.
func (w *Window) fileList(file io.ReadCloser) {
	w.showList(func() ([]byte, error) {
		content, err := io.ReadAll(io.LimitReader(file, roster.MaxSize+1))
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		return content, err
	})
}

func (w *Window) showList(read func() ([]byte, error)) {
	w.askList()
	l := &w.state.live.list
	l.busy = true
	runAsync(w.work, w.visit, w.visit, func(context.Context) (roster.List, error) {
		raw, err := read()
		if err != nil {
			return roster.List{}, err
		}
		return roster.Parse(raw)
	}, func(list roster.List, err error) {
		l.busy, l.failure = false, err
		if err == nil {
			l.list = &list
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// askListFile lets the person choose a file with a list.
func (w *Window) askListFile() {
	ask := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			w.state.live.list.failure = err
			w.refresh()
		case file != nil:
			w.fileList(file)
		}
	}, w.win)
	w.open(ask, nil)
}

// takeList chooses everyone of the list that is shown.
func (w *Window) takeList() {
	list := *w.state.live.list.list
	w.state.live.list = listState{}
	w.state.live.addList(list)
	w.show(pageGoLive)
}

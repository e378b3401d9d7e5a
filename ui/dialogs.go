package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// open shows a dialog over the page. While it is there the page hears no key;
// first has the focus.
func (w *Window) open(shown overPage, first fyne.Focusable) {
	if w.dialog != nil {
		return
	}
	before := w.win.Canvas().Focused()
	w.dialog = shown
	shown.SetOnClosed(func() {
		w.dialog, w.panel = nil, nil
		w.shell.frame.SetOver(nil)
		if before != nil {
			w.win.Canvas().Focus(before)
		}
	})
	if ours, is := shown.(*panel); is {
		w.shell.frame.SetOver(ours.sheet.Body())
	}
	shown.Show()
	if first != nil {
		w.win.Canvas().Focus(first)
	}
}

// closeDialog takes the dialog away, if there is one.
func (w *Window) closeDialog() {
	if w.dialog != nil {
		w.dialog.Hide()
	}
}

// askCancelApply asks before the changes are stopped.
func (w *Window) askCancelApply() { w.askToStop(w.cancelApply) }

// askStop asks before a deed on a set-up that stands is stopped.
func (w *Window) askStop(l *laterState) { w.askToStop(func() { w.stop(l) }) }

// cancelIcon stands beside the word for stopping.
const cancelIcon = look.IconClose

func (w *Window) askToStop(run func()) {
	goOn := kit.NewButton(kit.Primary, w.say("window.apply.cancel-no"), w.closeDialog)
	stop := kit.NewButton(kit.Secondary, w.say("window.apply.cancel-yes"), func() {
		w.closeDialog()
		run()
	})
	w.openPanel(w.say("window.apply.cancel-title"), kit.NewPara(kit.Body, look.Muted, w.say("window.apply.cancel-lead")), goOn, goOn, stop)
}

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// open shows a dialog over the page. While it is there the page hears no key;
// first has the focus.
func (w *Window) open(shown dialog.Dialog, first fyne.Focusable) {
	if w.dialog != nil {
		return
	}
	before := w.win.Canvas().Focused()
	w.dialog = shown
	shown.SetOnClosed(func() {
		w.dialog, w.panel = nil, nil
		if before != nil {
			w.win.Canvas().Focus(before)
		}
	})
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

// showKeys lists the keys.
func (w *Window) showKeys() {
	lines := []fyne.CanvasObject{}
	for _, key := range []string{"tab", "enter", "escape", "arrows", "page", "back", "steps", "log"} {
		lines = append(lines, kit.NewPara(kit.Body, look.Ink, w.say("window.keys."+key)))
	}
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openPanel(w.say("window.keys.title"), kit.NewColumn(8, lines...), shut, shut)
}

// askCancelApply asks before the changes are stopped.
func (w *Window) askCancelApply() {
	goOn := kit.NewButton(kit.Primary, w.say("window.apply.cancel-no"), w.closeDialog)
	stop := kit.NewButton(kit.Secondary, w.say("window.apply.cancel-yes"), func() {
		w.closeDialog()
		w.cancelApply()
	})
	w.openPanel(w.say("window.apply.cancel-title"), kit.NewPara(kit.Body, look.Muted, w.say("window.apply.cancel-lead")), goOn, goOn, stop)
}

// openPanel shows a small dialog with buttons at its foot; first has the focus.
func (w *Window) openPanel(title string, body fyne.CanvasObject, first fyne.Focusable, buttons ...*kit.Button) {
	w.openPanelOf(440, title, body, first, buttons...)
}

// openWidePanel is openPanel for what needs the room.
func (w *Window) openWidePanel(title string, body fyne.CanvasObject, first fyne.Focusable, buttons ...*kit.Button) {
	w.openPanelOf(680, title, body, first, buttons...)
}

func (w *Window) openPanelOf(width float32, title string, body fyne.CanvasObject, first fyne.Focusable, buttons ...*kit.Button) {
	row := []fyne.CanvasObject{layout.NewSpacer()}
	for i := len(buttons) - 1; i >= 0; i-- {
		row = append(row, buttons[i])
	}
	content := kit.NewPad(kit.NewColumn(0, kit.NewPara(kit.Heading, look.Ink, title), kit.NewGap(12), body, kit.NewGap(24),
		container.New(layout.NewCustomPaddedHBoxLayout(8), row...)), 0, 8, 4, 8)
	panel := dialog.NewCustomWithoutButtons("", content, w.win)
	unit := look.Unit(content)
	panel.Resize(fyne.NewSize(width*unit, content.HeightFor((width-32)*unit)+64*unit))
	w.open(panel, first)
}

package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// heldKey is the longest pause between two Enters of a key that is held down.
const heldKey = 200 * time.Millisecond

// bindKeys gives the window its keys; those that a focused widget has no use for
// come here too.
func (w *Window) bindKeys() {
	canvas := w.win.Canvas()
	canvas.SetOnTypedKey(w.typedKey)
	canvas.SetOnTypedRune(func(r rune) {
		if r == '?' {
			w.showKeys()
		}
	})
	bind := func(key fyne.KeyName, modifier fyne.KeyModifier, run func()) {
		canvas.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier}, func(fyne.Shortcut) { run() })
	}
	bind(fyne.KeyLeft, fyne.KeyModifierAlt, w.backByKey)
	bind(fyne.KeyL, fyne.KeyModifierShortcutDefault, w.shell.toggleLog)
	for i, p := range railPages() {
		bind(fyne.KeyName(strconv.Itoa(i+1)), fyne.KeyModifierShortcutDefault, func() { w.visitPage(p) })
	}
}

func (w *Window) typedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		w.primary()
	case fyne.KeyEscape:
		if w.shell.drawer.Open() {
			w.shell.toggleLog()
			return
		}
		w.backByKey()
	case fyne.KeyF1:
		w.showKeys()
	}
}

// primary does the page's main deed on Enter. An Enter that was meant for the
// page before, or that comes from a key held down, is not heard.
func (w *Window) primary() {
	now := w.keyClock()
	held := now.Sub(w.lastEnter) < heldKey
	w.lastEnter = now
	if held || now.Sub(w.opened) < deafAfterOpening {
		return
	}
	w.primaryDeed()
}

// primaryDeed does the main deed unless it is off or under way.
func (w *Window) primaryDeed() {
	if d := w.shell.foot.primary; d != nil && !d.off && d.busy == "" && d.run != nil {
		d.run()
	}
}

// backByKey does what the footer's left button does.
func (w *Window) backByKey() {
	if w.shell.foot.back != nil {
		w.shell.foot.back()
	}
}

// showKeys lists the keys.
func (w *Window) showKeys() {
	lines := []fyne.CanvasObject{}
	for _, key := range []string{"tab", "enter", "escape", "arrows", "back", "steps", "log"} {
		lines = append(lines, kit.NewPara(kit.Body, look.Ink, w.say("window.keys."+key)))
	}
	list := dialog.NewCustom(w.say("window.keys.title"), w.say("window.nav.close"), kit.NewColumn(8, lines...), w.win)
	list.Resize(fyne.NewSize(420, 320))
	list.Show()
}

// askCancelApply asks before the changes are stopped.
func (w *Window) askCancelApply() {
	if w.state.apply.replanning {
		w.cancelApply()
		return
	}
	ask := dialog.NewConfirm(w.say("window.apply.cancel-title"), w.say("window.apply.cancel-lead"), func(stop bool) {
		if stop {
			w.cancelApply()
		}
	}, w.win)
	ask.SetConfirmText(w.say("window.apply.cancel-yes"))
	ask.SetDismissText(w.say("window.apply.cancel-no"))
	ask.Show()
}

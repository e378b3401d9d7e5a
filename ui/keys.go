package ui

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"backupsso/ui/settings"
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
		shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
		w.shortcuts.AddShortcut(shortcut, func(fyne.Shortcut) { run() })
		canvas.AddShortcut(shortcut, w.shortcuts.TypedShortcut)
	}
	bind(fyne.KeyLeft, fyne.KeyModifierAlt, w.backByKey)
	bind(fyne.KeyL, fyne.KeyModifierShortcutDefault, func() { w.shell.toggleLog() })
	bind(fyne.KeyComma, fyne.KeyModifierShortcutDefault, w.showSettings)
	for _, key := range []fyne.KeyName{fyne.KeyPlus, fyne.KeyEqual} {
		bind(key, fyne.KeyModifierShortcutDefault, func() { w.resizeText(settings.Settings.Larger) })
	}
	bind(fyne.KeyMinus, fyne.KeyModifierShortcutDefault, func() { w.resizeText(settings.Settings.Smaller) })
	bind(fyne.Key0, fyne.KeyModifierShortcutDefault, func() { w.resizeText(settings.Settings.Usual) })
	for i, p := range railPages() {
		bind(fyne.KeyName(strconv.Itoa(i+1)), fyne.KeyModifierShortcutDefault, func() { w.visitPage(p) })
	}
}

func (w *Window) typedKey(event *fyne.KeyEvent) {
	if w.dialog != nil {
		if event.Name == fyne.KeyEscape {
			w.dialog.Hide()
		}
		return
	}
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
	case fyne.KeyPageDown:
		w.shell.frame.Turn(0.9)
	case fyne.KeyPageUp:
		w.shell.frame.Turn(-0.9)
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
	if d := w.shell.foot.primary; w.dialog == nil && d != nil && !d.off && d.busy == "" && d.run != nil {
		d.run()
	}
}

// backByKey does what the footer's left button does.
func (w *Window) backByKey() {
	if w.dialog == nil && w.shell.foot.back != nil {
		w.shell.foot.back()
	}
}

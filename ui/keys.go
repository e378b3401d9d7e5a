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
	const ctrl = fyne.KeyModifierShortcutDefault
	w.bind(fyne.KeyComma, ctrl, w.showSettings)
	// On many keyboards the plus is the shifted equals sign, and reported as that.
	for _, key := range []fyne.KeyName{fyne.KeyPlus, fyne.KeyEqual} {
		w.bind(key, ctrl, func() { w.resizeText(settings.Settings.Larger) })
		w.bind(key, ctrl|fyne.KeyModifierShift, func() { w.resizeText(settings.Settings.Larger) })
	}
	w.bind(fyne.KeyMinus, ctrl, func() { w.resizeText(settings.Settings.Smaller) })
	w.bind(fyne.Key0, ctrl, func() { w.resizeText(settings.Settings.Usual) })
	w.bindOnPage(fyne.KeyLeft, fyne.KeyModifierAlt, w.backByKey)
	w.bindOnPage(fyne.KeyL, ctrl, func() { w.shell.toggleLog() })
	w.bindOnPage(fyne.KeyD, ctrl, w.toggleDetails)
	w.bindOnPage(fyne.KeyF, ctrl, w.find)
	w.bindOnPage(fyne.KeyC, ctrl|fyne.KeyModifierShift, w.copyPage)
	for i := range railPages() {
		w.bindOnPage(fyne.KeyName(strconv.Itoa(i+1)), ctrl, func() { w.visitStep(i) })
	}
}

// bind gives a shortcut to the window.
func (w *Window) bind(key fyne.KeyName, modifier fyne.KeyModifier, run func()) {
	shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	w.shortcuts.AddShortcut(shortcut, func(fyne.Shortcut) { run() })
	w.win.Canvas().AddShortcut(shortcut, w.shortcuts.TypedShortcut)
}

// bindOnPage does the same with one that is the page's: it is not heard while
// something lies over the page.
func (w *Window) bindOnPage(key fyne.KeyName, modifier fyne.KeyModifier, run func()) {
	w.bind(key, modifier, func() {
		if w.dialog == nil {
			run()
		}
	})
}

func (w *Window) typedKey(event *fyne.KeyEvent) {
	if w.dialog != nil {
		if open, is := w.dialog.(*panel); is {
			open.sheet.Body().Turn(map[fyne.KeyName]float32{fyne.KeyPageDown: 0.9, fyne.KeyPageUp: -0.9, fyne.KeyDown: 0.1, fyne.KeyUp: -0.1,
				fyne.KeyEnd: 1000, fyne.KeyHome: -1000}[event.Name])
		}
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
		if page, can := w.screen.(escaper); can && page.escape() {
			return
		}
		w.backByKey()
	case fyne.KeyDown, fyne.KeyUp:
		w.stepInList(event.Name)
	case fyne.KeyF1:
		w.showKeys()
	case fyne.KeyPageDown:
		w.shell.frame.Turn(0.9)
	case fyne.KeyPageUp:
		w.shell.frame.Turn(-0.9)
	}
}

// stepInList moves the focus up or down where everything is a list to choose from:
// on the start page, and on the page of a tenant.
func (w *Window) stepInList(key fyne.KeyName) {
	if w.state.page != pageStart && w.state.page != pageTenant {
		return
	}
	if key == fyne.KeyUp {
		w.win.Canvas().FocusPrevious()
		return
	}
	w.win.Canvas().FocusNext()
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

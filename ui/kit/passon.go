package kit

import (
	"fyne.io/fyne/v2"
)

// passOn gives a key that a focused widget has no use for to its window, so that
// Esc, F1 and the page keys work wherever the focus is.
func passOn(e *fyne.KeyEvent) {
	for _, c := range focusedCanvases() {
		if hear := c.OnTypedKey(); hear != nil {
			hear(e)
		}
	}
}

// runePassOn does the same with a typed sign.
func runePassOn(r rune) {
	for _, c := range focusedCanvases() {
		if hear := c.OnTypedRune(); hear != nil {
			hear(r)
		}
	}
}

// shortcutPassOn does the same with a shortcut.
func shortcutPassOn(s fyne.Shortcut) {
	for _, c := range focusedCanvases() {
		if hears, ok := c.(fyne.Shortcutable); ok {
			hears.TypedShortcut(s)
		}
	}
}

// reveal brings the widget that has just got the focus into view.
func reveal() {
	for _, c := range focusedCanvases() {
		object, drawn := c.Focused().(fyne.CanvasObject)
		if !drawn {
			continue
		}
		if around, ok := c.Content().(*fyne.Container); ok {
			if frame, ok := around.Objects[0].(*Frame); ok {
				frame.Reveal(object)
				if side, is := frame.side.(*Side); is {
					side.Reveal(object)
				}
			}
		}
	}
}

// focusedCanvases are those of the windows in which something has the focus; a
// program of one window has one at most.
func focusedCanvases() []fyne.Canvas {
	var found []fyne.Canvas
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		if c := w.Canvas(); c != nil && c.Focused() != nil {
			found = append(found, c)
		}
	}
	return found
}

// Reveal scrolls as little as it takes to have an object in view.
func (f *Frame) Reveal(o fyne.CanvasObject) {
	if f.scrolls && holds(f.page, o) {
		scrollTo(f.scroll, o, f.page.Size().Height, f.unit(40))
	}
	if side, ok := f.side.(*Overflow); ok {
		side.reveal(o)
	}
	if f.over != nil {
		f.over.reveal(o)
	}
}

// SetOver tells the frame what lies over it, nil for nothing, so that a part of it
// that gets the focus comes into view too.
func (f *Frame) SetOver(over *Overflow) { f.over = over }

// Turn scrolls by a part of the visible height; a negative one scrolls up.
func (f *Frame) Turn(part float32) {
	if f.scrolls {
		scrollBy(f.scroll, part*f.scroll.Size().Height, f.page.Size().Height)
	}
}

// holds reports whether o is somewhere in root and can be seen there.
func holds(root, o fyne.CanvasObject) bool {
	return !each(root, func(inside fyne.CanvasObject) bool { return inside != o })
}

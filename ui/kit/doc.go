// Package kit holds the window's widgets: text at exact line pitch, buttons,
// fields, cards, lists, the rail, the bars and the frame that holds them.
//
// How it is built: every widget keeps its drawing objects for life; a change of
// state sets colours, words and icons and then refreshes, nothing is rebuilt.
// Lengths are the design's figures at 100 % text size, multiplied by look.Unit.
// A widget whose height follows from its width implements Tall; the kit's own
// containers (Column, Columns, Flow, Card) ask it, and relayout themselves when a
// child grows. In a plain Fyne container the driver does the same one frame later.
//
// Promises: no words of its own (callers pass every text), no package-level
// state, no import that needs cgo or a display. Limits: all calls belong on
// Fyne's goroutine; use fyne.Do from elsewhere.
package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// Tall is an object whose height follows from the width it is given.
type Tall interface {
	fyne.CanvasObject
	// HeightFor returns the height the object needs at a width, in Fyne's units.
	HeightFor(width float32) float32
}

// Host is what the window lends to its widgets. Nil members switch the matching
// behaviour off: without Copy a copy button does nothing, without After a tick
// stays until the next copy and OnSettled is called at once.
type Host struct {
	// Copy puts text on the clipboard.
	Copy func(text string)
	// After runs f on Fyne's goroutine once d has passed.
	After func(d time.Duration, f func())
}

func (h Host) copyText(text string) {
	if h.Copy != nil {
		h.Copy(text)
	}
}

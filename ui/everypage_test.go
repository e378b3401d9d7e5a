package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"backupsso/assets/words"
)

// TestEveryPage brings every page up in every state, in a language 40 % longer
// than English, and holds it to what is promised of all pages.
func TestEveryPage(t *testing.T) {
	pseudo := words.New("pseudo")
	rings := map[string]bool{}
	compared, ran := 0, 0
	for _, p := range pictures() {
		t.Run(p.name, func(t *testing.T) {
			b := p.table(t, pseudo)
			places := b.movesNothing()
			p.get(b)
			compared += *places
			b.everyTextIsTranslated()
			b.nothingIsCut()
			b.everyControlIsReachedByTab(rings)
			b.everyControlIsSpoken()
			ran++
		})
	}
	if ran == len(pictures()) && compared < 1000 {
		t.Errorf("only %d places were looked at for moves", compared)
	}
}

// tappables are the widgets that can be tapped and do something.
func tappables(root fyne.CanvasObject, inControl bool) []fyne.CanvasObject {
	var found []fyne.CanvasObject
	eachSeen(root, func(o fyne.CanvasObject, inControl bool) {
		if _, is := o.(fyne.Tappable); !is || inControl {
			return
		}
		if off, can := o.(fyne.Disableable); can && off.Disabled() {
			return
		}
		switch fmt.Sprintf("%T", o) {
		case "*widget.scrollBarArea", "*widget.PopUp", "*widget.OverlayContainer":
			return // the page keys scroll; a pop-up is shut by Esc
		}
		found = append(found, o)
	}, inControl)
	return found
}

// eachSeen calls f with everything that is visible, and whether it is part of a
// control.
func eachSeen(o fyne.CanvasObject, f func(fyne.CanvasObject, bool), inControl bool) {
	if o == nil || !o.Visible() {
		return
	}
	f(o, inControl)
	_, is := o.(fyne.Focusable)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			eachSeen(child, f, inControl)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			eachSeen(child, f, inControl || is)
		}
	}
}

// everyControlIsReachedByTab goes round with Tab: everything that can be tapped
// gets the focus, shows that it has it, and is in sight.
func (b *bench) everyControlIsReachedByTab(rings map[string]bool) {
	b.t.Helper()
	b.w.win.Resize(fyne.NewSize(900, 640))
	roots := b.roots()
	top := roots[len(roots)-1] // what lies over the page keeps the keys to itself
	reached := map[fyne.CanvasObject]bool{}
	c := b.w.win.Canvas()
	for range 200 {
		c.FocusNext()
		object, is := c.Focused().(fyne.CanvasObject)
		if !is || reached[object] {
			break
		}
		reached[object] = true
		if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object); at.Y < -slack || at.Y+min(object.Size().Height, 100) > 640+slack {
			b.t.Errorf("%T has the focus out of sight at %v", object, at)
		}
		if kind := fmt.Sprintf("%T", object); !rings[kind] {
			rings[kind] = true
			b.showsItsFocus(top, c.Focused())
		}
	}
	for _, o := range tappables(top, false) {
		if !reached[o] {
			b.t.Errorf("Tab never reaches %T %s", o, labelOf(o))
		}
	}
}

func labelOf(o fyne.CanvasObject) string {
	if said, ok := o.(fyne.Accessible); ok {
		return said.AccessibilityLabel()
	}
	return ""
}

// showsItsFocus compares what is drawn with and without the focus.
func (b *bench) showsItsFocus(root fyne.CanvasObject, control fyne.Focusable) {
	b.t.Helper()
	with := strokes(root)
	control.FocusLost()
	without := strokes(root)
	control.FocusGained()
	if with == without {
		b.t.Errorf("%T with the focus looks like without", control)
	}
}

// strokes are the edges and circles that are drawn, as text.
func strokes(root fyne.CanvasObject) string {
	var out strings.Builder
	eachSeen(root, func(o fyne.CanvasObject, _ bool) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			fmt.Fprintln(&out, o.Position(), o.Size(), o.FillColor, o.StrokeColor, o.StrokeWidth)
		case *canvas.Circle:
			fmt.Fprintln(&out, o.Position(), o.Size(), o.FillColor, o.StrokeColor)
		}
	}, false)
	return out.String()
}

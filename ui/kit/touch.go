package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"image/color"

	"backupsso/ui/look"
)

// touch gives a widget what a control needs: tap, hover, focus, Enter and Space,
// and being switched off. A control that is off cannot be focused.
type touch struct {
	hovered, focused, off bool
	onTap                 func()
	redraw                func()
}

var (
	_ fyne.Tappable      = (*touch)(nil)
	_ fyne.Focusable     = (*touch)(nil)
	_ fyne.Disableable   = (*touch)(nil)
	_ desktop.Hoverable  = (*touch)(nil)
	_ desktop.Cursorable = (*touch)(nil)
)

// Tapped runs the control's deed unless it is off.
func (t *touch) Tapped(*fyne.PointEvent) { t.press() }

func (t *touch) press() {
	if !t.off && t.onTap != nil {
		t.onTap()
	}
}

// TypedKey runs the deed on Enter and Space; other keys are the window's.
func (t *touch) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		t.press()
	default:
		passOn(e)
	}
}

// TypedRune leaves signs to the window: ? lists the keys.
func (t *touch) TypedRune(r rune) { runePassOn(r) }

// FocusGained shows the focus ring, and scrolls the control into view.
func (t *touch) FocusGained() {
	t.setState(&t.focused, true)
	reveal()
}

// FocusLost hides the focus ring.
func (t *touch) FocusLost() { t.setState(&t.focused, false) }

// MouseIn shows that the control is under the pointer.
func (t *touch) MouseIn(*desktop.MouseEvent) { t.setState(&t.hovered, true) }

// MouseMoved does nothing; Fyne asks for it.
func (t *touch) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the hover back.
func (t *touch) MouseOut() { t.setState(&t.hovered, false) }

// Cursor is a hand over a control that is on.
func (t *touch) Cursor() desktop.Cursor {
	if t.off || t.onTap == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Enable switches the control on.
func (t *touch) Enable() { t.setState(&t.off, false) }

// Disable switches the control off.
func (t *touch) Disable() { t.setState(&t.off, true) }

// Disabled says whether the control is off.
func (t *touch) Disabled() bool { return t.off }

func (t *touch) setState(state *bool, to bool) {
	if *state == to {
		return
	}
	*state = to
	if t.redraw != nil {
		t.redraw()
	}
}

// ring is the focus ring: 2 wide, 2 away from what it surrounds.
type ring struct {
	rect   *canvas.Rectangle
	gap    float32
	radius float32
}

func newRing(gap, radius float32) *ring {
	r := &ring{rect: canvas.NewRectangle(color.Transparent), gap: gap, radius: radius}
	r.rect.Hide()
	return r
}

func (r *ring) paint(b *base, on bool) {
	r.rect.StrokeColor, r.rect.StrokeWidth = b.colour(look.Accent), b.thin(2)
	r.rect.CornerRadius = b.unit(r.radius + r.gap + 1)
	show(r.rect, on)
}

// put lays the ring around a box; its stroke is centred on its own edge.
func (r *ring) put(b *base, x, y, w, h float32) {
	d := b.unit(r.gap + 1)
	place(r.rect, x-d, y-d, w+2*d, h+2*d)
}

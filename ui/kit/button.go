package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Kind is the weight of a button.
type Kind int

// The kinds. One primary per view; danger only for what cannot be undone.
const (
	Secondary Kind = iota // an edge
	Primary               // filled; always the next thing to do
	Quiet                 // accent text only
	Back                  // ink text with an arrow
	Danger                // an edge and text in red
	Link                  // accent text without padding, for use inside rows
)

// Button is a button of 36, or of 32 inside cards. Enter, Space and a tap run
// its deed, unless it is off or busy.
type Button struct {
	base
	touch
	kind     Kind
	label    *words
	icon     *glyph
	busy     *BusyArc
	box      *box
	ring     *ring
	small    bool
	trailing bool
	isBusy   bool
	rest     string
	atLeast  float32
	deed     func()
}

var (
	_ fyne.Accessible  = (*Button)(nil)
	_ fyne.Focusable   = (*Button)(nil)
	_ fyne.Disableable = (*Button)(nil)
)

// NewButton returns a button with a label; tapped is its deed.
func NewButton(kind Kind, label string, tapped func()) *Button {
	b := &Button{}
	b.setUp(kind, label, tapped)
	b.begin(b)
	return b
}

// setUp fills a button before it, or what embeds it, begins.
func (b *Button) setUp(kind Kind, label string, tapped func()) {
	b.kind, b.deed, b.rest = kind, tapped, label
	b.label, b.icon = newWords(Body, look.Ink, label), newGlyph("", look.Ink)
	b.busy, b.box, b.ring = NewBusyArc(look.OnAccent), newBox("", "", 6), newRing(2, 6)
	if kind == Back {
		b.icon.name = look.IconBack
	}
	b.busy.Hide()
	b.onTap = b.run
	b.redraw = func() { b.me.Refresh() }
}

// WithIcon puts an icon before the label and returns the button.
func (b *Button) WithIcon(name look.IconName) *Button {
	b.icon.name, b.trailing = name, false
	return b
}

// WithTrailingIcon puts an icon behind the label and returns the button.
func (b *Button) WithTrailingIcon(name look.IconName) *Button {
	b.icon.name, b.trailing = name, true
	return b
}

// Small makes the button 32 high, for use inside cards, and returns it.
func (b *Button) Small() *Button {
	b.small = true
	return b
}

// SetIcon changes the icon; an empty name takes it away.
func (b *Button) SetIcon(name look.IconName) {
	b.icon.name = name
	b.changed()
}

// SetKind changes the weight.
func (b *Button) SetKind(kind Kind) {
	b.kind = kind
	b.changed()
}

// SetLabel changes the label.
func (b *Button) SetLabel(label string) {
	b.rest = label
	if !b.isBusy {
		b.label.set(label)
	}
	b.changed()
}

// Label returns the label that is shown.
func (b *Button) Label() string { return b.label.full }

// SetTapped changes the deed.
func (b *Button) SetTapped(tapped func()) { b.deed = tapped }

// SetEnabled switches the button on or off ("not yet").
func (b *Button) SetEnabled(on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// SetBusy shows a turning arc and an "-ing" text, or ends that with an empty
// text. A busy button takes no taps and never becomes narrower.
func (b *Button) SetBusy(text string) {
	if text == "" {
		b.isBusy = false
		b.label.set(b.rest)
		b.atLeast = 0
		b.busy.Stop()
	} else {
		b.atLeast = fyne.Max(b.atLeast, b.narrowest())
		b.isBusy = true
		b.label.set(text)
		b.busy.Start()
	}
	show(b.busy, b.isBusy)
	b.changed()
}

// Busy says whether the button is busy.
func (b *Button) Busy() bool { return b.isBusy }

func (b *Button) run() {
	if !b.isBusy && b.deed != nil {
		b.deed()
	}
}

// AccessibilityLabel returns the label that is shown.
func (b *Button) AccessibilityLabel() string { return b.label.full }

// AccessibilityRole says that this is a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (b *Button) objects() []fyne.CanvasObject {
	return append(b.box.objects(), b.icon.canvas, b.label.canvas, b.busy, b.ring.rect)
}

func (b *Button) height(float32) float32 {
	switch {
	case b.kind == Link:
		return b.unit(20)
	case b.small:
		return b.unit(32)
	}
	return b.unit(36)
}

// lengths returns the room left of the content, the icon's side, the gap between
// icon and label, and the room right of the content, in units of the design.
func (b *Button) lengths() (left, icon, gap, right float32) {
	plain, near := float32(17), float32(11)
	if b.small {
		plain = 13
	}
	switch b.kind {
	case Link:
		plain, near = 0, 0
	case Back:
		plain, near = 12, 0
	}
	left, right = plain, plain
	if b.icon.name == "" && !b.isBusy {
		return left, 0, 0, right
	}
	icon, gap = 20, 8
	if b.kind == Link {
		icon, gap = 16, 4
	}
	if b.trailing && !b.isBusy {
		return left, icon, gap, near
	}
	return near, icon, gap, right
}

func (b *Button) narrowest() float32 {
	left, icon, gap, right := b.lengths()
	b.style()
	return fyne.Max(b.atLeast, whole(b.label.width(&b.base)+b.unit(left+icon+gap+right)))
}

func (b *Button) arrange(size fyne.Size) {
	left, icon, gap, right := b.lengths()
	b.box.put(&b.base, 0, 0, size.Width, size.Height)
	b.ring.put(&b.base, 0, 0, size.Width, size.Height)
	spare := size.Width - b.label.width(&b.base) - b.unit(left+icon+gap+right)
	x := b.unit(left) + fyne.Max(0, spare/2)
	if b.kind == Back || b.kind == Link {
		x = b.unit(left)
	}
	side := b.unit(icon)
	iconY := (size.Height - side) / 2
	if b.trailing && !b.isBusy {
		b.label.put(&b.base, x, 0, 0, size.Height)
		b.icon.put(x+b.label.width(&b.base)+b.unit(gap), iconY, side)
		return
	}
	b.icon.put(x, iconY, side)
	place(b.busy, x, iconY, side, side)
	if side > 0 {
		x += side + b.unit(gap)
	}
	b.label.put(&b.base, x, 0, 0, size.Height)
}

// style chooses weight and colours by kind and state.
func (b *Button) style() {
	text, edge, ground := look.Ink, fyne.ThemeColorName(""), fyne.ThemeColorName("")
	b.label.role = Body
	switch b.kind {
	case Primary:
		b.label.role = Strong
		text, ground = look.OnAccent, look.Accent
		if b.hovered {
			ground = look.AccentHover
		}
	case Secondary:
		edge, ground = look.Control, look.Page
	case Danger:
		text, edge, ground = look.Bad, look.Bad, look.Page
	case Quiet, Link:
		text = look.Accent
	}
	if b.hovered && b.kind != Primary && b.kind != Link {
		ground = look.Inset
	}
	if b.off {
		text = look.Muted
		if b.kind == Primary || b.kind == Secondary || b.kind == Danger {
			edge, ground = "", look.Off
		} else {
			ground = ""
		}
	}
	b.label.colour, b.icon.colour, b.busy.colour = text, text, text
	b.box.edge, b.box.ground = edge, ground
}

func (b *Button) paint() {
	b.style()
	b.box.paint(&b.base)
	b.label.paint(&b.base)
	b.icon.paint(&b.base)
	b.busy.paint()
	show(b.icon.canvas, b.icon.name != "" && !b.isBusy)
	b.ring.paint(&b.base, b.focused && !b.off)
}

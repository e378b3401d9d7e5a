package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// IconButton is a button of 32 by 32 without words: only copy, close, log, help
// and settings may be one. Its label is for screen readers.
type IconButton struct {
	base
	touch
	icon   *glyph
	label  string
	under  *canvas.Rectangle
	ring   *ring
	colour fyne.ThemeColorName
}

var _ fyne.Accessible = (*IconButton)(nil)

// NewIconButton returns a button with an icon and a spoken label.
func NewIconButton(icon look.IconName, label string, tapped func()) *IconButton {
	b := &IconButton{
		icon: newGlyph(icon, look.Ink), label: label, under: canvas.NewRectangle(color.Transparent),
		ring: newRing(-1, 6), colour: look.Muted,
	}
	b.begin(b)
	b.onTap, b.redraw = tapped, b.Refresh
	return b
}

// SetColour changes the icon's colour.
func (b *IconButton) SetColour(name fyne.ThemeColorName) {
	b.colour = name
	b.Refresh()
}

// AccessibilityLabel returns the spoken label.
func (b *IconButton) AccessibilityLabel() string { return b.label }

// AccessibilityRole says that this is a button.
func (b *IconButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (b *IconButton) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.under, b.icon.canvas, b.ring.rect}
}
func (b *IconButton) height(float32) float32 { return b.unit(32) }
func (b *IconButton) narrowest() float32     { return b.unit(32) }

func (b *IconButton) arrange(size fyne.Size) {
	place(b.under, 0, 0, size.Width, size.Height)
	b.icon.put((size.Width-b.unit(20))/2, (size.Height-b.unit(20))/2, b.unit(20))
	b.ring.put(&b.base, 0, 0, size.Width, size.Height)
}

func (b *IconButton) paint() {
	b.icon.colour = b.colour
	b.icon.paint(&b.base)
	b.under.FillColor, b.under.CornerRadius = color.Transparent, b.unit(6)
	if b.hovered {
		c := color.NRGBAModel.Convert(b.base.colour(b.colour)).(color.NRGBA)
		c.A = 0x18
		b.under.FillColor = c
	}
	b.ring.paint(&b.base, b.focused)
	if b.colour == look.OnPractice {
		b.ring.rect.StrokeColor = b.base.colour(look.OnPractice)
	}
}

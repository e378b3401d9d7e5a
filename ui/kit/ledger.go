package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// ledger is the foot of the rail.
type ledger struct {
	base
	touch
	line          *canvas.Rectangle
	under         *canvas.Rectangle
	icon          *glyph
	title, second *words
	ring          *ring
}

var _ fyne.Accessible = (*ledger)(nil)

func newLedger() *ledger {
	l := &ledger{
		line: canvas.NewRectangle(color.Transparent), under: canvas.NewRectangle(color.Transparent), icon: newGlyph("", look.Muted),
		title: newWords(Body, look.Ink, ""), second: newWords(Small, look.Faint, ""), ring: newRing(-4, 6),
	}
	l.off = true
	l.begin(l)
	l.redraw = l.Refresh
	return l
}

func (l *ledger) set(icon look.IconName, title, second string, tapped func()) {
	l.icon.name = icon
	l.title.set(title)
	l.second.set(second)
	l.onTap, l.off = tapped, tapped == nil
	l.Refresh()
}

func (l *ledger) AccessibilityLabel() string             { return l.title.full + ", " + l.second.full }
func (l *ledger) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (l *ledger) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.under, l.line, l.icon.canvas, l.title.canvas, l.second.canvas, l.ring.rect}
}
func (l *ledger) height(float32) float32 { return l.unit(64) }
func (l *ledger) narrowest() float32     { return l.unit(64) }

func (l *ledger) arrange(size fyne.Size) {
	place(l.line, 0, 0, size.Width, l.thin(1))
	place(l.under, 0, l.thin(1), size.Width, size.Height-l.thin(1))
	l.ring.put(&l.base, 0, l.thin(1), size.Width, size.Height-l.thin(1))
	wide := size.Width > l.unit(100)
	show(l.title.canvas, wide)
	show(l.second.canvas, wide)
	x := l.unit(20)
	if !wide {
		x = (size.Width - l.unit(20)) / 2
	}
	l.icon.put(x, l.unit(23), l.unit(20))
	room := size.Width - l.unit(50+8)
	l.title.put(&l.base, l.unit(50), l.unit(15), room, l.unit(20))
	l.second.put(&l.base, l.unit(50), l.unit(35), room, l.unit(16))
}

func (l *ledger) paint() {
	l.line.FillColor = l.colour(look.Hair)
	l.under.FillColor = color.Transparent
	if l.hovered && !l.off {
		l.under.FillColor = l.colour(look.Off)
	}
	l.icon.paint(&l.base)
	l.title.paint(&l.base)
	l.second.paint(&l.base)
	l.ring.paint(&l.base, l.focused && !l.off)
}

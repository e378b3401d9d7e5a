package kit

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Role is the part a text plays; it sets size, line pitch, weight and face.
type Role int

// The roles of the design: size/pitch and weight.
const (
	Body        Role = iota // 14/20
	Strong                  // 14/20, semibold: names of things, card heads
	Title                   // 22/28, semibold: one per page; elapsed time
	Heading                 // 16/22, semibold: start page list only
	Small                   // 12/16: captions, second lines, group heads
	Value                   // 13/20, monospaced: addresses, ids, codes
	Code                    // 12/18, monospaced: details and log
	SmallStrong             // 12/16, semibold: numbers in rings
)

// measure returns size and pitch at 100 %, and the style.
func (r Role) measure() (size, pitch float32, style fyne.TextStyle) {
	switch r {
	case Strong:
		return 14, 20, fyne.TextStyle{Bold: true}
	case Title:
		return 22, 28, fyne.TextStyle{Bold: true}
	case Heading:
		return 16, 22, fyne.TextStyle{Bold: true}
	case Small:
		return 12, 16, fyne.TextStyle{}
	case SmallStrong:
		return 12, 16, fyne.TextStyle{Bold: true}
	case Value:
		return 13, 20, fyne.TextStyle{Monospace: true}
	case Code:
		return 12, 18, fyne.TextStyle{Monospace: true}
	}
	return 14, 20, fyne.TextStyle{}
}

func (r Role) width(b *base, text string) float32 {
	size, _, style := r.measure()
	wide, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, b.unit(size), style, look.Face(b.me, style, text))
	return wide.Width
}

func (r Role) pitch(b *base) float32 {
	_, pitch, _ := r.measure()
	return b.unit(pitch)
}

// words is one line of text inside a widget.
type words struct {
	canvas *canvas.Text
	role   Role
	colour fyne.ThemeColorName
	full   string
}

func newWords(role Role, colour fyne.ThemeColorName, text string) *words {
	t := canvas.NewText(text, color.Transparent)
	_, _, t.TextStyle = role.measure()
	return &words{canvas: t, role: role, colour: colour, full: text}
}

func (w *words) set(text string) { w.full, w.canvas.Text = text, text }

func (w *words) paint(b *base) {
	size, _, style := w.role.measure()
	w.canvas.TextSize, w.canvas.TextStyle = b.unit(size), style
	w.canvas.FontSource = look.Face(b.me, style, w.canvas.Text)
	w.canvas.Color = b.colour(w.colour)
}

func (w *words) width(b *base) float32 {
	if w.full == "" {
		return 0
	}
	return w.role.width(b, w.full)
}

// put places the line, cut to width where width is positive, in the middle of a
// row that starts at y and is h high.
func (w *words) put(b *base, x, y, width, h float32) {
	size, _, style := w.role.measure()
	shown, wide := w.full, w.role.width(b, w.full)
	if width > 0 && wide > width+0.5 {
		shown = cutEnd(shown, width, func(s string) float32 { return w.role.width(b, s) })
		wide = w.role.width(b, shown)
	}
	w.canvas.Text, w.canvas.FontSource = shown, look.Face(b.me, style, shown)
	tall, _ := fyne.CurrentApp().Driver().RenderedTextSize("X", b.unit(size), style, look.Face(b.me, style, "X"))
	high := tall.Height
	// Whole steps: painters round the position of a text in different ways.
	w.canvas.Move(fyne.NewPos(whole(x), whole(y)+down((h-high)/2, 1)))
	// Its exact height: a painter would centre it in any room that is left over.
	w.canvas.Resize(fyne.NewSize(wide, high))
}

// putRight is put with the end of the line at x.
func (w *words) putRight(b *base, x, y, h float32) { w.put(b, x-w.width(b), y, 0, h) }

// putMiddle is put with the middle of the line at x.
func (w *words) putMiddle(b *base, x, y, h float32) { w.put(b, x-w.width(b)/2, y, 0, h) }

func whole(n float32) float32 { return float32(math.Round(float64(n))) }

// up rounds n up to a whole number: a width that place may not round down.
func up(n float32) float32 { return float32(math.Ceil(float64(n) - 0.001)) }

// down rounds n down to a whole number of steps.
func down(n, step float32) float32 { return float32(math.Floor(float64(n/step)+0.001)) * step }

// glyph is one icon inside a widget.
type glyph struct {
	canvas *canvas.Image
	name   look.IconName
	colour fyne.ThemeColorName

	drawn   look.IconName // what the canvas holds
	drawnIn color.Color
}

func newGlyph(name look.IconName, colour fyne.ThemeColorName) *glyph {
	img := canvas.NewImageFromResource(nil)
	img.FillMode = canvas.ImageFillContain
	return &glyph{canvas: img, name: name, colour: colour}
}

// paint draws the icon anew only where name or colour changed.
func (g *glyph) paint(b *base) {
	if g.name == "" {
		show(g.canvas, false)
		return
	}
	show(g.canvas, true)
	colour := b.colour(g.colour)
	if g.canvas.Resource == nil || g.drawn != g.name || g.drawnIn != colour {
		g.drawn, g.drawnIn = g.name, colour
		g.canvas.Resource = look.IconIn(g.name, colour)
		g.canvas.Refresh()
	}
}

func (g *glyph) put(x, y, side float32) { place(g.canvas, x, y, side, side) }

package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Radio is a list of plain choices, of which one is chosen, each 32 high or more
// where its words wrap. It takes
// the focus as one control; arrows choose.
type Radio struct {
	base
	touch
	// OnChosen is called when a person chooses another one.
	OnChosen func(index int)

	radios []*radio
	labels []*Para
	chosen int
}

var _ fyne.Accessible = (*Radio)(nil)

// NewRadio returns the choices with one chosen; -1 chooses none.
func NewRadio(chosen int, labels ...string) *Radio {
	r := &Radio{chosen: chosen}
	for _, l := range labels {
		r.radios = append(r.radios, newRadio())
		r.labels = append(r.labels, NewPara(Body, look.Ink, l))
	}
	r.begin(r)
	r.redraw = r.Refresh
	return r
}

// Chosen returns the chosen one, or -1.
func (r *Radio) Chosen() int { return r.chosen }

// Choose chooses one without calling OnChosen.
func (r *Radio) Choose(index int) {
	r.chosen = index
	r.Refresh()
}

func (r *Radio) pick(index int) {
	if r.off || index == r.chosen || index < 0 || index >= len(r.labels) {
		return
	}
	r.Choose(index)
	if r.OnChosen != nil {
		r.OnChosen(index)
	}
}

// Tapped chooses the line under the pointer.
func (r *Radio) Tapped(e *fyne.PointEvent) {
	y := float32(0)
	for i := range r.labels {
		if y += r.rowHigh(i, r.Size().Width); e.Position.Y < y {
			r.pick(i)
			return
		}
	}
}

// TypedKey moves the choice with the arrows; Space chooses the first.
func (r *Radio) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyRight:
		r.pick(min(r.chosen+1, len(r.labels)-1))
	case fyne.KeyUp, fyne.KeyLeft:
		r.pick(max(r.chosen-1, 0))
	case fyne.KeySpace:
		if r.chosen < 0 {
			r.pick(0)
		}
	default:
		passOn(e)
	}
}

// AccessibilityLabel returns the chosen label, or all of them while none is.
func (r *Radio) AccessibilityLabel() string {
	if r.chosen < 0 || r.chosen >= len(r.labels) {
		all := make([]string, len(r.labels))
		for i, l := range r.labels {
			all[i] = l.text
		}
		return strings.Join(all, ", ")
	}
	return r.labels[r.chosen].text
}

// AccessibilityRole says that this is a button; Fyne has no role for radios.
func (r *Radio) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (r *Radio) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range r.radios {
		out = append(out, r.radios[i].objects()...)
		out = append(out, r.labels[i])
	}
	return out
}

func (r *Radio) height(width float32) float32 {
	high := float32(0)
	for i := range r.labels {
		high += r.rowHigh(i, width)
	}
	return high
}

func (r *Radio) rowHigh(i int, width float32) float32 {
	return r.labels[i].height(fyne.Max(1, width-r.unit(30))) + r.unit(12)
}

func (r *Radio) narrowest() float32 {
	w := float32(0)
	for _, l := range r.labels {
		w = fyne.Max(w, l.narrowest())
	}
	return w + r.unit(30)
}

func (r *Radio) arrange(size fyne.Size) {
	y, room := float32(0), size.Width-r.unit(30)
	for i := range r.radios {
		high := r.rowHigh(i, size.Width)
		r.radios[i].put(&r.base, 0, y+r.unit(6))
		place(r.labels[i], r.unit(30), y+r.unit(6), room, high-r.unit(12))
		y += high
	}
}

func (r *Radio) paint() {
	for i := range r.radios {
		on := i == r.chosen
		r.radios[i].paint(&r.base, on, r.focused && (on || r.chosen < 0 && i == 0))
	}
}

// radio is the drawing of a radio button, 20 by 20.
type radio struct {
	fill, dot *canvas.Circle
	rim       *glyph
	ring      *ring
}

func newRadio() *radio {
	return &radio{
		fill: canvas.NewCircle(color.Transparent), dot: canvas.NewCircle(color.Transparent),
		rim: newGlyph(look.IconRing, look.Control), ring: newRing(2, 10),
	}
}

func (r *radio) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.rim.canvas, r.dot, r.ring.rect}
}

func (r *radio) put(b *base, x, y float32) {
	r.rim.put(x, y, b.unit(20))
	place(r.fill, x+b.thin(1), y+b.thin(1), b.unit(18), b.unit(18))
	place(r.dot, x+b.unit(5), y+b.unit(5), b.unit(10), b.unit(10))
	r.ring.put(b, x, y, b.unit(20), b.unit(20))
}

func (r *radio) paint(b *base, on, focused bool) {
	r.rim.colour, r.fill.FillColor, r.dot.FillColor = look.Control, b.colour(look.Page), color.Transparent
	if on {
		r.rim.colour, r.dot.FillColor = look.Accent, b.colour(look.Accent)
	}
	r.rim.paint(b)
	r.ring.paint(b, focused)
}

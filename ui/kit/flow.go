package kit

import (
	"fyne.io/fyne/v2"
)

// Flow sets objects in a row, each as wide as it needs, and goes on in a new row
// where they do not fit. Texts that may be cut are cut only where room is short. Objects behind a Spring stand at the right edge.
type Flow struct {
	base
	gap   float32
	items []fyne.CanvasObject
}

var _ Tall = (*Flow)(nil)

// NewFlow returns a wrapping row with a gap in units of the design.
func NewFlow(gap float32, items ...fyne.CanvasObject) *Flow {
	f := &Flow{gap: gap, items: items}
	f.begin(f)
	for _, o := range items {
		hangOn(o, f.grew)
	}
	return f
}

// SetItems changes what the row holds.
func (f *Flow) SetItems(items ...fyne.CanvasObject) {
	f.items = items
	for _, o := range items {
		hangOn(o, f.grew)
	}
	f.changed()
}

// Spring is the empty room in a Flow that pushes what follows to the right edge.
type Spring struct{ Gap }

// NewSpring returns a spring.
func NewSpring() *Spring {
	s := &Spring{}
	s.begin(s)
	return s
}

func (f *Flow) objects() []fyne.CanvasObject { return f.items }
func (f *Flow) paint()                       {}
func (f *Flow) height(width float32) float32 { return f.walk(width, false) }

func (f *Flow) narrowest() float32 {
	widest := float32(0)
	for _, o := range f.items {
		widest = fyne.Max(widest, widthOf(o))
	}
	return widest
}

func (f *Flow) arrange(size fyne.Size) { f.walk(size.Width, true) }

// walk goes through the rows, places the objects if asked to, and returns the
// height of all rows.
func (f *Flow) walk(width float32, placing bool) float32 {
	gap, y := f.unit(f.gap), float32(0)
	for from := 0; from < len(f.items); {
		to, used, high := f.row(from, width)
		if from > 0 {
			y += gap
		}
		if placing {
			f.placeRow(from, to, y, high, fyne.Max(0, width-used))
		}
		y += high
		from = to
	}
	return y
}

// row returns where the row that begins at from ends, its width and its height.
func (f *Flow) row(from int, width float32) (to int, used, high float32) {
	for to = from; to < len(f.items); to++ {
		o := f.items[to]
		if !o.Visible() {
			continue
		}
		w := widthOf(o)
		step := w
		if used > 0 && w > 0 {
			step += f.unit(f.gap)
		}
		if used > 0 && used+step > width+0.5 {
			return to, used, high
		}
		used += step
		high = fyne.Max(high, heightOf(o, w))
	}
	return to, used, high
}

func (f *Flow) placeRow(from, to int, y, high, spare float32) {
	x := float32(0)
	for i := from; i < to; i++ {
		o := f.items[i]
		if !o.Visible() {
			continue
		}
		if _, ok := o.(*Spring); ok {
			x += spare
			continue
		}
		w := widthOf(o)
		if soft, ok := o.(interface{ Natural() float32 }); ok {
			more := fyne.Max(0, fyne.Min(spare, soft.Natural()-w))
			w, spare = w+more, spare-more
		}
		h := heightOf(o, w)
		place(o, x, y+whole((high-h)/2), w, h)
		x += w + f.unit(f.gap)
	}
}

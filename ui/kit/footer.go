package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Footer is the foot of the sheet, 64 high: Back at the left, at the right a hint,
// at most one secondary button, and the primary. Any of them may be nil.
type Footer struct {
	base
	line               *canvas.Rectangle
	back, second       *Button
	secondary, primary *Button
	hint, note         *Para
	aside              fyne.CanvasObject
	left, width        float32
}

// NewFooter returns an empty footer.
func NewFooter() *Footer {
	f := &Footer{line: canvas.NewRectangle(color.Transparent), hint: NewPara(Body, look.Muted, ""), note: NewPara(Body, look.Muted, "")}
	f.note.Hide()
	f.begin(f)
	return f
}

// Set changes the buttons. Extra stands beside Back, for a quiet way out such as
// "Not now".
func (f *Footer) Set(back, extra, secondary, primary *Button) {
	f.back, f.second, f.secondary, f.primary = back, extra, secondary, primary
	for _, b := range []*Button{back, extra, secondary, primary} {
		if b != nil {
			hangOn(b, func() { f.Refresh() })
		}
	}
	f.Refresh()
}

// SetHint changes the short sentence before the buttons.
func (f *Footer) SetHint(text string) {
	f.hint.text, f.hint.broken = text, nil
	f.hint.Refresh()
	f.Refresh()
}

// SetAside puts something small before the hint, nil for nothing, and a few words
// at the left, where Back would stand.
func (f *Footer) SetAside(aside fyne.CanvasObject, note string) {
	if f.aside == aside && f.note.text == note {
		return
	}
	f.aside = aside
	f.note.SetText(note)
	show(f.note, note != "")
	f.Refresh()
}

// Hint returns the short sentence.
func (f *Footer) Hint() string { return f.hint.text }

// Primary returns the primary button, or nil.
func (f *Footer) Primary() *Button { return f.primary }

// BackButton returns the back button, or nil.
func (f *Footer) BackButton() *Button { return f.back }

// span says where the page's content stands, so that the buttons line up with it.
func (f *Footer) span(left, width float32) {
	if f.left != left || f.width != width {
		f.left, f.width = left, width
		f.arrange(f.Size())
	}
}

// objects are in the order of Tab: the primary before Back.
func (f *Footer) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.line, f.note, f.hint}
	if f.aside != nil {
		out = append(out, f.aside)
	}
	for _, b := range []*Button{f.primary, f.secondary, f.second, f.back} {
		if b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (f *Footer) height(float32) float32 { return f.unit(64) }
func (f *Footer) narrowest() float32     { return f.unit(320) }

func (f *Footer) arrange(size fyne.Size) {
	place(f.line, 0, 0, size.Width, f.thin(1))
	left, right := f.left, f.left+f.width
	if f.width == 0 {
		left, right = f.unit(40), size.Width-f.unit(40)
	}
	y, h, gap := f.unit(15), f.unit(36), f.unit(24)
	if f.second != nil && right-left < f.unit(560) {
		gap = f.unit(16) // two ways out and a primary leave little room for words
	}
	for _, b := range []*Button{f.primary, f.secondary} {
		if b != nil && b.Visible() {
			w := b.narrowest()
			right -= w
			place(b, right, y, w, h)
			right -= f.unit(12)
		}
	}
	for _, b := range []*Button{f.back, f.second} {
		if b != nil && b.Visible() {
			w := b.narrowest()
			place(b, left-f.unit(leadIn(b)), y, w, h)
			left += w + gap
		}
	}
	if f.note.text != "" {
		w := fyne.Min(f.note.Natural()+1, right-left)
		place(f.note, left, y, w, h)
		f.note.Move(fyne.NewPos(left, y+whole((h-f.note.height(w))/2)))
		left += w + f.unit(24)
	}
	if f.aside != nil {
		right -= widthOf(f.aside) + f.unit(24)
	}
	room := fyne.Max(0, right-left)
	if f.aside != nil {
		right += widthOf(f.aside) + f.unit(24)
	}
	natural := f.hint.Natural()
	hh := f.hint.height(fyne.Min(natural+1, room))
	w := fyne.Min(natural+1, room)
	f.hint.align = fyne.TextAlignTrailing
	place(f.hint, right-w, y+(h-hh)/2, w, hh)
	show(f.hint, room > f.unit(60))
	if f.aside != nil {
		place(f.aside, right-w-f.unit(24)-widthOf(f.aside), y, widthOf(f.aside), h)
	}
}

// leadIn is how far a button at the left reaches out, so that its icon or text
// lines up with the content above.
func leadIn(b *Button) float32 {
	switch {
	case b.kind == Back:
		return 3
	case b.kind == Quiet && b.icon.name != "":
		return 12
	case b.kind == Quiet:
		return 17
	}
	return 0
}

func (f *Footer) paint() { f.line.FillColor = f.colour(look.Hair) }

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Progress is a line of words over a bar of 6: how much is done at the left, how
// long it took at the right.
type Progress struct {
	base
	left, right *words
	track, bar  *canvas.Rectangle
	part        float32
	bad         bool
}

var _ fyne.Accessible = (*Progress)(nil)

// NewProgress returns an empty bar.
func NewProgress(left, right string) *Progress {
	p := &Progress{
		left: newWords(Body, look.Ink, left), right: newWords(Body, look.Muted, right),
		track: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
	}
	p.begin(p)
	return p
}

// Set changes the words and the filled part, between 0 and 1.
func (p *Progress) Set(left, right string, part float32) {
	p.left.set(left)
	p.right.set(right)
	p.part = fyne.Min(1, fyne.Max(0, part))
	p.changed()
}

// SetTime changes the words at the right.
func (p *Progress) SetTime(text string) {
	p.right.set(text)
	p.Refresh()
}

// SetProblem paints the bar red: the work has stopped.
func (p *Progress) SetProblem(bad bool) {
	p.bad = bad
	p.Refresh()
}

// AccessibilityLabel returns the words over the bar.
func (p *Progress) AccessibilityLabel() string {
	if p.left.full == "" {
		return p.right.full
	}
	return p.left.full + ", " + p.right.full
}

func (p *Progress) steadyLabel() string { return p.left.full }

// AccessibilityRole says that this is text.
func (p *Progress) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (p *Progress) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.left.canvas, p.right.canvas, p.track, p.bar}
}

func (p *Progress) head() float32 {
	if p.left.full == "" && p.right.full == "" {
		return 0
	}
	return p.unit(26)
}

func (p *Progress) height(float32) float32 { return p.head() + p.unit(6) }
func (p *Progress) narrowest() float32     { return p.unit(120) }

func (p *Progress) arrange(size fyne.Size) {
	p.left.put(&p.base, 0, 0, 0, p.unit(20))
	p.right.putRight(&p.base, size.Width, 0, p.unit(20))
	y := p.head()
	place(p.track, 0, y, size.Width, p.unit(6))
	w := size.Width * p.part
	if p.part > 0 {
		w = fyne.Max(w, p.unit(6))
	}
	place(p.bar, 0, y, w, p.unit(6))
	show(p.bar, p.part > 0)
}

func (p *Progress) paint() {
	p.left.paint(&p.base)
	p.right.paint(&p.base)
	p.track.FillColor, p.track.CornerRadius = p.colour(look.Off), p.unit(3)
	p.bar.FillColor, p.bar.CornerRadius = p.colour(look.Accent), p.unit(3)
	if p.bad {
		p.bar.FillColor = p.colour(look.Bad)
	}
}

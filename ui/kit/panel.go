package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// The measures of a panel at 100 % text size.
const (
	panelEdge = 20 // around what it holds
	panelGap  = 12 // between what it holds and its buttons, on each side of the seam
)

// Panel is what lies over a page: a title, what it holds, and buttons at its foot.
// Where the window is too low, what it holds scrolls; the buttons stay in sight.
type Panel struct {
	base
	inside  *Pad
	body    *Overflow
	buttons []*Button
}

// NewPanel returns a panel. The first button is the main one, at the right end.
func NewPanel(title string, body fyne.CanvasObject, buttons ...*Button) *Panel {
	inside := NewPad(NewColumn(0, NewPara(Heading, look.Ink, title), NewGap(16), body), panelEdge-4, panelEdge, panelGap, panelEdge)
	p := &Panel{inside: inside, body: NewOverflow(inside), buttons: buttons}
	p.begin(p)
	hangOn(p.body, p.grew)
	for _, b := range buttons {
		hangOn(b, p.grew)
	}
	return p
}

// Needs is the height at a width at which nothing scrolls.
func (p *Panel) Needs(width float32) float32 { return p.inside.HeightFor(width) + p.foot(width) }

// Body is what scrolls.
func (p *Panel) Body() *Overflow { return p.body }

// objects are in the order of Tab: from the left to the right.
func (p *Panel) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{p.body}
	for i := len(p.buttons) - 1; i >= 0; i-- {
		out = append(out, p.buttons[i])
	}
	return out
}

func (p *Panel) paint()                 {}
func (p *Panel) height(float32) float32 { return 0 }

func (p *Panel) narrowest() float32 {
	widest := widthOf(p.body)
	for _, b := range p.buttons {
		widest = fyne.Max(widest, b.narrowest()+p.unit(2*panelEdge))
	}
	return widest
}

func (p *Panel) arrange(size fyne.Size) {
	foot := p.foot(size.Width)
	place(p.body, 0, 0, size.Width, fyne.Max(0, size.Height-foot))
	p.walk(size.Width, fyne.Max(0, size.Height-foot), true)
}

func (p *Panel) foot(width float32) float32 { return p.walk(width, 0, false) }

// walk goes through the buttons from the right, begins a row below where the next
// has no room, places them below top if asked to, and returns the foot's height.
func (p *Panel) walk(width, top float32, placing bool) float32 {
	edge, gap, row := p.unit(panelEdge), p.unit(8), p.unit(36)
	right, y, high := width-edge, p.unit(panelGap), float32(0)
	for _, b := range p.buttons {
		if !b.Visible() {
			continue
		}
		w, h := b.narrowest(), heightOf(b, b.narrowest())
		if b.kind == Link {
			right -= gap // its ring reaches out
		}
		if right-w < edge && right < width-edge {
			right, y = width-edge, y+high+gap
		}
		if placing {
			place(b, right-w, top+y+(row-h)/2, w, h)
		}
		right, high = right-w-gap, fyne.Max(row, h)
	}
	if y+high == p.unit(panelGap) {
		return p.unit(panelEdge - panelGap)
	}
	return y + high + edge
}

package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"backupsso/ui/look"
)

// Gap is empty room in a column, beside the column's own gap.
type Gap struct {
	base
	h float32
}

// NewGap returns empty room of a height, or of a width within a row.
func NewGap(h float32) *Gap {
	g := &Gap{h: h}
	g.begin(g)
	return g
}

func (g *Gap) objects() []fyne.CanvasObject { return nil }
func (g *Gap) arrange(fyne.Size)            {}
func (g *Gap) height(float32) float32       { return g.unit(g.h) }
func (g *Gap) narrowest() float32           { return g.unit(g.h) }
func (g *Gap) paint()                       {}

// Pad keeps room around an object.
type Pad struct {
	base
	content                  fyne.CanvasObject
	top, right, bottom, left float32
}

// NewPad returns the object with room around it, in units of the design.
func NewPad(content fyne.CanvasObject, top, right, bottom, left float32) *Pad {
	p := &Pad{content: content, top: top, right: right, bottom: bottom, left: left}
	p.begin(p)
	hangOn(content, p.grew)
	return p
}

func (p *Pad) objects() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }
func (p *Pad) paint()                       {}
func (p *Pad) height(width float32) float32 {
	return heightOf(p.content, width-p.unit(p.left+p.right)) + p.unit(p.top+p.bottom)
}
func (p *Pad) narrowest() float32 { return widthOf(p.content) + p.unit(p.left+p.right) }
func (p *Pad) arrange(size fyne.Size) {
	place(p.content, p.unit(p.left), p.unit(p.top),
		fyne.Max(0, size.Width-p.unit(p.left+p.right)), fyne.Max(0, size.Height-p.unit(p.top+p.bottom)))
}

// Rule is a divider of one pixel.
type Rule struct {
	base
	line *canvas.Rectangle
}

// NewRule returns a divider.
func NewRule() *Rule {
	r := &Rule{line: canvas.NewRectangle(theme.Color(look.Hair))}
	r.begin(r)
	return r
}

func (r *Rule) objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *Rule) arrange(size fyne.Size)       { place(r.line, 0, 0, size.Width, r.thin(1)) }
func (r *Rule) height(float32) float32       { return r.thin(1) }
func (r *Rule) narrowest() float32           { return 0 }
func (r *Rule) paint()                       { r.line.FillColor = r.colour(look.Hair) }

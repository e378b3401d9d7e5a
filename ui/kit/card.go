package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Card is a box with an edge and a radius of 8 that holds rows, divided by lines
// of one pixel. Rows bring their own padding; see NewPad, NewHead, NewInfoRow.
type Card struct {
	base
	box   *box
	rows  []fyne.CanvasObject
	rules []*canvas.Rectangle
}

var _ Tall = (*Card)(nil)

// NewCard returns a card; head may be nil. No line is drawn between the head and
// the first row when the head is a Head.
func NewCard(head fyne.CanvasObject, rows ...fyne.CanvasObject) *Card {
	c := &Card{box: newBox(look.Hair, look.Page, 8)}
	c.begin(c)
	if head != nil {
		rows = append([]fyne.CanvasObject{head}, rows...)
	}
	c.setRows(rows)
	return c
}

// SetRows changes what the card holds, head included.
func (c *Card) SetRows(rows ...fyne.CanvasObject) {
	c.setRows(rows)
	c.changed()
}

// Relayout makes room again after a row was shown or hidden.
func (c *Card) Relayout() { c.grew() }

func (c *Card) setRows(rows []fyne.CanvasObject) {
	c.rows = rows
	for i, r := range rows {
		hangOn(r, c.grew)
		if k, ok := r.(cornered); ok {
			k.corners(i == 0, i == len(rows)-1)
		}
	}
	for len(c.rules) < len(rows) {
		c.rules = append(c.rules, canvas.NewRectangle(color.Transparent))
	}
	c.rules = c.rules[:len(rows)]
}

func (c *Card) objects() []fyne.CanvasObject {
	out := append(c.box.body(), c.rows...)
	for _, r := range c.rules {
		out = append(out, r)
	}
	return append(out, c.box.sides()...)
}

// cornered is a row that paints its own ground and must follow the card's corners.
type cornered interface{ corners(first, last bool) }

func (c *Card) height(width float32) float32 {
	inner, total, seen := width-2*c.thin(1), 2*c.thin(1), false
	for i, r := range c.rows {
		if !r.Visible() {
			continue
		}
		if seen && c.ruled(i) {
			total += c.thin(1)
		}
		seen = true
		total += heightOf(r, inner)
	}
	return total
}

// ruled says whether a line is drawn above row i.
func (c *Card) ruled(i int) bool {
	for k := i - 1; k >= 0; k-- {
		if !c.rows[k].Visible() {
			continue
		}
		h, ok := c.rows[k].(*Head)
		return !ok || h.ruled
	}
	return false
}

func (c *Card) narrowest() float32 {
	widest := float32(0)
	for _, r := range c.rows {
		widest = fyne.Max(widest, widthOf(r))
	}
	return widest + 2*c.thin(1)
}

func (c *Card) arrange(size fyne.Size) {
	c.box.put(&c.base, 0, 0, size.Width, size.Height)
	edge := c.thin(1)
	inner, y, last := size.Width-2*edge, edge, c.lastShown()
	seen := false
	for i, r := range c.rows {
		rule := seen && c.ruled(i) && r.Visible()
		show(c.rules[i], rule)
		if !r.Visible() {
			continue
		}
		if rule {
			place(c.rules[i], edge, y, inner, edge)
			y += edge
		}
		h := heightOf(r, inner)
		if i == last {
			h = fyne.Max(h, size.Height-edge-y)
		}
		if k, ok := r.(cornered); ok {
			k.corners(!seen, i == last)
		}
		place(r, edge, y, inner, h)
		seen = true
		y += h
	}
}

func (c *Card) lastShown() int {
	for i := len(c.rows) - 1; i >= 0; i-- {
		if c.rows[i].Visible() {
			return i
		}
	}
	return -1
}

func (c *Card) paint() {
	c.box.paint(&c.base)
	for _, r := range c.rules {
		r.FillColor = c.colour(look.Hair)
	}
}

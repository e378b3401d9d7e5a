package kit

import (
	"fyne.io/fyne/v2"
)

// Column stacks objects downwards with one gap between them. Each gets the full
// width and the height it needs at that width; hidden ones leave no gap.
type Column struct {
	base
	gap   float32
	items []fyne.CanvasObject
}

var _ Tall = (*Column)(nil)

// NewColumn returns a column with a gap in units of the design.
func NewColumn(gap float32, items ...fyne.CanvasObject) *Column {
	c := &Column{gap: gap, items: items}
	c.begin(c)
	for _, o := range items {
		hangOn(o, c.grew)
	}
	return c
}

// SetItems changes what the column holds, for pages whose parts come and go.
func (c *Column) SetItems(items ...fyne.CanvasObject) {
	c.items = items
	for _, o := range items {
		hangOn(o, c.grew)
	}
	c.changed()
}

// Items returns what the column holds.
func (c *Column) Items() []fyne.CanvasObject { return c.items }

// Relayout makes room again after an item was shown or hidden.
func (c *Column) Relayout() { c.grew() }

func (c *Column) objects() []fyne.CanvasObject { return c.items }
func (c *Column) paint()                       {}

func (c *Column) height(width float32) float32 {
	total, first := float32(0), true
	for _, o := range c.items {
		if !o.Visible() {
			continue
		}
		if !first {
			total += c.gapBefore(o)
		}
		first = false
		total += heightOf(o, width)
	}
	return total
}

func (c *Column) gapBefore(o fyne.CanvasObject) float32 {
	if _, ok := o.(*Gap); ok {
		return 0
	}
	return c.unit(c.gap)
}

func (c *Column) narrowest() float32 {
	widest := float32(0)
	for _, o := range c.items {
		widest = fyne.Max(widest, widthOf(o))
	}
	return widest
}

func (c *Column) arrange(size fyne.Size) {
	y, first := float32(0), true
	for _, o := range c.items {
		if !o.Visible() {
			continue
		}
		if !first {
			y += c.gapBefore(o)
		}
		first = false
		h := heightOf(o, size.Width)
		place(o, 0, y, size.Width, h)
		y += h
	}
}

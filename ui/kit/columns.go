package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Col is one of several columns side by side.
type Col struct {
	Object fyne.CanvasObject
	// Width is fixed, in units of the design; 0 shares what is left.
	Width float32
	// Own is as wide as the object needs, whatever Width says.
	Own bool
}

func (col Col) shares() bool { return col.Width == 0 && !col.Own }

// Columns sets objects side by side, all as high as the highest.
type Columns struct {
	base
	gap   float32
	cols  []Col
	rules []*canvas.Rectangle // between the columns, where they are ruled
	least float32             // 0: always side by side
}

var _ Tall = (*Columns)(nil)

// NewColumns returns columns with a gap in units of the design.
func NewColumns(gap float32, cols ...Col) *Columns {
	c := &Columns{gap: gap, cols: cols}
	c.begin(c)
	for _, col := range cols {
		hangOn(col.Object, c.grew)
	}
	return c
}

// Ruled draws a divider in the middle of each gap and returns the columns.
func (c *Columns) Ruled() *Columns {
	for range len(c.cols) - 1 {
		c.rules = append(c.rules, canvas.NewRectangle(color.Transparent))
	}
	return c
}

// StackBelow puts the columns below each other where the ones that share would be
// narrower than width, in units of the design, and returns the columns.
func (c *Columns) StackBelow(width float32) *Columns {
	c.least = width
	return c
}

// stacked says that the columns are below each other.
func (c *Columns) stacked(total float32) bool {
	if c.least == 0 {
		return false
	}
	for i, w := range c.widths(total) {
		if c.cols[i].shares() && w < c.unit(c.least) {
			return true
		}
	}
	return false
}

func (c *Columns) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(c.cols))
	for i, col := range c.cols {
		out[i] = col.Object
	}
	for _, rule := range c.rules {
		out = append(out, rule)
	}
	return out
}

func (c *Columns) paint() {
	for _, rule := range c.rules {
		rule.FillColor = c.colour(look.Hair)
	}
}

func (c *Columns) widths(total float32) []float32 {
	left, shares := total, 0
	for i, col := range c.cols {
		if i > 0 {
			left -= c.unit(c.gap)
		}
		switch {
		case col.shares():
			shares++
		case col.Own:
			left -= widthOf(col.Object)
		default:
			left -= c.unit(col.Width)
		}
	}
	out := make([]float32, len(c.cols))
	for i, col := range c.cols {
		switch {
		case col.shares():
			out[i] = fyne.Max(0, left/float32(shares))
		case col.Own:
			out[i] = widthOf(col.Object)
		default:
			out[i] = c.unit(col.Width)
		}
	}
	return out
}

func (c *Columns) height(width float32) float32 {
	if c.stacked(width) {
		total := c.unit(c.gap) * float32(len(c.cols)-1)
		for _, col := range c.cols {
			total += heightOf(col.Object, width)
		}
		return total
	}
	high := float32(0)
	for i, w := range c.widths(width) {
		high = fyne.Max(high, heightOf(c.cols[i].Object, w))
	}
	return high
}

func (c *Columns) narrowest() float32 {
	if c.least > 0 {
		widest := float32(0)
		for _, col := range c.cols {
			widest = fyne.Max(widest, widthOf(col.Object))
		}
		return widest
	}
	total := float32(0)
	for i, col := range c.cols {
		if i > 0 {
			total += c.unit(c.gap)
		}
		if col.Width > 0 && !col.Own {
			total += c.unit(col.Width)
		} else {
			total += widthOf(col.Object)
		}
	}
	return total
}

func (c *Columns) arrange(size fyne.Size) {
	if c.stacked(size.Width) {
		y := float32(0)
		for i, col := range c.cols {
			if i < len(c.rules) {
				place(c.rules[i], 0, 0, 0, 0)
			}
			high := heightOf(col.Object, size.Width)
			place(col.Object, 0, y, size.Width, high)
			y += high + c.unit(c.gap)
		}
		return
	}
	x := float32(0)
	for i, w := range c.widths(size.Width) {
		place(c.cols[i].Object, x, 0, w, size.Height)
		x += w + c.unit(c.gap)
		if i < len(c.rules) {
			place(c.rules[i], x-c.unit(c.gap/2), 0, c.thin(1), size.Height)
		}
	}
}

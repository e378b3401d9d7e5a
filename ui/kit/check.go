package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Check is a tick box with a title and a line below; Space and a tap tick it.
type Check struct {
	base
	touch
	// OnChanged is called when a person ticks or unticks it.
	OnChanged func(ticked bool)

	ground *canvas.Rectangle
	rim    *glyph
	tick   *glyph
	ring   *ring
	title  *Para
	second *Para
	ticked bool
	inCard bool
}

var (
	_ fyne.Accessible = (*Check)(nil)
	_ Tall            = (*Check)(nil)
)

// NewCheck returns a tick box; second may be empty, then the title is in Body.
func NewCheck(title, second string, ticked bool) *Check {
	role := Strong
	if second == "" {
		role = Body
	}
	c := &Check{
		ground: canvas.NewRectangle(color.Transparent), rim: newGlyph(look.IconTickBox, look.Control), tick: newGlyph(look.IconCheck, look.OnAccent), ring: newRing(2, 4),
		title: NewPara(role, look.Ink, title), second: NewPara(Body, look.Muted, second), ticked: ticked,
	}
	c.begin(c)
	c.redraw = c.Refresh
	c.onTap = func() {
		c.SetTicked(!c.ticked)
		if c.OnChanged != nil {
			c.OnChanged(c.ticked)
		}
	}
	return c
}

// TypedKey ticks with Space; Enter is the page's main deed.
func (c *Check) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.press()
		return
	}
	passOn(e)
}

// InCard gives the box the padding of a card's row and returns it.
func (c *Check) InCard() *Check {
	c.inCard = true
	return c
}

// SetWords changes the title and the line below.
func (c *Check) SetWords(title, second string) {
	c.title.SetText(title)
	c.second.SetText(second)
	c.changed()
}

// Ticked says whether it is ticked.
func (c *Check) Ticked() bool { return c.ticked }

// SetTicked ticks or unticks it without calling OnChanged.
func (c *Check) SetTicked(on bool) {
	c.ticked = on
	c.Refresh()
}

// AccessibilityLabel returns title and second line.
func (c *Check) AccessibilityLabel() string {
	if c.second.text == "" {
		return c.title.text
	}
	return c.title.text + ". " + c.second.text
}

// AccessibilityRole says that this is a button; Fyne has no role for tick boxes.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *Check) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.ground, c.rim.canvas, c.tick.canvas, c.ring.rect, c.title, c.second}
}

func (c *Check) lengths() (pad, indent float32) {
	if c.inCard {
		return c.unit(16), c.unit(48)
	}
	return 0, c.unit(30)
}

func (c *Check) height(width float32) float32 {
	pad, indent := c.lengths()
	room := width - indent - pad
	h := c.title.height(room) + c.second.height(room)
	if c.inCard {
		h += c.unit(24)
	}
	return h
}

func (c *Check) narrowest() float32 { return c.unit(160) }

func (c *Check) arrange(size fyne.Size) {
	pad, indent := c.lengths()
	y := float32(0)
	if c.inCard {
		y = c.unit(12)
	}
	side, room := c.unit(20), size.Width-indent-pad
	place(c.ground, pad, y, side, side)
	c.rim.put(pad, y, side)
	c.tick.put(pad+c.unit(2), y+c.unit(2), c.unit(16))
	c.ring.put(&c.base, pad, y, side, side)
	h := c.title.height(room)
	place(c.title, indent, y, room, h)
	place(c.second, indent, y+h, room, c.second.height(room))
}

func (c *Check) paint() {
	rim, ground := look.Control, look.Page
	switch {
	case c.off:
		rim, ground = look.Off, look.Off
	case c.ticked:
		rim, ground = look.Accent, look.Accent
	}
	c.rim.colour, c.tick.colour = rim, look.OnAccent
	if c.off {
		c.tick.colour = look.Muted
	}
	c.ground.FillColor, c.ground.CornerRadius = c.colour(ground), c.unit(4)
	c.rim.paint(&c.base)
	c.tick.paint(&c.base)
	show(c.tick.canvas, c.ticked)
	c.ring.paint(&c.base, c.focused && !c.off)
}

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

// InCard gives the box the padding of a card's row and returns it.
func (c *Check) InCard() *Check {
	c.inCard = true
	return c
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

// Radio is a list of plain choices, 32 a line, of which one is chosen. It takes
// the focus as one control; arrows choose.
type Radio struct {
	base
	touch
	// OnChosen is called when a person chooses another one.
	OnChosen func(index int)

	radios []*radio
	labels []*words
	chosen int
}

var _ fyne.Accessible = (*Radio)(nil)

// NewRadio returns the choices with one chosen; -1 chooses none.
func NewRadio(chosen int, labels ...string) *Radio {
	r := &Radio{chosen: chosen}
	for _, l := range labels {
		r.radios = append(r.radios, newRadio())
		r.labels = append(r.labels, newWords(Body, look.Ink, l))
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
func (r *Radio) Tapped(e *fyne.PointEvent) { r.pick(int(e.Position.Y / r.unit(32))) }

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

// AccessibilityLabel returns the chosen label.
func (r *Radio) AccessibilityLabel() string {
	if r.chosen < 0 || r.chosen >= len(r.labels) {
		return ""
	}
	return r.labels[r.chosen].full
}

// AccessibilityRole says that this is a button; Fyne has no role for radios.
func (r *Radio) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (r *Radio) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range r.radios {
		out = append(out, r.radios[i].objects()...)
		out = append(out, r.labels[i].canvas)
	}
	return out
}

func (r *Radio) height(float32) float32 { return r.unit(32) * float32(len(r.labels)) }

func (r *Radio) narrowest() float32 {
	w := float32(0)
	for _, l := range r.labels {
		w = fyne.Max(w, l.width(&r.base))
	}
	return w + r.unit(30)
}

func (r *Radio) arrange(size fyne.Size) {
	for i := range r.radios {
		y := r.unit(32) * float32(i)
		r.radios[i].put(&r.base, 0, y+r.unit(6))
		r.labels[i].put(&r.base, r.unit(30), y, size.Width-r.unit(30), r.unit(32))
	}
}

func (r *Radio) paint() {
	for i := range r.radios {
		on := i == r.chosen
		r.radios[i].paint(&r.base, on, r.focused && (on || r.chosen < 0 && i == 0))
		r.labels[i].paint(&r.base)
	}
}

// IconButton is a button of 32 by 32 without words: only copy, close, log, help
// and settings may be one. Its label is for screen readers.
type IconButton struct {
	base
	touch
	icon   *glyph
	label  string
	under  *canvas.Rectangle
	ring   *ring
	colour fyne.ThemeColorName
}

var _ fyne.Accessible = (*IconButton)(nil)

// NewIconButton returns a button with an icon and a spoken label.
func NewIconButton(icon look.IconName, label string, tapped func()) *IconButton {
	b := &IconButton{
		icon: newGlyph(icon, look.Ink), label: label, under: canvas.NewRectangle(color.Transparent),
		ring: newRing(-1, 6), colour: look.Muted,
	}
	b.begin(b)
	b.onTap, b.redraw = tapped, b.Refresh
	return b
}

// SetColour changes the icon's colour.
func (b *IconButton) SetColour(name fyne.ThemeColorName) {
	b.colour = name
	b.Refresh()
}

// AccessibilityLabel returns the spoken label.
func (b *IconButton) AccessibilityLabel() string { return b.label }

// AccessibilityRole says that this is a button.
func (b *IconButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (b *IconButton) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{b.under, b.icon.canvas, b.ring.rect}
}
func (b *IconButton) height(float32) float32 { return b.unit(32) }
func (b *IconButton) narrowest() float32     { return b.unit(32) }

func (b *IconButton) arrange(size fyne.Size) {
	place(b.under, 0, 0, size.Width, size.Height)
	b.icon.put((size.Width-b.unit(20))/2, (size.Height-b.unit(20))/2, b.unit(20))
	b.ring.put(&b.base, 0, 0, size.Width, size.Height)
}

func (b *IconButton) paint() {
	b.icon.colour = b.colour
	b.icon.paint(&b.base)
	b.under.FillColor, b.under.CornerRadius = color.Transparent, b.unit(6)
	if b.hovered {
		c := color.NRGBAModel.Convert(b.base.colour(b.colour)).(color.NRGBA)
		c.A = 0x18
		b.under.FillColor = c
	}
	b.ring.paint(&b.base, b.focused)
	if b.colour == look.OnPractice {
		b.ring.rect.StrokeColor = b.base.colour(look.OnPractice)
	}
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Proof is how far a leg of the picture is proven.
type Proof int

// The states of a leg. Each has a stroke and an icon of its own, and a word
// beside it: none is told by colour alone.
const (
	NotTried    Proof = iota // dots
	ProvenHere               // solid; our half, checked on this computer
	Proven                   // solid
	WithSupport              // dashes; waits on people
	Wrong                    // solid; the fault is named
)

func (p Proof) face() (icon look.IconName, colour fyne.ThemeColorName, on, off float32) {
	switch p {
	case Proven, ProvenHere:
		return look.IconOk, look.Ok, 0, 0
	case WithSupport:
		return look.IconClock, look.Wait, 7, 5
	case Wrong:
		return look.IconWarn, look.Bad, 0, 0
	}
	return look.IconTodo, look.Faint, 1.5, 5
}

// Node is one place that a sign-on passes through.
type Node struct {
	Icon   look.IconName
	Name   string
	Second string // whose it is
}

// Leg is one leg of the way.
type Leg struct {
	Name  string // "SAML response"
	Proof Proof
	State string // the proof in words: "Proven here"
	// Label is what a screen reader says: "Leg 3, SAML response, with support".
	Label string
	// Way is where it leads from and to in words, for windows too narrow to draw it.
	Way string
	// Values pass along the leg; they show below the picture.
	Values []LegValue
}

// LegValue is one value that passes along a leg.
type LegValue struct {
	Lead  string // "Posted to"
	Value string
	Copy  CopyWords
}

// The picture's measures in units of the design.
const (
	pictureHigh  = 152
	nodeWide     = 104
	nodeHigh     = 120
	pictureEdge  = 17
	legGap       = 12 // between a node and the leg
	legBox       = 58
	lanePitch    = 64
	legLeastWide = 118 // below, the legs are listed instead of drawn
)

// Picture shows a sign-on as three places and four legs in the order of travel:
// two legs lie between the first and the second place, two between the second and
// the third. A leg can be pointed at, focused and chosen; its values show in the
// strip below. Where the window is too narrow, the legs are listed.
type Picture struct {
	base
	box   *box
	line  *canvas.Rectangle
	nodes [3]*node
	legs  [4]*leg
	strip *legStrip // nil in a picture that only shows
	shown int       // whose values are in the strip
	point int       // the leg under the pointer, or -1
	// chosen is the leg whose values stay in the strip.
	chosen int
}

var _ Tall = (*Picture)(nil)

// NewPicture returns a picture whose legs can be chosen; chosen is the first.
func NewPicture(host Host, nodes [3]Node, legs [4]Leg, chosen int) *Picture {
	p := newPicture(nodes, legs)
	p.strip = newLegStrip(host)
	p.chosen, p.shown = chosen, -1
	for i, l := range p.legs {
		l.off = false
		l.onTap = func() { p.choose(i) }
		l.onFocus = func() { p.choose(i) }
		l.onPoint = func(on bool) { p.pointAt(i, on) }
		l.onArrow = func(step int) { p.moveFocus(i + step) }
	}
	p.SetLegs(legs)
	return p
}

// NewSmallPicture returns a picture that only shows: its legs take no focus and
// there is no strip of values.
func NewSmallPicture(nodes [3]Node, legs [4]Leg) *Picture {
	p := newPicture(nodes, legs)
	p.SetLegs(legs)
	return p
}

func newPicture(nodes [3]Node, legs [4]Leg) *Picture {
	p := &Picture{box: newBox(look.Hair, look.Inset, 8), line: canvas.NewRectangle(color.Transparent), point: -1, chosen: -1, shown: -1}
	for i, n := range nodes {
		p.nodes[i] = newNode(n)
	}
	for i := range legs {
		p.legs[i] = newLeg(i + 1)
	}
	p.begin(p)
	return p
}

// SetLegs changes what the legs show.
func (p *Picture) SetLegs(legs [4]Leg) {
	most := 0
	for i, l := range legs {
		p.legs[i].set(l)
		most = max(most, len(l.Values))
	}
	if p.strip != nil {
		p.strip.rows = max(1, most)
		p.strip.widen(legs)
		p.shown = -1
		p.fill()
	}
	p.changed()
}

// Chosen returns the leg whose values stay in the strip, or -1.
func (p *Picture) Chosen() int { return p.chosen }

// Legs returns the legs as controls, in the order of travel.
func (p *Picture) Legs() [4]fyne.Focusable {
	return [4]fyne.Focusable{p.legs[0], p.legs[1], p.legs[2], p.legs[3]}
}

func (p *Picture) choose(index int) {
	p.chosen = index
	p.fill()
}

func (p *Picture) pointAt(index int, on bool) {
	switch {
	case on:
		p.point = index
	case p.point == index:
		p.point = -1
	}
	p.fill()
}

// moveFocus gives another leg the focus, where there is one.
func (p *Picture) moveFocus(to int) {
	if to < 0 || to >= len(p.legs) {
		return
	}
	for _, c := range focusedCanvases() {
		c.Focus(p.legs[to])
	}
}

// fill shows the values of the leg that is pointed at, else of the chosen one.
func (p *Picture) fill() {
	for i, l := range p.legs {
		l.setChosen(i == p.chosen)
	}
	show := p.chosen
	if p.point >= 0 {
		show = p.point
	}
	if p.strip == nil || show < 0 || show == p.shown {
		return
	}
	p.shown = show
	p.strip.set(show+1, p.legs[show].leg.Values)
}

func (p *Picture) objects() []fyne.CanvasObject {
	out := p.box.body()
	for _, n := range p.nodes {
		out = append(out, n)
	}
	for _, l := range p.legs {
		out = append(out, l)
	}
	out = append(out, p.line)
	if p.strip != nil {
		out = append(out, p.strip)
	}
	return append(out, p.box.sides()...)
}

// legWide is the length of a leg between two nodes at a width.
func (p *Picture) legWide(width float32) float32 {
	return (width-p.unit(2*pictureEdge+3*nodeWide))/2 - p.unit(2*legGap)
}

// listed says whether the legs are listed because there is no room to draw them.
func (p *Picture) listed(width float32) bool {
	least := p.unit(legLeastWide)
	for _, l := range p.legs {
		least = fyne.Max(least, l.need())
	}
	return p.legWide(width) < least
}

func (p *Picture) height(width float32) float32 {
	h := p.unit(pictureHigh)
	if p.listed(width) {
		h = p.unit(8) + 4*p.unit(legRow) + p.unit(8)
	} else if p.strip == nil {
		h = p.unit(nodeHigh + 40)
	}
	if p.strip != nil {
		h += p.strip.HeightFor(width)
	}
	return h
}

func (p *Picture) narrowest() float32 { return p.unit(280) }

func (p *Picture) arrange(size fyne.Size) {
	p.box.put(&p.base, 0, 0, size.Width, size.Height)
	high := size.Height
	show(p.line, p.strip != nil)
	if p.strip != nil {
		high -= p.strip.HeightFor(size.Width)
		place(p.strip, 0, high, size.Width, p.strip.HeightFor(size.Width))
		place(p.line, p.thin(1), high, size.Width-2*p.thin(1), p.thin(1))
	}
	if p.listed(size.Width) {
		p.arrangeList(size.Width)
		return
	}
	p.arrangeDrawing(size.Width)
}

func (p *Picture) arrangeDrawing(width float32) {
	top, step := p.unit(20), p.legWide(width)+p.unit(nodeWide+2*legGap)
	for i, n := range p.nodes {
		show(n, true)
		place(n, p.unit(pictureEdge)+float32(i)*step, top, p.unit(nodeWide), p.unit(nodeHigh))
	}
	for i, l := range p.legs {
		l.listed, l.leftwards = false, i == 0 || i == 3
		x := p.unit(pictureEdge+nodeWide) + float32(i/2)*step
		place(l, x+p.unit(4), top-p.unit(1)+float32(i%2)*p.unit(lanePitch), step-p.unit(nodeWide+8), p.unit(legBox))
		l.arrange(l.Size())
	}
}

func (p *Picture) arrangeList(width float32) {
	for _, n := range p.nodes {
		show(n, false)
	}
	for i, l := range p.legs {
		l.listed = true
		place(l, p.unit(8), p.unit(8)+float32(i)*p.unit(legRow), width-p.unit(16), p.unit(legRow))
		l.arrange(l.Size())
	}
}

func (p *Picture) paint() {
	p.box.paint(&p.base)
	p.line.FillColor = p.colour(look.Hair)
}

package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"backupsso/ui/look"
)

// legRow is how high a leg is in a list.
const legRow = 34

// leg is one leg of a picture: its number and name, the stroke with its head, and
// below it how far it is proven.
type leg struct {
	base
	touch
	leg               Leg
	chosen            bool
	leftwards, listed bool
	onFocus           func()
	onPoint           func(bool)
	onArrow           func(step int)

	ground *canvas.Rectangle
	ring   *canvas.Rectangle
	number *numberMark
	name   *words
	state  *words
	way    *words
	icon   *glyph
	stroke []*canvas.Rectangle
	head   [2]*canvas.Line
}

var _ fyne.Accessible = (*leg)(nil)

func newLeg(number int) *leg {
	l := &leg{ground: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent), number: newNumberMark(number),
		name: newWords(SmallStrong, look.Ink, ""), state: newWords(Small, look.Faint, ""), way: newWords(Small, look.Muted, ""), icon: newGlyph("", look.Faint)}
	l.head = [2]*canvas.Line{canvas.NewLine(color.Transparent), canvas.NewLine(color.Transparent)}
	l.off = true
	l.begin(l)
	l.redraw = l.Refresh
	return l
}

func (l *leg) set(to Leg) {
	l.leg = to
	l.name.set(to.Name)
	l.state.set(to.State)
	l.way.set(to.Way)
	l.Refresh()
}

func (l *leg) setChosen(on bool) {
	if l.chosen != on {
		l.chosen = on
		l.Refresh()
	}
}

// FocusGained chooses the leg, so that its values show.
func (l *leg) FocusGained() {
	l.touch.FocusGained()
	if l.onFocus != nil {
		l.onFocus()
	}
}

// MouseIn shows the leg's values for as long as the pointer is on it.
func (l *leg) MouseIn(e *desktop.MouseEvent) {
	l.touch.MouseIn(e)
	l.pointed(true)
}

// MouseOut takes them back.
func (l *leg) MouseOut() {
	l.touch.MouseOut()
	l.pointed(false)
}

func (l *leg) pointed(on bool) {
	if l.onPoint != nil {
		l.onPoint(on)
	}
}

// TypedKey goes along the legs with the arrows.
func (l *leg) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyRight, fyne.KeyDown:
		l.arrow(1)
	case fyne.KeyLeft, fyne.KeyUp:
		l.arrow(-1)
	case fyne.KeySpace:
		l.press()
	default:
		passOn(e) // Enter is the page's main deed: a leg has none
	}
}

func (l *leg) arrow(step int) {
	if l.onArrow != nil {
		l.onArrow(step)
	}
}

func (l *leg) AccessibilityLabel() string {
	text := l.leg.Label
	for _, v := range l.leg.Values {
		text += ". " + v.Lead + " " + v.Value
	}
	return text
}
func (l *leg) AccessibilityRole() fyne.AccessibleRole {
	if l.off {
		return fyne.AccessibleRoleText
	}
	return fyne.AccessibleRoleButton
}

func (l *leg) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.ground, l.ring}
	for _, piece := range l.stroke {
		out = append(out, piece)
	}
	out = append(out, l.head[0], l.head[1])
	return append(append(out, l.number.objects()...), l.name.canvas, l.way.canvas, l.icon.canvas, l.state.canvas)
}

func (l *leg) height(float32) float32 { return l.unit(legBox) }

// need is the length at which no word of the drawn leg is cut.
func (l *leg) need() float32 {
	return up(fyne.Max(l.name.width(&l.base)+l.unit(17), l.state.width(&l.base)+l.unit(14)))
}

func (l *leg) narrowest() float32 { return l.unit(legLeastWide) }

func (l *leg) arrange(size fyne.Size) {
	place(l.ground, 0, 0, size.Width, size.Height)
	edge := l.thin(2) / 2
	l.ring.Move(fyne.NewPos(edge, edge))
	l.ring.Resize(fyne.NewSize(size.Width-2*edge, size.Height-2*edge))
	show(l.way.canvas, l.listed)
	show(l.head[0], !l.listed)
	show(l.head[1], !l.listed)
	if l.listed {
		l.arrangeRow(size)
		return
	}
	left, right := l.unit(legGap-4), size.Width-l.unit(legGap-4)
	l.number.put(&l.base, left, l.unit(4), l.unit(18))
	l.name.put(&l.base, left+l.unit(23), l.unit(3), size.Width-left-l.unit(25), l.unit(20))
	l.icon.put(left+l.unit(1), l.unit(37), l.unit(16))
	l.state.put(&l.base, left+l.unit(20), l.unit(37), size.Width-left-l.unit(22), l.unit(16))
	l.draw(left, right, l.unit(29))
}

// arrangeRow lays the leg out as one line of a list.
func (l *leg) arrangeRow(size fyne.Size) {
	l.strokes(0)
	y := (size.Height - l.unit(18)) / 2
	l.number.put(&l.base, l.unit(8), y, l.unit(18))
	wide := l.state.width(&l.base)
	l.state.put(&l.base, size.Width-l.unit(8)-wide, 0, 0, size.Height)
	l.icon.put(size.Width-l.unit(28)-wide, (size.Height-l.unit(16))/2, l.unit(16))
	room := size.Width - l.unit(36+40) - wide
	l.name.put(&l.base, l.unit(34), 0, room, size.Height)
	used := l.name.width(&l.base) + l.unit(12)
	show(l.way.canvas, room-used >= l.way.width(&l.base))
	l.way.put(&l.base, l.unit(34)+used, 0, 0, size.Height)
}

// draw lays the stroke from left to right at y, in one piece or in many, with a
// head at the end that it leads to.
func (l *leg) draw(left, right, y float32) {
	_, _, on, off := l.leg.Proof.face()
	thick, head := l.thin(2), l.unit(6)
	top := whole(y - thick/2)
	if on == 0 {
		l.strokes(1)
		place(l.stroke[0], left+l.thin(1), top, right-left-2*l.thin(1), thick)
	} else {
		l.dash(left, right, top, l.unit(on), l.unit(off))
	}
	tip, back := right, -head
	if l.leftwards {
		tip, back = left, head
	}
	middle := top + thick/2
	for i, line := range l.head {
		line.StrokeWidth = thick
		line.Position1 = fyne.NewPos(tip, middle)
		line.Position2 = fyne.NewPos(tip+back, middle+head*(float32(i)*2-1)*0.9)
	}
}

// dash fills the stroke with pieces, none of them under the head.
func (l *leg) dash(left, right, top, on, off float32) {
	pieces := int((right - left - l.unit(2) + off) / (on + off))
	l.strokes(pieces)
	x := left
	if l.leftwards {
		x = left + l.unit(2)
	}
	for _, piece := range l.stroke {
		piece.Move(fyne.NewPos(x, top))
		piece.Resize(fyne.NewSize(on, l.thin(2)))
		x += on + off
	}
}

// strokes has as many pieces as are wanted, in the leg's colour.
func (l *leg) strokes(wanted int) {
	for len(l.stroke) < wanted {
		l.stroke = append(l.stroke, canvas.NewRectangle(color.Transparent))
	}
	l.stroke = l.stroke[:max(0, wanted)]
	_, colour, _, _ := l.leg.Proof.face()
	for _, piece := range l.stroke {
		piece.FillColor = l.colour(colour)
	}
}

func (l *leg) paint() {
	icon, colour, _, _ := l.leg.Proof.face()
	l.icon.name, l.icon.colour, l.state.colour = icon, colour, colour
	l.icon.paint(&l.base)
	l.number.paint(&l.base)
	for _, w := range []*words{l.name, l.state, l.way} {
		w.paint(&l.base)
	}
	for _, piece := range l.stroke {
		piece.FillColor = l.colour(colour)
	}
	for _, line := range l.head {
		line.StrokeColor = l.colour(colour)
	}
	l.ground.FillColor, l.ground.CornerRadius = color.Transparent, l.unit(8)
	switch {
	case l.chosen && !l.off:
		l.ground.FillColor = l.colour(look.AccentSoft)
	case l.hovered && !l.off:
		l.ground.FillColor = l.colour(look.Off)
	}
	l.ring.StrokeColor, l.ring.StrokeWidth, l.ring.CornerRadius = l.colour(look.Accent), l.thin(2), l.unit(8)
	show(l.ring, l.focused && !l.off)
}

// numberMark is a number in a filled circle.
type numberMark struct {
	circle *canvas.Circle
	number *words
}

func newNumberMark(number int) *numberMark {
	return &numberMark{circle: canvas.NewCircle(color.Transparent), number: newWords(SmallStrong, look.Page, strconv.Itoa(number))}
}

func (n *numberMark) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.circle, n.number.canvas}
}

func (n *numberMark) put(b *base, x, y, side float32) {
	place(n.circle, x, y, side, side)
	n.number.putMiddle(b, x+side/2, y, side)
}

func (n *numberMark) paint(b *base) {
	n.circle.FillColor = b.colour(look.Ink)
	n.number.paint(b)
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// box is a filled rectangle with an edge and rounded corners. It is drawn as two
// fills, because a stroke of one pixel would straddle two, and its straight sides
// once more as plain lines, because the painter softens all sides of a rounded
// rectangle. Of a large box only the ends are drawn rounded, with a plain ground
// between: where OpenGL is drawn in software, each pixel of a rounded rectangle costs
// many times one of a plain one.
type box struct {
	rim, fill      [2]*canvas.Rectangle // the head, or all of a small box; and the foot
	middle         *canvas.Rectangle
	lines          [4]*canvas.Rectangle
	edge, ground   fyne.ThemeColorName
	stroke, radius float32
	onlyTopLeft    bool
	onWindow       bool // the ground is that of the window, which need not be drawn
	opaque         bool // nothing below the ground shines through
}

// largeBox is the area from which on a box is a large one.
const largeBox = 150 * 100

func newBox(edge, ground fyne.ThemeColorName, radius float32) *box {
	x := &box{middle: canvas.NewRectangle(color.Transparent), edge: edge, ground: ground, stroke: 1, radius: radius}
	for i := range x.rim {
		x.rim[i], x.fill[i] = canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	}
	for i := range x.lines {
		x.lines[i] = canvas.NewRectangle(color.Transparent)
	}
	x.split(false)
	return x
}

// objects returns the whole box.
func (x *box) objects() []fyne.CanvasObject { return append(x.body(), x.sides()...) }

// body returns the fills, for boxes whose content reaches up to the edge.
func (x *box) body() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.rim[0], x.fill[0], x.rim[1], x.fill[1], x.middle}
}

// sides returns the straight sides, to be drawn above such content.
func (x *box) sides() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.lines[0], x.lines[1], x.lines[2], x.lines[3]}
}

// paint takes the colours; an empty name draws nothing.
func (x *box) paint(b *base) {
	rim, fill := color.Color(color.Transparent), color.Color(color.Transparent)
	side := fill
	if x.ground != "" {
		fill = b.colour(x.ground)
		side = fill
	}
	if x.edge != "" {
		rim = b.colour(x.edge)
		side = rim
	}
	for i := range x.rim {
		x.rim[i].FillColor, x.fill[i].FillColor = rim, fill
	}
	x.middle.FillColor = fill
	_, _, _, alpha := fill.RGBA()
	x.opaque = alpha == 0xffff
	for _, l := range x.lines {
		l.FillColor = side
	}
}

// split shows the parts of a large box, or the one of a small one.
func (x *box) split(large bool) {
	show(x.middle, large)
	show(x.rim[1], large && !x.onlyTopLeft)
	show(x.fill[1], large && !x.onlyTopLeft)
}

func (x *box) put(b *base, px, py, w, h float32) {
	s, thick := float32(0), b.thin(1)
	if x.edge != "" {
		s = b.thin(x.stroke)
		thick = s
	}
	r := b.unit(x.radius)
	end := 2*r + 2*s + 2 // of the head and of the foot, and more than half of it lies below the middle
	large := x.opaque && w*h > largeBox && h > 2*end
	x.split(large)
	x.curve(r, fyne.Max(0, r-s), large)
	inner := fyne.Max(0, w-2*s)
	if large {
		place(x.rim[0], px, py, w, end)
		place(x.fill[0], px+s, py+s, inner, end-s)
		place(x.rim[1], px, py+h-end, w, end)
		place(x.fill[1], px+s, py+h-end, inner, end-s)
		until := h - r
		switch {
		case x.onWindow:
			until = end + 2 // over the soft foot of the head
		case x.onlyTopLeft:
			until = h - s
		}
		place(x.middle, px+s, py+r, inner, until-r)
	} else {
		place(x.rim[0], px, py, w, h)
		place(x.fill[0], px+s, py+s, inner, fyne.Max(0, h-2*s))
	}
	far := r
	if x.onlyTopLeft {
		far = 0
	}
	across, down := fyne.Max(0, w-r-far), fyne.Max(0, h-r-far)
	place(x.lines[0], px+r, py, across, thick)
	place(x.lines[1], px+r, py+h-thick, across, thick)
	place(x.lines[2], px, py+r, thick, down)
	place(x.lines[3], px+w-thick, py+r, thick, down)
}

// curve rounds the corners, within the edge a little less.
func (x *box) curve(rim, fill float32, large bool) {
	for i, end := range x.rim {
		head, foot := i == 1, i == 0 && large // which is square
		round(end, rim, head, foot)
		round(x.fill[i], fill, head, foot)
		if x.onlyTopLeft {
			for _, c := range []*canvas.Rectangle{end, x.fill[i]} {
				c.TopRightCornerRadius, c.BottomLeftCornerRadius, c.BottomRightCornerRadius = 0, 0, 0
			}
		}
	}
}

// round rounds the corners of a rectangle, but not those at a square top or bottom.
func round(r *canvas.Rectangle, radius float32, squareTop, squareBottom bool) {
	r.CornerRadius = 0
	r.TopLeftCornerRadius, r.TopRightCornerRadius = radius, radius
	r.BottomLeftCornerRadius, r.BottomRightCornerRadius = radius, radius
	if squareTop {
		r.TopLeftCornerRadius, r.TopRightCornerRadius = 0, 0
	}
	if squareBottom {
		r.BottomLeftCornerRadius, r.BottomRightCornerRadius = 0, 0
	}
}

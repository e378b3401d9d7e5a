package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// box is a filled rectangle with an edge and rounded corners. It is drawn as two
// fills, because a stroke of one pixel would straddle two, and its straight sides
// once more as plain lines, because the painter softens all sides of a rounded
// rectangle.
type box struct {
	rim, fill      *canvas.Rectangle
	lines          [4]*canvas.Rectangle
	edge, ground   fyne.ThemeColorName
	stroke, radius float32
	onlyTopLeft    bool
}

func newBox(edge, ground fyne.ThemeColorName, radius float32) *box {
	x := &box{
		rim: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent),
		edge: edge, ground: ground, stroke: 1, radius: radius,
	}
	for i := range x.lines {
		x.lines[i] = canvas.NewRectangle(color.Transparent)
	}
	return x
}

// objects returns the whole box.
func (x *box) objects() []fyne.CanvasObject { return append(x.body(), x.sides()...) }

// body returns the fills, for boxes whose content reaches up to the edge.
func (x *box) body() []fyne.CanvasObject { return []fyne.CanvasObject{x.rim, x.fill} }

// sides returns the straight sides, to be drawn above such content.
func (x *box) sides() []fyne.CanvasObject {
	return []fyne.CanvasObject{x.lines[0], x.lines[1], x.lines[2], x.lines[3]}
}

// paint takes the colours; an empty name draws nothing.
func (x *box) paint(b *base) {
	x.rim.FillColor, x.fill.FillColor = color.Transparent, color.Transparent
	side := color.Color(color.Transparent)
	if x.ground != "" {
		x.fill.FillColor = b.colour(x.ground)
		side = x.fill.FillColor
	}
	if x.edge != "" {
		x.rim.FillColor = b.colour(x.edge)
		side = x.rim.FillColor
	}
	for _, l := range x.lines {
		l.FillColor = side
	}
	r := b.unit(x.radius)
	in := r
	if x.edge != "" {
		in = fyne.Max(0, r-b.thin(x.stroke))
	}
	round(x.rim, r, false, false)
	round(x.fill, in, false, false)
	if x.onlyTopLeft {
		for _, c := range []*canvas.Rectangle{x.rim, x.fill} {
			c.TopRightCornerRadius, c.BottomLeftCornerRadius, c.BottomRightCornerRadius = 0, 0, 0
		}
	}
}

func (x *box) put(b *base, px, py, w, h float32) {
	s, thick := float32(0), b.thin(1)
	if x.edge != "" {
		s = b.thin(x.stroke)
		thick = s
	}
	place(x.rim, px, py, w, h)
	place(x.fill, px+s, py+s, fyne.Max(0, w-2*s), fyne.Max(0, h-2*s))
	r := b.unit(x.radius)
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

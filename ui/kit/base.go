package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"backupsso/ui/look"
)

// drawn is what a widget of the kit tells the one renderer they share.
type drawn interface {
	fyne.Widget
	// objects lists what is drawn, back to front; Tab visits it in this order.
	objects() []fyne.CanvasObject
	// arrange places the objects in the given size.
	arrange(size fyne.Size)
	// height is the height needed at a width.
	height(width float32) float32
	// narrowest is the least width in which nothing is cut.
	narrowest() float32
	// paint takes colours, text sizes and icons from the theme in force.
	paint()
}

// base is embedded by every widget of the kit.
type base struct {
	widget.BaseWidget
	me    drawn
	outer func()
}

func (b *base) begin(me drawn) {
	b.me = me
	b.ExtendBaseWidget(me)
}

// CreateRenderer returns the renderer; Fyne calls it.
func (b *base) CreateRenderer() fyne.WidgetRenderer {
	b.me.paint()
	return &renderer{me: b.me}
}

// HeightFor returns the height needed at a width. Place rounds edges to whole
// steps, so what is reckoned with is the least width that place may make of it:
// a text that fits into 185.4 may need one more line in 185.
func (b *base) HeightFor(width float32) float32 { return b.me.height(down(width, 1)) }

// hang tells the widget whom to call when it needs another height.
func (b *base) hang(outer func()) { b.outer = outer }

// unit turns a length of the design into Fyne's units at the current text scale.
func (b *base) unit(n float32) float32 { return n * look.Unit(b.me) }

// changed redraws the widget and, where its height is no longer right, has the
// widgets around it make room.
func (b *base) changed() {
	b.me.Refresh()
	if b.outer == nil || b.Size().Width == 0 {
		return
	}
	if !same(b.me.height(b.Size().Width), b.Size().Height) {
		b.outer()
	}
}

// grew is called by a child that needs another height.
func (b *base) grew() {
	if size := b.Size(); !size.IsZero() {
		b.me.arrange(size)
	}
	b.changed()
}

func (b *base) colour(name fyne.ThemeColorName) color.Color { return theme.ColorForWidget(name, b.me) }

// thin turns the width of a line into Fyne's units, in whole steps: a line of one
// and a half would be blurred.
func (b *base) thin(n float32) float32 { return fyne.Max(1, down(b.unit(n), 1)) }

// same leaves room for what place rounds.
func same(a, b float32) bool { return a-b < 1 && b-a < 1 }

// renderer is the one renderer of all widgets of the kit.
type renderer struct{ me drawn }

func (r *renderer) Destroy()                     {}
func (r *renderer) Layout(size fyne.Size)        { r.me.arrange(size) }
func (r *renderer) Objects() []fyne.CanvasObject { return r.me.objects() }

// usual is the width reckoned with while a widget has none yet: at its narrowest,
// text would ask for far more height than it comes to need.
const usual = 400

// MinSize is the narrowest width and the height needed at the width in use.
func (r *renderer) MinSize() fyne.Size {
	narrow, width := r.me.narrowest(), r.me.Size().Width
	if width == 0 {
		width = usual * look.Unit(r.me)
	}
	return fyne.NewSize(narrow, r.me.height(fyne.Max(width, narrow)))
}

// Refresh paints and arranges anew. What has no size yet is arranged when it gets
// one: to measure its texts before would only make the start longer.
func (r *renderer) Refresh() {
	r.me.paint()
	if size := r.me.Size(); !size.IsZero() {
		r.me.arrange(size)
	}
	canvas.Refresh(r.me)
}

// hangOn makes outer the one to call when a child needs another height.
func hangOn(child fyne.CanvasObject, outer func()) {
	if h, ok := child.(interface{ hang(func()) }); ok {
		h.hang(outer)
	}
}

// heightOf is the height an object needs at a width; hidden and missing ones need none.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	if t, ok := o.(Tall); ok {
		return t.HeightFor(width)
	}
	return o.MinSize().Height
}

// widthOf is the least width of an object; hidden and missing ones need none.
func widthOf(o fyne.CanvasObject) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return o.MinSize().Width
}

// place sets position and size in whole steps, so that edges stay crisp at every
// text size.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	left, top := whole(x), whole(y)
	o.Move(fyne.NewPos(left, top))
	o.Resize(fyne.NewSize(whole(x+w)-left, whole(y+h)-top))
}

func show(o fyne.CanvasObject, visible bool) {
	switch {
	case visible && !o.Visible():
		o.Show()
	case !visible && o.Visible():
		o.Hide()
	}
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Overflow shows its content as it is where there is room, and in a scroll where
// it is too high.
type Overflow struct {
	base
	content fyne.CanvasObject
	scroll  *container.Scroll
	scrolls bool
}

// NewOverflow returns content that scrolls where it must.
func NewOverflow(content fyne.CanvasObject) *Overflow {
	o := &Overflow{content: content, scroll: container.NewVScroll(canvas.NewRectangle(color.Transparent))}
	o.begin(o)
	hangOn(content, o.grew)
	return o
}

func (o *Overflow) objects() []fyne.CanvasObject {
	if o.scrolls {
		return []fyne.CanvasObject{o.scroll}
	}
	return []fyne.CanvasObject{o.content}
}

func (o *Overflow) height(float32) float32 { return 0 }
func (o *Overflow) narrowest() float32     { return widthOf(o.content) }
func (o *Overflow) paint()                 {}

func (o *Overflow) arrange(size fyne.Size) {
	need := heightOf(o.content, size.Width)
	if scrolls := need > size.Height+0.5; scrolls != o.scrolls {
		o.scrolls = scrolls
		o.scroll.Content = canvas.NewRectangle(color.Transparent)
		if scrolls {
			o.scroll.Content = o.content
			o.content.Move(fyne.Position{})
		}
		canvas.Refresh(o)
	}
	if !o.scrolls {
		place(o.content, 0, 0, size.Width, size.Height)
		return
	}
	place(o.scroll, 0, 0, size.Width, size.Height)
	o.content.Resize(fyne.NewSize(size.Width, need))
	o.scroll.Refresh()
}

// Turn scrolls by a part of the height: 1 is a whole one, down; negative is up.
func (o *Overflow) Turn(part float32) {
	if o.scrolls {
		scrollBy(o.scroll, part*o.scroll.Size().Height, o.content.Size().Height)
	}
}

// reveal scrolls as little as it takes to have a part of the content in view.
func (o *Overflow) reveal(part fyne.CanvasObject) {
	if o.scrolls && holds(o.content, part) {
		scrollTo(o.scroll, part, o.content.Size().Height, o.unit(24))
	}
}

// scrollTo scrolls as little as it takes to have an object in view, with room
// around it. High is the height of all that the scroll holds.
func scrollTo(scroll *container.Scroll, o fyne.CanvasObject, high, room float32) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	bottom := top + o.Size().Height
	switch {
	case top < room:
		scrollBy(scroll, top-room, high)
	case bottom > scroll.Size().Height-room:
		scrollBy(scroll, bottom+room-scroll.Size().Height, high)
	}
}

func scrollBy(scroll *container.Scroll, distance, high float32) {
	most := fyne.Max(0, high-scroll.Size().Height)
	scroll.ScrollToOffset(fyne.NewPos(0, fyne.Max(0, fyne.Min(most, scroll.Offset.Y+distance))))
}

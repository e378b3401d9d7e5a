package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"backupsso/ui/look"
)

// The frame's measures at 100 % text size.
const (
	barHigh      = 48
	railWide     = 224
	railNarrow   = 64
	footHigh     = 64
	margin       = 40  // page margin
	titleDrop    = 28  // from the sheet's edge to the title
	narrowBelow  = 960 // window width below which the rail shows icons only
	widestText   = 800 // the content grows up to this, then stays centred
	mostSide     = 0.4 // of the window, for a column at the left that is no rail
	leastWidth   = 640 // of the window
	leastHeight  = 420
	practiceWide = 3
)

// Frame is the whole window: top bar, rail (or another column at the left), sheet
// with the page's content, footer, log drawer, and the violet frame of practice.
// The content scrolls only when it does not fit.
type Frame struct {
	base
	chrome [2]*canvas.Rectangle // the column at the left, and behind the sheet's round corner
	sheet  *box
	bar    *TopBar
	side   fyne.CanvasObject
	sideW  float32
	footer fyne.CanvasObject
	drawer *LogDrawer
	// OnResized is called when the window has another size.
	OnResized func()
	page      *pageHolder
	scroll    *container.Scroll
	violet    [4]*canvas.Rectangle
	practis   bool
	scrolls   bool
	arranged  fyne.Size
	over      *Overflow
}

// NewFrame returns a frame; side and footer may be nil, drawer too.
func NewFrame(bar *TopBar, side, footer fyne.CanvasObject, drawer *LogDrawer) *Frame {
	f := &Frame{
		chrome: [2]*canvas.Rectangle{canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)},
		sheet:  newBox(look.Hair, look.Page, 12), bar: bar, side: side,
		footer: footer, drawer: drawer, page: newPageHolder(),
	}
	f.sheet.onlyTopLeft, f.sheet.onWindow = true, true
	f.scroll = container.NewVScroll(canvas.NewRectangle(color.Transparent))
	for i := range f.violet {
		f.violet[i] = canvas.NewRectangle(color.Transparent)
	}
	f.begin(f)
	f.page.hang(f.grew)
	if drawer != nil {
		drawer.hang(f.grew)
	}
	return f
}

// SetContent changes the page.
func (f *Frame) SetContent(content fyne.CanvasObject) {
	f.page.set(content)
	f.scroll.Offset = fyne.Position{}
	f.Refresh()
}

// SetSide changes the column at the left. Width is in units of the design; 0 is
// the rail's own width, which narrows in a narrow window.
func (f *Frame) SetSide(side fyne.CanvasObject, width float32) {
	f.side, f.sideW = side, width
	f.Refresh()
}

// SetFooter changes the foot of the sheet.
func (f *Frame) SetFooter(footer fyne.CanvasObject) {
	f.footer = footer
	f.Refresh()
}

// SetPractice shows or hides the violet frame round the window.
func (f *Frame) SetPractice(on bool) {
	f.practis = on
	f.Refresh()
}

// ShowLog shows or hides the log drawer's bar.
func (f *Frame) ShowLog(on bool) {
	if f.drawer != nil {
		show(f.drawer, on)
		f.Refresh()
	}
}

// Scrolls says whether the content is too high for the window and scrolls.
func (f *Frame) Scrolls() bool { return f.scrolls }

// ScrollToTop brings the beginning of the page into view.
func (f *Frame) ScrollToTop() { f.scroll.ScrollToTop() }

// objects are in the order of Tab: content, footer, rail, top bar.
func (f *Frame) objects() []fyne.CanvasObject {
	out := append([]fyne.CanvasObject{f.chrome[0], f.chrome[1]}, f.sheet.objects()...)
	if f.scrolls {
		out = append(out, f.scroll)
	} else {
		out = append(out, f.page)
	}
	if f.drawer != nil {
		out = append(out, f.drawer)
	}
	for _, o := range []fyne.CanvasObject{f.footer, f.side} {
		if o != nil {
			out = append(out, o)
		}
	}
	out = append(out, f.bar)
	for _, v := range f.violet {
		out = append(out, v)
	}
	return out
}

func (f *Frame) height(float32) float32 { return f.unit(leastHeight) }
func (f *Frame) narrowest() float32     { return f.unit(leastWidth) }

// sideWidth is the width of the column at the left in a window of a width.
func (f *Frame) sideWidth(window float32) float32 {
	switch {
	case f.side == nil:
		return 0
	case f.sideW > 0:
		return fyne.Min(f.unit(f.sideW), whole(window*mostSide))
	case window < f.unit(narrowBelow):
		return f.unit(railNarrow)
	}
	return f.unit(railWide)
}

// column returns where the content stands within the sheet: its left edge and its
// width.
func (f *Frame) column(sheet float32) (left, width float32) {
	left = f.unit(margin + 1)
	width = sheet - left - f.unit(margin)
	if most := f.unit(widestText); width > most {
		left += whole((width - most) / 2)
		width = most
	}
	return left, fyne.Max(0, width)
}

func (f *Frame) arrange(size fyne.Size) {
	if resized := size != f.arranged; resized {
		f.arranged = size
		if f.OnResized != nil {
			defer f.OnResized()
		}
	}
	bar, foot := f.unit(barHigh), float32(0)
	sideW := f.sideWidth(size.Width)
	sheetW := size.Width - sideW
	left, width := f.column(sheetW)
	// The bar has a ground of its own, and that of the sheet is the window's.
	place(f.chrome[0], 0, bar, sideW, size.Height-bar)
	corner := f.unit(f.sheet.radius)
	place(f.chrome[1], sideW, bar, corner, corner)
	// The sheet reaches out of the window at the right and at the foot, so that
	// its edge is seen at the top and at the left only.
	f.sheet.put(&f.base, sideW, bar, sheetW+f.unit(2), size.Height-bar+f.unit(2))
	f.bar.rail = railWide
	if f.sideW > 0 {
		f.bar.rail = f.sideW
	}
	place(f.bar, 0, 0, size.Width, bar)
	if f.side != nil {
		place(f.side, 0, bar, sideW, size.Height-bar)
	}
	if f.footer != nil {
		foot = f.unit(footHigh)
		if s, ok := f.footer.(interface{ span(left, width float32) }); ok {
			s.span(left, width)
		}
		place(f.footer, sideW, size.Height-foot, sheetW, foot)
	}
	floor := size.Height - foot
	if f.drawer != nil && f.drawer.Visible() {
		f.drawer.span(left-f.thin(1), width)
		h := f.drawer.height(sheetW)
		place(f.drawer, sideW+f.thin(1), floor-h, sheetW-f.thin(1), h)
		f.drawer.arrange(f.drawer.Size())
		floor -= f.unit(drawerShut)
	}
	f.arrangePage(sideW, bar+f.thin(1), sheetW, floor-bar-f.thin(1), left, width)
	f.arrangeViolet(size)
}

// arrangePage places the content, inside a scroll where it does not fit.
func (f *Frame) arrangePage(x, y, w, h, left, width float32) {
	f.page.left, f.page.width = left, width
	need := f.page.HeightFor(w)
	scrolls := need > h+0.5
	if scrolls != f.scrolls {
		f.scrolls = scrolls
		if scrolls {
			f.page.Move(fyne.Position{})
			f.scroll.Content = f.page
		} else {
			f.scroll.Content = canvas.NewRectangle(color.Transparent)
		}
		f.scroll.Refresh()
		canvas.Refresh(f)
	}
	if scrolls {
		place(f.scroll, x+f.thin(1), y, w-f.thin(1), h)
		f.page.left -= f.thin(1)
		f.page.Resize(fyne.NewSize(w-f.thin(1), need))
		f.scroll.Refresh()
	} else {
		place(f.page, x, y, w, h)
	}
	f.page.arrange(f.page.Size())
}

func (f *Frame) arrangeViolet(size fyne.Size) {
	s := f.unit(practiceWide)
	place(f.violet[0], 0, 0, size.Width, s)
	place(f.violet[1], 0, 0, s, size.Height)
	place(f.violet[2], size.Width-s, 0, s, size.Height)
	place(f.violet[3], 0, size.Height-s, size.Width, s)
}

func (f *Frame) paint() {
	for _, c := range f.chrome {
		c.FillColor = f.colour(look.Chrome)
	}
	f.sheet.paint(&f.base)
	for _, v := range f.violet {
		v.FillColor = f.colour(look.Practice)
		show(v, f.practis)
	}
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"backupsso/ui/look"
)

// Side is the column at the left of a page that is no step: what one can do, and
// at its foot one thing to know. The content scrolls where it does not fit.
type Side struct {
	base
	content Tall
	scroll  *container.Scroll
	scrolls bool
	line    *canvas.Rectangle
	icon    *glyph
	title   *Para
	second  *Para
}

// NewSide returns a column with its foot.
func NewSide(content Tall, icon look.IconName, title, second string) *Side {
	s := &Side{content: content, line: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, look.Muted),
		title: NewPara(Body, look.Ink, title), second: NewPara(Small, look.Faint, second)}
	s.scroll = container.NewVScroll(canvas.NewRectangle(color.Transparent))
	s.begin(s)
	hangOn(content, s.grew)
	return s
}

// SetFoot changes the words at the foot.
func (s *Side) SetFoot(icon look.IconName, title, second string) {
	s.icon.name = icon
	s.title.SetText(title)
	s.second.SetText(second)
	s.Refresh()
}

// Reveal scrolls as little as it takes to have an object of the column in view.
func (s *Side) Reveal(o fyne.CanvasObject) {
	if !s.scrolls || !holds(s.content, o) {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.scroll).Y
	most := fyne.Max(0, s.content.Size().Height-s.scroll.Size().Height)
	offset := s.scroll.Offset.Y
	switch bottom := top + o.Size().Height; {
	case top < 0:
		offset += top
	case bottom > s.scroll.Size().Height:
		offset += bottom - s.scroll.Size().Height
	}
	s.scroll.ScrollToOffset(fyne.NewPos(0, fyne.Max(0, fyne.Min(most, offset))))
}

func (s *Side) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{s.content}
	if s.scrolls {
		out[0] = s.scroll
	}
	return append(out, s.line, s.icon.canvas, s.title, s.second)
}

func (s *Side) height(float32) float32 { return s.unit(leastHeight - barHigh) }
func (s *Side) narrowest() float32     { return s.unit(200) }

func (s *Side) arrange(size fyne.Size) {
	room := fyne.Max(0, size.Width-s.unit(58))
	th, sh := s.title.height(room), s.second.height(room)
	foot := fyne.Max(s.unit(footHigh), th+sh+s.unit(16))
	top := size.Height - foot
	place(s.line, 0, top, size.Width, s.thin(1))
	y := top + s.unit(1) + (foot-th-sh)/2
	s.icon.put(s.unit(20), top+(foot-s.unit(18))/2, s.unit(20))
	place(s.title, s.unit(50), y, room, th)
	place(s.second, s.unit(50), y+th, room, sh)
	need := s.content.HeightFor(size.Width)
	scrolls := need > top+0.5
	if scrolls != s.scrolls {
		s.scrolls = scrolls
		s.scroll.Content = canvas.NewRectangle(color.Transparent)
		if scrolls {
			s.content.Move(fyne.Position{})
			s.scroll.Content = s.content
		}
		s.scroll.Refresh()
		canvas.Refresh(s)
	}
	if scrolls {
		place(s.scroll, 0, 0, size.Width, top)
		s.content.Resize(fyne.NewSize(size.Width, need))
		s.scroll.Refresh()
		return
	}
	place(s.content, 0, 0, size.Width, need)
}

func (s *Side) paint() {
	s.line.FillColor = s.colour(look.Hair)
	s.icon.paint(&s.base)
}

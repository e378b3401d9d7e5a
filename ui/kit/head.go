package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Head is the first row of a card: a strong title, something at its right.
type Head struct {
	base
	title    *Para
	trailing fyne.CanvasObject
	ruled    bool
}

// NewHead returns a card's head; trailing may be nil.
func NewHead(title string, trailing fyne.CanvasObject) *Head {
	h := &Head{title: NewPara(Strong, look.Ink, title), trailing: trailing}
	h.begin(h)
	return h
}

// Ruled draws a line between the head and the first row and returns the head.
func (h *Head) Ruled() *Head {
	h.ruled = true
	return h
}

// SetText changes the title.
func (h *Head) SetText(text string) { h.title.SetText(text) }

func (h *Head) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{h.title}
	if h.trailing != nil {
		out = append(out, h.trailing)
	}
	return out
}

func (h *Head) room(width float32) float32 {
	if h.trailing == nil {
		return width - h.unit(32)
	}
	return width - h.unit(44) - widthOf(h.trailing)
}

func (h *Head) height(width float32) float32 {
	if h.ruled {
		return h.title.height(h.room(width)) + h.unit(20)
	}
	return h.title.height(h.room(width)) + h.unit(15)
}

func (h *Head) narrowest() float32 { return h.title.narrowest() + h.unit(44) + widthOf(h.trailing) }

func (h *Head) arrange(size fyne.Size) {
	room := h.room(size.Width)
	th := h.title.height(room)
	top := h.unit(12)
	if h.ruled {
		top = (size.Height - th) / 2
	}
	place(h.title, h.unit(16), top, room, th)
	if h.trailing != nil {
		w := widthOf(h.trailing)
		hh := heightOf(h.trailing, w)
		place(h.trailing, size.Width-h.unit(16)-w, top+(th-hh)/2, w, hh)
	}
}

func (h *Head) paint() {}

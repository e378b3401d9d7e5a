package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// PageHead is a page's title with its lead below; an icon may stand before the
// title, on a page that reports a result.
type PageHead struct {
	base
	icon        *glyph
	title, lead *Para
}

// NewPageHead returns a page's head.
func NewPageHead(title, lead string) *PageHead {
	h := &PageHead{icon: newGlyph("", look.Ok), title: NewTitle(title), lead: NewLead(lead)}
	h.begin(h)
	return h
}

// Set changes title and lead.
func (h *PageHead) Set(title, lead string) {
	h.title.SetText(title)
	h.lead.SetText(lead)
	h.changed()
}

// SetIcon changes the icon before the title; an empty name takes it away.
func (h *PageHead) SetIcon(name look.IconName, colour fyne.ThemeColorName) {
	h.icon.name, h.icon.colour = name, colour
	h.changed()
}

func (h *PageHead) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.icon.canvas, h.title, h.lead}
}

func (h *PageHead) indent() float32 {
	if h.icon.name == "" {
		return 0
	}
	return h.unit(38)
}

func (h *PageHead) height(width float32) float32 {
	high := h.title.height(width - h.indent())
	if h.lead.text != "" {
		high += h.unit(4) + h.lead.height(width)
	}
	return high
}

func (h *PageHead) narrowest() float32 { return h.title.narrowest() + h.indent() }

func (h *PageHead) arrange(size fyne.Size) {
	x := h.indent()
	th := h.title.height(size.Width - x)
	h.icon.put(0, 0, h.unit(28))
	place(h.title, x, 0, size.Width-x, th)
	place(h.lead, 0, th+h.unit(4), size.Width, h.lead.height(size.Width))
}

func (h *PageHead) paint() { h.icon.paint(&h.base) }

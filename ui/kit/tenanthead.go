package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// TenantHead names the columns of the start page's list.
type TenantHead struct {
	base
	name, state, expiry *Para
	line                *canvas.Rectangle
}

var _ fyne.Accessible = (*TenantHead)(nil)

// NewTenantHead returns the captions above the rows.
func NewTenantHead(name, state, expiry string) *TenantHead {
	h := &TenantHead{name: NewPara(Small, look.Muted, name), state: NewPara(Small, look.Muted, state),
		expiry: NewPara(Small, look.Muted, expiry), line: canvas.NewRectangle(color.Transparent)}
	h.begin(h)
	return h
}

// AccessibilityLabel returns the captions.
func (h *TenantHead) AccessibilityLabel() string {
	return h.name.text + ", " + h.state.text + ", " + h.expiry.text
}

// AccessibilityRole says that this is text.
func (h *TenantHead) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (h *TenantHead) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.name, h.state, h.expiry, h.line}
}

func (h *TenantHead) height(width float32) float32 {
	most := h.unit(16)
	for i, room := range h.rooms(width) {
		most = fyne.Max(most, h.texts()[i].height(room))
	}
	return most + h.unit(12)
}

func (h *TenantHead) narrowest() float32 { return h.unit(360) }

func (h *TenantHead) texts() []*Para { return []*Para{h.name, h.state, h.expiry} }

// rooms are the widths of the three captions.
func (h *TenantHead) rooms(width float32) []float32 {
	icon, state, expiry, _ := tenantColumns(&h.base, width)
	return []float32{icon - h.unit(8), expiry - state - h.unit(8), width - expiry}
}

func (h *TenantHead) arrange(size fyne.Size) {
	_, state, expiry, _ := tenantColumns(&h.base, size.Width)
	foot, rooms := size.Height-h.unit(9), h.rooms(size.Width)
	for i, x := range []float32{0, state, expiry} {
		high := h.texts()[i].height(rooms[i])
		place(h.texts()[i], x, foot-high, rooms[i], high)
	}
	place(h.line, 0, size.Height-h.thin(1), size.Width, h.thin(1))
}

func (h *TenantHead) paint() { h.line.FillColor = h.colour(look.Hair) }

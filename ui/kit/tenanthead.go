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
	name, state, expiry *words
	line                *canvas.Rectangle
}

var _ fyne.Accessible = (*TenantHead)(nil)

// NewTenantHead returns the captions above the rows.
func NewTenantHead(name, state, expiry string) *TenantHead {
	h := &TenantHead{name: newWords(Small, look.Muted, name), state: newWords(Small, look.Muted, state),
		expiry: newWords(Small, look.Muted, expiry), line: canvas.NewRectangle(color.Transparent)}
	h.begin(h)
	return h
}

// AccessibilityLabel returns the captions.
func (h *TenantHead) AccessibilityLabel() string {
	return h.name.full + ", " + h.state.full + ", " + h.expiry.full
}

// AccessibilityRole says that this is text.
func (h *TenantHead) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (h *TenantHead) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.name.canvas, h.state.canvas, h.expiry.canvas, h.line}
}

func (h *TenantHead) height(float32) float32 { return h.unit(28) }
func (h *TenantHead) narrowest() float32     { return h.unit(360) }

func (h *TenantHead) arrange(size fyne.Size) {
	icon, state, expiry, _ := tenantColumns(&h.base, size.Width)
	high := size.Height - h.unit(6)
	h.name.put(&h.base, 0, 0, icon-h.unit(8), high)
	h.state.put(&h.base, state, 0, expiry-state-h.unit(8), high)
	h.expiry.put(&h.base, expiry, 0, size.Width-expiry, high)
	place(h.line, 0, size.Height-h.thin(1), size.Width, h.thin(1))
}

func (h *TenantHead) paint() {
	h.line.FillColor = h.colour(look.Hair)
	for _, text := range []*words{h.name, h.state, h.expiry} {
		text.paint(&h.base)
	}
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// TenantItem is what a row of the start page says about one set-up.
type TenantItem struct {
	Name, Second     string
	SecondColour     fyne.ThemeColorName // empty: faint
	Icon             look.IconName       // of the state
	IconColour       fyne.ThemeColorName
	State, StateMore string
	Expiry, Left     string
	LeftColour       fyne.ThemeColorName // empty: faint
}

// tenantColumns are where the columns of the list begin: the name at 0, then the
// state's icon, the state, the expiry date, and the arrow.
func tenantColumns(b *base, width float32) (icon, state, expiry, arrow float32) {
	icon = whole(width * 0.31)
	return icon, icon + b.unit(26), whole(width * 0.70), width - b.unit(24)
}

// TenantRow is one set-up of the start page's list, 60 high; a tap, Enter or
// Space chooses it.
type TenantRow struct {
	base
	touch
	item                              TenantItem
	under, line                       *canvas.Rectangle
	icon, arrow                       *glyph
	name                              *words
	second, state, more, expiry, left *Para
	ring                              *ring
}

var (
	_ fyne.Accessible = (*TenantRow)(nil)
	_ Tall            = (*TenantRow)(nil)
)

// NewTenantRow returns a row; chosen is its deed.
func NewTenantRow(item TenantItem, chosen func()) *TenantRow {
	colour := func(wanted fyne.ThemeColorName) fyne.ThemeColorName {
		if wanted == "" {
			return look.Faint
		}
		return wanted
	}
	r := &TenantRow{
		item: item, under: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent),
		icon: newGlyph(item.Icon, item.IconColour), arrow: newGlyph(look.IconRight, look.Muted),
		name: newWords(Strong, look.Ink, item.Name), second: NewPara(Small, colour(item.SecondColour), item.Second),
		state: NewPara(Body, look.Ink, item.State), more: NewPara(Small, look.Faint, item.StateMore),
		expiry: NewPara(Body, look.Ink, item.Expiry), left: NewPara(Small, colour(item.LeftColour), item.Left),
		ring: newRing(-1, 6),
	}
	r.begin(r)
	r.onTap, r.redraw = chosen, r.Refresh
	return r
}

// AccessibilityLabel returns all that the row says.
func (r *TenantRow) AccessibilityLabel() string {
	label := r.item.Name
	for _, part := range []string{r.item.Second, r.item.State, r.item.StateMore, r.item.Expiry, r.item.Left} {
		if part != "" {
			label += ", " + part
		}
	}
	return label
}

// AccessibilityRole says that this is a button.
func (r *TenantRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (r *TenantRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.under, r.line, r.icon.canvas, r.arrow.canvas, r.name.canvas, r.second,
		r.state, r.more, r.expiry, r.left, r.ring.rect}
}

// height is 60, or more where a text needs more lines than it should.
func (r *TenantRow) height(width float32) float32 {
	stateW, expiryW := r.rooms(width)
	most := fyne.Max(r.state.height(stateW)+r.more.height(stateW), r.expiry.height(expiryW)+r.left.height(expiryW))
	icon, _, _, _ := tenantColumns(&r.base, width)
	most = fyne.Max(most, r.unit(20)+r.second.height(icon-r.unit(8)))
	return fyne.Max(r.unit(60), most+r.unit(24))
}

// rooms are the widths of the two columns of sentences.
func (r *TenantRow) rooms(width float32) (state, expiry float32) {
	_, stateX, expiryX, arrow := tenantColumns(&r.base, width)
	return expiryX - stateX - r.unit(8), arrow - expiryX - r.unit(8)
}

func (r *TenantRow) narrowest() float32 { return r.unit(360) }

func (r *TenantRow) arrange(size fyne.Size) {
	icon, state, expiry, arrow := tenantColumns(&r.base, size.Width)
	place(r.under, 0, 0, size.Width, size.Height-r.thin(1))
	place(r.line, 0, size.Height-r.thin(1), size.Width, r.thin(1))
	r.ring.put(&r.base, -r.unit(10), 0, size.Width+r.unit(20), size.Height)
	below := r.second.height(icon - r.unit(8))
	top := (size.Height - r.unit(20) - below) / 2
	r.name.put(&r.base, 0, top, icon-r.unit(8), r.unit(20))
	place(r.second, 0, top+r.unit(20), icon-r.unit(8), below)
	stateW, expiryW := r.rooms(size.Width)
	stack(r.state, r.more, state, stateW, size.Height)
	stack(r.expiry, r.left, expiry, expiryW, size.Height)
	r.icon.put(icon, (size.Height-r.unit(20))/2, r.unit(20))
	r.arrow.put(arrow, (size.Height-r.unit(20))/2, r.unit(20))
}

// stack places two sentences below each other in the middle of the row.
func stack(first, second *Para, x, width, high float32) {
	one, two := first.height(width), second.height(width)
	top := (high - one - two) / 2
	place(first, x, top, width, one)
	place(second, x, top+one, width, two)
}

func (r *TenantRow) paint() {
	r.line.FillColor, r.under.FillColor = r.colour(look.Hair), color.Transparent
	if r.hovered && !r.off {
		r.under.FillColor = r.colour(look.Inset)
	}
	r.name.paint(&r.base)
	r.icon.paint(&r.base)
	r.arrow.paint(&r.base)
	r.ring.paint(&r.base, r.focused && !r.off)
}

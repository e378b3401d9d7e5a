package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// optionRow is the head of one option.
type optionRow struct {
	base
	group       *OptionGroup
	index       int
	option      Option
	ground      *canvas.Rectangle
	radio       *radio
	title, why  *Para
	icon        *glyph
	first, last bool
}

func newOptionRow(g *OptionGroup, index int, o Option) *optionRow {
	r := &optionRow{
		group: g, index: index, option: o, ground: canvas.NewRectangle(color.Transparent), radio: newRadio(),
		title: NewPara(Strong, look.Ink, o.Title), why: NewPara(Body, look.Muted, o.Why), icon: newGlyph(o.Icon, look.Muted),
	}
	r.begin(r)
	return r
}

// Tapped chooses the option.
func (r *optionRow) Tapped(*fyne.PointEvent) { r.group.pick(r.index) }

// AccessibilityLabel returns title and why.
func (r *optionRow) AccessibilityLabel() string { return r.title.text + ". " + r.why.text }

// AccessibilityRole says that this is a button; Fyne has no role for radios.
func (r *optionRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (r *optionRow) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ground}
	out = append(out, r.radio.objects()...)
	return append(out, r.title, r.why, r.icon.canvas)
}

func (r *optionRow) room(width float32) float32 {
	w := width - r.unit(48+16)
	if r.icon.name != "" {
		w -= r.unit(32)
	}
	return fyne.Max(0, w)
}

func (r *optionRow) height(width float32) float32 {
	room := r.room(width)
	return r.title.height(room) + r.why.height(room) + r.unit(24)
}
func (r *optionRow) narrowest() float32 { return r.unit(200) }

func (r *optionRow) arrange(size fyne.Size) {
	place(r.ground, 0, 0, size.Width, size.Height)
	r.radio.put(&r.base, r.unit(16), r.unit(12))
	room := r.room(size.Width)
	th := r.title.height(room)
	place(r.title, r.unit(48), r.unit(12), room, th)
	place(r.why, r.unit(48), r.unit(12)+th, room, r.why.height(room))
	r.icon.put(size.Width-r.unit(36), r.unit(12), r.unit(20))
}

func (r *optionRow) paint() {
	chosen := r.group.chosen == r.index
	r.ground.FillColor = color.Transparent
	if chosen {
		r.ground.FillColor = r.colour(look.AccentSoft)
	}
	round(r.ground, r.unit(7), !r.first, !r.last)
	r.radio.paint(&r.base, chosen, r.group.focused && (chosen || r.group.chosen < 0 && r.index == 0))
	r.icon.paint(&r.base)
}

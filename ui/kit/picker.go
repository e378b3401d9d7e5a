package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"backupsso/ui/look"
)

// Picker is a labelled drop-down of 36: it shows what is picked and opens a menu.
// Arrows step through the choices without opening it.
type Picker struct {
	base
	touch
	// OnPicked is called when a person picks another one.
	OnPicked func(index int)

	canvas  func() fyne.Canvas
	label   *words
	box     *box
	value   *words
	note    *words
	chevron *glyph
	choices []string
	notes   []string
	picked  int
	flat    bool
	ring    *ring
}

var _ fyne.Accessible = (*Picker)(nil)

// NewPicker returns a drop-down; on returns the canvas its menu is shown on.
func NewPicker(on func() fyne.Canvas, label string, picked int, choices ...string) *Picker {
	p := &Picker{
		canvas: on, label: newWords(Small, look.Muted, label), box: newBox(look.Control, look.Page, 6),
		value: newWords(Body, look.Ink, ""), note: newWords(Body, look.Muted, ""), chevron: newGlyph(look.IconDown, look.Ink),
		choices: choices, picked: picked, ring: newRing(-1, 6),
	}
	p.begin(p)
	p.redraw, p.onTap = p.Refresh, p.open
	return p
}

// Flat leaves label and edge away and is as wide as the choice, for a place in a
// bar, and returns the picker.
func (p *Picker) Flat() *Picker {
	p.flat = true
	return p
}

// SetChoices changes the choices, each with a muted note at its right; notes may
// be nil.
func (p *Picker) SetChoices(picked int, choices, notes []string) {
	p.choices, p.notes, p.picked = choices, notes, picked
	p.changed()
}

// Picked returns the picked choice, or -1.
func (p *Picker) Picked() int { return p.picked }

// Value returns the text of the picked choice.
func (p *Picker) Value() string {
	if p.picked < 0 || p.picked >= len(p.choices) {
		return ""
	}
	return p.choices[p.picked]
}

// noted is the note of the picked choice.
func (p *Picker) noted() string {
	if p.picked < 0 || p.picked >= len(p.notes) {
		return ""
	}
	return p.notes[p.picked]
}

// Pick picks a choice without calling OnPicked.
func (p *Picker) Pick(index int) {
	p.picked = index
	p.Refresh()
}

func (p *Picker) choose(index int) {
	if p.off || index < 0 || index >= len(p.choices) || index == p.picked {
		return
	}
	p.Pick(index)
	if p.OnPicked != nil {
		p.OnPicked(index)
	}
}

func (p *Picker) open() {
	if p.canvas == nil || p.canvas() == nil {
		return
	}
	items := make([]*fyne.MenuItem, len(p.choices))
	for i, c := range p.choices {
		items[i] = fyne.NewMenuItem(c, func() { p.choose(i) })
		items[i].Checked = i == p.picked
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", items...), p.canvas())
	menu.ShowAtRelativePosition(fyne.NewPos(0, p.Size().Height+p.unit(4)), p)
	menu.Resize(fyne.NewSize(fyne.Max(p.Size().Width, menu.MinSize().Width), menu.MinSize().Height))
}

// TypedKey steps with the arrows and opens the menu on Enter and Space.
func (p *Picker) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		p.choose(p.picked + 1)
	case fyne.KeyUp:
		p.choose(p.picked - 1)
	default:
		p.touch.TypedKey(e)
	}
}

// AccessibilityLabel returns label, value and note.
func (p *Picker) AccessibilityLabel() string {
	said := p.label.full + ", " + p.Value()
	if note := p.noted(); note != "" {
		said += ", " + note
	}
	return said
}

// AccessibilityRole says that this is a button.
func (p *Picker) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (p *Picker) objects() []fyne.CanvasObject {
	out := append([]fyne.CanvasObject{p.label.canvas}, p.box.objects()...)
	return append(out, p.value.canvas, p.note.canvas, p.chevron.canvas, p.ring.rect)
}

func (p *Picker) top() float32 {
	if p.label.full == "" || p.flat {
		return 0
	}
	return p.unit(20)
}
func (p *Picker) height(float32) float32 { return p.top() + p.unit(36) }

func (p *Picker) narrowest() float32 {
	if p.flat {
		return up(p.role().width(&p.base, p.Value()) + p.unit(8+8+20+8))
	}
	return p.unit(96)
}

func (p *Picker) role() Role { return p.value.role }

func (p *Picker) arrange(size fyne.Size) {
	y, high := p.top(), p.unit(36)
	p.ring.put(&p.base, 0, 0, size.Width, size.Height)
	if p.flat {
		p.value.put(&p.base, p.unit(8), 0, size.Width-p.unit(8+8+20+8)+1, high)
		p.chevron.put(size.Width-p.unit(28), p.unit(8), p.unit(20))
		return
	}
	p.label.put(&p.base, 0, 0, size.Width, p.unit(16))
	p.box.put(&p.base, 0, y, size.Width, high)
	p.chevron.put(size.Width-p.unit(33), y+p.unit(8), p.unit(20))
	right := size.Width - p.unit(41)
	// The note gives way to what is picked; what is too long even so loses its middle.
	room := right - p.unit(13)
	p.note.set(p.noted())
	if p.note.full != "" && p.value.width(&p.base)+p.unit(8)+p.note.width(&p.base) > room {
		p.note.set("")
	}
	p.note.putRight(&p.base, right, y, high)
	putCutMiddle(&p.base, p.value, p.unit(13), y, room, high)
}

func (p *Picker) paint() {
	p.value.full = p.Value()
	p.note.set(p.noted())
	p.box.edge, p.box.ground, p.chevron.name = look.Control, look.Page, look.IconDown
	p.box.stroke = 1
	switch {
	case p.off:
		p.box.edge, p.box.ground, p.chevron.name = "", look.Off, look.IconLock
	case p.focused:
		p.box.edge, p.box.stroke = look.Accent, 2
	}
	if p.flat {
		p.box.edge, p.box.ground, p.value.colour = "", "", look.Muted
		if p.hovered {
			p.box.ground = look.Inset
		}
	}
	show(p.label.canvas, !p.flat)
	p.ring.paint(&p.base, p.flat && p.focused)
	p.box.paint(&p.base)
	for _, w := range []*words{p.label, p.value, p.note} {
		w.paint(&p.base)
	}
	p.chevron.paint(&p.base)
}

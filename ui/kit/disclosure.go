package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Disclosure is a card with one row that opens downwards. A muted text at the
// right of the row says what is inside while it is shut.
type Disclosure struct {
	base
	// OnOpened is called after a person opened or shut it.
	OnOpened func(open bool)

	box     *box
	row     *disclosureRow
	content fyne.CanvasObject
}

var _ Tall = (*Disclosure)(nil)

// NewDisclosure returns a shut disclosure.
func NewDisclosure(title, summary string, content fyne.CanvasObject) *Disclosure {
	d := &Disclosure{box: newBox(look.Hair, look.Page, 8), content: content}
	d.row = newDisclosureRow(title, summary, d.Toggle)
	d.begin(d)
	content.Hide()
	hangOn(content, d.grew)
	return d
}

// Open says whether it is open.
func (d *Disclosure) Open() bool { return d.content.Visible() }

// SetOpen opens or shuts it.
func (d *Disclosure) SetOpen(open bool) {
	show(d.content, open)
	d.row.setOpen(open)
	d.changed()
}

// Toggle opens it if shut, and shuts it if open.
func (d *Disclosure) Toggle() {
	d.SetOpen(!d.Open())
	if d.OnOpened != nil {
		d.OnOpened(d.Open())
	}
}

// SetSummary changes the text at the right.
func (d *Disclosure) SetSummary(text string) {
	d.row.summary.set(text)
	d.row.Refresh()
}

func (d *Disclosure) objects() []fyne.CanvasObject {
	return append(d.box.objects(), d.row, d.content)
}

func (d *Disclosure) height(width float32) float32 {
	h := d.unit(44)
	if d.Open() {
		h += d.unit(4) + heightOf(d.content, width-d.unit(45+17)) + d.unit(15)
	}
	return h
}

func (d *Disclosure) narrowest() float32 { return d.unit(240) }

func (d *Disclosure) arrange(size fyne.Size) {
	d.box.put(&d.base, 0, 0, size.Width, size.Height)
	place(d.row, 0, 0, size.Width, d.unit(44))
	room := size.Width - d.unit(45+17)
	place(d.content, d.unit(45), d.unit(48), room, heightOf(d.content, room))
}

func (d *Disclosure) paint() { d.box.paint(&d.base) }

// disclosureRow is the row that is tapped.
type disclosureRow struct {
	base
	touch
	chevron *glyph
	title   *words
	summary *words
	ring    *ring
	open    bool
}

var _ fyne.Accessible = (*disclosureRow)(nil)

func newDisclosureRow(title, summary string, tapped func()) *disclosureRow {
	r := &disclosureRow{
		chevron: newGlyph(look.IconRight, look.Accent), title: newWords(Body, look.Ink, title),
		summary: newWords(Body, look.Muted, summary), ring: newRing(2, 8),
	}
	r.begin(r)
	r.onTap, r.redraw = tapped, r.Refresh
	return r
}

func (r *disclosureRow) setOpen(open bool) {
	r.open = open
	r.chevron.name = look.IconRight
	if open {
		r.chevron.name = look.IconDown
	}
	r.Refresh()
}

func (r *disclosureRow) AccessibilityLabel() string {
	if r.summary.full == "" {
		return r.title.full
	}
	return r.title.full + ". " + r.summary.full
}
func (r *disclosureRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (r *disclosureRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.chevron.canvas, r.title.canvas, r.summary.canvas, r.ring.rect}
}
func (r *disclosureRow) height(float32) float32 { return r.unit(44) }
func (r *disclosureRow) narrowest() float32     { return r.unit(240) }

func (r *disclosureRow) arrange(size fyne.Size) {
	r.chevron.put(r.unit(13), (size.Height-r.unit(20))/2, r.unit(20))
	r.title.put(&r.base, r.unit(41), 0, 0, size.Height)
	r.summary.putRight(&r.base, size.Width-r.unit(17), 0, size.Height)
	free := size.Width - r.unit(41+17+12) - r.title.width(&r.base)
	show(r.summary.canvas, !r.open && r.summary.width(&r.base) <= free)
	r.ring.put(&r.base, 0, 0, size.Width, size.Height)
}

func (r *disclosureRow) paint() {
	r.chevron.paint(&r.base)
	r.title.paint(&r.base)
	r.summary.paint(&r.base)
	r.ring.paint(&r.base, r.focused)
}

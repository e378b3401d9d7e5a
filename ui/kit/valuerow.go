package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// ValueRow is a named value with a copy button: beside its name (34 high), or
// under it (57 high). Beside, it is cut in the middle; under, it wraps.
type ValueRow struct {
	base
	name  *Para
	value *Para
	short *words
	cell  *CopyCell
	under bool
	cut   bool // to one line
	nameW float32
	empty string
}

var _ fyne.Accessible = (*ValueRow)(nil)

// NewValueBeside returns a row with the name at the left, nameWidth wide.
func NewValueBeside(host Host, nameWidth float32, name, value string, copyWords CopyWords) *ValueRow {
	return newValueRow(host, false, nameWidth, name, value, copyWords)
}

// NewValueUnder returns a row with the name above the value. While the value is
// empty, the text of SetEmpty stands in its place and nothing can be copied.
func NewValueUnder(host Host, name, value string, copyWords CopyWords) *ValueRow {
	return newValueRow(host, true, 0, name, value, copyWords)
}

// Short cuts a value that nobody reads, only copies, in the middle to one line, and
// returns the row.
func (r *ValueRow) Short() *ValueRow {
	r.cut = true
	return r
}

func newValueRow(host Host, under bool, nameW float32, name, value string, copyWords CopyWords) *ValueRow {
	role := Body
	if under {
		role = Small
	}
	r := &ValueRow{name: NewPara(role, look.Muted, name), value: NewPara(Value, look.Ink, value), short: newWords(Value, look.Ink, value), under: under, nameW: nameW}
	r.cell = NewCopyCell(host, copyWords, r.Text)
	r.begin(r)
	hangOn(r.value, r.grew)
	return r
}

// Text returns the value.
func (r *ValueRow) Text() string { return r.short.full }

// SetText changes the value.
func (r *ValueRow) SetText(value string) {
	r.short.set(value)
	r.sync()
}

// SetEmpty sets what stands in the place of an empty value.
func (r *ValueRow) SetEmpty(text string) {
	r.empty = text
	r.sync()
}

func (r *ValueRow) sync() {
	text, role, colour := r.short.full, Value, look.Ink
	if text == "" {
		text, role, colour = r.empty, Body, look.Faint
	}
	r.value.text, r.value.role, r.value.colour, r.value.broken = text, role, colour, nil
	r.value.Refresh()
	r.changed()
}

// NameAndValue returns what the row shows.
func (r *ValueRow) NameAndValue() (name, value string) { return r.name.text, r.short.full }

// Cell returns the copy button.
func (r *ValueRow) Cell() *CopyCell { return r.cell }

// AccessibilityLabel returns name and value.
func (r *ValueRow) AccessibilityLabel() string { return r.name.text + ": " + r.value.text }

// AccessibilityRole says that this is text.
func (r *ValueRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (r *ValueRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.name, r.value, r.short.canvas, r.cell}
}

func (r *ValueRow) height(width float32) float32 {
	if !r.under {
		return fyne.Max(r.unit(33), r.name.height(r.unit(r.nameW-8))+r.unit(13))
	}
	room := width - r.unit(72)
	if r.cut {
		return r.unit(10+10+20) + r.name.height(room)
	}
	return r.unit(10+10) + r.name.height(room) + fyne.Max(r.unit(20), r.value.height(room))
}

func (r *ValueRow) narrowest() float32 { return r.unit(240) }

func (r *ValueRow) arrange(size fyne.Size) {
	pad, cell := r.unit(16), r.unit(40)
	if r.under {
		room := size.Width - r.unit(72)
		high := r.name.height(room)
		place(r.name, pad, r.unit(10), room, high)
		if r.cut {
			putCutMiddle(&r.base, r.short, pad, r.unit(10)+high, room, r.unit(20))
		} else {
			place(r.value, pad, r.unit(10)+high, room, r.value.height(room))
		}
	} else {
		x := pad + r.unit(r.nameW)
		high := r.name.height(r.unit(r.nameW - 8))
		place(r.name, pad, (size.Height-high)/2, r.unit(r.nameW-8), high)
		putCutMiddle(&r.base, r.short, x, 0, size.Width-x-cell, size.Height)
		place(r.cell, size.Width-cell, (size.Height-r.unit(32))/2, cell, r.unit(32))
		return
	}
	place(r.cell, size.Width-cell-r.unit(4), (size.Height-r.unit(32))/2, cell, r.unit(32))
}

func (r *ValueRow) paint() {
	r.short.paint(&r.base)
	show(r.value, r.under && !r.cut)
	show(r.short.canvas, !r.under || r.cut)
	show(r.cell, r.short.full != "")
}

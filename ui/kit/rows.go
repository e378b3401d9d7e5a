package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// InfoRow is a row of a card: icon, title, a second line, and something at its
// right, such as a button or a value.
type InfoRow struct {
	base
	icon     *glyph
	title    *Para
	second   *Para
	trailing fyne.CanvasObject
	pad      float32
}

var _ fyne.Accessible = (*InfoRow)(nil)

// NewInfoRow returns a compact row of 46: title in Body, second line in Small.
func NewInfoRow(icon look.IconName, title, second string, trailing fyne.CanvasObject) *InfoRow {
	return newInfoRow(icon, look.Muted, NewPara(Body, look.Ink, title), NewPara(Small, look.Muted, second), trailing, 4.5)
}

// NewDeedRow returns a roomy row of 64: title in Strong, second line in Body.
func NewDeedRow(icon look.IconName, title, second string, trailing fyne.CanvasObject) *InfoRow {
	return newInfoRow(icon, look.Accent, NewPara(Strong, look.Ink, title), NewPara(Body, look.Muted, second), trailing, 12)
}

func newInfoRow(icon look.IconName, colour fyne.ThemeColorName, title, second *Para, trailing fyne.CanvasObject, pad float32) *InfoRow {
	r := &InfoRow{icon: newGlyph(icon, colour), title: title, second: second, trailing: trailing, pad: pad}
	r.begin(r)
	hangOn(title, r.grew)
	hangOn(second, r.grew)
	return r
}

// Set changes the words.
func (r *InfoRow) Set(title, second string) {
	r.title.SetText(title)
	r.second.SetText(second)
	r.changed()
}

// SetIcon changes icon and colour.
func (r *InfoRow) SetIcon(name look.IconName, colour fyne.ThemeColorName) {
	r.icon.name, r.icon.colour = name, colour
	r.Refresh()
}

// AccessibilityLabel returns title and second line.
func (r *InfoRow) AccessibilityLabel() string {
	if r.second.text == "" {
		return r.title.text
	}
	return r.title.text + ". " + r.second.text
}

// AccessibilityRole says that this holds other things.
func (r *InfoRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *InfoRow) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.icon.canvas, r.title, r.second}
	if r.trailing != nil {
		out = append(out, r.trailing)
	}
	return out
}

func (r *InfoRow) indent() float32 {
	if r.icon.name == "" {
		return r.unit(16)
	}
	return r.unit(48)
}

func (r *InfoRow) room(width float32) float32 {
	w := width - r.indent() - r.unit(16)
	if r.trailing != nil {
		w -= widthOf(r.trailing) + r.unit(12)
	}
	return fyne.Max(w, 0)
}

func (r *InfoRow) words(room float32) float32 { return r.title.height(room) + r.second.height(room) }

func (r *InfoRow) height(width float32) float32 {
	h := r.words(r.room(width)) + r.unit(2*r.pad)
	return fyne.Max(h, heightOf(r.trailing, widthOf(r.trailing))+r.unit(12))
}

func (r *InfoRow) narrowest() float32 {
	return r.indent() + r.unit(96) + widthOf(r.trailing)
}

func (r *InfoRow) arrange(size fyne.Size) {
	room := r.room(size.Width)
	y := (size.Height - r.words(room)) / 2
	r.icon.put(r.unit(16), (size.Height-r.unit(20))/2, r.unit(20))
	th := r.title.height(room)
	place(r.title, r.indent(), y, room, th)
	place(r.second, r.indent(), y+th, room, r.second.height(room))
	if r.trailing != nil {
		w := widthOf(r.trailing)
		h := heightOf(r.trailing, w)
		right := r.unit(16)
		if _, ok := r.trailing.(*Button); ok {
			right = r.unit(12)
		}
		place(r.trailing, size.Width-right-w, whole((size.Height-h)/2), w, h)
	}
}

func (r *InfoRow) paint() { r.icon.paint(&r.base) }

// ValueRow is a named value with a copy button: beside its name (34 high), or
// under it (57 high). Beside, it is cut in the middle; under, it wraps.
type ValueRow struct {
	base
	name  *words
	value *Para
	short *words
	cell  *CopyCell
	under bool
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

func newValueRow(host Host, under bool, nameW float32, name, value string, copyWords CopyWords) *ValueRow {
	role := Body
	if under {
		role = Small
	}
	r := &ValueRow{name: newWords(role, look.Muted, name), value: NewPara(Value, look.Ink, value), short: newWords(Value, look.Ink, value), under: under, nameW: nameW}
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

// Cell returns the copy button.
func (r *ValueRow) Cell() *CopyCell { return r.cell }

// AccessibilityLabel returns name and value.
func (r *ValueRow) AccessibilityLabel() string { return r.name.full + ": " + r.value.text }

// AccessibilityRole says that this is text.
func (r *ValueRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (r *ValueRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.name.canvas, r.value, r.short.canvas, r.cell}
}

func (r *ValueRow) height(width float32) float32 {
	if !r.under {
		return r.unit(33)
	}
	return r.unit(10+16+10) + fyne.Max(r.unit(20), r.value.height(width-r.unit(72)))
}

func (r *ValueRow) narrowest() float32 { return r.unit(240) }

func (r *ValueRow) arrange(size fyne.Size) {
	pad, cell := r.unit(16), r.unit(40)
	if r.under {
		r.name.put(&r.base, pad, r.unit(10), size.Width-r.unit(72), r.unit(16))
		room := size.Width - r.unit(72)
		place(r.value, pad, r.unit(26), room, r.value.height(room))
	} else {
		x := pad + r.unit(r.nameW)
		r.name.put(&r.base, pad, 0, r.unit(r.nameW-8), size.Height)
		putCutMiddle(&r.base, r.short, x, 0, size.Width-x-cell, size.Height)
		place(r.cell, size.Width-cell, (size.Height-r.unit(32))/2, cell, r.unit(32))
		return
	}
	place(r.cell, size.Width-cell-r.unit(4), (size.Height-r.unit(32))/2, cell, r.unit(32))
}

func (r *ValueRow) paint() {
	r.name.paint(&r.base)
	r.short.paint(&r.base)
	show(r.value, r.under)
	show(r.short.canvas, !r.under)
	show(r.cell, r.short.full != "")
}

// NoteRow is the tinted last row of a card: an icon, one sentence, and something
// at its right.
type NoteRow struct {
	base
	ground   *canvas.Rectangle
	status   *StatusLine
	trailing fyne.CanvasObject
	tint     fyne.ThemeColorName
	pad      float32
	first    bool
	last     bool
}

// NewNoteRow returns an inset row of 36 with a status line in it.
func NewNoteRow(status *StatusLine, trailing fyne.CanvasObject) *NoteRow {
	n := &NoteRow{ground: canvas.NewRectangle(color.Transparent), status: status, trailing: trailing, tint: look.Inset, pad: 8}
	n.begin(n)
	hangOn(status, n.grew)
	return n
}

// AsHead makes the row a card's head of 44 on the ground of its tone, with the
// sentence in Strong, and returns it.
func (n *NoteRow) AsHead() *NoteRow {
	_, n.tint = n.status.tone.colours()
	n.pad = 12
	n.status.main.SetRole(Strong)
	return n
}

func (n *NoteRow) corners(first, last bool) { n.first, n.last = first, last; n.paint() }

func (n *NoteRow) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{n.ground, n.status}
	if n.trailing != nil {
		out = append(out, n.trailing)
	}
	return out
}

func (n *NoteRow) room(width float32) float32 {
	w := width - n.unit(32)
	if n.trailing != nil {
		w -= widthOf(n.trailing) + n.unit(12)
	}
	return fyne.Max(0, w)
}

func (n *NoteRow) height(width float32) float32 {
	return n.status.height(n.room(width)) + n.unit(2*n.pad)
}
func (n *NoteRow) narrowest() float32 { return n.status.narrowest() + n.unit(44) + widthOf(n.trailing) }

func (n *NoteRow) arrange(size fyne.Size) {
	place(n.ground, 0, 0, size.Width, size.Height)
	room := n.room(size.Width)
	h := n.status.height(room)
	place(n.status, n.unit(16), (size.Height-h)/2, room, h)
	if n.trailing != nil {
		w := widthOf(n.trailing)
		th := heightOf(n.trailing, w)
		place(n.trailing, size.Width-n.unit(16)-w, (size.Height-th)/2, w, th)
	}
}

func (n *NoteRow) paint() {
	n.ground.FillColor = n.colour(n.tint)
	round(n.ground, n.unit(7), !n.first, !n.last)
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// CopyValue is a value that can be copied: 36 high, monospaced, cut in the
// middle, with a copy button at its right.
type CopyValue struct {
	base
	box   *box
	value *words
	line  *canvas.Rectangle
	cell  *CopyCell
}

var _ fyne.Accessible = (*CopyValue)(nil)

// NewCopyValue returns a copyable value.
func NewCopyValue(host Host, value string, copyWords CopyWords) *CopyValue {
	v := &CopyValue{box: newBox(look.Hair, look.Inset, 6), value: newWords(Value, look.Ink, value), line: canvas.NewRectangle(color.Transparent)}
	v.cell = NewCopyCell(host, copyWords, v.Text)
	v.begin(v)
	return v
}

// Text returns the value, uncut.
func (v *CopyValue) Text() string { return v.value.full }

// SetText changes the value.
func (v *CopyValue) SetText(text string) {
	v.value.set(text)
	v.changed()
}

// Cell returns the copy button.
func (v *CopyValue) Cell() *CopyCell { return v.cell }

// AccessibilityLabel returns the value, uncut.
func (v *CopyValue) AccessibilityLabel() string { return v.value.full }

// AccessibilityRole says that this is text.
func (v *CopyValue) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (v *CopyValue) objects() []fyne.CanvasObject {
	return append(v.box.objects(), v.value.canvas, v.line, v.cell)
}
func (v *CopyValue) height(float32) float32 { return v.unit(36) }
func (v *CopyValue) narrowest() float32     { return v.unit(160) }

func (v *CopyValue) arrange(size fyne.Size) {
	v.box.put(&v.base, 0, 0, size.Width, size.Height)
	x := size.Width - v.unit(41)
	place(v.line, x, v.thin(1), v.thin(1), size.Height-v.unit(2))
	place(v.cell, x+v.thin(1), 0, v.unit(40), size.Height)
	putCutMiddle(&v.base, v.value, v.unit(13), 0, x-v.unit(26), size.Height)
}

func (v *CopyValue) paint() {
	v.box.paint(&v.base)
	v.value.paint(&v.base)
	v.line.FillColor = v.colour(look.Hair)
}

// putCutMiddle places a line and cuts it in the middle where it is too wide.
func putCutMiddle(b *base, w *words, x, y, width, h float32) {
	w.put(b, x, y, 0, h)
	w.canvas.Text = cutMiddle(w.full, width, func(s string) float32 { return w.role.width(b, s) })
}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

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
// sentence in Strong, and returns it. It is called again when tone or words change.
func (n *NoteRow) AsHead() *NoteRow {
	_, n.tint = n.status.tone.colours()
	n.pad = 12
	n.status.main.SetRole(Strong)
	n.Refresh()
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
	return fyne.Max(n.status.HeightFor(n.room(width))+n.unit(2*n.pad), heightOf(n.trailing, widthOf(n.trailing))+n.unit(12))
}
func (n *NoteRow) narrowest() float32 { return n.status.narrowest() + n.unit(44) + widthOf(n.trailing) }

func (n *NoteRow) arrange(size fyne.Size) {
	place(n.ground, 0, 0, size.Width, size.Height)
	room := n.room(size.Width)
	h := n.status.HeightFor(room)
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

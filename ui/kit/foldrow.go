package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// foldRow stands for the rows that are already so.
type foldRow struct {
	base
	folded Folded
	icon   *glyph
	word   *words
	what   *Para
	cols   *changeColumns
	link   *Button
	open   bool
}

func newFoldRow(f Folded, cols *changeColumns, tapped func()) *foldRow {
	icon, colour := AlreadySo.face()
	r := &foldRow{
		folded: f, icon: newGlyph(icon, colour), cols: cols, word: newWords(Body, colour, f.Word), what: NewPara(Body, look.Muted, f.Summary),
		link: NewButton(Link, f.Show, tapped).WithTrailingIcon(look.IconDown),
	}
	r.begin(r)
	return r
}

func (r *foldRow) setOpen(open bool) {
	r.open = open
	if open {
		r.link.SetLabel(r.folded.Hide)
		r.link.SetIcon(look.IconUp)
	} else {
		r.link.SetLabel(r.folded.Show)
		r.link.SetIcon(look.IconDown)
	}
	r.changed()
}

func (r *foldRow) AccessibilityLabel() string             { return r.word.full + ": " + r.what.text }
func (r *foldRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
func (r *foldRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.icon.canvas, r.word.canvas, r.what, r.link}
}

// room is what the summary has, between the words and the link.
func (r *foldRow) room(width float32) float32 {
	return fyne.Max(r.unit(80), width-r.cols.what(&r.base)-r.unit(14+12)-widthOf(r.link))
}

func (r *foldRow) height(width float32) float32 {
	return fyne.Max(r.unit(35), r.what.height(r.room(width))+r.unit(15))
}

func (r *foldRow) narrowest() float32 { return r.unit(400) }
func (r *foldRow) arrange(size fyne.Size) {
	r.icon.put(r.unit(verbIconX), (size.Height-r.unit(20))/2, r.unit(20))
	r.word.put(&r.base, r.unit(verbX), 0, 0, size.Height)
	w := widthOf(r.link)
	place(r.link, size.Width-r.unit(14)-w, (size.Height-r.unit(20))/2, w, r.unit(20))
	high := r.what.height(r.room(size.Width))
	place(r.what, r.cols.what(&r.base), (size.Height-high)/2, r.room(size.Width), high)
}
func (r *foldRow) paint() {
	r.icon.paint(&r.base)
	r.word.paint(&r.base)
}

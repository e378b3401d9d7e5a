package kit

import (
	"fyne.io/fyne/v2"

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

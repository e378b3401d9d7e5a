package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Ticks lists what was checked and holds, in two columns where there is room.
type Ticks struct {
	base
	icons []*glyph
	texts []*Para
}

var (
	_ fyne.Accessible = (*Ticks)(nil)
	_ Tall            = (*Ticks)(nil)
)

// NewTicks returns the list.
func NewTicks(texts ...string) *Ticks {
	t := &Ticks{}
	for _, text := range texts {
		t.icons = append(t.icons, newGlyph(look.IconOk, look.Ok))
		t.texts = append(t.texts, NewPara(Body, look.Ink, text))
	}
	t.begin(t)
	return t
}

// AccessibilityLabel returns the texts, one a line.
func (t *Ticks) AccessibilityLabel() string {
	all := ""
	for _, text := range t.texts {
		all += text.text + "\n"
	}
	return all
}

// AccessibilityRole says that this is text.
func (t *Ticks) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Ticks) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range t.texts {
		out = append(out, t.icons[i].canvas, t.texts[i])
	}
	return out
}

func (t *Ticks) height(width float32) float32 { return t.walk(width, false) }
func (t *Ticks) narrowest() float32           { return t.unit(160) }
func (t *Ticks) arrange(size fyne.Size)       { t.walk(size.Width, true) }

// walk goes down the rows, left and right in turn, places them if asked to, and
// returns the height.
func (t *Ticks) walk(width float32, placing bool) float32 {
	pad, columns := t.unit(16), 2
	if width < t.unit(520) {
		columns = 1
	}
	step := (width - 2*pad) / float32(columns)
	room := fyne.Max(0, step-t.unit(28+12))
	y := t.unit(9)
	for at := 0; at < len(t.texts); at += columns {
		high := t.unit(20)
		for c := 0; c < columns && at+c < len(t.texts); c++ {
			high = fyne.Max(high, t.texts[at+c].height(room))
			if placing {
				x := pad + float32(c)*step
				t.icons[at+c].put(x, y, t.unit(20))
				place(t.texts[at+c], x+t.unit(28), y, room, t.texts[at+c].height(room))
			}
		}
		y += high + t.unit(6)
	}
	return y + t.unit(3)
}

func (t *Ticks) paint() {
	for _, icon := range t.icons {
		icon.paint(&t.base)
	}
}

package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Count is an icon with a few words in its colour, as in "3 create". Without words
// it is the icon alone, for a row that names itself.
type Count struct {
	base
	icon  *glyph
	label *words
}

var _ fyne.Accessible = (*Count)(nil)

// NewCount returns an icon with words.
func NewCount(icon look.IconName, colour fyne.ThemeColorName, text string) *Count {
	c := &Count{icon: newGlyph(icon, colour), label: newWords(Body, colour, text)}
	c.begin(c)
	return c
}

// SetText changes the words.
func (c *Count) SetText(text string) {
	c.label.set(text)
	c.changed()
}

// AccessibilityLabel returns the words.
func (c *Count) AccessibilityLabel() string { return c.label.full }

// AccessibilityRole says that this is text.
func (c *Count) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (c *Count) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.icon.canvas, c.label.canvas}
}
func (c *Count) height(float32) float32 { return c.unit(20) }

func (c *Count) narrowest() float32 {
	if c.label.full == "" {
		return c.unit(20)
	}
	return whole(c.unit(24) + c.label.width(&c.base))
}

func (c *Count) arrange(fyne.Size) {
	c.icon.put(0, 0, c.unit(20))
	c.label.put(&c.base, c.unit(24), 0, 0, c.unit(20))
}

func (c *Count) paint() {
	c.icon.paint(&c.base)
	c.label.paint(&c.base)
}

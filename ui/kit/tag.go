package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Tag is a small state with its ground: 24 high, text of 12.
type Tag struct {
	base
	tone   Tone
	own    look.IconName
	ground *canvas.Rectangle
	icon   *glyph
	label  *words
}

var _ fyne.Accessible = (*Tag)(nil)

// NewTag returns a tag; its icon is the tone's.
func NewTag(tone Tone, text string) *Tag {
	t := &Tag{tone: tone, ground: canvas.NewRectangle(color.Transparent), icon: newGlyph("", look.Muted), label: newWords(Small, look.Muted, text)}
	t.begin(t)
	return t
}

// WithIcon shows another icon than the tone's and returns the tag.
func (t *Tag) WithIcon(name look.IconName) *Tag {
	t.own = name
	return t
}

// Set changes tone and text.
func (t *Tag) Set(tone Tone, text string) {
	t.tone = tone
	t.label.set(text)
	t.changed()
}

// AccessibilityLabel returns the text.
func (t *Tag) AccessibilityLabel() string { return t.label.full }

// AccessibilityRole says that this is text.
func (t *Tag) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Tag) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.ground, t.icon.canvas, t.label.canvas}
}
func (t *Tag) height(float32) float32 { return t.unit(24) }

func (t *Tag) iconName() look.IconName {
	if t.own != "" {
		return t.own
	}
	return t.tone.icon()
}

func (t *Tag) narrowest() float32 {
	w := t.label.width(&t.base) + t.unit(16)
	if t.iconName() != "" {
		w += t.unit(20)
	}
	return whole(w)
}

func (t *Tag) arrange(size fyne.Size) {
	place(t.ground, 0, 0, size.Width, size.Height)
	x := t.unit(8)
	if t.iconName() != "" {
		t.icon.put(x, (size.Height-t.unit(16))/2, t.unit(16))
		x += t.unit(20)
	}
	t.label.put(&t.base, x, 0, 0, size.Height)
}

func (t *Tag) paint() {
	text, ground := t.tone.colours()
	t.ground.FillColor, t.ground.CornerRadius = t.colour(ground), t.unit(4)
	t.icon.name, t.icon.colour, t.label.colour = t.iconName(), text, text
	t.icon.paint(&t.base)
	t.label.paint(&t.base)
}

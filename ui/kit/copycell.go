package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// tickTime is how long a copy button shows its tick.
const tickTime = 2 * time.Second

// CopyWords are the words of a copy button for screen readers.
type CopyWords struct {
	Copy   string // for example "Copy Login URL"
	Copied string // for example "Copied"
}

// CopyCell is a copy button without words, 40 by 36: for 2 s after copying it
// shows a tick.
type CopyCell struct {
	base
	touch
	host  Host
	value func() string
	words CopyWords
	icon  *glyph
	under *canvas.Rectangle
	ring  *ring
	done  bool
	turns int
}

var _ fyne.Accessible = (*CopyCell)(nil)

// NewCopyCell returns a copy button for what value returns at the time of the tap.
func NewCopyCell(host Host, words CopyWords, value func() string) *CopyCell {
	c := &CopyCell{
		host: host, value: value, words: words, icon: newGlyph(look.IconCopy, look.Accent),
		under: canvas.NewRectangle(color.Transparent), ring: newRing(-1, 5),
	}
	c.begin(c)
	c.redraw, c.onTap = c.Refresh, c.copy
	return c
}

func (c *CopyCell) copy() {
	c.host.copyText(c.value())
	c.done = true
	c.turns++
	mine := c.turns
	c.Refresh()
	if c.host.After != nil {
		c.host.After(tickTime, func() {
			if mine == c.turns {
				c.done = false
				c.Refresh()
			}
		})
	}
}

// Copied says whether the tick is shown.
func (c *CopyCell) Copied() bool { return c.done }

// TypedShortcut copies on the system's copy key.
func (c *CopyCell) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutCopy); ok {
		c.copy()
		return
	}
	shortcutPassOn(s)
}

// AccessibilityLabel says what is copied, or that it has been.
func (c *CopyCell) AccessibilityLabel() string {
	if c.done {
		return c.words.Copied
	}
	return c.words.Copy
}

// AccessibilityRole says that this is a button.
func (c *CopyCell) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *CopyCell) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{c.under, c.icon.canvas, c.ring.rect}
}
func (c *CopyCell) height(float32) float32 { return c.unit(32) }
func (c *CopyCell) narrowest() float32     { return c.unit(40) }

func (c *CopyCell) arrange(size fyne.Size) {
	c.icon.put((size.Width-c.unit(20))/2, (size.Height-c.unit(20))/2, c.unit(20))
	place(c.under, c.unit(2), c.unit(2), size.Width-c.unit(4), size.Height-c.unit(4))
	c.ring.put(&c.base, 0, 0, size.Width, size.Height)
}

func (c *CopyCell) paint() {
	c.icon.name = look.IconCopy
	if c.done {
		c.icon.name = look.IconCheck
	}
	c.icon.paint(&c.base)
	c.under.FillColor, c.under.CornerRadius = color.Transparent, c.unit(4)
	if c.hovered {
		c.under.FillColor = c.colour(look.AccentSoft)
	}
	c.ring.paint(&c.base, c.focused)
}

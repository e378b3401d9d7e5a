package kit

import (
	"fyne.io/fyne/v2"
)

// Line is text on one line. Where there is too little room it is cut: at its end,
// or in its middle after CutMiddle.
type Line struct {
	base
	words  *words
	middle bool
	soft   bool
}

var _ fyne.Accessible = (*Line)(nil)

// NewLine returns one line of text in a role and a colour of the theme.
func NewLine(role Role, colour fyne.ThemeColorName, text string) *Line {
	l := &Line{words: newWords(role, colour, text)}
	l.begin(l)
	return l
}

// CutMiddle makes the line give way: it may become narrower than its text, which
// is then cut in the middle. It returns the line.
func (l *Line) CutMiddle() *Line {
	l.middle, l.soft = true, true
	return l
}

// CutEnd makes the line give way: it may become narrower than its text, which is
// then cut at the end. It returns the line.
func (l *Line) CutEnd() *Line {
	l.middle, l.soft = false, true
	return l
}

// Text returns the text, uncut.
func (l *Line) Text() string { return l.words.full }

// SetText changes the text.
func (l *Line) SetText(text string) {
	if l.words.full == text {
		return
	}
	l.words.set(text)
	l.changed()
}

// Natural is the width of the whole text.
func (l *Line) Natural() float32 { return up(l.words.width(&l.base)) }

// SetColour changes the colour.
func (l *Line) SetColour(name fyne.ThemeColorName) {
	l.words.colour = name
	l.Refresh()
}

// AccessibilityLabel returns the whole text.
func (l *Line) AccessibilityLabel() string { return l.words.full }

// AccessibilityRole says that this is text.
func (l *Line) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (l *Line) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.words.canvas} }
func (l *Line) height(float32) float32       { return l.words.role.pitch(&l.base) }
func (l *Line) paint()                       { l.words.paint(&l.base) }

func (l *Line) narrowest() float32 {
	if l.soft {
		return up(fyne.Min(l.words.width(&l.base), l.unit(64)))
	}
	return l.Natural()
}

func (l *Line) arrange(size fyne.Size) {
	full := l.words.full
	l.words.put(&l.base, 0, 0, size.Width, size.Height)
	if l.middle {
		l.words.canvas.Text = cutMiddle(full, size.Width+0.5, func(s string) float32 { return l.words.role.width(&l.base, s) })
	}
}

package kit

import (
	"image/color"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// typing is Fyne's entry without an edge of its own; the field around it draws
// one and is told about the focus.
type typing struct {
	widget.Entry
	onFocus func(bool)
	onPaste func(text string) bool // takes what is pasted instead of the entry
	onDown  func() bool            // goes on to what is below the entry
	room    *spacer
}

func newTyping() *typing {
	t := &typing{}
	t.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	// An empty icon moves the text in by the theme's line spacing.
	t.room = &spacer{}
	t.ActionItem = t.room
	t.Icon = fyne.NewStaticResource("blank.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"></svg>`))
	t.ExtendBaseWidget(t)
	return t
}

// FocusGained passes the focus on to the field.
func (t *typing) FocusGained() {
	t.Entry.FocusGained()
	t.onFocus(true)
	reveal()
}

// TypedKey leaves the keys that an entry of one line has no use for to the window.
func (t *typing) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		if t.onDown == nil || !t.onDown() {
			t.Entry.TypedKey(e)
		}
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyPageUp, fyne.KeyPageDown:
		passOn(e)
	default:
		t.Entry.TypedKey(e)
	}
}

// TypedShortcut leaves the program's own shortcuts to the window.
func (t *typing) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok && !edits(custom) {
		shortcutPassOn(s)
		return
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok && t.onPaste != nil && paste.Clipboard != nil && t.onPaste(paste.Clipboard.Content()) {
		return
	}
	t.Entry.TypedShortcut(s)
}

// edits reports whether an entry moves by words or deletes them with a shortcut:
// with Alt on macOS, with Ctrl elsewhere.
func edits(s *desktop.CustomShortcut) bool {
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete:
		return s.Modifier&fyne.KeyModifierAlt == 0 || runtime.GOOS == "darwin"
	}
	return false
}

// FocusLost passes the loss of focus on to the field.
func (t *typing) FocusLost() {
	t.Entry.FocusLost()
	t.onFocus(false)
}

// spacer keeps the text away from what the field draws at its right.
type spacer struct {
	canvas.Rectangle
	wide float32
}

// MinSize is the room to keep free.
func (s *spacer) MinSize() fyne.Size { return fyne.NewSize(s.wide, 0) }

// bare is the theme inside a field: no edge, no ground, and the measures that put
// a line of 14 into the middle of 36.
type bare struct {
	fyne.Theme
	unit   float32
	indent float32
}

func (b bare) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBorder, theme.ColorNameInputBackground, theme.ColorNamePrimary:
		// Primary is the edge of an entry with the focus; the caret takes its
		// colour from the theme of the application.
		return color.Transparent
	}
	return b.Theme.Color(name, v)
}

func (b bare) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameInnerPadding:
		return 9 * b.unit
	case theme.SizeNameInlineIcon:
		return 0
	case theme.SizeNameLineSpacing:
		return (b.indent - 9) * b.unit
	case theme.SizeNameInputBorder:
		return 2 * b.unit
	}
	return b.Theme.Size(name)
}

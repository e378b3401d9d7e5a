package kit

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"backupsso/ui/look"
)

// Where the text of a field begins, at 100 %.
const (
	atEdge     float32 = 13
	besideIcon float32 = 40
)

// typing is Fyne's entry without an edge and a ground of its own; the field around it
// draws them and is told about the focus. No theme of its own brings that about: Fyne
// forgets the widths of all texts and all drawn icons of the window for each of those.
type typing struct {
	widget.Entry
	onFocus func(bool)
	onPaste func(text string) bool // takes what is pasted instead of the entry
	onDown  func() bool            // goes on to what is below the entry
	room    *spacer
	indent  float32
}

func newTyping() *typing {
	t := &typing{room: &spacer{}, indent: atEdge}
	t.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	t.ActionItem = t.room
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

// shift is how far the text stands from where Fyne's entry puts it, which is for an
// edge and a padding of the theme: at the indent, a line of 14 in the middle of 36.
func (t *typing) shift() fyne.Position {
	const padding, below = 8, 1
	u := look.Unit(t)
	return fyne.NewPos((t.indent-padding)*u, below*u)
}

// MouseDown puts the caret where the text is, not where the entry would have it.
func (t *typing) MouseDown(m *desktop.MouseEvent) {
	moved := *m
	moved.Position = m.Position.Subtract(t.shift())
	t.Entry.MouseDown(&moved)
}

// CreateRenderer takes the edge and the ground away.
func (t *typing) CreateRenderer() fyne.WidgetRenderer {
	r := &typingRenderer{WidgetRenderer: t.Entry.CreateRenderer(), typing: t}
	for _, o := range r.Objects() {
		switch o := o.(type) {
		case *canvas.Rectangle:
			o.Hide()
		case *spacer, *canvas.Image:
		default:
			r.text = o
		}
	}
	return r
}

// typingRenderer is the entry's own, with the text moved in.
type typingRenderer struct {
	fyne.WidgetRenderer
	typing *typing
	text   fyne.CanvasObject
}

// Layout moves the text to where the field wants it, and ends it before the room.
func (r *typingRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	at := r.typing.shift()
	r.text.Move(r.text.Position().Add(at))
	r.text.Resize(r.text.Size().SubtractWidthHeight(at.X, 2*at.Y))
}

// Refresh lays out as well, since the room at the side may have changed.
func (r *typingRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.Layout(r.typing.Size())
}

package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// StatusLine is an icon and one sentence, with a second, muted sentence behind it.
type StatusLine struct {
	base
	tone Tone
	icon *glyph
	own  look.IconName
	main *Para
	more *Para
}

var (
	_ fyne.Accessible = (*StatusLine)(nil)
	_ Tall            = (*StatusLine)(nil)
)

// NewStatusLine returns a status line.
func NewStatusLine(tone Tone, text string) *StatusLine {
	s := &StatusLine{tone: tone, icon: newGlyph("", look.Muted), main: NewPara(Body, look.Muted, text), more: NewPara(Body, look.Muted, "")}
	s.begin(s)
	return s
}

// WithIcon shows another icon than the tone's and returns the line.
func (s *StatusLine) WithIcon(name look.IconName) *StatusLine {
	s.own = name
	return s
}

// Set changes tone and sentence and takes a second sentence away.
func (s *StatusLine) Set(tone Tone, text string) { s.SetWith(tone, text, "") }

// SetWith changes tone, sentence and the muted sentence behind it.
func (s *StatusLine) SetWith(tone Tone, text, more string) {
	s.tone = tone
	s.main.text, s.main.broken = text, nil
	s.more.text, s.more.broken = more, nil
	s.main.Refresh()
	s.more.Refresh()
	s.changed()
}

// AccessibilityLabel returns both sentences.
func (s *StatusLine) AccessibilityLabel() string {
	if s.more.text == "" {
		return s.main.text
	}
	return s.main.text + " " + s.more.text
}

// AccessibilityRole says that this is text.
func (s *StatusLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (s *StatusLine) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.icon.canvas, s.main, s.more}
}

func (s *StatusLine) indent() float32 { return s.unit(28) }

// beside says whether the second sentence fits behind the first.
func (s *StatusLine) beside(width float32) bool {
	return s.main.Natural()+s.unit(8)+s.more.Natural() <= width-s.indent()
}

func (s *StatusLine) height(width float32) float32 {
	if s.main.text == "" {
		return s.unit(20)
	}
	inner := width - s.indent()
	h := s.main.height(inner)
	if s.more.text != "" && !s.beside(width) {
		h += s.more.height(inner)
	}
	return fyne.Max(h, s.unit(20))
}

func (s *StatusLine) narrowest() float32 { return s.indent() + s.main.narrowest() }

func (s *StatusLine) arrange(size fyne.Size) {
	s.icon.put(0, 0, s.unit(20))
	x, inner := s.indent(), fyne.Max(0, size.Width-s.indent())
	if s.more.text != "" && s.beside(size.Width) {
		w := s.main.Natural()
		place(s.main, x, 0, w+1, s.unit(20))
		place(s.more, x+w+s.unit(8), 0, fyne.Max(0, inner-w-s.unit(8)), s.unit(20))
		return
	}
	h := s.main.height(inner)
	place(s.main, x, 0, inner, h)
	place(s.more, x, h, inner, s.more.height(inner))
}

func (s *StatusLine) paint() {
	text, _ := s.tone.colours()
	s.icon.name, s.icon.colour = s.tone.icon(), text
	if s.own != "" {
		s.icon.name = s.own
	}
	if s.main.text == "" {
		s.icon.name = ""
	}
	s.icon.paint(&s.base)
	s.main.colour = text
	s.main.paint()
	s.more.paint()
}

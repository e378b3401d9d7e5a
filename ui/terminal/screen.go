package terminal

import (
	"io"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// style is how a line stands out on a terminal; it never carries meaning alone.
type style string

const (
	plain  style = ""
	strong style = "1"
	good   style = "32"
	warn   style = "33"
	bad    style = "31"
	marked style = "1;35"  // practice
	drawn  style = "97;40" // white on black, whatever the terminal's own colours are
)

// screen writes lines for people. Text from outside cannot steer the terminal:
// control characters and direction marks are dropped.
type screen struct {
	out    io.Writer
	live   bool // a terminal on which a line can be written again
	colour bool
	size   func() int // columns of the terminal

	mu     sync.Mutex
	status int // columns of the status line on screen, 0 when there is none
}

// newScreen returns the screen on out. A dumb terminal gets plain lines, and
// NO_COLOR (no-color.org) is obeyed.
func newScreen(out io.Writer, terminal bool, deps Deps) *screen {
	dumb := deps.Getenv("TERM") == "dumb"
	size := deps.Width
	if size == nil {
		size = func() int { return 0 }
	}
	return &screen{out: out, live: terminal && !dumb, colour: terminal && !dumb && deps.Getenv("NO_COLOR") == "", size: size}
}

// line writes one line.
func (s *screen) line(text string) { s.styled(plain, text) }

// styled writes one line that stands out.
func (s *screen) styled(how style, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wipe()
	text = clean(text)
	if how != plain && s.colour && text != "" {
		text = "\x1b[" + string(how) + "m" + text + "\x1b[0m"
	}
	_, _ = io.WriteString(s.out, text+"\n") // a closed terminal has no other place to complain
}

// prompt writes text and leaves the cursor behind it.
func (s *screen) prompt(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wipe()
	_, _ = io.WriteString(s.out, clean(text)+" ")
}

// now shows text as the status line, in place of the one before; only where
// live.
func (s *screen) now(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.live {
		return
	}
	s.wipe()
	text = cut(clean(text), s.columns()-1)
	_, _ = io.WriteString(s.out, text)
	s.status = columns(text)
}

// clear takes the status line away.
func (s *screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wipe()
}

func (s *screen) wipe() {
	if s.status > 0 {
		_, _ = io.WriteString(s.out, "\r"+strings.Repeat(" ", s.status)+"\r")
		s.status = 0
	}
}

func (s *screen) columns() int {
	if size := s.size(); size > 0 {
		return size
	}
	return 80
}

// clean drops what could steer a terminal or turn the reading direction.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, text)
}

// cut shortens text to at most so many columns.
func cut(text string, most int) string {
	if columns(text) <= most || most < 4 {
		return text
	}
	used := 0
	for i, r := range text {
		if used += columnsOf(r); used > most-3 {
			return text[:i] + "..."
		}
	}
	return text
}

func columns(text string) int {
	used := 0
	for _, r := range text {
		used += columnsOf(r)
	}
	return used
}

// columnsOf is how wide a terminal draws a character (Unicode annex 11).
func columnsOf(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

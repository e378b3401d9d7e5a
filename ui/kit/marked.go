package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Marked is a value in which a part is marked by tint and underline: what differs
// from another value. It wraps anywhere and is never cut.
type Marked struct {
	base
	text     []rune
	from, to int // the marked part, in characters; to == from marks nothing
	tone     Tone
	lines    []*words
	over     []*words // the marked part of each line, drawn once more
	grounds  []*canvas.Rectangle
	unders   []*canvas.Rectangle
}

var (
	_ fyne.Accessible = (*Marked)(nil)
	_ Tall            = (*Marked)(nil)
)

// NewMarked returns a value with the characters of [from, to) marked in a tone.
func NewMarked(text string, from, to int, tone Tone) *Marked {
	m := &Marked{text: []rune(text), tone: tone}
	m.from = max(0, min(from, len(m.text)))
	m.to = max(m.from, min(to, len(m.text)))
	m.begin(m)
	return m
}

// Differ returns which characters of two texts differ: all but what both begin
// with and what both end with.
func Differ(a, b string) (fromA, toA, fromB, toB int) {
	x, y := []rune(a), []rune(b)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	return head, len(x) - tail, head, len(y) - tail
}

// AccessibilityLabel returns the whole value.
func (m *Marked) AccessibilityLabel() string { return string(m.text) }

// AccessibilityRole says that this is text.
func (m *Marked) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// starts returns where each line begins, for a width.
func (m *Marked) starts(width float32) []int {
	starts, at := []int{0}, 0
	for {
		n := fit(len(m.text)-at, func(n int) bool { return Value.width(&m.base, string(m.text[at:at+n])) <= width })
		at += max(1, n)
		if at >= len(m.text) {
			return starts
		}
		starts = append(starts, at)
	}
}

func (m *Marked) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range m.lines {
		out = append(out, m.grounds[i], m.lines[i].canvas, m.over[i].canvas, m.unders[i])
	}
	return out
}

func (m *Marked) height(width float32) float32 {
	if len(m.text) == 0 {
		return 0
	}
	return float32(len(m.starts(width))) * Value.pitch(&m.base)
}

func (m *Marked) narrowest() float32 { return m.unit(80) }

func (m *Marked) arrange(size fyne.Size) {
	var starts []int
	if len(m.text) > 0 {
		starts = m.starts(size.Width)
	}
	for len(m.lines) < len(starts) {
		m.lines, m.over = append(m.lines, newWords(Value, look.Ink, "")), append(m.over, newWords(Value, look.Ink, ""))
		m.grounds, m.unders = append(m.grounds, canvas.NewRectangle(color.Transparent)), append(m.unders, canvas.NewRectangle(color.Transparent))
	}
	m.lines, m.over, m.grounds, m.unders = m.lines[:len(starts)], m.over[:len(starts)], m.grounds[:len(starts)], m.unders[:len(starts)]
	m.paint()
	pitch := Value.pitch(&m.base)
	for i, start := range starts {
		end := len(m.text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		m.arrangeLine(i, start, end, float32(i)*pitch, pitch)
	}
}

// arrangeLine places one line and the marked part of it, if there is one.
func (m *Marked) arrangeLine(i, start, end int, y, pitch float32) {
	m.lines[i].set(string(m.text[start:end]))
	m.lines[i].put(&m.base, 0, y, 0, pitch)
	from, to := max(start, m.from), min(end, m.to)
	marked := from < to
	show(m.grounds[i], marked)
	show(m.unders[i], marked)
	show(m.over[i].canvas, marked)
	if !marked {
		return
	}
	x := Value.width(&m.base, string(m.text[start:from]))
	m.over[i].set(string(m.text[from:to]))
	m.over[i].put(&m.base, x, y, 0, pitch)
	w := m.over[i].width(&m.base)
	place(m.grounds[i], x-m.thin(1), y, w+2*m.thin(1), pitch)
	place(m.unders[i], x-m.thin(1), y+pitch-m.thin(2), w+2*m.thin(1), m.thin(2))
}

func (m *Marked) paint() {
	colour, ground := m.tone.colours()
	for i := range m.lines {
		m.lines[i].paint(&m.base)
		m.over[i].colour = colour
		m.over[i].paint(&m.base)
		m.grounds[i].FillColor, m.unders[i].FillColor = m.colour(ground), m.colour(colour)
	}
}

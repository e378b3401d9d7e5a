package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// logLines are the lines inside an open drawer, 22 each.
type logLines struct {
	base
	lines  []LogLine
	cells  [][5]*words
	indent float32
}

// The columns of a log line, from the left edge of the content.
func logColumns() [5]float32 { return [5]float32{0, 72, 122, 367, 410} }

func newLogLines() *logLines {
	l := &logLines{}
	l.begin(l)
	return l
}

func (l *logLines) set(lines []LogLine) {
	l.lines = lines
	for len(l.cells) < len(lines) {
		var row [5]*words
		for i := range row {
			row[i] = newWords(Code, look.Ink, "")
		}
		l.cells = append(l.cells, row)
	}
	l.cells = l.cells[:len(lines)]
	for i, line := range lines {
		for k, s := range [5]string{line.Time, line.Method, line.Path, line.Status, line.Text} {
			l.cells[i][k].set(s)
		}
	}
	l.Refresh()
}

// AccessibilityLabel returns all lines.
func (l *logLines) AccessibilityLabel() string {
	out := make([]string, len(l.lines))
	for i, line := range l.lines {
		out[i] = line.String()
	}
	return strings.Join(out, "\n")
}

// AccessibilityRole says that this is text.
func (l *logLines) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (l *logLines) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, row := range l.cells {
		for _, c := range row {
			out = append(out, c.canvas)
		}
	}
	return out
}

func (l *logLines) height(float32) float32 { return l.unit(16) + l.unit(22)*float32(len(l.lines)) }
func (l *logLines) narrowest() float32     { return l.unit(200) }

func (l *logLines) arrange(size fyne.Size) {
	columns := logColumns()
	for i, row := range l.cells {
		y := l.unit(8) + l.unit(22)*float32(i)
		for k, c := range row {
			end := size.Width - l.unit(16)
			if k < 4 {
				end = l.indent + l.unit(columns[k+1]-8)
			}
			x := l.indent + l.unit(columns[k])
			c.put(&l.base, x, y, fyne.Max(1, end-x), l.unit(22))
		}
	}
}

func (l *logLines) paint() {
	for _, row := range l.cells {
		for _, c := range row {
			c.paint(&l.base)
		}
	}
}

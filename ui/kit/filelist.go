package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// FileList lists files with what each is for, 26 a line, as one row of a card.
type FileList struct {
	base
	nameW float32
	icons []*glyph
	names []*words
	uses  []*Para
}

var _ fyne.Accessible = (*FileList)(nil)

// NewFileList returns the list; nameWidth is the room for the names, at least.
func NewFileList(nameWidth float32, files ...Pair) *FileList {
	l := &FileList{nameW: nameWidth}
	l.begin(l)
	l.Set(files...)
	return l
}

// Set changes the files.
func (l *FileList) Set(files ...Pair) {
	l.icons, l.names, l.uses = nil, nil, nil
	for _, f := range files {
		l.icons = append(l.icons, newGlyph(look.IconFile, look.Muted))
		l.names = append(l.names, newWords(Value, look.Ink, f.Name))
		l.uses = append(l.uses, NewPara(Body, look.Muted, f.Value))
	}
	l.changed()
}

// AccessibilityLabel returns the files, one a line.
func (l *FileList) AccessibilityLabel() string {
	text := ""
	for i := range l.names {
		text += l.names[i].full + ": " + l.uses[i].text + "\n"
	}
	return text
}

// AccessibilityRole says that this is text.
func (l *FileList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (l *FileList) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range l.names {
		out = append(out, l.icons[i].canvas, l.names[i].canvas, l.uses[i])
	}
	return out
}

func (l *FileList) height(width float32) float32 {
	x, high := l.useX(), l.unit(12)
	for i := range l.uses {
		high += l.rowHigh(i, width-x)
	}
	return high
}

// rowHigh is the height of one file's row: 26, or more where its use wraps.
func (l *FileList) rowHigh(i int, width float32) float32 {
	return fyne.Max(l.unit(26), l.uses[i].height(fyne.Max(1, width-l.unit(16)))+l.unit(6))
}

// useX is where the uses begin, right of the widest name.
func (l *FileList) useX() float32 {
	column := l.unit(l.nameW)
	for _, n := range l.names {
		column = fyne.Max(column, n.width(&l.base))
	}
	return l.unit(44+26) + column
}

func (l *FileList) narrowest() float32 { return l.unit(320) }

func (l *FileList) arrange(size fyne.Size) {
	x, y := l.useX(), l.unit(6)
	for i := range l.names {
		l.icons[i].put(l.unit(16), y+l.unit(3), l.unit(20))
		l.names[i].put(&l.base, l.unit(44), y, 0, l.unit(26))
		room, high := fyne.Max(1, size.Width-x-l.unit(16)), l.rowHigh(i, size.Width-x)
		place(l.uses[i], x, y+l.unit(3), room, high-l.unit(6))
		y += high
	}
}

func (l *FileList) paint() {
	for i := range l.names {
		l.icons[i].paint(&l.base)
		l.names[i].paint(&l.base)
	}
}

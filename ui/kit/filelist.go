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
	uses  []*words
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
		l.uses = append(l.uses, newWords(Body, look.Muted, f.Value))
	}
	l.changed()
}

// AccessibilityLabel returns the files, one a line.
func (l *FileList) AccessibilityLabel() string {
	text := ""
	for i := range l.names {
		text += l.names[i].full + ": " + l.uses[i].full + "\n"
	}
	return text
}

// AccessibilityRole says that this is text.
func (l *FileList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (l *FileList) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range l.names {
		out = append(out, l.icons[i].canvas, l.names[i].canvas, l.uses[i].canvas)
	}
	return out
}

func (l *FileList) height(float32) float32 { return l.unit(26)*float32(len(l.names)) + l.unit(12) }
func (l *FileList) narrowest() float32     { return l.unit(320) }

func (l *FileList) arrange(size fyne.Size) {
	column := l.unit(l.nameW)
	for _, n := range l.names {
		column = fyne.Max(column, n.width(&l.base))
	}
	for i := range l.names {
		y := l.unit(6) + l.unit(26)*float32(i)
		l.icons[i].put(l.unit(16), y+l.unit(3), l.unit(20))
		l.names[i].put(&l.base, l.unit(44), y, 0, l.unit(26))
		x := l.unit(44+26) + column
		l.uses[i].put(&l.base, x, y, fyne.Max(1, size.Width-x-l.unit(16)), l.unit(26))
	}
}

func (l *FileList) paint() {
	for i := range l.names {
		l.icons[i].paint(&l.base)
		l.names[i].paint(&l.base)
		l.uses[i].paint(&l.base)
	}
}

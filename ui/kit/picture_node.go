package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// node is one place of a picture: a box with an icon, a name and whose it is.
type node struct {
	base
	node   Node
	box    *box
	icon   *glyph
	name   *words
	second [2]*words // whose it is, in one line or two
}

var _ fyne.Accessible = (*node)(nil)

func newNode(n Node) *node {
	x := &node{node: n, box: newBox(look.Control, look.Page, 8), icon: newGlyph(n.Icon, look.Accent),
		name: newWords(Strong, look.Ink, n.Name)}
	for i := range x.second {
		x.second[i] = newWords(Small, look.Muted, "")
	}
	x.begin(x)
	return x
}

func (n *node) AccessibilityLabel() string {
	if n.node.Second == "" {
		return n.node.Name
	}
	return n.node.Name + ", " + n.node.Second
}
func (n *node) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (n *node) objects() []fyne.CanvasObject {
	return append(n.box.objects(), n.icon.canvas, n.name.canvas, n.second[0].canvas, n.second[1].canvas)
}
func (n *node) height(float32) float32 { return n.unit(nodeHigh) }
func (n *node) narrowest() float32     { return n.unit(nodeWide) }

func (n *node) arrange(size fyne.Size) {
	n.box.put(&n.base, 0, 0, size.Width, size.Height)
	n.icon.put((size.Width-n.unit(24))/2, n.unit(26), n.unit(24))
	n.middle(n.name, n.unit(58), n.unit(20), size.Width)
	lines := breakLines(n.node.Second, size.Width-n.unit(8), func(text string) float32 { return Small.width(&n.base, text) })
	for i, line := range n.second {
		switch {
		case i >= len(lines):
			line.set("")
		case i == len(n.second)-1:
			line.set(strings.Join(lines[i:], " "))
		default:
			line.set(strings.TrimSpace(lines[i]))
		}
		n.middle(line, n.unit(78+16*float32(i)), n.unit(16), size.Width)
	}
}

// middle centres a line, cut where it is wider than the box.
func (n *node) middle(w *words, y, h, width float32) {
	room := width - n.unit(8)
	if w.width(&n.base) <= room {
		w.putMiddle(&n.base, width/2, y, h)
		return
	}
	w.put(&n.base, n.unit(4), y, room, h)
}

func (n *node) paint() {
	n.box.paint(&n.base)
	n.icon.paint(&n.base)
	n.name.paint(&n.base)
	for _, line := range n.second {
		line.paint(&n.base)
	}
}

package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// railItem is one step.
type railItem struct {
	base
	touch
	state         RailState
	inView        bool
	box           *box
	rim, fill     *canvas.Circle
	number        *words
	icon          *glyph
	title, second *words
	ring          *ring
}

var _ fyne.Accessible = (*railItem)(nil)

func newRailItem(number int, name string) *railItem {
	i := &railItem{
		box: newBox(look.Hair, look.Page, 8), rim: canvas.NewCircle(color.Transparent), fill: canvas.NewCircle(color.Transparent),
		number: newWords(Small, look.Muted, strconv.Itoa(number)), icon: newGlyph("", look.Ok),
		title: newWords(Body, look.Muted, name), second: newWords(Small, look.Faint, ""), ring: newRing(-1, 8),
	}
	i.off = true
	i.begin(i)
	i.redraw = i.Refresh
	return i
}

func (i *railItem) AccessibilityLabel() string {
	text := i.number.full + ", " + i.title.full
	if i.second.full != "" {
		text += ", " + i.second.full
	}
	return text
}
func (i *railItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (i *railItem) objects() []fyne.CanvasObject {
	return append(i.box.objects(), i.rim, i.fill, i.number.canvas, i.icon.canvas, i.title.canvas, i.second.canvas, i.ring.rect)
}
func (i *railItem) height(float32) float32 { return i.unit(48) }
func (i *railItem) narrowest() float32     { return i.unit(40) }

func (i *railItem) arrange(size fyne.Size) {
	i.box.put(&i.base, 0, 0, size.Width, size.Height)
	i.ring.put(&i.base, 0, 0, size.Width, size.Height)
	d := i.unit(22)
	x, y := i.unit(11), (size.Height-d)/2
	place(i.rim, x, y, d, d)
	place(i.fill, x+i.thin(1), y+i.thin(1), d-2*i.thin(1), d-2*i.thin(1))
	i.number.putMiddle(&i.base, x+d/2, y, d)
	i.icon.put(x, y, d)
	wide := size.Width > i.unit(100)
	show(i.title.canvas, wide)
	two := i.second.full != "" && size.Height >= i.unit(36)
	show(i.second.canvas, wide && two)
	room := size.Width - i.unit(44+4)
	if !two {
		i.title.put(&i.base, i.unit(44), 0, room, size.Height)
		return
	}
	top := (size.Height - i.unit(36)) / 2
	i.title.put(&i.base, i.unit(44), top, room, i.unit(20))
	i.second.put(&i.base, i.unit(44), top+i.unit(20), room, i.unit(16))
}

func (i *railItem) paint() {
	i.title.role, i.title.colour, i.second.colour = Body, look.Ink, look.Faint
	i.icon.name, i.number.role, i.number.colour = "", Small, look.Faint
	rim, fill := look.Control, look.Chrome
	switch i.state {
	case StepDone:
		i.icon.name, i.icon.colour = look.IconOk, look.Ok
	case StepWaiting:
		i.icon.name, i.icon.colour, i.second.colour = look.IconClock, look.Wait, look.Wait
	case StepProblem:
		i.icon.name, i.icon.colour, i.second.colour = look.IconWarn, look.Bad, look.Bad
	case StepCurrent:
		rim, fill = look.Accent, look.Accent
		i.number.role, i.number.colour = SmallStrong, look.OnAccent
	default:
		i.title.colour = look.Muted
	}
	if i.inView {
		i.title.role, i.title.colour = Strong, look.Ink
	}
	i.box.edge, i.box.ground = "", ""
	switch {
	case i.inView:
		i.box.edge, i.box.ground = look.Hair, look.Page
	case i.hovered && !i.off:
		i.box.ground = look.Off
	}
	i.box.paint(&i.base)
	i.rim.FillColor, i.fill.FillColor = i.colour(rim), i.colour(fill)
	numbered := i.icon.name == ""
	show(i.rim, numbered)
	show(i.fill, numbered)
	show(i.number.canvas, numbered)
	for _, w := range []*words{i.number, i.title, i.second} {
		w.paint(&i.base)
	}
	i.icon.paint(&i.base)
	i.ring.paint(&i.base, i.focused && !i.off)
}

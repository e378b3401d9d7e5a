package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Action is a row that does something: icon, title, a second line and an arrow.
// It stands in a card, or alone as the filled main action of a column.
type Action struct {
	base
	touch
	main        bool
	box         *box
	under       *canvas.Rectangle
	icon, arrow *glyph
	arc         *BusyArc
	busy        bool
	title       *Para
	second      *Para
	ring        *ring
	first, last bool
}

var (
	_ fyne.Accessible = (*Action)(nil)
	_ Tall            = (*Action)(nil)
)

// NewAction returns a row of 64 for a card; tapped is its deed.
func NewAction(icon look.IconName, title, second string, tapped func()) *Action {
	return newAction(false, icon, title, second, tapped)
}

// NewMainAction returns the filled main action, 68 high.
func NewMainAction(icon look.IconName, title, second string, tapped func()) *Action {
	return newAction(true, icon, title, second, tapped)
}

func newAction(main bool, icon look.IconName, title, second string, tapped func()) *Action {
	text, muted, mark := look.Ink, look.Muted, look.Accent
	if main {
		text, muted, mark = look.OnAccent, look.OnAccent, look.OnAccent
	}
	a := &Action{main: main, box: newBox("", look.Accent, 8), under: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, mark),
		arrow: newGlyph(look.IconRight, muted), arc: NewBusyArc(mark), title: NewPara(Strong, text, title), second: NewPara(Body, muted, second), ring: newRing(2, 8)}
	if !main {
		a.ring = newRing(-3, 6)
	}
	a.arc.Hide()
	a.begin(a)
	a.onTap = func() {
		if tapped != nil && !a.busy {
			tapped()
		}
	}
	a.redraw = a.Refresh
	hangOn(a.title, a.grew)
	hangOn(a.second, a.grew)
	return a
}

// Set changes the words.
func (a *Action) Set(title, second string) {
	a.title.SetText(title)
	a.second.SetText(second)
	a.changed()
}

// SetIcon changes icon and colour.
func (a *Action) SetIcon(name look.IconName, colour fyne.ThemeColorName) {
	a.icon.name, a.icon.colour = name, colour
	a.Refresh()
}

// SetSecondColour changes the colour of the second line.
func (a *Action) SetSecondColour(colour fyne.ThemeColorName) { a.second.SetColour(colour) }

// SetEnabled switches the row on or off.
func (a *Action) SetEnabled(on bool) {
	if on {
		a.Enable()
	} else {
		a.Disable()
	}
}

// SetBusy shows a turning arc in the icon's place, or ends that. A busy row takes
// no taps.
func (a *Action) SetBusy(on bool) {
	a.busy = on
	show(a.arc, on)
	if on {
		a.arc.Start()
	} else {
		a.arc.Stop()
	}
	a.Refresh()
}

// AccessibilityLabel returns title and second line.
func (a *Action) AccessibilityLabel() string {
	if a.second.text == "" {
		return a.title.text
	}
	return a.title.text + ". " + a.second.text
}

// AccessibilityRole says that this is a button.
func (a *Action) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (a *Action) corners(first, last bool) { a.first, a.last = first, last; a.paint() }

func (a *Action) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{a.under}
	if a.main {
		out = a.box.objects()
	}
	return append(out, a.icon.canvas, a.arc, a.title, a.second, a.arrow.canvas, a.ring.rect)
}

func (a *Action) room(width float32) float32 { return fyne.Max(0, width-a.unit(48+44)) }

func (a *Action) height(width float32) float32 {
	pad := float32(24)
	if a.main {
		pad = 28
	}
	room := a.room(width)
	return a.title.height(room) + a.second.height(room) + a.unit(pad)
}

func (a *Action) narrowest() float32 { return a.unit(200) }

func (a *Action) arrange(size fyne.Size) {
	if a.main {
		a.box.put(&a.base, 0, 0, size.Width, size.Height)
	}
	place(a.under, 0, 0, size.Width, size.Height)
	room := a.room(size.Width)
	th, sh := a.title.height(room), a.second.height(room)
	y := (size.Height - th - sh) / 2
	a.icon.put(a.unit(16), (size.Height-a.unit(20))/2, a.unit(20))
	place(a.arc, a.unit(16), (size.Height-a.unit(20))/2, a.unit(20), a.unit(20))
	place(a.title, a.unit(48), y, room, th)
	place(a.second, a.unit(48), y+th, room, sh)
	a.arrow.put(size.Width-a.unit(32), (size.Height-a.unit(20))/2, a.unit(20))
	a.ring.put(&a.base, 0, 0, size.Width, size.Height)
}

func (a *Action) paint() {
	a.box.ground = look.Accent
	switch {
	case a.off:
		a.box.ground = look.Off
	case a.hovered:
		a.box.ground = look.AccentHover
	}
	a.box.paint(&a.base)
	a.under.FillColor = color.Transparent
	if a.hovered && !a.off && !a.main {
		a.under.FillColor = a.colour(look.Inset)
	}
	round(a.under, a.unit(7), !a.first, !a.last)
	if a.main {
		on := look.OnAccent
		if a.off {
			on = look.Muted
		}
		a.title.colour, a.second.colour, a.icon.colour, a.arrow.colour = on, on, on, on
		a.title.paint()
		a.second.paint()
	}
	a.icon.paint(&a.base)
	a.arrow.paint(&a.base)
	show(a.icon.canvas, a.icon.name != "" && !a.busy)
	a.arc.paint()
	a.ring.paint(&a.base, a.focused && !a.off)
}

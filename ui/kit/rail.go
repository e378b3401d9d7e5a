package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// RailState is how far a step of the rail is.
type RailState int

// The states.
const (
	StepTodo RailState = iota
	StepCurrent
	StepDone
	StepWaiting
	StepProblem
)

// Rail is the list of steps at the left: 224 wide, or 64 with icons only. Done
// steps lead back. At its foot stands the ledger: what has been changed so far.
type Rail struct {
	base
	// OnStep is called when a person goes back to a step.
	OnStep func(index int)

	items  []*railItem
	thread []*canvas.Rectangle
	foot   *ledger
}

// NewRail returns a rail with all steps to come.
func NewRail(names ...string) *Rail {
	r := &Rail{foot: newLedger()}
	r.begin(r)
	for i, name := range names {
		item := newRailItem(i+1, name)
		item.onTap = func() {
			if r.OnStep != nil {
				r.OnStep(i)
			}
		}
		r.items = append(r.items, item)
		if i > 0 {
			r.thread = append(r.thread, canvas.NewRectangle(color.Transparent))
		}
	}
	return r
}

// Set changes one step: its state, its second line, and whether it is the one in
// view. Only steps with back can be tapped.
func (r *Rail) Set(index int, state RailState, second string, inView, back bool) {
	item := r.items[index]
	item.state, item.inView = state, inView
	item.second.set(second)
	item.off = !back
	item.Refresh()
	r.paint()
	canvas.Refresh(r)
}

// SetLedger changes the foot: an icon, two lines, and what a tap does (nil: nothing).
func (r *Rail) SetLedger(icon look.IconName, title, second string, tapped func()) {
	r.foot.set(icon, title, second, tapped)
}

func (r *Rail) objects() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, item := range r.items {
		out = append(out, item)
	}
	for _, t := range r.thread {
		out = append(out, t)
	}
	return append(out, r.foot)
}

func (r *Rail) height(float32) float32 { return r.unit(12+48*float32(len(r.items))) + r.unit(64) }
func (r *Rail) narrowest() float32     { return r.unit(64) }

func (r *Rail) arrange(size fyne.Size) {
	pitch := r.pitch(size.Height)
	for i, item := range r.items {
		y := r.unit(12) + pitch*float32(i)
		place(item, r.unit(12), y, size.Width-r.unit(24), pitch)
		if i > 0 {
			long := fyne.Max(0, pitch-r.unit(30))
			place(r.thread[i-1], r.unit(33), y-long/2, r.thin(2), long)
		}
	}
	place(r.foot, 0, size.Height-r.unit(64), size.Width, r.unit(64))
}

// pitch is 48, or less where the window is too low for all steps above the foot.
func (r *Rail) pitch(height float32) float32 {
	free := height - r.unit(12+64+4)
	return fyne.Min(r.unit(48), fyne.Max(r.unit(24), free/float32(max(1, len(r.items)))))
}

func (r *Rail) paint() {
	for i, t := range r.thread {
		t.FillColor = r.colour(look.Hair)
		if r.items[i].state == StepDone {
			t.FillColor = r.colour(look.Ok)
		}
	}
}

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
	room := size.Width - i.unit(44+8)
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

// ledger is the foot of the rail.
type ledger struct {
	base
	touch
	line          *canvas.Rectangle
	under         *canvas.Rectangle
	icon          *glyph
	title, second *words
	ring          *ring
}

var _ fyne.Accessible = (*ledger)(nil)

func newLedger() *ledger {
	l := &ledger{
		line: canvas.NewRectangle(color.Transparent), under: canvas.NewRectangle(color.Transparent), icon: newGlyph("", look.Muted),
		title: newWords(Body, look.Ink, ""), second: newWords(Small, look.Faint, ""), ring: newRing(-4, 6),
	}
	l.off = true
	l.begin(l)
	l.redraw = l.Refresh
	return l
}

func (l *ledger) set(icon look.IconName, title, second string, tapped func()) {
	l.icon.name = icon
	l.title.set(title)
	l.second.set(second)
	l.onTap, l.off = tapped, tapped == nil
	l.Refresh()
}

func (l *ledger) AccessibilityLabel() string             { return l.title.full + ", " + l.second.full }
func (l *ledger) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (l *ledger) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.under, l.line, l.icon.canvas, l.title.canvas, l.second.canvas, l.ring.rect}
}
func (l *ledger) height(float32) float32 { return l.unit(64) }
func (l *ledger) narrowest() float32     { return l.unit(64) }

func (l *ledger) arrange(size fyne.Size) {
	place(l.line, 0, 0, size.Width, l.thin(1))
	place(l.under, 0, l.thin(1), size.Width, size.Height-l.thin(1))
	l.ring.put(&l.base, 0, l.thin(1), size.Width, size.Height-l.thin(1))
	wide := size.Width > l.unit(100)
	show(l.title.canvas, wide)
	show(l.second.canvas, wide)
	x := l.unit(20)
	if !wide {
		x = (size.Width - l.unit(20)) / 2
	}
	l.icon.put(x, l.unit(23), l.unit(20))
	room := size.Width - l.unit(50+8)
	l.title.put(&l.base, l.unit(50), l.unit(15), room, l.unit(20))
	l.second.put(&l.base, l.unit(50), l.unit(35), room, l.unit(16))
}

func (l *ledger) paint() {
	l.line.FillColor = l.colour(look.Hair)
	l.under.FillColor = color.Transparent
	if l.hovered && !l.off {
		l.under.FillColor = l.colour(look.Off)
	}
	l.icon.paint(&l.base)
	l.title.paint(&l.base)
	l.second.paint(&l.base)
	l.ring.paint(&l.base, l.focused && !l.off)
}

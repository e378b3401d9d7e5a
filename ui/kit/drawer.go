package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"backupsso/ui/look"
)

// LogLine is one line of the log. Nothing secret belongs into it.
type LogLine struct{ Time, Method, Path, Status, Text string }

// String returns the line as text, for copying and for the shut drawer.
func (l LogLine) String() string {
	var parts []string
	for _, s := range []string{l.Time, l.Method, l.Path, l.Status, l.Text} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// DrawerWords are the words of a LogDrawer.
type DrawerWords struct {
	Log  string // "Log"
	Copy string // "Copy"
	Save string // "Save as..."
}

// LogDrawer shows the newest log line in a bar of 36 above the footer. Open, it is
// 196 high, lies over the content and lists the lines, newest first.
type LogDrawer struct {
	base
	touch
	// OnOpened is called after a person opened or shut it.
	OnOpened func(open bool)

	ground     *canvas.Rectangle
	line, rule *canvas.Rectangle
	chevron    *glyph
	name       *words
	latest     *words
	count      *words
	copy, save *Button
	lines      []LogLine
	ring       *ring
	list       *logLines
	scroll     *container.Scroll
	open       bool
	left       float32
	width      float32
}

var _ fyne.Accessible = (*LogDrawer)(nil)

// The heights of a drawer.
const (
	drawerShut = 36
	drawerOpen = 196
)

// NewLogDrawer returns a shut drawer. Copy and save are the deeds of its two
// buttons; a nil one hides its button.
func NewLogDrawer(text DrawerWords, copy, save func()) *LogDrawer {
	d := &LogDrawer{
		ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent), rule: canvas.NewRectangle(color.Transparent),
		chevron: newGlyph(look.IconUp, look.Ink), name: newWords(Strong, look.Ink, text.Log),
		latest: newWords(Code, look.Muted, ""), count: newWords(Body, look.Muted, ""), ring: newRing(-4, 4), list: newLogLines(),
	}
	d.copy = NewButton(Link, text.Copy, copy).WithIcon(look.IconCopy)
	d.save = NewButton(Link, text.Save, save).WithIcon(look.IconSave)
	d.scroll = container.NewVScroll(d.list)
	show(d.copy, false)
	show(d.save, false)
	d.scroll.Hide()
	d.begin(d)
	d.redraw, d.onTap = d.Refresh, d.Toggle
	return d
}

// SetLines changes the lines, newest first, and the words beside the name while open.
func (d *LogDrawer) SetLines(lines []LogLine, count string) {
	d.latest.set("")
	if len(lines) > 0 {
		d.latest.set(lines[0].String())
	}
	d.count.set(count)
	d.lines = lines
	if d.open { // lines nobody sees are not laid out: a run adds one after the other
		d.list.set(lines)
	}
	d.Refresh()
	if d.open {
		d.scroll.Refresh()
	}
}

// Open says whether it is open.
func (d *LogDrawer) Open() bool { return d.open }

// SetOpen opens or shuts it.
func (d *LogDrawer) SetOpen(open bool) {
	d.open = open
	if open {
		d.list.set(d.lines)
	}
	d.chevron.name = look.IconUp
	if open {
		d.chevron.name = look.IconDown
	}
	show(d.scroll, open)
	show(d.copy, open && d.copy.deed != nil)
	show(d.save, open && d.save.deed != nil)
	d.changed()
}

// Toggle opens it if shut, and shuts it if open.
func (d *LogDrawer) Toggle() {
	d.SetOpen(!d.open)
	if d.OnOpened != nil {
		d.OnOpened(d.open)
	}
}

func (d *LogDrawer) span(left, width float32) { d.left, d.width = left, width }

// AccessibilityLabel returns the name and the newest line.
func (d *LogDrawer) AccessibilityLabel() string { return d.name.full + ", " + d.latest.full }

// AccessibilityRole says that this is a button.
func (d *LogDrawer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (d *LogDrawer) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		d.ground, d.line, d.rule, d.chevron.canvas, d.name.canvas, d.latest.canvas, d.count.canvas, d.ring.rect, d.copy, d.save, d.scroll,
	}
}

func (d *LogDrawer) height(float32) float32 {
	if d.open {
		return d.unit(drawerOpen)
	}
	return d.unit(drawerShut)
}
func (d *LogDrawer) narrowest() float32 { return d.unit(320) }

func (d *LogDrawer) arrange(size fyne.Size) {
	place(d.ground, 0, 0, size.Width, size.Height)
	place(d.line, 0, 0, size.Width, d.thin(1))
	bar := d.unit(drawerShut)
	place(d.rule, 0, bar, size.Width, d.thin(1))
	left, right := d.left, d.left+d.width
	d.ring.put(&d.base, 0, 0, size.Width, bar)
	y := d.thin(1)
	d.chevron.put(left-d.unit(2), (bar-d.unit(20))/2+y/2, d.unit(20))
	d.name.put(&d.base, left+d.unit(26), y, 0, bar-y)
	x := left + d.unit(34) + d.name.width(&d.base)
	d.latest.put(&d.base, x, y, right-x, bar-y)
	d.count.put(&d.base, x, y, 0, bar-y)
	for _, b := range []*Button{d.save, d.copy} {
		if b.Visible() {
			w := b.narrowest()
			right -= w
			place(b, right, (bar-d.unit(20))/2+y/2, w, d.unit(20))
			right -= d.unit(28)
		}
	}
	d.list.indent = left
	place(d.scroll, 0, bar+d.thin(1), size.Width, fyne.Max(0, size.Height-bar-d.thin(1)))
}

func (d *LogDrawer) paint() {
	d.ground.FillColor = d.colour(look.Page)
	d.ground.Shadow = canvas.Shadow{}
	if d.open {
		d.ground.Shadow = canvas.Shadow{
			Color: d.colour(theme.ColorNameShadow), BlurRadius: d.unit(12), Offset: fyne.NewPos(0, d.unit(-8)),
		}
	}
	d.line.FillColor, d.rule.FillColor = d.colour(look.Hair), d.colour(look.Hair)
	show(d.rule, d.open)
	for _, w := range []*words{d.name, d.latest, d.count} {
		w.paint(&d.base)
	}
	show(d.latest.canvas, !d.open)
	show(d.count.canvas, d.open)
	d.chevron.paint(&d.base)
	d.ring.paint(&d.base, d.focused)
}

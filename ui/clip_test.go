package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// rect is where something lies in the window.
type rect struct{ left, top, right, bottom float32 }

func rectOf(at fyne.Position, size fyne.Size) rect {
	return rect{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (r rect) String() string {
	return fmt.Sprintf("(%.0f,%.0f)-(%.0f,%.0f)", r.left, r.top, r.right, r.bottom)
}

// slack is what the rounding to whole pixels may shift.
const slack = 1.5

func (r rect) holds(o rect, across, down bool) bool {
	return (!across || o.left >= r.left-slack && o.right <= r.right+slack) &&
		(!down || o.top >= r.top-slack && o.bottom <= r.bottom+slack)
}

func (r rect) meets(o rect) bool {
	return r.left < o.right-slack && o.left < r.right-slack && r.top < o.bottom-slack && o.top < r.bottom-slack
}

// frame is a widget around something, and whether what is in it may scroll out of
// its sight.
type around struct {
	object  fyne.CanvasObject
	rect    rect
	scrolls bool
}

// piece is a text, an icon or a control as it is seen.
type piece struct {
	what    string
	text    *canvas.Text // nil for others
	object  fyne.CanvasObject
	rect    rect
	parents []around
}

func (p piece) inside(o fyne.CanvasObject) bool {
	for _, parent := range p.parents {
		if parent.object == o {
			return true
		}
	}
	return false
}

// layer is what covers what is below it: the open log does.
func (p piece) layer() fyne.CanvasObject {
	if drawer, ok := p.object.(*kit.LogDrawer); ok {
		return drawer
	}
	for _, parent := range p.parents {
		if drawer, ok := parent.object.(*kit.LogDrawer); ok {
			return drawer
		}
	}
	return nil
}

// owner is the type of the widget that a piece is drawn by.
func (p piece) owner() string {
	if len(p.parents) == 0 {
		return ""
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", p.parents[len(p.parents)-1].object), "*")
}

// inked takes away what a line is higher than its signs: the Japanese face reserves
// nearly half a sign's height for nothing, above and below.
func inked(line rect, textSize float32) rect {
	const latin = 1.25 // the height of a line of our Latin faces
	if spare := line.bottom - line.top - latin*textSize; spare > 0 {
		line.top, line.bottom = line.top+spare/2, line.bottom-spare/2
	}
	return line
}

// pieces collects what is seen of an object at a place.
func pieces(o fyne.CanvasObject, at fyne.Position, parents []around) []piece {
	if o == nil || !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	own := append(append([]around(nil), parents...), around{object: o, rect: rectOf(at, o.Size())})
	var found []piece
	within := func(children []fyne.CanvasObject) {
		for _, child := range children {
			found = append(found, pieces(child, at, own)...)
		}
	}
	switch o := o.(type) {
	case *canvas.Text:
		if o.Text != "" {
			size := fyne.MeasureText(o.Text, o.TextSize, o.TextStyle)
			found = append(found, piece{what: fmt.Sprintf("%q", o.Text), text: o, object: o, rect: inked(rectOf(at, size), o.TextSize), parents: parents})
		}
	case *canvas.Image:
		if o.Resource != nil {
			found = append(found, piece{what: "icon " + o.Resource.Name(), object: o, rect: rectOf(at, o.Size()), parents: parents})
		}
	case *fyne.Container:
		within(o.Objects)
	case *container.Scroll:
		own[len(own)-1].scrolls = true
		within([]fyne.CanvasObject{o.Content})
	case fyne.Widget:
		if _, is := o.(fyne.Focusable); is {
			found = append(found, piece{what: fmt.Sprintf("%T", o), object: o, rect: rectOf(at, o.Size()), parents: parents})
		}
		within(test.WidgetRenderer(o).Objects())
	}
	return found
}

// mayCut are the widgets that may cut what is not a sentence: names, addresses
// and values, which are there whole elsewhere or can be copied whole.
var mayCut = map[string]string{
	"kit.TopBar":    "tenant and domain",
	"kit.account":   "the address, whole in what a tap opens",
	"kit.railItem":  "what was chosen, whole on its page",
	"kit.ValueRow":  "a value that can be copied whole",
	"kit.CopyValue": "a value that can be copied whole",
	"kit.TenantRow": "the name of a tenant, whole once it is opened",
	"kit.logLines":  "requests, copied whole",
	"kit.node":      "the tenant, whole in the top bar",
	"kit.legStrip":  "a value that can be copied whole",
	"kit.LogDrawer": "the newest request, whole in the list",
	"kit.listRow":   "a name or an address, read out whole, and whole in the report",
	"kit.Line":      "one line that was told to give way",
}

// clippings names what is cut, lies over something else, or leaves the window.
func clippings(root fyne.CanvasObject, window fyne.Size) []string {
	all := pieces(root, fyne.Position{}, nil)
	var faults []string
	fault := func(p piece, format string, args ...any) {
		faults = append(faults, fmt.Sprintf("%s in %s %s ", p.what, p.owner(), p.rect)+fmt.Sprintf(format, args...))
	}
	for i, p := range all {
		if p.text != nil {
			if cut := cutFault(p); cut != "" {
				fault(p, "%s", cut)
			}
			p.outOfParents(fault, window)
		}
		for _, other := range all[i+1:] {
			if p.inside(other.object) || other.inside(p.object) || p.layer() != other.layer() || !p.rect.meets(other.rect) {
				continue
			}
			if p.owner() == "kit.Marked" && other.owner() == "kit.Marked" {
				continue // a difference is drawn once more, on its tint
			}
			if p.typedInto(other) || other.typedInto(p) {
				continue
			}
			if p.text == nil && other.text == nil && !bothControls(p, other) {
				continue
			}
			if p.seen().meets(other.seen()) {
				fault(p, "lies over %s in %s %s", other.what, other.owner(), other.rect)
			}
		}
	}
	return faults
}

// typedInto says that p is an entry and other what its field draws at the side,
// from which the entry keeps its text away.
func (p piece) typedInto(other piece) bool {
	for i := len(p.parents) - 1; i >= 0; i-- {
		if field, ok := p.parents[i].object.(*kit.Field); ok {
			return p.text == nil && other.inside(field)
		}
	}
	return false
}

func bothControls(a, b piece) bool {
	_, one := a.object.(fyne.Focusable)
	_, two := b.object.(fyne.Focusable)
	return one && two
}

// seen is the part of a piece that no scroll hides.
func (p piece) seen() rect {
	r := p.rect
	for _, parent := range p.parents {
		if parent.scrolls {
			r.top, r.bottom = max(r.top, parent.rect.top), min(r.bottom, parent.rect.bottom)
		}
	}
	return r
}

// cutFault says whether a text was cut that may not be.
func cutFault(p piece) string {
	drawn := p.text.Text
	if !strings.Contains(drawn, "…") || p.owner() == "kit.Para" {
		return "" // a paragraph wraps and never cuts
	}
	if strings.Count(drawn, "[") != strings.Count(drawn, "]") {
		return "is cut"
	}
	if strings.HasPrefix(drawn, "[") {
		return "" // the ellipsis is the sentence's own
	}
	if len(p.parents) > 0 {
		if spoken, is := p.parents[len(p.parents)-1].object.(fyne.Accessible); is && strings.Contains(spoken.AccessibilityLabel(), drawn) {
			return "" // so is the ellipsis of a label that leads on
		}
	}
	if mayCut[p.owner()] == "" {
		return "is cut, and " + p.owner() + " may not cut"
	}
	return ""
}

// outOfParents tells where a text leaves the widgets around it, or the window.
func (p piece) outOfParents(fault func(piece, string, ...any), window fyne.Size) {
	down := true
	for i := len(p.parents) - 1; i >= 0; i-- {
		parent := p.parents[i]
		if parent.scrolls {
			down = false
		}
		if _, is := parent.object.(fyne.Widget); !is && i > 0 {
			continue
		}
		if !parent.rect.holds(p.rect, true, down) {
			fault(p, "leaves %T %s", parent.object, parent.rect)
			return
		}
	}
	if !rectOf(fyne.Position{}, window).holds(p.rect, true, down) {
		fault(p, "leaves the window of %v", window)
	}
}

// drawsHint reports whether the beginning of the hint is seen in a footer.
func drawsHint(footer *kit.Footer, hint string) bool {
	for _, p := range pieces(footer, fyne.Position{}, nil) {
		if p.text != nil && p.owner() == "kit.Para" && strings.HasPrefix(hint, p.text.Text) {
			return true
		}
	}
	return false
}

// TestClippingsAreFound keeps the test below from being blind.
func TestClippingsAreFound(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Light, 1))
	line := func(text string) *kit.Line { return kit.NewLine(kit.Body, look.Ink, text).CutEnd() }
	at := func(o fyne.CanvasObject, x, y, width, height float32) fyne.CanvasObject {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
		return o
	}
	long := "[Ññöö šûçh thîîñg ååš åå shöört šëëñtëëñçë]"
	for name, c := range map[string]struct {
		objects []fyne.CanvasObject
		want    string
	}{
		"nothing":       {[]fyne.CanvasObject{at(line("[Åß]"), 0, 0, 100, 20), at(line("[Çd]"), 0, 20, 100, 20)}, ""},
		"a cut one":     {[]fyne.CanvasObject{at(line(long), 0, 0, 100, 20)}, "is cut"},
		"an overlap":    {[]fyne.CanvasObject{at(line("[Åß]"), 0, 0, 100, 20), at(line("[Çd]"), 10, 10, 100, 20)}, "lies over"},
		"one outside":   {[]fyne.CanvasObject{at(line("[Åß]"), 290, 0, 100, 20)}, "leaves"},
		"one too wide":  {[]fyne.CanvasObject{at(kit.NewButton(kit.Primary, long, nil), 0, 0, 100, 36)}, "leaves"},
		"one too low":   {[]fyne.CanvasObject{at(kit.NewPara(kit.Body, look.Ink, long), 0, 0, 100, 30)}, "leaves"},
		"two on top":    {[]fyne.CanvasObject{at(kit.NewButton(kit.Primary, "", nil), 0, 0, 100, 36), at(kit.NewButton(kit.Primary, "", nil), 90, 0, 100, 36)}, "lies over"},
		"words on icon": {[]fyne.CanvasObject{at(kit.NewCount(look.IconOk, look.Ok, ""), 0, 0, 20, 20), at(line("[Çd]"), 0, 0, 100, 20)}, "lies over"},
	} {
		root := &fyne.Container{Objects: c.objects}
		root.Resize(fyne.NewSize(300, 100))
		for _, o := range c.objects {
			test.WidgetRenderer(o.(fyne.Widget)).Layout(o.Size())
		}
		faults := strings.Join(clippings(root, fyne.NewSize(300, 100)), "; ")
		if c.want == "" && faults != "" || !strings.Contains(faults, c.want) {
			t.Errorf("%s: found %q", name, faults)
		}
	}
}

// sizesOfWindow are those in which nothing may be cut, with the size of text, which
// changes as rarely as it can.
func sizesOfWindow() []view {
	return []view{
		{size: fyne.NewSize(900, 640), text: 0.9}, {size: fyne.NewSize(1200, 800), text: 1.5}, {size: fyne.NewSize(1000, 700), text: 1.5},
		{size: fyne.NewSize(1000, 700), text: 1}, {size: fyne.NewSize(900, 640), text: 1}, {size: fyne.NewSize(1600, 1000), text: 1},
	}
}

// nothingIsCut draws the page in windows and texts of all sizes.
func (b *bench) nothingIsCut() {
	b.t.Helper()
	text := float32(0)
	for _, v := range sizesOfWindow() {
		if v.text != text {
			text = v.text
			b.w.app.Settings().SetTheme(look.New(look.Light, text).For(b.w.words.Tag()))
		}
		b.w.win.Resize(v.size)
		b.w.fitPanel()
		for _, root := range b.roots() {
			for _, fault := range clippings(root, b.w.win.Canvas().Size()) {
				b.t.Errorf("%.0fx%.0f at %v: %s", v.size.Width, v.size.Height, v.text, fault)
			}
		}
		if hint := b.w.shell.footer.Hint(); hint != "" && !drawsHint(b.w.shell.footer, hint) {
			b.t.Errorf("%.0fx%.0f at %v: no room for the hint %q", v.size.Width, v.size.Height, v.text, hint)
		}
	}
	b.w.fitPanel()
}

// roots are what is on the screen: the window's content and what lies over it.
func (b *bench) roots() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{b.w.win.Content()}, b.w.win.Canvas().Overlays().List()...)
}

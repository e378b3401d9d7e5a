package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// WaitPanel is the panel beside the jobs: what is awaited, for how long, how often
// it was checked, when we stop. It was there before the news came, so nothing moves.
type WaitPanel struct {
	base
	ground  *canvas.Rectangle
	tone    Tone
	icon    *glyph
	arc     *BusyArc
	title   *Para
	elapsed *words
	text    *Para
	names   []*Para
	values  []*Para
	rules   []*canvas.Rectangle
	details *Details
}

var (
	_ fyne.Accessible = (*WaitPanel)(nil)
	_ Tall            = (*WaitPanel)(nil)
)

// NewWaitPanel returns a panel; details may be nil.
func NewWaitPanel(details *Details) *WaitPanel {
	p := &WaitPanel{
		ground: canvas.NewRectangle(color.Transparent), tone: Plain, icon: newGlyph("", look.Muted), arc: NewBusyArc(look.Accent),
		title: NewPara(Strong, look.Ink, ""), elapsed: newWords(Title, look.Ink, ""), text: NewPara(Body, look.Ink, ""), details: details,
	}
	p.arc.Hide()
	p.begin(p)
	if details != nil {
		hangOn(details, p.grew)
	}
	return p
}

// newTrailing is a text at the right edge.
func newTrailing() *Para {
	p := NewPara(Body, look.Ink, "")
	p.align = fyne.TextAlignTrailing
	return p
}

// Set changes what the panel says. Plain shows a turning arc: work is under way.
func (p *WaitPanel) Set(tone Tone, title, text string, facts ...Pair) {
	p.tone = tone
	p.title.SetText(title)
	p.text.SetText(text)
	for len(p.names) < len(facts) {
		p.names = append(p.names, NewPara(Body, look.Muted, ""))
		p.values = append(p.values, newTrailing())
		p.rules = append(p.rules, canvas.NewRectangle(color.Transparent))
	}
	p.names, p.values, p.rules = p.names[:len(facts)], p.values[:len(facts)], p.rules[:len(facts)]
	for i, f := range facts {
		p.names[i].SetText(f.Name)
		p.values[i].SetText(f.Value)
	}
	if tone == Plain {
		p.arc.Start()
	} else {
		p.arc.Stop()
	}
	p.changed()
}

// SetElapsed changes the big time; an empty text hides it.
func (p *WaitPanel) SetElapsed(text string) {
	had := p.elapsed.full != ""
	p.elapsed.set(text)
	if had != (text != "") {
		p.changed()
		return
	}
	p.Refresh()
}

// SetFact changes the value of one fact.
func (p *WaitPanel) SetFact(index int, value string) {
	p.values[index].SetText(value)
	p.Refresh()
}

// AccessibilityLabel returns title, time and text.
func (p *WaitPanel) AccessibilityLabel() string {
	return p.title.text + ", " + p.elapsed.full + ". " + p.text.text
}

func (p *WaitPanel) steadyLabel() string { return p.title.text + ". " + p.text.text }

// AccessibilityRole says that this holds other things.
func (p *WaitPanel) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (p *WaitPanel) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{p.ground, p.icon.canvas, p.arc, p.title, p.elapsed.canvas, p.text}
	for i := range p.names {
		out = append(out, p.rules[i], p.names[i], p.values[i])
	}
	if p.details != nil {
		out = append(out, p.details)
	}
	return out
}

func (p *WaitPanel) height(width float32) float32 {
	inner := width - p.unit(32)
	h := p.unit(14) + p.title.height(inner-p.unit(28)) + p.text.height(inner) + p.unit(4)
	if p.elapsed.full != "" {
		h += p.unit(12 + 28)
	}
	for i := range p.names {
		h += p.rowHigh(i, inner)
	}
	if len(p.names) > 0 {
		h += p.unit(14)
	}
	if p.details != nil {
		h += p.unit(12) + p.details.HeightFor(inner)
	}
	return h + p.unit(14)
}

// stacked says that a fact's value needs a line of its own, below its name.
func (p *WaitPanel) stacked(i int, width float32) bool {
	return width-p.values[i].Natural()-p.unit(12) < p.unit(64)
}

func (p *WaitPanel) nameRoom(i int, width float32) float32 {
	if p.stacked(i, width) {
		return width
	}
	return width - p.values[i].Natural() - p.unit(12)
}

// rowHigh is the height of a fact: 34, or more where its name wraps.
func (p *WaitPanel) rowHigh(i int, width float32) float32 {
	high := p.names[i].height(p.nameRoom(i, width)) + p.unit(14)
	if p.stacked(i, width) {
		high += p.values[i].height(width)
	}
	return fyne.Max(p.unit(34), high)
}

func (p *WaitPanel) narrowest() float32 { return p.unit(240) }

func (p *WaitPanel) arrange(size fyne.Size) {
	place(p.ground, 0, 0, size.Width, size.Height)
	x, y, inner := p.unit(16), p.unit(14), size.Width-p.unit(32)
	p.icon.put(x, y, p.unit(20))
	place(p.arc, x, y, p.unit(20), p.unit(20))
	th := p.title.height(inner - p.unit(28))
	place(p.title, x+p.unit(28), y, inner-p.unit(28), th)
	y += th
	if p.elapsed.full != "" {
		y += p.unit(12)
		p.elapsed.put(&p.base, x, y, 0, p.unit(28))
		y += p.unit(28)
	}
	y += p.unit(4)
	h := p.text.height(inner)
	place(p.text, x, y, inner, h)
	y += h + p.unit(14)
	for i := range p.names {
		place(p.rules[i], x, y, inner, p.thin(1))
		high, room := p.rowHigh(i, inner), p.nameRoom(i, inner)
		nh := p.names[i].height(room)
		if p.stacked(i, inner) {
			place(p.names[i], x, y+p.thin(1)+p.unit(6), room, nh)
			place(p.values[i], x, y+p.thin(1)+p.unit(6)+nh, inner, p.values[i].height(inner))
		} else {
			w := p.values[i].Natural()
			place(p.names[i], x, y+p.thin(1)+(high-nh)/2, room, nh)
			place(p.values[i], x+inner-w, y+p.thin(1)+(high-p.unit(20))/2, w, p.unit(20))
		}
		y += high
	}
	if p.details != nil {
		dh := p.details.HeightFor(inner)
		place(p.details, x, size.Height-p.unit(14)-dh, inner, dh)
	}
}

func (p *WaitPanel) paint() {
	p.ground.FillColor, p.ground.CornerRadius = p.colour(look.Inset), p.unit(8)
	text, _ := p.tone.colours()
	p.icon.name, p.icon.colour = p.tone.icon(), text
	p.icon.paint(&p.base)
	show(p.arc, p.tone == Plain && p.title.text != "")
	p.elapsed.paint(&p.base)
	for i := range p.names {
		p.rules[i].FillColor = p.colour(look.Hair)
	}
}

package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// FindingPart is one named part of a finding: what was got, what was expected,
// what to do.
type FindingPart struct {
	Name string
	Body fyne.CanvasObject
}

// Finding is the card of something that is wrong, or worth a look: the title says
// the fault, a tag says whose side it is on, and the parts follow.
type Finding struct {
	base
	tone    Tone
	box     *box
	icon    *glyph
	title   *Para
	tag     *Tag
	names   []*Para
	bodies  []fyne.CanvasObject
	buttons *Flow
	details *Details
}

var (
	_ fyne.Accessible = (*Finding)(nil)
	_ Tall            = (*Finding)(nil)
)

// NewFinding returns a card; tag and details may be nil. Buttons are best Small.
func NewFinding(tone Tone, title string, tag *Tag, parts []FindingPart, details *Details, buttons ...fyne.CanvasObject) *Finding {
	f := &Finding{tone: tone, box: newBox("", look.Page, 8), icon: newGlyph(tone.icon(), look.Ink), title: NewPara(Strong, look.Ink, title),
		tag: tag, buttons: NewFlow(8, buttons...), details: details}
	for _, part := range parts {
		f.names, f.bodies = append(f.names, NewPara(Body, look.Muted, part.Name)), append(f.bodies, part.Body)
	}
	f.begin(f)
	for _, body := range f.bodies {
		hangOn(body, f.grew)
	}
	hangOn(f.buttons, f.grew)
	if details != nil {
		hangOn(details, f.grew)
	}
	return f
}

// SetButtons changes the buttons.
func (f *Finding) SetButtons(buttons ...fyne.CanvasObject) {
	f.buttons.SetItems(buttons...)
	f.changed()
}

// AccessibilityLabel returns the title and whose side it is on.
func (f *Finding) AccessibilityLabel() string {
	if f.tag == nil {
		return f.title.text
	}
	return f.title.text + ". " + f.tag.label.full
}

// AccessibilityRole says that this holds other things.
func (f *Finding) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (f *Finding) objects() []fyne.CanvasObject {
	out := append(f.box.objects(), f.icon.canvas, f.title)
	if f.tag != nil {
		out = append(out, f.tag)
	}
	for i := range f.names {
		out = append(out, f.names[i], f.bodies[i])
	}
	out = append(out, f.buttons)
	if f.details != nil {
		out = append(out, f.details)
	}
	return out
}

// findingNames is the room for the names of the parts.
const findingNames = 104

func (f *Finding) height(width float32) float32 { return f.walk(width, false) }
func (f *Finding) narrowest() float32           { return f.unit(280) }
func (f *Finding) arrange(size fyne.Size) {
	f.box.put(&f.base, 0, 0, size.Width, size.Height)
	f.walk(size.Width, true)
}

// walk goes down the card, places the parts if asked to, and returns the height.
func (f *Finding) walk(width float32, placing bool) float32 {
	pad, y := f.unit(16), f.unit(12)
	y += f.head(pad, y, width-2*pad, placing)
	x := pad + f.unit(findingNames)
	if width < f.unit(420) {
		x = pad // names above
	}
	room := fyne.Max(0, width-pad-x)
	for i, body := range f.bodies {
		y += f.unit(6)
		nh := f.names[i].height(f.unit(findingNames - 8))
		bh := heightOf(body, room)
		if placing {
			place(f.names[i], pad, y, f.unit(findingNames-8), nh)
		}
		if x == pad {
			y, nh = y+nh, 0
		}
		if placing {
			place(body, x, y, room, bh)
		}
		y += fyne.Max(fyne.Max(bh, nh), f.unit(20))
	}
	if len(f.buttons.items) > 0 {
		y += f.unit(10)
		h := f.buttons.HeightFor(room)
		if placing {
			place(f.buttons, x, y, room, h)
		}
		y += h
	}
	if f.details != nil {
		y += f.unit(10)
		h := f.details.HeightFor(room)
		if placing {
			place(f.details, x, y, room, h)
		}
		y += h
	}
	return y + f.unit(14)
}

// head places icon, title and tag, and returns the height of the row.
func (f *Finding) head(x, y, width float32, placing bool) float32 {
	room := width - f.unit(28)
	wide := float32(0)
	if f.tag != nil {
		wide = widthOf(f.tag)
		room -= wide + f.unit(12)
	}
	h := fyne.Max(f.unit(24), f.title.height(room))
	if placing {
		f.icon.put(x, y+f.unit(2), f.unit(20))
		place(f.title, x+f.unit(28), y+f.unit(2), room, f.title.height(room))
		if f.tag != nil {
			place(f.tag, x+width-wide+f.unit(4), y, wide, f.unit(24))
		}
	}
	return h
}

func (f *Finding) paint() {
	text, _ := f.tone.colours()
	f.icon.colour = text
	f.box.edge = look.Hair
	if f.tone == Problem {
		f.box.edge = look.Bad
	}
	f.box.paint(&f.base)
	f.icon.paint(&f.base)
}

// Relayout makes room again after a button was shown or hidden.
func (f *Finding) Relayout() { f.grew() }

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// ProblemWords are the words of a ProblemPanel.
type ProblemWords struct {
	What     string // what happened
	WhyHead  string // "Why"
	Why      string
	ToDoHead string // "What to do"
	ToDo     string
}

// ProblemPanel says what happened, why, and what to do next, with the buttons that
// do it and the details for support.
type ProblemPanel struct {
	base
	box               *box
	icon              *glyph
	what              *Para
	whyHead, toDoHead *words
	why, toDo         *Para
	buttons           *Flow
	rule              *canvas.Rectangle
	details           *Details
}

var (
	_ fyne.Accessible = (*ProblemPanel)(nil)
	_ Tall            = (*ProblemPanel)(nil)
)

// NewProblemPanel returns a panel; details may be nil. Buttons are best Small.
func NewProblemPanel(text ProblemWords, details *Details, buttons ...fyne.CanvasObject) *ProblemPanel {
	p := &ProblemPanel{
		box: newBox(look.Bad, look.Page, 8), icon: newGlyph(look.IconWarn, look.Bad), what: NewPara(Strong, look.Bad, ""),
		whyHead: newWords(Small, look.Muted, ""), toDoHead: newWords(Small, look.Muted, ""),
		why: NewPara(Body, look.Ink, ""), toDo: NewPara(Body, look.Ink, ""), buttons: NewFlow(8, buttons...),
		rule: canvas.NewRectangle(color.Transparent), details: details,
	}
	p.begin(p)
	if details != nil {
		hangOn(details, p.grew)
	}
	p.Set(text)
	return p
}

// Set changes the words.
func (p *ProblemPanel) Set(text ProblemWords) {
	p.what.SetText(text.What)
	p.whyHead.set(text.WhyHead)
	p.why.SetText(text.Why)
	p.toDoHead.set(text.ToDoHead)
	p.toDo.SetText(text.ToDo)
	p.changed()
}

// SetButtons changes the buttons.
func (p *ProblemPanel) SetButtons(buttons ...*Button) {
	items := make([]fyne.CanvasObject, len(buttons))
	for i, button := range buttons {
		items[i] = button
	}
	p.buttons.SetItems(items...)
	p.changed()
}

// Details returns the details part, or nil.
func (p *ProblemPanel) Details() *Details { return p.details }

// AccessibilityLabel returns what happened, why, and what to do.
func (p *ProblemPanel) AccessibilityLabel() string {
	return p.what.text + ". " + p.why.text + " " + p.toDo.text
}

// AccessibilityRole says that this holds other things.
func (p *ProblemPanel) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (p *ProblemPanel) objects() []fyne.CanvasObject {
	out := append(p.box.objects(), p.icon.canvas, p.what, p.whyHead.canvas, p.why, p.toDoHead.canvas, p.toDo, p.buttons, p.rule)
	if p.details != nil {
		out = append(out, p.details)
	}
	return out
}

func (p *ProblemPanel) height(width float32) float32 { return p.walk(width, 0, false) }
func (p *ProblemPanel) narrowest() float32           { return p.unit(240) }
func (p *ProblemPanel) arrange(size fyne.Size) {
	p.box.put(&p.base, 0, 0, size.Width, size.Height)
	p.walk(size.Width, size.Height, true)
}

// walk goes down the panel, places the parts if asked to, and returns the height.
// Details stand at the foot of a panel that is higher than it needs to be.
func (p *ProblemPanel) walk(width, height float32, placing bool) float32 {
	x, y, inner := p.unit(17), p.unit(15), width-p.unit(34)
	room := inner - p.unit(28)
	h := p.what.height(room)
	if placing {
		p.icon.put(x, y, p.unit(20))
		place(p.what, x+p.unit(28), y, room, h)
	}
	y += h + p.unit(10)
	y = p.part(p.whyHead, p.why, x, y, inner, placing)
	y = p.part(p.toDoHead, p.toDo, x, y, inner, placing)
	if len(p.buttons.items) > 0 {
		y += p.unit(4)
		bh := p.buttons.HeightFor(inner)
		if placing {
			place(p.buttons, x, y, inner, bh)
		}
		y += bh + p.unit(14)
	}
	if p.details == nil {
		return y + p.unit(2)
	}
	dh := p.details.HeightFor(inner)
	foot := p.unit(9) + dh + p.unit(15)
	if placing {
		top := fyne.Max(y, height-foot)
		place(p.rule, x, top-p.thin(1), inner, p.thin(1))
		place(p.details, x, top+p.unit(9), inner, dh)
	}
	return y + foot
}

func (p *ProblemPanel) part(head *words, text *Para, x, y, inner float32, placing bool) float32 {
	if text.text == "" {
		return y
	}
	h := text.height(inner)
	if placing {
		head.put(&p.base, x, y, inner, p.unit(16))
		place(text, x, y+p.unit(16)+p.unit(2), inner, h)
	}
	return y + p.unit(18) + h + p.unit(10)
}

func (p *ProblemPanel) paint() {
	p.box.paint(&p.base)
	p.icon.paint(&p.base)
	p.whyHead.paint(&p.base)
	p.toDoHead.paint(&p.base)
	show(p.whyHead.canvas, p.why.text != "")
	show(p.toDoHead.canvas, p.toDo.text != "")
	p.rule.FillColor = p.colour(look.Hair)
	show(p.rule, p.details != nil)
}

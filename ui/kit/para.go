package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"backupsso/ui/look"
)

// Para is wrapped text at the exact line pitch of its role, without padding.
// Screen readers hear the whole text.
type Para struct {
	base
	role   Role
	colour fyne.ThemeColorName
	text   string
	lines  []*words
	align  fyne.TextAlign

	brokenFor  float32
	brokenUnit float32
	brokenFace fyne.Resource
	broken     []string
}

var (
	_ fyne.Accessible = (*Para)(nil)
	_ Tall            = (*Para)(nil)
)

// NewPara returns wrapped text in a role and a colour of the theme.
func NewPara(role Role, colour fyne.ThemeColorName, text string) *Para {
	p := &Para{role: role, colour: colour, text: text}
	p.begin(p)
	return p
}

// NewTitle returns a page's title.
func NewTitle(text string) *Para { return NewPara(Title, look.Ink, text) }

// NewLead returns the line under a page's title.
func NewLead(text string) *Para { return NewPara(Body, look.Muted, text) }

// Text returns the text.
func (p *Para) Text() string { return p.text }

// SetText changes the text.
func (p *Para) SetText(text string) {
	if p.text == text {
		return
	}
	p.text, p.broken = text, nil
	p.changed()
}

// SetColour changes the colour.
func (p *Para) SetColour(name fyne.ThemeColorName) {
	if p.colour != name {
		p.colour = name
		p.Refresh()
	}
}

// SetRole changes size, weight and face.
func (p *Para) SetRole(role Role) {
	if p.role != role {
		p.role, p.broken = role, nil
		p.changed()
	}
}

// SetAlign sets the text flush left (the default), centred or flush right.
func (p *Para) SetAlign(align fyne.TextAlign) {
	p.align = align
	p.Refresh()
}

// Natural is the width of the text on one line.
func (p *Para) Natural() float32 { return up(p.role.width(&p.base, p.text)) }

// AccessibilityLabel returns the whole text.
func (p *Para) AccessibilityLabel() string { return p.text }

// AccessibilityRole says that this is text.
func (p *Para) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// breakFor breaks the text for the least width that place may make of width.
func (p *Para) breakFor(width float32) []string {
	u := look.Unit(p)
	if width > 1 {
		width = down(width, 1)
	}
	_, _, style := p.role.measure()
	face := theme.CurrentForWidget(p).Font(style)
	if p.broken == nil || p.brokenFor != width || p.brokenUnit != u || p.brokenFace != face {
		p.broken = breakLines(p.text, width, func(s string) float32 { return p.role.width(&p.base, s) })
		p.brokenFor, p.brokenUnit, p.brokenFace = width, u, face
	}
	return p.broken
}

func (p *Para) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(p.lines))
	for i, l := range p.lines {
		out[i] = l.canvas
	}
	return out
}

func (p *Para) height(width float32) float32 {
	if p.text == "" {
		return 0
	}
	return float32(len(p.breakFor(width))) * p.role.pitch(&p.base)
}

// narrowest lets a paragraph shrink to a readable least; it wraps below that.
func (p *Para) narrowest() float32 { return fyne.Min(p.Natural(), p.unit(80)) }

func (p *Para) arrange(size fyne.Size) {
	lines := p.breakFor(size.Width)
	if p.text == "" {
		lines = nil
	}
	for len(p.lines) < len(lines) {
		p.lines = append(p.lines, newWords(p.role, p.colour, ""))
	}
	p.lines = p.lines[:len(lines)]
	p.paint()
	pitch := p.role.pitch(&p.base)
	for i, l := range p.lines {
		l.set(lines[i])
		x := float32(0)
		switch p.align {
		case fyne.TextAlignCenter:
			x = (size.Width - l.width(&p.base)) / 2
		case fyne.TextAlignTrailing:
			x = size.Width - l.width(&p.base)
		}
		l.put(&p.base, x, float32(i)*pitch, 0, pitch)
	}
}

func (p *Para) paint() {
	for _, l := range p.lines {
		l.role, l.colour = p.role, p.colour
		l.paint(&p.base)
	}
}

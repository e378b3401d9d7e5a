package kit

import (
	"strings"

	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Option is one choice of an OptionGroup.
type Option struct {
	Title string
	Why   string            // one line of why
	Icon  look.IconName     // at the right; may be empty
	Below fyne.CanvasObject // opens under the option while it is chosen; may be nil
}

// OptionGroup is a card of choices of which one is chosen. It takes the focus as
// one control: arrows choose, Enter is passed on.
type OptionGroup struct {
	base
	touch
	// OnChosen is called when a person chooses another option.
	OnChosen func(index int)
	// OnEnter is called on Enter, which means the page's primary deed.
	OnEnter func()

	box    *box
	rows   []*optionRow
	rules  []*canvas.Rectangle
	chosen int
}

var (
	_ fyne.Accessible = (*OptionGroup)(nil)
	_ Tall            = (*OptionGroup)(nil)
)

// NewOptionGroup returns the choices with one chosen; -1 chooses none.
func NewOptionGroup(chosen int, options ...Option) *OptionGroup {
	g := &OptionGroup{box: newBox(look.Hair, look.Page, 8), chosen: chosen}
	g.begin(g)
	g.redraw = g.repaintRows
	for i, o := range options {
		g.rows = append(g.rows, newOptionRow(g, i, o))
		g.rules = append(g.rules, canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent))
		if o.Below != nil {
			hangOn(o.Below, g.grew)
			show(o.Below, i == chosen)
		}
	}
	return g
}

// Chosen returns the chosen option, or -1.
func (g *OptionGroup) Chosen() int { return g.chosen }

// Choose chooses an option without calling OnChosen.
func (g *OptionGroup) Choose(index int) {
	g.chosen = index
	for i, r := range g.rows {
		if r.option.Below != nil {
			show(r.option.Below, i == index)
		}
		r.Refresh()
	}
	g.changed()
}

// SetWords changes the words of one option.
func (g *OptionGroup) SetWords(index int, title, why string) {
	r := g.rows[index]
	r.title.SetText(title)
	r.why.SetText(why)
	g.changed()
}

func (g *OptionGroup) pick(index int) {
	if g.off || index < 0 || index >= len(g.rows) || index == g.chosen {
		return
	}
	g.Choose(index)
	if g.OnChosen != nil {
		g.OnChosen(index)
	}
}

// TypedKey moves the choice with the arrows.
func (g *OptionGroup) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyRight:
		g.pick(min(g.chosen+1, len(g.rows)-1))
	case fyne.KeyUp, fyne.KeyLeft:
		g.pick(max(g.chosen-1, 0))
	case fyne.KeySpace:
		if g.chosen < 0 {
			g.pick(0)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if g.OnEnter != nil {
			g.OnEnter()
		}
	default:
		passOn(e)
	}
}

// Tapped does nothing: the options take the taps.
func (g *OptionGroup) Tapped(*fyne.PointEvent) {}

// AccessibilityLabel returns the title of the chosen option, or all of them while
// none is.
func (g *OptionGroup) AccessibilityLabel() string {
	if g.chosen >= 0 && g.chosen < len(g.rows) {
		return g.rows[g.chosen].option.Title
	}
	all := make([]string, len(g.rows))
	for i, r := range g.rows {
		all[i] = r.option.Title
	}
	return strings.Join(all, ", ")
}

// AccessibilityRole says that this holds other things.
func (g *OptionGroup) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (g *OptionGroup) repaintRows() {
	for _, r := range g.rows {
		r.Refresh()
	}
}

func (g *OptionGroup) objects() []fyne.CanvasObject {
	out := g.box.body()
	for _, r := range g.rows {
		out = append(out, r)
		if r.option.Below != nil {
			out = append(out, r.option.Below)
		}
	}
	for _, r := range g.rules {
		out = append(out, r)
	}
	return append(out, g.box.sides()...)
}

func (g *OptionGroup) height(width float32) float32 { return g.walk(width, false) }

func (g *OptionGroup) narrowest() float32 {
	widest := g.unit(200)
	for _, r := range g.rows {
		widest = fyne.Max(widest, widthOf(r.option.Below)+g.unit(66))
	}
	return widest
}

func (g *OptionGroup) arrange(size fyne.Size) {
	g.box.put(&g.base, 0, 0, size.Width, size.Height)
	for _, r := range g.rules {
		show(r, false)
	}
	g.walk(size.Width, true)
}

// walk goes through rows and opened parts, places them if asked to, and returns
// the height of all.
func (g *OptionGroup) walk(width float32, placing bool) float32 {
	edge := g.thin(1)
	inner, y := width-2*edge, edge
	for i, r := range g.rows {
		if i > 0 {
			y = g.rule(2*i, y, inner, placing)
		}
		h := r.HeightFor(inner)
		below := r.option.Below
		open := below != nil && below.Visible()
		if placing {
			r.first, r.last = i == 0, i == len(g.rows)-1 && !open
			r.paint()
			place(r, edge, y, inner, h)
		}
		y += h
		if open {
			y = g.rule(2*i+1, y, inner, placing)
			room := inner - g.unit(48+16)
			bh := heightOf(below, room)
			if placing {
				place(below, edge+g.unit(48), y+g.unit(12), room, bh)
			}
			y += bh + g.unit(12+12)
		}
	}
	return y + edge
}

func (g *OptionGroup) rule(i int, y, inner float32, placing bool) float32 {
	if placing {
		show(g.rules[i], true)
		place(g.rules[i], g.thin(1), y, inner, g.thin(1))
	}
	return y + g.thin(1)
}

func (g *OptionGroup) paint() {
	g.box.paint(&g.base)
	for _, r := range g.rules {
		r.FillColor = g.colour(look.Hair)
	}
}

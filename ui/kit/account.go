package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// account is who is signed in, at the right of the top bar. Where it is given a deed it
// is a button that opens what can be done about that.
type account struct {
	base
	touch
	icon, more *glyph
	name       *words
	under      *canvas.Rectangle
	ring       *ring
	label      string
	ink        fyne.ThemeColorName
}

var _ fyne.Accessible = (*account)(nil)

func newAccount() *account {
	a := &account{icon: newGlyph(look.IconPerson, look.Muted), more: newGlyph("", look.Muted), name: newWords(Body, look.Muted, ""),
		under: canvas.NewRectangle(color.Transparent), ring: newRing(-1, 6), ink: look.Muted}
	a.off = true
	a.begin(a)
	a.redraw = a.Refresh
	return a
}

// set shows a name; "" for nobody. With label and tapped it is a button.
func (a *account) set(name, label string, tapped func()) {
	a.name.set(name)
	a.label, a.onTap, a.off = label, tapped, tapped == nil || name == ""
	a.more.name = ""
	if !a.off {
		a.more.name = look.IconDown
	}
	show(a, name != "")
	a.Refresh()
}

// AccessibilityLabel returns what the button does, or who is signed in.
func (a *account) AccessibilityLabel() string {
	if a.label != "" {
		return a.label
	}
	return a.name.full
}

// AccessibilityRole says that this is a button, where it is one.
func (a *account) AccessibilityRole() fyne.AccessibleRole {
	if a.off {
		return fyne.AccessibleRoleText
	}
	return fyne.AccessibleRoleButton
}

func (a *account) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{a.under, a.icon.canvas, a.name.canvas, a.more.canvas, a.ring.rect}
}

// around is the room beside the name.
func (a *account) around() float32 {
	if a.more.name == "" {
		return a.unit(28)
	}
	return a.unit(6 + 28 + 4 + 16 + 6)
}

func (a *account) height(float32) float32 { return a.unit(32) }
func (a *account) narrowest() float32     { return a.around() + a.unit(40) }

func (a *account) arrange(size fyne.Size) {
	place(a.under, 0, 0, size.Width, size.Height)
	x, right := float32(0), size.Width
	if a.more.name != "" {
		x, right = a.unit(6), right-a.unit(6+16)
		a.more.put(right, (size.Height-a.unit(16))/2, a.unit(16))
		right -= a.unit(4)
	}
	a.icon.put(x, (size.Height-a.unit(20))/2, a.unit(20))
	x += a.unit(28)
	a.name.put(&a.base, x, 0, right-x+1, size.Height)
	a.ring.put(&a.base, 0, 0, size.Width, size.Height)
}

func (a *account) paint() {
	a.icon.colour, a.name.colour, a.more.colour = a.ink, a.ink, a.ink
	a.icon.paint(&a.base)
	a.name.paint(&a.base)
	a.more.paint(&a.base)
	a.under.FillColor, a.under.CornerRadius = color.Transparent, a.unit(6)
	if a.hovered && !a.off {
		c := color.NRGBAModel.Convert(a.colour(a.ink)).(color.NRGBA)
		c.A = 0x18
		a.under.FillColor = c
	}
	a.ring.paint(&a.base, a.focused)
	if a.ink == look.OnPractice {
		a.ring.rect.StrokeColor = a.colour(look.OnPractice)
	}
}

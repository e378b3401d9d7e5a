package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// turn is one turn of the busy arc.
const turn = 1200 * time.Millisecond

// BusyArc shows that something is under way: a quarter arc turning once in 1.2
// seconds, or a clock where animations are switched off. It turns only between
// Start and Stop.
type BusyArc struct {
	base
	arc    *canvas.Arc
	clock  *glyph
	colour fyne.ThemeColorName
	side   float32
	anim   *fyne.Animation
}

// NewBusyArc returns an arc at rest, 20 by 20, in a colour of the theme.
func NewBusyArc(colour fyne.ThemeColorName) *BusyArc {
	a := &BusyArc{
		arc:    canvas.NewArc(0, 90, 0.8, color.Transparent),
		clock:  newGlyph(look.IconClock, colour),
		colour: colour,
		side:   20,
	}
	a.begin(a)
	return a
}

// Start sets the arc turning.
func (a *BusyArc) Start() {
	if a.anim != nil || !look.Moves(a) {
		return
	}
	a.anim = &fyne.Animation{Duration: turn, RepeatCount: fyne.AnimationRepeatForever, Curve: fyne.AnimationLinear, Tick: a.tick}
	a.anim.Start()
}

// Stop brings the arc to rest.
func (a *BusyArc) Stop() {
	if a.anim != nil {
		a.anim.Stop()
		a.anim = nil
	}
}

// Turns says whether the arc is turning, which costs a frame each time.
func (a *BusyArc) Turns() bool { return a.anim != nil }

func (a *BusyArc) tick(part float32) {
	a.arc.StartAngle = part * 360
	a.arc.EndAngle = a.arc.StartAngle + 90
	canvas.Refresh(a.arc)
}

// SetColour changes the colour.
func (a *BusyArc) SetColour(name fyne.ThemeColorName) {
	if a.colour != name {
		a.colour = name
		a.Refresh()
	}
}

func (a *BusyArc) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{a.arc, a.clock.canvas}
}
func (a *BusyArc) height(float32) float32 { return a.unit(a.side) }
func (a *BusyArc) narrowest() float32     { return a.unit(a.side) }

func (a *BusyArc) paint() {
	moves := look.Moves(a)
	a.arc.FillColor = a.base.colour(a.colour)
	a.arc.CutoutRatio = 6.5 / 8
	if !moves { // every button has an arc, and reading a drawing takes time
		a.clock.colour = a.colour
		a.clock.paint(&a.base)
	}
	show(a.arc, moves)
	show(a.clock.canvas, !moves)
}

func (a *BusyArc) arrange(size fyne.Size) {
	side := fyne.Min(size.Width, size.Height)
	d := side * 0.8
	place(a.arc, (size.Width-d)/2, (size.Height-d)/2, d, d)
	a.clock.put((size.Width-side)/2, (size.Height-side)/2, side)
}

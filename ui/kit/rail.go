package kit

import (
	"image/color"

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

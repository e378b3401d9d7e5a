package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// JobState is how far a job of the apply page is.
type JobState int

// The states.
const (
	JobTodo    JobState = iota // not started
	JobRunning                 // under way
	JobWaiting                 // waits on a service
	JobDone                    // made and read back
	JobSame                    // was already so
	JobProblem                 // refused or failed
)

// JobList is the card of jobs: rows of 40 that keep their place. The current one
// is tinted.
type JobList struct {
	base
	box   *box
	rows  []*jobRow
	rules []*canvas.Rectangle
}

var _ Tall = (*JobList)(nil)

// NewJobList returns the list with all jobs not started.
func NewJobList(names ...string) *JobList {
	l := &JobList{box: newBox(look.Hair, look.Page, 8)}
	l.begin(l)
	for i, name := range names {
		r := newJobRow(name)
		r.first, r.last = i == 0, i == len(names)-1
		l.rows = append(l.rows, r)
		l.rules = append(l.rules, canvas.NewRectangle(color.Transparent))
	}
	return l
}

// Len is the number of jobs.
func (l *JobList) Len() int { return len(l.rows) }

// Set changes the state of one job and the words at its right: time taken,
// "Waiting", "Refused".
func (l *JobList) Set(index int, state JobState, note string) {
	r := l.rows[index]
	r.state = state
	r.note.set(note)
	r.Refresh()
}

// SetName changes the name of one job.
func (l *JobList) SetName(index int, name string) {
	l.rows[index].name.set(name)
	l.rows[index].Refresh()
}

// State returns the state of one job.
func (l *JobList) State(index int) JobState { return l.rows[index].state }

func (l *JobList) objects() []fyne.CanvasObject {
	out := l.box.body()
	for _, r := range l.rows {
		out = append(out, r)
	}
	for _, r := range l.rules {
		out = append(out, r)
	}
	return append(out, l.box.sides()...)
}

func (l *JobList) height(float32) float32 { return 2*l.thin(1) + l.unit(40)*float32(len(l.rows)) }
func (l *JobList) narrowest() float32     { return l.unit(240) }

// arrange gives each row 40 with its divider; rows are not stretched, the box is.
func (l *JobList) arrange(size fyne.Size) {
	l.box.put(&l.base, 0, 0, size.Width, size.Height)
	edge, y := l.thin(1), l.thin(1)
	stretched := size.Height > l.height(size.Width)+0.5
	for i, r := range l.rows {
		r.last = i == len(l.rows)-1 && !stretched
		r.paint()
		place(r, edge, y, size.Width-2*edge, l.unit(40))
		y += l.unit(40)
		place(l.rules[i], edge, y, size.Width-2*edge, edge)
		show(l.rules[i], i < len(l.rows)-1 || stretched)
	}
}

func (l *JobList) paint() {
	l.box.paint(&l.base)
	for _, r := range l.rules {
		r.FillColor = l.colour(look.Hair)
	}
}

// jobRow is one job.
type jobRow struct {
	base
	state       JobState
	ground      *canvas.Rectangle
	icon        *glyph
	arc         *BusyArc
	name, note  *words
	first, last bool
}

var _ fyne.Accessible = (*jobRow)(nil)

func newJobRow(name string) *jobRow {
	r := &jobRow{
		ground: canvas.NewRectangle(color.Transparent), icon: newGlyph(look.IconTodo, look.Faint), arc: NewBusyArc(look.Accent),
		name: newWords(Body, look.Muted, name), note: newWords(Small, look.Faint, ""),
	}
	r.arc.Hide()
	r.begin(r)
	return r
}

func (r *jobRow) AccessibilityLabel() string {
	if r.note.full == "" {
		return r.name.full
	}
	return r.name.full + ", " + r.note.full
}
func (r *jobRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (r *jobRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon.canvas, r.arc, r.name.canvas, r.note.canvas}
}
func (r *jobRow) height(float32) float32 { return r.unit(40) }
func (r *jobRow) narrowest() float32     { return r.unit(240) }

func (r *jobRow) arrange(size fyne.Size) {
	place(r.ground, 0, 0, size.Width, size.Height)
	h, y := size.Height, r.unit(0.5)
	if r.first {
		y = 0
	}
	r.icon.put(r.unit(12), y+(h-r.unit(20))/2, r.unit(20))
	place(r.arc, r.unit(12), y+(h-r.unit(20))/2, r.unit(20), r.unit(20))
	note := r.note.width(&r.base)
	r.name.put(&r.base, r.unit(42), y, size.Width-r.unit(42+14+8)-note, h)
	r.note.putRight(&r.base, size.Width-r.unit(14), y+r.unit(0.5), h)
}

// face returns icon, colour of the icon, ground, colour and role of the name, and
// colour of the note.
func (s JobState) face() (icon look.IconName, iconColour, ground, name fyne.ThemeColorName, role Role, note fyne.ThemeColorName) {
	switch s {
	case JobRunning:
		return "", look.Accent, look.AccentSoft, look.Ink, Strong, look.Accent
	case JobWaiting:
		return look.IconClock, look.Wait, look.WaitSoft, look.Ink, Strong, look.Wait
	case JobDone:
		return look.IconOk, look.Ok, "", look.Ink, Body, look.Muted
	case JobSame:
		return look.IconSame, look.Faint, "", look.Ink, Body, look.Muted
	case JobProblem:
		return look.IconWarn, look.Bad, look.BadSoft, look.Ink, Strong, look.Bad
	}
	return look.IconTodo, look.Faint, "", look.Muted, Body, look.Faint
}

func (r *jobRow) paint() {
	icon, iconColour, ground, name, role, note := r.state.face()
	r.ground.FillColor = color.Transparent
	if ground != "" {
		r.ground.FillColor = r.colour(ground)
	}
	round(r.ground, r.unit(7), !r.first, !r.last)
	r.icon.name, r.icon.colour = icon, iconColour
	r.icon.paint(&r.base)
	r.name.colour, r.name.role, r.note.colour = name, role, note
	r.name.paint(&r.base)
	r.note.paint(&r.base)
	running := r.state == JobRunning
	show(r.arc, running)
	if running {
		r.arc.Start()
	} else {
		r.arc.Stop()
	}
}

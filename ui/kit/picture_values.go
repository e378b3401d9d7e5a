package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// legStrip shows the values of one leg of a picture, each with a copy button. It
// keeps room for the leg that has most, so that nothing moves when another leg is
// pointed at.
type legStrip struct {
	base
	number *numberMark
	rows   int
	widest []string // the leads of all legs, which all get the room of the widest
	leads  []*words
	values []*words
	cells  []*CopyCell
	all    []LegValue
}

// legValueRow is how high one value is.
const legValueRow = 32

func newLegStrip(host Host) *legStrip {
	s := &legStrip{number: newNumberMark(1), rows: 1}
	for i := range 2 {
		s.leads = append(s.leads, newWords(Body, look.Muted, ""))
		s.values = append(s.values, newWords(Value, look.Ink, ""))
		s.cells = append(s.cells, NewCopyCell(host, CopyWords{}, func() string { return s.values[i].full }))
	}
	s.begin(s)
	return s
}

// widen keeps room for the leads of all legs' values.
func (s *legStrip) widen(legs [4]Leg) {
	s.widest = nil
	for _, l := range legs {
		for _, v := range l.Values {
			s.widest = append(s.widest, v.Lead)
		}
	}
}

// set shows the values of a leg; more than the strip has rows are left out.
func (s *legStrip) set(number int, values []LegValue) {
	s.all = values[:min(len(values), len(s.values))]
	s.number.number.set(newNumberMark(number).number.full)
	for i := range s.values {
		lead, value := "", LegValue{}
		if i < len(s.all) {
			value = s.all[i]
			lead = value.Lead
		}
		s.leads[i].set(lead)
		s.values[i].set(value.Value)
		s.cells[i].words, s.cells[i].done = value.Copy, false
		s.cells[i].Refresh()
	}
	s.Refresh()
}

func (s *legStrip) objects() []fyne.CanvasObject {
	out := s.number.objects()
	for i := range s.values {
		out = append(out, s.leads[i].canvas, s.values[i].canvas, s.cells[i])
	}
	return out
}

func (s *legStrip) height(float32) float32 {
	return s.unit(8) + float32(s.rows)*s.unit(legValueRow)
}
func (s *legStrip) narrowest() float32 { return s.unit(240) }

func (s *legStrip) arrange(size fyne.Size) {
	s.number.put(&s.base, s.unit(pictureEdge), s.unit(4)+(s.unit(legValueRow)-s.unit(18))/2, s.unit(18))
	left, cell := s.unit(pictureEdge+26), s.unit(40)
	for i := range s.values {
		y := s.unit(4) + float32(i)*s.unit(legValueRow)
		s.leads[i].put(&s.base, left, y, 0, s.unit(legValueRow))
		x := left + widest(&s.base, Body, s.widest) + s.unit(12)
		putCutMiddle(&s.base, s.values[i], x, y, size.Width-x-cell-s.unit(8), s.unit(legValueRow))
		place(s.cells[i], size.Width-cell-s.unit(2), y, cell, s.unit(legValueRow))
		shown := i < len(s.all)
		show(s.leads[i].canvas, shown)
		show(s.values[i].canvas, shown)
		show(s.cells[i], shown && s.values[i].full != "")
	}
}

func (s *legStrip) paint() {
	s.number.paint(&s.base)
	for i := range s.values {
		s.leads[i].paint(&s.base)
		s.values[i].paint(&s.base)
	}
}

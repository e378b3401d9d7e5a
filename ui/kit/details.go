package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Pair is a name and its value in Details or in a WaitPanel.
type Pair struct{ Name, Value string }

// DetailsWords are the words of a Details part.
type DetailsWords struct {
	Details string // "Details"
	Copy    string // "Copy"; empty shows no copy button
	Copied  string // "Copied"
}

// Details is a link with a chevron that opens a list of names and values, with a
// button that copies them all.
type Details struct {
	base
	// OnOpened is called after a person opened or shut it.
	OnOpened func(open bool)

	host   Host
	texts  DetailsWords
	toggle *Button
	copy   *Button
	pairs  []Pair
	names  []*words
	values []*Para
	open   bool
	turns  int
}

var _ Tall = (*Details)(nil)

// NewDetails returns shut details.
func NewDetails(host Host, texts DetailsWords, pairs ...Pair) *Details {
	d := &Details{host: host, texts: texts}
	d.toggle = NewButton(Link, texts.Details, d.Toggle).WithIcon(look.IconRight)
	d.copy = NewButton(Link, texts.Copy, d.copyAll).WithIcon(look.IconCopy)
	d.begin(d)
	d.SetPairs(pairs...)
	return d
}

// SetPairs changes the names and values.
func (d *Details) SetPairs(pairs ...Pair) {
	d.pairs, d.names, d.values = pairs, nil, nil
	for _, p := range pairs {
		d.names = append(d.names, newWords(Small, look.Muted, p.Name))
		d.values = append(d.values, NewPara(Code, look.Ink, p.Value))
	}
	d.changed()
}

// Open says whether it is open.
func (d *Details) Open() bool { return d.open }

// Toggle opens it if shut, and shuts it if open.
func (d *Details) Toggle() {
	d.SetOpen(!d.open)
	if d.OnOpened != nil {
		d.OnOpened(d.open)
	}
}

// SetOpen opens or shuts it.
func (d *Details) SetOpen(open bool) {
	d.open = open
	d.toggle.SetIcon(look.IconRight)
	if open {
		d.toggle.SetIcon(look.IconDown)
	}
	d.changed()
}

// Text returns the names and values, one pair a line.
func (d *Details) Text() string {
	out := ""
	for _, p := range d.pairs {
		out += p.Name + ": " + p.Value + "\n"
	}
	return out
}

func (d *Details) copyAll() {
	d.host.copyText(d.Text())
	d.turns++
	mine := d.turns
	d.copy.SetLabel(d.texts.Copied)
	d.copy.SetIcon(look.IconCheck)
	d.changed()
	if d.host.After == nil {
		return
	}
	d.host.After(tickTime, func() {
		if mine == d.turns {
			d.copy.SetLabel(d.texts.Copy)
			d.copy.SetIcon(look.IconCopy)
			d.changed()
		}
	})
}

func (d *Details) objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{d.toggle, d.copy}
	for i := range d.names {
		out = append(out, d.names[i].canvas, d.values[i])
	}
	return out
}

// nameWidth is the room of the widest name, 48 at least.
func (d *Details) nameWidth() float32 {
	w := d.unit(40)
	for _, n := range d.names {
		w = fyne.Max(w, n.width(&d.base))
	}
	return w + d.unit(8)
}

func (d *Details) height(width float32) float32 {
	h := d.unit(20)
	if d.open {
		h += d.unit(4)
		for _, v := range d.values {
			h += v.height(width - d.nameWidth())
		}
	}
	return h
}

func (d *Details) narrowest() float32 { return widthOf(d.toggle) + widthOf(d.copy) + d.unit(16) }

func (d *Details) arrange(size fyne.Size) {
	row, w := d.unit(20), widthOf(d.copy)
	place(d.toggle, 0, 0, widthOf(d.toggle), row)
	place(d.copy, size.Width-w, 0, w, row)
	show(d.copy, d.open && d.texts.Copy != "")
	y, x := row+d.unit(4), d.nameWidth()
	for i, v := range d.values {
		h := v.height(size.Width - x)
		d.names[i].put(&d.base, 0, y, 0, d.unit(18))
		place(v, x, y, size.Width-x, h)
		show(d.names[i].canvas, d.open)
		show(v, d.open)
		y += h
	}
}

func (d *Details) paint() {
	for _, n := range d.names {
		n.paint(&d.base)
	}
}

package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"backupsso/ui/look"
)

// ListRow is what a row of a RowList says.
type ListRow struct {
	Icon   look.IconName
	Title  string // a name or an address; it may be cut
	Second string // below it
	// Sentence says that Second wraps and is never cut; otherwise it is data.
	Sentence bool
	// State is what becomes of the row, at its right.
	State       string
	StateIcon   look.IconName
	StateColour fyne.ThemeColorName
	StateMore   string // small, below the state
	// Ground tints the row; "" leaves it as it is.
	Ground fyne.ThemeColorName
	// Removable shows a cross, and lets Delete take the row away.
	Removable bool
}

// label is the row for a screen reader.
func (r ListRow) label() string {
	var parts []string
	for _, part := range []string{r.Title, r.Second, r.State, r.StateMore} {
		if part != "" {
			parts = append(parts, strings.TrimSuffix(part, "."))
		}
	}
	return strings.Join(parts, ", ")
}

// The measures of a row.
const (
	listRowHigh   = 56
	listIndent    = 48 // where the words begin
	listStateGap  = 27 // from a state's icon to its words
	listCrossRoom = 48 // kept free at the right for the cross
)

// RowList is a card of any number of rows, of which only those in sight are drawn:
// thousands scroll as smoothly as ten. It takes the focus as one control; arrows,
// Page Up and Down, Home and End move within it, Enter and a tap choose, Delete or
// the cross take a row away.
type RowList struct {
	base
	touch
	// OnChosen is called with a row that was tapped, or on Enter; nil for none.
	OnChosen func(index int)
	// OnRemoved is called with a row that is to be taken away.
	OnRemoved func(index int)
	// OnMoved is called with a row that the keyboard or the pointer came to.
	OnMoved func(index int)

	title   string // what the list is, for a screen reader
	help    string // what can be done with a row, for a screen reader
	box     *box
	inside  *rowsInside
	scroll  *container.Scroll
	scrolls bool
	most    float32
	marks   bool
	at      int
}

var _ fyne.Accessible = (*RowList)(nil)

// NewRowList returns an empty list that grows up to a height in units of the
// design and scrolls from there on. Title and help are spoken only.
func NewRowList(most float32, title, help string) *RowList {
	l := &RowList{title: title, help: help, most: most, box: newBox(look.Hair, look.Page, 8), at: -1}
	l.inside = newRowsInside(l)
	l.scroll = container.NewVScroll(canvas.NewRectangle(color.Transparent))
	l.scroll.OnScrolled = func(fyne.Position) { l.inside.follow() }
	l.begin(l)
	l.redraw = l.inside.again
	return l
}

// Marking tints the row that the keyboard is at, also while a field above has the
// focus and Enter there would choose it, and returns the list.
func (l *RowList) Marking() *RowList {
	l.marks = true
	return l
}

// Expecting keeps room for states that rows will come to, so that no column moves
// when they do, and returns the list.
func (l *RowList) Expecting(states ...string) *RowList {
	l.inside.expected = states
	return l
}

// SetRows changes all rows. The place is kept where there is one.
func (l *RowList) SetRows(rows []ListRow) {
	l.inside.set(rows)
	l.at = min(l.at, len(rows)-1)
	l.grew()
	l.Refresh()
}

// SetRow changes one row, which must not need another height.
func (l *RowList) SetRow(index int, row ListRow) { l.inside.setOne(index, row) }

// Len is the number of rows.
func (l *RowList) Len() int { return len(l.inside.rows) }

// Row returns a row as it is shown.
func (l *RowList) Row(index int) ListRow { return l.inside.rows[index] }

// At is the row that the keyboard is at, or -1.
func (l *RowList) At() int { return l.at }

// GoTo goes to a row and brings it into sight, without calling OnMoved.
func (l *RowList) GoTo(index int) {
	l.at = max(-1, min(index, l.Len()-1))
	l.Reveal(l.at)
	l.inside.again()
}

// Reveal brings a row into sight.
func (l *RowList) Reveal(index int) {
	if index < 0 || !l.scrolls {
		return
	}
	top, bottom := l.inside.tops[index], l.inside.tops[index+1]
	switch offset, high := l.scroll.Offset.Y, l.scroll.Size().Height; {
	case top < offset, high < bottom-top: // not placed yet
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case bottom > offset+high:
		l.scroll.ScrollToOffset(fyne.NewPos(0, bottom-high))
	}
}

// step goes to a row and tells.
func (l *RowList) step(to int) {
	to = max(0, min(to, l.Len()-1))
	if l.Len() == 0 {
		return
	}
	moved := to != l.at
	l.GoTo(to)
	if moved && l.OnMoved != nil {
		l.OnMoved(to)
	}
}

// TypedKey moves, chooses and takes away; other keys are the window's.
func (l *RowList) TypedKey(e *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/l.unit(listRowHigh))-1)
	switch e.Name {
	case fyne.KeyDown:
		l.step(l.at + 1)
	case fyne.KeyUp:
		l.step(l.at - 1)
	case fyne.KeyHome:
		l.step(0)
	case fyne.KeyEnd:
		l.step(l.Len() - 1)
	case fyne.KeyPageDown:
		l.step(l.at + page)
	case fyne.KeyPageUp:
		l.step(l.at - page)
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.remove(l.at)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.OnChosen == nil || l.at < 0 {
			passOn(e)
			return
		}
		l.OnChosen(l.at)
	default:
		passOn(e)
	}
}

func (l *RowList) remove(index int) {
	if index >= 0 && l.OnRemoved != nil && l.inside.rows[index].Removable {
		l.OnRemoved(index)
	}
}

// FocusGained begins at the first row, or brings the row where the keyboard was
// back into sight, and brings the list into view.
func (l *RowList) FocusGained() {
	switch {
	case l.at >= 0 && l.at < l.Len():
		l.Reveal(l.at)
	case l.Len() > 0:
		l.step(0)
	}
	l.touch.FocusGained()
}

// Tapped goes to the row under the pointer and chooses it; on its cross it takes
// the row away.
func (l *RowList) Tapped(e *fyne.PointEvent) {
	index := l.inside.under(e.Position.Y - l.thin(1) + l.offset())
	if index < 0 {
		return
	}
	if l.inside.rows[index].Removable && e.Position.X > l.Size().Width-l.unit(listCrossRoom) {
		l.remove(index)
		return
	}
	l.step(index)
	if l.OnChosen != nil {
		l.OnChosen(index)
	}
}

func (l *RowList) offset() float32 {
	if !l.scrolls {
		return 0
	}
	return l.scroll.Offset.Y
}

// AccessibilityLabel says what the list is, which row the keyboard is at, and what
// can be done with it.
func (l *RowList) AccessibilityLabel() string {
	parts := []string{l.title}
	if l.at >= 0 && l.at < l.Len() {
		parts = append(parts, l.inside.rows[l.at].label())
	} else if l.Len() > 0 {
		parts = append(parts, l.inside.rows[0].label())
	}
	if l.help != "" {
		parts = append(parts, l.help)
	}
	return strings.Join(parts, ". ")
}

// AccessibilityRole says that this is a button; Fyne has no role for lists that
// can have the focus.
func (l *RowList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (l *RowList) objects() []fyne.CanvasObject {
	out := l.box.body()
	if l.scrolls {
		out = append(out, l.scroll)
	} else {
		out = append(out, l.inside)
	}
	return append(out, l.box.sides()...)
}

func (l *RowList) height(width float32) float32 {
	edge := 2 * l.thin(1)
	return fyne.Min(l.inside.HeightFor(width-edge)+edge, l.unit(l.most))
}

func (l *RowList) narrowest() float32 { return l.unit(240) }
func (l *RowList) paint()             { l.box.paint(&l.base) }

func (l *RowList) arrange(size fyne.Size) {
	l.box.put(&l.base, 0, 0, size.Width, size.Height)
	edge := l.thin(1)
	inner, room := size.Width-2*edge, size.Height-2*edge
	need := l.inside.HeightFor(inner)
	if scrolls := need > room+0.5; scrolls != l.scrolls {
		l.scrolls = scrolls
		l.scroll.Content = canvas.NewRectangle(color.Transparent)
		if scrolls {
			l.scroll.Content = l.inside
		}
		canvas.Refresh(l)
	}
	if !l.scrolls {
		place(l.inside, edge, edge, inner, room)
		l.inside.follow()
		return
	}
	place(l.scroll, edge, edge, inner, room)
	l.inside.Move(fyne.Position{})
	l.inside.Resize(fyne.NewSize(inner, need))
	l.scroll.Refresh()
	l.inside.follow()
}

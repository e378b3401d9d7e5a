package kit

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/look"
)

// Verb is what a change does.
type Verb int

// The verbs.
const (
	Create Verb = iota
	Change
	Remove
	Restore
	ByHand // a person does it, elsewhere
	AlreadySo
)

func (v Verb) face() (look.IconName, fyne.ThemeColorName) {
	switch v {
	case Create:
		return look.IconPlus, look.Ok
	case Change:
		return look.IconPen, look.Accent
	case Remove:
		return look.IconMinus, look.Bad
	case Restore:
		return look.IconUndo, look.Accent
	case ByHand:
		return look.IconPerson, look.Wait
	}
	return look.IconSame, look.Faint
}

// ChangeItem is one row of a ChangeList.
type ChangeItem struct {
	Verb Verb
	Word string // the verb in words: "Create"
	What string // what is changed
	// Before and After are the values; an empty Before shows After alone. Mono
	// shows them in the monospaced face, on lines of their own under NowWord and
	// ThenWord, and never cuts them.
	Before, After     string
	Mono              bool
	NowWord, ThenWord string
}

// ChangeGroup is a head with its rows.
type ChangeGroup struct {
	Title string
	Items []ChangeItem
}

// Folded is the one row that stands for all that is already so.
type Folded struct {
	Word    string // "Already so"
	Summary string // what: "Gallery app, assignment required"
	Show    string // "Show 2"
	Hide    string // "Hide"
	Items   []ChangeItem
}

// ChangeList is the card of the review page: groups of changes, and one folded
// row for what is already so.
type ChangeList struct {
	base
	card *Card
	fold *foldRow
	rest []*changeRow
}

var _ Tall = (*ChangeList)(nil)

// NewChangeList returns the list. Folded may have no items; then it is not shown.
func NewChangeList(groups []ChangeGroup, folded Folded) *ChangeList {
	l := &ChangeList{card: NewCard(nil)}
	l.begin(l)
	hangOn(l.card, l.grew)
	l.Set(groups, folded)
	return l
}

// Set changes what the list shows.
func (l *ChangeList) Set(groups []ChangeGroup, folded Folded) {
	var rows []fyne.CanvasObject
	cols := columnsOf(groups, folded)
	for _, g := range groups {
		if g.Title != "" {
			rows = append(rows, newGroupHead(g.Title))
		}
		for _, item := range g.Items {
			rows = append(rows, newChangeRow(item, cols))
		}
	}
	l.rest, l.fold = nil, nil
	if len(folded.Items) > 0 {
		l.fold = newFoldRow(folded, cols, l.toggle)
		rows = append(rows, l.fold)
		for _, item := range folded.Items {
			r := newChangeRow(item, cols)
			r.Hide()
			l.rest = append(l.rest, r)
			rows = append(rows, r)
		}
	}
	l.card.SetRows(rows...)
	l.changed()
}

// Unfolded says whether the rows that are already so are shown.
func (l *ChangeList) Unfolded() bool { return l.fold != nil && l.fold.open }

func (l *ChangeList) toggle() {
	l.fold.setOpen(!l.fold.open)
	for _, r := range l.rest {
		show(r, l.fold.open)
	}
	l.card.Relayout()
	l.changed()
}

func (l *ChangeList) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.card} }
func (l *ChangeList) height(width float32) float32 { return l.card.height(width) }
func (l *ChangeList) narrowest() float32           { return l.unit(480) }
func (l *ChangeList) arrange(size fyne.Size)       { place(l.card, 0, 0, size.Width, size.Height) }
func (l *ChangeList) paint()                       {}

package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// Verb is what a change does.
type Verb int

// The verbs.
const (
	Create Verb = iota
	Change
	Remove
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
	for _, g := range groups {
		if g.Title != "" {
			rows = append(rows, newGroupHead(g.Title))
		}
		for _, item := range g.Items {
			rows = append(rows, newChangeRow(item))
		}
	}
	l.rest, l.fold = nil, nil
	if len(folded.Items) > 0 {
		l.fold = newFoldRow(folded, l.toggle)
		rows = append(rows, l.fold)
		for _, item := range folded.Items {
			r := newChangeRow(item)
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

// groupHead is an inset row of 24 with a caption.
type groupHead struct {
	base
	ground      *canvas.Rectangle
	title       *words
	first, last bool
}

func newGroupHead(title string) *groupHead {
	h := &groupHead{ground: canvas.NewRectangle(color.Transparent), title: newWords(Small, look.Muted, title)}
	h.begin(h)
	return h
}

func (h *groupHead) corners(first, last bool)   { h.first, h.last = first, last; h.paint() }
func (h *groupHead) AccessibilityLabel() string { return h.title.full }
func (h *groupHead) AccessibilityRole() fyne.AccessibleRole {
	return fyne.AccessibleRoleText
}
func (h *groupHead) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.ground, h.title.canvas}
}

// height is 24 with the divider above it; the first head has none.
func (h *groupHead) height(float32) float32 {
	if h.first {
		return h.unit(24)
	}
	return h.unit(23)
}

func (h *groupHead) narrowest() float32 { return h.unit(80) }
func (h *groupHead) arrange(size fyne.Size) {
	place(h.ground, 0, 0, size.Width, size.Height)
	h.title.put(&h.base, h.unit(16), 0, size.Width-h.unit(32), size.Height)
}
func (h *groupHead) paint() {
	h.ground.FillColor = h.colour(look.Inset)
	round(h.ground, h.unit(7), !h.first, !h.last)
	h.title.paint(&h.base)
}

// The columns of a change row, from the inside of the card's edge.
const (
	verbIconX = 16
	verbX     = 42
	whatX     = 138
	valueX    = 322
	longX     = 174
)

// changeRow is one change: short values in one line of 33, long ones below each
// other, 20 a line.
type changeRow struct {
	base
	item       ChangeItem
	icon       *glyph
	verb, what *words
	before     *Para
	arrow      *glyph
	after      *Para
	now, then  *words
}

var _ fyne.Accessible = (*changeRow)(nil)

func newChangeRow(item ChangeItem) *changeRow {
	icon, colour := item.Verb.face()
	role := Body
	if item.Mono {
		role = Value
	}
	beforeRole, what := role, look.Ink
	if item.Mono && !looksLikeValue(item.Before) {
		beforeRole = Body
	}
	r := &changeRow{
		item: item, icon: newGlyph(icon, colour), verb: newWords(Body, colour, item.Word), what: newWords(Body, what, item.What),
		before: NewPara(beforeRole, look.Muted, item.Before), arrow: newGlyph(look.IconNext, look.Muted),
		after: NewPara(role, look.Ink, item.After),
		now:   newWords(Small, look.Muted, item.NowWord), then: newWords(Small, look.Muted, item.ThenWord),
	}
	r.begin(r)
	return r
}

// looksLikeValue tells an address or an id from a word such as "Empty".
func looksLikeValue(s string) bool {
	for _, c := range s {
		switch {
		case c == '/' || c == ':' || c == '@' || c == '.':
			return true
		case c >= '0' && c <= '9':
			return true
		}
	}
	return false
}

func (r *changeRow) long() bool { return r.item.Mono }

func (r *changeRow) AccessibilityLabel() string {
	text := r.item.Word + " " + r.item.What
	if r.item.Before != "" {
		text += ", " + r.item.NowWord + " " + r.item.Before
	}
	if r.item.After != "" {
		text += ", " + r.item.ThenWord + " " + r.item.After
	}
	return text
}
func (r *changeRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (r *changeRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		r.icon.canvas, r.verb.canvas, r.what.canvas, r.before, r.arrow.canvas, r.after, r.now.canvas, r.then.canvas,
	}
}

func (r *changeRow) height(width float32) float32 {
	if r.long() {
		room := r.longRoom(width)
		return r.unit(7+20+7) + r.before.height(room) + r.after.height(room)
	}
	if r.oneLine(width) {
		return r.unit(33)
	}
	return r.unit(13) + r.stacked(r.valueRoom(width))
}

func (r *changeRow) longRoom(width float32) float32  { return fyne.Max(0, width-r.unit(longX+16)) }
func (r *changeRow) valueRoom(width float32) float32 { return fyne.Max(0, width-r.unit(valueX+16)) }

// stacked is the height of before and after below each other.
func (r *changeRow) stacked(room float32) float32 {
	return r.before.height(room) + r.after.height(room)
}

// oneLine says whether "before -> after" fits in one line.
func (r *changeRow) oneLine(width float32) bool {
	total := r.after.Natural()
	if r.item.Before != "" {
		total += r.before.Natural() + r.unit(28)
	}
	return total <= r.valueRoom(width)
}

func (r *changeRow) narrowest() float32 { return r.unit(480) }

func (r *changeRow) arrange(size fyne.Size) {
	row, top := r.unit(33), float32(0)
	if r.long() {
		row, top = r.unit(20), r.unit(7)
	}
	r.icon.put(r.unit(verbIconX), top+(row-r.unit(20))/2, r.unit(20))
	r.verb.put(&r.base, r.unit(verbX), top, r.unit(whatX-verbX-8), row)
	if r.long() {
		r.what.put(&r.base, r.unit(whatX), top, size.Width-r.unit(whatX+16), row)
		r.arrangeLong(size, top+row)
		return
	}
	r.what.put(&r.base, r.unit(whatX), top, r.unit(valueX-whatX-12), row)
	x, room := r.unit(valueX), r.valueRoom(size.Width)
	if !r.oneLine(size.Width) {
		bh := r.before.height(room)
		place(r.before, x, r.unit(6.5), room, bh)
		place(r.after, x, r.unit(6.5)+bh, room, r.after.height(room))
		r.arrow.put(x-r.unit(24), r.unit(6.5)+bh+r.unit(2), r.unit(16))
		return
	}
	y := (row - r.unit(20)) / 2
	if r.item.Before != "" {
		w := r.before.Natural()
		place(r.before, x, y, w+1, r.unit(20))
		r.arrow.put(x+w+r.unit(6), y+r.unit(2), r.unit(16))
		x += w + r.unit(28)
	}
	place(r.after, x, y, r.after.Natural()+1, r.unit(20))
}

func (r *changeRow) arrangeLong(size fyne.Size, y float32) {
	room := r.longRoom(size.Width)
	bh := r.before.height(room)
	r.now.put(&r.base, r.unit(whatX), y, r.unit(longX-whatX-4), r.unit(20))
	place(r.before, r.unit(longX), y, room, bh)
	y += bh
	r.then.put(&r.base, r.unit(whatX), y, r.unit(longX-whatX-4), r.unit(20))
	place(r.after, r.unit(longX), y, room, r.after.height(room))
}

func (r *changeRow) paint() {
	for _, w := range []*words{r.verb, r.what, r.now, r.then} {
		w.paint(&r.base)
	}
	r.icon.paint(&r.base)
	r.arrow.paint(&r.base)
	show(r.arrow.canvas, !r.long() && r.item.Before != "")
	show(r.now.canvas, r.long() && r.item.Before != "")
	show(r.then.canvas, r.long())
}

// foldRow stands for the rows that are already so.
type foldRow struct {
	base
	folded     Folded
	icon       *glyph
	word, what *words
	link       *Button
	open       bool
}

func newFoldRow(f Folded, tapped func()) *foldRow {
	icon, colour := AlreadySo.face()
	r := &foldRow{
		folded: f, icon: newGlyph(icon, colour), word: newWords(Body, colour, f.Word), what: newWords(Body, look.Muted, f.Summary),
		link: NewButton(Link, f.Show, tapped).WithTrailingIcon(look.IconDown),
	}
	r.begin(r)
	return r
}

func (r *foldRow) setOpen(open bool) {
	r.open = open
	if open {
		r.link.SetLabel(r.folded.Hide)
		r.link.SetIcon(look.IconUp)
	} else {
		r.link.SetLabel(r.folded.Show)
		r.link.SetIcon(look.IconDown)
	}
	r.changed()
}

func (r *foldRow) AccessibilityLabel() string             { return r.word.full + ": " + r.what.full }
func (r *foldRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
func (r *foldRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.icon.canvas, r.word.canvas, r.what.canvas, r.link}
}
func (r *foldRow) height(float32) float32 { return r.unit(35) }
func (r *foldRow) narrowest() float32     { return r.unit(400) }
func (r *foldRow) arrange(size fyne.Size) {
	r.icon.put(r.unit(verbIconX), (size.Height-r.unit(20))/2, r.unit(20))
	r.word.put(&r.base, r.unit(verbX), 0, r.unit(whatX-verbX-8), size.Height)
	w := widthOf(r.link)
	place(r.link, size.Width-r.unit(14)-w, (size.Height-r.unit(20))/2, w, r.unit(20))
	r.what.put(&r.base, r.unit(whatX), 0, size.Width-r.unit(whatX+14+12)-w, size.Height)
}
func (r *foldRow) paint() {
	r.icon.paint(&r.base)
	r.word.paint(&r.base)
	r.what.paint(&r.base)
}

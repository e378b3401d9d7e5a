package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

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

// The columns of a change row, from the inside of the card's edge, where the words
// before them are no longer than English ones.
const (
	verbIconX = 16
	verbX     = 42
	whatX     = 138
	whatWide  = 184 // to where the values begin
	markWide  = 36  // Now and Then, to where long values begin
)

// changeColumns are the columns of one list: all its rows begin at the same places.
type changeColumns struct{ verbs, marks []string }

func columnsOf(groups []ChangeGroup, folded Folded) *changeColumns {
	c := &changeColumns{}
	for _, group := range append(groups[:len(groups):len(groups)], ChangeGroup{Items: folded.Items}) {
		for _, item := range group.Items {
			c.verbs = append(c.verbs, item.Word)
			c.marks = append(c.marks, item.NowWord, item.ThenWord)
		}
	}
	c.verbs = append(c.verbs, folded.Word)
	return c
}

// what is where the names of things begin.
func (c *changeColumns) what(b *base) float32 {
	return fyne.Max(b.unit(whatX), b.unit(verbX+12)+widest(b, Body, c.verbs))
}

// value is where short values begin.
func (c *changeColumns) value(b *base) float32 { return c.what(b) + b.unit(whatWide) }

// long is where values on lines of their own begin.
func (c *changeColumns) long(b *base) float32 {
	return c.what(b) + fyne.Max(b.unit(markWide), b.unit(7)+widest(b, Small, c.marks))
}

func widest(b *base, role Role, texts []string) float32 {
	wide := float32(0)
	for _, text := range texts {
		if text != "" {
			wide = fyne.Max(wide, up(role.width(b, text)))
		}
	}
	return wide
}

// changeRow is one change: short values in one line of 33, long ones below each
// other, 20 a line.
type changeRow struct {
	base
	item      ChangeItem
	icon      *glyph
	cols      *changeColumns
	verb      *words
	what      *Para
	before    *Para
	arrow     *glyph
	after     *Para
	now, then *words
}

var _ fyne.Accessible = (*changeRow)(nil)

func newChangeRow(item ChangeItem, cols *changeColumns) *changeRow {
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
		item: item, icon: newGlyph(icon, colour), verb: newWords(Body, colour, item.Word), what: NewPara(Body, what, item.What), cols: cols,
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
		r.icon.canvas, r.verb.canvas, r.what, r.before, r.arrow.canvas, r.after, r.now.canvas, r.then.canvas,
	}
}

func (r *changeRow) height(width float32) float32 {
	if r.long() {
		room := r.longRoom(width)
		return r.unit(7+7) + r.what.height(r.whatRoom(width)) + r.before.height(room) + r.after.height(room)
	}
	values := r.unit(20)
	if !r.oneLine(width) {
		values = r.stacked(r.valueRoom(width))
	}
	return r.unit(13) + fyne.Max(values, r.what.height(r.whatRoom(width)))
}

// longX is where long values begin: beside Now and Then, or where there is no Now.
func (r *changeRow) longX() float32 {
	if r.item.Before == "" {
		return r.cols.what(&r.base)
	}
	return r.cols.long(&r.base)
}

func (r *changeRow) longRoom(width float32) float32 {
	return fyne.Max(0, width-r.longX()-r.unit(16))
}

func (r *changeRow) valueRoom(width float32) float32 {
	return fyne.Max(0, width-r.cols.value(&r.base)-r.unit(16))
}

// whatRoom is the room for the name of the thing.
func (r *changeRow) whatRoom(width float32) float32 {
	if r.long() {
		return fyne.Max(0, width-r.cols.what(&r.base)-r.unit(16))
	}
	return r.unit(whatWide - 12)
}

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
	what, whatRoom := r.cols.what(&r.base), r.whatRoom(size.Width)
	whatHigh := r.what.height(whatRoom)
	r.icon.put(r.unit(verbIconX), top+(row-r.unit(20))/2, r.unit(20))
	r.verb.put(&r.base, r.unit(verbX), top, 0, row)
	place(r.what, what, top+whole((row-r.unit(20))/2), whatRoom, whatHigh)
	if r.long() {
		r.arrangeLong(size, top+whatHigh)
		return
	}
	x, room := r.cols.value(&r.base), r.valueRoom(size.Width)
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
	what, long, room := r.cols.what(&r.base), r.longX(), r.longRoom(size.Width)
	bh := r.before.height(room)
	r.now.put(&r.base, what, y, 0, r.unit(20))
	place(r.before, long, y, room, bh)
	y += bh
	r.then.put(&r.base, what, y, 0, r.unit(20))
	place(r.after, long, y, room, r.after.height(room))
}

func (r *changeRow) paint() {
	for _, w := range []*words{r.verb, r.now, r.then} {
		w.paint(&r.base)
	}
	r.icon.paint(&r.base)
	r.arrow.paint(&r.base)
	show(r.arrow.canvas, !r.long() && r.item.Before != "")
	show(r.now.canvas, r.long() && r.item.Before != "")
	show(r.then.canvas, r.long() && r.item.Before != "")
}

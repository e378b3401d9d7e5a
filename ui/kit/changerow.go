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

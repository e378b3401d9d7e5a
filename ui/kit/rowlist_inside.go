package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"backupsso/ui/look"
)

// rowsInside is all rows of a RowList, as high as they need to be. It holds widgets
// for the rows in sight only, and gives each another row when it scrolls out.
type rowsInside struct {
	base
	list  *RowList
	rows  []ListRow
	tops  []float32 // where each row begins, and where the last one ends
	width float32   // that tops are for
	scale float32   // of the text that tops are for
	state float32   // width of the widest state
	// expected are states that rows may come to.
	expected []string
	pool     []*listRow
	seen     []*listRow // those in sight
}

func newRowsInside(l *RowList) *rowsInside {
	in := &rowsInside{list: l}
	in.begin(in)
	return in
}

func (in *rowsInside) set(rows []ListRow) {
	in.rows, in.tops = rows, nil
	for _, view := range in.pool {
		view.index = -1
	}
}

func (in *rowsInside) setOne(index int, row ListRow) {
	in.rows[index] = row
	for _, view := range in.seen {
		if view.index == index {
			view.show(row, in.here(index), in.marked(index))
		}
	}
}

// measure finds out where each row begins. Rows are of one height but for those
// with a sentence, of which there are few different ones.
func (in *rowsInside) measure(width float32) {
	scale := in.unit(1)
	if in.tops != nil && in.width == width && in.scale == scale {
		return
	}
	in.width, in.scale = width, scale
	states, sentences := map[string]bool{}, map[string]float32{}
	in.state = 0
	more := ""
	for _, state := range in.expected {
		states[state] = true
		in.state = fyne.Max(in.state, Body.width(&in.base, state))
	}
	for _, row := range in.rows {
		if len(row.StateMore) > len(more) {
			more = row.StateMore
		}
		if row.State != "" && !states[row.State] {
			states[row.State] = true
			in.state = fyne.Max(in.state, Body.width(&in.base, row.State))
		}
	}
	if more != "" {
		in.state = fyne.Max(in.state, Small.width(&in.base, more)+in.unit(12)) // digits differ in width
	}
	room := in.room(width)
	in.tops = make([]float32, len(in.rows)+1)
	for i, row := range in.rows {
		high := in.unit(listRowHigh)
		if row.Sentence {
			need, known := sentences[row.Second]
			if !known {
				lines := breakLines(row.Second, room, func(s string) float32 { return Small.width(&in.base, s) })
				need = whole(float32(len(lines))*Small.pitch(&in.base) + in.unit(20+2*10))
				sentences[row.Second] = need
			}
			high = fyne.Max(high, need)
		}
		in.tops[i+1] = in.tops[i] + whole(high) + in.thin(1)
	}
}

// stateAt is where the states begin: in one column, at the place of the design
// where they fit there.
func (in *rowsInside) stateAt(width float32) float32 {
	if in.state == 0 {
		return width
	}
	if in.list.OnRemoved == nil {
		return width - in.unit(16+listStateGap) - up(in.state)
	}
	return fyne.Min(width-in.unit(175), width-in.unit(listCrossRoom+listStateGap)-up(in.state))
}

// room is what the words have.
func (in *rowsInside) room(width float32) float32 {
	end := in.stateAt(width) - in.unit(12)
	if in.state == 0 {
		end = width - in.unit(16)
	}
	return fyne.Max(in.unit(48), end-in.unit(listIndent))
}

// under is the row at a height, or -1.
func (in *rowsInside) under(y float32) int {
	if y < 0 || len(in.tops) == 0 || y >= in.tops[len(in.rows)] {
		return -1
	}
	return sort.Search(len(in.rows), func(i int) bool { return in.tops[i+1] > y })
}

func (in *rowsInside) height(width float32) float32 {
	in.measure(width)
	return fyne.Max(in.tops[len(in.rows)]-in.thin(1), in.unit(listRowHigh))
}

func (in *rowsInside) narrowest() float32 { return in.unit(200) }
func (in *rowsInside) paint()             {}

func (in *rowsInside) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(in.seen))
	for i, view := range in.seen {
		out[i] = view
	}
	return out
}

func (in *rowsInside) arrange(fyne.Size) { in.follow() }

// here reports that the keyboard is at a row, marked that it is tinted for that.
func (in *rowsInside) here(index int) bool   { return in.list.focused && in.list.at == index }
func (in *rowsInside) marked(index int) bool { return in.list.marks && in.list.at == index }

// again shows what is in sight anew, after the focus went elsewhere.
func (in *rowsInside) again() {
	for _, view := range in.seen {
		view.show(in.rows[view.index], in.here(view.index), in.marked(view.index))
	}
}

// follow gives the rows that are in sight a widget each.
func (in *rowsInside) follow() {
	width := in.Size().Width
	if width == 0 {
		return
	}
	in.measure(width)
	top, high := in.list.offset(), in.list.Size().Height
	first := max(0, in.under(top))
	in.seen = in.seen[:0]
	for i := first; i < len(in.rows) && in.tops[i] < top+high; i++ {
		in.seen = append(in.seen, in.view(i, i-first))
	}
	canvas.Refresh(in)
}

// view is the widget of a row. Which one depends on the row alone, so that rows
// that stay in sight keep theirs.
func (in *rowsInside) view(index, nth int) *listRow {
	most := int(in.list.Size().Height/in.unit(listRowHigh)) + 2
	for len(in.pool) < max(most, nth+1) {
		in.pool = append(in.pool, newListRow())
	}
	view := in.pool[index%len(in.pool)]
	view.stateAt, view.state = in.stateAt(in.width), in.state
	view.crosses = in.list.OnRemoved != nil
	view.first, view.last = index == 0, index == len(in.rows)-1
	if view.index != index || !view.fresh(in.rows[index]) {
		view.index = index
		view.show(in.rows[index], in.here(index), in.marked(index))
	}
	place(view, 0, in.tops[index], in.width, in.tops[index+1]-in.tops[index])
	return view
}

// listRow draws one row.
type listRow struct {
	base
	index          int
	row            ListRow
	here, marked   bool // the keyboard is at it
	crosses        bool
	first, last    bool
	stateAt, state float32
	ground, line   *canvas.Rectangle
	icon, mark     *glyph
	cross          *glyph
	title, data    *words
	sentence       *Para
	verdict, more  *words
	ring           *ring
}

var _ fyne.Accessible = (*listRow)(nil)

func newListRow() *listRow {
	r := &listRow{index: -1, ground: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil), icon: newGlyph("", look.Muted), mark: newGlyph("", look.Muted),
		cross: newGlyph("", look.Muted), title: newWords(Body, look.Ink, ""), data: newWords(Small, look.Muted, ""),
		sentence: NewPara(Small, look.Muted, ""), verdict: newWords(Body, look.Muted, ""), more: newWords(Small, look.Muted, ""), ring: newRing(-4, 6)}
	r.begin(r)
	return r
}

// fresh reports whether the row is drawn already.
func (r *listRow) fresh(row ListRow) bool { return r.row == row }

func (r *listRow) show(row ListRow, here, marked bool) {
	r.row, r.here, r.marked = row, here, marked
	r.title.set(row.Title)
	r.data.set("")
	r.sentence.SetText("")
	if row.Sentence {
		r.sentence.SetText(row.Second)
	} else {
		r.data.set(row.Second)
	}
	r.verdict.set(row.State)
	r.more.set(row.StateMore)
	r.Refresh()
}

// AccessibilityLabel returns the words of the row.
func (r *listRow) AccessibilityLabel() string { return r.row.label() }

// AccessibilityRole says that this is text.
func (r *listRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (r *listRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon.canvas, r.title.canvas, r.data.canvas, r.sentence, r.mark.canvas, r.verdict.canvas, r.more.canvas, r.cross.canvas, r.line, r.ring.rect}
}

func (r *listRow) height(float32) float32 { return r.Size().Height }
func (r *listRow) narrowest() float32     { return r.unit(200) }

func (r *listRow) arrange(size fyne.Size) {
	high := size.Height - r.thin(1)
	place(r.ground, 0, 0, size.Width, high)
	place(r.line, 0, high, size.Width, r.thin(1))
	r.ring.put(&r.base, 0, 0, size.Width, high)
	left := r.unit(16)
	r.icon.put(left, (high-r.unit(20))/2, r.unit(20))
	if r.row.Icon != "" {
		left = r.unit(listIndent)
	}
	room := fyne.Max(r.unit(24), r.stateAt-r.unit(12)-left)
	if r.state == 0 {
		room = size.Width - r.unit(16) - left
	}
	second := float32(0)
	switch {
	case r.row.Sentence:
		second = r.sentence.height(room)
	case r.row.Second != "":
		second = Small.pitch(&r.base)
	}
	y := whole((high - Body.pitch(&r.base) - second) / 2)
	r.title.put(&r.base, left, y, room, Body.pitch(&r.base))
	y += Body.pitch(&r.base)
	r.data.put(&r.base, left, y, room, Small.pitch(&r.base))
	place(r.sentence, left, y, room, r.sentence.height(room))
	y = whole((high - Body.pitch(&r.base)) / 2)
	if r.row.StateMore != "" {
		y = whole((high - Body.pitch(&r.base) - Small.pitch(&r.base)) / 2)
	}
	at := r.stateAt + r.unit(listStateGap-2)
	r.mark.put(r.stateAt-r.unit(1), y, r.unit(20))
	r.verdict.put(&r.base, at, y, 0, Body.pitch(&r.base))
	r.more.put(&r.base, at, y+Body.pitch(&r.base), 0, Small.pitch(&r.base))
	r.cross.put(size.Width-r.unit(34), (high-r.unit(20))/2, r.unit(20))
}

func (r *listRow) paint() {
	r.ground.FillColor, r.line.FillColor = r.colour(look.Page), r.colour(look.Hair)
	tint := r.row.Ground
	if r.marked {
		tint = look.AccentSoft
	}
	show(r.ground, tint != "")
	if tint != "" {
		r.ground.FillColor = r.colour(tint)
		round(r.ground, r.unit(7), !r.first, !r.last)
	}
	show(r.line, !r.last)
	r.icon.name = r.row.Icon
	r.mark.name, r.mark.colour = r.row.StateIcon, r.row.StateColour
	r.verdict.colour = r.row.StateColour
	if r.row.StateColour == "" {
		r.mark.colour, r.verdict.colour = look.Muted, look.Muted
	}
	r.cross.name = ""
	if r.crosses && r.row.Removable {
		r.cross.name = look.IconClose
	}
	for _, g := range []*glyph{r.icon, r.mark, r.cross} {
		g.paint(&r.base)
	}
	for _, w := range []*words{r.title, r.data, r.verdict, r.more} {
		w.paint(&r.base)
	}
	show(r.sentence, r.row.Sentence)
	r.ring.paint(&r.base, r.here)
}

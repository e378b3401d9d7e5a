package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// recentRows is how many set-ups are listed at once; more can be searched for.
// From recentFind on there is a search field.
const (
	recentRows = 50
	recentFind = 5
)

// recentList is the start page's list of earlier set-ups.
type recentList struct {
	w      *Window
	title  *kit.Para
	field  *kit.Field // made when it is needed first
	head   *kit.TenantHead
	note   *kit.StatusLine
	more   *kit.StatusLine
	broken *trouble
	all    *kit.Button // ends a narrower list
	rows   []fyne.CanvasObject
	listed []setup.Standing // what rows are of
}

func newRecentList(w *Window) *recentList {
	l := &recentList{w: w, title: kit.NewPara(kit.Heading, look.Ink, w.say("window.recent.title"))}
	l.head = kit.NewTenantHead(w.say("window.recent.tenant"), w.say("window.recent.state"), w.say("window.recent.expires"))
	l.note, l.more = kit.NewStatusLine(kit.Waiting, ""), kit.NewStatusLine(kit.Info, "")
	l.all = kit.NewButton(kit.Link, w.say("window.recent.show-all"), func() {
		w.state.recent.only = onlyAll
		w.refresh()
		w.focusFirst()
	})
	l.broken = newTrouble(w, func() { w.readRecent(w.refresh) })
	return l
}

// find is the search field. Fyne reads five fonts for its first entry, so a start
// without a long list goes without one.
func (l *recentList) find() *kit.Field {
	if l.field != nil {
		return l.field
	}
	w := l.w
	l.field = kit.NewField(w.host(), "").NoStatus().WithIcon(look.IconSearch).Saying(w.say("window.recent.find"))
	l.field.SetPlaceholder(w.say("window.recent.find"))
	l.field.SetText(w.state.recent.find)
	l.field.OnChanged = func(text string) {
		w.state.recent.find = text
		w.refresh()
	}
	return l.field
}

// blocks are what the list holds now.
func (l *recentList) blocks() []fyne.CanvasObject {
	var top fyne.CanvasObject = l.title
	if l.searchable() {
		top = kit.NewColumns(16, kit.Col{Object: kit.NewPad(l.title, 7, 0, 0, 0)}, kit.Col{Object: l.find(), Width: 240})
	}
	blocks := []fyne.CanvasObject{top, kit.NewGap(12), l.broken.object, l.broken.gap}
	if l.w.state.recent.only != onlyAll {
		blocks = append(blocks, kit.NewFlow(8, l.all), kit.NewGap(12))
	}
	if l.note.Visible() {
		blocks = append(blocks, l.note, kit.NewGap(12))
	}
	if len(l.w.state.recent.all) > 0 {
		blocks = append(append(blocks, l.head), l.rows...)
	}
	if l.more.Visible() {
		blocks = append(blocks, kit.NewGap(12), l.more)
	}
	return blocks
}

func (l *recentList) searchable() bool { return len(l.w.state.recent.all) >= recentFind }

// update makes rows anew only when there is something new to say.
func (l *recentList) update() {
	w, r := l.w, &l.w.state.recent
	showIf(l.note, r.inUse != "")
	l.note.Set(kit.Waiting, w.say("window.recent.taken", words.Facts{"Tenant": r.inUse}))
	var first *setup.Problem
	if len(r.problems) > 0 {
		first = r.problems[0]
	}
	l.broken.set(first)
	l.title.SetText(w.say("window.recent.title" + map[listFilter]string{onlyUnfinished: "-unfinished", onlyRenewable: "-renewable"}[r.only]))
	shown := r.shown()
	showIf(l.more, len(shown) > recentRows || len(shown) == 0 && len(r.all) > 0)
	l.more.Set(kit.Info, w.say("window.recent.none-found"))
	if len(shown) > recentRows {
		l.more.Set(kit.Info, w.words.Count("window.recent.more", len(shown)-recentRows))
		shown = shown[:recentRows]
	}
	if slices.EqualFunc(shown, l.listed, sameRow) {
		return
	}
	l.listed, l.rows = shown, nil
	for _, standing := range shown {
		l.rows = append(l.rows, kit.NewTenantRow(tenantItem(w.words, standing, w.now()), func() { w.choose(standing) }))
	}
}

// sameRow reports whether two standings are shown alike.
func sameRow(a, b setup.Standing) bool {
	return sameSetup(a, b) && a.InUse == b.InUse && a.State == b.State && a.Changed.Equal(b.Changed) && a.Renewed == b.Renewed && a.Support == b.Support
}

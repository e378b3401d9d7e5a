package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup/roster"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// liveListPage takes a list of people, and shows what is wrong in it before anybody
// is looked up: the line, what it says, and why it cannot be used.
type liveListPage struct {
	w      *Window
	head   *kit.PageHead
	field  *kit.Field
	open   *kit.Button
	status *kit.StatusLine
	good   *kit.StatusLine
	column *kit.StatusLine // which one of a table was taken
	bad    *kit.RowList
	shown  *roster.List
	page   *kit.Column
}

func newLiveListPage(w *Window) *liveListPage {
	p := &liveListPage{w: w, head: kit.NewPageHead("", "")}
	p.field = kit.NewField(w.host(), w.say("window.list.field")).NoStatus()
	p.field.SetPlaceholder(w.say("window.list.paste"))
	p.field.OnPaste = func(text string) bool {
		w.pasteList(text)
		return true
	}
	p.field.OnChanged = func(string) { w.refresh() }
	p.field.OnEnter = func(string) { w.primary() }
	p.open = kit.NewButton(kit.Secondary, w.say("window.list.open"), w.askListFile).WithIcon(look.IconFolder)
	p.status = kit.NewStatusLine(kit.Info, "")
	p.good = kit.NewStatusLine(kit.Done, "")
	p.column = kit.NewStatusLine(kit.Info, "")
	p.bad = kit.NewRowList(liveListHigh, w.say("window.list.wrong"), "")
	p.page = kit.NewColumn(0)
	return p
}

func (p *liveListPage) takes(file fyne.URIReadCloser) { p.w.fileList(file) }
func (p *liveListPage) refused(err error) {
	p.w.state.live.list = listState{failure: err}
	p.w.refresh()
}

func (p *liveListPage) body() fyne.CanvasObject { return p.page }

func (p *liveListPage) update() {
	w, l := p.w, &p.w.state.live.list
	if l.list != nil && len(l.list.Rows) > 0 {
		p.showRead(l)
		return
	}
	p.head.Set(w.say("window.list.title"), w.say("window.list.lead"))
	tone, text := kit.Info, w.say("window.list.forms")
	switch {
	case l.busy:
		text = w.say("window.list.busy")
	case l.failure != nil:
		tone, text = kit.Problem, w.say(l.failureKey(), words.Facts{"Reason": reason(l.failure)})
	case l.list != nil:
		tone, text = kit.Problem, w.say("window.list.empty")
	}
	p.status.Set(tone, text)
	p.page.SetItems(p.head, kit.NewGap(20), p.field, kit.NewGap(10), p.status, kit.NewGap(12), kit.NewFlow(8, p.open))
}

// showRead says how much of the list can be used, and names the rest.
func (p *liveListPage) showRead(l *listState) {
	w, good := p.w, len(l.list.Good())
	p.head.Set(w.words.Count("window.list.title-read", good), w.say("window.list.lead-read"))
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20)}
	if l.list.Column != "" {
		p.column.Set(kit.Info, w.say("window.list.column", words.Facts{"Column": l.list.Column}))
		blocks = append(blocks, p.column, kit.NewGap(12))
	}
	bad := l.bad()
	if len(bad) == 0 {
		p.good.Set(kit.Done, w.say("window.list.all-good"))
		p.page.SetItems(append(blocks, p.good)...)
		return
	}
	if p.shown != l.list {
		p.shown = l.list
		p.bad.SetRows(badRows(w.words, bad))
	}
	p.good.Set(kit.Waiting, w.words.Count("window.list.some-bad", len(bad)))
	p.page.SetItems(append(blocks, p.good, kit.NewGap(12), p.bad)...)
}

// badRows name the lines that cannot be used.
func badRows(w *words.Words, bad []roster.Row) []kit.ListRow {
	said := sayOnce(w)
	rows := make([]kit.ListRow, len(bad))
	for i, row := range bad {
		rows[i] = kit.ListRow{Title: row.Text, Second: said("live.why." + string(row.Wrong)), Sentence: true,
			State: said("window.live.verb.cannot"), StateIcon: look.IconWarn, StateColour: look.Bad,
			StateMore: w.Say("window.live.line", words.Facts{"Line": w.Number(row.Line)})}
		if row.Wrong == roster.Duplicate {
			rows[i].State, rows[i].StateIcon, rows[i].StateColour = said("window.live.verb.twice"), look.IconSame, look.Muted
		}
	}
	return rows
}

func (p *liveListPage) foot() foot {
	w, l := p.w, &p.w.state.live.list
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if l.list != nil && len(l.list.Rows) > 0 {
		good := len(l.list.Good())
		f.back = p.again
		f.primary = &deed{label: w.words.Count("window.list.add", good), off: good == 0, run: w.takeList}
		if len(l.list.Bad()) > 0 {
			f.hint = w.say("window.list.hint-read")
		}
		return f
	}
	text := strings.TrimSpace(p.field.Text())
	f.primary = &deed{label: w.say("window.list.read"), off: text == "" || l.busy, run: func() { w.pasteList(text) }}
	if text == "" {
		f.hint = w.say("window.list.hint")
	}
	return f
}

// again makes room for another list.
func (p *liveListPage) again() {
	p.w.state.live.list = listState{}
	p.w.refresh()
	p.w.focusFirst()
}

func (p *liveListPage) first() fyne.Focusable {
	l := &p.w.state.live.list
	switch {
	case l.list == nil || len(l.list.Rows) == 0:
		return p.field.Focusable()
	case len(l.list.Bad()) > 0:
		return p.bad
	}
	return nil
}

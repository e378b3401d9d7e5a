package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// liveListHigh is the height of five rows in units of the design: what is below a
// list stays in sight.
const liveListHigh = 5*57 + 1

// livePage asks who may use the application from now on: people and groups that are
// searched for, or a list. It shows of everyone what would be done, before anything
// is.
type livePage struct {
	w        *Window
	head     *kit.PageHead
	cut      *cutOffCard
	trouble  *trouble
	field    *kit.Field
	paste    *kit.Button
	results  *kit.RowList
	found    []setup.Member // behind results
	hint     *kit.StatusLine
	groups   *groupsNote
	list     *kit.RowList
	order    []int // behind list: rows of the state
	shown    int   // edition of the rows that list shows; -1: none yet
	reading  *kit.StatusLine
	stop     *kit.Button
	empty    *kit.Card
	notes    *kit.Column
	person   *kit.Check
	allow    *kit.Button
	personal *kit.Card
	column   *kit.Column
}

func newLivePage(w *Window) *livePage {
	p := &livePage{w: w, shown: -1, head: kit.NewPageHead(w.say("window.live.title"), "")}
	p.cut = newCutOffCard(w)
	p.trouble = newTrouble(w, w.lookLive)
	p.field = kit.NewField(w.host(), "").NoStatus().WithIcon(look.IconSearch).Saying(w.say("window.live.search"))
	p.field.SetPlaceholder(w.say("window.live.search"))
	p.field.SetText(w.state.live.search.text)
	p.field.OnChanged = w.typeMember
	p.field.OnSettled = w.findMembers
	p.field.OnPaste = p.pasted
	p.field.OnDown = p.intoResults
	p.field.OnEnter = func(string) { p.enter() }
	p.paste = kit.NewButton(kit.Secondary, w.say("window.live.paste"), w.askList).WithIcon(look.IconList)
	p.results = kit.NewRowList(liveListHigh, w.say("window.live.results"), w.say("window.live.results-help")).Marking()
	p.results.OnChosen = p.choose
	p.hint = kit.NewStatusLine(kit.Info, "")
	p.groups = newGroupsNote(w)
	p.list = kit.NewRowList(liveListHigh, w.say("window.live.chosen"), w.say("window.live.chosen-help"))
	p.list.OnRemoved = func(at int) { w.dropMember(p.order[at]) }
	p.reading = kit.NewStatusLine(kit.Waiting, "")
	p.stop = kit.NewButton(kit.Secondary, w.say("window.live.stop"), w.stopLooking).Small()
	p.empty = kit.NewCard(nil, kit.NewDeedRow(look.IconPeople, w.say("window.live.nobody"), w.say("window.live.nobody-lead"), nil))
	p.notes = kit.NewColumn(8)
	p.person = kit.NewCheck(w.say("window.live.delete", w.personFacts()), w.say("window.live.delete-lead"), false).InCard()
	p.person.OnChanged = w.removePerson
	p.allow = kit.NewButton(kit.Secondary, w.say("window.live.allow"), func() { w.permit(permissionDelete, pageGoLive) }).Small()
	p.personal = kit.NewCard(nil, p.person)
	p.column = kit.NewColumn(0)
	return p
}

func (p *livePage) opened() { p.w.openLive() }

// inherit keeps the places in the lists.
func (p *livePage) inherit(before screen) {
	if old, ok := before.(*livePage); ok {
		p.update()
		p.list.GoTo(old.list.At())
		p.results.GoTo(old.results.At())
	}
}

func (p *livePage) body() fyne.CanvasObject { return p.column }

// searching reports that the page shows who was found, not who is chosen.
func (p *livePage) searching() bool { return strings.TrimSpace(p.w.state.live.search.text) != "" }

func (p *livePage) update() {
	w, l := p.w, &p.w.state.live
	lead := "window.live.lead"
	if w.state.test.saw == sawSignedIn {
		lead = "window.live.lead-passed"
	}
	p.head.Set(w.say("window.live.title"), w.say(lead))
	p.cut.update()
	problem := l.problem
	if p.searching() && l.search.problem != nil {
		problem = l.search.problem
	}
	p.trouble.set(problem)
	if p.field.Text() != l.search.text {
		p.field.SetText(l.search.text)
	}
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.cut.card, p.cut.gap, p.trouble.object, p.trouble.gap,
		kit.NewColumns(8, kit.Col{Object: p.field}, kit.Col{Object: p.paste, Own: true}), kit.NewGap(16)}
	if p.searching() {
		blocks = append(blocks, p.resultBlocks()...)
	} else {
		blocks = append(blocks, p.choiceBlocks()...)
	}
	p.column.SetItems(blocks...)
}

// choiceBlocks show who is chosen, what is worth knowing, and the test user.
func (p *livePage) choiceBlocks() []fyne.CanvasObject {
	l := &p.w.state.live
	var blocks []fyne.CanvasObject
	if l.total > 0 && l.looking {
		p.reading.Set(kit.Waiting, p.w.say("terminal.assign.reading", map[string]any{"Done": p.w.words.Number(l.read), "Total": p.w.words.Number(l.total)}))
		blocks = append(blocks, kit.NewColumns(12, kit.Col{Object: kit.NewPad(p.reading, 6, 0, 6, 0)}, kit.Col{Object: p.stop, Own: true}), kit.NewGap(12))
	}
	if len(l.rows) == 0 {
		blocks = append(blocks, p.empty, kit.NewGap(16))
	} else {
		if p.shown != l.edition {
			p.shown, p.order = l.edition, l.order()
			p.list.SetRows(liveRows(p.w, l, p.order))
			p.notes.SetItems(liveNotes(p.w, l)...)
		}
		blocks = append(blocks, p.list, kit.NewGap(16))
		if len(p.notes.Items()) > 0 {
			blocks = append(blocks[:len(blocks)-1], kit.NewGap(12), p.notes, kit.NewGap(16))
		}
	}
	if l.person != nil && !l.person.Foreign {
		p.person.SetTicked(l.remove)
		blocks = append(blocks, p.personal)
		p.updatePerson()
	}
	return blocks
}

// updatePerson says what happens to the test user, and asks for the right to do it
// where the sign-in did not.
func (p *livePage) updatePerson() {
	l := &p.w.state.live
	key := "window.live.delete"
	if !l.person.Delete {
		key = "window.live.unassign"
	}
	rows := []fyne.CanvasObject{p.person}
	p.person.SetWords(p.w.say(key, p.w.personFacts()), p.w.say(key+"-lead"))
	if l.remove && l.person.Delete && !p.w.state.signIn.createsUser {
		rows = append(rows, kit.NewNoteRow(kit.NewStatusLine(kit.Waiting, p.w.say("window.live.delete-right")), p.allow))
	}
	p.personal.SetRows(rows...)
}

// resultBlocks show who was found.
func (p *livePage) resultBlocks() []fyne.CanvasObject {
	w, s := p.w, &p.w.state.live.search
	var blocks []fyne.CanvasObject
	text := ""
	switch {
	case s.found == nil && s.busy:
		text = w.say("window.live.searching")
	case s.found == nil:
	case len(s.found.Members) == 0:
		text = w.say("window.live.none-found")
	case s.found.More:
		text = w.say("window.live.more-found")
	default:
		text = w.say("window.live.enter")
	}
	if s.found != nil && len(s.found.Members) > 0 {
		if !sameMembers(p.found, s.found.Members) {
			p.found = s.found.Members
			p.results.SetRows(foundRows(w, &w.state.live, p.found))
			p.results.GoTo(0)
		}
		blocks = append(blocks, p.results, kit.NewGap(12))
	} else {
		p.found = nil
	}
	if text != "" {
		p.hint.Set(kit.Info, text)
		blocks = append(blocks, p.hint, kit.NewGap(8))
	}
	if s.found != nil {
		blocks = append(blocks, p.groups.blocks(*s.found)...)
	}
	return blocks
}

// sameMembers reports whether two answers are the same one.
func sameMembers(a, b []setup.Member) bool {
	return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0]
}

// intoResults goes from the field to the list below it.
func (p *livePage) intoResults() bool {
	list := p.list
	if p.searching() {
		list = p.results
	}
	if list.Len() == 0 || p.searching() && p.w.state.live.search.found == nil {
		return false
	}
	p.w.win.Canvas().Focus(list)
	return true
}

// pasted takes a whole list that was meant for the list page.
func (p *livePage) pasted(text string) bool {
	if !strings.ContainsAny(strings.TrimSpace(text), "\r\n") && strings.Count(text, "@") < 2 {
		return false
	}
	p.w.pasteList(text)
	return true
}

// takes reads a list that was dropped on the page.
func (p *livePage) takes(file fyne.URIReadCloser) { p.w.fileList(file) }
func (p *livePage) refused(err error) {
	p.w.askList()
	p.w.state.live.list.failure = err
	p.w.refresh()
}

// choose takes the row of the results that was chosen, and goes back to the field.
func (p *livePage) choose(at int) {
	member := p.found[at]
	if whyNot(member) != "" || p.w.state.live.has(member.ID) {
		return
	}
	p.w.chooseMember(member)
	p.w.win.Canvas().Focus(p.field.Focusable())
}

// enter takes the first who was found, and is the page's main deed while nothing is
// searched for.
func (p *livePage) enter() {
	s := &p.w.state.live.search
	switch {
	case !p.searching():
		p.w.primary()
	case s.found != nil && len(s.found.Members) > 0 && !s.busy:
		p.choose(max(0, p.results.At()))
	}
}

// escape ends a search.
func (p *livePage) escape() bool {
	if p.w.state.live.search.text == "" {
		return false
	}
	p.w.clearSearch()
	p.w.focusFirst()
	return true
}

func (p *livePage) foot() foot {
	w, l := p.w, &p.w.state.live
	f := foot{backLabel: w.say("window.nav.back"), back: w.back, extra: &deed{label: w.say("window.live.not-now"), run: w.next}}
	writes := l.writes()
	f.primary = &deed{label: w.words.Count("window.live.review", writes), off: writes == 0 || l.looking || !p.mayRemove(), run: w.reviewLive}
	if writes == 0 {
		f.primary.label = w.say("window.live.review-none")
	}
	switch {
	case l.looking && l.known:
		f.hint = w.say("window.live.hint-looking")
	case writes == 0:
		f.hint = w.say("window.live.hint-none")
	case !p.mayRemove():
		f.hint = w.say("window.live.hint-right")
	case writes > l.count(setup.LetIn):
		f.hint = liveSum(w.words, l) // of one kind alone, the button says the number
	}
	return f
}

// mayRemove reports that the sign-in has the right to do what is ticked.
func (p *livePage) mayRemove() bool {
	l := &p.w.state.live
	return l.removes() == 0 || !l.person.Delete || p.w.state.signIn.createsUser
}

func (p *livePage) first() fyne.Focusable { return p.field.Focusable() }

func (p *livePage) searchField() fyne.Focusable { return p.field.Focusable() }

package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// startPage begins a set-up, or carries on with one of those that are remembered.
// Where none is, it says what a set-up takes.
type startPage struct {
	w        *Window
	head     *kit.PageHead
	needs    *kit.Card
	recent   *recentList
	check    *checkView
	ground   fyne.CanvasObject
	practise *kit.Button
	refused  *kit.StatusLine
	column   *kit.Column
	tongue   fyne.CanvasObject // nil where there is nothing to choose
}

func newStartPage(w *Window) *startPage {
	p := &startPage{w: w, head: kit.NewPageHead(w.say("window.start.about"), w.say("window.start.about-lead"))}
	p.needs = kit.NewCard(kit.NewHead(w.say("window.start.needs"), nil).Ruled(),
		p.step(look.IconDirectory, "sign-in"), p.step(look.IconPortal, "portal"), p.step(look.IconPerson, "test-user"),
		p.step(look.IconList, "review"), p.step(look.IconBundle, "hand-over"), p.step(look.IconBrowser, "test"))
	p.recent, p.check = newRecentList(w), newCheckView(w)
	p.refused = kit.NewStatusLine(kit.Problem, "")
	p.practise = kit.NewButton(kit.Secondary, w.say("window.start.practise"), w.startPractice).Small().WithIcon(look.IconFlask)
	p.ground = p.newGround()
	p.tongue = p.languages()
	p.column = kit.NewColumn(0, p.blocks()...)
	return p
}

// opened looks what is remembered of earlier set-ups.
func (p *startPage) opened() {
	if w := p.w; w.deps.Recent != nil {
		w.state.recent.inUse = ""
		w.readRecent(w.refresh)
	}
}

// step is one thing that the set-up takes.
func (p *startPage) step(icon look.IconName, key string) fyne.CanvasObject {
	return kit.NewInfoRow(icon, p.w.say("window.start.step."+key), p.w.say("window.start.step."+key+"-lead"), nil)
}

// newGround says what the set-up runs on, or offers a practice tenant.
func (p *startPage) newGround() fyne.CanvasObject {
	w := p.w
	switch {
	case w.deps.Practice:
		row := kit.NewDeedRow(look.IconFlask, w.say("window.start.practice-title"), w.say("window.start.practice-lead"), nil)
		row.SetIcon(look.IconFlask, look.PracticeText)
		return kit.NewCard(nil, row)
	case w.deps.Practise != nil:
		return kit.NewCard(nil, kit.NewDeedRow(look.IconFlask, w.say("window.start.practise-title"), w.say("window.start.practise-lead"), p.practise))
	}
	return kit.NewGap(0)
}

// blocks are what the page holds now. Until the journal was read it is not known
// which of the two, and nothing is shown that would give way at once.
func (p *startPage) blocks() []fyne.CanvasObject {
	r := &p.w.state.recent
	below := []fyne.CanvasObject{kit.NewGap(16), p.ground, kit.NewGap(8), p.refused}
	switch {
	case p.w.state.check != nil:
		return p.check.blocks()
	case p.w.deps.Recent != nil && !r.known:
		return nil
	case len(r.all) > 0 || len(r.problems) > 0:
		return append(p.recent.blocks(), below...)
	}
	return append([]fyne.CanvasObject{p.head, kit.NewGap(20), p.needs}, below...)
}

func (p *startPage) searchField() fyne.Focusable {
	if p.w.state.check != nil || !p.recent.searchable() {
		return nil
	}
	return p.recent.find.Focusable()
}

func (p *startPage) body() fyne.CanvasObject { return p.column }

func (p *startPage) update() {
	w, s := p.w, p.w.state
	busy := ""
	if s.starting {
		busy = w.say("window.start.practise-busy")
	}
	p.practise.SetBusy(busy)
	showIf(p.refused, s.startProblem != "")
	p.refused.Set(kit.Problem, w.say("window.start.practise-failed", words.Facts{"Reason": s.startProblem}))
	p.recent.update()
	p.check.update()
	p.column.SetItems(p.blocks()...)
}

// closed stops what turns on the button.
func (p *startPage) closed() { p.practise.SetBusy("") }

func (p *startPage) foot() foot {
	w := p.w
	return foot{hint: w.say("window.start.version", words.Facts{"Version": w.deps.Version}), inBody: true, note: p.tenants(), aside: p.tongue,
		primary: &deed{label: w.say("window.start.new"), off: w.state.starting, run: w.begin}}
}

func (p *startPage) first() fyne.Focusable {
	if p.w.state.check != nil {
		return p.check.done
	}
	return p.w.shell.start.begin
}

// tenants counts those that are listed; nothing else may stand in their place.
func (p *startPage) tenants() string {
	if s := p.w.state; s.check == nil && len(s.recent.all) > 0 {
		return p.w.words.Count("window.recent.count", len(s.recent.all))
	}
	return ""
}

// languages lets the person choose a language without opening the settings.
func (p *startPage) languages() fyne.CanvasObject {
	choices := p.w.languageChoices()
	if len(choices) < 2 {
		return nil
	}
	picker := p.w.languagePicker(choices[1:]).Flat() // that of the system is one of them
	return picker
}

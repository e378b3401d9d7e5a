package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// startPage begins a set-up, or carries on with one of those that are remembered.
// Where none is, it says what a set-up takes.
type startPage struct {
	w       *Window
	head    *kit.PageHead
	needs   *kit.Card
	awaited *awaitedList
	recent  *recentList
	check   *checkView
	ground  fyne.CanvasObject
	column  *kit.Column
	tongue  fyne.CanvasObject // nil where there is nothing to choose
}

func newStartPage(w *Window) *startPage {
	p := &startPage{w: w, head: kit.NewPageHead(w.say("window.start.about"), w.say("window.start.about-lead"))}
	p.needs = kit.NewCard(kit.NewHead(w.say("window.start.needs"), nil).Ruled(),
		p.step(look.IconDirectory, "sign-in"), p.step(look.IconPortal, "portal"), p.step(look.IconPerson, "test-user"),
		p.step(look.IconList, "review"), p.step(look.IconBundle, "hand-over"), p.step(look.IconBrowser, "test"))
	p.awaited, p.recent, p.check = newAwaitedList(w), newRecentList(w), newCheckView(w)
	p.ground = p.newGround()
	p.tongue = p.languages()
	p.column = kit.NewColumn(0, p.blocks()...)
	return p
}

// opened looks what is remembered of earlier set-ups.
func (p *startPage) opened() {
	switch w := p.w; {
	case w.early != nil:
		w.recentAtStart()
	case w.deps.Recent != nil:
		w.state.recent.inUse = ""
		w.readRecent(w.refresh)
	}
}

// step is one thing that the set-up takes.
func (p *startPage) step(icon look.IconName, key string) fyne.CanvasObject {
	return kit.NewInfoRow(icon, p.w.say("window.start.step."+key), p.w.say("window.start.step."+key+"-lead"), nil)
}

// newGround says what the set-up runs on, where that is a practice tenant.
func (p *startPage) newGround() fyne.CanvasObject {
	w := p.w
	if !w.deps.Practice {
		return kit.NewGap(0)
	}
	row := kit.NewDeedRow(look.IconFlask, w.say("window.start.practice-title"), w.say("window.start.practice-lead"), nil)
	row.SetIcon(look.IconFlask, look.PracticeText)
	return kit.NewCard(nil, row)
}

// blocks are what the page holds now. Until the journal was read it is not known
// which of the two, and nothing is shown that would give way at once.
func (p *startPage) blocks() []fyne.CanvasObject {
	r := &p.w.state.recent
	above := p.awaited.blocks()
	below := []fyne.CanvasObject{kit.NewGap(16), p.ground}
	switch {
	case p.w.state.check != nil:
		return p.check.blocks()
	case p.w.deps.Recent != nil && !r.known:
		return nil
	case len(r.all) > 0 || len(r.problems) > 0:
		return slices.Concat(above, p.recent.blocks(), below)
	}
	return slices.Concat(above, []fyne.CanvasObject{p.head, kit.NewGap(20), p.needs}, below)
}

func (p *startPage) searchField() fyne.Focusable {
	if p.w.state.check != nil || !p.recent.searchable() {
		return nil
	}
	return p.recent.find().Focusable()
}

func (p *startPage) body() fyne.CanvasObject { return p.column }

func (p *startPage) update() {
	p.awaited.update()
	p.recent.update()
	p.check.update()
	p.column.SetItems(p.blocks()...)
}

// closed stops what turns in the column.
func (p *startPage) closed() { p.w.shell.start.closed() }

// takes checks a bundle that was dropped on the page.
func (p *startPage) takes(file fyne.URIReadCloser) { p.w.checkBundle(file.URI().Name(), file) }
func (p *startPage) refused(err error) {
	p.w.state.check = &bundleCheck{failure: err}
	p.w.refresh()
}

func (p *startPage) foot() foot {
	w := p.w
	return foot{hint: w.say("window.start.version", words.Facts{"Version": w.deps.Version}), inBody: true, note: p.tenants(), aside: p.tongue,
		primary: &deed{label: w.say("window.start.new"), off: w.state.starting, run: w.begin}}
}

func (p *startPage) first() fyne.Focusable {
	switch {
	case p.w.state.check != nil:
		return p.check.done
	case p.w.state.recent.only != onlyAll && len(p.recent.rows) > 0:
		return p.recent.rows[0].(fyne.Focusable)
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

package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// reviewPage shows every change before it is made. It may have a question first:
// which of several applications is meant.
type reviewPage struct {
	w        *Window
	head     *kit.PageHead
	looking  *kit.WaitPanel
	turning  bool
	counts   *kit.Flow
	copyText *kit.Button
	access   *kit.Button
	list     *kit.ChangeList
	trouble  *trouble
	question *kit.OptionGroup
	choices  []setup.Choice
	chosen   int // of choices, before the window changed its language; -1 for none
	column   *kit.Column
	own      *kit.Check        // leaves the assignment to the person
	turned   bool              // that was ticked or not, a moment ago
	leave    fyne.CanvasObject // explains what Microsoft asks before the changes; nil: nothing
	plan     *setup.Plan
	view     review
}

func newReviewPage(w *Window) *reviewPage {
	p := &reviewPage{w: w, head: kit.NewPageHead("", ""), chosen: -1}
	p.looking = kit.NewWaitPanel(nil)
	p.copyText = kit.NewButton(kit.Link, w.say("window.review.copy"), p.copyAll).WithIcon(look.IconCopy)
	p.access = kit.NewButton(kit.Link, w.say("window.access.open"), func() { w.openAccess(nil) }).WithIcon(look.IconShield)
	p.counts = kit.NewFlow(20)
	p.list = kit.NewChangeList(nil, kit.Folded{})
	p.own = kit.NewCheck(w.say("window.review.by-hand", w.personFacts()), w.say("window.review.by-hand-lead"), w.state.byHand)
	p.own.OnChanged = p.leaveAssignment
	p.trouble = newTrouble(w, nil)
	p.column = pageOf(p.head, p.looking, p.trouble.object, p.trouble.gap)
	return p
}

func (p *reviewPage) opened() { p.w.makePlan() }

func (p *reviewPage) inherit(before screen) {
	if old, ok := before.(*reviewPage); ok && old.question != nil {
		p.chosen = old.question.Chosen()
	}
}

func (p *reviewPage) body() fyne.CanvasObject { return p.column }

func (p *reviewPage) update() {
	s := p.w.state
	p.turn(s.planning)
	p.updateHead()
	problem := s.planProblem
	if s.plan != nil && problem == nil {
		problem = s.plan.Blocked()
	}
	if asks(problem) {
		p.ask(problem)
		problem = nil
	} else {
		p.choices = nil
	}
	p.trouble.set(problem)
	if s.plan != p.plan {
		p.plan, p.leave = s.plan, p.w.leaveToAsk()
		p.showPlan()
	}
	p.arrange()
}

func (p *reviewPage) turn(on bool) {
	p.w.turn(p.looking, &p.turning, on, p.w.say("window.review.looking"))
}

func (p *reviewPage) closed() { p.turn(false) }

// asks reports whether a problem is a question about applications.
func asks(problem *setup.Problem) bool {
	return problem != nil && len(problem.Choices) > 0
}

// arrange puts the blocks that are needed now into the column.
func (p *reviewPage) arrange() {
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.looking, p.trouble.object, p.trouble.gap}
	if p.choices != nil {
		blocks = append(blocks, p.question)
	} else if p.plan != nil {
		if cut := p.plan.Resumes.Local(); !p.plan.Resumes.IsZero() {
			facts := words.Facts{"Date": p.w.words.Date(cut), "Time": p.w.words.Clock(cut)}
			blocks = append(blocks, kit.NewStatusLine(kit.Info, p.w.say("window.review.resumes", facts)).WithIcon(look.IconResume), kit.NewGap(12))
		}
		if p.leave != nil && !p.w.state.settled() {
			blocks = append(blocks, p.leave, kit.NewGap(12))
		}
		blocks = append(blocks, p.counts, kit.NewGap(12), p.list)
		if p.w.state.assignsOne() {
			blocks = append(blocks, kit.NewGap(16), p.own)
		}
	}
	p.column.SetItems(blocks...)
}

func (p *reviewPage) updateHead() {
	w, s := p.w, p.w.state
	tenant := words.Facts{}
	if s.signIn.who != nil {
		tenant["Tenant"] = s.signIn.who.Tenant.Name
	}
	problem := s.planProblem
	if s.plan != nil && problem == nil {
		problem = s.plan.Blocked()
	}
	switch {
	case s.planning:
		p.head.Set(w.say("window.review.title-looking"), w.say("window.review.lead-looking"))
	case asks(problem):
		p.head.Set(w.say("window.review.title-question"), w.say("window.review.lead-question", tenant))
	case problem != nil:
		p.head.Set(w.say("window.review.title-problem"), w.say("window.review.lead-problem"))
	case s.plan == nil:
		p.head.Set("", "")
	case s.settled():
		p.head.Set(w.words.Count(p.titleKey(), s.plan.Writes()), w.say("window.review.lead-made"))
	case s.plan.Writes() == 0:
		p.head.Set(w.say("window.review.title-none"), w.say("window.review.lead-none", tenant))
	default:
		p.head.Set(w.words.Count(p.titleKey(), s.plan.Writes()), w.say("window.review.lead", tenant))
	}
}

func (p *reviewPage) titleKey() string {
	if p.w.deps.Practice {
		return "window.review.title-practice"
	}
	return "window.review.title"
}

// showPlan fills counts and list from a new plan.
func (p *reviewPage) showPlan() {
	if p.plan == nil {
		return
	}
	w := p.w
	p.view = reviewOf(w.words, *p.plan)
	var counts []fyne.CanvasObject
	count := func(icon look.IconName, colour fyne.ThemeColorName, key string, n int) {
		if n > 0 {
			counts = append(counts, kit.NewCount(icon, colour, w.words.Count(key, n)))
		}
	}
	count(look.IconPlus, look.Ok, "window.review.create", p.view.create)
	count(look.IconPen, look.Accent, "window.review.change", p.view.change)
	count(look.IconPerson, look.Wait, "window.review.by-you", p.plan.Count(setup.ByHand))
	count(look.IconSame, look.Faint, "window.review.same", len(p.view.same))
	count(look.IconWarn, look.Bad, "window.review.cannot", p.plan.Count(setup.Cannot))
	counts = append(counts, kit.NewSpring())
	if !p.w.state.settled() {
		counts = append(counts, p.access)
	}
	p.counts.SetItems(append(counts, p.copyText)...)
	groups := make([]kit.ChangeGroup, len(p.view.groups))
	for i, group := range p.view.groups {
		groups[i] = kit.ChangeGroup{Title: group.title, Items: w.changeItems(group.rows)}
	}
	p.list.Set(groups, kit.Folded{
		Word: w.say("verb.already-so"), Summary: p.view.sameSentence,
		Show: w.words.Count("window.review.show", len(p.view.same)), Hide: w.say("window.review.hide"), Items: w.changeItems(p.view.same),
	})
}

// changeItems puts rows into the words of a list.
func (w *Window) changeItems(rows []changeRow) []kit.ChangeItem {
	items := make([]kit.ChangeItem, len(rows))
	for i, row := range rows {
		items[i] = kit.ChangeItem{
			Verb: kitVerb(row.verb), Word: w.say("verb." + string(row.verb)), What: row.what,
			Before: row.before, After: firstOf(row.why, row.after), Mono: row.values && row.why == "",
			NowWord: w.say("window.review.now"), ThenWord: w.say("window.review.then"),
		}
	}
	return items
}

func kitVerb(verb setup.Verb) kit.Verb {
	switch verb {
	case setup.Create:
		return kit.Create
	case setup.Modify:
		return kit.Change
	case setup.Cannot:
		return kit.Remove
	case setup.ByHand:
		return kit.ByHand
	}
	return kit.AlreadySo
}

// assignsOne reports whether who assigns the test user is still to be chosen: a
// repair follows the plan that it mends.
func (s *state) assignsOne() bool {
	return s.plan != nil && s.plan.Blocked() == nil && !s.settled() && s.repair == nil &&
		slices.ContainsFunc(s.plan.Changes, func(c setup.Change) bool {
			return c.What == setup.WhatAssignment && (c.Verb == setup.Create || c.Verb == setup.ByHand)
		})
}

// leaveAssignment makes the plan anew, with the assignment left to the person or not.
func (p *reviewPage) leaveAssignment(on bool) {
	if p.w.state.planning || p.w.state.byHand == on {
		return
	}
	p.w.state.byHand, p.turned = on, true
	p.w.planAgain()
}

// ask shows the applications to choose from.
func (p *reviewPage) ask(problem *setup.Problem) {
	if p.choices != nil {
		return
	}
	w := p.w
	p.choices = problem.Choices
	options := make([]kit.Option, len(p.choices))
	for i, choice := range p.choices {
		options[i] = p.option(choice)
	}
	p.question = kit.NewOptionGroup(p.chosen, options...)
	p.question.OnChosen = func(int) { w.refresh() }
	p.question.OnEnter = w.primary
	w.focusLater(p.question)
}

func (p *reviewPage) option(choice setup.Choice) kit.Option {
	w := p.w
	if choice.Name == "" {
		return kit.Option{Title: w.say("choice.new"), Why: w.say("window.review.choice-new-lead"), Icon: look.IconPlus}
	}
	facts := words.Facts{"Date": w.words.Date(choice.Created.Local()), "Identifiers": strings.Join(choice.Identifiers, ", ")}
	key := "window.review.choice-lead"
	if len(choice.Identifiers) == 0 {
		key = "window.review.choice-bare"
	}
	return kit.Option{Title: choice.Name, Why: w.say(key, facts)}
}

func (p *reviewPage) choose() {
	if chosen := p.question.Chosen(); chosen >= 0 {
		p.w.chooseApplication(p.choices[chosen].ID)
	}
}

func (p *reviewPage) text() string {
	if p.plan == nil || p.choices != nil {
		return ""
	}
	return p.view.asText(p.w.words)
}

func (p *reviewPage) copyAll() { p.w.host().Copy(p.view.asText(p.w.words)) }

func (p *reviewPage) foot() foot {
	w, s := p.w, p.w.state
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case s.settled():
		f.hint = w.say("window.settled")
		f.primary = &deed{label: w.say("window.review.forward"), run: func() { w.show(pageHandOver) }}
	case p.choices != nil:
		chosen := p.question.Chosen() >= 0
		f.primary = &deed{label: w.say("window.review.choose"), off: !chosen, run: p.choose}
		if !chosen {
			f.hint = w.say("window.review.hint-choose")
		}
	case s.planning:
		f.hint = w.say("window.review.hint-looking")
		f.primary = &deed{label: w.say("window.test-user.next"), off: true}
	case s.plan == nil || s.plan.Blocked() != nil:
		f.hint = w.say("window.review.hint-blocked")
		f.primary = &deed{label: w.say("window.review.again"), icon: look.IconRenew, run: w.planAgain}
	case s.plan.Writes() == 0:
		f.primary = &deed{label: w.say("window.review.apply-none"), run: p.apply}
	default:
		f.hint = w.say("window.review.hint")
		if w.deps.Remembers {
			f.hint = w.say("window.review.hint-undo")
		}
		f.primary = &deed{label: w.words.Count(p.applyKey(), s.plan.Writes()), run: p.apply}
	}
	return f
}

func (p *reviewPage) applyKey() string {
	if p.w.deps.Practice {
		return "window.review.apply-practice"
	}
	return "window.review.apply"
}

// apply is the one button after which the tenant is changed.
func (p *reviewPage) apply() {
	p.w.next()
	p.w.startApply()
}

func (p *reviewPage) first() fyne.Focusable {
	switch {
	case p.choices != nil:
		return p.question
	case p.turned && p.w.state.assignsOne():
		p.turned = false
		return p.own
	}
	return nil
}

package ui

import (
	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// startColumn is the start page's column at the left: what one can do.
type startColumn struct {
	w        *Window
	object   *kit.Side
	begin    *kit.Action
	carryOn  *kit.Action
	renew    *kit.Action
	check    *kit.Action
	practise *kit.Action
	refused  *kit.StatusLine
	card     *kit.Card
	items    *kit.Column
}

func newStartColumn(w *Window) *startColumn {
	c := &startColumn{w: w}
	c.begin = kit.NewMainAction(look.IconPlus, w.say("window.start.new"), w.say("window.start.new-lead"), w.begin)
	c.carryOn = kit.NewAction(look.IconResume, w.say("window.start.carry-on"), "", c.toCarryOn)
	c.renew = kit.NewAction(look.IconRenew, w.say("window.start.renew"), "", c.toRenew)
	c.check = kit.NewAction(look.IconFileCheck, w.say("window.check.ask"), w.say("window.check.ask-lead"), w.askBundle)
	c.practise = kit.NewAction(look.IconFlask, w.say("window.start.practise"), w.say("window.start.practise-lead"), w.startPractice)
	c.refused = kit.NewStatusLine(kit.Problem, "")
	c.card = kit.NewCard(nil, c.carryOn, c.renew, c.check, c.practise)
	c.items = kit.NewColumn(0, kit.NewPad(kit.NewTitle(w.say("window.start.title")), 0, 0, 0, 4), kit.NewGap(20), c.begin, kit.NewGap(12), c.card, kit.NewGap(12), c.refused)
	key := "window.start.kept"
	if w.deps.Recent != nil {
		key = "window.start.remembered"
	}
	c.object = kit.NewSide(kit.NewPad(c.items, 28, 20, 12, 20), look.IconLock, w.say(key), w.say("window.start.kept-lead"))
	return c
}

// unfinished are the set-ups that somebody has to go on with.
func (r *recentState) unfinished() []setup.Standing {
	return r.where(unfinished)
}

// unfinished reports whether somebody has to go on with a set-up.
func unfinished(s setup.Standing) bool {
	switch s.State {
	case setup.StageAsked, setup.StageApplying, setup.StageMade, setup.StageSent:
		return true
	}
	return false
}

// due are the set-ups whose certificate is to be renewed, the most urgent first.
func (r *recentState) due(w *Window) []setup.Standing {
	return r.where(func(s setup.Standing) bool { return s.Renewed != "" || stands(s) && expiresSoon(s, w.now()) })
}

// stands reports whether a set-up was made and not taken back.
func stands(s setup.Standing) bool {
	switch s.State {
	case setup.StageMade, setup.StageSent, setup.StageLive:
		return true
	}
	return false
}

func (r *recentState) where(fits func(setup.Standing) bool) []setup.Standing {
	var some []setup.Standing
	for _, s := range r.all {
		if fits(s) {
			some = append(some, s)
		}
	}
	return some
}

// toCarryOn goes on with the only set-up that is not finished, or lists them.
func (c *startColumn) toCarryOn() { c.choose(c.w.state.recent.unfinished(), onlyUnfinished) }

// toRenew goes on with the only certificate that is due, or lists what stands.
func (c *startColumn) toRenew() {
	r := &c.w.state.recent
	due := r.due(c.w)
	if len(due) == 0 {
		due = r.where(stands)
	}
	c.choose(due, onlyRenewable)
}

func (c *startColumn) choose(some []setup.Standing, only listFilter) {
	w := c.w
	if len(some) == 1 {
		w.choose(some[0])
		return
	}
	w.state.check, w.state.recent.only = nil, only
	if w.state.page != pageStart {
		w.show(pageStart)
		return
	}
	w.refresh()
	w.focusFirst()
}

func (c *startColumn) update() {
	w, r := c.w, &c.w.state.recent
	c.begin.SetEnabled(!w.state.starting)
	unfinished, due := r.unfinished(), r.due(w)
	showIf(c.carryOn, len(unfinished) > 0)
	c.carryOn.Set(w.say("window.start.carry-on"), w.carryOnLead(unfinished))
	showIf(c.renew, len(r.where(stands)) > 0)
	lead, colour := w.say("window.start.renew-lead"), look.Muted
	if len(due) > 0 {
		lead, colour = w.renewLead(due), look.Wait
	}
	c.renew.Set(w.say("window.start.renew"), lead)
	c.renew.SetSecondColour(colour)
	showIf(c.practise, w.deps.Practise != nil && !w.deps.Practice)
	c.practise.SetBusy(w.state.starting)
	showIf(c.refused, w.state.startProblem != "")
	c.refused.Set(kit.Problem, w.say("window.start.practise-failed", words.Facts{"Reason": w.state.startProblem}))
	c.card.Relayout()
	c.items.Relayout()
}

// carryOnLead says which set-up is not finished, or how many.
func (w *Window) carryOnLead(some []setup.Standing) string {
	if len(some) == 1 {
		return tenantName(some[0])
	}
	return w.words.Count("window.start.unfinished", len(some))
}

// renewLead says which certificate is due, or how many.
func (w *Window) renewLead(due []setup.Standing) string {
	if len(due) > 1 {
		return w.words.Count("window.start.due", len(due))
	}
	one := due[0]
	facts := words.Facts{"Tenant": tenantName(one)}
	switch days := daysBetween(w.now(), one.CertificateEnds); {
	case one.Renewed != "":
		return w.say("window.start.renewed", facts)
	case !w.now().Before(one.CertificateEnds):
		return w.say("window.start.due-expired", facts)
	default:
		return w.words.Count("window.start.due-one", days, facts)
	}
}

// closed stops what turns.
func (c *startColumn) closed() { c.practise.SetBusy(false) }

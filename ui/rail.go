package ui

import (
	"strings"

	"backupsso/assets/words"
)

// railMark is how a step stands in the rail.
type railMark int

// The marks of a step.
const (
	markToCome railMark = iota
	markCurrent
	markDone
	markWaiting
	markProblem
)

// railItem is one step in the rail.
type railItem struct {
	page   page
	title  string
	second string // what was chosen, or how far it is; may be empty
	mark   railMark
	here   bool // the page that is shown
	link   bool // it may be visited now
}

// rail lists the steps as they stand.
func (s *state) rail(w *words.Words) []railItem {
	steps := s.journey.steps()
	items := make([]railItem, 0, len(steps))
	for _, p := range steps {
		item := railItem{page: p, title: w.Say("window.rail." + p.key()), here: p == s.home(s.page), link: s.mayVisit(p)}
		item.mark = s.mark(p)
		item.second = s.railSecond(w, p)
		items = append(items, item)
	}
	return items
}

func (s *state) mark(p page) railMark {
	switch {
	case p == pageGoLive && s.live.run.problem != nil && s.home(s.page) == pageGoLive, p == pageApply && s.apply.problem != nil, p == pageUndoing && s.undo.work.problem != nil, p == s.page && s.renewal.work.problem != nil:
		return markProblem
	case p == pageUndoing && s.undo.done, p == pageActivate && (s.renewal.active || s.renewal.earlier):
		return markDone
	case p == pageActivate && p == s.page && !s.renewal.work.running && !s.renewal.loaded && !s.renewal.rollBack:
		return markWaiting
	case p == pageTest && s.test.saw != sawSignedIn && (s.test.saw != sawNothing || s.test.fault != nil):
		return markProblem
	case p == pageHandOver && s.waitsOnSupport():
		return markWaiting
	case p == s.home(s.page):
		return markCurrent
	case p == pageGoLive && !s.live.went():
		return markToCome // the last page is open to whoever lets nobody in yet
	case p < s.furthest:
		return markDone
	}
	return markToCome
}

// waitsOnSupport reports that the bundle is with people who have not shown yet
// that they are done.
func (s *state) waitsOnSupport() bool {
	return !s.handOver.sent.IsZero() && !s.handOver.delivered && !s.handOver.confirmed() && s.test.saw != sawSignedIn
}

func (s *state) railSecond(w *words.Words, p page) string {
	if p > s.furthest {
		return ""
	}
	switch p {
	case pageSignIn:
		if s.signIn.who != nil {
			return s.signIn.who.Account.Name
		}
	case pagePortal:
		return s.portalName()
	case pageTestUser:
		if p < s.furthest {
			return s.personName()
		}
	case pageReview:
		if s.plan != nil && p < s.furthest {
			return w.Count("window.rail.changes", s.plan.Writes())
		}
	case pageApply:
		return s.applySecond(w)
	case pageHandOver:
		if s.waitsOnSupport() {
			return w.Say("window.rail.waiting")
		}
		if s.handOver.delivered || !s.handOver.sent.IsZero() && s.handOver.confirmed() {
			return w.Say("window.rail.delivered")
		}
	case pageTest:
		if s.test.fault != nil && s.test.saw != sawSignedIn {
			return w.Say("picture.fault." + s.test.fault.name)
		}
		if s.test.saw != sawNothing {
			return w.Say("window.rail.saw." + string(s.test.saw))
		}
	case pageGoLive:
		switch {
		case s.live.run.running:
			return w.Say("window.rail.made", words.Facts{"Made": w.Number(s.live.run.made), "Total": w.Number(len(s.live.run.rows))})
		case s.live.run.problem != nil:
			return w.Say("window.rail.stopped", words.Facts{"Next": w.Number(min(s.live.run.made+1, len(s.live.run.rows))), "Total": w.Number(len(s.live.run.rows))})
		case s.live.went():
			return w.Count("window.rail.assigned", s.live.before)
		case p < s.furthest && s.carried == nil: // of others nothing is known here
			return w.Say("window.rail.not-yet")
		}
	}
	return ""
}

func (s *state) applySecond(w *words.Words) string {
	facts := words.Facts{"Made": s.apply.allMade(), "Next": min(s.apply.allMade()+1, s.apply.all()), "Total": s.apply.all()}
	switch {
	case s.settled() && s.apply.all() == 0:
		return w.Say("window.rail.all-same")
	case s.settled():
		return w.Say("window.rail.all-made", facts)
	case s.apply.problem != nil:
		return w.Say("window.rail.stopped", facts)
	case s.apply.running:
		return w.Say("window.rail.made", facts)
	}
	return ""
}

// portalName is the portal in one word.
func (s *state) portalName() string {
	portal := s.portal.checked.portal
	if portal.Subdomain != "" {
		return portal.Subdomain
	}
	return hostOf(portal.Identifier)
}

// personName is the test user in one word.
func (s *state) personName() string {
	if s.user.create {
		return s.user.name
	}
	if s.user.found != nil && s.user.found.User.Name != "" {
		return s.user.found.User.Name
	}
	if name, _, whole := strings.Cut(s.user.upn, "@"); whole && s.carried != nil {
		return name
	}
	return s.user.upn
}

// ledger says at the foot of the rail what has been changed so far.
type ledger struct{ title, second string }

func (s *state) ledger(w *words.Words, practice, undo bool) ledger {
	second := w.Say("window.ledger.again")
	if undo {
		second = w.Say("window.ledger.undo")
	}
	switch {
	case s.earlier+s.apply.allMade() > 0:
		return ledger{w.Count("window.ledger.made", s.earlier+s.apply.allMade()), second}
	case s.apply.unsure():
		return ledger{w.Say("window.ledger.unsure"), w.Say("window.ledger.again")}
	case s.undo.done:
		return ledger{w.Say("window.ledger.undone"), w.Say("window.ledger.again")}
	case s.carried != nil && undoable(s.carried.standing):
		return ledger{w.Say("window.ledger.earlier"), second}
	case practice:
		return ledger{w.Say("window.ledger.practice"), w.Say("window.ledger.unreal")}
	}
	return ledger{w.Say("window.ledger.none"), w.Say("window.ledger.approve")}
}

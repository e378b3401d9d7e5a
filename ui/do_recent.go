package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// remembered is what is known of earlier set-ups.
type remembered struct {
	all      []setup.Standing
	awaited  []setup.AwaitedConsent
	problems []*setup.Problem
}

// remembered reads it, from whichever goroutine.
func (d Deps) remembered() remembered {
	all, problems := d.Recent()
	read := remembered{all: all, problems: problems}
	if d.Awaited != nil {
		var unread []*setup.Problem
		read.awaited, unread = d.Awaited()
		read.problems = slices.Concat(problems, unread)
	}
	return read
}

// readRecent reads what is remembered of earlier set-ups, then does then.
func (w *Window) readRecent(then func()) { w.takeRecent(w.deps.remembered, then) }

// takeRecent waits for what is remembered, then does then.
func (w *Window) takeRecent(reading func() remembered, then func()) {
	runAsync(w.work, w.visit, w.visit, func(context.Context) (remembered, error) { return reading(), nil },
		func(read remembered, _ error) {
			w.keepRecent(read)
			then()
		})
}

func (w *Window) keepRecent(read remembered) {
	w.state.recent.take(read.all, read.problems, w.deps.Practice)
	w.state.recent.awaited = slices.DeleteFunc(read.awaited, func(c setup.AwaitedConsent) bool { return c.Practice != w.deps.Practice })
}

// readEarly begins to read what is remembered while the window is being made, so
// that its first frame shows it.
func (w *Window) readEarly() {
	if w.deps.Recent != nil {
		w.early = ahead(w.work, w.deps.remembered)
	}
}

// recentAtStart shows what was read early, at once if it is there in time.
func (w *Window) recentAtStart() {
	early := w.early
	w.early = nil
	select {
	case read := <-early:
		w.keepRecent(read)
		w.refresh()
	case <-time.After(patienceAtStart):
		w.takeRecent(func() remembered { return <-early }, w.refresh)
	}
}

// choose carries on with a set-up of the list, unless another window has taken it
// up meanwhile.
func (w *Window) choose(chosen setup.Standing) {
	w.readRecent(func() {
		r := &w.state.recent
		r.inUse = ""
		index := slices.IndexFunc(r.all, func(s setup.Standing) bool { return sameSetup(s, chosen) })
		switch {
		case index < 0:
			w.refresh()
		case r.all[index].InUse:
			r.inUse = tenantName(r.all[index])
			w.refresh()
		default:
			w.openTenant(r.all[index])
		}
	})
}

// begin starts a new set-up, whatever was carried on before.
func (w *Window) begin() {
	w.state.check = nil
	if w.state.carried != nil || w.state.awaited != nil {
		s := newState()
		s.log, s.recent = w.state.log, w.state.recent
		w.state = s
	}
	w.next()
}

// openTenant shows what can be done with a remembered set-up.
func (w *Window) openTenant(standing setup.Standing) {
	w.state.tenant, w.state.check = &standing, nil
	w.show(pageTenant)
}

// carryOn fills in what is known of a set-up.
func (w *Window) carryOn(standing setup.Standing) {
	s := newState()
	s.log, s.recent, s.tenant = w.state.log, w.state.recent, &standing
	s.carried = &carried{standing: standing, arriving: true}
	s.signIn.tenant = firstOf(standing.TenantDomain, standing.TenantID)
	s.portal.recall(standing)
	if standing.State == setup.StageAsked {
		s.ask.asked = standing.Sent
	}
	s.user.recall(standing)
	s.signIn.createsUser = s.user.create
	s.tenant = &standing
	w.state = s
}

// recall fills in the portal of a remembered set-up.
func (p *portalState) recall(standing setup.Standing) {
	if standing.Identifier == "" {
		return // support was asked for it
	}
	p.identifier, p.replyURL = standing.Identifier, standing.ReplyURL
	usual, err := samlcfg.ParsePortal(standing.Identifier)
	if err == nil && usual.Identifier == standing.Identifier && (standing.ReplyURL == "" || standing.ReplyURL == usual.ReplyURL) {
		p.text = usual.Subdomain
	} else {
		p.edited = true
	}
	p.check()
}

// recall fills in the test user of a remembered set-up. One who exists is named,
// so that the sign-in need not ask for the right to create her.
func (u *userState) recall(standing setup.Standing) {
	name, domain, whole := strings.Cut(standing.TestUserUPN, "@")
	if !whole {
		return
	}
	switch standing.State {
	case setup.StageMade, setup.StageSent, setup.StageLive:
		u.create, u.upn = false, standing.TestUserUPN
	default:
		u.name, u.domain = name, domain
	}
}

// arrive goes on after the sign-in to the first question that has no answer yet.
func (w *Window) arrive() {
	if w.state.away != nil && w.comeBack() {
		return
	}
	c, s := w.state.carried, w.state
	if c == nil {
		w.arriveAgain()
		return
	}
	if !strings.EqualFold(s.signIn.who.Tenant.ID, c.standing.TenantID) {
		// The sign-in page says so; going on from there is a set-up of its own.
		c.arriving, s.journey = false, toSetUp
		s.user = newState().user
		s.user.create, s.user.domain = s.signIn.createsUser, s.signIn.who.Tenant.DefaultDomain()
		w.refresh()
		return
	}
	if s.journey != toSetUp {
		w.disembark()
		return
	}
	to := pageReview
	switch {
	case !s.portal.good():
		to = pagePortal
	case c.standing.TestUserUPN == "":
		to = pageTestUser
	}
	if to != pageReview {
		c.arriving = false
	}
	s.furthest = to
	w.show(to)
}

// arriveAgain goes on after a sign-in without a remembered set-up: with the first
// question, or with the one that was open where only the sign-in was to be made anew.
func (w *Window) arriveAgain() {
	s := w.state
	again := s.returning
	s.returning, s.returningTo = "", ""
	switch {
	case again == "":
	case !strings.EqualFold(again, s.signIn.who.Tenant.ID):
		s.earlier = 0 // that was elsewhere
		s.user = newState().user
		s.user.create, s.user.domain = s.signIn.createsUser, s.signIn.who.Tenant.DefaultDomain()
	case s.question > pageSignIn:
		s.furthest = s.question
		w.show(s.question)
		return
	}
	w.next()
}

// elsewhere reports that the person signed in to another tenant than the one of
// the set-up to be carried on.
func (s *state) elsewhere() bool {
	return s.carried != nil && s.signIn.who != nil && !strings.EqualFold(s.signIn.who.Tenant.ID, s.carried.standing.TenantID)
}

// passes reports that a plan needs nobody's consent: nothing is to be changed in
// a set-up that stood already, so only the bundle is made again.
func (s *state) passes() bool {
	if s.carried == nil || !s.carried.arriving || s.plan == nil || s.plan.Blocked() != nil || s.plan.Writes() > 0 {
		return false
	}
	switch s.carried.standing.State {
	case setup.StageMade, setup.StageSent, setup.StageLive:
		return true
	}
	return false
}

// resume opens the page that a set-up had come to when it was left.
func (w *Window) resume() {
	c, s := w.state.carried, w.state
	c.arriving = false
	s.furthest = max(s.furthest, pageHandOver)
	if c.standing.State == setup.StageMade {
		w.show(pageHandOver)
		return
	}
	s.handOver.sent, s.handOver.support = c.standing.Sent, c.standing.Support
	proven := c.standing.Tried.ProvenThumbprint
	s.test.answered = proven != "" && proven == s.apply.result.Contents.Thumbprint
	s.handOver.delivered = w.deps.Practice // practice support answers at once
	s.furthest = pageTest
	if c.to == pageTest {
		s.test.seen = c.standing.Live
		w.show(pageTest)
		return
	}
	if c.standing.State == setup.StageLive {
		s.test.saw, s.test.seen = sawSignedIn, c.standing.Live
		s.furthest = pageDone
		w.show(pageDone)
		return
	}
	w.show(pageHandOver)
}

// mark records a stage in the journal. The window goes on meanwhile; when it
// cannot be kept, the pages that follow say so.
func (w *Window) mark(stage setup.Stage) {
	s := w.state
	s.unkept, s.marking = nil, stage
	wish := s.apply.result.Plan.Wish
	w.inTurn(func() error { return w.flow.Mark(wish, stage) }, func(err error) {
		if err == nil || s != w.state {
			return
		}
		s.unkept = problemOf(err)
		w.refresh()
	})
}

// markAgain tries once more to record what could not be kept.
func (w *Window) markAgain() {
	w.mark(w.state.marking)
	w.refresh()
}

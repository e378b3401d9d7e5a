package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// departure is how the person leaves the sign-in that is in force.
type departure int

// The ways to leave.
const (
	stays    departure = iota
	signsOut           // and decides at the sign-in page how to go on
	switches           // to another account, at once
)

// away is where a set-up that is made waits for the next sign-in.
type away struct {
	page     page
	furthest page
}

// showAccount opens what can be done about the sign-in, from any page.
func (w *Window) showAccount() {
	s := w.state
	if w.dialog != nil || s.signIn.who == nil || s.signIn.leaving {
		return
	}
	who := *s.signIn.who
	person := kit.NewInfoRow(look.IconPerson, firstOf(who.Account.Name, who.Account.UPN), who.Account.UPN, nil)
	tenant := kit.NewInfoRow(look.IconTenant, who.Tenant.Name, firstOf(who.Tenant.DefaultDomain(), who.Tenant.ID), nil)
	blocks := []fyne.CanvasObject{kit.NewCard(nil, person, tenant), kit.NewGap(12)}
	if text := w.stayText(who.Stay); text != "" {
		blocks = append(blocks, kit.NewStatusLine(kit.Info, text).WithIcon(look.IconLock), kit.NewGap(8))
	}
	leave := func(how departure) func() {
		return func() {
			w.closeDialog()
			w.depart(how)
		}
	}
	if s.busy() {
		blocks = append(blocks, kit.NewStatusLine(kit.Waiting, w.say("window.account.busy")))
		goOn := kit.NewButton(kit.Primary, w.say("window.apply.cancel-no"), w.closeDialog)
		w.openPanel(w.say("window.account.title"), kit.NewColumn(0, blocks...), goOn, goOn,
			kit.NewButton(kit.Secondary, w.say("window.account.stop"), leave(signsOut)))
		return
	}
	blocks = append(blocks, kit.NewStatusLine(kit.Info, w.say("window.account.idle")))
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openWidePanel(w.say("window.account.title"), kit.NewColumn(0, blocks...), shut, shut,
		kit.NewButton(kit.Secondary, w.say("window.stay.sign-out"), leave(signsOut)),
		kit.NewButton(kit.Secondary, w.say("window.sign-in.again"), leave(switches)))
}

// depart leaves the sign-in, after the request that is under way where the tenant is
// being changed. What is made is in the journal by then.
func (w *Window) depart(how departure) {
	w.state.departs = how
	w.stopWork()
	w.departWhenIdle()
}

// stopWork ends whatever changes the tenant, the way its own Cancel does.
func (w *Window) stopWork() {
	s := w.state
	w.cancelApply()
	w.stopLive()
	w.stopProof()
	for _, l := range []*laterState{&s.undo.work, &s.renewal.work} {
		w.stop(l)
	}
}

// departWhenIdle leaves once nothing changes the tenant any more. It comes after what
// is being shown, not in the middle of it.
func (w *Window) departWhenIdle() {
	s := w.state
	if s.departs == stays || s.busy() {
		return
	}
	how := s.departs
	s.departs = stays
	w.work.post(w.life, func() {
		if s == w.state && s.signIn.who != nil && !s.signIn.leaving {
			w.giveUpSignIn(how)
		}
	})
}

// signOut gives the sign-in up that is in force, and those that this computer keeps.
func (w *Window) signOut() { w.depart(signsOut) }

// giveUpSignIn leads back to the sign-in page. Sign-ins that are kept are forgotten
// before the one in force: when that fails, the person stays signed in and reads why.
func (w *Window) giveUpSignIn(how departure) {
	s := w.state
	in := &s.signIn
	who := in.who
	kept := who.Stay.Kept && w.deps.SignOut != nil
	s.noteAway()
	in.leaving, in.who, in.problem, in.forgotten = true, nil, nil, nil
	w.show(pageSignIn)
	runAsync(w.work, w.life, w.life, func(ctx context.Context) (setup.SignedOut, error) {
		var out setup.SignedOut
		if kept {
			var err error
			if out, err = w.deps.SignOut(); err != nil {
				return out, err
			}
		}
		return out, w.flow.Leave(ctx)
	}, func(out setup.SignedOut, err error) {
		in.leaving, in.problem = false, problemOf(err)
		if err != nil {
			in.who = who
		} else {
			in.left, in.forgotten = true, out.Accounts
			in.stays = in.stays && !kept
		}
		w.refresh()
		if s == w.state && s.page == pageSignIn {
			w.focusFirst()
			if err == nil && how == switches {
				w.startSignIn()
			}
		}
	})
}

// noteAway keeps what the next sign-in to the same tenant goes on with: a set-up that is
// made with the page it was on, any other with the question that was open, or its plan.
func (s *state) noteAway() {
	s.returning, s.returningTo = s.signIn.who.Tenant.ID, s.signIn.who.Tenant.Name
	switch {
	case s.undo.done: // nothing is left to go on with
		s.returning, s.returningTo, s.away = "", "", nil
		s.undo, s.carried, s.journey, s.earlier = undoState{}, nil, toSetUp, 0
		s.changed(pageSignIn)
		return
	case s.away != nil: // that sign-in did not get there
	case s.settled() && s.journey == toSetUp && !s.elsewhere():
		at := s.home(s.page)
		if at == pageUndoing {
			at = pageUndo // which looks what is left to take back
		}
		s.away = &away{page: at, furthest: s.furthest}
	default:
		s.question = s.home(s.page)
		if s.question <= pageSignIn || s.aside(s.question) {
			s.question = s.furthest
		}
		s.question = min(s.question, pageReview)
		if s.carried != nil {
			s.carried.arriving = true
		}
		s.changed(pageSignIn)
	}
	s.furthest = pageSignIn
}

// comeBack goes on where the sign-in was left; false where it led to another tenant, in
// which nothing of it counts.
func (w *Window) comeBack() bool {
	s := w.state
	back := *s.away
	if s.returning != s.signIn.who.Tenant.ID {
		fresh := newState()
		fresh.log, fresh.recent, fresh.signIn = s.log, s.recent, s.signIn
		fresh.user.create, fresh.user.domain = s.signIn.createsUser, s.signIn.who.Tenant.DefaultDomain()
		w.state = fresh
		w.state.page = pageSignIn
		return false
	}
	s.away, s.returning, s.returningTo = nil, "", ""
	s.furthest = back.furthest
	w.show(back.page)
	return true
}

// goOnSignedIn goes on from the sign-in page of somebody who is signed in.
func (w *Window) goOnSignedIn() {
	if w.state.away != nil || w.state.returning != "" {
		w.arrive()
		return
	}
	w.next()
}

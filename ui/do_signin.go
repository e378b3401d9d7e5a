package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
)

// startSignIn signs in the way that was chosen. Link and code come in while it
// waits for the person.
func (w *Window) startSignIn() {
	s := &w.state.signIn
	if s.leaving {
		return // the one before is being given up
	}
	s.problem, s.code, s.link, s.linkUnopened = nil, nil, "", false
	s.busy, s.stopped, s.left, s.forgotten = true, false, false, nil
	ctx, cancel := context.WithCancel(w.visit)
	s.cancel = cancel
	visit := w.visit
	how := setup.SignIn{
		Way: s.way, Cloud: s.cloud, TenantID: s.tenant, ClientID: s.client, CreatesUser: s.createsUser, StaySignedIn: s.stays,
		OpenURL: func(address string) error { return w.openSignInPage(visit, address) },
		ShowCode: func(code setup.Code) {
			w.work.post(visit, func() { w.showCode(code) })
			w.work.every(ctx, time.Second, w.refresh) // its time runs out in sight
		},
	}
	runAsync(w.work, visit, ctx, func(ctx context.Context) (setup.Who, error) {
		return w.flow.SignIn(ctx, how)
	}, w.signedIn)
	w.refresh()
	w.focusFirst() // what had the focus is gone, and must not hear keys
}

// openSignInPage shows the address to be copied, too: a browser that does not
// open is no reason to stop. It is called off the window's goroutine.
func (w *Window) openSignInPage(visit context.Context, address string) error {
	err := w.deps.OpenURL(address)
	w.work.post(visit, func() {
		w.state.signIn.link, w.state.signIn.linkUnopened = address, err != nil
		w.refresh()
	})
	return nil
}

func (w *Window) showCode(code setup.Code) {
	w.state.signIn.code = &code
	w.refresh()
}

func (w *Window) signedIn(who setup.Who, err error) {
	s := &w.state.signIn
	s.busy, s.code, s.link = false, nil, ""
	s.cancel()
	if err != nil {
		if !s.stopped {
			s.problem = problemOf(err)
		}
		w.refresh()
		w.focusFirst()
		return
	}
	s.who = &who
	if w.state.user.domain == "" {
		w.state.user.domain = who.Tenant.DefaultDomain()
	}
	if w.pauseForAccess(who) {
		return
	}
	w.arrive()
}

// signInAgain asks for a new sign-in where the one in force does not do any more.
// The answers stay, and the same tenant leads back to where it was.
func (w *Window) signInAgain() {
	s := w.state
	if !s.mayVisit(pageSignIn) {
		return
	}
	s.noteAway()
	s.signIn.who, s.signIn.problem = nil, nil
	w.show(pageSignIn)
}

// cancelSignIn ends a sign-in that waits for the person, who needs no explanation
// of what she did herself.
func (w *Window) cancelSignIn() {
	if s := &w.state.signIn; s.cancel != nil {
		s.stopped = true
		s.cancel()
	}
}

// forgetSignIn makes room for another account.
func (w *Window) forgetSignIn() {
	w.state.signIn.who = nil
	if w.state.carried == nil {
		w.state.user = newState().user
	} else {
		w.state.carried.arriving = true
	}
	w.state.changed(pageSignIn)
	w.refresh()
}

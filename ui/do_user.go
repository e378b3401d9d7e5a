package ui

import (
	"context"

	"backupsso/graph/setup"
)

// lookUpPerson asks the tenant about the test user's address, once it is whole
// and new.
func (w *Window) lookUpPerson() {
	u := &w.state.user
	if !u.needsLookUp() {
		return
	}
	address := u.address()
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.UserState, error) {
		return w.flow.LookUpUser(ctx, address)
	}, func(found setup.UserState, err error) {
		if u.address() != address {
			return // typed on meanwhile; that text has its own look-up
		}
		u.asked, u.found, u.problem = address, &found, problemOf(err)
		w.refresh()
	})
}

// answerPerson notes an answer about the test user.
func (w *Window) answerPerson(change func(*userState)) {
	before := w.state.user
	change(&w.state.user)
	if before.address() == w.state.user.address() && before.create == w.state.user.create {
		return
	}
	w.state.changed(pageTestUser)
	w.refresh()
}

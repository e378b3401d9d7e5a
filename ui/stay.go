package ui

import (
	"context"
	"strings"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// keepsSignIns reports whether the sign-in as it is chosen can outlive the window. That
// of a practice tenant ends with it, and the Azure CLI keeps its own.
func (w *Window) keepsSignIns() bool {
	return w.deps.SignOut != nil && !w.deps.Practice && w.state.signIn.way != setup.AzureCLI
}

// stayText says where a sign-in is kept, or why it is not although it was to be; "" for
// one in memory, as it was asked for.
func (w *Window) stayText(stay setup.Stay) string {
	switch {
	case stay.Kept || stay.Silent:
		return w.say("window.stay.kept", words.Facts{"Place": stay.Place})
	case stay.Why != "":
		return w.say("terminal.stay." + stay.Why)
	}
	return ""
}

// signOut forgets the sign-ins that this computer keeps, and the one in force.
func (w *Window) signOut() {
	s := &w.state.signIn
	if w.state.busy() || s.busy || s.leaving {
		return
	}
	s.leaving = true
	runAsync(w.work, w.visit, w.visit, func(context.Context) (setup.SignedOut, error) { return w.deps.SignOut() },
		func(out setup.SignedOut, err error) {
			s.leaving, s.problem = false, problemOf(err)
			if err == nil {
				s.stays, s.forgotten = false, out.Accounts
				w.forgetSignIn()
			}
			w.refresh()
			w.focusFirst()
		})
	w.refresh()
}

// forgottenText says whose sign-ins were forgotten; "" for nobody's.
func (w *Window) forgottenText() string {
	if len(w.state.signIn.forgotten) == 0 {
		return ""
	}
	return w.say("terminal.signed-out.accounts", words.Facts{"Accounts": strings.Join(w.state.signIn.forgotten, ", ")})
}

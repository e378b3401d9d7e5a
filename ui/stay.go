package ui

import (
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

// forgottenText says whose sign-ins were forgotten; "" for nobody's.
func (w *Window) forgottenText() string {
	if len(w.state.signIn.forgotten) == 0 {
		return ""
	}
	return w.say("terminal.signed-out.accounts", words.Facts{"Accounts": strings.Join(w.state.signIn.forgotten, ", ")})
}

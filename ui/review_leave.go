package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// asksBefore lists the permissions that Microsoft will ask for right before the changes
// of the plan, as far as the sign-in tells. The Azure CLI cannot be asked for more.
func (s *state) asksBefore() []string {
	if s.plan == nil || s.signIn.who == nil || s.signIn.way == setup.AzureCLI || !s.signIn.who.Grant.Readable {
		return nil
	}
	return s.signIn.who.Grant.Lacks(s.plan.Permissions())
}

// leaveToAsk explains that second question before the browser opens with it; nil where
// there will be none.
func (w *Window) leaveToAsk() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, permission := range w.state.asksBefore() {
		name := permission
		if key := setup.PermissionKey(permission); w.words.Has(key) {
			name = w.say(key)
		}
		rows = append(rows, kit.NewInfoRow(look.IconKey, name, "", kit.NewLine(kit.Code, look.Muted, permission)))
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.NewDisclosure(w.say("window.review.asks"), w.words.Count("window.review.permissions", len(rows)), kit.NewCard(nil, rows...))
}

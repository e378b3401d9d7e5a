package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// accessAsk helps to ask for roles and permissions: what to ask for, the link where an
// administrator allows it, and a message that is ready to be sent.
type accessAsk struct {
	w        *Window
	link     *kit.ValueRow
	state    *kit.StatusLine
	asked    *kit.Button
	copyText *kit.CopyLink
	draft    *kit.Button
	activate *kit.Button
	trouble  *trouble
	card     *kit.Card
	shown    string // what the rows are about
	object   *kit.Column
}

func newAccessAsk(w *Window) *accessAsk {
	a := &accessAsk{w: w}
	a.link = kit.NewValueUnder(w.host(), w.say("window.access.link"), "", w.copyWords("window.access.link")).Short()
	a.state = kit.NewStatusLine(kit.Info, "")
	a.asked = kit.NewButton(kit.Secondary, w.say("window.access.asked"), w.awaitConsent).Small().WithIcon(look.IconCheck)
	a.copyText = kit.NewCopyLink(w.host(), w.say("window.hand-over.copy-message"), w.copyWords("window.access.message"), w.requestText)
	a.draft = kit.NewButton(kit.Secondary, w.say("window.hand-over.draft"), w.requestByMail).Small().WithIcon(look.IconMail)
	a.activate = kit.NewButton(kit.Secondary, w.say("window.access.activate"), func() { w.openInBrowser(w.state.access.found.PIM) }).Small().WithTrailingIcon(look.IconOpen)
	a.trouble = newTrouble(w, nil)
	a.card = kit.NewCard(nil)
	a.object = kit.NewColumn(0, kit.NewLine(kit.Strong, look.Ink, w.say("window.access.ask")), kit.NewGap(8), a.card, kit.NewGap(12), kit.NewFlow(16, a.draft, a.copyText, a.activate), kit.NewGap(8), a.trouble.object)
	return a
}

// update shows what is asked for. Rows are made anew only for another request.
func (a *accessAsk) update() {
	w, s := a.w, &a.w.state.access
	asked, _ := s.request()
	if now := strings.Join(append(s.roles(), asked.Permissions...), " ") + asked.Page; now != a.shown {
		a.shown = now
		a.rows(asked)
	}
	tone, text := kit.Info, w.say("window.access.nobody-asked")
	switch {
	case s.unopened != "":
		tone, text = kit.Waiting, w.say("window.hand-over.draft-unopened", words.Facts{"Path": s.unopened})
	case !s.asked.IsZero():
		tone, text = kit.Waiting, w.say("window.access.waiting", words.Facts{"Date": w.words.Date(s.asked.Local())})
	}
	a.state.Set(tone, text)
	showIf(a.asked, s.consent != nil && s.asked.IsZero())
	showIf(a.activate, s.eligible())
	a.trouble.set(s.unkept)
	a.card.Relayout()
	a.object.Relayout()
}

func (a *accessAsk) rows(asked setup.Consent) {
	w := a.w
	var rows []fyne.CanvasObject
	for _, role := range w.state.access.roles() {
		rows = append(rows, kit.NewInfoRow(look.IconShield, role, w.say("window.access.role-lead"), nil))
	}
	for _, permission := range asked.Permissions {
		name := permission
		if key := setup.PermissionKey(permission); w.words.Has(key) {
			name = w.say(key)
		}
		rows = append(rows, kit.NewInfoRow(look.IconKey, name, w.say("window.access.permission-lead"), kit.NewLine(kit.Code, look.Muted, permission)))
	}
	if asked.Page != "" {
		a.link.SetText(asked.Page)
		rows = append(rows, a.link)
	}
	if w.state.access.consent != nil {
		rows = append(rows, kit.NewNoteRow(a.state, a.asked))
	}
	a.card.SetRows(rows...)
}

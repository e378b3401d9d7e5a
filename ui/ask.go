package ui

import (
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/samlcfg/bundle"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// askState is what became of asking support for the portal's addresses.
type askState struct {
	asked    time.Time // zero: nobody did
	draft    string    // where the draft e-mail is
	unopened bool      // no mail program came up
}

// askAgainAfter is when the start page calls an unanswered question out, in days.
const askAgainAfter = 3

// askParts help to find the portal's addresses: a message to support that is ready
// to be sent, and a place that is kept until they answer.
type askParts struct {
	w       *Window
	draft   *kit.Button
	message *kit.CopyLink
	note    *kit.StatusLine
	trouble *trouble
}

func newAskParts(w *Window) *askParts {
	a := &askParts{w: w}
	a.draft = kit.NewButton(kit.Secondary, w.say("window.hand-over.draft"), w.askByMail).Small().WithIcon(look.IconMail)
	a.message = kit.NewCopyLink(w.host(), w.say("window.hand-over.copy-message"), w.copyWords("window.hand-over.message"), func() string {
		w.noteAsked()
		return w.askText()
	})
	a.note = kit.NewStatusLine(kit.Done, "")
	a.trouble = newTrouble(w, w.noteAsked)
	return a
}

func (a *askParts) blocks() []fyne.CanvasObject {
	return []fyne.CanvasObject{kit.NewFlow(16, a.draft, a.message), a.note, a.trouble.object}
}

func (a *askParts) update() {
	w, s := a.w, &a.w.state.ask
	tone, text := kit.Waiting, ""
	switch {
	case s.unopened:
		text = w.say("window.hand-over.draft-unopened", words.Facts{"Path": s.draft})
	case !s.asked.IsZero() && w.deps.Remembers:
		text = w.say("window.ask.asked", words.Facts{"Date": w.words.Date(s.asked.Local())})
	}
	a.note.Set(tone, text)
	showIf(a.note, text != "")
	a.trouble.set(w.state.unkept)
}

// askText is the message to support.
func (w *Window) askText() string {
	tenant := words.Facts{"Tenant": w.state.signIn.who.Tenant.Name, "Person": w.state.signIn.who.Account.Name}
	return w.say("window.ask.greeting") + "\n\n" + w.say("window.ask.why", tenant) + "\n" + w.say("window.ask.what") + "\n\n" +
		"1. " + w.say("window.portal.identifier") + "\n2. " + w.say("window.portal.reply-url") + "\n\n" +
		w.say("window.ask.closing") + "\n" + tenant["Person"].(string) + "\n"
}

// askByMail saves a draft to support and opens it in the mail program.
func (w *Window) askByMail() {
	subject := w.say("window.ask.subject", words.Facts{"Tenant": w.state.signIn.who.Tenant.Name})
	content := bundle.Draft(subject, w.askText(), w.now())
	w.openSaved(content, filepath.Join(w.deps.SaveDir, "autotask-support-question.eml"), func(saved string, unopened bool, err error) {
		if err != nil {
			w.state.unkept = problemOf(err)
			return
		}
		w.state.ask.draft, w.state.ask.unopened = saved, unopened
		w.noteAsked()
	})
}

// noteAsked keeps the place until support answers.
func (w *Window) noteAsked() {
	s := w.state
	if s.ask.asked.IsZero() {
		s.ask.asked = w.now()
	}
	s.unkept = nil
	remind := remindOn(w.now(), askAgainAfter)
	w.inTurn(func() error { return w.flow.NoteAsked(remind) }, func(err error) {
		if s == w.state {
			s.unkept = problemOf(err)
			w.refresh()
		}
	})
	w.refresh()
}

// answered goes on with the addresses that support named.
func (w *Window) answered() {
	if !w.state.ask.asked.IsZero() {
		w.inTurn(w.flow.ForgetAsked, func(error) {}) // a line too many on the start page harms nobody
	}
	w.next()
}

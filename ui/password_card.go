package ui

import (
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// passwordCard shows the first password of a user made in this run.
type passwordCard struct {
	w      *Window
	card   *kit.Card
	value  *kit.ValueRow
	toggle *kit.Button
}

// newPasswordCard returns nil when no user was made.
func newPasswordCard(w *Window) *passwordCard {
	if _, made := w.firstPassword(); !made {
		return nil
	}
	c := &passwordCard{w: w}
	c.toggle = kit.NewButton(kit.Secondary, w.say("window.hand-over.password-show"), c.flip).Small().WithIcon(look.IconEye)
	head := kit.NewDeedRow(look.IconKey, w.say("window.hand-over.password", w.personFacts()), w.say("window.hand-over.password-lead"), c.toggle)
	c.value = kit.NewValueUnder(w.host(), w.state.apply.result.TestUserUPN, "", w.copyWords("window.test.step-password"))
	c.value.Hide()
	c.card = kit.NewCard(nil, head, c.value)
	return c
}

// newLostPasswordCard says that nobody knows the first password, or returns nil.
func newLostPasswordCard(w *Window) *kit.Card {
	if !w.state.apply.result.PasswordLost {
		return nil
	}
	row := kit.NewDeedRow(look.IconKey, w.say("window.hand-over.password-lost", w.personFacts()), w.say("window.hand-over.password-lost-lead"), nil)
	row.SetIcon(look.IconKey, look.Wait)
	return kit.NewCard(nil, row)
}

// flip shows the password, or takes it off the screen again.
func (c *passwordCard) flip() {
	password, _ := c.w.firstPassword()
	if c.value.Visible() {
		c.value.SetText("")
		c.toggle.SetLabel(c.w.say("window.hand-over.password-show"))
	} else {
		c.value.SetText(password.Reveal())
		c.toggle.SetLabel(c.w.say("window.hand-over.password-hide"))
	}
	showIf(c.value, c.value.Text() != "")
	c.card.Relayout()
}

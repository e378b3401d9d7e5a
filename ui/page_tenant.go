package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// tenantPage is one remembered set-up: how it stands, and what can be done with it.
type tenantPage struct {
	w      *Window
	top    *kit.Action
	column *kit.Column
}

func newTenantPage(w *Window) *tenantPage {
	p := &tenantPage{w: w}
	s := *w.state.tenant
	item := tenantItem(w.words, s, w.now())
	head := kit.NewPageHead(tenantName(s), w.say("window.tenant.lead", words.Facts{"Domain": item.Second, "State": item.State, "More": item.StateMore}))
	var rows []fyne.CanvasObject
	for _, deed := range w.tenantDeeds(s) {
		row := kit.NewAction(deed.icon, w.say("window.tenant."+deed.key), deed.lead, deed.run)
		if deed.colour != "" {
			row.SetIcon(deed.icon, deed.colour)
			row.SetSecondColour(deed.colour)
		}
		if p.top == nil {
			p.top = row
		}
		rows = append(rows, row)
	}
	p.column = pageOf(head, kit.NewCard(nil, rows...), kit.NewGap(20), p.facts(s), kit.NewGap(24))
	return p
}

// facts are what is remembered of the set-up.
func (p *tenantPage) facts(s setup.Standing) fyne.CanvasObject {
	w := p.w
	var rows []fyne.CanvasObject
	for _, fact := range []struct{ key, value string }{
		{"window.hand-over.identifier", s.Identifier}, {"window.hand-over.reply-url", s.ReplyURL},
		{"window.tenant.test-user", s.TestUserUPN}, {"window.hand-over.thumbprint", s.Thumbprint}, {"window.waiting.ticket", s.Support.Ticket},
	} {
		if fact.value != "" {
			rows = append(rows, kit.NewValueBeside(w.host(), 176, w.say(fact.key), fact.value, w.copyWords(fact.key)))
		}
	}
	if len(rows) == 0 {
		return kit.NewGap(0)
	}
	return kit.NewCard(kit.NewHead(w.say("window.tenant.facts"), nil).Ruled(), rows...)
}

// tenantDeed is one thing that can be done with a remembered set-up.
type tenantDeed struct {
	key, lead string
	icon      look.IconName
	colour    fyne.ThemeColorName // empty: the usual
	run       func()
}

// tenantDeeds are what can be done, the most likely first.
func (w *Window) tenantDeeds(s setup.Standing) []tenantDeed {
	goOn := func() { w.embark(toSetUp) }
	stands := false
	var deeds []tenantDeed
	add := func(icon look.IconName, key, lead string, run func()) {
		deeds = append(deeds, tenantDeed{key: key, lead: lead, icon: icon, run: run})
	}
	switch s.State {
	case setup.StageAsked:
		add(look.IconResume, "answered", w.say("window.tenant.answered-lead"), goOn)
	case setup.StageApplying:
		add(look.IconResume, "carry-on", w.say("window.tenant.carry-on-lead"), goOn)
	case setup.StageMade:
		add(look.IconBundle, "hand-over", w.say("window.tenant.hand-over-lead"), goOn)
		stands = true
	case setup.StageSent:
		add(look.IconClock, "waiting", sentText(w.words, s.Sent, w.now()), goOn)
		stands = true
	case setup.StageLive:
		add(look.IconOk, "open", w.say("window.tenant.open-lead"), goOn)
		stands = true
	case setup.StageUndone:
		add(look.IconResume, "set-up-again", w.say("window.tenant.set-up-again-lead"), goOn)
	}
	if stands {
		more := w.standingDeeds(s)
		if more[0].colour != "" { // what is due stands first
			deeds, more = append(more[:1:1], deeds...), more[1:]
		}
		deeds = append(deeds, more...)
	}
	if undoable(s) {
		add(look.IconUndo, "undo", w.say("window.tenant.undo-lead"), func() { w.embark(toUndo) })
	}
	return deeds
}

// standingDeeds are what can be done with a set-up that stands in the tenant; a
// certificate that is due comes first.
func (w *Window) standingDeeds(s setup.Standing) []tenantDeed {
	deeds := []tenantDeed{{key: "verify", lead: w.say("window.tenant.verify-lead"), icon: look.IconFileCheck, run: func() { w.embark(toVerify) }}}
	if s.State == setup.StageLive {
		deeds = append(deeds, tenantDeed{key: "trouble", lead: w.say("window.tenant.trouble-lead"), icon: look.IconHelp, run: func() {
			w.embark(toSetUp)
			w.state.carried.to = pageTest
		}})
	}
	renew := tenantDeed{key: "renew", lead: w.say("window.tenant.renew-lead", words.Facts{"Date": w.words.Date(s.CertificateEnds.Local())}), icon: look.IconRenew, run: func() { w.embark(toRenew) }}
	days := daysBetween(w.now(), s.CertificateEnds)
	switch {
	case s.Renewed != "":
		renew.key, renew.lead, renew.colour = "activate", w.say("window.tenant.activate-lead"), look.Wait
	case s.CertificateEnds.IsZero():
	case !w.now().Before(s.CertificateEnds):
		renew.lead, renew.colour = w.say("window.tenant.renew-expired", words.Facts{"Date": w.words.Date(s.CertificateEnds.Local())}), look.Bad
	case days < renewBefore:
		renew.lead, renew.colour = w.words.Count("window.tenant.renew-soon", days), look.Wait
	}
	deeds = append(deeds, renew)
	if renew.colour != "" {
		deeds = append([]tenantDeed{renew}, deeds[:len(deeds)-1]...)
	}
	if s.Previous != "" && s.Renewed == "" {
		deeds = append(deeds, tenantDeed{key: "roll-back", lead: w.say("window.tenant.roll-back-lead"), icon: look.IconUndo, run: func() {
			w.embark(toRenew)
			w.state.renewal.rollBack = true
		}})
	}
	return deeds
}

// undoable reports whether the journal names anything that can be taken back.
func undoable(s setup.Standing) bool {
	for _, entry := range s.Entries {
		if entry.Standing() || entry.Outcome == "" {
			return true
		}
	}
	return false
}

func (p *tenantPage) body() fyne.CanvasObject { return p.column }
func (p *tenantPage) update()                 {}

func (p *tenantPage) foot() foot {
	w := p.w
	return foot{backLabel: w.say("window.tenant.back"), back: w.back}
}

func (p *tenantPage) first() fyne.Focusable { return p.top }

package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// testUserPage asks who tries the sign-on first.
type testUserPage struct {
	w       *Window
	head    *kit.PageHead
	who     *kit.OptionGroup
	name    *kit.Field
	domain  *kit.Picker
	status  *kit.StatusLine
	upn     *kit.Field
	notes   *kit.Column
	column  *kit.Column
	domains []string
}

func newTestUserPage(w *Window) *testUserPage {
	p := &testUserPage{w: w, head: kit.NewPageHead(w.say("window.test-user.title"), w.say("window.test-user.lead"))}
	tenant := w.state.signIn.who.Tenant
	p.domains = managedDomains(tenant)
	p.who = kit.NewOptionGroup(p.chosen(),
		kit.Option{Title: w.say("window.test-user.create"), Why: w.say("window.test-user.create-lead"), Below: p.newPerson()},
		kit.Option{Title: w.say("window.test-user.choose"), Why: w.say("window.test-user.choose-lead"), Below: p.somebody()})
	p.who.OnChosen = p.choose
	p.who.OnEnter = w.primary
	p.notes = kit.NewColumn(12, p.noteLines()...)
	p.column = pageOf(p.head, p.who, kit.NewGap(20), p.notes)
	return p
}

// noteLines says what concerns the choice: a new account has a domain and a first
// password, a person who is there has both already.
func (p *testUserPage) noteLines() []fyne.CanvasObject {
	w, create := p.w, p.w.state.user.create
	lines := []fyne.CanvasObject{}
	if !w.state.signIn.createsUser {
		lines = append(lines, kit.NewStatusLine(kit.Waiting, w.say("window.test-user.not-asked")))
	}
	if federated := federatedDomains(w.state.signIn.who.Tenant); create && len(federated) > 0 {
		lines = append(lines, kit.NewStatusLine(kit.Info, w.say("window.test-user.federated", words.Facts{"Domain": federated[0]})))
	}
	lines = append(lines, kit.NewStatusLine(kit.Info, w.say("window.test-user.portal-knows")).WithIcon(look.IconPortal))
	if create {
		lines = append(lines, kit.NewStatusLine(kit.Info, w.say("window.test-user.password")).WithIcon(look.IconKey))
	}
	return lines
}

func (p *testUserPage) chosen() int {
	if p.w.state.user.create {
		return 0
	}
	return 1
}

// newPerson is what opens under "Create B.Simon".
func (p *testUserPage) newPerson() fyne.CanvasObject {
	w, u := p.w, &p.w.state.user
	p.name = kit.NewField(w.host(), w.say("window.test-user.name")).NoStatus()
	p.name.SetText(u.name)
	p.name.OnChanged = func(text string) { w.answerPerson(func(u *userState) { u.name = strings.TrimSpace(text) }) }
	p.name.OnSettled = func(string) { w.lookUpPerson() }
	p.name.OnEnter = func(string) { w.primary() }
	p.domain = kit.NewPicker(w.win.Canvas, w.say("window.test-user.domain"), slices.Index(p.domains, u.domain), p.domains...)
	if len(p.domains) > 1 && p.domains[0] == w.state.signIn.who.Tenant.DefaultDomain() {
		notes := make([]string, len(p.domains))
		notes[0] = w.say("window.test-user.default")
		p.domain.SetChoices(p.domain.Picked(), p.domains, notes)
	}
	p.domain.OnPicked = func(index int) {
		w.answerPerson(func(u *userState) { u.domain = p.domains[index] })
		w.lookUpPerson()
	}
	p.status = kit.NewStatusLine(kit.Info, "")
	at := kit.NewPad(kit.NewLine(kit.Body, look.Muted, "@"), 27, 0, 0, 0)
	return kit.NewColumn(12, kit.NewColumns(8, kit.Col{Object: p.name, Width: 168}, kit.Col{Object: at, Width: 13}, kit.Col{Object: p.domain}), p.status)
}

// somebody is what opens under "Choose someone".
func (p *testUserPage) somebody() fyne.CanvasObject {
	w, u := p.w, &p.w.state.user
	p.upn = kit.NewField(w.host(), w.say("window.test-user.upn"))
	p.upn.SetPlaceholder(w.say("window.test-user.upn-empty", words.Facts{"Domain": w.state.signIn.who.Tenant.DefaultDomain()}))
	p.upn.SetText(u.upn)
	p.upn.OnChanged = func(text string) { w.answerPerson(func(u *userState) { u.upn = strings.TrimSpace(text) }) }
	p.upn.OnSettled = func(string) { w.lookUpPerson() }
	p.upn.OnEnter = func(string) { w.primary() }
	return p.upn
}

func (p *testUserPage) choose(index int) {
	p.w.answerPerson(func(u *userState) { u.create = index == 0 })
	p.notes.SetItems(p.noteLines()...)
	p.w.lookUpPerson()
}

func (p *testUserPage) opened() {
	if !p.w.state.settled() {
		p.w.lookUpPerson()
	}
}

func (p *testUserPage) body() fyne.CanvasObject { return p.column }

func (p *testUserPage) update() {
	w, settled := p.w, p.w.state.settled()
	check := p.check()
	if settled {
		check = personCheck{}
		p.who.Disable()
	}
	p.name.SetFixed(settled)
	p.upn.SetFixed(settled)
	if settled {
		p.domain.Disable()
	}
	p.status.Set(toneOf(check.mark), check.text)
	switch check.mark {
	case statusOK:
		p.upn.SetOk(check.text, "")
	case statusBad:
		p.upn.SetProblem(check.text, "", nil)
	default:
		p.upn.SetInfo(check.text)
	}
	if w.state.user.create {
		p.upn.ClearStatus()
	}
}

func (p *testUserPage) check() personCheck {
	return p.w.state.user.check(p.w.words, p.w.state.signIn.who.Tenant)
}

func (p *testUserPage) foot() foot {
	w := p.w
	f := foot{backLabel: w.say("window.nav.back"), back: w.back, hint: w.say("window.test-user.hint")}
	if w.state.settled() {
		f.hint = w.say("window.settled")
		f.primary = &deed{label: w.say("window.test-user.next"), run: w.next}
		return f
	}
	check := p.check()
	if check.hint != "" {
		f.hint = check.hint
	}
	f.primary = &deed{label: w.say("window.test-user.next"), off: check.hint != "", run: w.next}
	return f
}

func (p *testUserPage) first() fyne.Focusable {
	if p.w.state.settled() {
		return nil
	}
	return p.who
}

package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// signInPage asks how to sign in, says what Microsoft will ask for, and waits
// with the person for the sign-in itself.
type signInPage struct {
	w        *Window
	head     *kit.PageHead
	ways     *kit.OptionGroup
	asks     fyne.CanvasObject
	why      *kit.Button
	reasons  *kit.Column
	users    *kit.Check
	rights   *kit.Card
	usersRow *kit.InfoRow
	more     *kit.Disclosure
	tenant   *kit.Field
	waiting  *waitForPerson
	done     *kit.Card
	doneRow  *kit.InfoRow
	lack     *kit.StatusLine
	trouble  *trouble
	column   *kit.Column
}

func newSignInPage(w *Window) *signInPage {
	p := &signInPage{w: w, head: kit.NewPageHead(w.say("window.sign-in.title"), w.say("window.sign-in.lead"))}
	p.ways = kit.NewOptionGroup(p.chosenWay(),
		kit.Option{Title: w.say("window.sign-in.browser"), Why: w.say("window.sign-in.browser-lead"), Icon: look.IconBrowser},
		kit.Option{Title: w.say("window.sign-in.code"), Why: w.say("window.sign-in.code-lead"), Icon: look.IconDevice})
	p.ways.OnChosen = func(index int) { p.choose(index) }
	p.ways.OnEnter = w.primary
	p.users = kit.NewCheck(w.say("window.sign-in.creates"), "", w.state.signIn.createsUser)
	p.users.OnChanged = p.wantUsers
	p.why = kit.NewButton(kit.Link, w.say("window.why"), p.toggleWhy)
	p.asks = kit.NewFlow(8, kit.NewLine(kit.Strong, look.Ink, w.say("window.sign-in.asks")), kit.NewSpring(), p.why)
	p.reasons = kit.NewColumn(8, p.reason(look.IconPerson, "rights"), p.reason(look.IconPeople, "assign"), p.reason(look.IconLock, "kept"),
		p.reason(look.IconUndo, "back"), kit.NewGap(8))
	p.showWhy(false)
	p.usersRow = p.right(look.IconPlus, "users", "User.ReadWrite.All")
	p.rights = kit.NewCard(nil,
		p.right(look.IconPen, "apps", "Application.ReadWrite.All"),
		p.right(look.IconPeople, "assign", "AppRoleAssignment.ReadWrite.All"),
		p.right(look.IconPerson, "self", "User.Read"), p.usersRow)
	p.tenant = kit.NewField(w.host(), w.say("window.sign-in.tenant")).NoStatus()
	p.tenant.SetPlaceholder(w.say("window.sign-in.tenant-empty"))
	p.tenant.SetText(w.state.signIn.tenant)
	p.tenant.OnChanged = func(text string) { w.state.signIn.tenant = text }
	p.tenant.OnEnter = func(string) { w.primary() }
	p.more = kit.NewDisclosure(w.say("window.sign-in.more"), firstOf(w.state.signIn.tenant, w.say("window.sign-in.more-value")), p.tenant)
	p.waiting = newWaitForPerson(w)
	p.doneRow = kit.NewDeedRow(look.IconOk, "", "", kit.NewButton(kit.Secondary, w.say("window.sign-in.again"), w.forgetSignIn).Small())
	p.lack = kit.NewStatusLine(kit.Waiting, "")
	p.done = kit.NewCard(nil, p.doneRow, kit.NewNoteRow(p.lack, nil))
	p.trouble = newTrouble(w, nil)
	p.column = pageOf(p.head, p.trouble.object, p.trouble.gap, p.ways, p.waiting.card, p.done, kit.NewGap(20), p.asks, kit.NewGap(8), p.reasons, p.rights, kit.NewGap(12), p.users, kit.NewGap(12), p.more)
	return p
}

// reason is one line of what "Why do we ask?" opens.
func (p *signInPage) reason(icon look.IconName, key string) *kit.StatusLine {
	return kit.NewStatusLine(kit.Info, p.w.say("window.sign-in.why."+key)).WithIcon(icon)
}

func (p *signInPage) toggleWhy() {
	p.showWhy(!p.reasons.Visible())
	p.column.Relayout()
}

func (p *signInPage) showWhy(open bool) {
	showIf(p.reasons, open)
	icon := look.IconDown
	if open {
		icon = look.IconUp
	}
	p.why.WithTrailingIcon(icon)
}

// right is one permission in words; name is Microsoft's.
func (p *signInPage) right(icon look.IconName, key, name string) *kit.InfoRow {
	return kit.NewInfoRow(icon, p.w.say("window.sign-in.ask."+key), p.w.say("window.sign-in.ask."+key+"-lead"), kit.NewLine(kit.Code, look.Muted, name))
}

func (p *signInPage) chosenWay() int {
	if p.w.state.signIn.way == setup.DeviceCode {
		return 1
	}
	return 0
}

func (p *signInPage) choose(index int) {
	if p.w.state.signIn.busy {
		return // it is under way by now
	}
	p.w.state.signIn.way = setup.Browser
	if index == 1 {
		p.w.state.signIn.way = setup.DeviceCode
	}
	p.w.refresh()
}

// wantUsers leaves the right to create a user out, or asks for it again.
func (p *signInPage) wantUsers(wanted bool) {
	p.w.state.signIn.createsUser, p.w.state.user.create = wanted, wanted
	p.w.refresh()
}

func (p *signInPage) body() fyne.CanvasObject { return p.column }

func (p *signInPage) update() {
	s := &p.w.state.signIn
	if c := p.w.state.carried; c != nil {
		p.head.Set(p.w.say("window.sign-in.title-carry-on"), p.w.say("window.sign-in.lead-carry-on", words.Facts{"Tenant": tenantName(c.standing)}))
	}
	asking := !s.busy && s.who == nil
	showIf(p.ways, asking)
	showIf(p.users, asking && p.w.state.carried == nil)
	showIf(p.more, asking)
	p.trouble.set(s.problem)
	p.waiting.update()
	showIf(p.usersRow, s.createsUser)
	showIf(p.done, s.who != nil)
	if s.who != nil {
		p.updateDone(*s.who)
	}
	p.column.Relayout()
}

func (p *signInPage) updateDone(who setup.Who) {
	w := p.w
	p.doneRow.Set(w.say("window.sign-in.done", words.Facts{"Name": who.Account.Name}),
		w.say("window.sign-in.done-lead", words.Facts{"Account": who.Account.UPN, "Tenant": who.Tenant.Name}))
	if w.state.elsewhere() {
		p.lack.Set(kit.Waiting, w.say("window.sign-in.elsewhere", words.Facts{"Tenant": tenantName(w.state.carried.standing)}))
		return
	}
	if len(who.MayLack) == 0 {
		p.lack.Set(kit.Done, w.say("window.sign-in.may-lack-none"))
		return
	}
	p.lack.Set(kit.Waiting, w.say("window.sign-in.may-lack", words.Facts{"Role": who.MayLack[0]}))
}

func (p *signInPage) foot() foot {
	w, s := p.w, &p.w.state.signIn
	f := foot{backLabel: w.say("window.nav.start"), back: w.back, hint: w.say("window.sign-in.hint")}
	switch {
	case s.busy:
		f.back, f.backLabel, f.backIcon = w.cancelSignIn, w.say("window.nav.cancel"), look.IconClose
		f.hint = w.say("window.sign-in.wait-hint")
		f.primary = &deed{label: p.goLabel(), busy: w.say("window.sign-in.busy")}
	case s.who != nil:
		f.hint = ""
		f.primary = &deed{label: w.say("window.sign-in.continue"), run: w.next}
	default:
		f.primary = &deed{label: p.goLabel(), icon: p.goIcon(), run: w.startSignIn}
	}
	return f
}

func (p *signInPage) goLabel() string {
	if p.w.state.signIn.way == setup.DeviceCode {
		return p.w.say("window.sign-in.go-code")
	}
	return p.w.say("window.sign-in.go-browser")
}

func (p *signInPage) goIcon() look.IconName {
	if p.w.state.signIn.way == setup.DeviceCode {
		return look.IconDevice
	}
	return look.IconOpen
}

func (p *signInPage) first() fyne.Focusable {
	if p.w.state.signIn.busy || p.w.state.signIn.who != nil {
		return nil
	}
	return p.ways
}

// waitForPerson shows what the person needs to sign in: the page's address, or
// the code and where to type it.
type waitForPerson struct {
	w       *Window
	card    *kit.Card
	headRow *kit.InfoRow
	code    *kit.Para
	codeRow fyne.CanvasObject
	link    *kit.ValueRow
	address *kit.ValueRow
	note    *kit.StatusLine
	noteRow *kit.NoteRow
	open    *kit.Button
}

func newWaitForPerson(w *Window) *waitForPerson {
	v := &waitForPerson{w: w}
	v.headRow = kit.NewDeedRow(look.IconClock, "", "", nil)
	v.headRow.SetIcon(look.IconClock, look.Wait)
	v.code = kit.NewPara(kit.Title, look.Ink, "")
	copyCode := kit.NewCopyCell(w.host(), w.copyWords("window.sign-in.code-value"), v.code.Text)
	label := kit.NewPara(kit.Small, look.Muted, w.say("window.sign-in.code-value"))
	v.codeRow = kit.NewPad(kit.NewColumns(8, kit.Col{Object: kit.NewColumn(2, label, v.code)}, kit.Col{Object: copyCode, Width: 40}), 10, 4, 10, 16)
	v.link = kit.NewValueUnder(w.host(), w.say("window.sign-in.link"), "", w.copyWords("window.sign-in.link")).Short()
	v.address = kit.NewValueUnder(w.host(), w.say("window.sign-in.code-page"), "", w.copyWords("window.sign-in.code-page"))
	v.note = kit.NewStatusLine(kit.Info, "")
	v.open = kit.NewButton(kit.Secondary, w.say("window.sign-in.open-page"), v.openPage).Small().WithIcon(look.IconOpen)
	v.noteRow = kit.NewNoteRow(v.note, v.open)
	v.card = kit.NewCard(nil, v.headRow, v.codeRow, v.link, v.address, v.noteRow)
	return v
}

func (v *waitForPerson) openPage() {
	if code := v.w.state.signIn.code; code != nil {
		v.w.openInBrowser(code.URL)
	}
}

func (v *waitForPerson) update() {
	w, s := v.w, &v.w.state.signIn
	showIf(v.card, s.busy)
	if !s.busy {
		return
	}
	byCode := s.way == setup.DeviceCode
	showIf(v.codeRow, byCode && s.code != nil)
	showIf(v.link, s.link != "")
	showIf(v.address, s.code != nil)
	showIf(v.noteRow, s.code != nil || s.linkUnopened)
	showIf(v.open, s.code != nil)
	switch {
	case byCode && s.code != nil:
		v.headRow.Set(w.say("window.sign-in.waiting-code"), w.say("window.sign-in.waiting-code-lead"))
		v.code.SetText(s.code.UserCode)
		v.address.SetText(s.code.URL)
		v.note.Set(kit.Info, w.say("window.sign-in.code-expires", words.Facts{"Time": w.words.Clock(s.code.Expires.Local())}))
	case byCode:
		v.headRow.Set(w.say("window.sign-in.waiting-for-code"), "")
	case s.link == "":
		v.headRow.Set(w.say("window.sign-in.waiting-link"), w.say("window.sign-in.waiting-browser-lead"))
	default:
		v.headRow.Set(w.say("window.sign-in.waiting-browser"), w.say("window.sign-in.waiting-browser-lead"))
		v.link.SetText(s.link)
		v.note.Set(kit.Waiting, w.say("window.sign-in.link-not-opened"))
	}
	v.card.Relayout()
}

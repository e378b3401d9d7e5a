package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// signInPage asks how to sign in, says what Microsoft will ask for, and waits
// with the person for the sign-in itself.
type signInPage struct {
	w         *Window
	head      *kit.PageHead
	ways      *kit.OptionGroup
	asks      *signInAsks
	users     *kit.Check
	stays     *kit.Check
	stay      *kit.StatusLine
	stayRow   *kit.NoteRow
	forgot    *kit.StatusLine
	forgotGap *kit.Gap
	apart     *kit.Gap // between the two ticks
	more      *signInMore
	waiting   *waitForPerson
	done      *kit.Card
	doneRow   *kit.InfoRow
	lack      *kit.StatusLine
	trouble   *trouble
	column    *kit.Column
}

func newSignInPage(w *Window) *signInPage {
	p := &signInPage{w: w, head: kit.NewPageHead(w.say("window.sign-in.title"), w.say("window.sign-in.lead"))}
	options := []kit.Option{
		{Title: w.say("window.sign-in.browser"), Why: w.say("window.sign-in.browser-lead"), Icon: look.IconBrowser},
		{Title: w.say("window.sign-in.code"), Why: w.say("window.sign-in.code-lead"), Icon: look.IconDevice},
		{Title: w.say("window.sign-in.cli"), Why: w.say("window.sign-in.cli-lead"), Icon: look.IconLog}}
	p.ways = kit.NewOptionGroup(p.chosenWay(), options[:len(w.signInWays())]...)
	p.ways.OnChosen = func(index int) { p.choose(index) }
	p.ways.OnEnter = w.primary
	p.users = kit.NewCheck(w.say("window.sign-in.creates"), "", w.state.signIn.createsUser)
	p.users.OnChanged = p.wantUsers
	p.stays = kit.NewCheck(w.say("window.stay.ask"), w.say("window.stay.ask-lead"), w.state.signIn.stays)
	p.stays.OnChanged = func(wanted bool) {
		w.state.signIn.stays = wanted
		w.refresh()
	}
	p.stay = kit.NewStatusLine(kit.Info, "").WithIcon(look.IconLock)
	p.stayRow = kit.NewNoteRow(p.stay, kit.NewButton(kit.Secondary, w.say("window.stay.sign-out"), w.signOut).Small())
	p.forgot = kit.NewStatusLine(kit.Done, "")
	p.forgotGap, p.apart = kit.NewGap(12), kit.NewGap(8)
	p.asks = newSignInAsks(w)
	p.more = newSignInMore(w)
	p.waiting = newWaitForPerson(w)
	p.doneRow = kit.NewDeedRow(look.IconOk, "", "", kit.NewButton(kit.Secondary, w.say("window.sign-in.again"), w.forgetSignIn).Small())
	p.lack = kit.NewStatusLine(kit.Waiting, "")
	p.done = kit.NewCard(nil, p.doneRow, kit.NewNoteRow(p.lack, kit.NewButton(kit.Link, w.say("window.access.open"), func() { w.openAccess(nil) })), p.stayRow)
	p.trouble = newTrouble(w, nil)
	p.column = pageOf(p.head, p.trouble.object, p.trouble.gap, p.forgot, p.forgotGap, p.ways, p.waiting.card, p.done, kit.NewGap(20), p.asks.object, kit.NewGap(12), p.users, p.apart, p.stays, kit.NewGap(12), p.more.object)
	return p
}

// signInWays are the ways that the window offers, as they are listed. Nobody is signed
// in to the Azure CLI at a practice tenant.
func (w *Window) signInWays() []setup.Way {
	ways := []setup.Way{setup.Browser, setup.DeviceCode}
	if !w.deps.Practice {
		ways = append(ways, setup.AzureCLI)
	}
	return ways
}

func (p *signInPage) chosenWay() int {
	return max(0, slices.Index(p.w.signInWays(), p.w.state.signIn.way))
}

func (p *signInPage) choose(index int) {
	if p.w.state.signIn.busy {
		return // it is under way by now
	}
	p.w.state.signIn.way = p.w.signInWays()[index]
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
	if to := p.w.state.returningTo; to != "" {
		p.head.Set(p.w.say("window.sign-in.title-carry-on"), p.w.say("window.account.carry-on", words.Facts{"Tenant": to}))
	}
	if waited := p.w.state.awaited; waited != nil {
		p.head.Set(p.w.say("window.awaited.sign-in"), p.w.say("window.awaited.sign-in-lead", words.Facts{"Tenant": awaitedName(p.w, *waited)}))
	}
	asking := !s.busy && s.who == nil
	showIf(p.ways, asking)
	p.ways.Choose(p.chosenWay())
	showIf(p.users, asking && p.w.state.carried == nil)
	showIf(p.stays, asking && p.w.keepsSignIns())
	showIf(p.apart, p.users.Visible() && p.stays.Visible())
	forgotten := p.w.forgottenText()
	if s.left {
		forgotten = strings.TrimSpace(p.w.say("window.account.left") + " " + forgotten)
	}
	p.forgot.Set(kit.Done, forgotten)
	if s.leaving { // where the answer will stand
		forgotten = p.w.say("window.account.leaving")
		p.forgot.Set(kit.Waiting, forgotten)
	}
	showIf(p.forgot, asking && forgotten != "")
	showIf(p.forgotGap, asking && forgotten != "")
	p.more.update(asking)
	p.trouble.set(s.problem)
	p.waiting.update()
	p.asks.update()
	showIf(p.done, s.who != nil)
	if s.who != nil {
		p.updateDone(*s.who)
	}
	p.column.Relayout()
}

func (p *signInPage) updateDone(who setup.Who) {
	w := p.w
	text := w.stayText(who.Stay)
	p.stay.Set(kit.Info, text)
	showIf(p.stayRow, text != "" && w.deps.SignOut != nil)
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
		f.primary = &deed{label: w.say("window.sign-in.continue"), run: w.goOnSignedIn}
	default:
		f.primary = &deed{label: p.goLabel(), icon: p.goIcon(), off: !s.clientGood() || s.leaving, run: w.startSignIn}
		if !s.clientGood() {
			f.hint = w.say("window.sign-in.client-hint")
		}
	}
	return f
}

func (p *signInPage) goLabel() string {
	switch p.w.state.signIn.way {
	case setup.DeviceCode:
		return p.w.say("window.sign-in.go-code")
	case setup.AzureCLI:
		return p.w.say("window.sign-in.go-cli")
	}
	return p.w.say("window.sign-in.go-browser")
}

func (p *signInPage) goIcon() look.IconName {
	switch p.w.state.signIn.way {
	case setup.DeviceCode:
		return look.IconDevice
	case setup.AzureCLI:
		return look.IconNext
	}
	return look.IconOpen
}

func (p *signInPage) first() fyne.Focusable {
	if p.w.state.signIn.busy || p.w.state.signIn.who != nil {
		return nil
	}
	return p.ways
}

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

// accessPage tells what the account can do, cannot do, and what nobody can tell, and
// helps to ask for the rest. It is advice and stops nobody.
type accessPage struct {
	w       *Window
	head    *kit.PageHead
	cause   *kit.StatusLine
	news    *kit.StatusLine
	looking *kit.WaitPanel
	turning bool
	trouble *trouble
	ask     *accessAsk
	shown   *setup.Preflight
	cards   []fyne.CanvasObject // of shown
	column  *kit.Column
}

func newAccessPage(w *Window) *accessPage {
	p := &accessPage{w: w, head: kit.NewPageHead("", ""), column: kit.NewColumn(0)}
	p.cause, p.news = kit.NewStatusLine(kit.Problem, ""), kit.NewStatusLine(kit.Done, "")
	p.looking = kit.NewWaitPanel(nil)
	p.trouble = newTrouble(w, w.lookAtAccess)
	p.ask = newAccessAsk(w)
	return p
}

func (p *accessPage) opened() {
	w, a := p.w, &p.w.state.access
	switch {
	case w.state.awaited != nil:
		w.checkAccess()
	case a.found == nil && w.state.signIn.who != nil && !a.looking:
		w.lookAtAccess()
	}
}

func (p *accessPage) body() fyne.CanvasObject { return p.column }
func (p *accessPage) closed()                 { p.turn(false) }
func (p *accessPage) text() string            { return p.w.requestText() }

func (p *accessPage) turn(on bool) {
	p.w.turn(p.looking, &p.turning, on, p.w.say("window.access.looking"))
}

func (p *accessPage) update() {
	w, a := p.w, &p.w.state.access
	p.turn(a.looking)
	p.updateHead()
	p.trouble.set(a.problem)
	showIf(p.cause, a.cause != nil && !a.granted)
	if a.cause != nil {
		p.cause.Set(kit.Problem, problemViewOf(w.words, a.cause).what)
	}
	tone, news := kit.Done, ""
	switch {
	case a.granted:
		news = w.say("window.access.granted")
	case a.looked:
		tone, news = kit.Waiting, w.say("window.access.not-there")
	case len(a.refused) > 0:
		tone, news = kit.Waiting, w.say("terminal.not-granted", words.Facts{"Scope": strings.Join(a.refused, ", ")})
	}
	p.news.Set(tone, news)
	showIf(p.news, news != "" && !a.looking)
	if a.found != p.shown {
		p.shown, p.cards = a.found, nil
		if a.found != nil {
			p.cards = []fyne.CanvasObject{p.abilities(*a.found), kit.NewGap(16), p.person(*a.found)}
		}
	}
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.trouble.object, p.trouble.gap}
	for _, line := range []*kit.StatusLine{p.cause, p.news} {
		if line.Visible() {
			blocks = append(blocks, line, kit.NewGap(16))
		}
	}
	if p.looking.Visible() {
		blocks = append(blocks, p.looking, kit.NewGap(16))
	}
	if _, asks := a.request(); asks {
		p.ask.update()
		blocks = append(blocks, p.ask.object, kit.NewGap(16))
	}
	p.column.SetItems(append(blocks, p.cards...)...)
}

func (p *accessPage) updateHead() {
	w, a := p.w, &p.w.state.access
	lead := w.say("window.access.lead-unknown")
	if a.found != nil {
		lead = w.say("window.access.lead", words.Facts{"Account": a.found.Account.Label(), "Tenant": a.found.Tenant.Name})
	}
	title := "window.access.title"
	switch {
	case a.found == nil && a.consent != nil:
		title = "window.access.title-consent"
	case a.found != nil && len(a.found.Lacking()) == 0:
		title = "window.access.title-all"
	case a.found != nil:
		p.head.Set(w.words.Count("window.access.title-lacking", len(a.found.Lacking())), lead)
		return
	}
	p.head.Set(w.say(title), lead)
}

// abilities lists what a set-up does, and whether the account can do it.
func (p *accessPage) abilities(found setup.Preflight) fyne.CanvasObject {
	var needed, other []fyne.CanvasObject
	inDoubt := func(one setup.Capability) int {
		return map[setup.Verdict]int{setup.Unable: 0, setup.Unknown: 1, setup.Able: 2}[one.Verdict]
	}
	all := slices.SortedStableFunc(slices.Values(found.Capabilities), func(a, b setup.Capability) int { return inDoubt(a) - inDoubt(b) })
	for _, one := range all {
		if one.Needed {
			needed = append(needed, p.ability(one))
		} else {
			other = append(other, p.ability(one))
		}
	}
	card := kit.NewCard(kit.NewHead(p.w.say("window.access.needed"), nil).Ruled(), needed...)
	if len(other) == 0 {
		return card
	}
	rest := kit.NewDisclosure(p.w.say("window.access.not-needed"), "", kit.NewCard(nil, other...))
	return kit.NewColumn(12, card, rest)
}

// ability is one row: what, why, and the verdict in a word.
func (p *accessPage) ability(one setup.Capability) fyne.CanvasObject {
	w := p.w
	about := words.Facts{"Role": one.Role, "Permission": one.Permission, "Holder": one.Holder}
	icon, colour, tone := look.IconOk, look.Ok, kit.Done
	switch one.Verdict {
	case setup.Unable:
		icon, colour, tone = look.IconFail, look.Bad, kit.Problem
	case setup.Unknown:
		icon, colour, tone = look.IconHelp, look.Wait, kit.Waiting
	}
	row := kit.NewDeedRow(icon, w.say("ability."+string(one.Ability)), w.say("ground."+string(one.Ground), about),
		kit.NewTag(tone, w.say("verdict."+string(one.Verdict))).WithIcon(icon))
	row.SetIcon(icon, colour)
	return row
}

// person says who is signed in, with which roles, and where.
func (p *accessPage) person(found setup.Preflight) fyne.CanvasObject {
	w := p.w
	var lines []fyne.CanvasObject
	add := func(icon look.IconName, text string) {
		lines = append(lines, kit.NewPad(kit.NewStatusLine(kit.Info, text).WithIcon(icon), 6, 16, 6, 16))
	}
	named := func(key string, names []string) string {
		return w.say("terminal.preflight."+key, words.Facts{"Roles": strings.Join(names, ", ")})
	}
	if !found.Account.Application {
		active := "no-roles"
		switch {
		case len(found.Roles) > 0:
			active = "roles"
		case !found.RolesKnown:
			active = "dark-roles"
		}
		add(look.IconShield, named(active, roleNames(found.Roles)))
		eligible := "no-eligible"
		switch {
		case len(found.Eligible) > 0:
			eligible = "eligible"
		case !found.EligibleKnown:
			eligible = "dark-eligible"
		}
		add(look.IconClock, named(eligible, roleNames(found.Eligible)))
		if len(found.Custom) > 0 {
			add(look.IconShield, named("custom", found.Custom))
		}
	}
	if found.Guest {
		add(look.IconPerson, w.say("terminal.preflight.guest"))
	}
	if found.Account.Partner {
		add(look.IconPeople, w.say("terminal.preflight.partner"))
	}
	licence := "dark-licence"
	switch {
	case found.Licence.Known && found.Licence.Premium:
		licence = "premium"
	case found.Licence.Known:
		licence = "free"
	}
	add(look.IconCert, w.say("terminal.preflight."+licence))
	where := words.Facts{"ID": found.Tenant.ID, "Cloud": w.say("cloud." + found.Cloud), "Region": found.Region}
	if found.Region != "" {
		add(look.IconTenant, w.say("terminal.preflight.region", where))
	} else {
		add(look.IconTenant, w.say("terminal.preflight.where", where))
	}
	return kit.NewCard(kit.NewHead(w.say("window.access.person"), nil).Ruled(), lines...)
}

func roleNames(roles []setup.Role) []string {
	names := make([]string, 0, len(roles))
	for _, role := range roles {
		names = append(names, firstOf(role.Name, role.TemplateID))
	}
	return names
}

func (p *accessPage) foot() foot {
	w, a := p.w, &p.w.state.access
	f := foot{backLabel: w.say("window.nav.back"), back: w.back, hint: w.say("window.access.hint")}
	if !a.asked.IsZero() {
		f.hint = w.say("window.access.closing-safe")
	}
	again := &deed{label: w.say("window.access.check"), icon: look.IconRenew, run: w.checkAccess}
	if a.looking {
		again.busy = w.say("window.access.checking")
	}
	f.primary = again
	switch {
	case a.arriving && !a.looking:
		f.hint = ""
		f.second, f.primary = again, &deed{label: w.say("window.access.go-on"), run: w.goOnFromAccess}
	case w.state.signIn.who != nil && len(a.roles()) > 0 && !a.looking:
		f.hint = ""
		f.second = &deed{label: w.say("window.out.sign-in"), run: w.signInAgain}
	}
	return f
}

func (p *accessPage) first() fyne.Focusable {
	if _, asks := p.w.state.access.request(); asks {
		return p.ask.copyText
	}
	return nil
}

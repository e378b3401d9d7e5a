package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// permissionPage says which permission is missing, what it is needed for, and what
// Microsoft will show, before anything is opened.
type permissionPage struct {
	w       *Window
	trouble *trouble
	waiting *waitForPerson
	waitGap *kit.Gap
	rights  *kit.Card
	column  *kit.Column
}

func newPermissionPage(w *Window) *permissionPage {
	p := &permissionPage{w: w}
	asked := w.state.permission.asked
	key := "window.permission." + string(asked)
	head := kit.NewPageHead(w.say(key+".title"), w.say(key+".lead"))
	p.trouble = newTrouble(w, w.askForMore)
	p.waiting, p.waitGap = newWaitForPerson(w), kit.NewGap(16)
	var rows []fyne.CanvasObject
	for i, scope := range asked.scopes() {
		row := key + "." + []string{"first", "second"}[i]
		rows = append(rows, kit.NewInfoRow(look.IconKey, w.say(row), w.say(row+"-lead"), kit.NewLine(kit.Code, look.Muted, scope)))
	}
	p.rights = kit.NewCard(nil, rows...)
	blocks := []fyne.CanvasObject{p.trouble.object, p.trouble.gap, p.waiting.card, p.waitGap, kit.NewPara(kit.Strong, look.Ink, w.say("window.sign-in.asks")), kit.NewGap(8), p.rights, kit.NewGap(16),
		kit.NewStatusLine(kit.Info, w.say("window.permission.how"))}
	if asked == permissionLog {
		blocks = append(blocks, kit.NewGap(8), kit.NewStatusLine(kit.Info, w.say("window.permission.log.needs")), kit.NewGap(8),
			kit.NewStatusLine(kit.Info, w.say("window.sign-ins.late")).WithIcon(look.IconClock))
	}
	p.column = pageOf(head, blocks...)
	return p
}

func (p *permissionPage) body() fyne.CanvasObject { return p.column }

func (p *permissionPage) update() {
	p.trouble.set(p.w.state.permission.problem)
	p.waiting.update()
	showIf(p.waitGap, p.w.state.signIn.busy)
	p.column.Relayout()
}

func (p *permissionPage) foot() foot {
	w, s := p.w, &p.w.state.signIn
	f := foot{backLabel: w.say("window.nav.back"), back: w.back, hint: w.say("window.sign-in.hint")}
	f.primary = &deed{label: w.say("window.permission.go"), run: w.askForMore, icon: look.IconOpen}
	if s.busy {
		f.back, f.backLabel, f.backIcon = w.cancelSignIn, w.say("window.nav.cancel"), look.IconClose
		f.hint = w.say("window.sign-in.wait-hint")
		f.primary = &deed{label: w.say("window.permission.go"), busy: w.say("window.sign-in.busy")}
	}
	return f
}

func (p *permissionPage) first() fyne.Focusable { return nil }

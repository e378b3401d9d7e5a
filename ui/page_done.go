package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// donePage says that it works, and what comes next.
type donePage struct {
	w         *Window
	unkept    *trouble
	unlooked  *trouble // the tenant could not be looked at for the files
	expiry    *savedRow
	report    *savedRow // nil where nothing was changed
	verify    *kit.Button
	terraform *terraformRow
	column    *kit.Column
}

func newDonePage(w *Window) *donePage {
	p := &donePage{w: w}
	tested := w.state.test.seen.Local()
	facts := w.personFacts()
	facts["Date"], facts["Time"] = w.words.Date(tested), w.words.Clock(tested)
	result := w.state.apply.result
	until := words.Facts{"Date": w.words.Date(result.Contents.NotAfter)}
	p.expiry = newSavedRow(w, look.IconCalendar, w.say("window.done.expiry"), w.say("window.done.expiry-lead", until), w.say("window.waiting.expiry-open"), w.openExpiry)
	p.verify = kit.NewButton(kit.Secondary, w.say("window.done.verify-open"), func() {
		w.state.verify = verifyState{}
		w.detour(pageVerify)
	}).Small()
	rows := []fyne.CanvasObject{
		p.expiry.row,
	}
	if !w.state.live.went() {
		choose := kit.NewButton(kit.Secondary, w.say("window.done.people-open"), func() { w.show(pageGoLive) }).Small()
		rows = append(rows, kit.NewDeedRow(look.IconPeople, w.say("window.done.people"), w.say("window.live.lead"), choose))
	}
	rows = append(rows, kit.NewDeedRow(look.IconMail, w.say("window.done.tell"), w.say("window.done.tell-lead"),
		kit.NewCopyCell(w.host(), w.copyWords("window.test.my-apps"), func() string { return result.MyAppsURL })))
	if len(result.Contents.Changes) > 0 {
		p.report = newSavedRow(w, look.IconFile, w.say("window.done.report"), w.say("window.done.report-lead"), w.say("window.hand-over.save"), w.saveReport)
		rows = append(rows, p.report.row)
	}
	rows = append(rows, kit.NewDeedRow(look.IconFileCheck, w.say("window.tenant.verify"), w.say("window.tenant.verify-lead"), p.verify))
	if _, made := w.firstPassword(); made && !w.state.live.deleted() {
		rows = append(rows, kit.NewDeedRow(look.IconTrash, w.say("window.done.clean", w.personFacts()), w.say("window.done.clean-lead"), nil))
	}
	for _, next := range w.flow.WhatNext() {
		if key := "window.done.next." + next.Name; w.words.Has(key) {
			read := kit.NewButton(kit.Secondary, w.say("window.done.read"), func() { w.openInBrowser(next.URL) }).Small().WithTrailingIcon(look.IconOpen)
			rows = append(rows, kit.NewDeedRow(look.IconShield, w.say(key), w.say(key+"-lead"), read))
		}
	}
	p.terraform = newTerraformRow(w)
	rows = append(rows, p.terraform.row)
	head := kit.NewPageHead(w.say("window.done.title"), w.say("window.done.lead", facts))
	if live := &w.state.live; live.went() {
		head.Set(w.say("window.done.title-live"), w.words.Count("window.done.lead-live", live.before, facts))
	}
	head.SetIcon(look.IconOk, look.Ok)
	p.unkept = newTrouble(w, w.markAgain)
	p.unlooked = newTrouble(w, w.exportTerraform)
	picture := kit.NewSmallPicture(w.nodesOf(), legViews(w.words, w.state.proofs(), *result))
	p.column = pageOf(head, p.unkept.object, p.unkept.gap, p.unlooked.object, p.unlooked.gap, picture, kit.NewGap(24), kit.NewPara(kit.Strong, look.Ink, w.say("window.done.next")), kit.NewGap(8), kit.NewCard(nil, rows...))
	return p
}

func (p *donePage) body() fyne.CanvasObject { return p.column }

func (p *donePage) update() {
	p.unkept.set(p.w.state.unkept)
	p.unlooked.set(p.w.state.export.problem)
	p.terraform.update()
	h := &p.w.state.handOver
	p.expiry.tell(h.expiry, h.expiryUnopened, h.expiryProblem)
	if p.report != nil {
		p.report.tell(p.w.state.report.path, false, p.w.state.report.problem)
	}
	p.column.Relayout()
}

func (p *donePage) foot() foot {
	w := p.w
	return foot{backLabel: w.say("window.nav.back"), back: w.back,
		hint:    w.say("window.done.hint", words.Facts{"Date": w.words.Date(w.state.apply.result.Contents.NotAfter)}),
		primary: &deed{label: w.say("window.done.again"), run: w.restart}}
}

func (p *donePage) first() fyne.Focusable { return nil }

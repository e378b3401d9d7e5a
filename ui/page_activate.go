package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// activatePage makes Entra sign with the new certificate once support has loaded
// it, and leads back to the earlier one when sign-on fails.
type activatePage struct {
	w      *Window
	head   *kit.PageHead
	loaded *kit.Check
	ask    *kit.Card
	day    *kit.Line
	remind *reminderParts
	row    fyne.CanvasObject
	unmade *trouble
	unkept *trouble
	view   *laterView
	back   *kit.Button
	backTo *kit.Card
	held   []fyne.CanvasObject
	column *kit.Column
}

func newActivatePage(w *Window) *activatePage {
	p := &activatePage{w: w, head: kit.NewPageHead("", ""), column: kit.NewColumn(0)}
	p.loaded = kit.NewCheck(w.say("window.activate.loaded"), w.say("window.activate.loaded-lead"), w.state.renewal.loaded).InCard()
	p.loaded.OnChanged = func(on bool) {
		w.state.renewal.loaded = on
		w.refresh()
	}
	p.day = kit.NewLine(kit.Small, look.Wait, "")
	p.ask = kit.NewCard(kit.NewNoteRow(kit.NewStatusLine(kit.Waiting, w.say("window.waiting.tick")), p.day).AsHead(), p.loaded)
	p.remind = newReminderParts(w, &w.state.renewal.handOver, w.remindOfRenewal)
	p.row = kit.NewColumns(16, append(p.remind.cols(), kit.Col{Object: kit.NewGap(0)})...).StackBelow(230)
	p.unmade, p.unkept = newTrouble(w, nil), newTrouble(w, nil)
	p.view = newLaterView(w, []string{w.say("window.renew.job." + string(setup.StepMetadata)), w.say("window.activate.job")}, w.switchAgain)
	p.back = kit.NewButton(kit.Secondary, w.say("window.activate.roll-back"), w.startRollBack).Small().WithIcon(look.IconUndo)
	p.backTo = kit.NewCard(nil, kit.NewDeedRow(look.IconHelp, w.say("window.activate.fails"), w.say("window.activate.fails-lead"), p.back))
	return p
}

// startActivate makes Entra sign with the new certificate.
func (w *Window) startActivate() { w.switchTo(w.flow.Activate, true) }

// startRollBack makes Entra sign with the earlier certificate again.
func (w *Window) startRollBack() { w.switchTo(w.flow.RollBack, false) }

// switchAgain tries once more what did not work.
func (w *Window) switchAgain() {
	if w.state.renewal.rollBack {
		w.startRollBack()
		return
	}
	w.startActivate()
}

func (w *Window) switchTo(to func(context.Context, setup.Wish, func(setup.Event)) ([]samlcfg.Finding, error), newer bool) {
	r := &w.state.renewal
	r.rollBack, r.active, r.earlier = !newer, false, false
	wish := w.standingWish()
	var findings []samlcfg.Finding
	w.do(&r.work, func(ctx context.Context, tell func(setup.Event)) error {
		var err error
		findings, err = to(ctx, wish, tell)
		return err
	}, func(err error) {
		r.findings = findings
		r.active, r.earlier = err == nil && newer, err == nil && !newer
		if r.active {
			w.state.carried.standing.Renewed = ""
		}
	})
}

func (p *activatePage) body() fyne.CanvasObject { return p.column }

func (p *activatePage) update() {
	w, r := p.w, &p.w.state.renewal
	p.head.Set(p.says())
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20)}
	switch {
	case r.work.running || r.work.problem != nil:
		p.view.update(&r.work, p.notes(), w.say("window.activate.doing"), "", "")
		blocks = append(blocks, p.view.object)
	case r.active || r.earlier:
		p.head.SetIcon(look.IconOk, look.Ok)
		if p.held == nil {
			p.held = w.promiseCards(r.findings, false)
		}
		if r.active {
			blocks = append(blocks, p.backTo, kit.NewGap(16))
		}
		blocks = append(blocks, p.held...)
	case r.rollBack:
		blocks = append(blocks, kit.NewStatusLine(kit.Waiting, w.say("window.activate.roll-back-what")))
	default:
		p.unmade.set(r.handOver.problem)
		p.unkept.set(r.handOver.unkept)
		p.day.SetText(w.say("window.waiting.day", words.Facts{"Day": daysBetween(w.renewalBegan(), w.now()) + 1}))
		p.remind.update()
		blocks = append(blocks, p.unmade.object, p.unmade.gap, p.unkept.object, p.unkept.gap, p.ask, kit.NewGap(12),
			kit.NewStatusLine(kit.Waiting, w.say("window.activate.until")), kit.NewGap(20), p.row)
		if p.remind.note.Visible() {
			blocks = append(blocks, kit.NewGap(12), p.remind.note)
		}
	}
	p.column.SetItems(blocks...)
}

// renewalBegan is when the new certificate was made or last sent.
func (w *Window) renewalBegan() time.Time {
	if sent := w.state.renewal.handOver.sent; !sent.IsZero() {
		return sent
	}
	standing := w.state.carried.standing
	for _, entry := range slices.Backward(standing.Entries) {
		if entry.What == setup.WhatCertificate && entry.Made == standing.Renewed {
			return entry.Begun
		}
	}
	return w.now()
}

func (p *activatePage) says() (title, lead string) {
	w, r := p.w, &p.w.state.renewal
	title, lead = "window.activate.title-asked", "window.activate.lead-asked"
	switch {
	case r.work.running:
		title, lead = "window.activate.title-running", "window.activate.lead-running"
	case r.work.problem != nil:
		title, lead = "window.activate.title-stopped", "window.activate.lead-stopped"
	case r.active:
		title, lead = "window.activate.title-active", "window.activate.lead-active"
	case r.earlier:
		title, lead = "window.activate.title-earlier", "window.activate.lead-earlier"
	case r.rollBack:
		title, lead = "window.activate.title-roll-back", "window.activate.lead-roll-back"
	}
	ends := w.state.carried.standing.RenewedEnds
	if r.renewal != nil {
		ends = r.renewal.New.NotAfter
	}
	return w.say(title), w.say(lead, words.Facts{"Date": w.words.Date(ends.Local())})
}

// notes says how far the two parts are.
func (p *activatePage) notes() []jobRow {
	w, l := p.w, &p.w.state.renewal.work
	notes := make([]jobRow, 2)
	for i := range notes {
		switch {
		case i < len(l.done):
			notes[i] = jobRow{mark: jobDone}
		case i > len(l.done):
		case l.problem != nil:
			notes[i] = jobRow{mark: jobFailed, note: w.say("window.apply.stopped")}
		case l.wait != nil:
			notes[i] = jobRow{mark: jobWaiting, note: w.say("window.apply.waiting")}
		default:
			notes[i] = jobRow{mark: jobRunning}
		}
	}
	return notes
}

// closed stops what turns.
func (p *activatePage) closed() { p.view.closed() }

func (p *activatePage) foot() foot {
	w, r := p.w, &p.w.state.renewal
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case r.work.running || r.work.problem != nil:
		return p.view.footOf(&r.work, "window.done.again", "window.apply.hint", w.back)
	case r.active || r.earlier:
		f.backLabel, f.back = "", nil
		f.primary = &deed{label: w.say("window.done.again"), run: w.restart}
		if r.renewal != nil {
			f.second = &deed{label: w.say("window.test.go"), icon: look.IconOpen, run: func() { w.openInBrowser(r.renewal.Contents.UserAccessURL) }}
		}
	case r.rollBack:
		f.hint = w.say("window.activate.hint-roll-back")
		f.primary = &deed{label: w.say("window.activate.roll-back"), run: w.startRollBack}
	default:
		f.second = &deed{label: w.say("window.activate.hand-over"), run: w.handOverAgain}
		f.primary = &deed{label: w.say("window.activate.apply"), off: !r.loaded, run: w.startActivate}
		f.hint = w.say("window.activate.hint")
		if r.loaded {
			f.hint = w.say("window.activate.hint-roll-back")
		}
	}
	return f
}

// handOverAgain shows the bundle with the new certificate once more; where it was
// made in another run, it is packed again.
func (w *Window) handOverAgain() {
	if w.state.renewal.renewal != nil {
		w.show(pageRenewed)
		return
	}
	w.show(pageRenew)
	w.startRenew()
}

func (p *activatePage) first() fyne.Focusable {
	r := &p.w.state.renewal
	switch {
	case r.work.problem != nil:
		return p.view.next
	case r.work.running || r.active || r.earlier || r.rollBack:
		return nil
	}
	return p.loaded
}

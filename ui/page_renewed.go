package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// renewedPage hands the bundle with the new certificate over. The old one signs
// until support has loaded the new one.
type renewedPage struct {
	w       *Window
	head    *kit.PageHead
	ended   *kit.StatusLine
	trouble *trouble
	bundle  *bundleCard
	values  *kit.Card
	column  *kit.Column
}

// renewalParcel is the bundle with the new certificate.
func (w *Window) renewalParcel() parcel {
	r := &w.state.renewal
	return parcel{w: w, result: &r.renewal.Result, state: &r.handOver}
}

func newRenewedPage(w *Window) *renewedPage {
	r := w.state.renewal.renewal
	key := "window.renew.title-made"
	if r.Reused {
		key = "window.renew.title-reused"
	}
	facts := words.Facts{"Date": w.words.Date(r.New.NotAfter.Local())}
	p := &renewedPage{w: w, head: kit.NewPageHead(w.say(key), w.say("window.renew.lead-made", facts))}
	p.ended = kit.NewStatusLine(kit.Problem, w.say("window.renew.expired-now"))
	showIf(p.ended, r.Expired)
	p.trouble = newTrouble(w, w.renewalParcel().saveDefault)
	p.bundle = newBundleCard(w.renewalParcel())
	p.values = w.valuesCard(w.renewalParcel())
	gap := kit.NewGap(16)
	showIf(gap, r.Expired)
	p.column = pageOf(p.head, p.ended, gap, p.trouble.object, p.trouble.gap, p.bundle.card, kit.NewGap(16), p.values, kit.NewGap(24))
	return p
}

func (p *renewedPage) body() fyne.CanvasObject { return p.column }

func (p *renewedPage) update() {
	p.trouble.set(p.w.state.renewal.handOver.problem)
	p.bundle.update()
	p.column.Relayout()
}

func (p *renewedPage) foot() foot {
	w, h := p.w, &p.w.state.renewal.handOver
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	busy := ""
	if h.drafting {
		busy = w.say("window.hand-over.drafting")
	}
	draft := &deed{label: w.say("window.hand-over.draft"), icon: look.IconMail, busy: busy, run: w.renewalParcel().openDraft}
	sent := &deed{label: w.say("window.hand-over.sent"), off: h.drafting, run: w.renewalSent}
	f.second, f.primary = sent, draft
	if h.draft != "" || h.savedAs != "" {
		f.second, f.primary = draft, sent
	}
	return f
}

// renewalSent waits for support to load the new certificate.
func (w *Window) renewalSent() {
	w.state.renewal.handOver.sent = w.now()
	w.state.furthest = pageActivate
	w.show(pageActivate)
}

func (p *renewedPage) first() fyne.Focusable { return nil }

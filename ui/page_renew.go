package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// renewPage adds a signing certificate beside the active one, which stays active,
// and packs a fresh bundle.
type renewPage struct {
	w      *Window
	head   *kit.PageHead
	ended  *kit.StatusLine
	what   *kit.Card
	view   *laterView
	column *kit.Column
}

// renewSteps are the parts of a renewal, in order.
func renewSteps() []setup.Step {
	return []setup.Step{setup.StepCertificate, setup.StepMetadata, setup.StepBundle}
}

func newRenewPage(w *Window) *renewPage {
	p := &renewPage{w: w, head: kit.NewPageHead("", ""), column: kit.NewColumn(0)}
	s := w.state.carried.standing
	until := words.Facts{"Date": w.words.Date(s.CertificateEnds.Local())}
	p.ended = kit.NewStatusLine(kit.Problem, w.say("window.renew.expired", until))
	row := func(icon look.IconName, key string, facts ...words.Facts) fyne.CanvasObject {
		return kit.NewDeedRow(icon, w.say("window.renew."+key, facts...), w.say("window.renew."+key+"-lead", facts...), nil)
	}
	p.what = kit.NewCard(nil, row(look.IconCert, "now", until), row(look.IconPlus, "add"), row(look.IconBundle, "bundle"), row(look.IconClock, "later"))
	names := make([]string, len(renewSteps()))
	for i, step := range renewSteps() {
		names[i] = w.say("window.renew.job." + string(step))
	}
	p.view = newLaterView(w, names, w.startRenew)
	return p
}

// expired reports that the certificate in use has ended already.
func (p *renewPage) expired() bool {
	end := p.w.state.carried.standing.CertificateEnds
	return !end.IsZero() && !p.w.now().Before(end)
}

// startRenew adds the certificate, waits for the metadata and packs the bundle.
func (w *Window) startRenew() {
	r := &w.state.renewal
	wish := w.standingWish()
	var renewal setup.Renewal
	w.do(&r.work, func(ctx context.Context, tell func(setup.Event)) error {
		var err error
		renewal, err = w.flow.Renew(ctx, wish, tell)
		return err
	}, func(err error) {
		if err != nil {
			return
		}
		r.renewal, r.handOver = &renewal, handOverState{}
		w.state.furthest = pageRenewed
		w.show(pageRenewed)
	})
}

func (p *renewPage) body() fyne.CanvasObject { return p.column }

func (p *renewPage) update() {
	w, r := p.w, &p.w.state.renewal
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20)}
	if p.expired() {
		blocks = append(blocks, p.ended, kit.NewGap(16))
	}
	if !r.work.running && r.work.problem == nil {
		p.head.Set(w.say("window.renew.title"), w.say("window.renew.lead"))
		p.column.SetItems(append(blocks, p.what)...)
		return
	}
	p.head.Set(w.say("window.renew.title-running"), w.say("window.apply.lead"))
	if r.work.problem != nil {
		p.head.Set(w.say("window.renew.title-stopped"), w.say("window.renew.lead-stopped"))
	}
	notes := make([]jobRow, len(renewSteps()))
	for i := range notes {
		switch {
		case i < len(r.work.done):
			notes[i] = jobRow{mark: jobDone}
		case i == len(r.work.done) && r.work.problem != nil:
			notes[i] = jobRow{mark: jobFailed, note: w.say("window.apply.stopped")}
		case i == len(r.work.done) && r.work.wait != nil:
			notes[i] = jobRow{mark: jobWaiting, note: w.say("window.apply.waiting")}
		case i == len(r.work.done):
			notes[i] = jobRow{mark: jobRunning}
		}
	}
	doing := ""
	if r.work.step != "" {
		doing = w.say("step."+string(r.work.step)+".doing", w.personFacts())
	}
	p.view.update(&r.work, notes, doing, w.say("window.apply.done"), "")
	p.column.SetItems(append(blocks, p.view.object)...)
}

// closed stops what turns.
func (p *renewPage) closed() { p.view.closed() }

func (p *renewPage) foot() foot {
	w, r := p.w, &p.w.state.renewal
	if r.work.running || r.work.problem != nil {
		return p.view.footOf(&r.work, "window.apply.next", "window.apply.hint", w.back)
	}
	return foot{backLabel: w.say("window.nav.back"), back: w.back, hint: w.say("window.renew.hint"),
		primary: &deed{label: w.say("window.renew.apply"), run: w.startRenew}}
}

func (p *renewPage) first() fyne.Focusable {
	if p.w.state.renewal.work.problem != nil {
		return p.view.next
	}
	return nil
}

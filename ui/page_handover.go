package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"backupsso/assets/words"
	"backupsso/samlcfg/bundle"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// handOverPage gives the person the bundle, a draft to send it with, all values,
// and the first password once. Once it is sent the page waits on support, and
// collects what they say. In practice mode practice support takes it at once.
type handOverPage struct {
	w        *Window
	head     *kit.PageHead
	bundle   *bundleCard
	values   *kit.Card
	left     *kit.Column // what is left to the person
	trouble  *trouble
	password *passwordCard
	lost     *kit.Card // in place of password, where nobody knows it
	waiting  *waitingFace
	column   *kit.Column
}

func newHandOverPage(w *Window) *handOverPage {
	p := &handOverPage{w: w, head: kit.NewPageHead("", "")}
	p.bundle = newBundleCard(w.parcel())
	p.values, p.left = w.valuesCard(w.parcel()), newLeftTask(w).object
	p.trouble = newTrouble(w, w.parcel().saveDefault)
	p.password, p.lost = newPasswordCard(w), newLostPasswordCard(w)
	p.waiting = newWaitingFace(w)
	p.column = kit.NewColumn(0)
	return p
}

// inherit opens what was open before the page was built anew.
func (p *handOverPage) inherit(before screen) {
	old, ok := before.(*handOverPage)
	if !ok {
		return
	}
	p.bundle.unfold = old.bundle.unfold
	if old.password != nil && old.password.value.Visible() {
		p.password.flip()
	}
}

// valuesCard is the card of what support may ask for.
func (w *Window) valuesCard(p parcel) *kit.Card {
	all := values(w.words, *p.result)
	copyAll := kit.NewCopyLink(w.host(), w.say("window.hand-over.copy-all"), w.copyWords("window.hand-over.all-values"), func() string { return valuesText(all) })
	rows := make([]fyne.CanvasObject, len(all))
	for i, value := range all {
		words := kit.CopyWords{Copy: w.say("window.copy-of", map[string]any{"What": value.name}), Copied: w.say("window.copied")}
		rows[i] = kit.NewValueBeside(w.host(), 208, value.name, value.value, words)
	}
	message := kit.NewCopyLink(w.host(), w.say("window.hand-over.copy-message"), w.copyWords("window.hand-over.message"), func() string { return string(fileIn(p.result.Bundle, bundle.LetterFile)) })
	links := container.New(layout.NewCustomPaddedHBoxLayout(20), message, copyAll)
	return kit.NewCard(kit.NewHead(w.say("window.hand-over.values"), links).Ruled(), rows...)
}

func (p *handOverPage) body() fyne.CanvasObject { return p.column }

// waits reports that the page shows the waiting on support, not the bundle.
func (h *handOverState) waits(practice bool) bool {
	return !practice && !h.sent.IsZero() && !h.again
}

func (p *handOverPage) update() {
	w, h := p.w, &p.w.state.handOver
	p.head.Set(p.title(), p.lead())
	p.trouble.set(h.problem)
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.trouble.object, p.trouble.gap}
	if h.waits(w.deps.Practice) {
		p.waiting.update()
		p.column.SetItems(append(blocks, p.waiting.blocks()...)...)
		return
	}
	p.bundle.update()
	blocks = append(blocks, p.bundle.card, kit.NewGap(16))
	if p.password != nil {
		blocks = append(blocks, p.password.card, kit.NewGap(16))
	}
	if p.lost != nil {
		blocks = append(blocks, p.lost, kit.NewGap(16))
	}
	p.column.SetItems(append(blocks, p.left, p.values, kit.NewGap(24))...)
}

func (p *handOverPage) title() string {
	w, h := p.w, &p.w.state.handOver
	switch {
	case h.delivered:
		return w.say("window.hand-over.title-delivered")
	case w.deps.Practice:
		return w.say("window.hand-over.title-practice")
	case h.waits(false) && h.confirmed():
		return w.say("window.waiting.title-done")
	case h.waits(false):
		return w.say("window.hand-over.title-waiting")
	}
	return w.say("window.hand-over.title")
}

func (p *handOverPage) lead() string {
	w, h := p.w, &p.w.state.handOver
	switch {
	case h.delivered:
		return w.say("window.hand-over.lead-delivered")
	case w.deps.Practice:
		return w.say("window.hand-over.lead-practice")
	case h.waits(false) && h.confirmed():
		return w.say("window.waiting.lead-done", w.personFacts())
	case h.waits(false):
		return w.say("window.hand-over.lead-waiting", words.Facts{"Date": w.words.Date(h.sent.Local()), "Time": w.words.Clock(h.sent.Local())})
	}
	return w.say("window.hand-over.lead", w.personFacts())
}

func (p *handOverPage) foot() foot {
	w, h := p.w, &p.w.state.handOver
	switch {
	case h.waits(w.deps.Practice):
		return p.waiting.foot()
	case w.deps.Practice:
		return p.footPractice()
	}
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	busy := ""
	if h.drafting {
		busy = w.say("window.hand-over.drafting")
	}
	draft := &deed{label: w.say("window.hand-over.draft"), icon: look.IconMail, busy: busy, run: w.parcel().openDraft}
	sent := &deed{label: w.say("window.hand-over.sent"), off: h.drafting, run: w.markSent}
	switch {
	case h.again:
		f.back = w.backToWaiting
		f.primary = draft
		if h.draft != "" {
			f.primary, f.second = &deed{label: w.say("window.hand-over.sent-again"), run: w.backToWaiting}, draft
		}
	case h.draft != "" || h.savedAs != "":
		f.second, f.primary = draft, sent
	default:
		f.second, f.primary = sent, draft
	}
	return f
}

func (p *handOverPage) footPractice() foot {
	w, h := p.w, &p.w.state.handOver
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if h.delivered {
		f.primary = &deed{label: w.say("window.hand-over.next"), run: w.next}
		return f
	}
	busy := ""
	if h.delivering {
		busy = w.say("window.hand-over.delivering")
	}
	f.hint = w.say("window.hand-over.deliver-hint")
	f.primary = &deed{label: w.say("window.hand-over.deliver"), busy: busy, run: w.deliver}
	return f
}

// backToWaiting leaves the bundle of a hand-over that is under way.
func (w *Window) backToWaiting() {
	w.state.handOver.again = false
	w.refresh()
	w.focusFirst()
}

func (p *handOverPage) first() fyne.Focusable {
	if p.w.state.handOver.waits(p.w.deps.Practice) {
		return p.waiting.first()
	}
	return nil
}

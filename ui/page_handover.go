package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// handOverPage gives the person the bundle and all values, and the first
// password once. In practice mode it hands the bundle to practice support.
type handOverPage struct {
	w        *Window
	head     *kit.PageHead
	save     *kit.Button
	saveAs   *kit.Button
	note     *kit.StatusLine
	trouble  *trouble
	password *passwordCard
	column   *kit.Column
}

func newHandOverPage(w *Window) *handOverPage {
	p := &handOverPage{w: w, head: kit.NewPageHead("", "")}
	p.save = kit.NewButton(kit.Secondary, w.say("window.hand-over.save"), w.saveDefault).Small().WithIcon(look.IconSave)
	p.saveAs = kit.NewButton(kit.Secondary, w.say("window.hand-over.save-as"), p.askWhere).Small().WithIcon(look.IconFolder)
	p.note = kit.NewStatusLine(kit.Done, "").WithIcon(look.IconShieldOk)
	p.trouble = newTrouble(w, w.saveDefault)
	p.password = newPasswordCard(w)
	blocks := []fyne.CanvasObject{p.trouble.object, p.trouble.gap, p.files(), kit.NewGap(16)}
	if p.password != nil {
		blocks = append(blocks, p.password.card, kit.NewGap(16))
	}
	p.column = pageOf(p.head, append(blocks, p.values(), kit.NewGap(24))...)
	return p
}

// files is the card of what is in the bundle.
func (p *handOverPage) files() *kit.Card {
	w, result := p.w, *p.w.state.apply.result
	name := kit.NewFlow(8, kit.NewCount(look.IconBundle, look.Accent, ""), kit.NewLine(kit.Strong, look.Ink, result.BundleName),
		kit.NewLine(kit.Body, look.Muted, w.words.Size(int64(len(result.Bundle)))), kit.NewSpring(), p.save, p.saveAs)
	var files []kit.Pair
	for _, file := range bundleFiles(w.words, result) {
		files = append(files, kit.Pair{Name: file.name, Value: file.purpose})
	}
	return kit.NewCard(nil, kit.NewPad(name, 10, 12, 10, 16), kit.NewFileList(190, files...), kit.NewNoteRow(p.note, nil))
}

// values is the card of what support may ask for.
func (p *handOverPage) values() *kit.Card {
	w := p.w
	all := values(w.words, *w.state.apply.result)
	copyAll := kit.NewButton(kit.Link, w.say("window.hand-over.copy-all"), func() { w.host().Copy(valuesText(all)) }).WithIcon(look.IconCopy)
	rows := make([]fyne.CanvasObject, len(all))
	for i, value := range all {
		words := kit.CopyWords{Copy: w.say("window.copy-of", map[string]any{"What": value.name}), Copied: w.say("window.copied")}
		rows[i] = kit.NewValueBeside(w.host(), 208, value.name, value.value, words)
	}
	return kit.NewCard(kit.NewHead(w.say("window.hand-over.values"), copyAll).Ruled(), rows...)
}

// askWhere lets the person choose where the bundle goes.
func (p *handOverPage) askWhere() {
	w := p.w
	ask := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil || file == nil {
			return
		}
		path := file.URI().Path()
		// The dialog has made an empty file to write to; the flow writes its own and
		// puts it in place whole.
		if err := file.Close(); err == nil {
			w.replace(path)
		}
	}, w.win)
	ask.SetFileName(w.state.apply.result.BundleName)
	w.open(ask, nil)
}

func (p *handOverPage) inherit(before screen) {
	if old, ok := before.(*handOverPage); ok && old.password != nil && old.password.value.Visible() {
		p.password.flip()
	}
}

func (p *handOverPage) body() fyne.CanvasObject { return p.column }

func (p *handOverPage) update() {
	w, h := p.w, &p.w.state.handOver
	p.head.Set(p.title(), p.lead())
	p.trouble.set(h.problem)
	busy := ""
	if h.saving {
		busy = w.say("window.hand-over.saving")
	}
	p.save.SetBusy(busy)
	p.saveAs.SetEnabled(!h.saving)
	switch {
	case h.refused != "":
		p.note.Set(kit.Problem, w.say("window.hand-over.refused", words.Facts{"Reason": h.refused}))
	case h.savedAs != "":
		p.note.Set(kit.Done, w.say("window.hand-over.saved", words.Facts{"Path": h.savedAs}))
	default:
		p.note.Set(kit.Done, w.say("window.hand-over.safe"))
	}
	p.column.Relayout()
}

func (p *handOverPage) title() string {
	w, h := p.w, &p.w.state.handOver
	switch {
	case h.delivered:
		return w.say("window.hand-over.title-delivered")
	case w.deps.Practice:
		return w.say("window.hand-over.title-practice")
	case !h.sent.IsZero():
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
	case !h.sent.IsZero():
		return w.say("window.hand-over.lead-waiting", words.Facts{"Date": w.words.Date(h.sent.Local()), "Time": w.words.Clock(h.sent.Local())})
	}
	return w.say("window.hand-over.lead", w.personFacts())
}

func (p *handOverPage) foot() foot {
	w, h := p.w, &p.w.state.handOver
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	next := &deed{label: w.say("window.hand-over.next"), run: w.next}
	switch {
	case h.delivered || !h.sent.IsZero() && !w.deps.Practice:
		f.primary = next
	case w.deps.Practice:
		f.hint = w.say("window.hand-over.deliver-hint")
		busy := ""
		if h.delivering {
			busy = w.say("window.hand-over.delivering")
		}
		f.primary = &deed{label: w.say("window.hand-over.deliver"), busy: busy, run: w.deliver}
	case h.savedAs == "":
		f.hint = w.say("window.hand-over.save-hint")
		busy := ""
		if h.saving {
			busy = w.say("window.hand-over.saving")
		}
		f.primary = &deed{label: w.say("window.hand-over.save-bundle"), icon: look.IconSave, busy: busy, run: w.saveDefault}
	default:
		f.hint = w.say("window.hand-over.attach")
		f.primary = &deed{label: w.say("window.hand-over.sent"), run: w.markSent}
	}
	return f
}

func (p *handOverPage) first() fyne.Focusable {
	return nil
}

// passwordCard shows the first password of a user made in this run.
type passwordCard struct {
	w      *Window
	card   *kit.Card
	value  *kit.ValueRow
	toggle *kit.Button
}

// newPasswordCard returns nil when no user was made.
func newPasswordCard(w *Window) *passwordCard {
	if _, made := w.firstPassword(); !made {
		return nil
	}
	c := &passwordCard{w: w}
	c.toggle = kit.NewButton(kit.Secondary, w.say("window.hand-over.password-show"), c.flip).Small().WithIcon(look.IconEye)
	head := kit.NewDeedRow(look.IconKey, w.say("window.hand-over.password", w.personFacts()), w.say("window.hand-over.password-lead"), c.toggle)
	c.value = kit.NewValueUnder(w.host(), w.state.apply.result.TestUserUPN, "", w.copyWords("window.test.step-password"))
	c.value.Hide()
	c.card = kit.NewCard(nil, head, c.value)
	return c
}

// flip shows the password, or takes it off the screen again.
func (c *passwordCard) flip() {
	password, _ := c.w.firstPassword()
	if c.value.Visible() {
		c.value.SetText("")
		c.toggle.SetLabel(c.w.say("window.hand-over.password-show"))
	} else {
		c.value.SetText(password.Reveal())
		c.toggle.SetLabel(c.w.say("window.hand-over.password-hide"))
	}
	showIf(c.value, c.value.Text() != "")
	c.card.Relayout()
}

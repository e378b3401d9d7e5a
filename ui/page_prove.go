package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// provePage proves our half on this computer: Entra signs the test user in and
// sends its answer here, where it is judged as the portal would. For that an
// address on this computer becomes a Reply URL for a while.
type provePage struct {
	w       *Window
	head    *kit.PageHead
	looking *kit.WaitPanel
	trouble *trouble
	list    *kit.ChangeList
	shown   *setup.ProofPlan
	notes   []fyne.CanvasObject
	jobs    *kit.JobList
	wait    *kit.WaitPanel
	asked   *askedMeanwhile
	open    *kit.Button
	link    *kit.ValueRow
	card    *kit.Card
	ended   *kit.StatusLine
	column  *kit.Column
}

func newProvePage(w *Window) *provePage {
	p := &provePage{w: w, head: kit.NewPageHead("", ""), looking: kit.NewWaitPanel(nil), column: kit.NewColumn(0)}
	p.trouble = newTrouble(w, w.planProof)
	p.list = kit.NewChangeList(nil, kit.Folded{})
	p.jobs = kit.NewJobList(w.say("window.prove.job.add"), w.say("window.prove.job.sign-in"), w.say("window.prove.job.remove"))
	p.wait, p.asked = kit.NewWaitPanel(nil), newAskedMeanwhile(w)
	p.open = kit.NewButton(kit.Primary, w.say("window.prove.open"), func() { w.openInBrowser(w.state.proof.address) }).Small().WithTrailingIcon(look.IconOpen)
	p.link = kit.NewValueBeside(w.host(), 144, w.say("window.prove.link"), "", w.copyWords("window.prove.link"))
	result := w.state.apply.result
	upn := kit.NewValueBeside(w.host(), 144, w.say("window.test-user.upn"), result.TestUserUPN, w.copyWords("window.test-user.upn"))
	rows := []fyne.CanvasObject{p.link, upn}
	if password, made := w.firstPassword(); made {
		copyPassword := kit.NewCopyCell(w.host(), w.copyWords("window.test.password"), password.Reveal)
		rows = append(rows, kit.NewInfoRow(look.IconKey, w.say("window.test.step-password"), w.say("window.test.step-new"), copyPassword))
	}
	if result.PasswordLost {
		rows = append(rows, kit.NewInfoRow(look.IconKey, w.say("window.hand-over.password-lost", w.personFacts()), w.say("window.hand-over.password-lost-lead"), nil))
	}
	p.card = kit.NewCard(kit.NewHead(w.say("window.test.step-private"), p.open).Ruled(), rows...)
	p.ended = kit.NewStatusLine(kit.Waiting, "")
	return p
}

func (p *provePage) opened() {
	if !p.w.state.proof.running {
		p.w.planProof()
	}
}

func (p *provePage) body() fyne.CanvasObject { return p.column }

func (p *provePage) update() {
	w, s := p.w, &p.w.state.proof
	p.trouble.set(s.problem)
	tone := kit.Info
	if s.looking {
		tone = kit.Plain
	}
	p.looking.Set(tone, w.say("window.review.looking"), w.say("window.undo.looking-lead"))
	showIf(p.looking, s.looking)
	p.head.Set(p.title(), w.say("window.prove.lead"))
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.looking, p.trouble.object, p.trouble.gap}
	switch {
	case s.running:
		p.updateJobs()
		p.asked.update(s.wait)
		blocks = append(blocks, p.asked.object, kit.NewColumns(16, kit.Col{Object: p.jobs, Width: 320}, kit.Col{Object: p.wait}).StackBelow(250))
		if s.address != "" {
			blocks = append(blocks, kit.NewGap(16), p.card)
		}
	case s.result != nil && s.problem == nil:
		p.ended.Set(kit.Waiting, w.say("proof.end."+string(s.result.End)))
		blocks = append(blocks, p.ended, kit.NewGap(8), kit.NewStatusLine(kit.Info, w.say("window.prove.ended")))
	case s.plan != nil:
		p.showPlan(s.plan)
		blocks = append(append(blocks, p.list, kit.NewGap(16)), p.notes...)
	}
	p.column.SetItems(blocks...)
}

// showPlan lists what is changed for a while, and what is worth knowing of it.
func (p *provePage) showPlan(plan *setup.ProofPlan) {
	if p.shown == plan {
		return
	}
	p.shown, p.notes = plan, nil
	w := p.w
	var rows []changeRow
	for _, change := range plan.Changes {
		row := rowOf(w.words, setup.Plan{}, change)
		row.values = change.Verb == setup.Create || change.Verb == setup.Modify
		rows = append(rows, row)
	}
	items := w.changeItems(rows)
	p.list.Set([]kit.ChangeGroup{{Title: w.say("window.prove.for-a-while"), Items: items}}, kit.Folded{})
	for _, key := range plan.Notes() {
		text := w.say(key, words.Facts{"ReplyURL": plan.Wish.Portal.ReplyURL, "Default": plan.DefaultBefore})
		p.notes = append(p.notes, kit.NewStatusLine(kit.Info, text), kit.NewGap(8))
	}
}

// updateJobs shows how far the proof is.
func (p *provePage) updateJobs() {
	w, s := p.w, &p.w.state.proof
	at := 0
	switch s.stage {
	case setup.ProofListening, setup.ProofBegan, setup.ProofUnasked:
		at = 1
	case setup.ProofArrived, setup.ProofRemoving, setup.ProofRemoved:
		at = 2
	}
	for i := range p.jobs.Len() {
		state := kit.JobTodo
		switch {
		case i < at:
			state = kit.JobDone
		case i == at && i == 1:
			state = kit.JobWaiting
		case i == at:
			state = kit.JobRunning
		}
		p.jobs.Set(i, state, "")
	}
	tone, title, text := kit.Plain, w.say("window.apply.working"), ""
	if s.stage != "" {
		text = w.say("proof.stage." + string(s.stage))
	}
	if at == 1 && !s.stopped {
		tone, title = kit.Waiting, w.say("window.prove.waiting", w.personFacts())
	}
	if s.wait != nil {
		text = w.say("wait." + s.wait.Reason)
	}
	p.wait.Set(tone, title, text)
	p.link.SetText(s.address)
}

// closed stops what turns, and gives the port back.
func (p *provePage) closed() {
	p.looking.Set(kit.Info, "", "")
	p.wait.Set(kit.Info, "", "")
	p.w.state.proof.drop()
}

func (p *provePage) title() string {
	w, s := p.w, &p.w.state.proof
	switch {
	case s.running:
		return w.say("window.prove.title-running")
	case s.result != nil:
		return w.say("window.prove.title-ended")
	}
	return w.say("window.prove.title")
}

func (p *provePage) foot() foot {
	w, s := p.w, &p.w.state.proof
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case s.running:
		return foot{backLabel: w.say("window.prove.stop"), backIcon: cancelIcon, back: w.stopProof, hint: w.say("window.prove.hint-running")}
	case s.result != nil && s.problem == nil:
		f.second = &deed{label: w.say("window.apply.again"), icon: look.IconRenew, run: w.planProof}
		f.primary = &deed{label: w.say("window.test.explain"), run: func() { w.examine(askError) }}
	case s.plan != nil && s.plan.Blocked() == nil:
		f.hint = w.say("window.prove.hint")
		f.primary = &deed{label: w.say("window.prove.apply"), run: w.prove}
	}
	return f
}

func (p *provePage) first() fyne.Focusable {
	if s := &p.w.state.proof; s.running && s.address != "" {
		return p.open
	}
	return nil
}

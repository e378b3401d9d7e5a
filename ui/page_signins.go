package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// signInsPage shows what Entra's log says of the last sign-ins: all of them at the
// left, at the right what the chosen one means.
type signInsPage struct {
	w       *Window
	head    *kit.PageHead
	trouble *trouble
	list    *kit.RowList
	shown   *setup.SignInLog
	none    *kit.StatusLine
	hint    *kit.StatusLine
	wait    *kit.WaitPanel
	fault   *kit.ProblemPanel
	told    *setup.LoggedSignIn
	explain *kit.Button
	column  *kit.Column
}

func newSignInsPage(w *Window) *signInsPage {
	p := &signInsPage{w: w, head: kit.NewPageHead(w.say("window.sign-ins.title"), w.say("window.sign-ins.late")), wait: kit.NewWaitPanel(nil)}
	p.trouble = newTrouble(w, w.lookAtSignIns)
	p.list = kit.NewRowList(7*57+1, w.say("window.sign-ins.list"), "")
	p.list.OnMoved = func(at int) {
		w.state.signIns.chosen = at
		w.refresh()
	}
	p.none = kit.NewStatusLine(kit.Info, w.say("window.sign-ins.none"))
	p.hint = kit.NewStatusLine(kit.Info, w.say("window.sign-ins.none-lead")).WithIcon(look.IconClock)
	p.fault = kit.NewProblemPanel(kit.ProblemWords{}, kit.NewDetails(w.host(), w.detailsWords()))
	p.explain = kit.NewButton(kit.Secondary, w.say("window.sign-ins.explain"), func() {
		if entry := w.state.signIns.entry(); entry != nil {
			w.explainSignIn(*entry)
		}
	}).Small()
	p.column = kit.NewColumn(0)
	return p
}

// opened reads the log when the page is come to.
func (p *signInsPage) opened() {
	if p.w.state.signIns.log == nil {
		p.w.lookAtSignIns()
	}
}

func (p *signInsPage) body() fyne.CanvasObject { return p.column }

func (p *signInsPage) update() {
	w, s := p.w, &p.w.state.signIns
	p.trouble.set(s.problem)
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.trouble.object, p.trouble.gap}
	switch entry := s.entry(); {
	case s.looking:
		p.fault.Hide()
		p.wait.Show()
		p.updateWait()
		blocks = append(blocks, p.wait)
	case entry != nil:
		if p.shown != s.log {
			p.shown, p.told = s.log, nil
			p.list.SetRows(signInRows(w, s.log.Entries))
			p.list.GoTo(s.chosen)
		}
		p.updateEntry(entry)
		panel := kit.NewStack(p.wait, p.fault)
		blocks = append(blocks, kit.NewColumns(16, kit.Col{Object: p.list}, kit.Col{Object: panel, Width: 304}).StackBelow(280))
	case s.log != nil:
		p.closed()
		blocks = append(blocks, p.none, kit.NewGap(8), p.hint)
	default:
		p.closed()
	}
	p.column.SetItems(blocks...)
}

// closed stops what turns.
func (p *signInsPage) closed() { p.wait.Set(kit.Info, "", "") }

func (p *signInsPage) updateWait() {
	w, s := p.w, &p.w.state.signIns
	if s.wait == nil {
		p.wait.SetElapsed("")
		p.wait.Set(kit.Plain, w.say("window.sign-ins.looking"), w.say("window.sign-ins.looking-lead"))
		return
	}
	view := waitViewOf(w.words, *s.wait, w.now())
	facts := make([]kit.Pair, len(view.rows))
	for i, row := range view.rows {
		facts[i] = kit.Pair{Name: row.name, Value: row.value}
	}
	p.wait.Set(kit.Waiting, w.say("window.sign-ins.waiting"), view.what, facts...)
	p.wait.SetElapsed(view.clock)
}

// updateEntry says what a sign-in came to.
func (p *signInsPage) updateEntry(entry *setup.LoggedSignIn) {
	if p.told == entry {
		return
	}
	p.told = entry
	w := p.w
	failed := entry.Result == setup.SignInFailed
	showIf(p.fault, failed)
	showIf(p.wait, !failed)
	p.closed()
	key, about := entry.Error.Key(), words.Facts{"Code": entry.Error.Name()}
	facts := accessFacts(w, *entry)
	if failed {
		p.fault.Set(kit.ProblemWords{What: w.say(key+".what", about), WhyHead: w.say("window.apply.why"), Why: w.say(key+".why", about),
			ToDoHead: w.say("window.apply.what-to-do"), ToDo: w.say(key+".next", about)})
		p.fault.SetButtons(p.explain)
		p.fault.Details().SetPairs(append(facts, pairsOf(signInDetails(w, *entry))...)...)
		return
	}
	tone, title, text := kit.Done, w.say("signin.result.worked"), w.say("window.sign-ins.worked")
	if entry.Result == setup.SignInInterrupted {
		tone, title, text = kit.Waiting, w.say("signin.result.interrupted"), w.say(key+".what", about)
	}
	p.wait.SetElapsed("")
	p.wait.Set(tone, title, text, facts...)
}

// accessFacts say what Conditional Access had to do with a sign-in.
func accessFacts(w *Window, entry setup.LoggedSignIn) []kit.Pair {
	var facts []kit.Pair
	if key := "window.sign-ins.access." + entry.Access; w.words.Has(key) {
		facts = append(facts, kit.Pair{Name: w.say("window.sign-ins.access"), Value: w.say(key)})
	}
	for _, policy := range entry.Policies {
		if policy.Result == "failure" {
			facts = append(facts, kit.Pair{Name: w.say("window.sign-ins.policy"), Value: policy.Name})
		}
	}
	return facts
}

// signInDetails are what support asks for.
func signInDetails(w *Window, entry setup.LoggedSignIn) []detailRow {
	rows := []detailRow{{w.say("window.detail.code"), entry.Error.Name()}}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, detailRow{w.say(key), value})
		}
	}
	add("window.sign-ins.correlation", entry.CorrelationID)
	add("window.detail.id", entry.ID)
	add("window.detail.time", entry.Time.UTC().Format(time.RFC3339))
	add("window.detail.message", firstLine(entry.Reason))
	return rows
}

// signInRows name the sign-ins, the newest first.
func signInRows(w *Window, entries []setup.LoggedSignIn) []kit.ListRow {
	faces := map[setup.SignInResult]struct {
		icon   look.IconName
		colour fyne.ThemeColorName
	}{setup.SignInWorked: {look.IconOk, look.Ok}, setup.SignInInterrupted: {look.IconClock, look.Wait}, setup.SignInFailed: {look.IconWarn, look.Bad}}
	rows := make([]kit.ListRow, len(entries))
	for i, entry := range entries {
		moment := entry.Time.Local()
		about := words.Facts{"Date": w.words.Date(moment), "Time": w.words.Clock(moment)}
		when := w.say("window.sign-ins.when", about)
		if entry.Code != 0 {
			about["Code"] = entry.Error.Name()
			when = w.say("window.sign-ins.when-code", about)
		}
		face := faces[entry.Result]
		rows[i] = kit.ListRow{Icon: look.IconPerson, Title: firstOf(entry.UPN, entry.Name), Second: when, Sentence: true,
			State: w.say("signin.result." + string(entry.Result)), StateIcon: face.icon, StateColour: face.colour}
	}
	return rows
}

func (p *signInsPage) foot() foot {
	w, s := p.w, &p.w.state.signIns
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case s.looking:
		f.back, f.backLabel, f.backIcon = w.stopLog, w.say("window.nav.cancel"), look.IconClose
		f.hint = w.say("window.sign-ins.hint")
	case s.problem != nil && s.problem.Kind == setup.LogUnpermitted:
		f.primary = &deed{label: w.say("window.sign-ins.allow"), run: func() { w.permit(permissionLog, pageSignIns) }}
	case s.problem != nil && s.problem.OfTheLog():
	case s.log != nil && len(s.log.Entries) == 0:
		f.second = &deed{label: w.say("window.sign-ins.again"), icon: look.IconRenew, run: w.lookAtSignIns}
		f.primary = &deed{label: w.say("window.sign-ins.wait"), run: w.awaitSignIn}
	case s.log != nil:
		f.second = &deed{label: w.say("window.sign-ins.again"), icon: look.IconRenew, run: w.lookAtSignIns}
	}
	return f
}

func (p *signInsPage) first() fyne.Focusable {
	if s := &p.w.state.signIns; s.entry() != nil && !s.looking {
		return p.list
	}
	return nil
}

package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// symptomPage leads from what Autotask shows, where no code names the fault, to
// its cause: what is known here is answered, the rest is asked.
type symptomPage struct {
	w      *Window
	head   *kit.PageHead
	list   *kit.OptionGroup
	shown  samlcfg.Symptom
	trial  *setup.Trial // what the questions are answered from
	column *kit.Column
}

func newSymptomPage(w *Window) *symptomPage {
	p := &symptomPage{w: w, head: kit.NewPageHead("", ""), column: kit.NewColumn(0)}
	all := samlcfg.Symptoms()
	options := make([]kit.Option, len(all))
	for i, symptom := range all {
		options[i] = kit.Option{Title: titleOf(w.say("symptom." + string(symptom) + ".title"))}
	}
	p.list = kit.NewOptionGroup(-1, options...)
	p.list.OnChosen = func(int) { w.refresh() }
	p.list.OnEnter = w.primary
	return p
}

// signOn is what answers the questions: what the tenant shows now, else what the
// bundle promises.
func (w *Window) signOn() samlcfg.SignOn {
	if trial := w.state.trial; trial != nil {
		return trial.On
	}
	return w.state.apply.result.Contents.SignOn(w.now())
}

func (p *symptomPage) opened() { p.w.learnTrial() }

func (p *symptomPage) body() fyne.CanvasObject { return p.column }

func (p *symptomPage) update() {
	w, symptom := p.w, p.w.state.symptom
	if symptom == "" {
		p.shown = ""
		p.head.Set(w.say("window.symptom.title"), w.say("window.symptom.lead"))
		p.column.SetItems(p.head, kit.NewGap(20), p.list)
		return
	}
	if symptom == p.shown && w.state.trial == p.trial {
		return
	}
	p.shown, p.trial = symptom, w.state.trial
	p.head.Set(titleOf(w.say("symptom."+string(symptom)+".title")), w.say("window.symptom.lead-questions"))
	p.column.SetItems(p.head, kit.NewGap(20), p.questions(symptom), kit.NewGap(12),
		kit.NewStatusLine(kit.Info, w.say("window.symptom.response")).WithIcon(look.IconFileCheck))
}

// questions is the card of what leads to the cause, the likely ones first.
func (p *symptomPage) questions(symptom samlcfg.Symptom) fyne.CanvasObject {
	w := p.w
	var rows []fyne.CanvasObject
	var text strings.Builder
	text.WriteString(w.say("symptom."+string(symptom)+".title") + "\n")
	for i, question := range symptom.Questions(w.signOn()) {
		about := words.Facts{"Got": firstOf(question.Got, w.say("explain.not-known"))}
		said, next := w.say(question.Key(), about), ""
		icon, colour := look.IconHelp, look.Accent
		switch question.Answer {
		case samlcfg.AnswerKnown:
			icon, colour = look.IconOk, look.Ok
		case samlcfg.AnswerWrong:
			icon, colour = look.IconWarn, look.Bad
		}
		text.WriteString(strconv.Itoa(i+1) + ". " + said + "\n")
		var side fyne.CanvasObject
		if key := question.IfNot(); key != "" {
			next = w.say("window.symptom.if-not", words.Facts{"Next": w.say(key, about)})
			side = kit.NewTag(kit.Plain, w.say("window.side."+string(question.Side)))
			text.WriteString("   " + next + "\n")
		}
		row := kit.NewDeedRow(icon, said, next, side)
		row.SetIcon(icon, colour)
		rows = append(rows, row)
	}
	copyAll := kit.NewCopyLink(w.host(), w.say("window.symptom.copy"), w.copyWords("window.symptom.all"), text.String)
	return kit.NewCard(kit.NewHead(w.say("window.symptom.causes"), copyAll).Ruled(), rows...)
}

func (p *symptomPage) foot() foot {
	w := p.w
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if w.state.symptom == "" {
		chosen := p.list.Chosen()
		f.primary = &deed{label: w.say("window.test.find"), off: chosen < 0, run: func() { w.chooseSymptom(samlcfg.Symptoms()[chosen]) }}
		if chosen < 0 {
			f.hint = w.say("window.symptom.hint")
		}
		return f
	}
	f.back = func() { w.chooseSymptom("") }
	f.second = &deed{label: w.say("window.examine.test-again"), icon: look.IconOpen, run: w.testAgain}
	f.primary = &deed{label: w.say("window.test.check-response"), run: func() { w.examine(askResponse) }}
	return f
}

// chooseSymptom shows what leads to the cause of a symptom, or the list again.
func (w *Window) chooseSymptom(symptom samlcfg.Symptom) {
	w.state.symptom = symptom
	w.state.test.fault = nil
	if symptom != "" {
		w.state.test.fault = symptomFault(symptom)
	}
	w.refresh()
	w.focusFirst()
}

func (p *symptomPage) first() fyne.Focusable {
	if p.w.state.symptom == "" {
		return p.list
	}
	return nil
}

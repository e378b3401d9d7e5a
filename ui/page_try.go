package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// testPage leads through the first sign-in and asks what was seen.
type testPage struct {
	w      *Window
	head   *kit.PageHead
	saw    *kit.OptionGroup
	goOn   *kit.Button
	advice *kit.StatusLine
	unkept *trouble
	column *kit.Column
}

// sights are the answers in the order of the page.
func sights() []sight { return []sight{sawSignedIn, sawMicrosoft, sawAutotask, sawOtherThing} }

func newTestPage(w *Window) *testPage {
	p := &testPage{w: w, head: kit.NewPageHead(w.say("window.test.title"), w.say("window.test.lead", w.personFacts()))}
	p.goOn = kit.NewButton(kit.Primary, w.say("window.test.go"), w.openSignOn).WithTrailingIcon(look.IconOpen)
	p.advice = kit.NewStatusLine(kit.Info, "")
	options := make([]kit.Option, len(sights()))
	chosen := -1
	for i, saw := range sights() {
		options[i] = kit.Option{Title: w.say("window.test.saw." + string(saw))}
		if saw == w.state.test.saw {
			chosen = i
		}
	}
	p.saw = kit.NewOptionGroup(chosen, options...)
	p.saw.OnChosen = func(index int) {
		w.state.test.saw = sights()[index]
		w.refresh()
	}
	p.saw.OnEnter = w.primary
	link := kit.NewCard(nil, kit.NewValueBeside(w.host(), 144, w.say("window.test.link"), w.state.apply.result.Contents.UserAccessURL, w.copyWords("window.test.link")))
	left := kit.NewColumn(12, p.how(), p.buttons())
	right := kit.NewColumn(8, kit.NewPara(kit.Strong, look.Ink, w.say("window.test.what")), p.saw)
	p.unkept = newTrouble(w, w.markAgain)
	p.column = pageOf(p.head, p.unkept.object, p.unkept.gap, link, kit.NewGap(16), kit.NewColumns(24, kit.Col{Object: left}, kit.Col{Object: right, Width: 264}), kit.NewGap(16), p.advice)
	return p
}

// how is the list of what to do, with the values to copy.
func (p *testPage) how() fyne.CanvasObject {
	w, result := p.w, *p.w.state.apply.result
	rows := []fyne.CanvasObject{
		p.step(look.IconBrowser, "window.test.step-private", w.say("window.test.step-private-lead"), func() string { return result.Contents.UserAccessURL }),
		p.step(look.IconPerson, "window.test.step-address", result.TestUserUPN, func() string { return result.TestUserUPN }),
	}
	if password, made := w.firstPassword(); made {
		rows = append(rows, p.step(look.IconKey, "window.test.step-password", w.say("window.test.step-new"), password.Reveal))
	} else {
		rows = append(rows, kit.NewInfoRow(look.IconKey, w.say("window.test.step-own-password"), w.say("window.test.step-mfa"), nil))
	}
	return kit.NewCard(kit.NewHead(w.say("window.test.how", w.personFacts()), nil).Ruled(), rows...)
}

// step is one thing to do, with a value to copy.
func (p *testPage) step(icon look.IconName, key, second string, value func() string) fyne.CanvasObject {
	return kit.NewInfoRow(icon, p.w.say(key), second, kit.NewCopyCell(p.w.host(), p.w.copyWords(key), value))
}

func (p *testPage) buttons() fyne.CanvasObject {
	w := p.w
	myApps := kit.NewButton(kit.Secondary, w.say("window.test.open-my-apps"), func() { w.openInBrowser(w.state.apply.result.MyAppsURL) })
	return kit.NewFlow(8, p.goOn, myApps)
}

func (p *testPage) body() fyne.CanvasObject { return p.column }

func (p *testPage) update() {
	p.unkept.set(p.w.state.unkept)
	tone, text := p.say()
	showIf(p.advice, text != "")
	p.advice.Set(tone, text)
	kind := kit.Primary
	if p.w.state.test.saw == sawSignedIn {
		kind = kit.Secondary
	}
	p.goOn.SetKind(kind)
	p.column.Relayout()
}

// say is the advice that fits what is known.
func (p *testPage) say() (kit.Tone, string) {
	w, t := p.w, &p.w.state.test
	switch {
	case t.saw == sawSignedIn:
		return kit.Done, w.say("window.test.advice.signed-in")
	case t.saw != sawNothing:
		return kit.Waiting, w.say("window.test.advice." + string(t.saw))
	case t.unopened:
		return kit.Waiting, w.say("window.test.not-opened")
	case w.state.handOver.sent.IsZero():
		return kit.Waiting, w.say("window.test.not-sent")
	}
	return kit.Info, ""
}

func (p *testPage) foot() foot {
	w, t := p.w, &p.w.state.test
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if t.saw == sawSignedIn {
		f.primary = &deed{label: w.say("window.test.continue"), run: w.finish}
		return f
	}
	f.hint = w.say("window.test.hint")
	if t.saw != sawNothing {
		f.hint = w.say("window.test.hint-again")
	}
	f.second = &deed{label: w.say("window.test.continue"), off: true}
	return f
}

func (p *testPage) first() fyne.Focusable { return p.goOn }

package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"backupsso/samlcfg/qr"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// testPage leads through the first sign-in, shows what is proven so far, and asks
// what was seen.
type testPage struct {
	w       *Window
	head    *kit.PageHead
	picture *kit.Picture
	saw     *kit.Radio
	goOn    *kit.Button
	advice  *kit.StatusLine
	gap     *kit.Gap
	unkept  *trouble
	column  *kit.Column
}

// sights are the answers in the order of the page.
func sights() []sight { return []sight{sawSignedIn, sawMicrosoft, sawAutotask, sawOtherThing} }

func newTestPage(w *Window) *testPage {
	p := &testPage{w: w, head: kit.NewPageHead(w.say("window.test.title"), w.say("window.test.lead"))}
	p.picture = w.newPicture()
	p.goOn = kit.NewButton(kit.Primary, w.say("window.test.go"), w.openSignOn).WithTrailingIcon(look.IconOpen)
	p.advice = kit.NewStatusLine(kit.Info, "")
	labels := make([]string, len(sights()))
	chosen := -1
	for i, saw := range sights() {
		labels[i] = w.say("window.test.saw." + string(saw))
		if saw == w.state.test.saw {
			chosen = i
		}
	}
	p.saw = kit.NewRadio(chosen, labels...)
	p.saw.OnChosen = func(index int) {
		w.state.saw(sights()[index])
		w.refresh()
	}
	p.unkept, p.gap = newTrouble(w, w.markAgain), kit.NewGap(16)
	check := kit.NewButton(kit.Secondary, w.say("window.test.check-response"), func() { w.examine(askResponse) }).WithIcon(look.IconFileCheck)
	prove := kit.NewButton(kit.Link, w.say("window.test.prove"), func() { w.detour(pageProve) })
	log := kit.NewButton(kit.Link, w.say("window.test.log"), w.toSignIns)
	ways := kit.NewButton(kit.Link, w.say("window.test.ways"), p.showWays)
	left := kit.NewColumn(0, kit.NewPara(kit.Strong, look.Ink, w.say("window.test.how", w.personFacts())), kit.NewGap(12), p.how(), kit.NewGap(18), kit.NewFlow(16, p.goOn, ways))
	right := kit.NewColumn(0, kit.NewPara(kit.Strong, look.Ink, w.say("window.test.what")), kit.NewGap(6), p.saw, kit.NewGap(12), kit.NewColumn(8, kit.NewFlow(8, check), kit.NewFlow(16, prove, log)))
	p.column = pageOf(p.head, p.unkept.object, p.unkept.gap, newTaskReminder(w), p.picture, kit.NewGap(16),
		kit.NewColumns(48, kit.Col{Object: left}, kit.Col{Object: right}).Ruled().StackBelow(280), p.gap, p.advice)
	return p
}

// saw takes an answer to "What did you see?". Another answer makes earlier
// findings out of date.
func (s *state) saw(saw sight) {
	if s.test.saw != saw {
		s.test.saw, s.test.fault = saw, nil
	}
}

// how is the list of what to do, with the values to copy.
func (p *testPage) how() fyne.CanvasObject {
	w, result := p.w, *p.w.state.apply.result
	link := func(label, what string, value func() string) *kit.CopyLink {
		return kit.NewCopyLink(w.host(), w.say(label), w.copyWords(what), value)
	}
	steps := []fyne.CanvasObject{
		p.step(1, "window.test.step-private", link("window.test.copy-link", "window.test.link", func() string { return result.Contents.UserAccessURL })),
		p.step(2, "window.test.step-address", link("window.copy", "window.test-user.upn", func() string { return result.TestUserUPN })),
	}
	if password, made := w.firstPassword(); made {
		steps = append(steps, p.step(3, "window.test.step-password", link("window.copy", "window.test.password", password.Reveal)),
			p.step(4, "window.test.step-new", nil))
	} else {
		key := "window.test.step-own-password"
		if result.PasswordLost {
			key = "window.test.step-lost-password"
		}
		steps = append(steps, p.step(3, key, nil), p.step(4, "window.test.step-mfa", nil))
	}
	return kit.NewColumn(12, steps...)
}

// step is one thing to do, with a value to copy.
func (p *testPage) step(number int, key string, link *kit.CopyLink) fyne.CanvasObject {
	row := []kit.Col{{Object: kit.NewLine(kit.Body, look.Faint, strconv.Itoa(number)), Width: 20}, {Object: kit.NewPara(kit.Body, look.Ink, p.w.say(key))}}
	if link != nil {
		row = append(row, kit.Col{Object: link, Own: true})
	}
	return kit.NewColumns(4, row...)
}

// showWays lists every address that starts the same sign-on.
func (p *testPage) showWays() {
	w, result := p.w, *p.w.state.apply.result
	var rows []fyne.CanvasObject
	for _, way := range []struct{ key, lead, address string }{
		{"window.test.link", "window.test.link-lead", result.Contents.UserAccessURL},
		{"window.test.other-link", "window.test.other-link-lead", result.OtherAccessURL},
		{"window.test.my-apps", "window.test.my-apps-lead", result.MyAppsURL},
	} {
		if way.address == "" {
			continue
		}
		open := kit.NewButton(kit.Secondary, w.say("window.open"), func() { w.openInBrowser(way.address) }).Small().WithTrailingIcon(look.IconOpen)
		row := container.New(layout.NewCustomPaddedHBoxLayout(0), kit.NewCopyCell(w.host(), w.copyWords(way.key), func() string { return way.address }), open)
		rows = append(rows, kit.NewDeedRow(look.IconBrowser, w.say(way.key), w.say(way.lead), row))
	}
	if code, err := qr.Of(result.Contents.UserAccessURL); err == nil {
		show := kit.NewButton(kit.Secondary, w.say("window.test.phone-show"), func() { w.showOnPhone(code) }).Small()
		rows = append(rows, kit.NewDeedRow(look.IconPerson, w.say("window.test.phone"), w.say("window.test.phone-lead"), show))
	}
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	w.openWidePanel(w.say("window.test.ways-title"), kit.NewCard(nil, rows...), shut, shut)
}

// cellSide is the side of one cell of a QR code, in units of the design.
const cellSide = 4

// showOnPhone shows the user access URL for the camera of a phone, in the place of
// the panel that it was asked for in.
func (w *Window) showOnPhone(code qr.Code) {
	w.closeDialog()
	shut := kit.NewButton(kit.Secondary, w.say("window.nav.close"), w.closeDialog)
	side := float32(code.Side() * cellSide)
	picture := kit.NewScan(code.Image(2*cellSide), side, w.say("window.test.phone-code"))
	w.openPanel(w.say("window.test.phone-title"), kit.NewColumn(16, picture, kit.NewPara(kit.Body, look.Muted, w.say("window.test.phone-how"))), shut, shut)
}

func (p *testPage) body() fyne.CanvasObject { return p.column }

func (p *testPage) update() {
	w := p.w
	p.unkept.set(w.state.unkept)
	p.picture.SetLegs(legViews(w.words, w.state.proofs(), *w.state.apply.result))
	tone, text := p.say()
	showIf(p.advice, text != "")
	showIf(p.gap, text != "")
	p.advice.Set(tone, text)
	kind := kit.Primary
	if w.state.test.saw != sawNothing {
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
	switch t.saw {
	case sawSignedIn:
		f.primary = &deed{label: w.say("window.test.continue"), run: w.finish}
	case sawMicrosoft:
		f.hint = w.say("window.test.hint-again")
		f.primary = &deed{label: w.say("window.test.explain"), run: func() { w.examine(askError) }}
	case sawAutotask, sawOtherThing:
		f.hint = w.say("window.test.hint-again")
		f.primary = &deed{label: w.say("window.test.find"), run: func() { w.show(pageSymptom) }}
	default:
		f.hint = w.say("window.test.hint")
		f.second = &deed{label: w.say("window.test.continue"), off: true}
	}
	return f
}

func (p *testPage) first() fyne.Focusable { return p.goOn }

package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// longestTyped is how much of a paste still goes into the field of one line, in
// characters; anything longer is examined at once.
const longestTyped = 60

// examinePage takes whatever somebody saw (an error page, its address or code, a
// SAML response) and says what is wrong, on whose side, and what to do.
type examinePage struct {
	w      *Window
	head   *kit.PageHead
	field  *kit.Field
	open   *kit.Button
	status *kit.StatusLine
	next   *kit.StatusLine
	where  *kit.Disclosure
	view   *examineView
	shown  *examined
	column *kit.Column
}

func newExaminePage(w *Window) *examinePage {
	p := &examinePage{w: w, head: kit.NewPageHead("", "")}
	key := "window.examine." + string(w.state.examine.asked)
	p.field = kit.NewField(w.host(), w.say(key+".field")).NoStatus()
	p.field.SetPlaceholder(w.say("window.examine.paste"))
	p.field.SetText(w.state.examine.text)
	p.field.OnChanged = func(text string) {
		w.state.examine.text = text
		w.state.examine.problem, w.state.examine.failure = nil, nil
		w.refresh()
	}
	p.field.OnPaste = func(text string) bool {
		if len(text) <= longestTyped && !strings.ContainsAny(strings.TrimSpace(text), "\r\n") {
			return false
		}
		w.examineText(text)
		return true
	}
	p.field.OnEnter = func(string) { w.primary() }
	p.open = kit.NewButton(kit.Secondary, w.say("window.examine.open"), w.askResponseFile).WithIcon(look.IconFolder)
	p.status, p.next = kit.NewStatusLine(kit.Info, ""), kit.NewStatusLine(kit.Info, "")
	p.where = kit.NewDisclosure(w.say(key+".where"), w.say("window.examine.where-value"), kit.NewColumn(8,
		kit.NewStatusLine(kit.Info, w.say(key+".where-1")).WithIcon(look.IconBrowser),
		kit.NewStatusLine(kit.Info, w.say(key+".where-2")).WithIcon(look.IconFileCheck),
		kit.NewStatusLine(kit.Info, w.say(key+".where-3")).WithIcon(look.IconCopy)))
	p.where.SetOpen(true)
	p.column = kit.NewColumn(0)
	return p
}

func (p *examinePage) takes(file fyne.URIReadCloser) { p.w.examineFile(file) }
func (p *examinePage) refused(err error) {
	p.w.state.examine.failure = err
	p.w.refresh()
}

func (p *examinePage) opened() { p.w.learnTrial() }

func (p *examinePage) body() fyne.CanvasObject { return p.column }

func (p *examinePage) update() {
	e := &p.w.state.examine
	if e.found != nil {
		p.showFound(e.found)
		return
	}
	p.shown = nil
	w, key := p.w, "window.examine."+string(e.asked)
	p.head.Set(w.say(key+".title"), w.say("window.examine.lead"))
	tone, text, next := kit.Info, w.say("window.examine.hint"), ""
	switch {
	case e.busy:
		text = w.say("window.examine.busy")
	case e.failure != nil:
		tone, text = kit.Problem, w.say("window.check.unread", words.Facts{"Reason": reason(e.failure)})
	case e.problem != nil:
		about := words.Facts{"Got": e.problem.Got}
		tone, text, next = kit.Problem, w.say(e.problem.Key()+".what", about), w.say(e.problem.Key()+".next", about)
	}
	p.status.Set(tone, text)
	p.next.Set(kit.Info, next)
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.field, kit.NewGap(10), p.status}
	if next != "" {
		blocks = append(blocks, kit.NewGap(4), p.next)
	}
	p.column.SetItems(append(blocks, kit.NewGap(12), kit.NewFlow(8, p.open), kit.NewGap(20), p.where)...)
}

// showFound fills the page with what was found, once, and again when it is known
// how it can be mended.
func (p *examinePage) showFound(found *examined) {
	if p.shown != found {
		p.shown, p.view = found, newExamineView(p.w, found)
		p.head.Set(p.view.title(), p.view.lead())
		p.column.SetItems(append([]fyne.CanvasObject{p.head, kit.NewGap(16)}, p.view.blocks()...)...)
	}
	p.view.update()
	p.column.Relayout()
}

func (p *examinePage) foot() foot {
	w, e := p.w, &p.w.state.examine
	if e.found != nil {
		f := foot{backLabel: w.say("window.nav.back"), back: p.again, hint: p.view.footHint()}
		f.second = &deed{label: w.say("window.examine.test-again"), icon: look.IconOpen, run: w.testAgain}
		return f
	}
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	f.primary = &deed{label: w.say("window.examine." + string(e.asked) + ".check"), off: strings.TrimSpace(e.text) == "" || e.busy,
		run: func() { w.examineText(e.text) }}
	if f.primary.off {
		f.hint = w.say("window.examine.hint-empty")
	}
	return f
}

// again takes the result away, for another text.
func (p *examinePage) again() {
	if p.w.state.examine.found.proof {
		p.w.state.examine.found = nil
		p.w.back()
		return
	}
	p.w.state.examine.found = nil
	p.w.refresh()
	p.w.focusFirst()
}

func (p *examinePage) first() fyne.Focusable {
	if p.w.state.examine.found != nil {
		return p.view.first()
	}
	return p.field.Focusable()
}

// testAgain goes back to the test and opens the sign-on.
func (w *Window) testAgain() {
	w.show(pageTest)
	w.openSignOn()
}

package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// portalPage asks for the portal and shows the two addresses that follow.
type portalPage struct {
	w          *Window
	head       *kit.PageHead
	subdomain  *kit.Field
	below      *kit.Gap
	edit       *kit.Button
	identifier *kit.ValueRow
	replyURL   *kit.ValueRow
	editID     *kit.Field
	editReply  *kit.Field
	fields     fyne.CanvasObject
	card       *kit.Card
	hint       *kit.StatusLine
	where      *kit.Disclosure
	ask        *askParts
	help       *kit.Column // what where opens
	column     *kit.Column
}

func newPortalPage(w *Window) *portalPage {
	p := &portalPage{w: w, head: kit.NewPageHead(w.say("window.portal.title"), w.say("window.portal.lead"))}
	s := &w.state.portal
	p.subdomain = p.field("window.portal.subdomain", s.text, func(text string) { s.text = text })
	p.subdomain.SetPlaceholder(w.say("window.portal.empty"))
	p.subdomain.SetSuffix("." + samlcfg.PortalDomain)
	p.edit = kit.NewButton(kit.Link, "", p.toggleEdit)
	p.identifier = kit.NewValueUnder(w.host(), w.say("window.portal.identifier"), "", w.copyWords("window.portal.identifier"))
	p.replyURL = kit.NewValueUnder(w.host(), w.say("window.portal.reply-url"), "", w.copyWords("window.portal.reply-url"))
	p.identifier.SetEmpty(w.say("window.portal.follows"))
	p.replyURL.SetEmpty(w.say("window.portal.follows"))
	p.editID = p.field("window.portal.identifier", s.identifier, func(text string) { s.identifier = text })
	p.editReply = p.field("window.portal.reply-url", s.replyURL, func(text string) { s.replyURL = text })
	p.fields = kit.NewPad(kit.NewColumn(4, p.editID, p.editReply), 8, 16, 8, 16)
	p.card = kit.NewCard(kit.NewHead(w.say("window.portal.given"), p.edit), p.identifier, p.replyURL, p.fields)
	p.hint = kit.NewStatusLine(kit.Info, "")
	p.ask = newAskParts(w)
	p.help = kit.NewColumn(8, append([]fyne.CanvasObject{
		kit.NewStatusLine(kit.Info, w.say("window.portal.where-browser")).WithIcon(look.IconBrowser),
		kit.NewStatusLine(kit.Info, w.say("window.portal.where-region")).WithIcon(look.IconCloud),
		kit.NewStatusLine(kit.Info, w.say("window.portal.where-support")).WithIcon(look.IconMail)}, p.ask.blocks()...)...)
	p.where = kit.NewDisclosure(w.say("window.portal.where"), w.say("window.portal.where-value"), p.help)
	p.where.SetOpen(!w.state.ask.asked.IsZero())
	p.below = kit.NewGap(12)
	p.column = pageOf(p.head, p.subdomain, p.below, p.card, kit.NewGap(12), p.where, kit.NewGap(16), p.hint)
	return p
}

// field is an entry whose text is noted at once and judged when typing pauses.
func (p *portalPage) field(label, text string, note func(string)) *kit.Field {
	f := kit.NewField(p.w.host(), p.w.say(label))
	f.SetText(text)
	f.OnChanged = func(text string) {
		note(text)
		p.typed()
	}
	f.OnSettled = func(string) { p.judge() }
	f.OnEnter = func(string) {
		p.judge()
		p.w.primary()
	}
	return f
}

// typed makes the addresses follow at once where they can; faults are named only
// when typing pauses, because every text is faulty halfway.
func (p *portalPage) typed() {
	s := &p.w.state.portal
	before := s.checked.portal
	s.check()
	s.typing = true
	if s.checked.portal != before {
		p.w.state.changed(pagePortal)
	}
	p.w.refresh()
}

func (p *portalPage) judge() {
	p.w.state.portal.typing = false
	p.w.state.portal.check()
	p.w.refresh()
}

// toggleEdit changes between the addresses that follow and typed ones.
func (p *portalPage) toggleEdit() {
	s := &p.w.state.portal
	if !s.edited && s.good() {
		s.identifier, s.replyURL = s.checked.portal.Identifier, s.checked.portal.ReplyURL
		p.editID.SetText(s.identifier)
		p.editReply.SetText(s.replyURL)
	}
	s.edited = !s.edited
	p.w.state.changed(pagePortal)
	p.judge()
	p.w.focusFirst()
}

func (p *portalPage) body() fyne.CanvasObject { return p.column }

func (p *portalPage) update() {
	w, s, settled := p.w, &p.w.state.portal, p.w.state.settled()
	showIf(p.subdomain, !s.edited)
	showIf(p.below, !s.edited)
	showIf(p.identifier, !s.edited)
	showIf(p.replyURL, !s.edited)
	showIf(p.fields, s.edited)
	p.edit.SetLabel(w.say("window.portal.edit"))
	if s.edited {
		p.edit.SetLabel(w.say("window.portal.unedit"))
	}
	showIf(p.edit, !settled)
	for _, field := range []*kit.Field{p.subdomain, p.editID, p.editReply} {
		field.SetFixed(settled)
	}
	p.identifier.SetText(s.checked.portal.Identifier)
	p.replyURL.SetText(s.checked.portal.ReplyURL)
	p.updateStatus()
	p.updateHint()
	p.ask.update()
	p.help.Relayout()
	p.card.Relayout()
	p.column.Relayout()
}

func (p *portalPage) updateStatus() {
	w, s := p.w, &p.w.state.portal
	mark, text := s.status(w.words)
	if s.typing && mark == statusBad {
		mark, text = statusInfo, w.say("window.portal.rule")
	}
	if s.blank() && p.waits() {
		text = s.hint(w.words)
	}
	if !s.edited {
		p.say(p.subdomain, mark, text, func(suggestion string) { p.subdomain.SetText(suggestion); p.judge() })
		return
	}
	p.editID.ClearStatus()
	p.editReply.ClearStatus()
	target := p.editID
	if problem := s.checked.problem; problem != nil && problem.Field == samlcfg.FieldReplyURL {
		target = p.editReply
	} else if problem == nil {
		target = p.editReply
	}
	if s.typing && !s.good() {
		return
	}
	p.say(target, mark, text, func(suggestion string) { target.SetText(suggestion); p.judge() })
}

// say shows the check below a field, with a button for the suggestion.
func (p *portalPage) say(field *kit.Field, mark statusMark, text string, use func(string)) {
	switch mark {
	case statusOK:
		field.SetOk(text, p.w.say("window.portal.yours"))
	case statusBad:
		suggestion := p.w.state.portal.checked.problem.Suggestion
		if suggestion == "" {
			field.SetProblem(text, "", nil)
			return
		}
		field.SetProblem(text, p.w.say("window.portal.use", words.Facts{"Suggestion": strings.TrimSuffix(suggestion, "."+samlcfg.PortalDomain)}), func() { use(suggestion) })
	default:
		field.SetInfo(text)
	}
}

// updateHint shows the first thing that is worth a second look.
func (p *portalPage) updateHint() {
	s := &p.w.state.portal
	text := ""
	if s.good() {
		for _, code := range s.checked.portal.Hints() {
			if key := "portal-hint." + code; p.w.words.Has(key) {
				text = p.w.say(key)
				break
			}
		}
	}
	showIf(p.hint, text != "")
	p.hint.Set(kit.Info, text)
}

// waits reports that support was asked and has not answered. The button that leads
// on later takes the room of the hint then; the field says what it said.
func (p *portalPage) waits() bool {
	w := p.w
	return !w.state.portal.good() && !w.state.ask.asked.IsZero() && w.deps.Remembers
}

func (p *portalPage) foot() foot {
	w, s := p.w, &p.w.state.portal
	f := foot{backLabel: w.say("window.nav.back"), back: w.back, hint: s.hint(w.words)}
	f.primary = &deed{label: w.say("window.portal.next"), off: !s.good(), run: w.answered}
	if p.waits() {
		f.hint, f.second = "", &deed{label: w.say("window.ask.later"), run: w.restart}
	}
	if w.state.settled() {
		f.hint = w.say("window.settled")
	}
	return f
}

func (p *portalPage) first() fyne.Focusable {
	if p.w.state.portal.edited {
		return p.editID.Focusable()
	}
	return p.subdomain.Focusable()
}

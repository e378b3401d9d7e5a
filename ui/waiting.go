package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// confirmed reports that support has said that all of it is done.
func (h *handOverState) confirmed() bool {
	return !h.support.Loaded.IsZero() && !h.support.Activated.IsZero()
}

// waitingFace is the hand-over page while the bundle is with support: what they
// confirm, when to ask again, and what can be done meanwhile.
type waitingFace struct {
	w         *Window
	unkept    *trouble
	unsaved   *trouble
	day       *kit.Line
	loaded    *kit.Check
	activated *kit.Check
	said      *kit.StatusLine
	top       *kit.NoteRow
	ticks     *kit.Card
	ticket    *kit.Field
	reminder  *reminderParts
	again     *kit.Button
	expiry    *kit.Button
	meanwhile *kit.Card
	row       fyne.CanvasObject
}

func newWaitingFace(w *Window) *waitingFace {
	f := &waitingFace{w: w}
	h := &w.state.handOver
	f.unkept = newTrouble(w, func() { w.noteSupport(w.flow.NoteSupport) })
	f.unsaved = newTrouble(w, w.openExpiry)
	f.day = kit.NewLine(kit.Small, look.Wait, "")
	upn := w.state.apply.result.Contents.TestUserUPN
	f.loaded = f.tick("window.waiting.loaded", w.say("window.waiting.loaded-lead"), func(s *setup.Support, when time.Time) { s.Loaded = when })
	f.activated = f.tick("window.waiting.activated", upn, func(s *setup.Support, when time.Time) { s.Activated = when })
	f.said = kit.NewStatusLine(kit.Waiting, w.say("window.waiting.tick"))
	f.top = kit.NewNoteRow(f.said, f.day).AsHead()
	f.ticks = kit.NewCard(f.top, f.loaded, f.activated)
	f.ticket = kit.NewField(w.host(), w.say("window.waiting.ticket")).NoStatus()
	f.ticket.SetPlaceholder(w.say("window.waiting.ticket-empty"))
	f.ticket.SetText(h.support.Ticket)
	f.ticket.OnSettled = func(text string) {
		if text != h.support.Ticket {
			w.support(func(s *setup.Support) { s.Ticket = text })
		}
	}
	f.ticket.OnEnter = func(string) { w.primary() }
	f.reminder = newReminderParts(w, h, w.remindOfBundle)
	f.again = kit.NewButton(kit.Secondary, w.say("window.waiting.again-open"), w.sendAgain).Small()
	f.row = kit.NewColumns(16, append([]kit.Col{{Object: f.ticket, Width: 176}}, f.reminder.cols()...)...).StackBelow(230)
	f.expiry = kit.NewButton(kit.Secondary, w.say("window.waiting.expiry-open"), w.openExpiry).Small()
	check := kit.NewButton(kit.Secondary, w.say("window.waiting.prove-open"), func() { w.detour(pageProve) }).Small()
	until := words.Facts{"Date": w.words.Date(w.state.apply.result.Contents.NotAfter)}
	f.meanwhile = kit.NewCard(nil,
		kit.NewDeedRow(look.IconMail, w.say("window.waiting.again"), w.say("window.waiting.again-lead"), f.again),
		kit.NewDeedRow(look.IconShieldOk, w.say("window.waiting.prove"), w.say("window.waiting.prove-lead", w.personFacts()), check),
		kit.NewDeedRow(look.IconCalendar, w.say("window.waiting.expiry"), w.say("window.waiting.expiry-lead", until), f.expiry))
	return f
}

// tick is one thing that support confirms, with the time of it kept.
func (f *waitingFace) tick(key, lead string, set func(*setup.Support, time.Time)) *kit.Check {
	check := kit.NewCheck(f.w.say(key), lead, false).InCard()
	check.OnChanged = func(on bool) {
		when := time.Time{}
		if on {
			when = f.w.now().UTC().Truncate(time.Second)
		}
		f.w.support(func(s *setup.Support) { set(s, when) })
	}
	return check
}

func (f *waitingFace) blocks() []fyne.CanvasObject {
	blocks := []fyne.CanvasObject{f.unkept.object, f.unkept.gap, f.unsaved.object, f.unsaved.gap, f.ticks, kit.NewGap(16), f.row}
	const said = 20 // one line of news, whose room is kept, so that it shifts nothing
	if f.reminder.note.Visible() {
		blocks = append(blocks, kit.NewGap(8), f.reminder.note, kit.NewGap(8))
	} else {
		blocks = append(blocks, kit.NewGap(8+said+8))
	}
	return append(blocks, kit.NewPara(kit.Strong, look.Ink, f.w.say("window.waiting.meanwhile")), kit.NewGap(8), f.meanwhile, kit.NewGap(24))
}

func (f *waitingFace) update() {
	w, h := f.w, &f.w.state.handOver
	f.unkept.set(h.unkept)
	f.unsaved.set(h.expiryProblem)
	tone, colour, head := kit.Waiting, look.Wait, w.say("window.waiting.tick")
	if h.confirmed() {
		tone, colour, head = kit.Done, look.Ok, w.say("window.waiting.confirmed")
	}
	f.said.Set(tone, head)
	f.day.SetColour(colour)
	f.day.SetText(w.say("window.waiting.day", words.Facts{"Day": daysBetween(h.sent, w.now()) + 1}))
	f.top.AsHead()
	f.loaded.SetTicked(!h.support.Loaded.IsZero())
	f.activated.SetTicked(!h.support.Activated.IsZero())
	f.reminder.update()
}

func (f *waitingFace) foot() foot {
	w, h := f.w, &f.w.state.handOver
	next := &deed{label: w.say("window.hand-over.next"), run: w.next}
	foot := foot{backLabel: w.say("window.nav.back"), back: w.back}
	if h.confirmed() {
		foot.primary = next
		return foot
	}
	foot.hint = w.reminderHint(h.support.Remind)
	next.label = w.say("window.waiting.anyway")
	foot.second = next
	return foot
}

func (f *waitingFace) first() fyne.Focusable {
	if !f.w.state.handOver.confirmed() {
		return f.loaded
	}
	return nil
}

// sendAgain shows the bundle and the draft once more.
func (w *Window) sendAgain() {
	w.state.handOver.again = true
	w.refresh()
	w.focusFirst()
}

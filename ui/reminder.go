package ui

import (
	"path/filepath"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// reminderParts offer a calendar entry to ask support again, and say where it is.
type reminderParts struct {
	w    *Window
	h    *handOverState
	days *kit.Picker
	add  *kit.Button
	note *kit.StatusLine
}

// newReminderParts returns the parts for one hand-over; make makes an entry that
// many days from now.
func newReminderParts(w *Window, h *handOverState, make func(days int)) *reminderParts {
	p := &reminderParts{w: w, h: h}
	var choices []string
	for _, days := range remindDays() {
		choices = append(choices, w.words.Count("window.waiting.remind-days", days, words.Facts{"Date": w.words.Date(remindOn(w.now(), days))}))
	}
	p.days = kit.NewPicker(w.win.Canvas, w.say("window.waiting.remind"), 1, choices...)
	p.add = kit.NewButton(kit.Secondary, w.say("window.waiting.calendar-add"), func() { make(remindDays()[max(0, p.days.Picked())]) }).WithIcon(look.IconCalendar)
	p.note = kit.NewStatusLine(kit.Done, "")
	return p
}

// cols are the parts side by side, at the height of entries.
func (p *reminderParts) cols() []kit.Col {
	return []kit.Col{{Object: p.days}, {Object: kit.NewPad(p.add, labelHigh, 0, 0, 0), Own: true}}
}

// labelHigh is how far the edge of an entry is below its label, in units of the
// design.
const labelHigh = 20

// update says where calendar entries are, and when no calendar came up.
func (p *reminderParts) update() {
	w, h := p.w, p.h
	tone, text := kit.Done, ""
	switch {
	case h.reminderUnopened:
		tone, text = kit.Waiting, w.say("window.waiting.reminder-unopened", words.Facts{"Path": h.reminder})
	case h.expiryUnopened:
		tone, text = kit.Waiting, w.say("window.waiting.reminder-unopened", words.Facts{"Path": h.expiry})
	case h.reminder != "":
		text = w.say("window.waiting.reminder-made", words.Facts{"Path": h.reminder})
	}
	showIf(p.note, text != "")
	p.note.Set(tone, text)
}

// reminderHint says that closing is safe, and when the start page will remind.
func (w *Window) reminderHint(remind time.Time) string {
	if !remind.IsZero() && remind.After(w.now()) {
		return w.say("window.waiting.hint-remind", words.Facts{"Date": w.words.Date(remind.Local())})
	}
	return w.say("window.waiting.hint")
}

// remindAt is the hour of the day at which a calendar reminds, in the person's
// time zone.
const remindAt = 9

// remindDays are the choices of when to ask support again.
func remindDays() []int { return []int{1, 3, 7} }

// remindOn is the moment of a reminder that many days from now.
func remindOn(now time.Time, days int) time.Time {
	year, month, day := now.Local().Date()
	return time.Date(year, month, day+days, remindAt, 0, 0, 0, time.Local)
}

const reminderName = "autotask-support-reminder.ics"

// remind makes a calendar entry with a text, opens it, and has the day kept for
// the start page. appID tells the entries of different set-ups apart.
func (w *Window) remind(h *handOverState, appID, text string, days int, keep func(time.Time)) {
	when := remindOn(w.now(), days)
	entry := bundle.Reminder(appID+"-support", w.say("window.waiting.calendar-title"), text, when, w.now())
	w.openSaved(entry, filepath.Join(w.deps.SaveDir, reminderName), func(saved string, unopened bool, err error) {
		h.problem = problemOf(err)
		if err != nil {
			return
		}
		h.reminder, h.reminderUnopened = saved, unopened
		keep(when)
	})
}

// remindOfBundle reminds of a bundle that support has.
func (w *Window) remindOfBundle(days int) {
	h, contents := &w.state.handOver, w.state.apply.result.Contents
	facts := words.Facts{"Tenant": contents.TenantName, "Ticket": h.support.Ticket}
	text := w.say("window.waiting.calendar", facts)
	if h.support.Ticket != "" {
		text += "\n" + w.say("window.waiting.calendar-ticket", facts)
	}
	w.remind(h, contents.AppID, text, days, func(when time.Time) { w.support(func(s *setup.Support) { s.Remind = when }) })
}

// remindOfRenewal reminds of a new certificate that support has.
func (w *Window) remindOfRenewal(days int) {
	standing := &w.state.carried.standing
	text := w.say("window.activate.calendar", words.Facts{"Tenant": tenantName(*standing)})
	w.remind(&w.state.renewal.handOver, standing.Newest().AppID, text, days, func(when time.Time) {
		standing.Support.Remind = when
		s, wish, said := w.state, w.standingWish(), standing.Support
		w.inTurn(func() error { return w.flow.NoteSupport(wish, said) }, func(err error) {
			if s == w.state {
				s.renewal.handOver.unkept = problemOf(err)
				w.refresh()
			}
		})
	})
}

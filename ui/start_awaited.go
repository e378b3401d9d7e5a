package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// awaitedRows is how many of the consents are listed: the oldest wait longest.
const awaitedRows = 5

// awaitedList is the start page's list of consents that administrators were asked for.
type awaitedList struct {
	w      *Window
	card   *kit.Card
	listed []string // what the rows are about
}

func newAwaitedList(w *Window) *awaitedList {
	return &awaitedList{w: w, card: kit.NewCard(nil)}
}

// awaitedName is what the tenant of a consent is called.
func awaitedName(w *Window, c setup.AwaitedConsent) string {
	return firstOf(c.TenantName, c.TenantID, w.say("window.awaited.own"))
}

func (l *awaitedList) blocks() []fyne.CanvasObject {
	if len(l.listed) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewPara(kit.Heading, look.Ink, l.w.say("window.awaited.title")), kit.NewGap(12), l.card, kit.NewGap(24)}
}

// update makes rows anew only when there is something new to say.
func (l *awaitedList) update() {
	w := l.w
	shown := w.state.recent.awaited
	shown = shown[:min(len(shown), awaitedRows)]
	var listed []string
	for _, c := range shown {
		listed = append(listed, c.TenantID+c.ClientID+c.Since.String())
	}
	if slices.Equal(listed, l.listed) {
		return
	}
	l.listed = listed
	var rows []fyne.CanvasObject
	for _, c := range shown {
		check := kit.NewButton(kit.Secondary, w.say("window.awaited.check"), func() { w.lookForConsent(c) }).Small().WithIcon(look.IconRenew)
		row := kit.NewDeedRow(look.IconClock, awaitedName(w, c), w.say("window.awaited.since", words.Facts{"Date": w.words.Date(c.Since.Local())}), check)
		row.SetIcon(look.IconClock, look.Wait)
		rows = append(rows, row)
	}
	l.card.SetRows(rows...)
}

// lookForConsent signs in where a consent was asked for, to see whether it is there.
func (w *Window) lookForConsent(c setup.AwaitedConsent) {
	s := newState()
	s.log, s.recent, s.awaited = w.state.log, w.state.recent, &c
	s.signIn.tenant = c.TenantID
	if c.ClientID != setup.DefaultClientID {
		s.signIn.client = c.ClientID
	}
	if w.offersClouds() {
		s.signIn.cloud = c.Cloud
	}
	w.state = s
	w.next()
}

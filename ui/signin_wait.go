package ui

import (
	"net/url"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg/qr"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// waitForPerson shows what the person needs to sign in: the page's address, or
// the code and where to type it.
type waitForPerson struct {
	w       *Window
	card    *kit.Card
	headRow *kit.InfoRow
	code    *kit.Para
	codeRow fyne.CanvasObject
	link    *kit.ValueRow
	address *kit.ValueRow
	camera  *kit.QR
	page    string // that camera shows
	scan    fyne.CanvasObject
	note    *kit.StatusLine
	noteRow *kit.NoteRow
	open    *kit.Button
	asked   personAsked // what it shows
}

// personAsked is how a person is being asked for a sign-in, or for leave to do more.
type personAsked struct {
	now      bool // false: nobody is asked
	way      setup.Way
	code     *setup.Code
	link     string
	unopened bool // no browser came up for link
}

func newWaitForPerson(w *Window) *waitForPerson {
	v := &waitForPerson{w: w}
	v.headRow = kit.NewDeedRow(look.IconClock, "", "", nil)
	v.headRow.SetIcon(look.IconClock, look.Wait)
	v.code = kit.NewPara(kit.Title, look.Ink, "")
	copyCode := kit.NewCopyCell(w.host(), w.copyWords("window.sign-in.code-value"), v.code.Text)
	label := kit.NewPara(kit.Small, look.Muted, w.say("window.sign-in.code-value"))
	v.codeRow = kit.NewPad(kit.NewColumns(8, kit.Col{Object: kit.NewColumn(2, label, v.code)}, kit.Col{Object: copyCode, Width: 40}), 10, 4, 10, 16)
	v.link = kit.NewValueUnder(w.host(), w.say("window.sign-in.link"), "", w.copyWords("window.sign-in.link")).Short()
	v.address = kit.NewValueUnder(w.host(), w.say("window.sign-in.code-page"), "", w.copyWords("window.sign-in.code-page"))
	v.camera = kit.NewQR(w.say("window.sign-in.scan"))
	v.scan = kit.NewPad(kit.NewColumns(16, kit.Col{Object: v.camera, Own: true},
		kit.Col{Object: kit.NewPad(kit.NewPara(kit.Body, look.Muted, w.say("window.sign-in.scan-lead")), 44, 0, 0, 0)}), 12, 4, 12, 16)
	v.note = kit.NewStatusLine(kit.Info, "")
	v.open = kit.NewButton(kit.Secondary, w.say("window.sign-in.open-page"), v.openPage).Small().WithIcon(look.IconOpen)
	v.noteRow = kit.NewNoteRow(v.note, v.open)
	v.card = kit.NewCard(nil, v.headRow, v.codeRow, v.link, v.address, v.scan, v.noteRow)
	return v
}

func (v *waitForPerson) openPage() {
	if code := v.asked.code; code != nil {
		v.w.openInBrowser(code.URL)
	}
}

// update shows how the sign-in asks the person.
func (v *waitForPerson) update() {
	s := &v.w.state.signIn
	v.show(personAsked{now: s.busy, way: s.way, code: s.code, link: s.link, unopened: s.linkUnopened})
}

// updateFor shows how a run that waits for the person's leave asks for it.
func (v *waitForPerson) updateFor(wait *setup.Wait) {
	asked := personAsked{way: setup.Browser}
	if wait != nil && wait.Reason == setup.ReasonConsent {
		asked.now, asked.code, asked.link = true, wait.Code, wait.Facts["URL"]
	}
	if asked.code != nil {
		asked.way, asked.link = setup.DeviceCode, ""
	}
	v.show(asked)
}

func (v *waitForPerson) show(s personAsked) {
	w := v.w
	v.asked = s
	showIf(v.card, s.now)
	if !s.now {
		return
	}
	byCode := s.way == setup.DeviceCode
	showIf(v.codeRow, byCode && s.code != nil)
	showIf(v.link, s.link != "")
	showIf(v.address, s.code != nil)
	showIf(v.scan, s.code != nil && v.drawn())
	showIf(v.noteRow, s.code != nil || s.unopened)
	showIf(v.open, s.code != nil)
	switch {
	case byCode && s.code != nil:
		v.headRow.Set(w.say("window.sign-in.waiting-code"), w.say("window.sign-in.waiting-code-lead"))
		v.code.SetText(s.code.UserCode)
		v.address.SetText(s.code.URL)
		v.note.SetWith(kit.Info, w.say("window.sign-in.code-expires", words.Facts{"Time": w.words.Clock(s.code.Expires.Local())}), v.left(s.code.Expires))
	case byCode:
		v.headRow.Set(w.say("window.sign-in.waiting-for-code"), "")
	case s.way == setup.AzureCLI:
		v.headRow.Set(w.say("window.sign-in.waiting-cli"), w.say("window.sign-in.waiting-cli-lead"))
	case s.link == "":
		v.headRow.Set(w.say("window.sign-in.waiting-link"), w.say("window.sign-in.waiting-browser-lead"))
	default:
		v.headRow.Set(w.say("window.sign-in.waiting-browser"), w.say("window.sign-in.waiting-browser-lead"))
		v.link.SetText(s.link)
		v.note.Set(kit.Waiting, w.say("window.sign-in.link-not-opened"))
	}
	v.card.Relayout()
}

// left is how long a code is good for.
func (v *waitForPerson) left(end time.Time) string {
	left := end.Sub(v.w.now()).Truncate(time.Second)
	if left <= 0 {
		return v.w.say("window.sign-in.code-over")
	}
	return v.w.say("window.sign-in.code-left", words.Facts{"Time": clockText(left)})
}

// drawn draws the code's page for a phone; false where there is nothing to draw, or
// where the page is on this computer alone, as that of a practice tenant.
func (v *waitForPerson) drawn() bool {
	page := v.asked.code.URL
	if page == v.page {
		return page != ""
	}
	v.page = ""
	address, err := url.Parse(page)
	if err != nil || v.w.deps.Practice || address.Scheme != "https" {
		return false
	}
	cells, err := qr.Of(page)
	if err != nil {
		return false
	}
	v.page = page
	v.camera.Set(cells.Side(), cells.Black)
	return true
}

// askedMeanwhile is that card above what a run shows; it takes no room while the person
// is not asked.
type askedMeanwhile struct {
	card   *waitForPerson
	object *kit.Column
}

func newAskedMeanwhile(w *Window) *askedMeanwhile {
	a := &askedMeanwhile{card: newWaitForPerson(w)}
	a.object = kit.NewColumn(0, a.card.card, kit.NewGap(16))
	a.object.Hide()
	return a
}

func (a *askedMeanwhile) update(wait *setup.Wait) {
	a.card.updateFor(wait)
	showIf(a.object, a.card.asked.now)
	a.object.Relayout()
}

package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// examineView puts what was found into cards: what is wrong first, with what was
// got and expected, then what is worth a look, then what holds.
type examineView struct {
	w     *Window
	found *examined
	fix   *kit.Button
	note  *kit.StatusLine // how the fault can be mended, or cannot
	card  *kit.Finding    // which holds the repair
	all   []fyne.CanvasObject
}

func newExamineView(w *Window, found *examined) *examineView {
	v := &examineView{w: w, found: found}
	v.fix = kit.NewButton(kit.Primary, "", func() {
		if plan := found.mend.plan; plan != nil {
			w.mend(plan)
		}
	}).Small()
	v.note = kit.NewStatusLine(kit.Info, "")
	if found.response {
		v.all = append(v.all, v.counts(), kit.NewGap(12))
	}
	for _, report := range found.errors {
		v.add(v.errorCard(report))
	}
	if !found.reading.Refused {
		for _, severity := range []samlcfg.Severity{samlcfg.Fail, samlcfg.Warn} {
			for _, finding := range found.of(severity) {
				v.add(v.findingCard(finding))
			}
		}
		v.notes()
		v.passed()
		v.claims()
	}
	return v
}

func (v *examineView) blocks() []fyne.CanvasObject { return v.all }

func (v *examineView) add(card fyne.CanvasObject) {
	v.all = append(v.all, card, kit.NewGap(12))
}

func (v *examineView) title() string {
	switch {
	case !v.found.response:
		return v.w.words.Count("window.examine.title-errors", len(v.found.errors))
	case v.found.reading.Refused:
		return v.w.say("window.examine.title-refused")
	}
	return v.w.say("window.examine.title-response")
}

func (v *examineView) lead() string { return v.w.say("window.examine.lead-found") }

// counts sums the findings up, and says who signed in and when.
func (v *examineView) counts() fyne.CanvasObject {
	w := v.w
	var row []fyne.CanvasObject
	tag := func(tone kit.Tone, key string, n int) {
		if n > 0 {
			row = append(row, kit.NewTag(tone, w.words.Count(key, n)))
		}
	}
	tag(kit.Problem, "window.examine.problems", len(v.found.of(samlcfg.Fail)))
	tag(kit.Waiting, "window.examine.notes", len(v.found.of(samlcfg.Warn)))
	tag(kit.Done, "window.examine.passed", len(v.found.of(samlcfg.Pass)))
	person := v.found.reading.Person
	if person.NameID != "" && !person.IssuedAt.IsZero() {
		issued := person.IssuedAt.Local()
		row = append(row, kit.NewSpring(), kit.NewLine(kit.Body, look.Muted, w.say("window.examine.who",
			words.Facts{"Person": person.NameID, "Date": w.words.Date(issued), "Time": w.words.Clock(issued)})))
	}
	return kit.NewFlow(8, row...)
}

// findingCard is one fault or doubt about a response.
func (v *examineView) findingCard(finding samlcfg.Finding) fyne.CanvasObject {
	w, key := v.w, "finding."+finding.Code
	about := findingFacts(w.words, finding)
	var parts []kit.FindingPart
	part := func(name string, body fyne.CanvasObject) {
		parts = append(parts, kit.FindingPart{Name: w.say("window.examine." + name), Body: body})
	}
	if !twoValues(finding) {
		part("what", kit.NewPara(kit.Body, look.Ink, w.say(key+".what", about)))
	} else {
		fromGot, toGot, fromWant, toWant := kit.Differ(finding.Got, finding.Expected)
		part("got", kit.NewMarked(finding.Got, fromGot, toGot, kit.Problem))
		part("expected", kit.NewMarked(finding.Expected, fromWant, toWant, kit.Done))
	}
	part("do", kit.NewPara(kit.Body, look.Ink, w.say(key+".next", about)))
	tone := kit.Problem
	if finding.Severity == samlcfg.Warn {
		tone = kit.Waiting
	}
	title := titleOf(w.say(key+".what", about))
	if short := "window.fault." + strings.TrimPrefix(finding.Code, "response-"); w.words.Has(short) {
		title = w.say(short)
	}
	card := kit.NewFinding(tone, title, v.sideTag(finding.Side()), parts, nil)
	v.mayMend(card, finding.Fix())
	return card
}

// twoValues reports whether what was got and what was expected are two values of
// the same kind, so that the difference between them tells the fault.
func twoValues(finding samlcfg.Finding) bool {
	switch strings.TrimPrefix(finding.Code, "response-") {
	case "destination", "issuer", "assertion-issuer", "audience", "recipient", "signature-other-key", "name-id-format", "user-case", "user-differs":
		return finding.Got != "" && finding.Expected != ""
	}
	return false
}

// errorCard is one error of Entra's, with the ids that Microsoft's support asks
// for in sight.
func (v *examineView) errorCard(report samlcfg.SignInErrorReport) fyne.CanvasObject {
	w, key := v.w, report.Key()
	var parts []kit.FindingPart
	part := func(name string, body fyne.CanvasObject) {
		parts = append(parts, kit.FindingPart{Name: w.say("window.examine." + name), Body: body})
	}
	part("why", kit.NewPara(kit.Body, look.Ink, w.say(key+".why")))
	part("do", kit.NewPara(kit.Body, look.Ink, w.say(key+".next")))
	if report.Known() && !report.AtEntra {
		part("when", kit.NewPara(kit.Body, look.Muted, w.say(neverHere(report.SignInError))))
	}
	text := w.say(key+".what") + "\n"
	for _, row := range []struct{ name, value string }{
		{"code", report.Name()}, {"said", report.Message}, {"correlation", report.CorrelationID}, {"request", report.TraceID}, {"time", stampOf(report.Time)},
	} {
		if row.value != "" {
			var body fyne.CanvasObject = kit.NewMarked(row.value, 0, 0, kit.Info)
			if row.name == "said" {
				body = kit.NewPara(kit.Body, look.Ink, row.value)
			}
			part(row.name, body)
			text += w.say("window.examine."+row.name) + ": " + row.value + "\n"
		}
	}
	lookUp := kit.NewButton(kit.Secondary, w.say("window.examine.look-up"), func() { w.openInBrowser(report.Link()) }).Small().WithTrailingIcon(look.IconOpen)
	copyAll := kit.NewCopyLink(w.host(), w.say("window.copy"), w.copyWords("window.examine.all"), func() string { return text })
	card := kit.NewFinding(kit.Problem, titleOf(w.say(key+".what")), v.sideTag(report.Side), parts, nil, lookUp, copyAll)
	if v.mayMend(card, report.Fix) {
		card.SetButtons(v.fix, lookUp, copyAll)
	}
	return card
}

// neverHere names the words about a code that a sign-on to Autotask cannot meet.
func neverHere(found samlcfg.SignInError) string {
	if found.Side == samlcfg.SideSender {
		return "explain.of-a-request"
	}
	return "explain.of-a-tool"
}

// stampOf is a moment as Microsoft's support writes it, "" when there is none.
func stampOf(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return moment.UTC().Format(time.RFC3339)
}

// sideTag says who can act; nil where nobody has to.
func (v *examineView) sideTag(side samlcfg.Side) *kit.Tag {
	icons := map[samlcfg.Side]look.IconName{samlcfg.SideEntra: look.IconDirectory, samlcfg.SidePortal: look.IconPortal, samlcfg.SidePerson: look.IconPerson, samlcfg.SideComputer: look.IconDevice,
		samlcfg.SideMicrosoft: look.IconCloud, samlcfg.SideTool: look.IconBrowser, samlcfg.SideSender: look.IconBrowser}
	if side == samlcfg.SideNobody {
		return nil
	}
	return kit.NewTag(kit.Plain, v.w.say("window.side."+string(side))).WithIcon(icons[side])
}

// mayMend puts the repair into the first card that one plan would mend, and
// reports whether it is this one.
func (v *examineView) mayMend(card *kit.Finding, fix samlcfg.Fix) bool {
	if v.card != nil || fix == samlcfg.FixNone {
		return false
	}
	v.card = card
	card.SetButtons(v.fix)
	return true
}

// notes are what is worth knowing and needs nothing done.
func (v *examineView) notes() {
	var rows []fyne.CanvasObject
	for _, finding := range v.found.of(samlcfg.Note) {
		text := v.w.say("finding."+finding.Code+".what", findingFacts(v.w.words, finding))
		row := kit.NewInfoRow(look.IconInfo, text, "", nil)
		if tag := v.sideTag(finding.Side()); tag != nil {
			row = kit.NewInfoRow(look.IconInfo, text, "", tag)
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		v.add(kit.NewCard(nil, rows...))
	}
}

// passed lists what was checked and holds, and as whom Autotask sees the person.
func (v *examineView) passed() {
	w := v.w
	var titles []string
	for _, finding := range v.found.of(samlcfg.Pass) {
		titles = append(titles, w.say("finding."+finding.Code+".title"))
	}
	var rows []fyne.CanvasObject
	if len(titles) > 0 {
		rows = append(rows, kit.NewTicks(titles...))
	}
	if name := v.found.reading.Person.NameID; name != "" {
		rows = append(rows, kit.NewValueBeside(w.host(), 176, w.say("window.examine.seen-as"), name, w.copyWords("window.examine.seen-as")))
	}
	if len(rows) > 0 {
		v.add(kit.NewCard(nil, rows...))
	}
}

// claims lists everything that the response says about the person.
func (v *examineView) claims() {
	w := v.w
	var rows []fyne.CanvasObject
	for _, claim := range v.found.reading.Person.Attributes {
		name := claim.Name
		if meaning := claim.Meaning(); meaning != "" {
			name = w.say("claim." + meaning)
		}
		copyWords := kit.CopyWords{Copy: w.say("window.copy-of", words.Facts{"What": name}), Copied: w.say("window.copied")}
		rows = append(rows, kit.NewValueBeside(w.host(), 176, name, strings.Join(claim.Shown(), ", "), copyWords))
	}
	if len(rows) == 0 {
		return
	}
	title := w.words.Count("window.examine.claims", len(rows))
	v.add(kit.NewDisclosure(title, w.say("window.examine.claims-value"), kit.NewColumn(0, rows...)))
}

// update says how the fault can be mended, as far as that is known.
func (v *examineView) update() {
	m, w := v.found.mend, v.w
	if v.card == nil {
		return
	}
	busy := ""
	if m.looking {
		busy = w.say("window.examine.looking")
	}
	v.fix.SetLabel(w.words.Count("window.examine.fix", m.writes()))
	v.fix.SetBusy(busy)
	showIf(v.fix, m.looking || m.writes() > 0)
	if m.plan != nil && m.plan.Blocked() != nil {
		v.fix.Hide()
	}
	v.card.Relayout()
}

// footHint says what to do before the next test.
func (v *examineView) footHint() string {
	m := v.found.mend
	switch {
	case m.looking:
		return ""
	case m.plan != nil && m.writes() == 0:
		return v.w.say("window.examine.entra-right")
	case m.problem != nil:
		return v.w.say("window.examine.not-looked")
	case v.found.fault() == nil:
		return ""
	}
	return v.w.say("window.examine.after")
}

func (v *examineView) first() fyne.Focusable {
	if v.card != nil && v.fix.Visible() {
		return v.fix
	}
	return nil
}

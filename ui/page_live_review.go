package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// liveReviewPage shows everyone who is about to be let in, and who is taken away,
// before it is done.
type liveReviewPage struct {
	w       *Window
	head    *kit.PageHead
	looking *kit.WaitPanel
	trouble *trouble
	counts  *kit.Flow
	copyAll *kit.CopyLink
	list    *kit.RowList
	notes   *kit.Column
	shown   *setup.LivePlan
	column  *kit.Column
}

func newLiveReviewPage(w *Window) *liveReviewPage {
	p := &liveReviewPage{w: w, head: kit.NewPageHead("", ""), looking: kit.NewWaitPanel(nil), counts: kit.NewFlow(20), notes: kit.NewColumn(8), column: kit.NewColumn(0)}
	p.trouble = newTrouble(w, w.planLive)
	p.list = kit.NewRowList(liveListHigh, w.say("window.live.changes"), "")
	p.copyAll = kit.NewCopyLink(w.host(), w.say("window.review.copy"), w.copyWords("window.live.changes"), p.text)
	return p
}

func (p *liveReviewPage) opened() { p.w.planLive() }

func (p *liveReviewPage) body() fyne.CanvasObject { return p.column }

func (p *liveReviewPage) update() {
	w, l := p.w, &p.w.state.live
	tone := kit.Info
	if l.planning {
		tone = kit.Plain
	}
	p.looking.Set(tone, w.say("window.review.looking"), w.say("window.review.looking-lead"))
	showIf(p.looking, l.planning)
	p.trouble.set(l.planProblem)
	p.updateHead()
	blocks := []fyne.CanvasObject{p.head, kit.NewGap(20), p.looking, p.trouble.object, p.trouble.gap}
	if l.plan != nil {
		p.show(l.plan)
		blocks = append(blocks, p.counts, kit.NewGap(12), p.list, kit.NewGap(12), p.notes, kit.NewGap(24))
	}
	p.column.SetItems(blocks...)
}

func (p *liveReviewPage) updateHead() {
	w, l := p.w, &p.w.state.live
	switch {
	case l.planning:
		p.head.Set(w.say("window.review.title-looking"), w.say("window.review.lead-looking"))
	case l.plan == nil:
		p.head.Set(w.say("window.review.title-problem"), w.say("window.review.lead-problem"))
	case planned(*l.plan) == 0:
		p.head.Set(w.say("window.live.title-none"), w.say("window.review.lead-none", words.Facts{"Tenant": l.plan.Tenant.Name}))
	default:
		key := "window.review.title"
		if w.deps.Practice {
			key = "window.review.title-practice"
		}
		p.head.Set(w.words.Count(key, planned(*l.plan)), w.say("window.review.lead", words.Facts{"Tenant": l.plan.Tenant.Name}))
	}
}

// planned is the number of changes of a plan, as they are told: the account of the
// test user takes her assignment along.
func planned(plan setup.LivePlan) int {
	return plan.Count(setup.LetIn) + boolCount(takesAway(plan.TestUser))
}

// show fills the page from a new plan.
func (p *liveReviewPage) show(plan *setup.LivePlan) {
	if p.shown == plan {
		return
	}
	p.shown = plan
	w := p.w
	var counts []fyne.CanvasObject
	count := func(icon look.IconName, colour fyne.ThemeColorName, key string, n int) {
		if n > 0 {
			counts = append(counts, kit.NewCount(icon, colour, w.words.Count(key, n)))
		}
	}
	count(look.IconPlus, look.Ok, "window.live.sum", plan.Count(setup.LetIn))
	if takesAway(plan.TestUser) {
		counts = append(counts, kit.NewCount(look.IconTrash, look.Bad, w.say("window.live.sum-"+removalKey(plan.TestUser))))
	}
	count(look.IconSame, look.Faint, "window.live.sum-same", plan.Count(setup.IsIn))
	count(look.IconWarn, look.Bad, "window.live.sum-cannot", cannot(*plan))
	p.counts.SetItems(append(counts, kit.NewSpring(), p.copyAll)...)
	p.list.SetRows(plannedRows(w, *plan))
	lines := liveNotes(w, &w.state.live)
	if user := plan.TestUser; takesAway(user) && user.Last {
		lines = append(lines, kit.NewStatusLine(kit.Waiting, w.say("terminal.assign.last")))
	}
	if user := plan.TestUser; takesAway(user) {
		lines = append(lines, kit.NewStatusLine(kit.Info, w.say("window.live."+removalKey(user)+"-lead")))
	}
	p.notes.SetItems(lines...)
}

// cannot is the number of rows that nothing can be done for, but for those that
// repeat another one.
func cannot(plan setup.LivePlan) int {
	n := 0
	for _, row := range plan.Rows {
		n += boolCount(row.Verb == setup.StaysOut && !chosen{why: row.Why}.twice())
	}
	return n
}

// removalKey names what happens to the test user.
func removalKey(user *setup.TestUserRow) string {
	if user.Delete {
		return "delete"
	}
	return "unassign"
}

// plannedRows are exactly the changes of a plan.
func plannedRows(w *Window, plan setup.LivePlan) []kit.ListRow {
	var rows []kit.ListRow
	for _, row := range plan.Rows {
		if row.Verb != setup.LetIn {
			continue
		}
		shown := memberRow(w.words, row.Member)
		shown.State, shown.StateIcon, shown.StateColour = w.say("window.live.verb.assign"), look.IconPlus, look.Ok
		rows = append(rows, shown)
	}
	if takesAway(plan.TestUser) {
		shown := memberRow(w.words, plan.TestUser.Member)
		shown.State, shown.StateIcon, shown.StateColour = w.say("window.live.verb."+removalKey(plan.TestUser)), look.IconTrash, look.Bad
		rows = append(rows, shown)
	}
	return rows
}

// text is every change, one a line.
func (p *liveReviewPage) text() string {
	plan := p.w.state.live.plan
	if plan == nil {
		return ""
	}
	var out strings.Builder
	for _, row := range plannedRows(p.w, *plan) {
		out.WriteString(row.State + "\t" + row.Title + "\t" + row.Second + "\n")
	}
	return out.String()
}

func (p *liveReviewPage) foot() foot {
	w, l := p.w, &p.w.state.live
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	switch {
	case l.planning:
		f.hint = w.say("window.review.hint-looking")
		f.primary = &deed{label: w.say("window.test-user.next"), off: true}
	case l.plan == nil:
		f.primary = &deed{label: w.say("window.review.again"), icon: look.IconRenew, run: w.planLive}
	case planned(*l.plan) == 0:
		f.primary = &deed{label: w.say("window.test.continue"), run: w.endLive}
	default:
		f.hint = w.say("window.review.hint")
		key := "window.review.apply"
		if w.deps.Practice {
			key = "window.review.apply-practice"
		}
		f.primary = &deed{label: w.words.Count(key, planned(*l.plan)), run: w.goLive}
	}
	return f
}

func (p *liveReviewPage) first() fyne.Focusable {
	if p.w.state.live.plan != nil && p.list.Len() > 0 {
		return p.list
	}
	return nil
}

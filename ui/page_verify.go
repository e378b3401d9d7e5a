package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// verifyPage reads everything back that a set-up promised, says what has drifted,
// and leads to the review of what would put it right.
type verifyPage struct {
	w       *Window
	head    *kit.PageHead
	looking *kit.WaitPanel
	trouble *trouble
	fix     *kit.Button
	shown   *setup.Report
	fixable bool // what is shown leads to a repair
	found   []fyne.CanvasObject
	column  *kit.Column
}

func newVerifyPage(w *Window) *verifyPage {
	p := &verifyPage{w: w, head: kit.NewPageHead("", ""), looking: kit.NewWaitPanel(nil), column: kit.NewColumn(0)}
	p.trouble = newTrouble(w, w.verify)
	p.fix = kit.NewButton(kit.Primary, "", w.mendDrift)
	return p
}

func (p *verifyPage) opened() {
	if p.w.state.verify.report == nil {
		p.w.verify()
	}
}

// verify reads everything back. It changes nothing.
func (w *Window) verify() {
	v := &w.state.verify
	*v = verifyState{busy: true}
	wish := w.standingWish()
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.Report, error) {
		return w.flow.Verify(ctx, wish)
	}, func(report setup.Report, err error) {
		v.busy, v.problem = false, problemOf(err)
		if err == nil {
			v.report = &report
			w.lookAtDrift()
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// lookAtDrift plans, read-only, what would put drifted promises right.
func (w *Window) lookAtDrift() {
	v := &w.state.verify
	if !v.report.Drifted() {
		return
	}
	v.mend.looking = true
	w.lookToMend(w.repairWish(v.report.Findings), func(m mending) {
		v.mend = m
		w.refresh()
		w.focusFirst()
	})
}

// repairWish is the wish whose plan mends the first of some findings that can be
// mended, and with it whatever else the set-up promised.
func (w *Window) repairWish(findings []samlcfg.Finding) setup.Wish {
	wish := w.standingWish()
	for _, finding := range findings {
		if repair, mends := setup.RepairOfFinding(finding, wish); mends {
			return repair.Wish
		}
	}
	return wish
}

// mendDrift leads to the review of what would put it right.
func (w *Window) mendDrift() {
	plan := w.state.verify.mend.plan
	w.state.verify = verifyState{}
	if w.state.apply.result != nil {
		w.mend(plan)
		return
	}
	w.state.journey = toSetUp
	w.state.plan, w.state.planProblem = plan, nil
	w.state.furthest = pageReview
	w.show(pageReview)
}

func (p *verifyPage) body() fyne.CanvasObject { return p.column }

func (p *verifyPage) update() {
	w, v := p.w, &p.w.state.verify
	p.trouble.set(v.problem)
	p.head.Set(p.title(), p.lead())
	tone := kit.Info
	if v.busy {
		tone = kit.Plain
	}
	p.looking.Set(tone, w.say("window.review.looking"), w.say("window.review.looking-lead"))
	showIf(p.looking, v.busy)
	if fixable := v.mend.writes() > 0; v.report != p.shown || fixable != p.fixable {
		p.shown, p.fixable, p.found = v.report, fixable, nil
		if v.report != nil {
			p.found = w.promiseCards(v.report.Findings, fixable)
		}
	}
	p.column.SetItems(append([]fyne.CanvasObject{p.head, kit.NewGap(20), p.looking, p.trouble.object, p.trouble.gap}, p.found...)...)
}

// closed stops what turns.
func (p *verifyPage) closed() { p.looking.Set(kit.Info, "", "") }

func (p *verifyPage) title() string {
	w, v := p.w, &p.w.state.verify
	switch {
	case v.busy:
		return w.say("window.verify.title-looking")
	case v.report == nil:
		return w.say("window.verify.title-problem")
	case !v.report.Drifted():
		return w.say("window.verify.title-good")
	}
	return w.words.Count("window.verify.title-drift", drifted(v.report.Findings))
}

func (p *verifyPage) lead() string {
	w, v := p.w, &p.w.state.verify
	switch {
	case v.busy || v.report == nil:
		return w.say("window.verify.lead-looking")
	case !v.report.Drifted():
		return w.words.Count("window.verify.lead-good", len(v.report.Findings))
	}
	return w.say("window.verify.lead-drift")
}

// drifted counts the promises that do not hold.
func drifted(findings []samlcfg.Finding) int {
	n := 0
	for _, finding := range findings {
		n += boolCount(finding.Severity >= samlcfg.Warn)
	}
	return n
}

// promiseCards puts promises into cards: those that do not hold with what was
// found and expected, then what holds in two columns. What to do is left to the
// page where it leads to a repair.
func (w *Window) promiseCards(findings []samlcfg.Finding, fixable bool) []fyne.CanvasObject {
	var cards []fyne.CanvasObject
	var held []string
	for _, finding := range findings {
		key, about := "finding."+finding.Code, findingFacts(w.words, finding)
		if finding.Severity < samlcfg.Warn {
			// The tenant and its metadata may promise the same.
			if title := w.say(key+".title", about); !slices.Contains(held, title) {
				held = append(held, title)
			}
			continue
		}
		tone := kit.Problem
		if finding.Severity == samlcfg.Warn {
			tone = kit.Waiting
		}
		from, to, wantFrom, wantTo := kit.Differ(finding.Got, finding.Expected)
		empty := w.say("window.review.empty")
		parts := []kit.FindingPart{
			{Name: w.say("window.examine.got"), Body: kit.NewMarked(firstOf(finding.Got, empty), from, to, kit.Problem)},
			{Name: w.say("window.examine.expected"), Body: kit.NewMarked(finding.Expected, wantFrom, wantTo, kit.Done)},
		}
		if !fixable {
			parts = append(parts, kit.FindingPart{Name: w.say("window.examine.do"), Body: kit.NewPara(kit.Body, look.Ink, w.say(key+".next", about))})
		}
		cards = append(cards, kit.NewFinding(tone, w.driftTitle(finding.Code, about), nil, parts, nil), kit.NewGap(12))
	}
	if len(held) > 0 {
		cards = append(cards, kit.NewCard(nil, kit.NewTicks(held...)), kit.NewGap(24))
	}
	return cards
}

// driftTitle says in few words what is not as it was promised.
func (w *Window) driftTitle(code string, about words.Facts) string {
	if key := "window.drift." + code; w.words.Has(key) {
		return w.say(key, about)
	}
	return titleOf(w.say("finding."+code+".what", about))
}

func (p *verifyPage) foot() foot {
	w, v := p.w, &p.w.state.verify
	f := foot{backLabel: w.say("window.nav.back"), back: w.back}
	done := &deed{label: w.say("window.done.again"), run: w.restart}
	if w.state.aside(pageVerify) {
		done = &deed{label: w.say("window.verify.done"), run: w.back}
	}
	switch {
	case v.busy:
		f.hint = w.say("window.verify.hint-looking")
	case v.report == nil:
	case !v.report.Drifted():
		f.primary = done
	case v.mend.looking:
		f.primary = &deed{label: w.words.Count("window.examine.fix", 1), busy: w.say("window.examine.looking")}
	case v.mend.writes() > 0 && v.mend.plan.Blocked() == nil:
		f.second, f.primary = done, &deed{label: w.words.Count("window.examine.fix", v.mend.writes()), run: w.mendDrift}
	default:
		f.hint = w.say("window.verify.hint-not-here")
		f.primary = done
	}
	return f
}

func (p *verifyPage) first() fyne.Focusable { return nil }

package ui

import (
	"fyne.io/fyne/v2"

	"backupsso/assets/words"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
	"backupsso/ui/look"
)

// checkView shows on the start page what came of checking a bundle.
type checkView struct {
	w     *Window
	of    *bundleCheck
	head  *kit.PageHead
	done  *kit.Button
	sum   []fyne.CanvasObject // what came of it
	cards []fyne.CanvasObject
}

func newCheckView(w *Window) *checkView {
	v := &checkView{w: w, head: kit.NewPageHead("", "")}
	v.done = kit.NewButton(kit.Secondary, w.say("window.check.done"), w.forgetCheck)
	return v
}

// blocks are what the start page holds while a check is shown.
func (v *checkView) blocks() []fyne.CanvasObject {
	blocks := append([]fyne.CanvasObject{v.head, kit.NewGap(20)}, v.sum...)
	return append(append(blocks, kit.NewGap(16), kit.NewFlow(8, v.done), kit.NewGap(20)), v.cards...)
}

// update puts a new check into words.
func (v *checkView) update() {
	check := v.w.state.check
	if check == nil || check == v.of {
		return
	}
	v.of = check
	v.cards = nil
	w := v.w
	switch {
	case check.failure != nil:
		v.head.Set(w.say("window.check.title-unread"), check.name)
		v.sum = []fyne.CanvasObject{kit.NewStatusLine(kit.Problem, w.say("window.check.unread", words.Facts{"Reason": reason(check.failure)}))}
	case check.problem != nil:
		about := words.Facts{"Got": check.problem.Got}
		v.head.Set(w.say("window.check.title-none"), check.name)
		v.sum = []fyne.CanvasObject{kit.NewStatusLine(kit.Problem, w.say(check.problem.Key()+".what", about)), kit.NewGap(8),
			kit.NewStatusLine(kit.Info, w.say(check.problem.Key()+".next", about))}
	default:
		v.showFindings(*check)
	}
}

// showFindings tells whose bundle it is and every promise, broken ones first.
func (v *checkView) showFindings(check bundleCheck) {
	w, c := v.w, check.contents
	v.head.Set(check.name, w.say("window.check.about", words.Facts{"Tenant": firstOf(c.TenantName, c.TenantDomain, c.TenantID),
		"Date": w.words.Date(c.Created.UTC())}))
	var bad, good []fyne.CanvasObject
	broken := 0
	for _, finding := range check.findings {
		switch finding.Severity {
		case samlcfg.Pass:
			good = append(good, v.row(finding))
		case samlcfg.Fail:
			broken++
			bad = append(bad, v.row(finding))
		default:
			bad = append(bad, v.row(finding))
		}
	}
	sum := kit.NewStatusLine(kit.Done, w.words.Count("window.check.good", len(check.findings)))
	if broken > 0 {
		sum = kit.NewStatusLine(kit.Problem, w.words.Count("window.check.broken", broken))
	}
	v.sum = []fyne.CanvasObject{sum}
	if c.Practice {
		v.sum = append(v.sum, kit.NewGap(8), kit.NewStatusLine(kit.Waiting, w.say("window.check.practice")).WithIcon(look.IconFlask))
	}
	if len(bad) > 0 {
		v.cards = append(v.cards, kit.NewCard(kit.NewHead(w.say("window.check.look"), nil).Ruled(), bad...), kit.NewGap(16))
	}
	if len(good) > 0 {
		v.cards = append(v.cards, kit.NewCard(kit.NewHead(w.say("window.check.holds"), nil).Ruled(), good...), kit.NewGap(24))
	}
}

// row is one finding: its title, and where it does not hold, what was found and
// what to do.
func (v *checkView) row(finding samlcfg.Finding) fyne.CanvasObject {
	w, key := v.w, "finding."+finding.Code
	about := words.Facts{"Got": finding.Got, "Expected": finding.Expected}
	if finding.Severity == samlcfg.Pass {
		row := kit.NewInfoRow(look.IconOk, w.say(key+".title"), "", nil)
		row.SetIcon(look.IconOk, look.Ok)
		return row
	}
	row := kit.NewDeedRow(look.IconInfo, w.say(key+".title"), w.say("window.check.finding",
		words.Facts{"What": w.say(key+".what", about), "Next": w.say(key+".next", about)}), nil)
	switch finding.Severity {
	case samlcfg.Fail:
		row.SetIcon(look.IconWarn, look.Bad)
	case samlcfg.Warn:
		row.SetIcon(look.IconWarn, look.Wait)
	}
	return row
}

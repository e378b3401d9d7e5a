package terminal

import (
	"strconv"
	"strings"

	"backupsso/graph/setup"
)

// Rows that are shown of each kind; a report has all of them.
const (
	mostLetIn   = 20
	mostLeftOut = 50
)

// showLivePlan shows who would be let in, who is in, and who cannot.
func (r *run) showLivePlan(plan setup.LivePlan) {
	r.screen.line("")
	title := "terminal.assign.title"
	if plan.Wish.TakeBack {
		title = "terminal.assign.title-back"
	}
	r.screen.styled(strong, r.words.Say(title, facts{"App": plan.Application, "Tenant": plan.Tenant.Name}))
	if !plan.Resumes.IsZero() {
		r.screen.line(r.words.Say("terminal.assign.resumes", facts{"Date": r.words.Date(plan.Resumes.Local()), "Time": r.words.Clock(plan.Resumes.Local())}))
	}
	if column := plan.Wish.List.Column; column != "" {
		r.screen.line(r.words.Say("terminal.assign.column", facts{"Column": column}))
	}
	r.screen.line("")
	r.showRows(plan, setup.LetIn, "+", plain, mostLetIn)
	r.showRows(plan, setup.LetOut, "-", plain, mostLetIn)
	r.showRows(plan, setup.StaysOut, "!", warn, mostLeftOut)
	r.showNotes(plan)
	r.showTestUser(plan)
	r.screen.line("")
	stay := "terminal.assign.count-out"
	if plan.Wish.TakeBack {
		stay = "terminal.assign.count-stay"
	}
	for _, counted := range []struct {
		key  string
		verb setup.LiveVerb
	}{{"terminal.assign.count-in", setup.LetIn}, {"terminal.assign.count-same", setup.IsIn}, {"terminal.assign.count-back", setup.LetOut},
		{"terminal.assign.count-was-out", setup.IsOut}, {stay, setup.StaysOut}} {
		if n := plan.Count(counted.verb); n > 0 {
			r.screen.line("  " + r.words.Count(counted.key, n))
		}
	}
	r.showWhys(plan)
	if plan.Count(setup.LetOut) > 0 && plan.After() == 0 {
		r.screen.styled(warn, "  "+r.words.Say("terminal.assign.last-back"))
	}
	if plan.Writes() == 0 {
		r.screen.line("  " + r.words.Say("terminal.assign.nothing"))
	}
}

// showWhys counts the reasons when there are too many rows to see them all.
func (r *run) showWhys(plan setup.LivePlan) {
	if plan.Count(setup.StaysOut) <= mostLeftOut {
		return
	}
	counts := map[string]int{}
	for _, row := range plan.Rows {
		counts[row.Why]++
	}
	for _, why := range setup.WhysToStayOut() {
		if n := counts[why]; n > 0 {
			r.screen.line("    " + r.words.Number(n) + ": " + r.words.Say("live.why."+why))
		}
	}
}

func (r *run) showRows(plan setup.LivePlan, verb setup.LiveVerb, sign string, how style, most int) {
	shown := 0
	for _, row := range plan.Rows {
		if row.Verb != verb {
			continue
		}
		if shown++; shown > most {
			continue
		}
		r.screen.styled(how, "  "+sign+" "+r.rowWords(row))
	}
	if shown > most {
		r.screen.line("    " + r.words.Count("terminal.assign.more", shown-most))
	}
}

// rowWords is one row: who it is, where it stands in the list, and why it cannot be.
func (r *run) rowWords(row setup.LiveRow) string {
	text := row.Asked
	if member := row.Member; member.Kind == setup.AGroup || member.ID != "" && member.Name != "" {
		text = r.memberWords(member)
	}
	if row.Verb != setup.StaysOut {
		return text
	}
	if row.Line > 0 {
		text += ", " + r.words.Say("terminal.assign.line", facts{"Line": strconv.Itoa(row.Line)})
	}
	text += ": " + r.words.Say("live.why."+row.Why)
	if row.Of > 0 {
		text += " " + r.words.Say("terminal.assign.of-line", facts{"Line": strconv.Itoa(row.Of)})
	}
	return text
}

// showNotes tells each note once, with the number of rows that it is about.
func (r *run) showNotes(plan setup.LivePlan) {
	for _, note := range setup.LiveNotes() {
		var names []string
		for _, row := range plan.Rows {
			for _, one := range row.Notes {
				if one == note {
					names = append(names, firstNonEmpty(row.Member.Name, row.Asked))
				}
			}
		}
		const few = 5
		switch {
		case len(names) == 0:
		case len(names) <= few:
			r.screen.line("")
			r.screen.line("  " + strings.Join(names, ", ") + ":")
			r.screen.line("    " + r.words.Say("live.note."+note))
		default:
			r.screen.line("")
			r.screen.line("  " + r.words.Count("terminal.assign.noted", len(names)))
			r.screen.line("    " + r.words.Say("live.note."+note))
		}
	}
}

func (r *run) showTestUser(plan setup.LivePlan) {
	row := plan.TestUser
	if row == nil {
		if plan.Wish.RemoveTestUser {
			r.screen.line("")
			r.screen.line("  " + r.words.Say("terminal.assign.no-test-user"))
		}
		return
	}
	about := facts{"UPN": row.Member.UPN}
	r.screen.line("")
	if row.Foreign {
		r.screen.line("  = " + r.words.Say("terminal.assign.foreign", about))
	}
	if row.Unassign {
		r.screen.line("  - " + r.words.Say("terminal.assign.take-away", about))
	}
	if row.Delete {
		r.screen.line("  - " + r.words.Say("terminal.assign.delete", about))
	}
	if row.Last {
		r.screen.styled(warn, "    "+r.words.Say("terminal.assign.last"))
	}
}

// lines shows a text of several lines, each behind the same lead.
func (r *run) lines(lead, text string) {
	for _, line := range strings.Split(text, "\n") {
		r.screen.line(lead + line)
	}
}

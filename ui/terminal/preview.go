package terminal

import (
	"backupsso/graph/setup"
)

// longestLine is where before and after go on lines of their own.
const longestLine = 100

// showPlan shows a plan as a change request.
func (r *run) showPlan(plan setup.Plan) {
	r.json.plan(plan)
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.plan.title", facts{"App": plan.Application, "Tenant": plan.Tenant.Name}))
	if !plan.Resumes.IsZero() {
		r.screen.line(r.words.Say("terminal.plan.resumes", facts{"Date": r.words.Date(plan.Resumes), "Time": r.words.Clock(plan.Resumes.Local())}))
	}
	group := ""
	for _, change := range plan.Changes {
		if next := groupFor(change.Step); next != group {
			group = next
			r.screen.line("")
			r.screen.line("  " + r.words.Say("terminal.group."+group))
		}
		r.showChange(change)
	}
	r.showNotices(plan.Notices)
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.plan.sum", facts{"Create": plan.Count(setup.Create), "Change": plan.Count(setup.Modify),
		"Same": plan.Count(setup.Same)}))
	if byHand := plan.Count(setup.ByHand); byHand > 0 {
		r.screen.styled(warn, r.words.Count("terminal.plan.by-hand", byHand))
	} else if plan.Writes() == 0 && plan.Blocked() == nil {
		r.screen.line(r.words.Say("terminal.plan.nothing"))
	}
	if !r.changes {
		r.screen.line(r.words.Say("terminal.plan.only"))
	}
}

// showNotices tells what lies in the recycle bin and is good to know.
func (r *run) showNotices(notices []setup.Notice) {
	if len(notices) == 0 {
		return
	}
	r.screen.line("")
	r.screen.line("  " + r.words.Say("terminal.plan.notices"))
	for _, notice := range notices {
		key := "notice." + string(notice.Kind)
		about := facts{"App": notice.App, "UPN": notice.UPN, "Deleted": r.words.Date(notice.Deleted.Local()), "Until": r.words.Date(notice.Until.Local())}
		r.screen.styled(warn, "    "+r.words.Say(key+".what", about))
		r.screen.line("      " + r.words.Say(key+".why", about))
		r.screen.line("      " + r.words.Say(key+".next", about))
	}
}

func groupFor(step setup.Step) string {
	switch step {
	case setup.StepGallery, setup.StepApplication:
		return "application"
	case setup.StepMode, setup.StepAddresses:
		return "sign-on"
	case setup.StepCertificate, setup.StepActive, setup.StepNotification:
		return "certificate"
	}
	return "people"
}

// showChange writes one value: a sign, the verb, the name, before and after. The
// verb is always said, so that the sign and its colour add nothing needed.
func (r *run) showChange(change setup.Change) {
	sign, how := signOf(change.Verb)
	head := "    " + sign + " " + r.words.Say("terminal.verb."+string(change.Verb)) + " " + r.words.Say("change."+change.What)
	after := firstNonEmpty(change.After, r.words.Say("terminal.plan.later"))
	switch change.Verb {
	case setup.Modify:
		before := firstNonEmpty(change.Before, r.words.Say("terminal.plan.empty"))
		if text := head + ": " + before + " -> " + after; len(text) <= longestLine {
			r.screen.styled(how, text)
			return
		}
		r.screen.styled(how, head+":")
		r.screen.styled(how, "         "+before)
		r.screen.styled(how, "      -> "+after)
	case setup.Cannot:
		r.screen.styled(how, head+": "+firstNonEmpty(change.After, change.Before, r.words.Say("terminal.plan.empty")))
	case setup.Same:
		r.screen.line(head + ": " + firstNonEmpty(change.Before, after))
	default:
		r.screen.styled(how, head+": "+after)
	}
}

func signOf(verb setup.Verb) (string, style) {
	switch verb {
	case setup.Create:
		return "+", good
	case setup.Modify:
		return "~", warn
	case setup.Same:
		return "=", plain
	case setup.ByHand:
		return "*", warn
	}
	return "!", bad
}

package ui

import (
	"strings"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// changeRow is one change as the review shows it.
type changeRow struct {
	verb   setup.Verb
	what   string
	before string // in words when nothing is there; empty for what is created
	after  string
	values bool // before and after are addresses and the like, shown in full
	why    string
}

// changeGroup is a headed part of the review.
type changeGroup struct {
	title string
	rows  []changeRow
}

// review is a plan in words.
type review struct {
	groups       []changeGroup // what is created, changed or cannot be
	same         []changeRow   // what is so already
	create       int
	change       int
	writes       int
	sameSentence string
}

// groupKeys gives the headed part that each kind of value belongs to.
func groupOf(what string) string {
	switch what {
	case "gallery-app", "application":
		return "application"
	case "sign-on-mode", "identifier", "reply-url":
		return "sign-on"
	case "certificate", "active-certificate", "notification":
		return "certificate"
	}
	return "test-user"
}

// reviewOf puts plan into words.
func reviewOf(w *words.Words, plan setup.Plan) review {
	view := review{create: plan.Count(setup.Create), change: plan.Count(setup.Modify), writes: plan.Writes()}
	var names []string
	last := ""
	for _, change := range plan.Changes {
		row := rowOf(w, plan, change)
		if change.Verb == setup.Same {
			view.same = append(view.same, row)
			names = append(names, row.what)
			continue
		}
		if group := groupOf(change.What); group != last {
			last = group
			view.groups = append(view.groups, changeGroup{title: w.Say("window.review.group." + group)})
		}
		group := &view.groups[len(view.groups)-1]
		group.rows = append(group.rows, row)
	}
	view.sameSentence = strings.Join(names, ", ")
	return view
}

func rowOf(w *words.Words, plan setup.Plan, change setup.Change) changeRow {
	row := changeRow{verb: change.Verb, what: w.Say("change." + change.What), before: change.Before, after: change.After}
	switch change.What {
	case "identifier", "reply-url":
		row.values = change.Verb == setup.Modify || change.Verb == setup.Create
		row.before = orSay(w, change.Before, "window.review.empty")
	case "certificate":
		if !plan.NotAfter.IsZero() {
			row.after = w.Say("window.review.until", words.Facts{"Date": w.Date(plan.NotAfter)})
		}
	case "active-certificate":
		row.before = orSay(w, shortThumbprint(change.Before), "window.review.none")
		row.after = orSay(w, shortThumbprint(change.After), "window.review.new-one")
	case "sign-on-mode":
		row.before = orSay(w, modeName(change.Before), "window.review.not-set")
		row.after = modeName(change.After)
	case "notification":
		row.before = orSay(w, change.Before, "window.review.nobody")
	}
	if change.Verb == setup.Create {
		row.before = ""
	}
	if change.Verb == setup.Same {
		row.before, row.values = "", false
		row.after = firstOf(row.after, change.Before)
	}
	if change.Why != nil {
		row.why = w.Say("problem."+string(change.Why.Kind)+".what", words.From(change.Why.Facts))
	}
	return row
}

// asText is the review for the clipboard, one change per line.
func (r review) asText(w *words.Words) string {
	var text strings.Builder
	for _, group := range r.groups {
		text.WriteString(group.title + "\n")
		for _, row := range group.rows {
			text.WriteString("- " + row.asText(w) + "\n")
		}
	}
	for _, row := range r.same {
		text.WriteString("- " + row.asText(w) + "\n")
	}
	return text.String()
}

func (row changeRow) asText(w *words.Words) string {
	key := "window.review.line"
	if row.before != "" {
		key = "window.review.line-from"
	}
	return w.Say(key, words.Facts{"Verb": w.Say("verb." + string(row.verb)), "What": row.what, "Before": row.before, "After": row.after})
}

func orSay(w *words.Words, value, key string) string {
	if value == "" {
		return w.Say(key)
	}
	return value
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

// modeName writes Graph's name of a sign-on mode as people do.
func modeName(mode string) string {
	if mode == "saml" {
		return "SAML"
	}
	return mode
}

// shortThumbprint is enough of a thumbprint to tell two apart.
func shortThumbprint(thumbprint string) string {
	if len(thumbprint) != 40 {
		return thumbprint
	}
	return thumbprint[:4] + "…" + thumbprint[36:]
}

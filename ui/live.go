package ui

import (
	"slices"
	"strings"

	"backupsso/graph/setup"
	"backupsso/graph/setup/roster"
)

// chosen is one person or group who shall use the application from now on.
type chosen struct {
	line   int          // in the pasted list; 0 for the others
	asked  string       // as it was asked for
	member setup.Member // without an id nobody was found, or not looked for yet
	verb   setup.LiveVerb
	why    string
	of     int // line of the first one, where it is there twice
	notes  []string
}

// open reports that the tenant was not asked about it yet.
func (c chosen) open() bool { return c.verb == "" }

// twice reports that it only repeats another row.
func (c chosen) twice() bool {
	return c.why == setup.WhyTwice || c.why == string(roster.Duplicate)
}

// liveState is who is let in, and how that is going.
type liveState struct {
	rows    []chosen
	search  memberSearch
	list    listState
	looking bool // the tenant is asked about rows
	read    int  // addresses that were looked up, of total
	total   int
	cancel  func()
	turn    int            // which look is the latest
	again   bool           // another look is needed after the first
	edition int            // grows with every change of rows
	problem *setup.Problem // why the tenant could not be asked

	known  bool               // the tenant was asked at least once
	before int                // people and groups that were let in before
	person *setup.TestUserRow // what can be done with the test user; nil: nothing
	remove bool               // she is taken away
	cut    *setup.LiveCut     // a run that was cut off; nil: none was

	plan     *setup.LivePlan // for the review: exactly what would be done
	planning bool
	// planProblem is why there is no plan.
	planProblem *setup.Problem
	run         liveRun
}

// left takes note that the page's work ended with the page.
func (l *liveState) left() {
	l.looking, l.planning, l.search.busy, l.list.busy = false, false, false, false
	l.turn++
}

// memberSearch is what is searched for, and found.
type memberSearch struct {
	text    string
	busy    bool
	cancel  func()
	found   *setup.FoundMembers // of text; nil: nothing was asked yet
	problem *setup.Problem
}

// has reports whether a person or group is chosen already.
func (l *liveState) has(id string) bool {
	return slices.ContainsFunc(l.rows, func(c chosen) bool { return c.member.ID != "" && strings.EqualFold(c.member.ID, id) })
}

// add chooses somebody who was found by the search; false when she is chosen
// already.
func (l *liveState) add(member setup.Member) bool {
	if l.has(member.ID) {
		return false
	}
	l.rows = slices.Insert(l.rows, 0, chosen{asked: firstOf(member.UPN, member.Name), member: member})
	l.changed()
	return true
}

// addList chooses everyone of a list. Rows that are wrong stay in sight, but for
// those that repeat another one.
func (l *liveState) addList(list roster.List) {
	for _, row := range list.Rows {
		made := chosen{line: row.Line, asked: firstOf(row.Address, row.Text), of: row.Of}
		switch row.Wrong {
		case roster.Fine:
		case roster.Duplicate:
			continue
		default:
			made.verb, made.why = setup.StaysOut, string(row.Wrong)
		}
		l.rows = append(l.rows, made)
	}
	l.changed()
}

// anyOpen reports that the tenant has to be asked.
func (l *liveState) anyOpen() bool { return slices.ContainsFunc(l.rows, chosen.open) }

// dropOpen takes out whom the tenant was not asked about.
func (l *liveState) dropOpen() {
	l.rows = slices.DeleteFunc(slices.Clone(l.rows), chosen.open)
	l.changed()
}

// drop takes a row out again.
func (l *liveState) drop(index int) {
	l.rows = slices.Delete(slices.Clone(l.rows), index, index+1)
	l.changed()
}

// changed takes note that another plan is needed.
func (l *liveState) changed() {
	l.plan = nil
	l.edition++
}

// order lists the rows as they are shown: those that cannot be done first, then
// who is let in, then who is in already, then those that repeat another one.
func (l *liveState) order() []int {
	order := make([]int, 0, len(l.rows))
	for rank := range 4 {
		for i, row := range l.rows {
			if row.rank() == rank {
				order = append(order, i)
			}
		}
	}
	return order
}

func (c chosen) rank() int {
	switch {
	case c.twice():
		return 3
	case c.verb == setup.StaysOut:
		return 0
	case c.verb == setup.IsIn:
		return 2
	}
	return 1
}

// count is the number of rows with a verb.
func (l *liveState) count(verb setup.LiveVerb) int {
	n := 0
	for _, row := range l.rows {
		n += boolCount(row.verb == verb && !row.twice())
	}
	return n
}

// removes is 1 when the test user is taken away: her assignment goes with her
// account.
func (l *liveState) removes() int {
	return boolCount(l.remove && l.person != nil && !l.person.Foreign)
}

// writes is the number of changes that the choice takes.
func (l *liveState) writes() int { return l.count(setup.LetIn) + l.removes() }

// question is the choice as the tenant is asked about it, with the rows that each
// answer is about: first those whose person or group is known, then those of a
// list who are to be found. The first question is about the test user alone.
func (l *liveState) question(wish setup.Wish) (setup.LiveWish, []int) {
	if !l.known {
		return setup.LiveWish{Wish: wish, RemoveTestUser: true}, nil
	}
	ask := setup.LiveWish{Wish: wish, RemoveTestUser: l.remove}
	var known, listed []int
	for i, row := range l.rows {
		switch {
		case row.member.ID != "":
			known = append(known, i)
			ask.Members = append(ask.Members, row.member)
		case row.open() && row.asked != "":
			listed = append(listed, i)
			ask.List.Rows = append(ask.List.Rows, roster.Row{Line: row.line, Text: row.asked, Address: row.asked})
		}
	}
	return ask, append(known, listed...)
}

// answer takes what the tenant says of the rows that question asked about.
func (l *liveState) answer(plan setup.LivePlan, rows []int) {
	for at, i := range rows {
		if at >= len(plan.Rows) {
			break
		}
		row, said := &l.rows[i], plan.Rows[at]
		notes := slices.Clone(said.Notes)
		if slices.Contains(row.notes, setup.NoteByMail) && !slices.Contains(notes, setup.NoteByMail) {
			notes = append(notes, setup.NoteByMail) // it was found by it, and is known since
		}
		if said.Member.ID != "" {
			row.member = said.Member
		}
		row.verb, row.why, row.of, row.notes = said.Verb, said.Why, 0, notes
		if said.Why == setup.WhyTwice {
			row.of = l.first(row.member.ID)
		}
	}
	l.before = plan.Before
	if !l.known || l.remove {
		l.person = plan.TestUser
	}
	l.known = true
	l.edition++
}

// first is the line of the first row with a member; 0 where that has none.
func (l *liveState) first(id string) int {
	for _, row := range l.rows {
		if strings.EqualFold(row.member.ID, id) {
			return row.line
		}
	}
	return 0
}

// decided is the question for the review: exactly who is let in.
func (l *liveState) decided(wish setup.Wish) setup.LiveWish {
	ask := setup.LiveWish{Wish: wish, RemoveTestUser: l.removes() > 0}
	for _, row := range l.rows {
		if row.verb == setup.LetIn {
			ask.Members = append(ask.Members, row.member)
		}
	}
	return ask
}

// complete gives the rows of a plan their lines back, and adds the rows that cannot
// be done or need nothing, so that a report accounts for all of a list.
func (l *liveState) complete(plan setup.LivePlan) setup.LivePlan {
	known, there := map[string]chosen{}, map[string]bool{}
	for _, row := range l.rows {
		if row.member.ID != "" && !row.twice() {
			known[strings.ToLower(row.member.ID)] = row
		}
	}
	for i, row := range plan.Rows {
		id := strings.ToLower(row.Member.ID)
		if from, is := known[id]; is {
			plan.Rows[i].Line, plan.Rows[i].Asked = from.line, from.asked
		}
		there[id] = id != ""
	}
	for _, row := range l.rows {
		if !row.open() && !there[strings.ToLower(row.member.ID)] && (row.verb != setup.LetIn) {
			plan.Rows = append(plan.Rows, setup.LiveRow{Line: row.line, Asked: row.asked, Member: row.member, Verb: row.verb, Why: row.why, Of: row.of, Notes: row.notes})
		}
	}
	return plan
}

// resumed takes the rows of a run that was cut off.
func (l *liveState) resumed(plan setup.LivePlan) {
	l.rows = nil
	for _, row := range plan.Rows {
		l.rows = append(l.rows, chosen{asked: row.Asked, member: row.Member, verb: row.Verb, why: row.Why, notes: row.Notes})
	}
	l.cut = nil
	l.changed()
}

// settle takes over what a run of a plan came to: whoever was let in is in.
func (l *liveState) settle(plan setup.LivePlan, report setup.LiveReport) {
	outcomes := map[string]setup.LiveOutcome{}
	for _, row := range report.Rows {
		outcomes[strings.ToLower(row.Member.ID)] = row.Outcome
	}
	for i := range l.rows {
		row := &l.rows[i]
		outcome := outcomes[strings.ToLower(row.member.ID)]
		if row.verb == setup.LetIn && (outcome == setup.LiveAssigned || outcome == setup.LiveAlready) {
			row.verb, row.why, row.notes = setup.IsIn, "", nil
		}
	}
	l.before = plan.Before + report.Count(setup.LiveAssigned) - boolCount(report.Unassigned)
	if report.Deleted || report.Unassigned {
		l.person, l.remove = nil, false
	}
	l.edition++
}

// went reports that somebody was let in from here.
func (l *liveState) went() bool {
	return l.run.report != nil && l.run.report.Count(setup.LiveAssigned, setup.LiveAlready) > 0
}

// deleted reports that the test user's account was deleted from here.
func (l *liveState) deleted() bool { return l.run.report != nil && l.run.report.Deleted }

// noted are the notes on rows that are let in, in their order, each with the names
// of those whom it is about.
func (l *liveState) noted() []liveNote {
	var all []liveNote
	for _, note := range setup.LiveNotes() {
		var names []string
		for _, row := range l.rows {
			if row.verb == setup.LetIn && slices.Contains(row.notes, note) {
				names = append(names, firstOf(row.member.Name, row.asked))
			}
		}
		if len(names) > 0 {
			all = append(all, liveNote{note, names})
		}
	}
	return all
}

// liveNote is something worth knowing of some rows.
type liveNote struct {
	note  string
	names []string
}

// groups reports whether a group is chosen.
func (l *liveState) groups() bool {
	return slices.ContainsFunc(l.rows, func(c chosen) bool { return c.member.Kind == setup.AGroup })
}

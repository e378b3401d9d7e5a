package setup

import (
	"context"
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// everybody reports whether all whom going live let in are taken back.
func (w LiveWish) everybody() bool {
	return w.TakeBack && len(w.Members) == 0 && len(w.Groups) == 0 && len(w.List.Rows) == 0
}

// everybodyBack makes a row for each whom a run let in, or may have let in.
func (r *run) everybodyBack(plan *LivePlan, ledger *journal.Ledger) {
	there := map[string]bool{}
	for _, member := range ledger.Members() {
		id := strings.ToLower(member.ID)
		if !there[id] && (member.Standing() || member.Unsettled()) {
			there[id] = true
			plan.Rows = append(plan.Rows, LiveRow{Asked: nameOf(member), Verb: LetOut,
				Member: Member{Kind: MemberKind(member.Kind), ID: member.ID, Name: member.Name, UPN: member.UPN}})
		}
	}
}

// judgeTakingBack decides over each row that found somebody: only assignments that
// going live made are taken back.
func (r *run) judgeTakingBack(plan *LivePlan, ledger *journal.Ledger) {
	shown := map[string]bool{}
	for _, one := range r.seen.assignments {
		shown[one.ID] = true
	}
	recent, own := r.rememberedMembers(ledger), standingIn(ledger)
	first := map[string]int{}
	for i := range plan.Rows {
		row := &plan.Rows[i]
		id := strings.ToLower(row.Member.ID)
		if row.Verb == StaysOut || id == "" {
			continue
		}
		line, twice := first[id]
		if !twice {
			first[id] = row.Line
		}
		row.Verb = LetOut
		mine := own[id]
		switch {
		case twice:
			row.Verb, row.Why, row.Of = StaysOut, WhyTwice, line
		case slices.ContainsFunc(mine, func(n int) bool { return shown[ledger.Members()[n-1].Made] }):
		case recent[id].Unsettled():
			row.Notes = append(row.Notes, NoteUnsettled)
		case len(mine) > 0 && recent[id].Standing():
			row.Notes = append(row.Notes, NoteOutOfSight)
		case findAssignment(r.seen.assignments, id) != nil:
			row.Verb, row.Why = StaysOut, WhyNotOurs
		default:
			row.Verb = IsOut
		}
	}
}

// standingIn are the numbers in a ledger of the assignments that going live made
// and that were not taken back, by member. A nil ledger has none.
func standingIn(ledger *journal.Ledger) map[string][]int {
	own := map[string][]int{}
	for i, member := range ledger.Members() {
		if member.Standing() && member.Made != "" {
			id := strings.ToLower(member.ID)
			own[id] = append(own[id], i+1)
		}
	}
	return own
}

// takeRowsBack goes through the rows, one at a time.
func (r *run) takeRowsBack(ctx context.Context, plan LivePlan, report *LiveReport) error {
	failures, own := 0, standingIn(r.ledger)
	for i, row := range plan.Rows {
		if row.Verb != LetOut {
			continue
		}
		problem, err := r.rowBack(ctx, row.Member, own[strings.ToLower(row.Member.ID)], i, &report.Rows[i])
		if err != nil {
			return err
		}
		if problem == nil {
			failures = 0
		} else if failures++; failures == mostFailures {
			return problem
		}
	}
	return nil
}

// rowBack takes the assignments of one member back, by their numbers in the ledger.
// It gives back the problem of a row that failed, and an error when the whole run
// has to stop.
func (r *run) rowBack(ctx context.Context, who Member, own []int, i int, result *LiveResult) (*Problem, error) {
	r.telling.Lock()
	r.started = r.flow.now()
	r.telling.Unlock()
	r.tell(Event{Step: StepPeople, State: Started, Row: i + 1})
	result.Outcome = LiveWasOut
	outcome := AlreadySo
	for _, n := range own {
		result.AssignmentID = r.ledger.Members()[n-1].Made
		err := r.letOneOut(ctx, who, result.AssignmentID, n)
		result.Time = r.flow.now()
		if err != nil {
			return r.rowStays(err, i, result)
		}
		result.Outcome, outcome = LiveTakenBack, Changed
		r.telling.Lock()
		result.RequestID = r.sent.RequestID
		r.telling.Unlock()
	}
	r.count(1)
	r.tell(Event{Step: StepPeople, State: Done, Row: i + 1, Outcome: outcome})
	return nil, nil
}

// rowStays tells a failure of one row from one of the whole run.
func (r *run) rowStays(err error, i int, result *LiveResult) (*Problem, error) {
	problem := r.flow.problem(StepPeople, err)
	if !stops(problem) {
		result.Outcome, result.Problem = LiveFailed, problem
		r.tell(Event{Step: StepPeople, State: Failed, Row: i + 1, Problem: problem})
		return problem, nil
	}
	result.Outcome = LiveNotReached
	if unsure(err) {
		result.Outcome = LiveUnknown
	}
	return nil, problem
}

// stillMade leaves out of a list what was taken back, and what a late replica shows
// still. The id of an assignment is never used again.
func stillMade(assignments []graph.Assignment, ledger *journal.Ledger) []graph.Assignment {
	gone := map[string]bool{}
	for _, member := range ledger.Members() {
		if !member.TakenBack.IsZero() && member.Made != "" {
			gone[member.Made] = true
		}
	}
	if len(gone) == 0 {
		return assignments
	}
	return filter(assignments, func(one graph.Assignment) bool { return !gone[one.ID] })
}

// letOneOut removes one assignment that going live made, looks when it is not known
// whether that happened, and remembers it.
func (r *run) letOneOut(ctx context.Context, who Member, assignmentID string, n int) error {
	var left *graph.Assignment
	held := r.seeAssignment(who, &left)
	gone := func(ctx context.Context) (bool, error) {
		there, err := held(ctx)
		if notFound(err) { // the person or group is gone, and everything of theirs
			return true, nil
		}
		return err == nil && !(there && left.ID == assignmentID), err
	}
	// A server that has not heard of a new assignment yet says that there is none.
	fresh := r.ledger != nil && r.flow.now().Sub(r.ledger.Members()[n-1].Ended) < r.settling()
	want := intent{step: StepPeople, what: undoing + WhatPeople, object: assignmentID, member: memberless, patience: busyPatience}
	err := r.set(ctx, want, func(ctx context.Context) error {
		err := r.flow.directory.Unassign(ctx, r.seen.principal.ObjectID, assignmentID)
		if !notFound(err) || fresh {
			return err
		}
		if is, lookErr := gone(ctx); lookErr != nil || is {
			return lookErr // somebody else removed it
		}
		return err
	}, gone)
	if notFound(err) {
		if is, lookErr := gone(ctx); lookErr != nil || is {
			err = lookErr
		}
	}
	if err != nil {
		return err
	}
	return r.takenBack(n)
}

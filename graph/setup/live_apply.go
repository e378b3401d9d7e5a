package setup

import (
	"context"
	"errors"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

const (
	// busyPatience is how long a run waits for a tenant that is busy. Microsoft lets
	// in about 3,000 changes of the directory in 150 seconds, and asks for pauses of
	// that order.
	busyPatience = 15 * time.Minute
	// networkPatience is how long a run waits for a network that is gone: somebody
	// closed the lid, or changed the room.
	networkPatience = 5 * time.Minute
	// mostFailures in a row mean that something else is wrong than one person.
	mostFailures = 20
)

// GoLive lets in, or takes back, whom plan says, one write at a time, and takes the
// test user away when that is wished. emit hears of every row twice: when it begins and when it
// ends, with Event.Row; a row that fails does not end the run. A run that was
// stopped, or killed, is carried on by a plan with LiveWish.Resume, or by the same
// plan made again: nobody is let in twice. With an error the report still says
// what came of every row.
func (f *Flow) GoLive(ctx context.Context, plan LivePlan, emit func(Event)) (LiveReport, error) {
	report := newLiveReport(plan, f.now())
	if err := f.signedIn(); err != nil {
		return report, err
	}
	if emit == nil {
		emit = func(Event) {}
	}
	r := &run{flow: f, plan: Plan{Wish: plan.Wish.Wish, Tenant: plan.Tenant, Account: plan.Account}, emit: emit, step: StepPeople,
		live: true, total: plan.Writes(), started: f.now()}
	f.watch.follow(r)
	defer f.watch.follow(nil)
	defer r.closeJournal()
	defer r.closeLedger()
	before := f.counter.sum()
	err := r.goLive(ctx, plan, &report)
	report.Ended = f.now()
	report.Requests = f.counter.sum().minus(before)
	if err == nil {
		return report, nil
	}
	report.Stopped = f.problem(r.step, err)
	r.tell(Event{Step: r.step, State: Failed, Problem: report.Stopped})
	return report, report.Stopped
}

func (r *run) goLive(ctx context.Context, plan LivePlan, report *LiveReport) error {
	if plan.Writes() > 0 {
		if err := r.permit(ctx, []string{graph.ScopeAssignments}); err != nil {
			return err
		}
	}
	if err := r.openJournal(plan.Wish.Wish); err != nil {
		return err
	}
	if err := r.openLedger(); err != nil {
		return err
	}
	fresh, err := r.flow.lookLater(ctx, plan.Wish.Wish, nil)
	if err != nil {
		return err
	}
	r.seen = fresh.seen
	r.seen.assignments = stillMade(r.seen.assignments, r.ledger)
	if r.seen.principal == nil || r.seen.principal.ObjectID != plan.principalID {
		return &Problem{Step: StepPeople, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
	}
	if err := r.settleMembers(ctx, plan.letsIn()); err != nil {
		return err
	}
	r.begin(StepPeople)
	if err := r.moveRows(ctx, plan, report); err != nil {
		return err
	}
	if err := r.removeTestUser(ctx, plan, report); err != nil {
		return err
	}
	return r.seeAll(ctx, report)
}

// moveRows lets in or out, and ends the run of the ledger with it. Taking a few
// back leaves a run open that was cut off: its others may still be let in.
func (r *run) moveRows(ctx context.Context, plan LivePlan, report *LiveReport) error {
	if plan.Wish.TakeBack {
		err := r.takeRowsBack(ctx, plan, report)
		if err != nil || !plan.Wish.everybody() {
			return err
		}
		return r.finishLedger()
	}
	if err := r.letIn(ctx, plan, report); err != nil {
		return err
	}
	return r.finishLedger()
}

// letIn goes through the rows, one at a time.
func (r *run) letIn(ctx context.Context, plan LivePlan, report *LiveReport) error {
	remembered := r.rememberedMembers(r.ledger)
	var open []int
	for i, row := range plan.Rows {
		result := &report.Rows[i]
		if row.Verb != LetIn {
			continue
		}
		id := strings.ToLower(row.Member.ID)
		if there := findAssignment(r.seen.assignments, id); there != nil || remembered[id].Standing() {
			result.Outcome, result.Notes = LiveAlready, row.Notes
			if there != nil {
				result.AssignmentID = there.ID
			}
			r.count(1)
			continue
		}
		open = append(open, i)
	}
	first, err := r.planLedger(plan, open)
	if err != nil {
		return err
	}
	failures := 0
	for at, i := range open {
		member := memberless
		if r.ledger != nil {
			member = first + at
		}
		problem, err := r.letOneIn(ctx, plan, i, member, &report.Rows[i])
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

// letsIn are the members whom a plan lets in, by id.
func (p LivePlan) letsIn() map[string]bool {
	in := map[string]bool{}
	for _, row := range p.Rows {
		if row.Verb == LetIn {
			in[strings.ToLower(row.Member.ID)] = true
		}
	}
	return in
}

// planLedger remembers whom this run is about, before anything is sent.
func (r *run) planLedger(plan LivePlan, open []int) (first int, err error) {
	if r.ledger == nil {
		return 0, nil
	}
	members := make([]journal.Member, len(open))
	for at, i := range open {
		member := plan.Rows[i].Member
		members[at] = journal.Member{ID: member.ID, Kind: string(member.Kind), Name: member.Name, UPN: member.UPN}
	}
	if first, err = r.ledger.Plan(members); err != nil {
		return 0, journalProblem(StepPeople, err)
	}
	return first, nil
}

func (r *run) finishLedger() error {
	if r.ledger == nil {
		return nil
	}
	if err := r.ledger.Finish(); err != nil {
		return journalProblem(StepPeople, err)
	}
	return nil
}

// letOneIn assigns one member. It gives back the problem of a row that failed, and
// an error when the whole run has to stop.
func (r *run) letOneIn(ctx context.Context, plan LivePlan, i, member int, result *LiveResult) (*Problem, error) {
	who := plan.Rows[i].Member
	r.telling.Lock()
	r.started = r.flow.now()
	r.telling.Unlock()
	r.tell(Event{Step: StepPeople, State: Started, Row: i + 1})
	err := r.assignMember(ctx, plan, who, member, result)
	result.Time = r.flow.now()
	if err != nil {
		problem := r.flow.problem(StepPeople, err)
		if stops(problem) {
			result.Outcome = LiveNotReached
			if unsure(err) || member > 0 && r.ledger.Members()[member-1].Unsettled() {
				result.Outcome = LiveUnknown
			}
			return nil, problem
		}
		result.Outcome, result.Problem = LiveFailed, problem
		r.tell(Event{Step: StepPeople, State: Failed, Row: i + 1, Problem: problem})
		return problem, nil
	}
	r.count(1)
	outcome := Created
	if result.Outcome == LiveAlready {
		outcome = AlreadySo
	}
	r.tell(Event{Step: StepPeople, State: Done, Row: i + 1, Outcome: outcome})
	return nil, nil
}

// assignMember sends one assignment. An answer that it is there already, and a
// write of unknown outcome, are followed by a look at this member alone.
func (r *run) assignMember(ctx context.Context, plan LivePlan, who Member, member int, result *LiveResult) error {
	var made string
	var found *graph.Assignment
	already := false
	r.maybe = false
	want := intent{step: StepPeople, what: WhatPeople, object: plan.principalID, member: member, patience: busyPatience}
	want.made = func() (string, journal.Values) { return made, nil }
	see := r.seeAssignment(who, &found)
	err := r.set(ctx, want, func(ctx context.Context) error {
		assignment, err := r.flow.directory.Assign(ctx, plan.principalID, who.ID, plan.roleID)
		made, already, r.maybe = assignment.ID, alreadyAssigned(err), r.maybe || unsure(err)
		if already {
			return nil // the look that follows tells whose it is
		}
		return err
	}, func(ctx context.Context) (bool, error) {
		there, err := see(ctx)
		if there {
			made = found.ID
		}
		return there, err
	})
	if err != nil {
		return err
	}
	result.Outcome, result.AssignmentID = LiveAssigned, made
	r.telling.Lock()
	result.RequestID = r.sent.RequestID
	r.telling.Unlock()
	if already && made == "" {
		return r.whoseIsIt(ctx, who, see, &found, result)
	}
	return r.settleDoubt(strings.ToLower(who.ID), "")
}

// whoseIsIt settles an assignment that was there when it was sent: an earlier try
// made it, of this run or of one that was cut off, or somebody else did.
func (r *run) whoseIsIt(ctx context.Context, who Member, see look, found **graph.Assignment, result *LiveResult) error {
	err := r.until(ctx, wait{step: StepPeople, reason: ReasonPeopleShow, limit: settlePatience}, see)
	var absent *Problem
	if err != nil && (!errors.As(err, &absent) || absent.Kind != WaitedTooLong) {
		return err
	}
	id := strings.ToLower(who.ID)
	open, doubted := r.doubts[id]
	outcome, made := journal.Refused, ""
	result.Outcome = LiveAlready
	if *found != nil {
		result.AssignmentID = (*found).ID
		if r.maybe || doubted && !(*found).Created.Before(open.since.Add(-clockSkew)) {
			outcome, made, result.Outcome = journal.Done, (*found).ID, LiveAssigned
		}
		r.maybe = false // it is known by now
	}
	if err := r.learnMember(outcome, made); err != nil {
		return err
	}
	return r.settleDoubt(id, "")
}

// stops reports whether a problem is one of the whole run and not of one row.
func stops(problem *Problem) bool {
	switch problem.Kind {
	case Unexpected, Refused, AnswerUnreadable, WaitedTooLong, UserName, IdentifierTaken:
		return false
	}
	return true
}

// count notes how far a run has come.
func (r *run) count(more int) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.made = min(r.made+more, r.total)
}

// seeAll reads the list once more until it shows everybody who was let in, and
// nobody who was taken back. What it does not show in time is late, and no failure:
// each was answered as done.
func (r *run) seeAll(ctx context.Context, report *LiveReport) error {
	if report.Count(LiveAssigned, LiveTakenBack) == 0 {
		return nil
	}
	readBack := wait{step: StepPeople, reason: ReasonPeopleShow, limit: verifyPatience, read: true}
	err := r.until(ctx, readBack, func(ctx context.Context) (bool, error) {
		assignments, err := r.flow.directory.Assignments(ctx, r.seen.principal.ObjectID)
		if err != nil {
			return false, err
		}
		report.Unseen, report.StillSeen = report.compared(assignments)
		return report.Unseen+report.StillSeen == 0, nil
	})
	var late *Problem
	if errors.As(err, &late) && late.Kind == WaitedTooLong {
		return nil
	}
	return err
}

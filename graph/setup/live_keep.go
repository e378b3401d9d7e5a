package setup

import (
	"context"
	"errors"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// openLedger takes the ledger for the time of a run; the journal is open already.
func (r *run) openLedger() error {
	if r.book == nil {
		return nil
	}
	ledger, err := r.book.Ledger()
	if err != nil {
		return journalProblem(StepPeople, err)
	}
	r.ledger = ledger
	return nil
}

func (r *run) closeLedger() { _ = r.ledger.Close() } // what matters reached the disk before

// intendMember puts on disk whom the next write is about. Nothing is sent unless
// that worked.
func (r *run) intendMember(n int) error {
	if r.ledger == nil || n < 1 {
		return nil
	}
	if err := r.ledger.Begin(n); err != nil {
		return journalProblem(StepPeople, err)
	}
	return nil
}

// learnMember notes what came of the newest write. After a write of unknown outcome
// a refusal of the next one says nothing of the first; then it stays open.
func (r *run) learnMember(outcome journal.Outcome, made string) error {
	if r.ledger == nil || r.member < 1 || outcome == journal.Refused && r.maybe {
		return nil
	}
	r.telling.Lock()
	sent := r.sent
	r.telling.Unlock()
	if err := r.ledger.End(r.member, outcome, made, sent.RequestID, sent.ClientRequestID); err != nil {
		return journalProblem(StepPeople, err)
	}
	return nil
}

// settleMembers finds out what came of writes that a run which was cut off has
// sent: what shows by now, or within a few minutes of the write, has happened. For
// whom this run lets in anyway a few seconds are enough: Entra refuses a second
// assignment, and then it is known whose the first one is.
func (r *run) settleMembers(ctx context.Context, again map[string]bool) error {
	r.doubts = map[string]doubt{}
	own := r.ownAssignments()
	var order []string
	for i, member := range r.ledger.Members() {
		if !member.Unsettled() {
			continue
		}
		id := strings.ToLower(member.ID)
		open, known := r.doubts[id]
		if !known {
			open = doubt{member: member, since: member.Begun}
			order = append(order, id)
		}
		open.numbers = append(open.numbers, i+1)
		r.doubts[id] = open
	}
	for _, id := range order {
		open := r.doubts[id]
		found := findAssignment(r.seen.assignments, id)
		if found == nil {
			var err error
			if found, err = r.awaitAssignment(ctx, open, again[id]); err != nil {
				return err
			}
		}
		if found == nil && again[id] {
			continue // what comes of this run's own try settles it
		}
		made := ""
		if found != nil && own[found.ID] == 0 && !found.Created.Before(open.since.Add(-clockSkew)) {
			made = found.ID
		}
		if err := r.settleDoubt(id, made); err != nil {
			return err
		}
	}
	return nil
}

// doubt is somebody for whom runs that were cut off have sent something, and
// nobody knows what came of it.
type doubt struct {
	member  journal.Member
	numbers []int // in the ledger
	since   time.Time
}

// settleDoubt ends a doubt: the newest try made an assignment, or none did.
func (r *run) settleDoubt(id, made string) error {
	open := r.doubts[id]
	delete(r.doubts, id)
	for at, n := range open.numbers {
		outcome, what := journal.Refused, ""
		if made != "" && at == len(open.numbers)-1 {
			outcome, what = journal.Done, made
		}
		if r.ledger == nil {
			return nil
		}
		if err := r.ledger.End(n, outcome, what, "", ""); err != nil {
			return journalProblem(StepPeople, err)
		}
	}
	return nil
}

// awaitAssignment looks for what somebody holds of the application, as long as it
// may still be on its way into all replicas; nil when there is nothing.
func (r *run) awaitAssignment(ctx context.Context, open doubt, again bool) (*graph.Assignment, error) {
	var found *graph.Assignment
	see := r.seeAssignment(Member{Kind: MemberKind(open.member.Kind), ID: open.member.ID}, &found)
	patience := r.settling()
	if again {
		patience = 10 * r.pace().First
	}
	left := patience - r.flow.now().Sub(open.since)
	if left > 0 {
		err := r.until(ctx, wait{step: StepPeople, reason: ReasonOutcomeUnknown, limit: min(left, patience)}, see)
		var absent *Problem
		if err == nil || !errors.As(err, &absent) || absent.Kind != WaitedTooLong {
			return found, err
		}
	}
	_, err := see(ctx) // the look that decides is taken after the time is over
	return found, err
}

// seeAssignment looks at what one member holds of the application.
func (r *run) seeAssignment(member Member, into **graph.Assignment) look {
	return func(ctx context.Context) (bool, error) {
		held, err := r.flow.directory.AssignmentsHeld(ctx, string(member.Kind), member.ID, r.seen.principal.ObjectID)
		if err != nil {
			return false, err
		}
		*into = findAssignment(held, member.ID)
		return *into != nil, nil
	}
}

func findAssignment(assignments []graph.Assignment, memberID string) *graph.Assignment {
	for i := range assignments {
		if strings.EqualFold(assignments[i].PrincipalID, memberID) {
			return &assignments[i]
		}
	}
	return nil
}

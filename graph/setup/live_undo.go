package setup

import (
	"context"

	"backupsso/graph/setup/journal"
)

// ownAssignments are the assignments that going live made and that stand, by id,
// with the number of the member.
func (r *run) ownAssignments() map[string]int {
	own := map[string]int{}
	for i, member := range r.ledger.Members() {
		if member.Standing() && member.Made != "" {
			own[member.Made] = i + 1
		}
	}
	return own
}

// undoPeople is the row of those whom going live let into an application and who are
// in still.
func (r *run) undoPeople(app journal.App) []UndoRow {
	own, standing := r.ownAssignments(), 0
	for _, assignment := range r.seen.assignments {
		if own[assignment.ID] != 0 {
			standing++
		}
	}
	if standing == 0 {
		return nil
	}
	return []UndoRow{{Step: StepPeople, What: WhatPeople, Verb: Remove, Now: count(standing), app: app}}
}

// letOut takes back whom going live let in, one at a time, and nobody else. What
// was removed before the run is stopped is remembered.
func (r *run) letOut(ctx context.Context) error {
	own := r.ownAssignments()
	assignments := r.seen.assignments
	r.telling.Lock()
	r.live, r.made, r.total = true, 0, 0
	for _, assignment := range assignments {
		if own[assignment.ID] != 0 {
			r.total++
		}
	}
	r.telling.Unlock()
	defer func() {
		r.telling.Lock()
		defer r.telling.Unlock()
		r.live, r.made, r.total = false, 0, 0
	}()
	for _, assignment := range assignments {
		n := own[assignment.ID]
		if n == 0 {
			continue
		}
		who := Member{Kind: MemberKind(assignment.PrincipalType), ID: assignment.PrincipalID}
		err := r.letOneOut(ctx, who, assignment.ID, n)
		if err != nil {
			return err
		}
		r.count(1)
		r.tell(Event{Step: StepPeople, State: Started})
	}
	return r.finishLedger()
}

func (r *run) takenBack(n int) error {
	if r.ledger == nil {
		return nil
	}
	if err := r.ledger.TakeBack(n); err != nil {
		return journalProblem(StepPeople, err)
	}
	return nil
}

// forgetPeople notes that everybody's assignment went with the application.
func (r *run) forgetPeople() error {
	for i, member := range r.ledger.Members() {
		if member.Outcome == journal.Done && member.TakenBack.IsZero() {
			if err := r.takenBack(i + 1); err != nil {
				return err
			}
		}
	}
	return r.finishLedger()
}

package setup

import (
	"context"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// removeTestUser takes the test user away, as the plan has it: her assignment, and
// her account when this set-up made it.
func (r *run) removeTestUser(ctx context.Context, plan LivePlan, report *LiveReport) error {
	row := plan.TestUser
	if row == nil || row.Foreign || r.seen.user == nil || r.seen.user.ID != row.Member.ID {
		return nil
	}
	if own := findAssignment(r.seen.assignments, row.Member.ID); row.Unassign && own != nil {
		var left *graph.Assignment
		held := r.seeAssignment(row.Member, &left)
		err := r.takeAway(ctx, StepAssignment, WhatAssignment, own.ID, func(ctx context.Context) error {
			return r.flow.directory.Unassign(ctx, plan.principalID, own.ID)
		}, func(ctx context.Context) (bool, error) {
			there, err := held(ctx)
			return err == nil && !there, err
		})
		if err != nil {
			return err
		}
		report.Unassigned = true
	}
	if !row.Delete {
		return nil
	}
	err := r.takeAway(ctx, StepTestUser, WhatTestUser, row.Member.ID, func(ctx context.Context) error {
		return r.flow.directory.DeleteUser(ctx, row.Member.ID)
	}, func(ctx context.Context) (bool, error) {
		_, err := r.flow.directory.User(ctx, row.Member.ID)
		if notFound(err) {
			return true, nil
		}
		return false, err
	})
	report.Deleted = err == nil
	return err
}

// takeAway removes one thing, looks until it is gone, and notes in the journal that
// what was made no longer stands.
func (r *run) takeAway(ctx context.Context, step Step, what, object string, send func(context.Context) error, gone look) error {
	r.begin(step)
	err := r.setAndSee(ctx, intent{step: step, what: undoing + what, object: object}, func(ctx context.Context) error {
		err := send(ctx)
		if notFound(err) {
			return nil // gone already; the look that follows proves it
		}
		return err
	}, gone)
	if err == nil {
		err = r.note(func(record *journal.Record) {
			for i, entry := range record.Entries {
				if entry.Standing() && entry.What == what {
					record.Entries[i].TakenBack = r.flow.now().UTC()
				}
			}
		})
	}
	if err != nil {
		return err
	}
	r.count(1)
	r.tell(Event{Step: step, State: Done, Outcome: Changed})
	return nil
}

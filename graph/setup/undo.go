package setup

import (
	"context"
	"errors"
	"slices"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// UndoVerb says what an undo does with one thing.
type UndoVerb string

// The verbs of an undo; words under "undo.verb.<verb>".
const (
	Remove  UndoVerb = "remove"
	Restore UndoVerb = "restore"
	Leave   UndoVerb = "leave" // Why says why
)

// Why an undo leaves something; words under "undo.why.<why>".
const (
	WhyUsedByOthers     = "used-by-others"
	WhyChangedByOthers  = "changed-by-others"
	WhyCertificateStays = "certificate-stays" // removing one safely is not possible through Graph
)

// WhysToLeave lists every reason to leave something.
func WhysToLeave() []string {
	return []string{WhyUsedByOthers, WhyChangedByOthers, WhyCertificateStays}
}

// UndoRow is one thing of an undo.
type UndoRow struct {
	Step Step
	What string // as in a Change
	Verb UndoVerb
	Now  string // as it stands
	Then string // as it will be; "" when it will be gone or empty
	Why  string // for Leave
	Bin  bool   // stays in the recycle bin for 30 days

	object string   // id of what is removed or written to
	values []string // for Restore
}

// UndoPlan is what Undo would do, as seen at one moment.
type UndoPlan struct {
	Wish    Wish
	Tenant  graph.Tenant
	Account graph.Account
	Rows    []UndoRow
}

// Writes is the number of things that Undo would remove or restore.
func (p UndoPlan) Writes() int {
	return len(filter(p.Rows, func(r UndoRow) bool { return r.Verb != Leave }))
}

// PlanUndo looks at the tenant, read-only, and says what Undo would take back:
// only what the journal says was made or changed, and only as far as it still is
// as it was left. What an earlier run may have made is waited for, for a few
// minutes at most.
func (f *Flow) PlanUndo(ctx context.Context, wish Wish) (UndoPlan, error) {
	var plan UndoPlan
	_, err := f.undoing(ctx, wish, nil, func(r *run) error {
		var err error
		plan, err = r.undoPlan(ctx)
		return err
	})
	return plan, err
}

// Undo takes back what plan says, in reverse order, one write at a time. A tenant
// that no longer looks as planned ends in TenantChanged before anything is
// written. It returns the rows that are done.
func (f *Flow) Undo(ctx context.Context, plan UndoPlan, emit func(Event)) ([]UndoRow, error) {
	var done []UndoRow
	_, err := f.undoing(ctx, plan.Wish, emit, func(r *run) error {
		fresh, err := r.undoPlan(ctx)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(plan.Rows, fresh.Rows, sameRow) {
			return &Problem{Step: StepApplication, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
		}
		for _, row := range fresh.Rows {
			r.begin(row.Step)
			if err := r.undoRow(ctx, row); err != nil {
				return err
			}
			if row.Verb != Leave {
				done = append(done, row)
			}
			r.tell(Event{Step: row.Step, State: Done, Outcome: Changed})
		}
		return r.note(func(record *journal.Record) { record.State = journal.Undone })
	})
	return done, err
}

func sameRow(a, b UndoRow) bool {
	return a.What == b.What && a.Verb == b.Verb && a.Now == b.Now && a.Then == b.Then && a.object == b.object
}

// undoing does something with the journal open, and puts failures into words.
func (f *Flow) undoing(ctx context.Context, wish Wish, emit func(Event), do func(*run) error) (*run, error) {
	if emit == nil {
		emit = func(Event) {}
	}
	r := &run{flow: f, plan: Plan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account}, emit: emit, step: StepApplication}
	if err := f.signedIn(); err != nil {
		return r, err
	}
	if f.config.Journal == nil {
		return r, &Problem{Step: StepApplication, Kind: NothingToUndo, Facts: map[string]string{}}
	}
	f.watch.follow(r)
	defer f.watch.follow(nil)
	defer r.closeJournal()
	err := r.openJournal(wish)
	defer r.closeLedger()
	if err == nil {
		err = r.openLedger()
	}
	if err == nil {
		err = do(r)
	}
	if err == nil {
		return r, nil
	}
	problem := f.problem(r.step, err)
	r.tell(Event{Step: r.step, State: Failed, Problem: problem})
	return r, problem
}

// undoPlan settles what is open, and makes the rows.
func (r *run) undoPlan(ctx context.Context) (UndoPlan, error) {
	plan := UndoPlan{Wish: r.plan.Wish, Tenant: r.flow.who.Tenant, Account: r.flow.who.Account}
	if len(r.book.Record().Entries) > 0 {
		if err := r.settleAll(ctx); err != nil {
			return plan, err
		}
	}
	if !slices.ContainsFunc(r.book.Record().Entries, journal.Entry.Standing) && !slices.ContainsFunc(r.ledger.Members(), journal.Member.Standing) {
		return plan, &Problem{Step: StepApplication, Kind: NothingToUndo, Facts: map[string]string{}}
	}
	if r.seen.principal != nil {
		if err := r.settleMembers(ctx, nil); err != nil {
			return plan, err
		}
	}
	plan.Rows = r.undoRows()
	return plan, nil
}

// settleAll looks until every intent has an outcome, as long as that can help.
func (r *run) settleAll(ctx context.Context) error {
	none, err := r.lookBack(ctx)
	if err != nil || none {
		return err
	}
	left := min(settlePatience, r.pace().GiveUp)
	newest := r.flow.now().Add(-left)
	for _, entry := range r.book.Record().Entries {
		if entry.Outcome == journal.Open && entry.Begun.After(newest) {
			newest = entry.Begun
		}
	}
	if left = min(left, left-r.flow.now().Sub(newest)); left > 0 {
		err := r.until(ctx, wait{step: StepApplication, reason: ReasonOutcomeUnknown, limit: left}, r.lookBack)
		var absent *Problem
		if err == nil || !errors.As(err, &absent) || absent.Kind != WaitedTooLong {
			return err
		}
	}
	return r.note(func(record *journal.Record) {
		for i, entry := range record.Entries {
			if entry.Outcome == journal.Open {
				record.Entries[i].Outcome, record.Entries[i].Ended = journal.Refused, r.flow.now().UTC()
			}
		}
	})
}

// lookBack reads what the journal speaks of, and reports whether no intent is
// open any more.
func (r *run) lookBack(ctx context.Context) (bool, error) {
	record := r.book.Record()
	question := graph.Question{ObjectID: record.ApplicationID, AppID: record.AppID, UPN: userOf(record)}
	if made, standing := record.Last(WhatApplication); standing {
		question.ObjectID, question.AppID = made.Made, first(made.After[valueAppID])
	}
	index := record.OpenEntry(WhatApplication)
	if index >= 0 && question.ObjectID == "" {
		template, err := r.flow.findTemplate(ctx)
		if err != nil {
			return false, err
		}
		question.TemplateID = template.ID
	}
	sight, err := r.flow.directory.Look(ctx, question)
	if err != nil {
		return false, err
	}
	if added := filter(sight.FromTemplate, func(a graph.Application) bool { return index >= 0 }); len(added) > 0 {
		if added = addedSince(added, record.Entries[index]); len(added) == 1 {
			r.flow.made.application, r.flow.made.at = added[0], r.flow.now()
			r.seen.application = &added[0]
			if err := r.settle(); err != nil {
				return false, err
			}
			return r.lookBack(ctx)
		}
	}
	r.seen.application, r.seen.principal, r.seen.assignments, r.seen.user = sight.Application, sight.Principal, sight.Assignments, sight.User
	if err := r.settle(); err != nil {
		return false, err
	}
	return !slices.ContainsFunc(r.book.Record().Entries, func(e journal.Entry) bool { return e.Outcome == journal.Open }), nil
}

// userOf is by what the test user of a record is looked up.
func userOf(record journal.Record) string {
	if made, standing := record.Last(WhatTestUser); standing {
		return made.Made
	}
	for _, entry := range slices.Backward(record.Entries) {
		if entry.What == WhatTestUser {
			return first(entry.After[valueUPN])
		}
	}
	return record.TestUserID
}

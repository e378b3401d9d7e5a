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
	WhyCertificateGone  = "certificate-gone"  // the old one was removed, so nothing could be signed with it
)

// WhysToLeave lists every reason to leave something.
func WhysToLeave() []string {
	return []string{WhyUsedByOthers, WhyChangedByOthers, WhyCertificateStays, WhyCertificateGone}
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

	object string      // id of what is removed or written to
	on     string      // id of the service principal that an assignment is for
	values []string    // for Restore
	app    journal.App // that it is a part of; zero for a person
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
		if err := r.permit(ctx, plan.Permissions()); err != nil {
			return err
		}
		var fresh UndoPlan
		asPlanned := wait{step: StepApplication, reason: ReasonSettingShows, read: true}
		err := r.until(ctx, asPlanned, func(ctx context.Context) (bool, error) {
			var err error
			if fresh, err = r.undoPlan(ctx); err != nil {
				return false, err
			}
			return true, r.fitting(slices.EqualFunc(plan.Rows, fresh.Rows, sameRow))
		})
		if err != nil {
			return err
		}
		for _, row := range fresh.Rows {
			r.begin(row.Step)
			if row.Verb == Leave {
				r.tell(Event{Step: row.Step, State: Done, Outcome: AlreadySo})
				continue
			}
			if err := r.undoRow(ctx, row); err != nil {
				return err
			}
			done = append(done, row)
			r.tell(Event{Step: row.Step, State: Done, Outcome: Changed})
		}
		return r.note(func(record *journal.Record) { record.State = journal.Undone })
	})
	return done, err
}

func sameRow(a, b UndoRow) bool {
	return a.What == b.What && a.Verb == b.Verb && a.Now == b.Now && a.Then == b.Then && a.object == b.object &&
		a.app.ObjectID == b.app.ObjectID
}

// undoing does something with the journal open, and puts failures into words.
func (f *Flow) undoing(ctx context.Context, wish Wish, emit func(Event), do func(*run) error) (*run, error) {
	if emit == nil {
		emit = func(Event) {}
	}
	r := &run{flow: f, plan: Plan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account}, emit: emit, step: StepApplication,
		begun: f.now(), sights: map[string]observation{}}
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
	nothing := &Problem{Step: StepApplication, Kind: NothingToUndo, Facts: map[string]string{}}
	people := slices.ContainsFunc(r.ledger.Members(), journal.Member.Standing)
	if len(r.book.Record().Entries) == 0 && !people {
		return plan, nothing
	}
	if err := r.flow.refuseOthers(ctx, r.plan.Wish, r.book.Record().Touched()); err != nil {
		return plan, amongThose(err)
	}
	if err := r.settleAll(ctx); err != nil {
		return plan, err
	}
	if !slices.ContainsFunc(r.book.Record().Entries, journal.Entry.Standing) && !people {
		return plan, nothing
	}
	var all undoRows
	touched := r.book.Record().Touched()
	for i, app := range slices.Backward(touched) {
		r.seen = r.sights[app.ObjectID]
		// People are let into the one that was written to last; others follow in the list
		// when nothing was written to them but that they were made.
		if (app == r.book.Record().Newest() || len(r.book.Record().Applications) == 0 && i == len(touched)-1) && r.seen.principal != nil {
			if err := r.settleMembers(ctx, nil); err != nil {
				return plan, err
			}
		}
		rows := r.rowsOf(app)
		all = undoRows{append(all.people, rows.people...), append(all.single, rows.single...), append(all.rest, rows.rest...)}
	}
	if len(touched) == 0 {
		r.seen = r.sights[""]
	}
	plan.Rows = slices.Concat(all.people, all.single, r.undoUser(), all.rest)
	return plan, nil
}

// settleAll looks until every intent has an outcome, and everything that was done a
// moment ago shows, as long as that can help.
func (r *run) settleAll(ctx context.Context) error {
	none, err := r.settleOnce(ctx)
	if err != nil || none {
		return err
	}
	left := r.settling()
	newest := r.flow.now().Add(-left)
	for _, entry := range r.book.Record().Entries {
		if (entry.Outcome == journal.Open || entry.Standing()) && entry.Begun.After(newest) {
			newest = entry.Begun
		}
	}
	if left = min(left, left-r.flow.now().Sub(newest)); left > 0 {
		err := r.until(ctx, wait{step: StepApplication, reason: ReasonOutcomeUnknown, limit: left}, r.settleOnce)
		var absent *Problem
		if err == nil || !errors.As(err, &absent) || absent.Kind != WaitedTooLong {
			return err
		}
	}
	// The look that decides is taken after the time is over, whenever the last one was.
	if none, err := r.settleOnce(ctx); err != nil || none {
		return err
	}
	return r.note(func(record *journal.Record) {
		for i, entry := range record.Entries {
			if entry.Outcome == journal.Open {
				record.Entries[i].Outcome, record.Entries[i].Ended = journal.Refused, r.flow.now().UTC()
			}
		}
	})
}

// settleOnce looks at everything that the journal speaks of, and reports whether no
// intent is open any more and nothing that was done a moment ago is missing.
func (r *run) settleOnce(ctx context.Context) (bool, error) {
	if err := r.findLost(ctx); err != nil {
		return false, err
	}
	touched := r.book.Record().Touched()
	if len(touched) == 0 {
		touched = []journal.App{{}}
	}
	late := false
	for _, app := range touched {
		if err := r.lookBack(ctx, app); err != nil {
			return false, err
		}
		if err := r.settle(); err != nil {
			return false, err
		}
		late = late || r.late(app)
	}
	return !late && !slices.ContainsFunc(r.book.Record().Entries, func(e journal.Entry) bool { return e.Outcome == journal.Open }), nil
}

// late reports whether the last look misses something that was done to an
// application, or to the test user, so short a time ago that a late replica
// explains it.
func (r *run) late(app journal.App) bool {
	record := r.book.Record()
	recent := func(entry journal.Entry, standing bool) bool {
		return standing && r.flow.now().Sub(entry.Begun) < r.settling()
	}
	if entry := lastOf(record, WhatTestUser); recent(entry, entry.Standing()) && r.seen.user == nil {
		return true
	}
	about := r.about(app)
	if entry := lastOf(about, WhatApplication); recent(entry, entry.Standing()) && (r.seen.application == nil || r.seen.principal == nil) {
		return true
	}
	if r.seen.application == nil || r.seen.principal == nil {
		return false // of what stood before nothing says how long it takes to show
	}
	for _, what := range []string{WhatMode, WhatIdentifier, WhatActiveCertificate, WhatNotification, WhatCertificate, WhatAssignment} {
		entry := lastOf(about, what)
		if recent(entry, entry.Standing()) && !r.seen.showsMade(entry) {
			return true
		}
	}
	return false
}

// lastOf is the newest entry about what, whatever came of it.
func lastOf(record journal.Record, what string) journal.Entry {
	for _, entry := range slices.Backward(record.Entries) {
		if entry.What == what {
			return entry
		}
	}
	return journal.Entry{}
}

// findLost looks for an application that may have been added.
func (r *run) findLost(ctx context.Context) error {
	record := r.book.Record()
	index := record.OpenEntry(WhatApplication)
	if index < 0 {
		return nil
	}
	template, err := r.flow.findTemplate(ctx)
	if err != nil {
		return err
	}
	sight, err := r.flow.directory.Look(ctx, graph.Question{TemplateID: template.ID})
	if err != nil {
		return err
	}
	if added := r.flow.addedSince(sight.FromTemplate, record.Entries[index]); len(added) == 1 {
		r.seen = observation{at: r.flow.entraNow()}
		r.claim(added[0])
		return r.settle()
	}
	return nil
}

// lookBack reads one application that the journal speaks of, and the test user.
func (r *run) lookBack(ctx context.Context, app journal.App) error {
	question := graph.Question{ObjectID: app.ObjectID, AppID: app.AppID, UPN: userOf(r.book.Record())}
	sight, err := r.flow.directory.Look(ctx, question)
	if err != nil {
		return err
	}
	r.seen.at = r.flow.entraNow()
	r.seen.application, r.seen.principal, r.seen.assignments, r.seen.user = sight.Application, sight.Principal, sight.Assignments, sight.User
	r.sights[app.ObjectID] = r.seen
	return nil
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

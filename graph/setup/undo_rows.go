package setup

import (
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// undoRows are what an undo does about one application, as it was looked at last.
type undoRows struct{ people, single, rest []UndoRow }

// rowsOf makes the rows of one application, out of the journal and the last look.
// What a proof left goes before the values, which are compared without it.
func (r *run) rowsOf(app journal.App) undoRows {
	proofs := r.undoProofs(app)
	rows := undoRows{single: r.undoAssignments(app)}
	if r.goesWhole(app) { // and whom it let in goes with it
		proofs = nil
	} else {
		rows.people = r.undoPeople(app)
	}
	rows.rest = append(proofs, r.undoApplication(app)...)
	return rows
}

// undoAssignments lists what lets the test user in, of the application that was
// looked at last.
func (r *run) undoAssignments(app journal.App) []UndoRow {
	if r.seen.principal == nil {
		return nil
	}
	var rows []UndoRow
	for _, entry := range r.book.Record().Entries {
		if entry.What != WhatAssignment || !entry.Standing() || entry.Object != r.seen.principal.ObjectID {
			continue
		}
		for _, assignment := range r.seen.assignments {
			if assignment.ID == entry.Made {
				rows = append(rows, UndoRow{Step: StepAssignment, What: WhatAssignment, Verb: Remove, Now: assignment.PrincipalName, object: assignment.ID, on: entry.Object, app: app})
			}
		}
	}
	return rows
}

func (r *run) undoUser() []UndoRow {
	entry, standing := r.book.Record().Last(WhatTestUser)
	if !standing || r.seen.user == nil || r.seen.user.ID != entry.Made {
		return nil
	}
	return []UndoRow{{Step: StepTestUser, What: WhatTestUser, Verb: Remove, Now: r.seen.user.UPN, Bin: true, object: entry.Made}}
}

// undoProofs lists what local proofs left that were cut off, and leaves it out of
// what the other rows look at.
func (r *run) undoProofs(app journal.App) []UndoRow {
	if r.seen.application == nil {
		return nil
	}
	var rows []UndoRow
	application := *r.seen.application
	left := stillThere(r.about(app), application)
	for _, uri := range left {
		rows = append(rows, UndoRow{Step: StepProof, What: WhatProofURL, Verb: Remove, Now: uri, object: application.ObjectID, app: app})
	}
	application.ReplyURLs = without(application.ReplyURLs, left)
	r.seen.application = &application
	return rows
}

// undoApplication lists what is taken back of the application that was looked at
// last, the last thing first, out of the journal and that look.
func (r *run) undoApplication(app journal.App) []UndoRow {
	application := r.seen.application
	if application == nil {
		return nil // it is gone, and everything in it
	}
	var rows []UndoRow
	record := r.about(app)
	if r.madeHere(app) {
		row := UndoRow{Step: StepApplication, What: WhatApplication, Verb: Remove, Now: application.Name, Bin: true, object: application.ObjectID, app: app}
		if r.goesWhole(app) {
			return []UndoRow{row}
		}
		row.Verb, row.Bin, row.Why, row.Then = Leave, false, WhyUsedByOthers, application.Name
		rows = append(rows, row)
	}
	rows = append(rows, r.undoValue(record, app, StepNotification, WhatNotification, WhatNotification)...)
	rows = append(rows, r.undoValue(record, app, StepActive, WhatActiveCertificate, WhatActiveCertificate)...)
	rows = append(rows, r.undoCertificates(record, app)...)
	rows = append(rows, r.undoRepairs(record, app)...)
	rows = append(rows, r.undoValue(record, app, StepAddresses, WhatIdentifier, WhatReplyURL)...)
	rows = append(rows, r.undoValue(record, app, StepAddresses, WhatIdentifier, WhatIdentifier)...)
	return append(rows, r.undoValue(record, app, StepMode, WhatMode, WhatMode)...)
}

// madeHere reports whether the application that was looked at last was made by a
// set-up.
func (r *run) madeHere(app journal.App) bool {
	made, ours := r.about(app).Last(WhatApplication)
	return ours && r.seen.application != nil && made.Made == r.seen.application.ObjectID
}

// goesWhole reports whether it is removed, with everything in it.
func (r *run) goesWhole(app journal.App) bool {
	return r.madeHere(app) && !r.usedByOthers(r.about(app))
}

// about is the journal as far as it speaks of one application: of making it, or of
// writing to one of its halves.
func (r *run) about(app journal.App) journal.Record {
	record := r.book.Record()
	record.Entries = filter(record.Entries, func(e journal.Entry) bool { return isAbout(e, app, r.seen) })
	return record
}

func isAbout(entry journal.Entry, app journal.App, seen observation) bool {
	switch {
	case entry.What == WhatApplication:
		return entry.Made == app.ObjectID
	case entry.Object == "":
		return false
	case entry.Object == app.ObjectID, entry.Object == app.PrincipalID:
		return true
	}
	return seen.application != nil && seen.application.ObjectID == app.ObjectID && seen.holds(entry.Object)
}

// undoCertificates lists the certificates that were added. They stay.
func (r *run) undoCertificates(record journal.Record, app journal.App) []UndoRow {
	var rows []UndoRow
	for _, entry := range record.Entries {
		if entry.What == WhatCertificate && entry.Standing() && r.seen.principal != nil && findCertificate(*r.seen.principal, entry.Made) != nil {
			rows = append(rows, UndoRow{Step: StepCertificate, What: WhatCertificate, Verb: Leave, Now: entry.Made, Then: entry.Made, Why: WhyCertificateStays, app: app})
		}
	}
	return rows
}

// usedByOthers reports whether an application that was made here holds anything
// that was not put in here.
func (r *run) usedByOthers(record journal.Record) bool {
	known := func(name string) []string {
		var all []string
		for _, entry := range record.Entries {
			all = append(append(all, entry.Before[name]...), entry.After[name]...)
		}
		return all
	}
	foreign := func(name string) bool {
		return !within(known(name), filter(r.seen.valueOf(name), func(one string) bool { return !pattern(one) }))
	}
	if foreign(WhatIdentifier) || foreign(WhatReplyURL) || foreign(WhatNotification) {
		return true
	}
	if r.seen.principal == nil {
		return false
	}
	own := r.ownAssignments()
	made := func(id string) bool {
		return own[id] != 0 || slices.ContainsFunc(record.Entries, func(e journal.Entry) bool { return strings.EqualFold(e.Made, id) })
	}
	return slices.ContainsFunc(r.seen.assignments, func(a graph.Assignment) bool { return !made(a.ID) }) ||
		slices.ContainsFunc(r.seen.principal.Certificates, func(c graph.SigningCertificate) bool { return !made(c.Thumbprint) })
}

// undoValue gives a setting its old value back as far as it still holds ours.
func (r *run) undoValue(record journal.Record, app journal.App, step Step, what, name string) []UndoRow {
	now := r.seen.valueOf(name)
	onApplication := what == WhatIdentifier || what == WhatDefaultReplyURL
	back := backOf(record, what, name, now)
	if !back.ours {
		back.values = back.before
	}
	if !back.found || !onApplication && r.seen.principal == nil || slices.Equal(normal(now), normal(back.values)) {
		return nil
	}
	row := UndoRow{Step: step, What: name, Verb: Restore, Now: joined(now), object: r.seen.application.ObjectID, values: back.values, app: app}
	if !onApplication {
		row.object = r.seen.principal.ObjectID
	}
	row.Then = joined(row.values)
	if why := r.whyLeave(name, back); why != "" {
		row.Verb, row.Then, row.Why = Leave, row.Now, why
	}
	return []UndoRow{row}
}

// whyLeave says why a setting does not get its old value back, "" when it does.
func (r *run) whyLeave(name string, back wayBack) string {
	switch {
	case !back.ours:
		return WhyChangedByOthers
	case name == WhatActiveCertificate && first(back.values) != "" && findCertificate(*r.seen.principal, first(back.values)) == nil:
		return WhyCertificateGone
	}
	return ""
}

// wayBack is what a setting goes back to.
type wayBack struct {
	found  bool     // the journal knows of a write
	ours   bool     // something of what was written still stands
	before []string // what was there before the newest write
	values []string // what it would be without those writes
}

// backOf follows the writes of one setting back, the newest first. A list loses what
// each of them added and gets back what each took away; whatever others put in or
// took out meanwhile stays so. A single value goes back as far as it is known to have
// been ours from one write to the next.
func backOf(record journal.Record, what, name string, now []string) wayBack {
	back := wayBack{values: now}
	var newer []string // what the write after this one found
	for _, entry := range slices.Backward(record.Entries) {
		before, after := entry.Before[name], entry.After[name]
		if entry.What != what || !entry.Standing() || slices.Equal(before, after) {
			continue
		}
		added := filter(after, func(one string) bool { return !slices.Contains(before, one) })
		taken := filter(before, func(one string) bool { return !slices.Contains(after, one) })
		switch {
		case !back.found:
			back.found, back.before = true, before
		case isList(name) && len(added) > 0 && !slices.ContainsFunc(added, func(one string) bool { return slices.Contains(newer, one) }):
			return back // others had replaced it all before the newer write
		}
		newer = before
		if !isList(name) {
			if !slices.Equal(normal(after), normal(back.values)) {
				return back
			}
			back.ours, back.values = true, before
			continue
		}
		kept := filter(back.values, func(one string) bool { return !slices.Contains(added, one) })
		back.ours = back.ours || len(kept) < len(back.values) || len(added) == 0
		back.values = append(kept, filter(taken, func(one string) bool { return !slices.Contains(kept, one) })...)
	}
	return back
}

package setup

import (
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// undoRows lists what is taken back, the last thing first, out of the journal and
// the last look.
func (r *run) undoRows() []UndoRow {
	record := r.book.Record()
	rows := append(r.undoAssignment(record), r.undoUser(record)...)
	proofs := r.undoProofs(record)
	made, ours := record.Last(WhatApplication)
	application := r.seen.application
	if application == nil {
		return rows // it is gone, and everything in it
	}
	people := r.undoPeople()
	if ours && made.Made == application.ObjectID {
		row := UndoRow{Step: StepApplication, What: WhatApplication, Verb: Remove, Now: application.Name, Bin: true, object: application.ObjectID}
		if !r.usedByOthers(record) {
			return append(rows, row) // whom it let in goes with it
		}
		row.Verb, row.Bin, row.Why, row.Then = Leave, false, WhyUsedByOthers, application.Name
		rows = append(rows, row)
	}
	rows = append(people, rows...)
	// What a proof left goes first: the values below are without it.
	rows = append(rows, proofs...)
	if r.seen.principal == nil {
		return rows
	}
	rows = append(rows, r.undoValue(record, StepNotification, WhatNotification, WhatNotification)...)
	rows = append(rows, r.undoValue(record, StepActive, WhatActiveCertificate, WhatActiveCertificate)...)
	if key, standing := record.Last(WhatCertificate); standing && findCertificate(*r.seen.principal, key.Made) != nil {
		rows = append(rows, UndoRow{Step: StepCertificate, What: WhatCertificate, Verb: Leave, Now: key.Made, Then: key.Made, Why: WhyCertificateStays})
	}
	rows = append(rows, r.undoRepairs(record)...)
	rows = append(rows, r.undoValue(record, StepAddresses, WhatIdentifier, WhatReplyURL)...)
	rows = append(rows, r.undoValue(record, StepAddresses, WhatIdentifier, WhatIdentifier)...)
	return append(rows, r.undoValue(record, StepMode, WhatMode, WhatMode)...)
}

func (r *run) undoAssignment(record journal.Record) []UndoRow {
	entry, standing := record.Last(WhatAssignment)
	if !standing || r.seen.principal == nil {
		return nil
	}
	for _, assignment := range r.seen.assignments {
		if assignment.ID == entry.Made {
			return []UndoRow{{Step: StepAssignment, What: WhatAssignment, Verb: Remove, Now: assignment.PrincipalName, object: assignment.ID}}
		}
	}
	return nil
}

func (r *run) undoUser(record journal.Record) []UndoRow {
	entry, standing := record.Last(WhatTestUser)
	if !standing || r.seen.user == nil || r.seen.user.ID != entry.Made {
		return nil
	}
	return []UndoRow{{Step: StepTestUser, What: WhatTestUser, Verb: Remove, Now: r.seen.user.UPN, Bin: true, object: entry.Made}}
}

// undoProofs lists what local proofs left that were cut off, and leaves it out of
// what the other rows look at.
func (r *run) undoProofs(record journal.Record) []UndoRow {
	if r.seen.application == nil {
		return nil
	}
	var rows []UndoRow
	application := *r.seen.application
	left := stillThere(record, application)
	for _, uri := range left {
		rows = append(rows, UndoRow{Step: StepProof, What: WhatProofURL, Verb: Remove, Now: uri, object: application.ObjectID})
	}
	application.ReplyURLs = without(application.ReplyURLs, left)
	r.seen.application = &application
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
	application := r.seen.application
	if !within(known(WhatIdentifier), application.Identifiers) ||
		!within(append(known(WhatReplyURL), filter(application.ReplyURLs, pattern)...), application.ReplyURLs) {
		return true
	}
	if r.seen.principal == nil {
		return false
	}
	assignment, _ := record.Last(WhatAssignment)
	own := r.ownAssignments()
	for _, other := range r.seen.assignments {
		if other.ID != assignment.Made && own[other.ID] == 0 {
			return true
		}
	}
	return slices.ContainsFunc(r.seen.principal.Certificates, func(c graph.SigningCertificate) bool {
		return !slices.ContainsFunc(record.Entries, func(e journal.Entry) bool { return strings.EqualFold(e.Made, c.Thumbprint) })
	})
}

// undoValue gives a setting its old value back as far as it still holds ours.
func (r *run) undoValue(record journal.Record, step Step, what, name string) []UndoRow {
	before, after, found := chain(record, what, name)
	now := r.seen.valueOf(name)
	if !found || slices.Equal(normal(now), normal(before)) {
		return nil
	}
	row := UndoRow{Step: step, What: name, Verb: Restore, Now: joined(now), object: r.seen.principal.ObjectID, values: before}
	if what == WhatIdentifier || what == WhatDefaultReplyURL {
		row.object = r.seen.application.ObjectID
	}
	if !slices.Equal(normal(now), normal(after)) {
		ours := filter(after, func(one string) bool { return !slices.Contains(before, one) })
		row.values = filter(now, func(one string) bool { return !slices.Contains(ours, one) })
		if !isList(name) || len(row.values) == len(now) {
			row.Verb, row.Then, row.Why = Leave, row.Now, WhyChangedByOthers
			return []UndoRow{row}
		}
	}
	row.Then = joined(row.values)
	return []UndoRow{row}
}

// chain follows the writes of one value back to what was there before the first
// of them. A value that others changed in between ends the way back there.
func chain(record journal.Record, what, name string) (before, after []string, found bool) {
	for _, entry := range slices.Backward(record.Entries) {
		if entry.What != what || !entry.Standing() {
			continue
		}
		if !found {
			before, after, found = entry.Before[name], entry.After[name], true
			continue
		}
		if !slices.Equal(normal(entry.After[name]), normal(before)) {
			break
		}
		before = entry.Before[name]
	}
	return before, after, found
}

package setup

import (
	"context"
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// undoing marks the entries about what is taken back in the journal.
const undoing = "undo-"

// undoRow does one row, and notes in the journal that what it is about no longer
// stands. A row that a look just before finds otherwise than it was shown stops it.
// One that the look does not find is done all the same, because a late replica may
// have answered: to remove what is gone, and to write what is there, changes nothing.
func (r *run) undoRow(ctx context.Context, row UndoRow) error {
	asShown := wait{step: row.Step, reason: ReasonSettingShows, read: true}
	err := r.until(ctx, asShown, func(ctx context.Context) (bool, error) {
		if err := r.lookBack(ctx, row.app); err != nil {
			return false, err
		}
		now, there := r.rowNow(row)
		return true, r.fitting(!there || sameRow(row, now))
	})
	if err != nil {
		return err
	}
	if err := r.takeBack(ctx, row); err != nil {
		return err
	}
	return r.note(func(record *journal.Record) {
		for i, entry := range record.Entries {
			if entry.Standing() && (takenBackWith(row, entry, r.seen) || strings.HasPrefix(entry.What, undoing)) {
				record.Entries[i].TakenBack = r.flow.now().UTC()
			}
		}
	})
}

// takenBackWith reports whether a row takes back what an entry of the journal did.
func takenBackWith(row UndoRow, entry journal.Entry, seen observation) bool {
	switch {
	case row.What == WhatTestUser:
		return entry.What == WhatTestUser
	case !isAbout(entry, row.app, seen):
		return false
	}
	// An Identifier and a Reply URL share an entry; the Identifier comes last.
	return entry.What == row.What || row.What == WhatApplication
}

// rowNow is a row as the last look would make it.
func (r *run) rowNow(row UndoRow) (UndoRow, bool) {
	all := r.rowsOf(row.app)
	for _, now := range slices.Concat(all.people, all.single, r.undoUser(), all.rest) {
		if now.What == row.What && now.object == row.object && (row.What != WhatProofURL || now.Now == row.Now) {
			return now, true
		}
	}
	return UndoRow{}, false
}

func (r *run) takeBack(ctx context.Context, row UndoRow) error {
	switch row.What {
	case WhatAssignment:
		return r.remove(ctx, row, func(ctx context.Context) error {
			return r.flow.directory.Unassign(ctx, row.on, row.object)
		}, func() bool {
			return !slices.ContainsFunc(r.seen.assignments, func(a graph.Assignment) bool { return a.ID == row.object })
		})
	case WhatTestUser:
		return r.remove(ctx, row, func(ctx context.Context) error { return r.flow.directory.DeleteUser(ctx, row.object) },
			func() bool { return r.seen.user == nil })
	case WhatPeople:
		return r.letOut(ctx)
	case WhatProofURL:
		r.seen = r.sights[row.app.ObjectID]
		return r.removeProofURLs(ctx, row.Step, []string{row.Now})
	case WhatApplication:
		if err := r.removeApplication(ctx, row); err != nil {
			return err
		}
		return r.forgetPeople()
	}
	return r.restore(ctx, row)
}

// remove sends a removal, and looks until the thing is gone.
func (r *run) remove(ctx context.Context, row UndoRow, send func(context.Context) error, gone func() bool) error {
	look := func(ctx context.Context) (bool, error) {
		err := r.lookBack(ctx, row.app)
		return err == nil && gone(), err
	}
	return r.setAndSee(ctx, intent{step: row.Step, what: undoing + row.What, object: row.object},
		func(ctx context.Context) error {
			err := send(ctx)
			if notFound(err) {
				return nil // gone already; the look that follows proves it
			}
			return err
		}, look)
}

// setAndSee writes a value and looks until it shows.
func (r *run) setAndSee(ctx context.Context, want intent, send func(context.Context) error, see look) error {
	if err := r.set(ctx, want, send, see); err != nil {
		return err
	}
	return r.until(ctx, wait{step: want.step, reason: ReasonSettingShows}, see)
}

// removeApplication deletes both halves. Entra is known to refuse that in SAML
// mode; then the mode is cleared first, and if that does not help, the service
// principal goes before the application.
func (r *run) removeApplication(ctx context.Context, row UndoRow) error {
	gone := func() bool { return r.seen.application == nil && r.seen.principal == nil }
	remove := func() error {
		return r.remove(ctx, row, func(ctx context.Context) error { return r.flow.directory.DeleteApplication(ctx, row.object) }, gone)
	}
	err := remove()
	if !refusedInSAMLMode(err) || r.seen.principal == nil {
		return err
	}
	mode := UndoRow{Step: StepMode, What: WhatMode, object: r.seen.principal.ObjectID, app: row.app}
	if err := r.restore(ctx, mode); err != nil {
		return err
	}
	if err = remove(); !refusedInSAMLMode(err) {
		return err
	}
	half := UndoRow{Step: StepApplication, What: WhatApplication, object: r.seen.principal.ObjectID, app: row.app}
	err = r.remove(ctx, half, func(ctx context.Context) error { return r.flow.directory.DeleteServicePrincipal(ctx, half.object) },
		func() bool { return r.seen.principal == nil })
	if err != nil {
		return err
	}
	return remove()
}

func refusedInSAMLMode(err error) bool {
	answer := answerOf(err)
	return answer != nil && coded(answer, "DeletingSamlSpNotAllowed")
}

// restore writes an old value.
func (r *run) restore(ctx context.Context, row UndoRow) error {
	want := intent{step: row.Step, what: undoing + row.What, object: row.object,
		before: journal.Values{row.What: r.seen.valueOf(row.What)}, after: journal.Values{row.What: row.values}}
	return r.setAndSee(ctx, want,
		func(ctx context.Context) error { return r.sendOld(ctx, row) },
		func(ctx context.Context) (bool, error) {
			err := r.lookBack(ctx, row.app)
			return err == nil && slices.Equal(normal(r.seen.valueOf(row.What)), normal(row.values)), err
		})
}

func (r *run) sendOld(ctx context.Context, row UndoRow) error {
	switch row.What {
	case WhatMode:
		return r.flow.directory.SetSignOnMode(ctx, row.object, first(row.values))
	case WhatActiveCertificate:
		return r.flow.directory.ActivateCertificate(ctx, row.object, first(row.values))
	case WhatNotification:
		return r.flow.directory.SetNotify(ctx, row.object, row.values)
	case WhatEnabled:
		return r.flow.directory.SetEnabled(ctx, row.object, enabledAs(row.values))
	case WhatDefaultReplyURL:
		return r.flow.directory.SetReplyURLs(ctx, row.object, r.seen.application.ReplyURLs, first(row.values))
	case WhatReplyURL:
		return r.flow.directory.SetAddresses(ctx, row.object, nil, append([]string{}, row.values...))
	}
	return r.flow.directory.SetAddresses(ctx, row.object, append([]string{}, row.values...), nil)
}

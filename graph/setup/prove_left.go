package setup

import (
	"context"
	"slices"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// removeProofURLs takes temporary Reply URLs away, and the default that was named
// for their time, unless somebody changed it since. What others added stays. It
// looks until they are gone.
func (r *run) removeProofURLs(ctx context.Context, step Step, urls []string) error {
	application := *r.seen.application
	rest, standard := r.afterProof(application, urls)
	id := application.ObjectID
	want := intent{step: step, what: undoing + WhatProofURL, object: id,
		before: journal.Values{WhatProofURL: urls, WhatDefaultReplyURL: single(application.DefaultReplyURL)},
		after:  journal.Values{WhatProofURL: nil, WhatDefaultReplyURL: single(standard)}}
	gone := r.applicationShows(func(a graph.Application) bool {
		return !slices.ContainsFunc(urls, func(one string) bool { return slices.Contains(a.ReplyURLs, one) })
	})
	err := r.set(ctx, want, func(ctx context.Context) error { return r.flow.directory.SetReplyURLs(ctx, id, rest, standard) }, gone)
	if err == nil {
		err = r.until(ctx, wait{step: step, reason: ReasonSettingShows, steady: r.pace().Steady}, gone)
	}
	if err != nil {
		return err
	}
	return r.noteProofsGone(urls)
}

// afterProof is what an application has once its temporary Reply URLs are gone.
func (r *run) afterProof(application graph.Application, urls []string) (replyURLs []string, standard string) {
	standard = application.DefaultReplyURL
	record := r.flow.past
	if r.book != nil {
		record = r.book.Record()
	}
	if r.proved != nil {
		record.Entries = append(record.Entries, *r.proved)
	}
	for _, entry := range slices.Backward(record.Entries) {
		if entry.What == WhatProofURL && entry.Outcome != journal.Refused && entry.TakenBack.IsZero() && standard == first(entry.After[WhatDefaultReplyURL]) {
			standard = first(entry.Before[WhatDefaultReplyURL])
		}
	}
	if slices.Contains(urls, standard) { // never set by a proof, but it cannot stay
		standard = ""
	}
	return without(application.ReplyURLs, urls), standard
}

// applicationShows is a look at the application.
func (r *run) applicationShows(as func(graph.Application) bool) look {
	return func(ctx context.Context) (bool, error) {
		application, err := r.flow.directory.Application(ctx, r.seen.application.ObjectID)
		if err != nil {
			return false, err
		}
		r.seen.application = &application
		return as(application), nil
	}
}

// noteProofsGone records which proofs have nothing left in the tenant: those whose
// address this run took away, or an earlier one whose answer was lost, and those
// that do not show and are too old to be hidden by a replica that is behind.
func (r *run) noteProofsGone(removed []string) error {
	if r.book == nil {
		return nil
	}
	gone := func(record journal.Record, entry journal.Entry) bool {
		urls := entry.After[WhatProofURL]
		shows := slices.ContainsFunc(urls, func(one string) bool { return slices.Contains(r.seen.application.ReplyURLs, one) })
		takenAway := within(removed, urls) || slices.ContainsFunc(record.Entries, func(other journal.Entry) bool {
			return other.What == undoing+WhatProofURL && other.Outcome == journal.Done && within(other.Before[WhatProofURL], urls)
		})
		return !shows && (takenAway || r.settled(entry))
	}
	open := func(record journal.Record, entry journal.Entry) bool {
		return entry.What == WhatProofURL && entry.TakenBack.IsZero() && entry.Outcome != journal.Refused && gone(record, entry)
	}
	if record := r.book.Record(); !slices.ContainsFunc(record.Entries, func(e journal.Entry) bool { return open(record, e) }) {
		return nil
	}
	return r.note(func(record *journal.Record) {
		before := *record
		for i, entry := range record.Entries {
			if open(before, entry) {
				record.Entries[i].Outcome, record.Entries[i].TakenBack = journal.Done, r.flow.now().UTC()
			}
		}
	})
}

// settled reports whether a write can no longer be on its way.
func (r *run) settled(entry journal.Entry) bool {
	return r.flow.now().Sub(entry.Begun) > r.settling()
}

// settling is how long after its intent a write may still be on its way.
func (r *run) settling() time.Duration { return min(settlePatience, r.pace().GiveUp) }

// stillThere are the temporary Reply URLs that a journal tells of and an
// application still has.
func stillThere(record journal.Record, application graph.Application) []string {
	ours := proofURLs(record)
	return filter(application.ReplyURLs, func(uri string) bool { return slices.Contains(ours, uri) })
}

// cameOfProof says whether a temporary Reply URL got into the tenant. One that does
// not show may still be on its way for a while, and is looked for again.
func (r *run) cameOfProof(entry journal.Entry) journal.Outcome {
	shows := func(one string) bool {
		return r.seen.application != nil && slices.Contains(r.seen.application.ReplyURLs, one)
	}
	switch {
	case slices.ContainsFunc(entry.After[WhatProofURL], shows):
		return journal.Done
	case r.settled(entry):
		return journal.Refused
	}
	return journal.Open
}

// tidyProofs takes away what proofs left that were cut off, as far as the journal
// of this set-up tells of them; false when there was nothing.
func (r *run) tidyProofs(ctx context.Context, step Step) (bool, error) {
	if r.book == nil || r.seen.application == nil {
		return false, nil
	}
	ours := stillThere(r.book.Record(), *r.seen.application)
	if len(ours) == 0 {
		return false, r.noteProofsGone(nil)
	}
	return true, r.removeProofURLs(ctx, step, ours)
}

package setup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/proof"
)

// clockSkew is how far this computer's clock and Microsoft's may be apart.
const clockSkew = 15 * time.Minute

// unfinished reports whether a record is of a run that was cut off.
func unfinished(record journal.Record) bool {
	return record.State == journal.Applying && len(record.Entries) > 0
}

// claimPending takes an application for this flow's own when an earlier run was
// cut off while adding one, and exactly one is new since then. What was made before
// that, and taken over by others perhaps, is known and so not new. It returns that
// application, or nil.
func (f *Flow) claimPending(siblings []graph.Application) *graph.Application {
	index := f.past.OpenEntry(WhatApplication)
	if index < 0 {
		return nil
	}
	added := f.addedSince(siblings, f.past.Entries[index])
	if len(added) != 1 {
		return nil
	}
	if !f.isOwn(&added[0]) {
		f.made.application, f.made.at, f.made.gallery = added[0], f.now(), addresses{}
	}
	return &added[0]
}

// claim takes an application that a look found for this flow's own.
func (r *run) claim(found graph.Application) {
	r.flow.made.application, r.flow.made.at, r.flow.made.gallery = found, r.flow.now(), addresses{}
	r.seen.application = &found
}

// addedSince are the applications that an intent may have added: new since then, and
// with the name that it gives. What a colleague added by another name is not ours to
// take, and not ours to remove again.
func (f *Flow) addedSince(siblings []graph.Application, intent journal.Entry) []graph.Application {
	return filter(siblings, func(a graph.Application) bool {
		return f.mayBeOf(intent, a.Created) && a.Name == AppName && !slices.Contains(intent.Known, a.ObjectID)
	})
}

// longestWrite is how long after its intent a write may take effect, with all tries
// after a busy server or a late replica refused it.
const longestWrite = 5 * time.Minute

// mayBeOf reports whether something may be what came of an intent, which was begun by
// this computer's clock, and the thing created by Microsoft's. What a colleague makes
// hours after a run was cut off is not. Of what has no date nobody knows.
func (f *Flow) mayBeOf(intent journal.Entry, created time.Time) bool {
	apart, _ := f.clock.offset()
	begun := intent.Begun.Add(apart)
	return created.IsZero() || !created.Before(begun.Add(-clockSkew)) && !created.After(begun.Add(longestWrite+clockSkew))
}

// settle decides what came of intents without an outcome, as far as the last look
// shows. The others are settled by their steps, which may wait.
func (r *run) settle() error {
	if r.book == nil {
		return nil
	}
	for index, entry := range r.book.Record().Entries {
		if entry.Outcome != journal.Open {
			continue
		}
		outcome, made := r.cameOf(entry)
		if outcome == journal.Open {
			continue
		}
		if other, standing := r.book.Record().Last(entry.What); standing && made != "" && other.Made == made {
			outcome, made = journal.Refused, "" // another try made it
		}
		var after journal.Values
		if entry.What == WhatApplication {
			after = journal.Values{valueAppID: {r.added().AppID}}
		}
		if err := r.learnOf(index, outcome, made, after); err != nil {
			return err
		}
	}
	return nil
}

// added is the application that an open intent has added, as far as the last look
// shows; nil when it shows none. A colleague may have set up another one meanwhile,
// which this run is about, but what was added here stays ours to take back.
func (r *run) added() *graph.Application {
	if r.flow.isOwn(r.seen.application) {
		return r.seen.application
	}
	return r.seen.lost
}

// cameOf says what the last look proves about an intent; Open when nothing.
func (r *run) cameOf(entry journal.Entry) (journal.Outcome, string) {
	switch {
	case strings.HasPrefix(entry.What, undoing):
		if r.seen.shows(entry) {
			return journal.Done, ""
		}
		return journal.Refused, "" // whoever undoes looks at what stands, not here
	case !r.seen.concerns(entry):
		return journal.Open, "" // about what this look did not see
	}
	switch entry.What {
	case WhatApplication:
		if added := r.added(); added != nil {
			return journal.Done, added.ObjectID
		}
		return journal.Open, ""
	case WhatCertificate:
		if added := addedKeys(*r.seen.principal, entry, r.flow.entraNow()); len(added) > 0 {
			return journal.Done, added[0].Thumbprint
		}
		return journal.Open, ""
	case WhatTestUser:
		switch {
		case r.seen.user == nil:
			return journal.Open, ""
		case r.seen.user.Name == first(entry.After[valueName]) && r.flow.mayBeOf(entry, r.seen.user.Created):
			return journal.Done, r.seen.user.ID
		}
		return journal.Refused, "" // somebody else has the address
	case WhatProofURL:
		return r.cameOfProof(entry), ""
	case WhatAssignment:
		switch assignment := r.seen.assignment(); {
		case assignment == nil:
			return journal.Open, ""
		case r.flow.mayBeOf(entry, assignment.Created):
			return journal.Done, assignment.ID
		}
		return journal.Refused, "" // somebody else let her in
	}
	if r.seen.shows(entry) || r.seen.showsPart(entry) {
		return journal.Done, ""
	}
	if r.flow.now().Sub(entry.Begun) < r.settling() {
		return journal.Open, "" // it may still be on its way into all replicas
	}
	return journal.Refused, ""
}

// concerns reports whether an entry is about what was looked at. Another application
// has its own entries, which only a look at it settles.
func (o observation) concerns(entry journal.Entry) bool {
	return entry.Object == "" || o.holds(entry.Object)
}

// holds reports whether one of the application's halves has an object id.
func (o observation) holds(id string) bool {
	return o.application != nil && o.application.ObjectID == id || o.principal != nil && o.principal.ObjectID == id
}

// addedKeys are the usable certificates that an intent may have added.
func addedKeys(principal graph.ServicePrincipal, entry journal.Entry, now time.Time) []graph.SigningCertificate {
	return filter(principal.Certificates, func(c graph.SigningCertificate) bool {
		return live(c, now) && !containsFold(entry.Known, c.Thumbprint)
	})
}

// shows reports whether a setting is as an entry left it; of a list, whether it
// holds what the entry added, since others may have changed the rest.
func (o observation) shows(entry journal.Entry) bool {
	for name, wanted := range entry.After {
		now := o.valueOf(name)
		if slices.Equal(entry.Before[name], wanted) {
			continue // what it left alone
		}
		added := filter(wanted, func(one string) bool { return !slices.Contains(entry.Before[name], one) })
		if !slices.Equal(normal(now), normal(wanted)) && (!isList(name) || len(added) == 0 || !within(now, added)) {
			return false
		}
	}
	return true
}

// showsPart reports whether one of several lists shows all that an entry added to it.
// One request carried them, so that proves it; others have replaced the rest since.
func (o observation) showsPart(entry journal.Entry) bool {
	for name, wanted := range entry.After {
		added := filter(wanted, func(one string) bool { return !slices.Contains(entry.Before[name], one) })
		if isList(name) && len(added) > 0 && within(o.valueOf(name), added) {
			return true
		}
	}
	return false
}

// showsMade reports whether an entry's outcome shows, or something else that is not
// what was there before it either.
func (o observation) showsMade(entry journal.Entry) bool {
	switch entry.What {
	case WhatCertificate:
		return findCertificate(*o.principal, entry.Made) != nil
	case WhatAssignment:
		return slices.ContainsFunc(o.assignments, func(a graph.Assignment) bool { return a.ID == entry.Made })
	}
	for name := range entry.After {
		if !slices.Equal(normal(o.valueOf(name)), normal(entry.Before[name])) {
			return true
		}
	}
	return false
}

// differs reports whether a setting of an entry is as it was neither before nor after
// it, so that somebody else has written it.
func (o observation) differs(entry journal.Entry) bool {
	for name, wanted := range entry.After {
		now := normal(o.valueOf(name))
		if !slices.Equal(now, normal(entry.Before[name])) && !slices.Equal(now, normal(wanted)) {
			return true
		}
	}
	return false
}

// isList reports whether a setting holds several values, which others may add to.
func isList(name string) bool {
	return name == WhatIdentifier || name == WhatReplyURL || name == WhatNotification
}

// valueOf is what a setting holds now.
func (o observation) valueOf(name string) []string {
	if o.application != nil {
		switch name {
		case WhatIdentifier:
			return o.application.Identifiers
		case WhatReplyURL:
			return o.application.ReplyURLs
		case WhatProofURL:
			return filter(o.application.ReplyURLs, proof.IsAddress)
		case WhatDefaultReplyURL:
			return single(o.application.DefaultReplyURL)
		}
	}
	if o.principal != nil {
		switch name {
		case WhatMode:
			return single(o.principal.SignOnMode)
		case WhatEnabled:
			return []string{yesNo(o.principal.Enabled)}
		case WhatActiveCertificate:
			return single(o.principal.ActiveThumbprint)
		case WhatNotification:
			return o.principal.Notify
		}
	}
	return nil
}

// normal is a list whose order and case of hex digits do not matter.
func normal(values []string) []string {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

// single is a value as a list.
func single(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// lost waits for what an earlier run may have made, as long as it may still be on
// its way into all replicas. It returns false when nothing came of the intent.
func (r *run) lost(ctx context.Context, what string, step Step, see func(journal.Entry) look) (bool, error) {
	if r.book == nil {
		return false, nil
	}
	entries := r.book.Record().Entries
	index := len(entries) - 1
	for index >= 0 && (entries[index].What != what || entries[index].Outcome != journal.Open || !r.seen.concerns(entries[index])) {
		index--
	}
	if index < 0 {
		return false, nil
	}
	entry := entries[index]
	left := r.settling() - r.flow.now().Sub(entry.Begun)
	if left > 0 {
		left = min(left, settlePatience)
		err := r.until(ctx, wait{step: step, reason: ReasonOutcomeUnknown, limit: left}, see(entry))
		var absent *Problem
		if err == nil {
			return true, nil
		}
		if !errors.As(err, &absent) || absent.Kind != WaitedTooLong {
			return false, err
		}
	}
	// The look that decides is taken after the time is over, whenever the last one was.
	if there, err := see(entry)(ctx); err != nil || there {
		return there, err
	}
	return false, r.learnOf(index, journal.Refused, "", nil)
}

// lostApplication finds the application that an earlier run was adding.
func (r *run) lostApplication(ctx context.Context) (bool, error) {
	var found graph.Application
	there, err := r.lost(ctx, WhatApplication, StepApplication, func(entry journal.Entry) look {
		return func(ctx context.Context) (bool, error) {
			all, err := r.flow.directory.ApplicationsFromTemplate(ctx, r.seen.template.ID)
			if err != nil {
				return false, err
			}
			added := r.flow.addedSince(all, entry)
			if len(added) > 1 {
				return false, r.flow.askWhich(ctx, added)
			}
			if len(added) == 1 {
				found = added[0]
			}
			return len(added) == 1, nil
		}
	})
	if err != nil || !there {
		return false, err
	}
	r.claim(found)
	return true, r.settle()
}

// lostCertificate finds the certificate that an earlier run was making.
func (r *run) lostCertificate(ctx context.Context) (bool, error) {
	there, err := r.lost(ctx, WhatCertificate, StepCertificate, func(entry journal.Entry) look {
		return r.principalShows(func(p graph.ServicePrincipal) bool {
			added := addedKeys(p, entry, r.flow.entraNow())
			if len(added) > 0 && strings.EqualFold(entry.Object, p.ObjectID) {
				r.signer = added[0]
				return true
			}
			return false
		})
	})
	if err != nil || !there {
		return false, err
	}
	return true, r.settle()
}

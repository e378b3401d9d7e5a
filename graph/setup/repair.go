package setup

import (
	"context"
	"slices"
	"strings"

	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// WhatEnabled is whether anybody can sign in to the app; words under
// "change.enabled". Only a repair changes it: who turned it off may have had a
// reason.
const WhatEnabled = "enabled"

// Repair is a wish whose plan mends what a test found. It changes nothing by
// itself: it goes through Plan, review and Apply like everything else.
type Repair struct {
	Fix  samlcfg.Fix
	Wish Wish
	// Whats are the rows of a plan that may change by it, by Change.What.
	Whats []string
}

// RepairOf returns the repair that a fix stands for; false for FixNone. Person is
// the address of who cannot sign in; empty: the wish's test user.
func RepairOf(fix samlcfg.Fix, wish Wish, person string) (Repair, bool) {
	repair := Repair{Fix: fix, Wish: wish}
	repair.Wish.Fix = fix
	switch fix {
	case samlcfg.FixAssignUser:
		repair.Whats = []string{WhatTestUser, WhatAssignment}
		if person = strings.TrimSpace(person); validUPN(person) && !strings.EqualFold(person, wish.TestUser.UPN) {
			repair.Wish.TestUser = TestUser{UPN: person}
		}
	case samlcfg.FixMendAddress:
		repair.Whats = []string{WhatIdentifier, WhatReplyURL, WhatDefaultReplyURL}
	case samlcfg.FixActivateCertificate:
		repair.Whats = []string{WhatCertificate, WhatActiveCertificate}
	case samlcfg.FixEnableApp:
		repair.Whats = []string{WhatEnabled}
	default:
		return Repair{}, false
	}
	return repair, true
}

// RepairOfFinding is RepairOf for what a check found.
func RepairOfFinding(finding samlcfg.Finding, wish Wish) (Repair, bool) {
	return RepairOf(finding.Fix(), wish, "")
}

// RepairOfError is RepairOf for an error that Entra showed. Where its text names
// who was blocked, that is whom the repair is about.
func RepairOfError(report samlcfg.SignInErrorReport, wish Wish) (Repair, bool) {
	return RepairOf(report.Fix, wish, report.Person())
}

// repairRows are the rows of a plan that only a repair has.
func repairRows(wish Wish, seen observation) []Change {
	switch {
	case wish.Fix == samlcfg.FixEnableApp && seen.principal != nil:
		return []Change{row(StepMode, WhatEnabled, yesNo(seen.principal.Enabled), yesNo(true))}
	case wish.Fix == samlcfg.FixMendAddress && seen.application != nil && otherDefault(seen, wish):
		return []Change{row(StepAddresses, WhatDefaultReplyURL, seen.application.DefaultReplyURL, wish.Portal.ReplyURL)}
	}
	return nil
}

// otherDefault reports whether sign-ons that begin at Entra are sent somewhere
// else by name.
func otherDefault(seen observation, wish Wish) bool {
	named := seen.application.DefaultReplyURL
	return named != "" && named != wish.Portal.ReplyURL
}

// enable turns the app on where that is wished; true when it was off.
func (r *run) enable(ctx context.Context) (bool, error) {
	if r.plan.Wish.Fix != samlcfg.FixEnableApp || r.seen.principal.Enabled {
		return false, nil
	}
	id := r.seen.principal.ObjectID
	return true, r.set(ctx, intent{step: StepMode, what: WhatEnabled, object: id,
		before: journal.Values{WhatEnabled: {yesNo(false)}}, after: journal.Values{WhatEnabled: {yesNo(true)}}},
		func(ctx context.Context) error { return r.flow.directory.SetEnabled(ctx, id, true) },
		r.when(func() bool { return r.seen.principal.Enabled }))
}

// mendDefault names the portal's Reply URL as the default where another is named
// and that is to be mended; true when it was another. urls are the Reply URLs as
// they stand by now.
func (r *run) mendDefault(ctx context.Context, urls []string) (bool, error) {
	wish := r.plan.Wish
	if wish.Fix != samlcfg.FixMendAddress || !otherDefault(r.seen, wish) {
		return false, nil
	}
	id, before := r.seen.application.ObjectID, r.seen.application.DefaultReplyURL
	return true, r.set(ctx, intent{step: StepAddresses, what: WhatDefaultReplyURL, object: id,
		before: journal.Values{WhatDefaultReplyURL: {before}}, after: journal.Values{WhatDefaultReplyURL: {wish.Portal.ReplyURL}}},
		func(ctx context.Context) error {
			return r.flow.directory.SetReplyURLs(ctx, id, urls, wish.Portal.ReplyURL)
		},
		r.when(func() bool { return r.seen.application.DefaultReplyURL == wish.Portal.ReplyURL }))
}

// undoRepairs gives back what repairs changed.
func (r *run) undoRepairs(record journal.Record, app journal.App) []UndoRow {
	rows := r.undoValue(record, app, StepAddresses, WhatDefaultReplyURL, WhatDefaultReplyURL)
	for i, row := range rows {
		// Entra takes no default that is not in the list.
		if row.Verb == Restore && !within(r.seen.application.ReplyURLs, row.values) {
			rows[i].Verb, rows[i].Then, rows[i].Why = Leave, row.Now, WhyChangedByOthers
		}
	}
	return append(rows, r.undoValue(record, app, StepMode, WhatEnabled, WhatEnabled)...)
}

// enabledAs is the value of a plan's row as a setting.
func enabledAs(values []string) bool { return slices.Equal(values, []string{yesNo(true)}) }

package setup

import (
	"context"
	"errors"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// verify reads everything back and compares it with what was wished. A replica
// may show an older state for a while, so what is missing is looked for again.
// When nothing was written, the look that began the run is the proof.
func (r *run) verify(ctx context.Context) error {
	var checks []samlcfg.Finding
	if r.wrote {
		readBack := wait{step: StepVerify, reason: ReasonSettingShows, read: true}
		broken := brokenPromises{patience: min(verifyPatience, r.pace().GiveUp)}
		err := r.until(ctx, readBack, func(ctx context.Context) (bool, error) {
			err := r.lookAgain(ctx)
			if err != nil && !changed(err) {
				return false, err
			}
			checks = r.promises()
			if samlcfg.Worst(checks) == samlcfg.Fail && (err != nil || broken.forGood(checks, r.flow.now())) {
				return false, notAsPromised(checks)
			}
			return samlcfg.Worst(checks) < samlcfg.Fail, nil
		})
		var late *Problem
		if err != nil && (!errors.As(err, &late) || late.Kind != WaitedTooLong || len(checks) == 0) {
			return err
		}
		if err := r.settle(); err != nil { // an assignment of an earlier try, whose id only a look shows
			return err
		}
	} else {
		checks = r.promises()
	}
	r.result.Findings = append(checks, r.checked...)
	return notAsPromised(checks)
}

// changed reports whether a look found what nobody planned.
func changed(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Kind == TenantChanged
}

// brokenPromises tells promises that are not kept yet, because replicas are late,
// from those that were kept and are no longer.
type brokenPromises struct {
	patience time.Duration
	kept     map[string]bool
	since    time.Time // when all that fails had been kept before
}

// forGood reports whether all that fails had been kept before, for so long that no
// replica explains it.
func (b *brokenPromises) forGood(checks []samlcfg.Finding, now time.Time) bool {
	if b.kept == nil {
		b.kept = map[string]bool{}
	}
	late := false
	for _, check := range checks {
		if check.Severity == samlcfg.Fail {
			late = late || !b.kept[check.Code]
		} else {
			b.kept[check.Code] = true
		}
	}
	if late || b.since.IsZero() {
		b.since = now
	}
	return !late && now.Sub(b.since) >= b.patience
}

// readAll reads what a set-up touches, in one request: both halves of the
// application, and the test user as long as she has not shown. Of a new application
// each half may show in a look of its own, as the answers come from replicas that
// differ.
func (r *run) readAll(ctx context.Context) error {
	question := graph.Question{ObjectID: r.seen.application.ObjectID, AppID: r.seen.application.AppID}
	if !r.userSeen && r.seen.user != nil {
		question.UPN = r.seen.user.ID
	}
	sight, err := r.flow.directory.Look(ctx, question)
	if err != nil {
		return err
	}
	r.userSeen = r.userSeen || sight.User != nil
	if sight.Application != nil {
		r.seen.application, r.half.application = sight.Application, true
	}
	if sight.Principal != nil {
		r.seen.principal, r.seen.assignments, r.half.principal = sight.Principal, sight.Assignments, true
	}
	now := sight.Application != nil && sight.Principal != nil
	before := r.half.application && r.half.principal
	if !now && (r.halves || !before) {
		return errNotThere()
	}
	r.seen.at = r.flow.entraNow()
	return nil
}

// promises compares the tenant, as it was read last, with the wish. Words:
// "finding.<code>.title", ".what" and ".next".
func (r *run) promises() []samlcfg.Finding {
	application, principal, portal := *r.seen.application, *r.seen.principal, r.plan.Wish.Portal
	findings := []samlcfg.Finding{
		promise("verify-mode", principal.SignOnMode, modeSAML, principal.SignOnMode == modeSAML, samlcfg.Fail),
		promise("verify-identifier", joined(application.Identifiers), portal.Identifier,
			within(application.Identifiers, []string{portal.Identifier}), samlcfg.Fail),
		promise("verify-reply-url", joined(application.ReplyURLs), portal.ReplyURL,
			within(application.ReplyURLs, []string{portal.ReplyURL}), samlcfg.Fail),
		promise("verify-active-certificate", principal.ActiveThumbprint, r.signer.Thumbprint,
			strings.EqualFold(principal.ActiveThumbprint, r.signer.Thumbprint), samlcfg.Fail),
	}
	key := ""
	if found := findCertificate(principal, r.signer.Thumbprint); found != nil && live(*found, r.flow.entraNow()) {
		key = found.Thumbprint
	}
	if left := leftOver(application, r.flow.past); len(left) > 0 {
		findings = append(findings, promise("verify-proof-url", joined(left), "", false, samlcfg.Warn))
	}
	missing := missingFold(principal.Notify, notifyOf(r.plan.Wish, r.plan.Account))
	return append(findings,
		promise("verify-certificate", key, r.signer.Thumbprint, key != "", samlcfg.Fail),
		promise("verify-metadata", r.metadataHolds(), r.signer.Thumbprint, r.metadataHolds() != "", samlcfg.Fail),
		r.someoneIsIn(),
		promise("verify-notification", joined(principal.Notify), joined(notifyOf(r.plan.Wish, r.plan.Account)),
			len(missing) == 0, r.notifySeverity()),
		promise("verify-enabled", yesNo(principal.Enabled), yesNo(true), principal.Enabled, samlcfg.Warn),
	)
}

// someoneIsIn is about the test user as long as she is meant to try the sign-on;
// going live may have taken her away, and then anybody will do.
func (r *run) someoneIsIn() samlcfg.Finding {
	if !r.seen.assigned() && r.testUserTakenAway() {
		return promise("verify-people", count(len(r.seen.assignments)), count(max(1, len(r.seen.assignments))), len(r.seen.assignments) > 0, samlcfg.Fail)
	}
	return promise("verify-assignment", r.assignedName(), r.seen.user.UPN, r.seen.assigned(), r.assignmentSeverity())
}

// testUserTakenAway reports whether going live took the test user's assignment away.
func (r *run) testUserTakenAway() bool {
	record := r.flow.past
	if r.book != nil {
		record = r.book.Record()
	}
	taken := false
	for _, entry := range record.Entries {
		if entry.What == WhatAssignment {
			taken = !entry.TakenBack.IsZero()
		}
	}
	return taken && record.State != journal.Undone
}

// promise is one finding: Pass when it holds, else severity.
func promise(code, got, expected string, holds bool, severity samlcfg.Severity) samlcfg.Finding {
	if holds {
		severity = samlcfg.Pass
	}
	return samlcfg.Finding{Code: code, Severity: severity, Got: got, Expected: expected}
}

// notifySeverity is mild when the list was full before this flow came.
func (r *run) notifySeverity() samlcfg.Severity {
	if len(r.seen.principal.Notify) >= mostNotified {
		return samlcfg.Note
	}
	return samlcfg.Fail
}

func (r *run) metadataHolds() string {
	for _, certificate := range r.metadata.Signing {
		if thumbprint := samlcfg.Thumbprint(certificate); strings.EqualFold(thumbprint, r.signer.Thumbprint) {
			return thumbprint
		}
	}
	return ""
}

// assignmentSeverity is mild when the assignment is left to a person.
func (r *run) assignmentSeverity() samlcfg.Severity {
	if r.plan.Wish.LeaveAssignment {
		return samlcfg.Note
	}
	return samlcfg.Fail
}

func (r *run) assignedName() string {
	if r.seen.assigned() {
		return r.seen.user.UPN
	}
	return ""
}

func yesNo(value bool) string {
	if value {
		return "yes"
	}
	return "no"
}

// notAsPromised is the problem of the first broken promise, or nil.
func notAsPromised(findings []samlcfg.Finding) error {
	for _, finding := range findings {
		if finding.Severity == samlcfg.Fail {
			kind := NotAsPromised
			if finding.Got == "" {
				kind = PromiseMissing
			}
			return &Problem{Step: StepVerify, Kind: kind, Retry: true, Findings: findings,
				Facts: map[string]string{"What": finding.Code, "Got": finding.Got, "Expected": finding.Expected}}
		}
	}
	return nil
}

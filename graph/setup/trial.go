package setup

import (
	"context"
	"slices"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// Trial is what is known before somebody tries the sign-on, and what their answers
// are held against.
type Trial struct {
	Wish        Wish
	Tenant      graph.Tenant
	Application graph.Application
	Findings    []samlcfg.Finding // as Verify has them
	Launch      samlcfg.Launch
	Person      samlcfg.LaunchPerson
	// Assigned names who can sign in, people and groups; Everyone says that the app
	// asks for no assignment.
	Assigned []graph.Assignment
	Everyone bool
	Want     samlcfg.ResponseExpectation // what the portal expects of a response
	On       samlcfg.SignOn              // what answers the questions about symptoms
	Proven   time.Time                   // when a local proof held last with the active certificate; zero: none did
	Requests Requests
}

// Trial reads everything back, as Verify does, and gathers what a test of the
// sign-on needs. It writes nothing. Nothing set up is the problem NotSetUp.
func (f *Flow) Trial(ctx context.Context, wish Wish) (Trial, error) {
	trial := Trial{Wish: wish, Tenant: f.who.Tenant}
	if err := f.signedIn(); err != nil {
		return trial, err
	}
	r, err := f.lookLater(ctx, wish, nil)
	if err != nil {
		return trial, f.problem(StepVerify, err)
	}
	if r.seen.application == nil || r.seen.principal == nil {
		return trial, &Problem{Step: StepVerify, Kind: NotSetUp, Facts: map[string]string{"Identifier": wish.Portal.Identifier}}
	}
	if trial.Findings, err = r.verifyNow(ctx); err != nil {
		return trial, f.problem(StepMetadata, err)
	}
	if trial.Want, err = r.expectedResponse(); err != nil {
		return trial, f.problem(StepVerify, err)
	}
	trial.Application = *r.seen.application
	trial.Launch = launchOf(f.config.Cloud, f.who.Tenant.ID, trial.Application)
	trial.Assigned, trial.Everyone = r.seen.assignments, !r.seen.principal.AssignmentRequired
	trial.Person = r.trialPerson()
	trial.On = r.signOn(trial.Want)
	if past := f.past; len(trial.Want.Certificates) > 0 && past.Tried.ProvenThumbprint == samlcfg.Thumbprint(trial.Want.Certificates[0]) {
		trial.Proven = past.Tried.Proven
	}
	trial.Requests = f.counter.sum()
	return trial, nil
}

// trialPerson is the test user as far as is known.
func (r *run) trialPerson() samlcfg.LaunchPerson {
	_, made := r.flow.past.Last(WhatTestUser)
	return samlcfg.LaunchPerson{UPN: r.seen.user.UPN, FirstPassword: made && r.flow.past.Live.IsZero(), Handed: !r.flow.past.Sent.IsZero()}
}

// signOn is what a journal, the tenant and the metadata answer.
func (r *run) signOn(want samlcfg.ResponseExpectation) samlcfg.SignOn {
	past, application := r.flow.past, *r.seen.application
	on := samlcfg.SignOn{User: r.seen.user.UPN, PortalUser: portalUser, Now: want.Now, Published: r.metadata.Signing,
		Identifier: spelled(application.Identifiers, want.Identifier), ReplyURL: spelled(application.ReplyURLs, want.ReplyURL)}
	if len(want.Certificates) > 0 {
		on.Certificate = want.Certificates[0]
	}
	on.Live = samlcfg.LiveSignOn{Assigned: samlcfg.FactOf(r.seen.assigned()), Visible: samlcfg.FactOf(!r.seen.principal.Hidden),
		ReplyURLs: application.ReplyURLs, DefaultReplyURL: application.DefaultReplyURL}
	if past.State != journal.State("") {
		on.Live.HandedKnown, on.Live.HandedOver = true, past.Sent
		on.Live.LoadedSaid, on.Live.ActivatedSaid = past.Support.Loaded, past.Support.Activated
		if !past.Sent.IsZero() {
			on.Live.HandedThumbprint = past.Tried.SentThumbprint
		}
	}
	return on
}

// spelled is an address as the tenant has it: the wished one, or what stands in its
// place.
func spelled(there []string, wished string) string {
	if slices.Contains(there, wished) || len(there) == 0 {
		return wished
	}
	return there[0]
}

// Examine tells all about a response that somebody has at hand, as the portal
// would see it, and by Microsoft's clock.
func (f *Flow) Examine(trial Trial, raw []byte) (samlcfg.Reading, []samlcfg.Finding) {
	want := trial.Want
	want.Now = f.entraNow()
	reading, findings := samlcfg.ExamineResponse(raw, want, trial.Person.UPN)
	if offset, known := f.ClockOffset(); known {
		findings = append(findings, samlcfg.ClockFinding(offset))
	}
	return reading, findings
}

// PortalClock is how far the portal's clock is ahead of Microsoft's, by the header
// of its first page; false where that cannot be told. A practice tenant's portal
// has no page of its own.
func (f *Flow) PortalClock(ctx context.Context, wish Wish) (time.Duration, bool) {
	ours, known := f.ClockOffset()
	if f.config.Cloud.Practises || !known {
		return 0, false
	}
	ahead, err := graph.ClockOf(ctx, f.config.Deps, wish.Portal.ReplyURL)
	return ahead - ours, err == nil
}

package setup

import (
	"context"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// expirySoon is how long before its end a certificate is worth a warning; Entra
// itself warns 60 days before.
const expirySoon = 60 * 24 * time.Hour

// Report is what Verify found.
type Report struct {
	Tenant      graph.Tenant
	Application graph.Application // zero: there is none
	Findings    []samlcfg.Finding // Pass for what holds
	Requests    Requests
}

// Drifted reports whether anything is not as promised.
func (r Report) Drifted() bool { return samlcfg.Worst(r.Findings) >= samlcfg.Warn }

// Verify reads everything back that a set-up of wish promises, on any later day,
// and compares it. It writes nothing. An error means that it could not look;
// what is not as promised are findings.
func (f *Flow) Verify(ctx context.Context, wish Wish) (Report, error) {
	report := Report{Tenant: f.who.Tenant}
	if err := f.signedIn(); err != nil {
		return report, err
	}
	r, err := f.lookLater(ctx, wish, nil)
	if err != nil {
		return report, f.problem(StepVerify, err)
	}
	if r.seen.application == nil || r.seen.principal == nil {
		report.Findings = []samlcfg.Finding{promise("verify-application", "", wish.Portal.Identifier, false, samlcfg.Fail)}
		report.Requests = f.counter.sum()
		return report, nil
	}
	report.Application = *r.seen.application
	report.Findings, err = r.verifyNow(ctx)
	report.Requests = f.counter.sum()
	if err != nil {
		return report, f.problem(StepMetadata, err)
	}
	return report, nil
}

// lookLater observes a set-up that was made before.
func (f *Flow) lookLater(ctx context.Context, wish Wish, emit func(Event)) (*run, error) {
	if emit == nil {
		emit = func(Event) {}
	}
	r := &run{flow: f, emit: emit, step: StepVerify, plan: Plan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account}}
	r.result = Result{Plan: r.plan, Outcomes: map[Step]Outcome{}}
	if err := f.remember(wish); err != nil {
		return r, err
	}
	if meant(wish, f.past.Newest()) {
		return r, r.lookAtPast(ctx)
	}
	f.past = journal.Record{} // it is about another application, if about any
	// What this flow remembers to have made counts for nothing here.
	remembered := f.made
	f.made = made{}
	defer func() { f.made = remembered }()
	var err error
	if r.seen, err = f.observe(ctx, wish, graph.GalleryApp{}); err != nil {
		return r, amongThose(err)
	}
	if r.seen.application != nil && !holds(*r.seen.application, wish.Portal.Identifier) {
		r.seen.application, r.seen.principal = nil, nil // nobody configured it
	}
	return r, nil
}

// lookAtPast reads what the journal names, in one request.
func (r *run) lookAtPast(ctx context.Context) error {
	past, wish := r.flow.past, r.plan.Wish
	r.seen = observation{at: r.flow.entraNow(), upn: testUserUPN(wish.TestUser, r.flow.who.Tenant)}
	question := graph.Question{ObjectID: past.Newest().ObjectID, AppID: past.Newest().AppID, UPN: past.TestUserID}
	if wish.TestUser.UPN != "" || question.UPN == "" {
		question.UPN = r.seen.upn
	}
	sight, err := r.flow.directory.Look(ctx, question)
	if err != nil {
		return err
	}
	r.seen.application, r.seen.principal, r.seen.assignments, r.seen.user = sight.Application, sight.Principal, sight.Assignments, sight.User
	return nil
}

// verifyNow compares what the last look saw, and the metadata as it is served.
func (r *run) verifyNow(ctx context.Context) ([]samlcfg.Finding, error) {
	now := r.flow.entraNow()
	promised := r.flow.past.Thumbprint
	if promised == "" {
		promised = r.seen.principal.ActiveThumbprint
	}
	r.signer = graph.SigningCertificate{Thumbprint: promised}
	if found := findCertificate(*r.seen.principal, promised); found != nil {
		r.signer = *found
	} else if usable := usableCertificate(*r.seen.principal, now, ""); usable != nil && promised == "" {
		r.signer = *usable
	}
	if r.seen.user == nil {
		r.seen.user = &graph.User{UPN: r.seen.upn}
	}
	var aboutMetadata []samlcfg.Finding
	if len(r.signer.DER) > 0 {
		expected, err := r.expectedMetadata()
		if err != nil {
			return nil, err
		}
		raw, err := r.flow.directory.Metadata(ctx, r.flow.who.Tenant.ID, r.seen.application.AppID)
		if err != nil {
			return nil, err
		}
		if expected.Now = now; live(r.signer, now) {
			expected.Now = laterOf(now, r.signer.NotBefore)
		}
		r.raw = raw
		r.metadata, aboutMetadata = samlcfg.VerifyMetadata(raw, expected)
	}
	findings := append(r.promises(), r.expiry(now))
	return append(findings, aboutMetadata...), nil
}

// expiry warns of a certificate that ends soon or has ended.
func (r *run) expiry(now time.Time) samlcfg.Finding {
	end := r.signer.NotAfter
	late := end.IsZero() || now.Add(expirySoon).After(end)
	got := "-"
	if !end.IsZero() {
		got = end.UTC().Format(time.DateOnly)
	}
	return promise("verify-expiry", got, now.Add(expirySoon).UTC().Format(time.DateOnly), !late, samlcfg.Warn)
}

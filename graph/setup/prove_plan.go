package setup

import (
	"context"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/proof"
	"backupsso/samlcfg"
)

// StepProof is the local proof, which is no step of Apply.
const StepProof Step = "proof"

// The values of a local proof; words under "change.<what>".
const (
	WhatProofURL        = "proof-reply-url"
	WhatDefaultReplyURL = "default-reply-url"
)

// mostReplyURLs is how many an application may have
// (learn.microsoft.com/entra/identity-platform/reply-url).
const mostReplyURLs = 256

// ProofPlan is what Prove would do, as seen at one moment: one write to the
// application, and one that takes it back. It keeps a port; Close it when it is
// not used.
type ProofPlan struct {
	Wish    Wish
	Tenant  graph.Tenant
	Account graph.Account
	Made    time.Time
	Address string // the temporary Reply URL
	Changes []Change
	// LeftOver are temporary Reply URLs of earlier proofs, which go on the way.
	LeftOver []string
	// DefaultBefore is where sign-ons went that name no Reply URL; "" leaves it to
	// Entra. While the proof runs, the portal's own is named.
	DefaultBefore string

	kept     *proof.Prepared
	observed observation
}

// Close gives the port back.
func (p ProofPlan) Close() {
	if p.kept != nil {
		p.kept.Close()
	}
}

// Blocked returns why the proof cannot be made, or nil.
func (p ProofPlan) Blocked() *Problem { return Plan{Changes: p.Changes}.Blocked() }

// PlanProof looks at the tenant, read-only, and says what a local proof would
// change: an address on this computer becomes a Reply URL for a while. It fails
// where nothing is set up.
func (f *Flow) PlanProof(ctx context.Context, wish Wish) (ProofPlan, error) {
	if err := f.signedIn(); err != nil {
		return ProofPlan{}, err
	}
	if f.config.Journal == nil && !f.config.Practice {
		return ProofPlan{}, &Problem{Step: StepProof, Kind: ProofNeedsJournal, Facts: map[string]string{}}
	}
	r, err := f.lookLater(ctx, wish, nil)
	if err != nil {
		return ProofPlan{}, f.problem(StepProof, err)
	}
	if err := r.provable(); err != nil {
		return ProofPlan{}, err
	}
	kept, err := proof.Prepare(f.config.Rand)
	if err != nil {
		return ProofPlan{}, &Problem{Step: StepProof, Kind: ProofNoPort, Facts: map[string]string{}, Retry: true, Err: err, Detail: detail(err)}
	}
	application := *r.seen.application
	plan := ProofPlan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account, Made: f.now(), Address: kept.Address(), kept: kept,
		LeftOver: leftOver(application, f.past), DefaultBefore: application.DefaultReplyURL, observed: r.seen}
	plan.Changes = proofRows(plan, application)
	return plan, nil
}

// provable says what a proof needs and is not there.
func (r *run) provable() error {
	portal := r.plan.Wish.Portal
	application, principal := r.seen.application, r.seen.principal
	if application == nil || principal == nil || !holds(*application, portal.Identifier) || !slices.Contains(application.ReplyURLs, portal.ReplyURL) ||
		principal.SignOnMode != modeSAML {
		return &Problem{Step: StepProof, Kind: NotSetUp, Facts: map[string]string{"Identifier": portal.Identifier}}
	}
	return nil
}

func proofRows(plan ProofPlan, application graph.Application) []Change {
	portal := plan.Wish.Portal.ReplyURL
	rows := []Change{row(StepProof, WhatProofURL, "", plan.Address)}
	if kept := len(application.ReplyURLs) - len(plan.LeftOver); kept >= mostReplyURLs {
		rows[0].Verb = Cannot
		rows[0].Why = &Problem{Step: StepProof, Kind: ProofNoRoom, Facts: map[string]string{"Count": count(kept)}}
	}
	// A default of somebody else's stays: it is one already that is no chance's.
	standard := plan.DefaultBefore
	if standard == "" {
		standard = portal
	}
	rows = append(rows, row(StepProof, WhatDefaultReplyURL, plan.DefaultBefore, standard))
	for _, old := range plan.LeftOver {
		rows = append(rows, row(StepProof, WhatProofURL, old, ""))
	}
	return rows
}

// leftOver are the Reply URLs of earlier proofs that an application still has:
// those that the journal tells of, and those that look like it.
func leftOver(application graph.Application, past journal.Record) []string {
	ours := proofURLs(past)
	return filter(application.ReplyURLs, func(uri string) bool { return slices.Contains(ours, uri) || proof.IsAddress(uri) })
}

// proofURLs are the temporary Reply URLs that a journal tells of, taken back or not.
func proofURLs(record journal.Record) []string {
	var all []string
	for _, entry := range record.Entries {
		if entry.What == WhatProofURL {
			all = append(all, entry.After[WhatProofURL]...)
		}
	}
	return all
}

// without leaves some out of a list.
func without(all, some []string) []string {
	return filter(all, func(one string) bool { return !slices.Contains(some, one) })
}

// expectedResponse is what Entra's responses have to be like, by what the last
// look saw and by Entra's clock.
func (r *run) expectedResponse() (samlcfg.ResponseExpectation, error) {
	want := samlcfg.ResponseExpectation{EntraID: issuerOf(r.flow.config.Cloud, r.flow.who.Tenant.ID), Identifier: r.plan.Wish.Portal.Identifier,
		ReplyURL: r.plan.Wish.Portal.ReplyURL, Now: r.flow.entraNow()}
	principal := *r.seen.principal
	active := findCertificate(principal, principal.ActiveThumbprint)
	if active == nil {
		active = usableCertificate(principal, r.flow.entraNow(), r.seen.known)
	}
	if active == nil {
		return want, nil // nothing to compare with; the findings say so
	}
	certificate, err := x509.ParseCertificate(active.DER)
	if err != nil {
		return want, &Problem{Step: StepProof, Kind: Unexpected, Err: err, Detail: detail(err)}
	}
	want.Certificates = []*x509.Certificate{certificate}
	return want, nil
}

// issuerOf is the Microsoft Entra Identifier of a tenant.
func issuerOf(cloud graph.Cloud, tenantID string) string {
	return "https://" + cloud.Issuer + "/" + strings.ToLower(tenantID) + "/"
}

// loginURLOf is where sign-on requests for a tenant go.
func loginURLOf(cloud graph.Cloud, tenantID string) string {
	return cloud.Login + "/" + tenantID + "/saml2"
}

// Notes are what has to be said beside the plan, as keys of words with the
// placeholders {{.ReplyURL}} and {{.Default}}: what the documents promise, and what
// they do not.
func (p ProofPlan) Notes() []string {
	notes := []string{"proof.note.how", "proof.note.first"}
	switch p.DefaultBefore {
	case "":
		notes = append(notes, "proof.note.default-named")
	case p.Wish.Portal.ReplyURL:
		notes = append(notes, "proof.note.default-kept")
	default:
		notes = append(notes, "proof.note.default-other")
	}
	return append(notes, "proof.note.localhost", "proof.note.not-live", "proof.note.removed")
}

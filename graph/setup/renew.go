package setup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// Renewal is what a new certificate comes with.
type Renewal struct {
	Result
	Active  graph.SigningCertificate // the one that Entra signs with; zero: none
	New     graph.SigningCertificate
	Reused  bool // the new certificate was there already
	Expired bool // the active one has ended: Entra may sign with the new one at once
}

// Renew adds a signing certificate beside the active one, waits until the
// metadata holds it, and packs a fresh bundle for the support team. The active one
// stays active: Activate is for the day on which support has loaded the new one. A
// new certificate of an earlier Renew that still waits is used again. Certificates
// are only ever added; nothing is removed.
func (f *Flow) Renew(ctx context.Context, wish Wish, emit func(Event)) (Renewal, error) {
	var renewal Renewal
	if err := f.personNamed(wish); err != nil {
		return renewal, err
	}
	err := f.renewing(ctx, wish, emit, func(r *run) error {
		principal := *r.seen.principal
		if active := findCertificate(principal, principal.ActiveThumbprint); active != nil {
			renewal.Active = *active
			renewal.Expired = !f.entraNow().Before(active.NotAfter)
		}
		r.begin(StepCertificate)
		if err := r.settle(); err != nil {
			return err
		}
		waiting := r.waitingCertificate(principal)
		renewal.Reused = waiting != nil
		switch {
		case waiting != nil:
			r.signer = *waiting
		case !f.config.Cloud.SigningCertificates:
			if err := r.certificateByHand(ctx); err != nil {
				return err
			}
		default:
			if err := r.permitLater(ctx); err != nil {
				return err
			}
			if err := r.addRenewal(ctx); err != nil {
				return err
			}
		}
		r.end(StepCertificate, outcomeOfRenewal(renewal.Reused))
		r.begin(StepMetadata)
		if err := r.download(ctx); err != nil {
			return err
		}
		r.end(StepMetadata, Checked)
		r.begin(StepBundle)
		if err := r.bundle(); err != nil {
			return err
		}
		renewal.New = r.signer
		err := r.note(func(record *journal.Record) {
			record.Renewed, record.RenewedEnds = r.signer.Thumbprint, r.signer.NotAfter.UTC()
		})
		r.end(StepBundle, Created)
		renewal.Result = r.result
		return err
	})
	renewal.Requests = f.counter.sum()
	return renewal, err
}

func outcomeOfRenewal(reused bool) Outcome {
	if reused {
		return AlreadySo
	}
	return Created
}

// renewing observes with the journal open, and puts failures into words.
func (f *Flow) renewing(ctx context.Context, wish Wish, emit func(Event), do func(*run) error) error {
	if err := f.signedIn(); err != nil {
		return err
	}
	r, err := f.lookLater(ctx, wish, emit)
	f.watch.follow(r)
	defer f.watch.follow(nil)
	defer r.closeJournal()
	r.renewal = true
	if err == nil && (r.seen.application == nil || r.seen.principal == nil) {
		err = &Problem{Step: StepCertificate, Kind: NotSetUp, Facts: map[string]string{"Identifier": wish.Portal.Identifier}}
	}
	if err == nil {
		err = r.openJournal(wish)
	}
	if err == nil {
		if r.seen.user == nil {
			r.seen.user = &graph.User{UPN: r.seen.upn, Name: testUserName}
		}
		if err = r.settle(); err == nil {
			_, err = r.tidyProofs(ctx, StepCertificate)
		}
	}
	if err == nil {
		err = do(r)
	}
	if err == nil {
		return nil
	}
	problem := f.problem(r.step, err)
	r.tell(Event{Step: r.step, State: Failed, Problem: problem})
	return problem
}

// waitingCertificate is the certificate of an earlier renewal that is not active:
// the one that the journal names, else a usable one that ends after the active.
func (r *run) waitingCertificate(principal graph.ServicePrincipal) *graph.SigningCertificate {
	active := findCertificate(principal, principal.ActiveThumbprint)
	named := findCertificate(principal, r.flow.past.Renewed)
	if named != nil && live(*named, r.flow.entraNow()) && !strings.EqualFold(named.Thumbprint, principal.ActiveThumbprint) {
		return named
	}
	for _, certificate := range principal.Certificates { // the longest first
		later := active == nil || certificate.NotAfter.After(active.NotAfter)
		if later && live(certificate, r.flow.entraNow()) && !strings.EqualFold(certificate.Thumbprint, principal.ActiveThumbprint) {
			return &certificate
		}
	}
	return nil
}

func (r *run) addRenewal(ctx context.Context) error {
	found, err := r.lostCertificate(ctx)
	if err == nil && !found {
		err = r.addCertificate(ctx)
	}
	if err != nil {
		return err
	}
	return r.until(ctx, wait{step: StepCertificate, reason: ReasonCertificateShows}, r.principalShows(func(p graph.ServicePrincipal) bool {
		shown := findCertificate(p, r.signer.Thumbprint)
		if shown != nil {
			r.signer = *shown
		}
		return shown != nil
	}))
}

// Activate makes Entra sign with the certificate of the last Renew, which must be
// among the keys and in the metadata. From then on sign-on works only with who
// has loaded it. It returns what was read back.
func (f *Flow) Activate(ctx context.Context, wish Wish, emit func(Event)) ([]samlcfg.Finding, error) {
	return f.switchTo(ctx, wish, emit, func(r *run) *graph.SigningCertificate { return r.waitingCertificate(*r.seen.principal) })
}

// RollBack makes Entra sign with the certificate that was active before the last
// Activate, as long as it is valid.
func (f *Flow) RollBack(ctx context.Context, wish Wish, emit func(Event)) ([]samlcfg.Finding, error) {
	return f.switchTo(ctx, wish, emit, func(r *run) *graph.SigningCertificate {
		before := findCertificate(*r.seen.principal, f.past.Previous)
		if before == nil || !live(*before, f.entraNow()) {
			return nil
		}
		return before
	})
}

func (f *Flow) switchTo(ctx context.Context, wish Wish, emit func(Event), choose func(*run) *graph.SigningCertificate) ([]samlcfg.Finding, error) {
	var findings []samlcfg.Finding
	err := f.renewing(ctx, wish, emit, func(r *run) error {
		if err := r.settle(); err != nil {
			return err
		}
		chosen := choose(r)
		if chosen == nil && r.flow.now().Sub(r.flow.past.Changed) < settlePatience {
			// The certificate of a moment ago may not show yet.
			err := r.await(ctx, wait{step: StepActive, reason: ReasonCertificateShows, limit: refusalPatience}, func() bool {
				chosen = choose(r)
				return chosen != nil
			})
			var absent *Problem
			if err != nil && (!errors.As(err, &absent) || absent.Kind != WaitedTooLong) {
				return err
			}
		}
		if chosen == nil {
			return &Problem{Step: StepActive, Kind: NoOtherCertificate, Facts: map[string]string{}}
		}
		if err := r.permitLater(ctx); err != nil {
			return err
		}
		r.signer = *chosen
		previous := r.seen.principal.ActiveThumbprint
		r.begin(StepMetadata)
		if err := r.download(ctx); err != nil {
			return err
		}
		r.end(StepMetadata, Checked)
		r.begin(StepActive)
		outcome, err := r.activate(ctx)
		if err == nil {
			err = r.await(ctx, wait{step: StepActive, reason: ReasonSettingShows}, func() bool {
				return strings.EqualFold(r.seen.principal.ActiveThumbprint, r.signer.Thumbprint)
			})
		}
		if err != nil {
			return err
		}
		r.end(StepActive, outcome)
		if outcome != AlreadySo {
			err = r.note(func(record *journal.Record) {
				record.Previous, record.Thumbprint, record.CertificateEnds = previous, r.signer.Thumbprint, r.signer.NotAfter.UTC()
				record.Renewed, record.RenewedEnds = "", time.Time{}
			})
			if err != nil {
				return err
			}
		}
		findings = r.promises()
		return notAsPromised(filter(findings, aboutCertificate))
	})
	return findings, err
}

// aboutCertificate reports whether a promise is one that a change of certificates
// keeps. What else drifted is told, but the change itself has come about.
func aboutCertificate(finding samlcfg.Finding) bool {
	return slices.Contains([]string{"verify-active-certificate", "verify-certificate", "verify-metadata"}, finding.Code)
}

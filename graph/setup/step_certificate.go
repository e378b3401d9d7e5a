package setup

import (
	"context"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// certificate makes sure that there is a certificate to sign with. It never makes
// one beside a usable one.
func (r *run) certificate(ctx context.Context) (Outcome, error) {
	if usable := usableCertificate(*r.seen.principal, r.flow.entraNow(), r.seen.known); usable != nil {
		r.signer = *usable
		return AlreadySo, nil
	}
	if own := r.flow.ownCertificate(*r.seen.principal); own != nil && live(*own, r.flow.entraNow()) {
		r.signer = *own
	} else {
		found, err := r.lostCertificate(ctx)
		switch {
		case err != nil || found:
		case !r.flow.config.Cloud.SigningCertificates:
			// It is a person's, so that nothing of it is this flow's to remember.
			return Checked, r.certificateByHand(ctx)
		default:
			err = r.addCertificate(ctx)
		}
		if actionUnknown(err) {
			return Checked, r.certificateByHand(ctx)
		}
		if err != nil {
			return "", err
		}
	}
	r.flow.made.certificate, r.flow.made.principalID = r.signer, r.seen.principal.ObjectID
	return Created, nil
}

// signerShows reports whether the last look saw the certificate to sign with.
func (r *run) signerShows() bool {
	found := findCertificate(*r.seen.principal, r.signer.Thumbprint)
	if found != nil {
		r.signer = *found
	}
	return found != nil
}

// addCertificate asks for one certificate once; an unclear answer is settled by
// looking for a certificate that was not there before.
func (r *run) addCertificate(ctx context.Context) error {
	id := r.seen.principal.ObjectID
	before := r.seen.principal.Certificates
	want := intent{step: StepCertificate, what: WhatCertificate, object: id, known: thumbprints(before)}
	want.made = func() (string, journal.Values) { return r.signer.Thumbprint, nil }
	err := r.write(ctx, want, func(ctx context.Context) error {
		var err error
		r.signer, err = r.flow.directory.AddSigningCertificate(ctx, id,
			graph.CertificateRequest{Subject: certificateSubject, End: certificateEnd(r.flow.entraNow())})
		return err
	})
	if err == nil && r.signer.Thumbprint == "" {
		err = errUnnamed
	}
	if err == nil || err != errUnnamed && !unsure(err) {
		return err
	}
	err = r.discover(ctx, StepCertificate, err, r.principalShows(func(p graph.ServicePrincipal) bool {
		added := filter(newCertificates(p, before), func(c graph.SigningCertificate) bool { return live(c, r.flow.entraNow()) })
		if len(added) > 0 {
			r.signer = added[0]
		}
		return len(added) > 0
	}))
	if err != nil {
		return err
	}
	return r.learnMade(want)
}

func thumbprints(certificates []graph.SigningCertificate) []string {
	var all []string
	for _, certificate := range certificates {
		all = append(all, certificate.Thumbprint)
	}
	return all
}

// activate makes Entra sign with the certificate. Graph takes any thumbprint
// unseen, so only one that shows on the service principal is ever sent.
func (r *run) activate(ctx context.Context) (Outcome, error) {
	if err := r.await(ctx, wait{step: StepActive, reason: ReasonCertificateShows}, r.signerShows); err != nil {
		return "", err
	}
	before := r.seen.principal.ActiveThumbprint
	thumbprint := r.signer.Thumbprint
	if strings.EqualFold(before, thumbprint) {
		return AlreadySo, nil
	}
	id := r.seen.principal.ObjectID
	err := r.set(ctx, intent{step: StepActive, what: WhatActiveCertificate, object: id,
		before: journal.Values{WhatActiveCertificate: single(before)}, after: journal.Values{WhatActiveCertificate: {thumbprint}}},
		func(ctx context.Context) error { return r.flow.directory.ActivateCertificate(ctx, id, thumbprint) },
		r.when(func() bool { return strings.EqualFold(r.seen.principal.ActiveThumbprint, thumbprint) }))
	return outcomeOf(before), err
}

// notification sets who is told before the certificate expires; Entra tells
// nobody on its own when the certificate was made through Graph.
func (r *run) notification(ctx context.Context) (Outcome, error) {
	if err := r.await(ctx, wait{step: StepNotification, reason: ReasonSettingShows}, anything); err != nil {
		return "", err
	}
	there := r.seen.principal.Notify
	wished := wishedNotify(there, notifyOf(r.plan.Wish, r.plan.Account))
	if len(wished) == len(there) {
		return AlreadySo, nil
	}
	id := r.seen.principal.ObjectID
	err := r.set(ctx, intent{step: StepNotification, what: WhatNotification, object: id,
		before: journal.Values{WhatNotification: there}, after: journal.Values{WhatNotification: wished}},
		func(ctx context.Context) error { return r.flow.directory.SetNotify(ctx, id, wished) },
		r.when(func() bool { return len(missingFold(r.seen.principal.Notify, wished)) == 0 }))
	return outcomeOf(joined(there)), err
}

// missingFold lists the wished values that are not there, case aside.
func missingFold(there, wished []string) []string {
	return filter(wished, func(one string) bool { return !containsFold(there, one) })
}

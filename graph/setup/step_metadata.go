package setup

import (
	"context"
	"crypto/x509"
	"net/url"
	"slices"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

// download fetches the federation metadata until it holds the active
// certificate. Before that Entra serves its general certificate, then possibly
// only older ones; both mean waiting, anything else that is wrong stays wrong.
func (r *run) download(ctx context.Context) error {
	expected, err := r.expectedMetadata()
	if err != nil {
		return err
	}
	oldSigner := r.flow.now().Add(min(verifyPatience, r.pace().GiveUp/2))
	shows := wait{step: StepMetadata, reason: ReasonMetadataShows}
	return r.until(ctx, shows, func(ctx context.Context) (bool, error) {
		raw, err := r.flow.directory.Metadata(ctx, r.flow.who.Tenant.ID, r.seen.application.AppID)
		if unknownApplication(err) {
			return false, r.perhapsDeleted(ctx, errNotThere())
		}
		if err != nil {
			return false, err
		}
		expected.Now = laterOf(r.flow.entraNow(), r.signer.NotBefore)
		metadata, findings := samlcfg.VerifyMetadata(raw, expected)
		if samlcfg.Worst(findings) == samlcfg.Fail {
			if onlyLate(findings) {
				return false, nil
			}
			return false, &Problem{Step: StepMetadata, Kind: MetadataWrong, Retry: true, Facts: map[string]string{}, Findings: findings}
		}
		// A new certificate signs nothing before it is activated.
		if r.wrote && !r.renewal && otherSigner(findings) && r.flow.now().Before(oldSigner) {
			return false, nil
		}
		r.raw, r.metadata, r.checked = raw, metadata, findings
		return true, nil
	})
}

// onlyLate reports whether everything that fails in the metadata is what a new
// certificate looks like before it has spread.
func onlyLate(findings []samlcfg.Finding) bool {
	for _, finding := range findings {
		late := slices.Contains([]string{"metadata-active-listed", "metadata-next-listed", "metadata-signature-other-key"}, finding.Code)
		if finding.Severity == samlcfg.Fail && !late {
			return false
		}
	}
	return true
}

// otherSigner reports whether another of the app's certificates signed, as it
// does for a while after the active one changed.
func otherSigner(findings []samlcfg.Finding) bool {
	return slices.ContainsFunc(findings, func(f samlcfg.Finding) bool {
		return f.Code == "metadata-signer-is-active" && f.Severity != samlcfg.Pass
	})
}

// laterOf keeps a clock that is a little behind from calling a new certificate
// not yet valid; certificates that start much later were not picked.
func laterOf(now, start time.Time) time.Time {
	if start.After(now) {
		return start
	}
	return now
}

// expectedMetadata is what the tenant says the document must show.
func (r *run) expectedMetadata() (samlcfg.MetadataExpectation, error) {
	expected := samlcfg.MetadataExpectation{TenantID: r.flow.who.Tenant.ID, IssuerHost: r.flow.config.Cloud.Issuer,
		LoginHost: hostOf(r.flow.config.Cloud.Login)}
	active, err := x509.ParseCertificate(r.signer.DER)
	if err != nil {
		return expected, &Problem{Step: StepMetadata, Kind: Unexpected, Err: err, Detail: detail(err)}
	}
	// From here on the certificate itself is what counts, not Graph's dates.
	r.signer.Thumbprint, r.signer.NotBefore, r.signer.NotAfter = samlcfg.Thumbprint(active), active.NotBefore, active.NotAfter
	expected.Thumbprint = r.signer.Thumbprint
	if until := r.signsUntilThen(); until != nil {
		expected.Thumbprint, expected.Next = r.seen.principal.ActiveThumbprint, r.signer.Thumbprint
	}
	expected.Certificates = append(expected.Certificates, active)
	for _, other := range r.seen.principal.Certificates {
		if parsed := parsedOther(other, r.signer); parsed != nil {
			expected.Certificates = append(expected.Certificates, parsed)
		}
	}
	return expected, nil
}

// parsedOther gives a certificate beside the active one; an unreadable one cannot
// have signed anything that we would believe.
func parsedOther(other, active graph.SigningCertificate) *x509.Certificate {
	if other.Thumbprint == active.Thumbprint {
		return nil
	}
	parsed, err := x509.ParseCertificate(other.DER)
	if err != nil {
		return nil
	}
	return parsed
}

func hostOf(base string) string {
	parsed, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return parsed.Host
}

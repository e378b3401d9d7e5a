package setup

import (
	"strings"
	"time"

	"backupsso/graph"
)

// certificateSubject is the name on a new signing certificate; Graph wants "CN=".
const certificateSubject = "CN=" + AppName + " single sign-on"

// certificateEnd is when a certificate made now ends. Graph allows three years; a
// day less keeps clear of clocks that differ.
func certificateEnd(now time.Time) time.Time {
	return now.UTC().AddDate(3, 0, -1).Truncate(time.Second)
}

// usableCertificate picks the certificate to sign with: the active one as long
// as it is valid, else the one that is known from an earlier run, else the valid
// one that lasts longest. Nothing usable: nil. A second certificate is never made
// beside a usable one, because the other side may know only the first in the
// metadata.
func usableCertificate(principal graph.ServicePrincipal, now time.Time, known string) *graph.SigningCertificate {
	var best *graph.SigningCertificate
	for _, certificate := range principal.Certificates {
		if !live(certificate, now) {
			continue
		}
		if strings.EqualFold(certificate.Thumbprint, principal.ActiveThumbprint) {
			return &certificate
		}
		if best == nil || certificate.NotAfter.After(best.NotAfter) {
			best = &certificate
		}
	}
	if earlier := findCertificate(principal, known); earlier != nil && live(*earlier, now) {
		return earlier
	}
	return best
}

// live reports whether a certificate is valid now. Its start may lie a little
// ahead when this computer's clock is behind.
func live(certificate graph.SigningCertificate, now time.Time) bool {
	const skew = 15 * time.Minute
	return !now.Add(skew).Before(certificate.NotBefore) && now.Before(certificate.NotAfter)
}

func findCertificate(principal graph.ServicePrincipal, thumbprint string) *graph.SigningCertificate {
	for _, certificate := range principal.Certificates {
		if strings.EqualFold(certificate.Thumbprint, thumbprint) {
			return &certificate
		}
	}
	return nil
}

// newCertificates returns the certificates that were not there before.
func newCertificates(principal graph.ServicePrincipal, before []graph.SigningCertificate) []graph.SigningCertificate {
	known := map[string]bool{}
	for _, certificate := range before {
		known[strings.ToUpper(certificate.Thumbprint)] = true
	}
	return filter(principal.Certificates, func(c graph.SigningCertificate) bool { return !known[strings.ToUpper(c.Thumbprint)] })
}

package samlcfg

import (
	"crypto/x509"
	"net/url"
	"strings"
	"time"
)

// expirySoon is when an expiry turns from a fact into a warning; Entra's own
// mails start 60 days ahead.
const expirySoon = 30 * 24 * time.Hour

// VerifyMetadata checks a document against what the tenant says and lists every
// promise with what was expected and found, the good ones too.
//
// The signature counts only under one of want.Certificates. When it holds, the
// metadata returned was read from the signed bytes alone; when not, it is empty,
// and the other findings describe the document as it claims to be, to help find
// out where it came from.
func VerifyMetadata(raw []byte, want MetadataExpectation) (Metadata, []Finding) {
	root, err := guardXML(raw, LongestMetadata)
	if err != nil {
		return Metadata{}, []Finding{unreadable("metadata-readable", err)}
	}
	result := verifyEnveloped(root, want.Certificates)
	source := root
	if result.verified != nil {
		source = result.verified
	}
	document, err := readDescriptor(source)
	if err != nil {
		return Metadata{}, []Finding{unreadable("metadata-readable", err)}
	}
	findings := []Finding{
		signatureFinding("metadata-signature", result, want.Certificates),
	}
	if result.signer != nil {
		findings = append(findings,
			algorithmFinding("metadata-algorithm", result),
			compare("metadata-signer-is-active", Warn, Thumbprint(result.signer), want.Thumbprint))
		if result.claimed != "" {
			// It is unsigned and never believed here; others believe it.
			findings = append(findings, compare("metadata-key-info", Warn, result.claimed, Thumbprint(result.signer)))
		}
	}
	findings = append(findings, want.entityFindings(document)...)
	findings = append(findings, want.keyFindings(document)...)
	if result.verified == nil {
		return Metadata{}, findings
	}
	document.SignedBy = result.signer
	return document.Metadata, findings
}

// entityFindings compares names and addresses.
func (want MetadataExpectation) entityFindings(document descriptor) []Finding {
	findings := []Finding{want.tenantFinding(document)}
	if want.IssuerHost != "" {
		findings = append(findings, hostFinding("metadata-entity-id", document.EntityID, want.IssuerHost))
	}
	if want.LoginHost != "" {
		findings = append(findings, hostFinding("metadata-login-host", document.LoginURL, want.LoginHost))
	}
	switch {
	case document.LogoutURL == "":
		findings = append(findings, Finding{Code: "metadata-logout-host", Severity: Warn, Expected: want.LoginHost})
	case want.LoginHost != "":
		findings = append(findings, hostFinding("metadata-logout-host", document.LogoutURL, want.LoginHost))
	}
	if document.validUntil != "" {
		findings = append(findings, want.validUntilFinding(document.validUntil))
	}
	return findings
}

// tenantFinding wants the tenant's id as the first part of every path.
func (want MetadataExpectation) tenantFinding(document descriptor) Finding {
	finding := Finding{Code: "metadata-tenant", Got: want.TenantID, Expected: want.TenantID}
	for _, address := range []string{document.EntityID, document.LoginURL, document.LogoutURL} {
		if address == "" {
			continue
		}
		if tenant := firstSegment(address); !strings.EqualFold(tenant, want.TenantID) {
			finding.Severity, finding.Got = Fail, printableValue(tenant)
			return finding
		}
	}
	return finding
}

func (want MetadataExpectation) validUntilFinding(text string) Finding {
	finding := Finding{Code: "metadata-valid-until", Got: printableValue(text), Expected: "after " + day(want.Now)}
	until, err := parseTime(text)
	if err != nil || !want.Now.Before(until) {
		finding.Severity = Fail
	}
	return finding
}

// keyFindings looks for the active certificate among the listed ones, and for the
// next one where there is to be one. It is the newer one whose key and end count.
func (want MetadataExpectation) keyFindings(document descriptor) []Finding {
	active, next := listed(document.Signing, want.Thumbprint), listed(document.Signing, want.Next)
	findings := []Finding{listing("metadata-active-listed", active, document.Signing, want.Thumbprint)}
	newest := active
	if want.Next != "" {
		findings = append(findings, listing("metadata-next-listed", next, document.Signing, want.Next))
		newest = next
	}
	var others []*x509.Certificate
	for _, certificate := range document.Signing {
		if certificate != active && certificate != next {
			others = append(others, certificate)
		}
	}
	if len(others) > 0 {
		findings = append(findings, Finding{Code: "metadata-other-keys", Severity: Note,
			Got: thumbprints(others), Expected: want.Thumbprint})
	}
	if newest == nil {
		return findings
	}
	if weak := weakKey(newest); weak != "" {
		findings = append(findings, Finding{Code: "metadata-weak-key", Severity: Warn, Got: weak, Expected: "RSA 2048"})
	}
	return append(findings, ExpiryFinding(newest, want.Now))
}

// listed returns the certificate of a thumbprint, nil when there is none.
func listed(certificates []*x509.Certificate, thumbprint string) *x509.Certificate {
	for _, certificate := range certificates {
		if strings.EqualFold(Thumbprint(certificate), thumbprint) {
			return certificate
		}
	}
	return nil
}

func listing(code string, found *x509.Certificate, all []*x509.Certificate, thumbprint string) Finding {
	finding := Finding{Code: code, Got: thumbprints(all), Expected: thumbprint}
	if found == nil {
		finding.Severity = Fail
	}
	return finding
}

// ExpiryFinding says how the life of a signing certificate stands at now: Fail
// before and after it, Warn in its last 30 days. AboutExpiry tells it from other
// findings.
func ExpiryFinding(certificate *x509.Certificate, now time.Time) Finding {
	switch {
	case now.Before(certificate.NotBefore):
		return Finding{Code: "metadata-expiry-early", Severity: Fail, Got: day(certificate.NotBefore), Expected: day(now)}
	case !now.Before(certificate.NotAfter):
		return Finding{Code: "metadata-expiry-over", Severity: Fail, Got: day(certificate.NotAfter), Expected: day(now)}
	case now.Add(expirySoon).After(certificate.NotAfter):
		return Finding{Code: "metadata-expiry-soon", Severity: Warn, Got: day(certificate.NotAfter), Expected: day(now.Add(expirySoon))}
	}
	return Finding{Code: "metadata-expiry", Got: day(certificate.NotAfter), Expected: day(now)}
}

// AboutExpiry tells whether a finding is ExpiryFinding's.
func (f Finding) AboutExpiry() bool { return strings.HasPrefix(f.Code, "metadata-expiry") }

// hostFinding wants https (or http on this very computer) and that host. Another
// name of the same cloud's sign-in host is worth a note: Entra answers there too.
func hostFinding(code, address, host string) Finding {
	finding := Finding{Code: code, Severity: Fail, Got: printableValue(address), Expected: host}
	parsed, err := url.Parse(address)
	if err != nil || parsed.User != nil || parsed.Scheme != "https" && !(parsed.Scheme == "http" && loopback(parsed.Hostname())) {
		return finding
	}
	switch {
	case strings.EqualFold(parsed.Host, host):
		finding.Severity = Pass
	case sameSignIn(parsed.Host, host):
		finding.Code, finding.Severity = "metadata-host-alias", Note
	}
	return finding
}

func loopback(host string) bool { return host == "127.0.0.1" || host == "::1" || host == "localhost" }

func firstSegment(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	if segment == "" {
		return address
	}
	return segment
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// compare passes when both are equal but for case, else it has the severity.
func compare(code string, otherwise Severity, got, expected string) Finding {
	finding := Finding{Code: code, Got: printableValue(got), Expected: expected}
	if !strings.EqualFold(got, expected) {
		finding.Severity = otherwise
	}
	return finding
}

func unreadable(code string, err error) Finding {
	return Finding{Code: code, Severity: Fail, Got: printableValue(strings.TrimPrefix(err.Error(), refused))}
}

// signatureFinding puts the outcome of a signature check into a finding; the
// ways to fail have codes of their own.
func signatureFinding(code string, result signed, pinned []*x509.Certificate) Finding {
	finding := Finding{Code: code, Expected: thumbprints(pinned)}
	switch result.fault {
	case "":
		finding.Got = Thumbprint(result.signer)
		return finding
	case faultUnsigned:
		finding.Code += "-missing"
	case faultShape:
		finding.Code += "-shape"
		finding.Got = printableValue(result.err.Error())
	case faultOtherKey:
		finding.Code += "-other-key"
		finding.Got = result.claimed
	case faultLayout:
		finding.Code += "-layout"
		finding.Got = result.claimed
	case faultAltered:
		finding.Code += "-altered"
		finding.Got = result.claimed
		if result.err != nil && finding.Got == "" {
			finding.Got = printableValue(result.err.Error())
		}
	}
	finding.Severity = Fail
	return finding
}

func algorithmFinding(code string, result signed) Finding {
	finding := Finding{Code: code, Got: result.methods, Expected: "rsa-sha256, sha256"}
	if result.weak {
		finding.Severity = Warn
	}
	return finding
}

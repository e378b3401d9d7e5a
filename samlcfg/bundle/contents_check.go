package bundle

import (
	"crypto/x509"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"backupsso/samlcfg"
)

const (
	longestValue = 1024 // characters; Entra's longest name has 256
	longestTag   = 24   // of a language that files are named after
)

var (
	guidForm       = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	thumbprintForm = regexp.MustCompile(`^[0-9A-F]{40}$`)
	languageForm   = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
)

// tidied returns contents whose names fit on one line. A tenant's name may hold
// anything; in a letter it must not look like a paragraph of its own.
func (c Contents) tidied() Contents {
	for _, text := range []*string{&c.TenantName, &c.TenantDomain, &c.AppName, &c.TestUserName, &c.PortalUser,
		&c.ContactName, &c.TestUserUPN, &c.ContactUPN} {
		*text = oneLine(*text)
	}
	c.Created = c.Created.UTC().Truncate(time.Second)
	c.NotAfter = c.NotAfter.UTC()
	changes := make([]Change, 0, len(c.Changes))
	for _, change := range c.Changes {
		changes = append(changes, change.tidied())
	}
	c.Changes = changes
	if c.Language == "" {
		c.Language = "en"
	}
	return c
}

// oneLine replaces what breaks or turns a line around, and drops invisible
// characters but those that join letters into one sign.
func oneLine(text string) string {
	cleaned := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(cleaned), " ")
}

// validate wants every value and each in its form.
func (c Contents) validate() error {
	for _, value := range c.values() {
		switch {
		case value.text == "" && value.optional:
		case value.text == "":
			return &Problem{Kind: ValueMissing, Got: value.field}
		case len(value.text) > longestValue || value.form != nil && !value.form(value.text):
			return &Problem{Kind: ValueMalformed, Got: value.field}
		}
	}
	switch {
	case c.Created.IsZero():
		return &Problem{Kind: ValueMissing, Got: "Created"}
	case c.Created.Year() < 1980 || c.Created.Year() > 2107:
		// The years that a zip can say.
		return &Problem{Kind: ValueMalformed, Got: "Created"}
	case len(c.Metadata) == 0:
		return &Problem{Kind: ValueMissing, Got: "Metadata"}
	case len(c.Certificate) == 0:
		return &Problem{Kind: ValueMissing, Got: "Certificate"}
	}
	if _, err := samlcfg.ParseCertificate(c.Certificate); err != nil {
		return &Problem{Kind: ValueMalformed, Got: "Certificate", Err: err}
	}
	return nil
}

// value is one text of Contents and the rule that it follows.
type value struct {
	field    string
	text     string
	optional bool
	form     func(string) bool // nil: any text
}

func (c Contents) values() []value {
	return []value{
		{field: "Language", text: c.Language, form: languageForm.MatchString},
		{field: "TenantID", text: c.TenantID, form: guidForm.MatchString},
		{field: "TenantName", text: c.TenantName, optional: true},
		{field: "TenantDomain", text: c.TenantDomain, optional: true},
		{field: "AppName", text: c.AppName},
		{field: "AppID", text: c.AppID, form: guidForm.MatchString},
		{field: "Identifier", text: c.Identifier, form: isAddress},
		{field: "ReplyURL", text: c.ReplyURL, form: isAddress},
		{field: "LoginURL", text: c.LoginURL, form: isAddress},
		{field: "EntraID", text: c.EntraID, form: isAddress},
		{field: "LogoutURL", text: c.LogoutURL, form: isAddress},
		{field: "MetadataURL", text: c.MetadataURL, form: isAddress},
		{field: "UserAccessURL", text: c.UserAccessURL, form: isAddress},
		{field: "Thumbprint", text: c.Thumbprint, form: thumbprintForm.MatchString},
		{field: "TestUserUPN", text: c.TestUserUPN, form: isMailLike},
		{field: "TestUserName", text: c.TestUserName, optional: true},
		{field: "PortalUser", text: c.PortalUser},
		{field: "ContactName", text: c.ContactName, optional: true},
		{field: "ContactUPN", text: c.ContactUPN, form: isMailLike},
	}
}

// isAddress takes absolute web addresses; http only on this computer, where
// practice tenants live.
func isAddress(text string) bool {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.User != nil || strings.ContainsAny(text, " \"<>\\^`{|}") {
		return false
	}
	host := parsed.Hostname()
	return parsed.Scheme == "https" || parsed.Scheme == "http" && (host == "127.0.0.1" || host == "::1" || host == "localhost")
}

func isMailLike(text string) bool {
	name, domain, found := strings.Cut(text, "@")
	return found && name != "" && domain != "" && !strings.ContainsAny(text, " \t,;<>\"")
}

// findings checks the contents against each other as of now.
func (c Contents) findings(now time.Time) []samlcfg.Finding {
	_, findings := c.examined(now)
	return findings
}

// examined checks the contents against each other and returns besides who signed
// the metadata, nil where that does not hold.
func (c Contents) examined(now time.Time) (signer *x509.Certificate, findings []samlcfg.Finding) {
	certificate, err := samlcfg.ParseCertificate(c.Certificate)
	if err != nil {
		return nil, []samlcfg.Finding{{Code: "bundle-certificate", Severity: samlcfg.Fail, Got: CertificateFile, Expected: c.Thumbprint}}
	}
	trusted := []*x509.Certificate{certificate}
	if len(c.ActiveCertificate) > 0 {
		active, err := samlcfg.ParseCertificate(c.ActiveCertificate)
		if err != nil {
			return nil, []samlcfg.Finding{{Code: "bundle-certificate", Severity: samlcfg.Fail, Got: ConfigurationFile, Expected: c.Thumbprint}}
		}
		trusted = append(trusted, active)
	}
	host := ""
	if parsed, err := url.Parse(c.MetadataURL); err == nil {
		host = parsed.Host
	}
	cloud, issuer := c.cloudFinding(host)
	expected := samlcfg.MetadataExpectation{TenantID: c.TenantID, IssuerHost: issuer, LoginHost: host,
		Thumbprint: c.Thumbprint, Certificates: trusted, Now: now}
	if c.Renewal() {
		expected.Thumbprint, expected.Next = c.presentThumbprint(), c.Thumbprint
	}
	metadata, findings := samlcfg.VerifyMetadata(c.Metadata, expected)
	findings = append(findings, cloud, c.addressFinding(),
		same("bundle-certificate", samlcfg.Thumbprint(certificate), c.Thumbprint),
		same("bundle-expiry", certificate.NotAfter.UTC().Format(time.RFC3339), c.NotAfter.UTC().Format(time.RFC3339)))
	if metadata.SignedBy == nil {
		return nil, findings
	}
	return metadata.SignedBy, append(findings,
		same("bundle-entra-identifier", c.EntraID, metadata.EntityID),
		same("bundle-login-url", c.LoginURL, metadata.LoginURL),
		same("bundle-logout-url", c.LogoutURL, metadata.LogoutURL))
}

// cloudFinding wants the sign-in host to be one of Microsoft's and returns the
// host of that cloud's issuers. A practice tenant signs in where it was started,
// and a bundle of one says so itself.
func (c Contents) cloudFinding(loginHost string) (finding samlcfg.Finding, issuer string) {
	finding = samlcfg.Finding{Code: "bundle-cloud", Got: loginHost, Expected: strings.Join(samlcfg.LoginHosts(), ", ")}
	issuer, known := samlcfg.IssuerHost(loginHost)
	if !known && !c.Practice {
		finding.Severity = samlcfg.Fail
	}
	return finding, issuer
}

// addressFinding wants the addresses at Entra to name this tenant and this
// application.
func (c Contents) addressFinding() samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-addresses", Expected: c.TenantID + ", " + c.AppID}
	for _, address := range []string{c.MetadataURL, c.UserAccessURL} {
		if !strings.Contains(address, c.TenantID) || !strings.Contains(address, c.AppID) {
			finding.Severity, finding.Got = samlcfg.Fail, shortened(address, longestShown)
		}
	}
	return finding
}

// same is a finding that fails unless both are equal to the letter.
func same(code, got, expected string) samlcfg.Finding {
	finding := samlcfg.Finding{Code: code, Got: got, Expected: expected}
	if got != expected {
		finding.Severity = samlcfg.Fail
	}
	return finding
}

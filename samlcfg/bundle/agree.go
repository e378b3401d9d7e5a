package bundle

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"time"
	"unicode"

	"backupsso/samlcfg"
)

// textFinding wants every value in the files that people read and no address but
// those, so that nobody types one out of a letter that says something else than
// the metadata.
func (c Contents) textFinding(files map[string][]byte, f form) samlcfg.Finding {
	texts, names := map[string]string{}, f.texts()
	for _, name := range append(names, f.readmes()...) {
		texts[name] = string(files[name])
	}
	if read, err := readDraft(files[MailFile]); err == nil && f.version > 2 {
		texts[MailFile], names = read.text, append(names, MailFile)
	}
	finding := samlcfg.Finding{Code: "bundle-texts", Expected: strings.Join(names, ", ")}
	for _, name := range names {
		if lacked := c.lacked(texts[name], f); lacked != "" {
			finding.Severity, finding.Got, finding.Expected = samlcfg.Fail, name, lacked
			return finding
		}
	}
	for _, name := range append(names, f.readmes()...) {
		if foreign := c.foreignAddress(html.UnescapeString(texts[name])); foreign != "" {
			return samlcfg.Finding{Code: "bundle-foreign-address", Severity: samlcfg.Fail, Got: shown(foreign), Expected: name}
		}
	}
	return finding
}

// lacked returns the first value of those that a text for people must hold and
// does not.
func (c Contents) lacked(written string, f form) string {
	wanted := []string{c.Identifier, c.ReplyURL, c.LoginURL, c.EntraID, c.LogoutURL, c.MetadataURL, c.Thumbprint}
	switch {
	case f.version < 3 || !f.renewal:
		wanted = append(wanted, c.TestUserUPN, c.PortalUser)
	default:
		wanted = append(wanted, c.presentThumbprint())
	}
	text := html.UnescapeString(written)
	for _, want := range wanted {
		if !strings.Contains(text, want) && !strings.Contains(written, want) {
			return want
		}
	}
	return ""
}

// addressForm finds web addresses and e-mail addresses. Both begin with ASCII.
var addressForm = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s"'<>]*|[a-z0-9._%+!#^~-]+@[^\s<>"'():;,]*`)

// foreignAddress returns the first web or e-mail address in a text that is in none
// of the bundle's values.
func (c Contents) foreignAddress(text string) string {
	var known strings.Builder
	for _, value := range c.values() {
		known.WriteString(value.text + "\n")
	}
	found := map[string]bool{} // a hostile text may repeat itself a hundred thousand times
	for at := addressForm.FindStringIndex(text); at != nil; at = addressForm.FindStringIndex(text) {
		address := bareAddress(text[at[0]:at[1]])
		if !found[address] && (addressOfNothing(address) || !strings.Contains(known.String(), address)) {
			return address
		}
		found[address] = true
		text = text[at[1]:]
	}
	return ""
}

// bareAddress takes off what follows an address in a sentence: punctuation, and in
// languages without spaces the next words. What would leave nothing of a host
// stays whole.
func bareAddress(address string) string {
	for at, r := range address {
		if r > unicode.MaxASCII {
			if cut := address[:at]; !addressOfNothing(cut) {
				address = cut
			}
			break
		}
	}
	return strings.TrimRight(address, ".,;:)")
}

// addressOfNothing tells whether there is no host in an address.
func addressOfNothing(address string) bool {
	return strings.HasSuffix(address, "://") || strings.HasSuffix(address, "@")
}

// handyFindings compare the files that only make things easier, address, mail,
// calendar and users, with the rest.
func (c Contents) handyFindings(files map[string][]byte, f form) []samlcfg.Finding {
	findings := []samlcfg.Finding{
		sameText("bundle-metadata-url", strings.TrimSpace(string(files[MetadataURLFile])), c.MetadataURL),
		f.mailFinding(files),
		c.calendarFinding(files[CalendarFile]),
	}
	if f.hasPresent() {
		inUse := samlcfg.Finding{Code: "bundle-certificate", Got: PresentFile, Expected: c.presentThumbprint()}
		if !bytes.Equal(certificateIn(files[PresentFile]), c.ActiveCertificate) {
			inUse.Severity = samlcfg.Fail
			findings = append(findings, inUse)
		}
	}
	if f.hasUsers() {
		findings = append(findings, c.usersFinding(files[UsersFile]))
	}
	return findings
}

// sameText compares a text out of a file, which may hold anything.
func sameText(code, got, expected string) samlcfg.Finding {
	finding := same(code, got, expected)
	finding.Got = shortened(oneLine(got), longestShown)
	return finding
}

// Expiry judges the certificate of a bundle as of now.
func Expiry(contents Contents, now time.Time) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "metadata-expiry", Severity: samlcfg.Fail}
	for _, found := range contents.findings(now) {
		if found.AboutExpiry() {
			finding = found
		}
	}
	return finding
}

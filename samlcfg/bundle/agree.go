package bundle

import (
	"html"
	"regexp"
	"strings"
	"time"

	"backupsso/samlcfg"
)

// textFinding wants every value in the files that people read and no address but
// those, so that nobody types one out of a letter that says something else than
// the metadata.
func (c Contents) textFinding(files map[string][]byte, translation string) samlcfg.Finding {
	names := []string{LetterFile, SummaryFile}
	if translation != "" {
		names = append(names, translated(LetterFile, translation), translated(SummaryFile, translation))
	}
	finding := samlcfg.Finding{Code: "bundle-texts", Expected: strings.Join(names, ", ")}
	wanted := []string{c.Identifier, c.ReplyURL, c.LoginURL, c.EntraID, c.LogoutURL, c.MetadataURL,
		c.Thumbprint, c.TestUserUPN, c.PortalUser}
	for _, name := range names {
		written := string(files[name])
		text := html.UnescapeString(written)
		for _, want := range wanted {
			if !strings.Contains(text, want) && !strings.Contains(written, want) {
				finding.Severity, finding.Got, finding.Expected = samlcfg.Fail, name, want
				return finding
			}
		}
	}
	for _, name := range append(names, ReadmeFile) {
		if foreign := c.foreignAddress(html.UnescapeString(string(files[name]))); foreign != "" {
			return samlcfg.Finding{Code: "bundle-foreign-address", Severity: samlcfg.Fail, Got: shown(foreign), Expected: name}
		}
	}
	return finding
}

var addressForm = regexp.MustCompile(`(?i)\bhttps?://[^\s"'<>]+`)

// foreignAddress returns the first web address in a text that is in none of the
// bundle's values.
func (c Contents) foreignAddress(text string) string {
	var known strings.Builder
	for _, value := range c.values() {
		known.WriteString(value.text + "\n")
	}
	found := map[string]bool{} // a hostile text may repeat itself a hundred thousand times
	for at := addressForm.FindStringIndex(text); at != nil; at = addressForm.FindStringIndex(text) {
		address := text[at[0]:at[1]]
		if !found[address] && !strings.Contains(known.String(), strings.TrimRight(address, ".,;:)")) {
			return address
		}
		found[address] = true
		text = text[at[1]:]
	}
	return ""
}

// handyFindings compare the files that only make things easier, mail, calendar
// and address, with the rest.
func (c Contents) handyFindings(files map[string][]byte, translation string) []samlcfg.Finding {
	return []samlcfg.Finding{
		sameText("bundle-metadata-url", strings.TrimSpace(string(files[MetadataURLFile])), c.MetadataURL),
		mailFinding(files, listing(translation)),
		c.calendarFinding(files[CalendarFile]),
	}
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

package bundle

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"slices"
	"strings"
	texttemplate "text/template"
	"time"

	"backupsso/assets"
	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// page is what the templates see.
type page struct {
	Contents
	words *words.Words
}

// row is one labelled value; Label is a translation key.
type row struct {
	Label string
	Value string
}

// Say returns the sentence of a key with every value of the bundle at hand.
func (p page) Say(key string) string { return p.words.Say(key, p.facts()) }

// Language returns the tag of the language that is spoken.
func (p page) Language() string { return p.words.Tag() }

// PortalHost is the host of the portal as people call it.
func (p page) PortalHost() string { return hostOf(p.Identifier) }

// EntraHost is the host of Entra's sign-in page.
func (p page) EntraHost() string { return hostOf(p.LoginURL) }

// Organisation is the best name there is for the tenant.
func (p page) Organisation() string {
	for _, name := range []string{p.TenantName, p.TenantDomain} {
		if name != "" {
			return name
		}
	}
	return p.TenantID
}

// Expires is the last day of the certificate, in words.
func (p page) Expires() string { return p.words.Date(p.NotAfter) }

// Made is the day of the bundle, in words.
func (p page) Made() string { return p.words.Date(p.Created) }

// EntraRows are the values that support enters.
func (p page) EntraRows() []row {
	return []row{{"bundle.value.login-url", p.LoginURL}, {"bundle.value.entra-identifier", p.EntraID},
		{"bundle.value.logout-url", p.LogoutURL}, {"bundle.value.metadata-url", p.MetadataURL}}
}

// PortalRows are the values that Entra was given for the portal.
func (p page) PortalRows() []row {
	return []row{{"bundle.value.identifier", p.Identifier}, {"bundle.value.reply-url", p.ReplyURL}}
}

// CertificateRows describe the signing certificate.
func (p page) CertificateRows() []row {
	return []row{{"bundle.value.certificate-file", CertificateFile},
		{"bundle.value.thumbprint", p.Thumbprint}, {"bundle.value.not-after", p.Expires()}}
}

// UserRows describe the user whom support creates and activates.
func (p page) UserRows() []row {
	return []row{{"bundle.value.portal-user", p.PortalUser}, {"bundle.value.mail", p.TestUserUPN}}
}

// TenantRows say whose bundle it is.
func (p page) TenantRows() []row {
	rows := []row{{"bundle.value.organisation", p.Organisation()}, {"bundle.value.tenant-id", p.TenantID},
		{"bundle.value.application", p.AppName}, {"bundle.value.app-id", p.AppID},
		{"bundle.value.user-access-url", p.UserAccessURL}}
	return append(rows, row{"bundle.value.contact", p.Contact()})
}

// Contact is name and address of whoever hands over.
func (p page) Contact() string {
	if p.ContactName == "" {
		return p.ContactUPN
	}
	return p.ContactName + " (" + p.ContactUPN + ")"
}

// Files lists the bundle's files for its table of contents.
func (p page) Files() []row {
	return []row{{"bundle.file.readme", ReadmeFile}, {"bundle.file.letter", LetterFile}, {"bundle.file.summary", SummaryFile},
		{"bundle.file.metadata", MetadataFile}, {"bundle.file.certificate", CertificateFile},
		{"bundle.file.configuration", ConfigurationFile}, {"bundle.file.checksums", ChecksumsFile}}
}

func (p page) facts() words.Facts {
	return words.Facts{
		"Organisation": p.Organisation(), "Portal": p.PortalHost(), "Entra": p.EntraHost(),
		"PortalUser": p.PortalUser, "Mail": p.TestUserUPN, "Expires": p.Expires(), "Made": p.Made(),
		"App": p.AppName, "Contact": p.Contact(), "Metadata": MetadataFile, "Certificate": CertificateFile,
		"Summary": SummaryFile, "Letter": LetterFile, "Checksums": ChecksumsFile, "Configuration": ConfigurationFile,
	}
}

// pad fills a label up to a column's width, counted in characters.
func pad(text string, width int) string {
	if missing := width - len([]rune(text)); missing > 0 {
		return text + strings.Repeat(" ", missing)
	}
	return text
}

// underline draws a line as long as a heading.
func underline(text string) string { return strings.Repeat("-", len([]rune(text))) }

// grouped shows a thumbprint in fours, as people compare it.
func grouped(text string) string {
	var parts []string
	for chunk := range slices.Chunk([]byte(text), 4) {
		parts = append(parts, string(chunk))
	}
	return strings.Join(parts, " ")
}

// renderTexts writes the files for people. Text files end their lines as Windows
// does: support teams open them in Notepad, and nothing else minds.
func renderTexts(contents Contents) (map[string][]byte, error) {
	view := page{Contents: contents, words: words.New("en")}
	texts := map[string][]byte{}
	for name, template := range map[string]string{ReadmeFile: "readme.txt.tmpl", LetterFile: "letter-to-support.txt.tmpl"} {
		parsed, err := texttemplate.New(template).Funcs(texttemplate.FuncMap{"pad": pad, "underline": underline}).
			ParseFS(assets.Files, "templates/"+template)
		if err != nil {
			return nil, fmt.Errorf("template %s: %w", template, err)
		}
		var text bytes.Buffer
		if err := parsed.Execute(&text, view); err != nil {
			return nil, fmt.Errorf("template %s: %w", template, err)
		}
		texts[name] = bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n"))
	}
	summary, err := htmltemplate.New("summary.html.tmpl").Funcs(htmltemplate.FuncMap{"grouped": grouped}).
		ParseFS(assets.Files, "templates/summary.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("template of %s: %w", SummaryFile, err)
	}
	var html bytes.Buffer
	if err := summary.Execute(&html, view); err != nil {
		return nil, fmt.Errorf("template of %s: %w", SummaryFile, err)
	}
	texts[SummaryFile] = html.Bytes()
	return texts, nil
}

// textFinding wants every value in the files that people read, so that nobody
// types an address out of a letter that says something else than the metadata.
func (c Contents) textFinding(files map[string][]byte) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-texts", Expected: LetterFile + ", " + SummaryFile}
	for _, name := range []string{LetterFile, SummaryFile} {
		text := string(files[name])
		for _, want := range []string{c.Identifier, c.ReplyURL, c.LoginURL, c.EntraID, c.LogoutURL, c.MetadataURL,
			c.Thumbprint, c.TestUserUPN, c.PortalUser} {
			if !strings.Contains(text, want) && !strings.Contains(text, htmltemplate.HTMLEscapeString(want)) {
				finding.Severity, finding.Got, finding.Expected = samlcfg.Fail, name, want
				return finding
			}
		}
	}
	return finding
}

// Expiry judges the certificate of a bundle as of now.
func Expiry(contents Contents, now time.Time) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "metadata-expiry", Severity: samlcfg.Fail}
	for _, found := range contents.findings(now) {
		if found.Code == "metadata-expiry" {
			finding = found
		}
	}
	return finding
}

func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	return parsed.Host
}

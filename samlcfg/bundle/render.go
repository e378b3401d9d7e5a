package bundle

import (
	"bytes"
	"crypto/x509"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"strings"
	texttemplate "text/template"
	"time"

	"golang.org/x/text/width"

	"backupsso/assets"
	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// page is what the templates see.
type page struct {
	Contents
	words  *words.Words
	form   form
	inMail bool // the letter is a mail's text: its subject has a line of its own
	// facts are the values that a sentence can name, put together once.
	facts words.Facts
	// signer signed the metadata; nil where nobody asked.
	signer *x509.Certificate
}

// voices are the languages that a bundle speaks: English, then the person's own
// where the program has it.
type voices []page

func (c Contents) voices(speak func(tag string) *words.Words) voices {
	english := c.page(speak(words.Fallback), form{version: schemaVersion, renewal: c.Renewal()})
	if c.Language == words.Fallback {
		return voices{english}
	}
	own := speak(c.Language)
	if own.Tag() == words.Fallback {
		return voices{english}
	}
	english.form.translation = own.Tag()
	return voices{english, c.page(own, english.form)}
}

func (c Contents) page(language *words.Words, form form) page {
	p := page{Contents: c, words: language, form: form}
	p.facts = p.known()
	return p
}

func (v voices) english() page { return v[0] }

// own speaks the person's language.
func (v voices) own() page { return v[len(v)-1] }

// translation is the tag of the second language, "" when there is none.
func (v voices) translation() string { return v.english().form.translation }

// Say returns the sentence of a key with every value of the bundle at hand.
func (p page) Say(key string) string { return p.words.Say(key, p.facts) }

// Title is what the bundle is about.
func (p page) Title() string {
	if p.Renewal() {
		return p.Say("bundle.renewal.title")
	}
	return p.Say("bundle.readme.title")
}

// Subject is the same as a mail's subject.
func (p page) Subject() string {
	if p.Renewal() {
		return p.Say("bundle.renewal.subject")
	}
	return p.Say("bundle.mail.subject")
}

// SubjectLine is the letter's first line.
func (p page) SubjectLine() string {
	return p.words.Say("bundle.letter.subject", words.Facts{"Subject": p.Subject()})
}

// TenantLine names the tenant under a letter.
func (p page) TenantLine() string { return p.line("bundle.value.tenant-id", p.TenantID) }

// line is a value behind its label, whose translation key is given.
func (p page) line(key, value string) string {
	return p.words.Say("bundle.labelled-value", words.Facts{"Label": p.Say(key), "Value": value})
}

// InMail tells the letter that it is a mail's text.
func (p page) InMail() bool { return p.inMail }

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

// Expires is the last day of the certificate.
func (p page) Expires() string { return p.day(p.NotAfter) }

// SignerFile is the file of the certificate that signed the metadata: in a renewal
// mostly the one still in use.
func (p page) SignerFile() string {
	if p.signer != nil && samlcfg.Thumbprint(p.signer) == p.presentThumbprint() {
		return PresentFile
	}
	return CertificateFile
}

// Made is the day of the bundle.
func (p page) Made() string { return p.day(p.Created) }

// day writes a date as people of the language do, and as everybody else reads it.
func (p page) day(t time.Time) string {
	t = t.UTC()
	return p.words.Say("bundle.date", words.Facts{"Date": p.words.Date(t), "ISO": t.Format(time.DateOnly)})
}

func (p page) known() words.Facts {
	return words.Facts{
		"Organisation": p.Organisation(), "Portal": p.PortalHost(), "Entra": p.EntraHost(),
		"PortalUser": p.PortalUser, "Mail": p.TestUserUPN, "Made": p.Made(),
		"Expires": p.Expires(), "PresentExpires": p.PresentExpires(),
		"App": p.AppName, "Contact": p.Contact(), "Metadata": MetadataFile, "Certificate": p.CertificateName(),
		"MetadataURL": MetadataURLFile, "Calendar": CalendarFile, "MailDraft": MailFile, "Users": UsersFile,
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
func underline(text string) string {
	long := 0
	for _, r := range text {
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			long++
		}
		long++
	}
	return strings.Repeat("=", long)
}

// texts writes the files for people in every voice.
func (v voices) texts() (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, voice := range v {
		for name, template := range map[string]string{ReadmeFile: "readme.txt.tmpl", LetterFile: "letter-to-support.txt.tmpl",
			SummaryFile: "summary.html.tmpl"} {
			render := voice.text
			if name == SummaryFile {
				render = voice.html
			}
			text, err := render(template)
			if err != nil {
				return nil, err
			}
			if tag := voice.Language(); tag != words.Fallback {
				name = translated(name, tag)
			}
			texts[name] = text
		}
	}
	return texts, nil
}

// text renders a text file. Its lines end as on Windows: support teams open it
// in Notepad, and nothing else minds.
func (p page) text(template string) ([]byte, error) {
	parsed, err := texttemplate.New(template).Funcs(texttemplate.FuncMap{"pad": pad, "underline": underline}).
		ParseFS(assets.Files, "templates/"+template)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", template, err)
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, p); err != nil {
		return nil, fmt.Errorf("template %s: %w", template, err)
	}
	return bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n")), nil
}

func (p page) html(template string) ([]byte, error) {
	parsed, err := htmltemplate.New(template).ParseFS(assets.Files, "templates/"+template)
	if err != nil {
		return nil, fmt.Errorf("template %s: %w", template, err)
	}
	var html bytes.Buffer
	if err := parsed.Execute(&html, p); err != nil {
		return nil, fmt.Errorf("template %s: %w", template, err)
	}
	return html.Bytes(), nil
}

func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	return parsed.Host
}

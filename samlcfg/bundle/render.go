package bundle

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"slices"
	"strings"
	texttemplate "text/template"

	"backupsso/assets"
	"backupsso/assets/words"
)

// page is what the templates see.
type page struct {
	Contents
	words       *words.Words
	translation string // tag of the bundle's second language, "" for none
}

// row is one labelled value; Label is a translation key.
type row struct {
	Label string
	Value string
}

// voices are the languages that a bundle speaks: English, then the person's own
// where the program has it.
type voices []page

func (c Contents) voices(speak func(tag string) *words.Words) voices {
	english := page{Contents: c, words: speak(words.Fallback)}
	spoken := voices{english}
	if c.Language == words.Fallback {
		return spoken
	}
	if own := speak(c.Language); own.Tag() != words.Fallback {
		english.translation = own.Tag()
		spoken = voices{english, {Contents: c, words: own, translation: own.Tag()}}
	}
	return spoken
}

func (v voices) english() page { return v[0] }

// own speaks the person's language.
func (v voices) own() page { return v[len(v)-1] }

// translation is the tag of the second language, "" when there is none.
func (v voices) translation() string { return v.english().translation }

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
	return append(rowsOf(listing(p.translation)), row{"bundle.file.checksums", ChecksumsFile})
}

// Attached lists the files that lie beside the summary wherever it goes, as zip
// or as mail.
func (p page) Attached() []row {
	return slices.DeleteFunc(rowsOf(attachments(listing(p.translation))), func(r row) bool {
		return r.Value == SummaryFile
	})
}

func rowsOf(files []File) []row {
	var rows []row
	for _, file := range files {
		rows = append(rows, row{file.Title, file.Name})
	}
	return rows
}

func (p page) facts() words.Facts {
	return words.Facts{
		"Organisation": p.Organisation(), "Portal": p.PortalHost(), "Entra": p.EntraHost(),
		"PortalUser": p.PortalUser, "Mail": p.TestUserUPN, "Expires": p.Expires(), "Made": p.Made(),
		"App": p.AppName, "Contact": p.Contact(), "Metadata": MetadataFile, "Certificate": CertificateFile,
		"MetadataURL": MetadataURLFile, "Calendar": CalendarFile, "MailDraft": MailFile,
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

// texts writes the files for people: the README in English, letter and summary
// in every voice.
func (v voices) texts() (map[string][]byte, error) {
	texts := map[string][]byte{}
	for _, voice := range v {
		letter, summary := LetterFile, SummaryFile
		if tag := voice.Language(); tag != words.Fallback {
			letter, summary = translated(letter, tag), translated(summary, tag)
		} else if err := voice.text(texts, ReadmeFile, "readme.txt.tmpl"); err != nil {
			return nil, err
		}
		if err := voice.text(texts, letter, "letter-to-support.txt.tmpl"); err != nil {
			return nil, err
		}
		if err := voice.html(texts, summary, "summary.html.tmpl"); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

// text renders a text file. Its lines end as on Windows: support teams open it
// in Notepad, and nothing else minds.
func (p page) text(texts map[string][]byte, name, template string) error {
	parsed, err := texttemplate.New(template).Funcs(texttemplate.FuncMap{"pad": pad, "underline": underline}).
		ParseFS(assets.Files, "templates/"+template)
	if err != nil {
		return fmt.Errorf("template %s: %w", template, err)
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, p); err != nil {
		return fmt.Errorf("template %s: %w", template, err)
	}
	texts[name] = bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n"))
	return nil
}

func (p page) html(texts map[string][]byte, name, template string) error {
	parsed, err := htmltemplate.New(template).ParseFS(assets.Files, "templates/"+template)
	if err != nil {
		return fmt.Errorf("template %s: %w", template, err)
	}
	var html bytes.Buffer
	if err := parsed.Execute(&html, p); err != nil {
		return fmt.Errorf("template %s: %w", template, err)
	}
	texts[name] = html.Bytes()
	return nil
}

func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address
	}
	return parsed.Host
}

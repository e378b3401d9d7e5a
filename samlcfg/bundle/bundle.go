package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/pem"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// File is one file of a bundle.
type File struct {
	Name  string // fixed, safe on every system
	Title string // translation key of what it is for
	Bytes []byte
}

// Bundle is a finished bundle in memory.
type Bundle struct {
	contents Contents
	files    []File
}

// Option says what a bundle holds besides what support needs.
type Option string

// WithChangeRecord puts the change record into the bundle. It names what was
// changed in the tenant and by whom, which is for the tenant's own files.
const WithChangeRecord Option = "change-record"

// Build puts a bundle together. It refuses, with a *Problem, contents that miss
// a value, that disagree with each other, or whose metadata is not signed by the
// certificate given.
func Build(contents Contents, options ...Option) (*Bundle, error) {
	return build(contents, words.New, options)
}

func build(contents Contents, speak func(tag string) *words.Words, options []Option) (*Bundle, error) {
	contents = contents.tidied()
	if err := contents.validate(); err != nil {
		return nil, err
	}
	signer, findings := contents.examined(contents.Created)
	if samlcfg.Worst(findings) == samlcfg.Fail {
		return nil, &Problem{Kind: ValuesDisagree, Findings: findings}
	}
	voices := contents.voices(speak)
	for i := range voices {
		voices[i].signer = signer
	}
	known, err := voices.texts()
	if err != nil {
		return nil, err
	}
	if known[ConfigurationFile], err = contents.configuration(voices.translation()); err != nil {
		return nil, err
	}
	known[MetadataFile], known[MetadataURLFile] = contents.Metadata, urlFile(contents.MetadataURL)
	known[CertificateFile], known[PresentFile] = pemOf(contents.Certificate), pemOf(contents.ActiveCertificate)
	known[UsersFile] = contents.users()
	known[CalendarFile] = contents.calendar(voices)
	var files []File
	for _, listed := range voices.english().form.listing() {
		listed.Bytes = known[listed.Name]
		if listed.Name == MailFile {
			if listed.Bytes, err = voices.mail(voices.english().form.attachments(files)); err != nil {
				return nil, err
			}
		}
		files = append(files, listed)
	}
	if slices.Contains(options, WithChangeRecord) {
		record, err := voices.record()
		if err != nil {
			return nil, err
		}
		files = append(files, record...)
	}
	files = append(files, File{ChecksumsFile, "bundle.file.checksums", checksums(files)})
	return &Bundle{contents: contents, files: files}, nil
}

// Files returns the files in the order of reading. The caller must not change
// their bytes.
func (b *Bundle) Files() []File { return append([]File(nil), b.files...) }

// Contents returns what the bundle says, tidied.
func (b *Bundle) Contents() Contents { return b.contents }

// FileName proposes a name for the zip that is safe on every system, such as
// us-sso-2026-11-23.zip.
func FileName(contents Contents) string {
	name := portalName(contents.Identifier) + "-sso-" + contents.Created.UTC().Format("2006-01-02") + ".zip"
	if contents.Practice {
		return "PRACTICE-" + name
	}
	return name
}

// portalName is the subdomain of a usual Identifier, else its host.
func portalName(identifier string) string {
	if portal, err := samlcfg.WithAddresses(identifier, identifier); err == nil && portal.Subdomain != "" {
		return portal.Subdomain
	}
	host := ""
	if parsed, err := url.Parse(identifier); err == nil {
		host = strings.ToLower(parsed.Hostname())
	}
	safe := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, host), "-")
	if len(safe) > 63 {
		safe = strings.Trim(safe[:63], "-")
	}
	if safe == "" {
		return "portal"
	}
	return safe
}

// checksums lists the files in the form that sha256sum -c reads: lines end with
// a line feed alone, whatever the other text files do.
func checksums(files []File) []byte {
	var list bytes.Buffer
	for _, file := range files {
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(file.Bytes), file.Name)
	}
	return list.Bytes()
}

func pemOf(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

// urlFile is an address alone on its line, to be pasted.
func urlFile(address string) []byte { return []byte(address + "\r\n") }

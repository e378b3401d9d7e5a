// Package terraform writes what stands in a tenant as configuration for the
// hashicorp/azuread provider, with import blocks, for teams that outgrow clicking.
//
// Promises: the same tenant gives the same bytes; nothing secret is written; a
// plan with these files takes over what stands and changes nothing. Limits: what
// the provider cannot manage is named in the README and left as it is.
package terraform

import (
	"bytes"
	"embed"
	"encoding/base64"
	"fmt"
	"strings"
	"text/template"
	"time"

	"backupsso/assets"
	"backupsso/assets/words"
)

// The names of the files.
const (
	ConfigurationFile = "sso.tf"
	ImportFile        = "imports.tf"
	ReadmeFile        = "README.md"
)

// Standing is what stands in the tenant. Ids are object ids unless they say
// otherwise. An empty KeyID means no certificate, an empty AssignmentID that the
// test user is not assigned.
type Standing struct {
	Practice           bool
	Environment        string // as the provider calls the cloud; "" for the global one
	TenantID           string
	TemplateID         string
	ApplicationID      string
	ClientID           string
	Name               string // of the application
	Identifiers        []string
	ReplyURLs          []string
	PrincipalID        string
	SignOnMode         string
	AssignmentRequired bool
	Notify             []string
	KeyID              string // of the active certificate's public half
	CertificateName    string // begins with CN=
	NotAfter           time.Time
	Thumbprint         string // SHA-1, upper-case hex
	UserUPN            string
	AssignmentID       string
	RoleID             string

	OtherCertificates []Certificate // waiting for their turn, or left from earlier
	OtherAssignments  []Assignment  // of other people and groups
}

// Certificate is a signing certificate beside the active one.
type Certificate struct {
	KeyID    string
	Name     string // begins with CN=
	NotAfter time.Time
}

// End is the end of the certificate as the provider reads it.
func (c Certificate) End() string { return c.NotAfter.UTC().Format(time.RFC3339) }

// Assignment lets a person or a group sign on.
type Assignment struct {
	ID            string
	PrincipalID   string
	PrincipalName string
	RoleID        string
}

// File is one file to write.
type File struct {
	Name  string
	Bytes []byte
}

//go:embed sso.tf.tmpl imports.tf.tmpl
var templates embed.FS

// Files writes configuration, imports and the README.
func Files(standing Standing, spoken *words.Words) ([]File, error) {
	view := page{Standing: standing, words: spoken}
	var files []File
	for _, name := range []string{ConfigurationFile, ImportFile} {
		text, err := view.render(template.New(name+".tmpl").Funcs(functions()).ParseFS(templates, name+".tmpl"))
		if err != nil {
			return nil, fmt.Errorf("terraform: %s: %w", name, err)
		}
		files = append(files, File{Name: name, Bytes: text})
	}
	readme, err := view.render(template.New("terraform-readme.md.tmpl").ParseFS(assets.Files, "templates/terraform-readme.md.tmpl"))
	if err != nil {
		return nil, fmt.Errorf("terraform: %s: %w", ReadmeFile, err)
	}
	return append(files, File{Name: ReadmeFile, Bytes: readme}), nil
}

// page is what the templates see.
type page struct {
	Standing
	words *words.Words
}

// Say returns the sentence of a key.
func (p page) Say(key string) string {
	return p.words.Say(key, words.Facts{"App": p.Name, "Tenant": p.TenantID, "Thumbprint": p.Thumbprint, "User": p.UserUPN,
		"Expires": p.words.Date(p.NotAfter.UTC())})
}

// End is the end of the certificate as the provider reads it.
func (p page) End() string { return p.NotAfter.UTC().Format(time.RFC3339) }

func (p page) render(parsed *template.Template, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if err := parsed.Execute(&text, p); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

func functions() template.FuncMap {
	return template.FuncMap{"quote": quote, "list": list, "label": label, "base64": base64Text}
}

// quote writes a text as a literal of HCL, in which nothing is a template.
func quote(text string) string {
	var quoted strings.Builder
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '"', r == '\\':
			quoted.WriteString(`\` + string(r))
		case r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&quoted, `\u%04x`, r)
		default:
			quoted.WriteRune(r)
		}
	}
	return `"` + strings.NewReplacer("${", "$${", "%{", "%%{").Replace(quoted.String()) + `"`
}

func list(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// label names the nth block of a kind: portal, portal_2 and so on.
func label(name string, index int) string {
	if index == 0 {
		return name
	}
	return fmt.Sprintf("%s_%d", name, index+1)
}

func base64Text(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

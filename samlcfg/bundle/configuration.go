package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"time"
)

// schemaVersion counts incompatible changes of configuration.json. Its schema is
// assets/docs/configuration.schema.json; those of older versions stay beside it.
const schemaVersion = 3

// configuration is configuration.json: every value, for programs.
type configuration struct {
	Schema      int               `json:"schema"`
	Practice    bool              `json:"practice"`
	Created     time.Time         `json:"created"`
	Language    string            `json:"language"`
	Translation *string           `json:"translation,omitempty"` // since version 2
	Tenant      tenantPart        `json:"tenant"`
	Application applicationPart   `json:"application"`
	Portal      portalPart        `json:"portal"`
	Entra       entraPart         `json:"entra"`
	Certificate certificatePart   `json:"certificate"`
	TestUser    testUserPart      `json:"test_user"`
	Contact     contactPart       `json:"contact"`
	Files       map[string]string `json:"files"`
}

type tenantPart struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Domain string `json:"domain"`
}

type applicationPart struct {
	Name     string `json:"name"`
	ClientID string `json:"client_id"`
}

type portalPart struct {
	Identifier string `json:"identifier"`
	ReplyURL   string `json:"reply_url"`
}

type entraPart struct {
	Identifier    string `json:"entra_identifier"`
	LoginURL      string `json:"login_url"`
	LogoutURL     string `json:"logout_url"`
	MetadataURL   string `json:"metadata_url"`
	UserAccessURL string `json:"user_access_url"`
}

type certificatePart struct {
	Thumbprint string    `json:"thumbprint"`
	NotAfter   time.Time `json:"not_after"`
	// Active signs until this certificate is activated; only in renewals.
	Active []byte `json:"active,omitempty"`
}

type testUserPart struct {
	UPN        string `json:"upn"`
	Name       string `json:"name"`
	PortalUser string `json:"portal_user"`
}

type contactPart struct {
	Name string `json:"name"`
	UPN  string `json:"upn"`
}

// configuration writes configuration.json.
func (c Contents) configuration(translation string) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(configuration{
		Schema: schemaVersion, Practice: c.Practice, Created: c.Created, Language: c.Language,
		Translation: &translation,
		Tenant:      tenantPart{c.TenantID, c.TenantName, c.TenantDomain},
		Application: applicationPart{c.AppName, c.AppID},
		Portal:      portalPart{c.Identifier, c.ReplyURL},
		Entra:       entraPart{c.EntraID, c.LoginURL, c.LogoutURL, c.MetadataURL, c.UserAccessURL},
		Certificate: certificatePart{c.Thumbprint, c.NotAfter, c.ActiveCertificate},
		TestUser:    testUserPart{c.TestUserUPN, c.TestUserName, c.PortalUser},
		Contact:     contactPart{c.ContactName, c.ContactUPN},
		Files:       form{version: schemaVersion, renewal: c.Renewal()}.named(),
	})
	return text.Bytes(), err
}

// named tells programs the names of the files that they may want.
func (f form) named() map[string]string {
	files := map[string]string{"metadata": MetadataFile, "certificate": CertificateFile}
	if f.version > 1 {
		files["metadata_url"], files["mail"], files["calendar"] = MetadataURLFile, MailFile, CalendarFile
	}
	if f.hasPresent() {
		files["certificate_in_use"] = PresentFile
	}
	if f.hasUsers() {
		files["users"] = UsersFile
	}
	return files
}

// reading is configuration.json as it was read.
type reading struct {
	contents Contents // without metadata and certificate
	form     form
}

// readConfiguration reads configuration.json of this or an older version.
func readConfiguration(raw []byte) (reading, error) {
	var version struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(raw, &version); err != nil {
		return reading{}, &Problem{Kind: BadFormat, Got: ConfigurationFile, Err: err}
	}
	if version.Schema > schemaVersion {
		return reading{}, &Problem{Kind: NewerFormat, Got: ConfigurationFile}
	}
	var read configuration
	if err := readExactly(raw, &read); err != nil {
		return reading{}, &Problem{Kind: BadFormat, Got: ConfigurationFile, Err: err}
	}
	f := form{version: read.Schema, renewal: len(read.Certificate.Active) > 0}
	if read.Translation != nil {
		f.translation = *read.Translation
	}
	if read.Schema < 1 || (read.Translation == nil) != (read.Schema == 1) || !maps.Equal(read.Files, f.named()) {
		return reading{}, &Problem{Kind: BadFormat, Got: ConfigurationFile}
	}
	if f.translation != "" && (len(f.translation) > longestTag || !languageForm.MatchString(f.translation)) {
		return reading{}, &Problem{Kind: BadFormat, Got: ConfigurationFile}
	}
	return reading{contents: read.contents(), form: f}, nil
}

// readExactly reads JSON into a value and wants the same JSON back when it is
// written again, but for blanks. Members that are there twice, in other capitals
// or unknown, on which readers would disagree, do not come back.
func readExactly(raw []byte, into any) error {
	if err := json.Unmarshal(raw, into); err != nil {
		return err
	}
	var again, plain bytes.Buffer
	encoder := json.NewEncoder(&again)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(into); err != nil {
		return err
	}
	if err := json.Compact(&plain, raw); err != nil {
		return err
	}
	if !bytes.Equal(plain.Bytes(), bytes.TrimSpace(again.Bytes())) {
		return errors.New("members that are missing, unknown, there twice or in another order")
	}
	return nil
}

// contents are the values of configuration.json.
func (read configuration) contents() Contents {
	return Contents{
		Practice: read.Practice, Created: read.Created.UTC(), Language: read.Language,
		TenantID: read.Tenant.ID, TenantName: read.Tenant.Name, TenantDomain: read.Tenant.Domain,
		AppName: read.Application.Name, AppID: read.Application.ClientID,
		Identifier: read.Portal.Identifier, ReplyURL: read.Portal.ReplyURL,
		LoginURL: read.Entra.LoginURL, EntraID: read.Entra.Identifier, LogoutURL: read.Entra.LogoutURL,
		MetadataURL: read.Entra.MetadataURL, UserAccessURL: read.Entra.UserAccessURL,
		Thumbprint: read.Certificate.Thumbprint, NotAfter: read.Certificate.NotAfter.UTC(),
		ActiveCertificate: read.Certificate.Active,
		TestUserUPN:       read.TestUser.UPN, TestUserName: read.TestUser.Name, PortalUser: read.TestUser.PortalUser,
		ContactName: read.Contact.Name, ContactUPN: read.Contact.UPN, Changes: []Change{},
	}
}

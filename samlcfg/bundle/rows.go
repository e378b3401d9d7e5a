package bundle

import (
	"slices"

	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// row is one labelled value.
type row struct {
	Label    string // in the page's language
	Labelled string // the label as it stands above a value
	Value    string
	Line     string // both
}

// pair is a value under the translation key of its label.
type pair struct{ key, value string }

// rows puts labels, which are translation keys, before their values.
func (p page) rows(pairs ...pair) []row {
	rows := make([]row, len(pairs))
	for i, pair := range pairs {
		label := p.Say(pair.key)
		rows[i] = row{Label: label, Labelled: p.words.Say("bundle.labelled", words.Facts{"Label": label}), Value: pair.value,
			Line: p.line(pair.key, pair.value)}
	}
	return rows
}

// EntraRows are the values that support enters.
func (p page) EntraRows() []row {
	return p.rows(pair{"bundle.value.login-url", p.LoginURL}, pair{"bundle.value.entra-identifier", p.EntraID},
		pair{"bundle.value.logout-url", p.LogoutURL}, pair{"bundle.value.metadata-url", p.MetadataURL})
}

// PortalRows are the values that Entra was given for the portal.
func (p page) PortalRows() []row {
	return p.rows(pair{"bundle.value.identifier", p.Identifier}, pair{"bundle.value.reply-url", p.ReplyURL})
}

// CertificateRows describe the signing certificate.
func (p page) CertificateRows() []row {
	return p.rows(pair{"bundle.value.certificate-file", p.CertificateName()},
		pair{"bundle.value.thumbprint", p.Thumbprint}, pair{"bundle.value.not-after", p.Expires()})
}

// CertificateName is the certificate's name beside what is being written.
func (p page) CertificateName() string {
	if p.inMail {
		return p.form.mailName(CertificateFile)
	}
	return CertificateFile
}

// PresentRows describe the certificate that a renewal replaces.
func (p page) PresentRows() []row {
	return p.rows(pair{"bundle.value.thumbprint", p.presentThumbprint()}, pair{"bundle.value.not-after", p.PresentExpires()})
}

// PresentExpires is the last day of the certificate that a renewal replaces.
func (p page) PresentExpires() string {
	certificate, err := samlcfg.ParseCertificate(p.ActiveCertificate)
	if err != nil {
		return ""
	}
	return p.day(certificate.NotAfter)
}

// UserRows describe the user whom support creates and activates.
func (p page) UserRows() []row {
	return p.rows(pair{"bundle.value.portal-user", p.PortalUser}, pair{"bundle.value.mail", p.TestUserUPN})
}

// TenantRows say whose bundle it is.
func (p page) TenantRows() []row {
	return p.rows(pair{"bundle.value.organisation", p.Organisation()}, pair{"bundle.value.tenant-id", p.TenantID},
		pair{"bundle.value.application", p.AppName}, pair{"bundle.value.app-id", p.AppID},
		pair{"bundle.value.contact", p.Contact()})
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
	return p.rowsOf(append(p.form.listing(), File{Name: ChecksumsFile, Title: "bundle.file.checksums"}))
}

// Attached lists the files that lie beside the summary wherever it goes, as zip
// or as mail.
func (p page) Attached() []row {
	return slices.DeleteFunc(p.rowsOf(append(p.form.beside(p.form.listing()), File{Name: ChecksumsFile, Title: "bundle.file.checksums"})), func(r row) bool {
		return r.Value == SummaryFile || r.Value == translated(SummaryFile, p.form.translation)
	})
}

func (p page) rowsOf(files []File) []row {
	var rows []row
	for _, file := range files {
		rows = append(rows, p.rows(pair{file.Title, file.Name})...)
	}
	return rows
}

// legRow is one leg of the sign-on with its value.
type legRow struct {
	Number int
	row
}

// LegRows are the four legs of a sign-on, in the order of travel.
func (p page) LegRows() []legRow {
	var legs []legRow
	for i, leg := range p.rows(pair{"bundle.leg.starts", p.UserAccessURL}, pair{"bundle.leg.issuer", p.EntraID},
		pair{"bundle.leg.posted", p.ReplyURL}, pair{"bundle.leg.known-by", p.TestUserUPN}) {
		legs = append(legs, legRow{i + 1, leg})
	}
	return legs
}

// AllLines are the values that support works with, each on a line, to be pasted
// into a ticket.
func (p page) AllLines() []string {
	rows := slices.Concat(p.EntraRows(), p.CertificateRows()[1:], p.PortalRows())
	if !p.Renewal() {
		rows = append(rows, p.UserRows()...)
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = row.Line
	}
	return lines
}

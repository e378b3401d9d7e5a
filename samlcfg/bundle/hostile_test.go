package bundle

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"strings"
	"testing"

	"backupsso/samlcfg"
)

// entry is one file of a zip made by hand.
type entry struct {
	name    string
	content []byte
	method  uint16
	mode    fs.FileMode
	flags   uint16
}

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: e.method, Flags: e.flags}
		if e.mode != 0 {
			header.SetMode(e.mode)
		}
		file, err := writer.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// repack changes a good bundle's files; a nil content drops the file. Checksums
// are made anew when asked.
func repack(t testing.TB, contents Contents, changes map[string][]byte, sums bool) []byte {
	t.Helper()
	var files []File
	for _, file := range made(t, contents).Files() {
		if changed, found := changes[file.Name]; found {
			file.Bytes = changed
		}
		if file.Bytes != nil && (file.Name != ChecksumsFile || !sums) {
			files = append(files, file)
		}
	}
	if record, more := changes[RecordFile]; more {
		files = append(files, File{Name: RecordFile, Bytes: record})
	}
	if sums {
		files = append(files, File{Name: ChecksumsFile, Bytes: checksums(files)})
	}
	var entries []entry
	for _, file := range files {
		entries = append(entries, entry{name: file.Name, content: file.Bytes, method: zip.Deflate})
	}
	return pack(t, entries...)
}

func fileOf(t testing.TB, contents Contents, name string) []byte {
	t.Helper()
	for _, file := range made(t, contents).Files() {
		if file.Name == name {
			return file.Bytes
		}
	}
	t.Fatalf("no file %s", name)
	return nil
}

func TestReadFindsWhatDoesNotFit(t *testing.T) {
	contents := example(t)
	letter := fileOf(t, contents, LetterFile)
	configuration := fileOf(t, contents, ConfigurationFile)
	replace := func(raw []byte, old, replacement string) []byte {
		return bytes.ReplaceAll(raw, []byte(old), []byte(replacement))
	}
	draft, entry := fileOf(t, contents, MailFile), fileOf(t, contents, CalendarFile)
	readme, users := fileOf(t, contents, ReadmeFile), fileOf(t, contents, UsersFile)
	record, err := ChangeRecord(contents)
	if err != nil {
		t.Fatal(err)
	}
	other := fileOf(t, contents, MetadataFile)
	other = replace(other, "mutable", "Mutable")
	for name, test := range map[string]struct {
		changes map[string][]byte
		sums    bool
		code    string
		got     string
	}{
		"a file was altered":       {map[string][]byte{LetterFile: append(bytes.Clone(letter), '!')}, false, "bundle-checksums", LetterFile},
		"a file is missing":        {map[string][]byte{LetterFile: nil}, true, "bundle-files", LetterFile},
		"no checksums":             {map[string][]byte{ChecksumsFile: nil}, false, "bundle-files", ChecksumsFile},
		"an address in the letter": {map[string][]byte{LetterFile: replace(letter, contents.ReplyURL, "https://evil.example/")}, true, "bundle-texts", LetterFile},
		"a page says otherwise":    {map[string][]byte{SummaryFile: []byte("<html></html>")}, true, "bundle-texts", SummaryFile},
		"the metadata was altered": {map[string][]byte{MetadataFile: other}, true, "metadata-signature-altered", contents.Thumbprint},
		"the metadata is missing":  {map[string][]byte{MetadataFile: nil}, true, "bundle-value", "Metadata"},
		"no certificate":           {map[string][]byte{CertificateFile: []byte("x")}, true, "bundle-value", "Certificate"},
		"a login page elsewhere": {map[string][]byte{ConfigurationFile: replace(configuration, contents.LoginURL, "https://evil.example/saml2")},
			true, "bundle-login-url", "https://evil.example/saml2"},
		"an issuer elsewhere": {map[string][]byte{ConfigurationFile: replace(configuration, contents.EntraID, "https://evil.example/")},
			true, "bundle-entra-identifier", "https://evil.example/"},
		"a logout page elsewhere": {map[string][]byte{ConfigurationFile: replace(configuration, `"logout_url": "`+contents.LogoutURL, `"logout_url": "https://evil.example/`)},
			true, "bundle-logout-url", "https://evil.example/"},
		"another end": {map[string][]byte{ConfigurationFile: replace(configuration, `"not_after": "2029`, `"not_after": "2039`)},
			true, "bundle-expiry", "2029-11-23T10:00:00Z"},
		"another thumbprint": {map[string][]byte{ConfigurationFile: replace(configuration, contents.Thumbprint, strings.Repeat("0", 40))},
			true, "metadata-active-listed", contents.Thumbprint},
		"an address more": {map[string][]byte{ReadmeFile: append(bytes.Clone(readme), "Sign in at HTTPS://evil.example/x first."...)},
			true, "bundle-foreign-address", "HTTPS://evil.example/x"},
		"an address hidden from simple eyes": {map[string][]byte{SummaryFile: append(fileOf(t, contents, SummaryFile), "http&#58;//evil.example"...)},
			true, "bundle-foreign-address", "http://evil.example"},
		"another address to paste": {map[string][]byte{MetadataURLFile: []byte("https://evil.example/metadata.xml")},
			true, "bundle-metadata-url", "https://evil.example/metadata.xml"},
		"another end in the calendar": {map[string][]byte{CalendarFile: replace(entry, "DTSTART:2029", "DTSTART:2039")},
			true, "bundle-calendar", "20391123T100000Z"},
		"another certificate's entry": {map[string][]byte{CalendarFile: replace(entry, "UID:", "UID:x")},
			true, "bundle-calendar", "x" + contents.AppID + "-" + contents.Thumbprint},
		"no calendar":    {map[string][]byte{CalendarFile: []byte("x")}, true, "bundle-calendar", "x"},
		"an empty entry": {map[string][]byte{CalendarFile: []byte("BEGIN:VCALENDAR\r\n")}, true, "bundle-calendar", ""},
		"no mail":        {map[string][]byte{MailFile: []byte("x")}, true, "bundle-draft", "no mail: malformed header line: x"},
		"a mail alone":   {map[string][]byte{MailFile: []byte("Subject: x\r\n\r\nx")}, true, "bundle-draft", "no mail with attachments:"},
		"a mail cut off": {map[string][]byte{MailFile: draft[:len(draft)-200]}, true, "bundle-draft", "SHA256SUMS: unexpected EOF"},
		"an attachment more": {map[string][]byte{MailFile: replace(draft, `filename="certificate.pem"`, `filename="invoice.exe"`)},
			true, "bundle-mail", "certificate.pem, invoice.exe"},
		"an attachment twice": {map[string][]byte{MailFile: replace(draft, `filename="certificate.pem"`, `filename="summary.html"`)},
			true, "bundle-draft", "summary.html is there twice or not in Base64"},
		"an address to reply to": {map[string][]byte{MailFile: replace(draft, "X-Unsent: 1", "X-Unsent: 1\r\nReply-To: x@evil.example")},
			true, "bundle-draft", "Reply-To: x@evil.example"},
		"a receiver":       {map[string][]byte{MailFile: replace(draft, "To: \r\n", "To: x@evil.example\r\n")}, true, "bundle-draft", "To: x@evil.example"},
		"a header twice":   {map[string][]byte{MailFile: replace(draft, "MIME-Version: 1.0", "MIME-Version: 1.0\r\nMIME-Version: 1.0")}, true, "bundle-draft", "Mime-Version: 1.0, 1.0"},
		"a second text":    {map[string][]byte{MailFile: replace(draft, `Content-Disposition: attachment; filename="certificate.pem"`, "X: y")}, true, "bundle-draft", "a text of kind application/x-pem-file"},
		"a text as a page": {map[string][]byte{MailFile: replace(draft, "Content-Type: text/plain", "Content-Type: text/html")}, true, "bundle-draft", "a text of kind text/html"},
		"a mail that says otherwise": {map[string][]byte{MailFile: replace(draft, "B.Simon@northwindtraders.com", "B.Simon@evil.example")},
			true, "bundle-texts", MailFile},
		"an address more in the mail": {map[string][]byte{MailFile: replace(draft, "Kind regards", "See https://evil.example/x.")},
			true, "bundle-foreign-address", "https://evil.example/x"},
		"an address to write to": {map[string][]byte{ReadmeFile: replace(readme, "Reply to Mara Lind (mara.lind@northwindtraders.com)", "Reply to x@evil.example")},
			true, "bundle-foreign-address", "x@evil.example"},
		"an address in the calendar": {map[string][]byte{CalendarFile: replace(entry, "DESCRIPTION:", "DESCRIPTION:http://evil.example ")},
			true, "bundle-foreign-address", "http://evil.example"},
		"a guest in the calendar": {map[string][]byte{CalendarFile: replace(entry, "TRANSP:TRANSPARENT", "ATTENDEE:mailto:x@evil.example")},
			true, "bundle-calendar", "ATTENDEE"},
		"two entries": {map[string][]byte{CalendarFile: replace(entry, "END:VCALENDAR", "BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR")},
			true, "bundle-calendar", "BEGIN:VEVENT, BEGIN:VEVENT"},
		"one user more": {map[string][]byte{UsersFile: append(bytes.Clone(users), "Eve,eve@evil.example,active\r\n"...)},
			true, "bundle-users", oneLine(string(users) + "Eve,eve@evil.example,active")},
		"a second certificate": {map[string][]byte{CertificateFile: append(fileOf(t, contents, CertificateFile), readTestdata(t, "renewal.pem")...)},
			true, "bundle-value", "Certificate"},
		"a script in the page": {map[string][]byte{SummaryFile: replace(fileOf(t, contents, SummaryFile), "<main>", "<main><script>alert(1)</script>")},
			true, "bundle-page", "script"},
		"a picture from elsewhere": {map[string][]byte{SummaryFile: replace(fileOf(t, contents, SummaryFile), "<main>", "<main><img src=//evil.example/x>")},
			true, "bundle-page", "img"},
		"a link in the page": {map[string][]byte{SummaryFile: replace(fileOf(t, contents, SummaryFile), "<main>", "<main style=x>")},
			true, "bundle-page", "main style"},
		"a style that loads": {map[string][]byte{SummaryFile: replace(fileOf(t, contents, SummaryFile), "<style>", "<style>body { background: URL(//evil.example/x) }")},
			true, "bundle-page", "style"},
		"a page that leads on": {map[string][]byte{SummaryFile: replace(fileOf(t, contents, SummaryFile), `<meta charset="utf-8">`, `<meta http-equiv="refresh" content="0; //evil.example">`)},
			true, "bundle-page", "meta refresh"},
		"another attachment": {map[string][]byte{ConfigurationFile: replace(configuration, "Northwind Traders", "Southwind Traders")},
			true, "bundle-mail", "SHA256SUMS, configuration.json"},
		"a record of another tenant": {map[string][]byte{RecordFile: replace(record[1].Bytes, `"id": "`+testTenant, `"id": "x`)},
			true, "bundle-record", "x, " + contents.AppID},
		"a record with a member twice": {map[string][]byte{RecordFile: replace(record[1].Bytes, `"version": 1,`, `"version": 1, "version": 1,`)},
			true, "bundle-record", RecordFile},
		"a record that people read otherwise": {map[string][]byte{RecordFile: record[1].Bytes}, true, "bundle-record-text", RecordTextFile},
		"a record that is none":               {map[string][]byte{RecordFile: []byte("{")}, true, "bundle-record", RecordFile},
		"a sign-in page of nobody": {map[string][]byte{ConfigurationFile: replace(configuration, "https://login.microsoftonline.com/", "https://evil.example/")},
			true, "bundle-cloud", "evil.example"},
		"another tenant's metadata": {map[string][]byte{ConfigurationFile: replace(configuration, "?appid=aaaaaaaa", "?appid=bbbbbbbb")},
			true, "bundle-addresses", strings.Replace(contents.MetadataURL, "?appid=aaaaaaaa", "?appid=bbbbbbbb", 1)},
		"no value": {map[string][]byte{ConfigurationFile: replace(configuration, contents.ReplyURL, "")}, true, "bundle-value", "ReplyURL"},
	} {
		_, findings, err := Read(repack(t, contents, test.changes, test.sums))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for _, finding := range findings {
			if finding.Code == test.code && finding.Severity == samlcfg.Fail && finding.Got == test.got {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: no %s among %+v", name, test.code, findings)
		}
	}
}

func TestReadTakesARepackedBundle(t *testing.T) {
	contents := example(t)
	_, findings, err := Read(repack(t, contents, nil, false))
	if err != nil || samlcfg.Worst(findings) != samlcfg.Pass {
		t.Errorf("%v, %+v", err, findings)
	}
}

func TestReadMentionsExtraFiles(t *testing.T) {
	files := made(t, example(t)).Files()
	extra := File{Name: "invoice.exe", Bytes: []byte("MZ")}
	entries := []entry{{name: extra.Name, content: extra.Bytes}}
	for _, file := range files {
		entries = append(entries, entry{name: file.Name, content: file.Bytes})
	}
	_, findings, err := Read(pack(t, entries...))
	if err != nil {
		t.Fatal(err)
	}
	severities := map[string]samlcfg.Severity{}
	for _, finding := range findings {
		if strings.Contains(finding.Got, "invoice.exe") {
			severities[finding.Code] = finding.Severity
		}
	}
	if severities["bundle-extra"] != samlcfg.Warn || severities["bundle-checksums"] != samlcfg.Fail {
		t.Errorf("%+v", findings)
	}
}

func TestOlderBundlesStayReadable(t *testing.T) {
	for _, name := range []string{"v1.zip", "v1-practice.zip", "v2.zip", "v2-practice.zip", "v3.zip", "v3-practice.zip", "v3-renewal.zip"} {
		contents, findings, err := Read(readTestdata(t, name))
		if err != nil || samlcfg.Worst(findings) > samlcfg.Note || contents.PortalUser != "Britta Simon" {
			t.Errorf("%s: %v, %+v", name, err, findings)
		}
	}
}

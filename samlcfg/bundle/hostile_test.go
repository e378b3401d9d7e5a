package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
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

func TestReadRefusesUnsafeZips(t *testing.T) {
	good := zipOf(t, example(t))
	configuration := fileOf(t, example(t), ConfigurationFile)
	damaged := bytes.Clone(good)
	at := bytes.Index(damaged, []byte("Kind regards"))
	damaged[at] = 'k'
	var many []entry
	for range mostFiles + 1 {
		many = append(many, entry{name: strings.Repeat("a", len(many)+1)})
	}
	for name, test := range map[string]struct {
		raw  []byte
		kind ProblemKind
	}{
		"nothing":             {nil, NotZip},
		"text":                {[]byte("hello"), NotZip},
		"cut off":             {good[:len(good)-30], NotZip},
		"too many bytes":      {make([]byte, LongestZip+1), TooLarge},
		"too many files":      {pack(t, many...), TooLarge},
		"empty zip":           {pack(t), NoConfiguration},
		"some other zip":      {pack(t, entry{name: "holiday.jpg"}), NoConfiguration},
		"up one folder":       {pack(t, entry{name: "../README.txt"}), UnsafeName},
		"absolute":            {pack(t, entry{name: "/etc/passwd"}), UnsafeName},
		"drive":               {pack(t, entry{name: "C:x"}), UnsafeName},
		"backslash":           {pack(t, entry{name: `..\x`}), UnsafeName},
		"in a folder":         {pack(t, entry{name: "a/README.txt"}), UnsafeName},
		"folder":              {pack(t, entry{name: "a/"}), UnsafeName},
		"stream":              {pack(t, entry{name: "README.txt:x"}), UnsafeName},
		"hidden":              {pack(t, entry{name: ".bashrc"}), UnsafeName},
		"trailing dot":        {pack(t, entry{name: "README.txt."}), UnsafeName},
		"device":              {pack(t, entry{name: "con.txt"}), UnsafeName},
		"numbered device":     {pack(t, entry{name: "LPT1"}), UnsafeName},
		"no name":             {pack(t, entry{name: ""}), UnsafeName},
		"NUL":                 {pack(t, entry{name: "a\x00b"}), UnsafeName},
		"letters of a script": {pack(t, entry{name: "réadme.txt"}), UnsafeName},
		"endless name":        {pack(t, entry{name: strings.Repeat("a", 65)}), UnsafeName},
		"link":                {pack(t, entry{name: "README.txt", content: []byte("/etc/passwd"), mode: fs.ModeSymlink | 0o777}), UnsafeEntry},
		"pipe":                {pack(t, entry{name: "README.txt", mode: fs.ModeNamedPipe | 0o644}), UnsafeEntry},
		"encrypted":           {encryptedFlag(pack(t, entry{name: "README.txt", content: []byte("x")})), UnsafeEntry},
		"twice":               {pack(t, entry{name: "a"}, entry{name: "a"}), TwiceTheSame},
		"twice but for case":  {pack(t, entry{name: "README.txt"}, entry{name: "readme.TXT"}), TwiceTheSame},
		"bomb":                {pack(t, entry{name: "a", content: make([]byte, longestFile+1), method: zip.Deflate}), TooLarge},
		"many little bombs":   {pack(t, bombs()...), TooLarge},
		"lying size":          {lyingSize(t), Damaged},
		"wrong CRC":           {damaged, Damaged},
		"no JSON":             {pack(t, entry{name: ConfigurationFile, content: []byte("{")}), BadFormat},
		"JSON of something":   {pack(t, entry{name: ConfigurationFile, content: []byte(`{"name":"x"}`)}), BadFormat},
		"older than the first": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 0`), 1)}), BadFormat},
		"unknown member": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 3, "password": "x"`), 1)}), BadFormat},
		"no word on a translation": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte("  \"translation\": \"\",\n"), nil, 1)}), BadFormat},
		"translation into the first version": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(readTestdata(t, "v1/"+ConfigurationFile), []byte(`"schema": 1,`), []byte(`"schema": 1, "translation": "de",`), 1)}), BadFormat},
		"a translation that is a path": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"translation": ""`), []byte(`"translation": "../de"`), 1)}), BadFormat},
		"other names of files": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"certificate.cer"`), []byte(`"evil.cer"`), 1)}), BadFormat},
		"a member twice": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"login_url":`), []byte(`"login_url": "https://evil.example/", "login_url":`), 1)}), BadFormat},
		"a member in capitals besides": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"login_url":`), []byte(`"LOGIN_URL": "https://evil.example/", "login_url":`), 1)}), BadFormat},
		"a member less": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`    "name": "B.Simon",`+"\n"), nil, 1)}), BadFormat},
		"a program in front":          {append([]byte("MZ and a program"), good...), HiddenContent},
		"another name in front":       {otherLocalName(good), HiddenContent},
		"a file between the others":   {between(t, good), HiddenContent},
		"a file before the list":      {beforeDirectory(t, good), HiddenContent},
		"one content under two names": {overlapping(t), HiddenContent},
		"more behind":                 {pack(t, entry{name: ConfigurationFile, content: append(bytes.Clone(configuration), "{}"...)}), BadFormat},
		"from a newer version": {pack(t, entry{name: ConfigurationFile,
			content: bytes.Replace(configuration, []byte(`"schema": 3`), []byte(`"schema": 4, "x": 1`), 1)}), NewerFormat},
	} {
		_, _, err := Read(test.raw)
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != test.kind {
			t.Errorf("%s: got %v, want %s", name, err, test.kind)
		}
	}
}

// encryptedFlag sets the flag in the central directory, where readers look.
func encryptedFlag(packed []byte) []byte {
	directory := bytes.Index(packed, []byte("PK\x01\x02"))
	packed[directory+8] |= 1
	return packed
}

func bombs() []entry {
	var entries []entry
	for i := range 5 {
		entries = append(entries, entry{name: "a" + string(rune('0'+i)), content: make([]byte, longestFile-1), method: zip.Deflate})
	}
	return entries
}

// lyingSize is a deflate bomb whose directory says that it is small.
func lyingSize(t testing.TB) []byte {
	packed := pack(t, entry{name: "a", content: make([]byte, 4*longestFile), method: zip.Deflate})
	directory := bytes.Index(packed, []byte("PK\x01\x02"))
	copy(packed[directory+24:], []byte{10, 0, 0, 0})
	return packed
}

// otherLocalName keeps the directory and renames a file for those who read along.
func otherLocalName(packed []byte) []byte {
	return bytes.Replace(packed, []byte(ReadmeFile), []byte("README.exe"), 1)
}

// between hides a file in front of the second one; the directory's addresses are
// moved along.
func between(t testing.TB, packed []byte) []byte {
	hidden := hiddenFile(t)
	second := bytes.Index(packed[4:], []byte(localHeader)) + 4
	moved := slices.Concat(packed[:second], hidden, packed[second:])
	for at := bytes.Index(moved, []byte(directoryHeader)); at >= 0 && at+46 < len(moved); {
		offset := binary.LittleEndian.Uint32(moved[at+42:])
		if offset >= uint32(second) {
			binary.LittleEndian.PutUint32(moved[at+42:], offset+uint32(len(hidden)))
		}
		next := bytes.Index(moved[at+4:], []byte(directoryHeader))
		if next < 0 {
			break
		}
		at += next + 4
	}
	return moveDirectory(moved, len(hidden))
}

func beforeDirectory(t testing.TB, packed []byte) []byte {
	hidden := hiddenFile(t)
	directory := bytes.Index(packed, []byte(directoryHeader))
	return moveDirectory(slices.Concat(packed[:directory], hidden, packed[directory:]), len(hidden))
}

// hiddenFile is a file as it lies in a zip, without an entry in a directory.
func hiddenFile(t testing.TB) []byte {
	packed := pack(t, entry{name: "evil.exe", content: []byte("MZ")})
	return packed[:bytes.Index(packed, []byte(directoryHeader))]
}

func moveDirectory(packed []byte, by int) []byte {
	end := bytes.LastIndex(packed, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint32(packed[end+16:], binary.LittleEndian.Uint32(packed[end+16:])+uint32(by))
	return packed
}

// overlapping lists one file's content a second time.
func overlapping(t testing.TB) []byte {
	packed := pack(t, entry{name: "a", content: []byte("x")}, entry{name: "b", content: []byte("x")})
	second := bytes.LastIndex(packed, []byte(directoryHeader))
	packed[second+46] = 'a' + 1
	binary.LittleEndian.PutUint32(packed[second+42:], 0)
	return packed
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

package bundle

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"backupsso/assets"
	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// withGerman is the program's words and a few in a second language.
func withGerman(t *testing.T) fs.FS {
	t.Helper()
	tree := fstest.MapFS{"translations/de/bundle.json": {Data: []byte(`{
		"bundle.letter.greeting": "Guten Tag,", "bundle.summary.lead": "Zwei Aufgaben und ihre Werte.",
		"bundle.calendar.what": "Die Anmeldung endet mit diesem Zertifikat."}`)}}
	files, err := fs.Glob(assets.Files, "translations/en/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := fs.ReadFile(assets.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		tree[file] = &fstest.MapFile{Data: content}
	}
	return tree
}

// TestLetterInTwoLanguages wants the person's language beside English, in files
// of their own, in the mail, and under the same checks.
func TestLetterInTwoLanguages(t *testing.T) {
	tree := withGerman(t)
	contents := example(t)
	contents.Language = "de-AT"
	both, err := build(contents, func(tag string) *words.Words { return words.NewIn(tree, tag) }, nil)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := both.Zip()
	if err != nil {
		t.Fatal(err)
	}
	if _, findings, err := Read(packed); err != nil || samlcfg.Worst(findings) != samlcfg.Pass {
		t.Errorf("%v, %+v", err, findings)
	}
	held := map[string]string{}
	var forged []entry
	for _, file := range both.Files() {
		held[file.Name] = string(file.Bytes)
		if file.Name == "letter-to-support.de.txt" {
			file.Bytes = bytes.ReplaceAll(file.Bytes, []byte(contents.LoginURL), []byte("https://evil.example/saml2"))
		}
		forged = append(forged, entry{name: file.Name, content: file.Bytes})
	}
	for name, want := range map[string]string{LetterFile: "Hello Autotask", "letter-to-support.de.txt": "Guten Tag,",
		SummaryFile: `lang="en"`, "summary.de.html": `lang="de"`, MailFile: `filename="letter-to-support.de.txt"`,
		ReadmeFile: "summary.de.html", ConfigurationFile: `"translation": "de"`, CalendarFile: "Zertifikat"} {
		if !strings.Contains(strings.ReplaceAll(held[name], "\r\n ", ""), want) {
			t.Errorf("%s lacks %q", name, want)
		}
	}
	_, findings, err := Read(pack(t, forged...))
	if err != nil || !failed(findings, "bundle-texts") || !failed(findings, "bundle-mail") {
		t.Errorf("a forged translation passes: %v, %+v", err, findings)
	}
}

func failed(findings []samlcfg.Finding, code string) bool {
	for _, finding := range findings {
		if finding.Code == code && finding.Severity == samlcfg.Fail {
			return true
		}
	}
	return false
}

package bundle

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"backupsso/assets"
	"backupsso/assets/words"
	"backupsso/samlcfg"
)

// inAnotherLanguage is the program's words and a second language that has every
// one of them: each letter is replaced by one that no English word has.
func inAnotherLanguage(t *testing.T, tag string) fs.FS {
	t.Helper()
	tree := fstest.MapFS{}
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
		var texts map[string]any
		if err := json.Unmarshal(content, &texts); err != nil {
			t.Fatal(err)
		}
		for key, text := range texts {
			if sentence, is := text.(string); is {
				texts[key] = foreign(sentence)
			} else {
				delete(texts, key)
			}
		}
		translated, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		tree["translations/"+tag+"/"+path.Base(file)] = &fstest.MapFile{Data: translated}
	}
	return tree
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// foreign replaces the letters of a sentence and leaves its placeholders.
func foreign(sentence string) string {
	var written strings.Builder
	last := 0
	for _, at := range append(placeholder.FindAllStringIndex(sentence, -1), []int{len(sentence), len(sentence)}) {
		written.WriteString(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return 'ж'
			}
			return r
		}, sentence[last:at[0]]))
		written.WriteString(sentence[at[0]:at[1]])
		last = at[1]
	}
	return written.String()
}

func inBoth(t *testing.T, contents Contents, options ...Option) *Bundle {
	t.Helper()
	tree := inAnotherLanguage(t, "pt-BR")
	contents.Language = "pt-BR"
	both, err := build(contents, func(tag string) *words.Words { return words.NewIn(tree, tag) }, options)
	if err != nil {
		t.Fatal(err)
	}
	return both
}

// TestEveryTextInTwoLanguages wants the person's language beside English, in
// files of their own and in the mail below the English, and under the same checks.
func TestEveryTextInTwoLanguages(t *testing.T) {
	for name, contents := range map[string]Contents{"set-up": example(t), "renewal": renewal(t)} {
		both := inBoth(t, contents)
		packed, err := both.Zip()
		if err != nil {
			t.Fatal(err)
		}
		if _, findings, err := Read(packed); err != nil || samlcfg.Worst(findings) != samlcfg.Pass {
			t.Errorf("%s: %v, %+v", name, err, findings)
		}
		held := map[string]string{}
		for _, file := range both.Files() {
			held[file.Name] = string(file.Bytes)
			if strings.IndexFunc(file.Name, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 || !safeName(file.Name) {
				t.Errorf("%s: the name %q is not fit for every system", name, file.Name)
			}
		}
		for file, want := range map[string]string{LetterFile: "Hello Autotask", "letter-to-support.pt-BR.txt": "жжжжж жжжжжжжж",
			SummaryFile: `lang="en"`, "summary.pt-BR.html": `lang="pt-BR"`, ReadmeFile: "summary.pt-BR.html", "README.pt-BR.txt": "жжжж",
			ConfigurationFile: `"translation": "pt-BR"`, CalendarFile: "жжж", MailFile: `filename="summary.pt-BR.html"`} {
			if !strings.Contains(strings.ReplaceAll(held[file], "\r\n ", ""), want) {
				t.Errorf("%s: %s lacks %q", name, file, want)
			}
		}
		mail, err := readDraft([]byte(held[MailFile]))
		if english, own, two := strings.Cut(mail.text, mailRule); err != nil || !two || !strings.Contains(english, "Hello Autotask") ||
			!strings.Contains(own, "жжжжж жжжжжжжж") || strings.Contains(own, "Hello") || !strings.Contains(own, contents.LoginURL) {
			t.Errorf("%s: the mail does not say it twice: %v\n%s", name, err, mail.text)
		}
	}
}

// TestForgedTranslationIsFound: a letter in one language must not say something
// else than in the other.
func TestForgedTranslationIsFound(t *testing.T) {
	contents := example(t)
	for _, name := range []string{"letter-to-support.pt-BR.txt", "summary.pt-BR.html", "README.pt-BR.txt"} {
		var forged []entry
		for _, file := range inBoth(t, contents).Files() {
			if file.Name == name {
				file.Bytes = bytes.ReplaceAll(file.Bytes, []byte(contents.LoginURL), []byte("https://evil.example/saml2"))
				file.Bytes = bytes.ReplaceAll(file.Bytes, []byte(contents.ContactUPN), []byte("x@evil.example"))
			}
			forged = append(forged, entry{name: file.Name, content: file.Bytes})
		}
		_, findings, err := Read(pack(t, forged...))
		if err != nil || !failed(findings, "bundle-texts") && !failed(findings, "bundle-foreign-address") {
			t.Errorf("%s: %v, %+v", name, err, findings)
		}
	}
}

// TestTemplatesHoldNoEnglish renders in the other language and wants nothing
// Latin left but values, names of files and commands.
func TestTemplatesHoldNoEnglish(t *testing.T) {
	practice := example(t)
	practice.Practice = true
	for name, contents := range map[string]Contents{"practice": practice, "renewal": renewal(t)} {
		known := []string{"SHA256SUMS", "sha256sum -c", "shasum -a 256 -c", "Get-FileHash", "Linux", "macOS", "Windows",
			"xmlsec1 --verify --enabled-key-data key-name --pubkey-cert-pem", "--id-attr:ID EntityDescriptor"}
		for _, value := range contents.values() {
			known = append(known, value.text)
		}
		for _, address := range []string{contents.Identifier, contents.LoginURL} {
			known = append(known, hostOf(address))
		}
		known = append(known, contents.presentThumbprint())
		both := inBoth(t, contents, WithChangeRecord)
		for _, file := range both.Files() {
			known = append(known, file.Name, form{version: schemaVersion}.mailName(file.Name))
		}
		slices.SortFunc(known, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
		for _, file := range both.Files() {
			text := string(file.Bytes)
			switch file.Name {
			case "README.pt-BR.txt", "letter-to-support.pt-BR.txt", RecordTextFile:
			case "summary.pt-BR.html":
				text = html.UnescapeString(regexp.MustCompile(`(?s)<style>.*</style>|<[^>]*>`).ReplaceAllString(text, " "))
			default:
				continue
			}
			for _, value := range known {
				if value != "" {
					text = strings.ReplaceAll(text, value, " ")
				}
			}
			if file.Name == RecordTextFile {
				text = regexp.MustCompile(`[0-9a-f-]{36}|https://\S+|UTC`).ReplaceAllString(text, " ")
			}
			if left := regexp.MustCompile(`[A-Za-z]{2,}`).FindAllString(text, -1); len(left) > 0 {
				t.Errorf("%s, %s: left over: %q", name, file.Name, left)
			}
		}
	}
}

// TestDatesAreReadEverywhere: the day in the form of the language, and as anybody
// reads it.
func TestDatesAreReadEverywhere(t *testing.T) {
	for _, file := range inBoth(t, example(t)).Files() {
		switch file.Name {
		case LetterFile, SummaryFile, ReadmeFile:
			if !bytes.Contains(file.Bytes, []byte("23 Nov 2029 (2029-11-23)")) {
				t.Errorf("%s lacks the day", file.Name)
			}
		case "letter-to-support.pt-BR.txt", "summary.pt-BR.html", "README.pt-BR.txt":
			if !bytes.Contains(file.Bytes, []byte("23 жжж 2029 (2029-11-23)")) {
				t.Errorf("%s lacks the day", file.Name)
			}
		}
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

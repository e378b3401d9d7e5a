package house_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"backupsso/assets/words"
)

var placeholderForm = regexp.MustCompile(`\{\{[^}]*\}\}`)

// placeholders returns the sorted, distinct placeholders of a text.
func placeholders(text string) string {
	seen := map[string]bool{}
	for _, found := range placeholderForm.FindAllString(text, -1) {
		seen[found] = true
	}
	var names []string
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, " ")
}

// pluralForms are the forms that a language has, by CLDR 42. French and Spanish
// have a third one, for whole millions.
func pluralForms(tag string) []string {
	switch tag {
	case "en", "de", "nl":
		return []string{"one", "other"}
	case "fr", "es":
		return []string{"one", "many", "other"}
	case "ja":
		return []string{"other"}
	}
	return nil
}

// ownOrder are the keys in which a language may leave placeholders out and use
// others of the same value, because dates are built differently.
func ownOrder(key string) bool { return key == "words.date" }

// parity names where a language does not say what English says.
func parity(tag string, english, other language, finished bool) []string {
	var faults []string
	fault := func(format string, args ...any) {
		faults = append(faults, tag+": "+fmt.Sprintf(format, args...))
	}
	forms := pluralForms(tag)
	if forms == nil {
		fault("nothing is known of its plural forms")
	}
	for key, texts := range english {
		theirs := other[key]
		if theirs == nil {
			if finished {
				fault("lacks %s", key)
			}
			continue
		}
		wanted := []string{""}
		if _, plain := texts[""]; !plain {
			wanted = forms
		}
		for _, form := range wanted {
			text, is := theirs[form]
			if !is || strings.TrimSpace(text) == "" {
				fault("%s has no form %q", key, form)
				continue
			}
			model := texts[form]
			if model == "" {
				model = texts["other"]
			}
			if got, want := placeholders(text), placeholders(model); got != want && !ownOrder(key) && !countless(form, got, want) {
				fault("%s has the placeholders %q, English has %q", key, got, want)
			}
		}
		if len(theirs) > len(wanted) {
			fault("%s has more forms than %v", key, wanted)
		}
	}
	for key := range other {
		if english[key] == nil {
			fault("has %s, English has not", key)
		}
	}
	return faults
}

// countless reports that a singular says its number in words, as "one minute".
func countless(form, got, want string) bool {
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.ReplaceAll(s, "{{.Count}}", "")), " ")
	}
	return form == "one" && plain(got) == plain(want)
}

// finished reports whether a language is offered to people.
func finished(tree fs.FS, tag string) bool {
	_, err := fs.Stat(tree, tag+"/"+words.Unfinished)
	return err != nil
}

func TestLanguagesSayTheSame(t *testing.T) {
	tree := os.DirFS(filepath.Join(root, "assets/translations"))
	all := languagesIn(t, tree)
	for tag, other := range all {
		for _, fault := range parity(tag, all["en"], other, finished(tree, tag)) {
			t.Error(fault)
		}
	}
}

// TestParityFindsWhatIsMissing keeps the test above from being blind while there
// are few languages.
func TestParityFindsWhatIsMissing(t *testing.T) {
	english := `{"a.plain": "Hello {{.Name}}", "a.files": {"one": "1 file in {{.Place}}", "other": "{{.Count}} files in {{.Place}}"},
		"words.date": "{{.Day}} {{.Month}} {{.Year}}"}`
	date := `"words.date": "{{.Year}}-{{.Number}}-{{.Day}}"`
	for _, c := range []struct{ tag, content, want string }{
		{"de", `{"a.plain": "Hallo {{.Name}}", "a.files": {"one": "{{.Count}} Datei in {{.Place}}", "other": "{{.Count}} Dateien in {{.Place}}"}, ` + date + `}`, ""},
		{"ja", `{"a.plain": "{{.Name}}", "a.files": {"other": "{{.Place}}{{.Count}}"}, ` + date + `}`, ""},
		{"de", `{"a.files": {"one": "1 Datei in {{.Place}}", "other": "{{.Count}} Dateien in {{.Place}}"}, ` + date + `}`, "lacks a.plain"},
		{"de", `{"a.plain": "Hallo", "a.files": {"one": "1 Datei in {{.Place}}", "other": "{{.Count}} Dateien in {{.Place}}"}, ` + date + `}`, "a.plain has the placeholders"},
		{"de", `{"a.plain": "Hallo {{.Name}}", "a.files": {"one": "1 Datei", "other": "{{.Count}} Dateien in {{.Place}}"}, ` + date + `}`, "a.files has the placeholders"},
		{"de", `{"a.plain": "Hallo {{.Name}}", "a.files": {"other": "{{.Count}} Dateien in {{.Place}}"}, ` + date + `}`, `a.files has no form "one"`},
		{"fr", `{"a.plain": "Bonjour {{.Name}}", "a.files": {"one": "{{.Count}} fichier {{.Place}}", "other": "{{.Count}} fichiers {{.Place}}"}, ` + date + `}`, `no form "many"`},
		{"ja", `{"a.plain": "{{.Name}}", "a.files": {"one": "{{.Place}}{{.Count}}", "other": "{{.Place}}{{.Count}}"}, ` + date + `}`, "more forms"},
		{"nl", `{"a.plain": "Hallo {{.Name}}", "a.files": "{{.Count}} {{.Place}}", ` + date + `}`, "no form"},
		{"nl", `{"a.plain": " ", "a.files": {"one": "1 {{.Place}}", "other": "{{.Count}} {{.Place}}"}, ` + date + `}`, "a.plain has no form"},
		{"nl", `{"a.plain": "{{.Name}}", "a.more": "x", "a.files": {"one": "1 {{.Place}}", "other": "{{.Count}} {{.Place}}"}, ` + date + `}`, "has a.more"},
		{"xx", `{"a.plain": "{{.Name}}", "a.files": {"other": "{{.Count}} {{.Place}}"}, ` + date + `}`, "plural forms"},
	} {
		all := languagesIn(t, fstest.MapFS{"en/a.json": {Data: []byte(english)}, c.tag + "/a.json": {Data: []byte(c.content)}})
		faults := strings.Join(parity(c.tag, all["en"], all[c.tag], true), "; ")
		if c.want == "" && faults != "" || !strings.Contains(faults, c.want) {
			t.Errorf("%s %s: found %q, want %q", c.tag, c.content, faults, c.want)
		}
	}
	all := languagesIn(t, fstest.MapFS{"en/a.json": {Data: []byte(english)}, "es/a.json": {Data: []byte(`{"a.plain": "{{.Name}}"}`)}})
	if faults := parity("es", all["en"], all["es"], false); len(faults) > 0 {
		t.Errorf("a language that is marked unfinished may not grow file by file: %v", faults)
	}
}

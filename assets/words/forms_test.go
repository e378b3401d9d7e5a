package words

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// forms is how a language writes dates, times, numbers and sizes, after CLDR 42,
// with a plain or a narrow space as " ".
var forms = map[string]struct{ date, clock, number, decimal, kilo, mega string }{
	"en": {"3 Nov 2029", "04:05", "12,345", "0.6", "2 KB", "1.5 MB"},
	"de": {"3. Nov. 2029", "04:05", "12.345", "0,6", "2 KB", "1,5 MB"},
	"fr": {"3 nov. 2029", "04:05", "12 345", "0,6", "2 Ko", "1,5 Mo"},
	"es": {"3 nov 2029", "04:05", "12.345", "0,6", "2 KB", "1,5 MB"},
	"nl": {"3 nov 2029", "04:05", "12.345", "0,6", "2 KB", "1,5 MB"},
	"ja": {"2029年11月3日", "04:05", "12,345", "0.6", "2 KB", "1.5 MB"},
}

// small is a tree of the words that forms are made from, in all six languages.
func small() fstest.MapFS {
	tree := fstest.MapFS{}
	for tag, c := range map[string][3]string{
		"en": {"{{.Day}} {{.Month}} {{.Year}}", "Nov", "B"}, "de": {"{{.Day}}. {{.Month}} {{.Year}}", "Nov.", "B"},
		"fr": {"{{.Day}} {{.Month}} {{.Year}}", "nov.", "o"}, "es": {"{{.Day}} {{.Month}} {{.Year}}", "nov", "B"},
		"nl": {"{{.Day}} {{.Month}} {{.Year}}", "nov", "B"}, "ja": {"{{.Year}}年{{.Number}}月{{.Day}}日", "11月", "B"},
	} {
		tree["translations/"+tag+"/words.json"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			`{"words.date": %q, "words.month.11": %q, "words.clock": "{{.Hour}}:{{.Minute}}", "words.size.kilo": "{{.Size}} K%s", "words.size.mega": "{{.Size}} M%s"}`,
			c[0], c[1], c[2], c[2])}
	}
	return tree
}

func TestFormsOfEachLanguage(t *testing.T) {
	when := time.Date(2029, 11, 3, 4, 5, 0, 0, time.UTC)
	check := func(where string, w *Words) {
		want, known := forms[w.Tag()]
		if !known {
			t.Errorf("%s: nothing is known of the forms of %s", where, w.Tag())
			return
		}
		for got, want := range map[string]string{
			w.Date(when): want.date, w.Clock(when): want.clock, w.Number(12345): want.number, w.Decimal(0.6, 1): want.decimal,
			w.Size(2000): want.kilo, w.Size(1_570_000): want.mega,
		} {
			got = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(got)
			if got != want {
				t.Errorf("%s %s: got %q, want %q", where, w.Tag(), got, want)
			}
		}
	}
	for tag := range forms {
		check("small", load(small(), tag))
	}
	for _, tag := range Languages() {
		check("embedded", New(tag))
	}
}

func TestNumbersAndSizesAtTheirEnds(t *testing.T) {
	w := New("en")
	for got, want := range map[string]string{
		w.Number(0): "0", w.Number(-7): "-7", w.Decimal(12, 1): "12.0", w.Decimal(0.05, 1): "0.1",
		w.Size(0): "0 KB", w.Size(1): "1 KB", w.Size(1536): "2 KB", w.Size(1 << 20): "1.0 MB", w.Size(1<<20 - 1): "1.0 MB",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The third form of French and Spanish is one that go-i18n knows of.
func TestMillionsHaveAForm(t *testing.T) {
	tree := fstest.MapFS{"translations/en/a.json": {Data: []byte(`{"a.n": {"one": "{{.Count}} file", "other": "{{.Count}} files"}}`)},
		"translations/fr/a.json": {Data: []byte(`{"a.n": {"one": "{{.Count}} fichier", "many": "{{.Count}} de fichiers", "other": "{{.Count}} fichiers"}}`)}}
	french := load(tree, "fr")
	for n, want := range map[int]string{0: "0 fichier", 1: "1 fichier", 2: "2 fichiers", 1_000_000: "1 000 000 de fichiers"} {
		got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(french.Count("a.n", n))
		if got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestUnfinishedLanguageIsNotOffered(t *testing.T) {
	tree := small()
	tree["translations/nl/"+Unfinished] = &fstest.MapFile{}
	if offered := languages(tree); slices.Contains(offered, "nl") || !slices.Contains(offered, "de") {
		t.Errorf("offered: %v", offered)
	}
	if got := load(tree, "nl").Tag(); got != Fallback {
		t.Errorf("speaks %s", got)
	}
}

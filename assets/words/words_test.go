package words

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func tree() fstest.MapFS {
	return fstest.MapFS{
		"translations/en/a.json": {Data: []byte(`{
			"a.hello": "Hello {{.Name}}",
			"a.only": "Only English",
			"a.file": {"one": "{{.Count}} file in {{.Place}}", "other": "{{.Count}} files in {{.Place}}"}}`)},
		"translations/en/b.json": {Data: []byte(`{"b.bye": "Bye"}`)},
		"translations/de/a.json": {Data: []byte(`{"a.hello": "Hallo {{.Name}}",
			"a.file": {"one": "{{.Count}} Datei in {{.Place}}", "other": "{{.Count}} Dateien in {{.Place}}"}}`)},
		"translations/ja/a.json":   {Data: []byte(`{"a.file": {"other": "{{.Place}}に{{.Count}}件"}}`)},
		"translations/fr/bad.json": {Data: []byte(`{`)},
	}
}

func TestNewPicksTheBestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de", "de_CH": "de", "en-GB": "en", "ja-JP": "ja",
		"": "en", "pt-BR": "en", "not a tag": "en", "x": "en",
	} {
		if got := load(tree(), tag).Tag(); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
}

func TestSayFillsPlaceholdersAndFallsBack(t *testing.T) {
	german := load(tree(), "de")
	for _, test := range []struct{ got, want string }{
		{german.Say("a.hello", Facts{"Name": "<Ann & Bob>"}), "Hallo <Ann & Bob>"},
		{german.Say("a.hello", Facts{"Name": "x"}, Facts{"Name": "y"}), "Hallo y"},
		{german.Say("a.hello"), "Hallo ?"},
		{german.Say("a.only"), "Only English"},
		{german.Say("b.bye"), "Bye"},
		{german.Say("a.missing"), "<<a.missing>>"},
		{german.Say("a.hello", From(map[string]string{"Name": "{{.Count}}"})), "Hallo {{.Count}}"},
		{german.Count("a.file", 1, Facts{"Place": "out"}), "1 Datei in out"},
		{german.Count("a.file", 0, Facts{"Place": "out"}), "0 Dateien in out"},
		{german.Count("a.missing", 2), "<<a.missing>>"},
		{load(tree(), "ja").Count("a.file", 1, Facts{"Place": "out"}), "outに1件"},
		{load(tree(), "fr").Say("b.bye"), "Bye"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
	if !german.Has("a.only") || german.Has("a.missing") {
		t.Error("Has does not follow the files")
	}
}

func TestDateAndClock(t *testing.T) {
	english := New("en")
	when := time.Date(2029, 11, 3, 4, 5, 0, 0, time.UTC)
	if got, want := english.Date(when), "3 Nov 2029"; got != want {
		t.Errorf("Date: got %q, want %q", got, want)
	}
	if got, want := english.Clock(when), "04:05"; got != want {
		t.Errorf("Clock: got %q, want %q", got, want)
	}
}

func TestFromSystem(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"LANG": "de_DE.UTF-8"}, "de-DE"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR"}, "fr-FR"},
		{map[string]string{"LANG": "de_DE", "LC_ALL": "nl_NL@euro"}, "nl-NL"},
		{map[string]string{"LANG": "de_DE", "LANGUAGE": "ja:en"}, "ja"},
		{map[string]string{"LANG": "C.UTF-8", "LANGUAGE": "ja:en"}, "en"},
		{map[string]string{"LC_ALL": "POSIX", "LANG": "de_DE"}, "en"},
	} {
		if got := FromSystem(func(name string) string { return test.env[name] }); got != test.want {
			t.Errorf("%v: got %q, want %q", test.env, got, test.want)
		}
	}
}

func TestPseudoIsLongAndKeepsPlaceholders(t *testing.T) {
	for sentence, want := range map[string]string{
		"":                            "",
		"Back":                        "[Båçk]",
		"Hello {{.Name}}, you":        "[Hëëllöö {{.Name}}, ýööû]",
		"{{.Day}} {{.Month}}":         "[{{.Day}} {{.Month}}]",
		"https://":                    "[httpš://]",
		"{{.Account}} may not do it.": "[{{.Account}} mååýý ñööt döö ît.]",
	} {
		if got := lengthen(sentence); got != want {
			t.Errorf("%q becomes %q, not %q", sentence, got, want)
		}
	}
	for _, tag := range []string{"pseudo", Pseudo} {
		w := New(tag)
		if got := w.Count("window.review.apply", 7); w.Tag() != Pseudo || !strings.HasPrefix(got, "[Mååkëë 7 ") {
			t.Errorf("%s says %q in %s", tag, got, w.Tag())
		}
	}
	for _, tag := range Languages() {
		if tag == Pseudo {
			t.Error("people can choose it")
		}
	}
	for _, key := range []string{"window.sign-in.lead", "window.review.lead-none", "problem.several-apps.next"} {
		plain, long := len([]rune(New("en").Say(key))), len([]rune(New("pseudo").Say(key)))
		if float64(long) < 1.39*float64(plain) {
			t.Errorf("%s grows from %d to %d only", key, plain, long)
		}
	}
}

func TestName(t *testing.T) {
	if got := Name("en"); got != "English" {
		t.Errorf("got %q", got)
	}
	for _, tag := range Languages() {
		if Name(tag) == tag {
			t.Errorf("%s does not say what it calls itself", tag)
		}
	}
	if got := Name("xx"); got != "xx" {
		t.Errorf("got %q for one that is not there", got)
	}
}

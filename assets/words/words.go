// Package words puts sentences together from translation keys, in one language.
//
// Promises: every language falls back to English key by key; an unknown key comes
// back as <<key>>, so a gap is seen and never hides a value; instances share what was
// read of the embedded files, and nothing that changes. Limits: a Words is read-only once made and safe for several
// goroutines; sentences come from the embedded files alone.
package words

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"backupsso/assets"
)

// Fallback is the language that has every key.
const Fallback = "en"

// Facts are the values of a sentence's named placeholders.
type Facts map[string]any

// From turns facts of plain text, as problems carry them, into Facts.
func From(texts map[string]string) Facts {
	facts := make(Facts, len(texts))
	for name, text := range texts {
		facts[name] = text
	}
	return facts
}

// Words speaks one language.
type Words struct {
	tag     string
	own     *sentences
	english func() *sentences // read when the language lacks a key
}

// New returns the words of the available language that fits tag (BCP 47, such
// as "de-AT") best. English is the answer to everything else. The tag "pseudo"
// gives English as a much longer language would look, for developers.
func New(tag string) *Words { return speak(assets.Files, tag, embedded()) }

// NewIn returns the words of the available language in tree that fits tag best;
// tree is laid out as assets.Files is.
func NewIn(tree fs.FS, tag string) *Words { return load(tree, tag) }

// Languages lists the available languages as BCP 47 tags, English first, the
// rest in alphabetical order.
func Languages() []string { return languages(assets.Files) }

// Tag returns the BCP 47 tag of the language that is spoken.
func (w *Words) Tag() string { return w.tag }

// Has reports whether key has words in this language or in English.
func (w *Words) Has(key string) bool { return w.of(key) != nil }

// of returns the sentences that have key: the language's own before English.
func (w *Words) of(key string) *sentences {
	if w.own.has(key) {
		return w.own
	}
	if english := w.english(); english.has(key) {
		return english
	}
	return nil
}

// Say returns the sentence of key with its placeholders filled from facts; later
// facts win. An unknown key comes back as <<key>>.
func (w *Words) Say(key string, facts ...Facts) string {
	return w.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: merged(facts)})
}

// Count returns the sentence of key in the plural form that fits n. The number
// is the placeholder {{.Count}}, in the form of the language.
func (w *Words) Count(key string, n int, facts ...Facts) string {
	all := maps.Clone(merged(facts))
	all["Count"] = w.Number(n)
	return w.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: all, PluralCount: n})
}

func (w *Words) localize(config *i18n.LocalizeConfig) string {
	from := w.of(config.MessageID)
	if from == nil {
		return "<<" + config.MessageID + ">>"
	}
	text := from.localize(config)
	if text == "" {
		return "<<" + config.MessageID + ">>"
	}
	return strings.ReplaceAll(text, "<no value>", "?")
}

// merged are the facts of all sets; those of a single one are its own and not to be
// changed.
func merged(sets []Facts) Facts {
	if len(sets) == 1 && sets[0] != nil {
		return sets[0]
	}
	all := Facts{}
	for _, facts := range sets {
		maps.Copy(all, facts)
	}
	return all
}

// load reads the language of a tree that fits tag best. A file that cannot be read
// leaves its keys unknown; a test keeps the embedded ones readable.
func load(tree fs.FS, tag string) *Words { return speak(tree, tag, readers(tree)) }

// speak takes the sentences of the language that fits tag best from those of a tree.
func speak(tree fs.FS, tag string, readers map[string]func() *sentences) *Words {
	english := readers[Fallback]
	if isPseudo(tag) {
		return &Words{tag: Pseudo, own: readPseudo(tree), english: english}
	}
	chosen := match(languages(tree), tag)
	return &Words{tag: chosen, own: readers[chosen](), english: english}
}

// readers read each language of a tree when it is first asked for, and once.
func readers(tree fs.FS) map[string]func() *sentences {
	all := map[string]func() *sentences{}
	for _, name := range languages(tree) {
		all[name] = sync.OnceValue(func() *sentences { return read(tree, name, language.Make(name), nil) })
	}
	return all
}

// embedded are the readers of the program's own languages: a bundle is written in one
// after the other, and its words do not change.
var embedded = sync.OnceValue(func() map[string]func() *sentences { return readers(assets.Files) })

// filesOf reads the files of a language, as far as they can be read.
func filesOf(tree fs.FS, name string) [][]byte {
	var contents [][]byte
	files, _ := fs.Glob(tree, path.Join("translations", name, "*.json"))
	for _, file := range files {
		if content, err := fs.ReadFile(tree, file); err == nil {
			contents = append(contents, content)
		}
	}
	return contents
}

// Name returns what a language calls itself, such as "Deutsch", or its tag where
// words.json, the file of what every language says of itself, does not say.
func Name(tag string) string {
	name, own := tag, map[string]json.RawMessage{}
	if content, err := assets.Files.ReadFile(path.Join("translations", tag, "words.json")); err == nil {
		_ = json.Unmarshal(content, &own) // else the tag stays
	}
	_ = json.Unmarshal(own["words.language"], &name)
	return name
}

// Unfinished is the file that marks a language's folder as one that is still being
// translated. The language cannot be chosen until the mark is gone.
const Unfinished = "UNFINISHED"

func languages(tree fs.FS) []string {
	entries, _ := fs.ReadDir(tree, "translations")
	names := []string{Fallback}
	for _, entry := range entries {
		if !entry.IsDir() || entry.Name() == Fallback {
			continue
		}
		if _, err := fs.Stat(tree, path.Join("translations", entry.Name(), Unfinished)); err != nil {
			names = append(names, entry.Name())
		}
	}
	return names
}

func match(available []string, tag string) string {
	tags := make([]language.Tag, len(available))
	for i, name := range available {
		tags[i] = language.Make(name)
	}
	_, index, confidence := language.NewMatcher(tags).Match(language.Make(strings.ReplaceAll(tag, "_", "-")))
	if confidence == language.No {
		return Fallback
	}
	return available[index]
}

package house_test

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// language is every key of one language with its texts, by plural form. A text
// without plural forms has the form "".
type language map[string]map[string]string

// languagesIn reads a tree of languages, laid out as assets/translations is.
func languagesIn(t *testing.T, tree fs.FS) map[string]language {
	t.Helper()
	files, err := fs.Glob(tree, "*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations: %v", err)
	}
	all := map[string]language{}
	for _, file := range files {
		name := path.Dir(file)
		if all[name] == nil {
			all[name] = language{}
		}
		for key, forms := range texts(t, tree, file) {
			if all[name][key] != nil {
				t.Errorf("%s: the key %s is in another file of %s too", file, key, name)
			}
			all[name][key] = forms
		}
	}
	return all
}

func languages(t *testing.T) map[string]language {
	t.Helper()
	return languagesIn(t, os.DirFS(filepath.Join(root, "assets/translations")))
}

func texts(t *testing.T, tree fs.FS, file string) language {
	t.Helper()
	content, err := fs.ReadFile(tree, file)
	if err != nil {
		t.Fatal(err)
	}
	var entries map[string]any
	if err := json.Unmarshal(content, &entries); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	found := language{}
	for key, entry := range entries {
		found[key] = map[string]string{}
		switch value := entry.(type) {
		case string:
			found[key][""] = value
		case map[string]any:
			for form, text := range value {
				if sentence, is := text.(string); is && form != "description" {
					found[key][form] = sentence
				}
			}
		}
		if len(found[key]) == 0 {
			t.Errorf("%s: %s has no text", file, key)
		}
	}
	return found
}

var keyForm = regexp.MustCompile(`^[a-z0-9-]+\.([a-z0-9-]+\.)*([a-z0-9-]+)?$`)

// literals returns every string of a file that is a key or the beginning of one,
// and those among them that are given whole to Say, Count or Has.
func literals(file source) (all, whole []string) {
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		switch found := node.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if text := unquoted(found); keyForm.MatchString(text) {
				all = append(all, text)
			}
		case *ast.CallExpr:
			selector, is := found.Fun.(*ast.SelectorExpr)
			if !is || len(found.Args) == 0 || !contains([]string{"Say", "Count", "Has"}, selector.Sel.Name) {
				return true
			}
			if literal, is := found.Args[0].(*ast.BasicLit); is && !ofStandardLibrary(selector) {
				whole = append(whole, unquoted(literal))
			}
		}
		return true
	})
	return all, whole
}

func ofStandardLibrary(selector *ast.SelectorExpr) bool {
	name, is := selector.X.(*ast.Ident)
	return is && (name.Name == "strings" || name.Name == "bytes")
}

func unquoted(literal *ast.BasicLit) string {
	if literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		return ""
	}
	return text
}

func TestEveryKeyThatIsSaidHasWords(t *testing.T) {
	english := languages(t)["en"]
	said := 0
	for _, file := range sources(t) {
		if file.test {
			continue
		}
		_, whole := literals(file)
		for _, key := range whole {
			said++
			if english[key] == nil {
				t.Errorf("%s says %q, which has no words", file.file, key)
			}
		}
	}
	if said < 50 {
		t.Errorf("only %d sentences found in the sources", said)
	}
}

// TestEveryKindHasWords goes through the lists of names that keys are put
// together from.
func TestEveryKindHasWords(t *testing.T) {
	english := languages(t)["en"]
	for _, file := range sources(t) {
		for name, patterns := range map[string][]string{
			"Kind":              {"problem.%.what", "problem.%.why", "problem.%.next"},
			"PortalProblemKind": {"portal-problem.%.what", "portal-problem.%.next"},
			"Step":              {"step.%.title", "step.%.doing", "step.%.short"},
			"Verb":              {"terminal.verb.%"},
			"Outcome":           {"terminal.outcome.%"},
		} {
			for _, value := range constants(file, name) {
				for _, pattern := range patterns {
					if key := strings.ReplaceAll(pattern, "%", value); english[key] == nil {
						t.Errorf("%s has the %s %q, but %s has no words", file.file, name, value, key)
					}
				}
			}
		}
	}
}

// constants returns the values of a file's constants of one named string type.
func constants(file source, typeName string) []string {
	var values []string
	if file.folder != "graph/setup" && file.folder != "samlcfg" || file.test {
		return nil
	}
	ast.Inspect(file.syntax, func(node ast.Node) bool {
		spec, is := node.(*ast.ValueSpec)
		if !is {
			return true
		}
		name, is := spec.Type.(*ast.Ident)
		if !is || name.Name != typeName {
			return true
		}
		for _, value := range spec.Values {
			if literal, is := value.(*ast.BasicLit); is {
				values = append(values, unquoted(literal))
			}
		}
		return true
	})
	return values
}

func TestNoWordsAreLeftOver(t *testing.T) {
	var used []string
	for _, file := range sources(t) {
		if !file.test {
			all, _ := literals(file)
			used = append(used, all...)
		}
	}
	templates, err := filepath.Glob(filepath.Join(root, "assets/templates/*"))
	if err != nil {
		t.Fatal(err)
	}
	inTemplates := ""
	for _, file := range templates {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		inTemplates += string(content)
	}
	for key := range languages(t)["en"] {
		if !isUsed(key, used) && !strings.Contains(inTemplates, strconv.Quote(key)) {
			t.Errorf("nothing says %s", key)
		}
	}
}

// isUsed reports whether key is in used, or begins with one that ends in a dot,
// or with one that a part is appended to.
func isUsed(key string, used []string) bool {
	for _, literal := range used {
		if key == literal || strings.HasSuffix(literal, ".") && strings.HasPrefix(key, literal) || strings.HasPrefix(key, literal+".") {
			return true
		}
	}
	return false
}

var (
	named     = regexp.MustCompile(`^\{\{\.[A-Z][A-Za-z]*\}\}$`)
	hollow    = regexp.MustCompile(`(?i)\b(please|simply|oops|successfully|just|easy|sorry)\b|!`)
	sentences = regexp.MustCompile(`[.?:;]\s+|\n`)
)

// mostWords is how long a sentence may be; an address or a name counts as one.
const mostWords = 15

func TestWordsArePlain(t *testing.T) {
	for key, texts := range languages(t)["en"] {
		for _, text := range texts {
			for _, placeholder := range placeholderForm.FindAllString(text, -1) {
				if !named.MatchString(placeholder) {
					t.Errorf("%s: %s is no plain placeholder", key, placeholder)
				}
			}
			if word := hollow.FindString(text); word != "" {
				t.Errorf("%s says %q: %s", key, word, text)
			}
			for _, sentence := range sentences.Split(text, -1) {
				if n := len(strings.Fields(sentence)); n > mostWords {
					t.Errorf("%s has a sentence of %d words: %s", key, n, sentence)
				}
			}
		}
	}
}

var wordy = regexp.MustCompile(`[A-Za-z]{2,}`)

// TestNoWidgetIsGivenEnglish looks for sentences that are handed to a widget as
// they are, past the translations.
func TestNoWidgetIsGivenEnglish(t *testing.T) {
	calls := 0
	for _, file := range sources(t) {
		if file.folder != "ui" || file.test {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if !is || !givesWords(call) {
				return true
			}
			calls++
			for _, argument := range call.Args {
				literal, is := argument.(*ast.BasicLit)
				if is && literal.Kind == token.STRING && wordy.MatchString(unquoted(literal)) {
					t.Errorf("%s gives a widget %s", file.file, literal.Value)
				}
			}
			return true
		})
	}
	if calls < 100 {
		t.Errorf("only %d calls found", calls)
	}
}

// givesWords reports whether a call makes a widget of the kit or changes what one
// says.
func givesWords(call *ast.CallExpr) bool {
	selector, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return false
	}
	if of, is := selector.X.(*ast.Ident); is && of.Name == "kit" {
		return strings.HasPrefix(selector.Sel.Name, "New")
	}
	return strings.HasPrefix(selector.Sel.Name, "Set")
}

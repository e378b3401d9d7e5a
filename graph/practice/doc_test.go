package practice

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every row of the tables in the package documentation has a source that is
// listed and a test that exists.
func TestDocumentedBehavioursAreTested(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	var documents []string
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") {
			continue
		}
		parsed, err := parser.ParseFile(gotoken.NewFileSet(), file.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if parsed.Doc != nil {
			documents = append(documents, parsed.Doc.Text())
		}
		for _, declared := range parsed.Decls {
			if made, ok := declared.(*ast.FuncDecl); ok && strings.HasPrefix(made.Name.Name, "Test") {
				tests[made.Name.Name] = true
			}
		}
	}
	source := regexp.MustCompile(`(?m)^\t(\w+) +(\S+\.\S+/\S+|a promise .*|a guess: .*)$`)
	rows := 0
	for _, document := range documents {
		sources := map[string]bool{}
		for _, found := range source.FindAllStringSubmatch(document, -1) {
			sources[found[1]] = true
		}
		for _, line := range strings.Split(document, "\n") {
			parts := strings.Split(line, "|")
			if len(parts) != 3 || !strings.HasPrefix(line, "\t") {
				continue
			}
			rows++
			if name := strings.TrimSpace(parts[1]); !sources[name] {
				t.Errorf("no source %q: %s", name, line)
			}
			if name := strings.TrimSpace(parts[2]); !tests[name] {
				t.Errorf("no test %q: %s", name, line)
			}
		}
	}
	if rows < 50 {
		t.Errorf("only %d rows were read", rows)
	}
}

// Package house_test keeps the house in order: who imports whom, what lies at
// the top, how long a file is, and that every sentence has its words. It reads
// sources only; nothing of the program runs.
package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	root   = "../.."
	module = "backupsso"
)

// longest is the most lines that a Go file may have.
const longest = 400

// source is one parsed Go file of the project.
type source struct {
	file    string // slash path below the root
	folder  string // "." for the root
	test    bool
	imports []string
	syntax  *ast.File
	lines   int
}

// sources are all Go files.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: the root is elsewhere", len(all))
	}
	return all
}

// parsed reads them once for all tests, which change nothing in them.
var parsed = sync.OnceValues(func() ([]source, error) {
	var all []source
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root && strings.HasPrefix(entry.Name(), ".") {
			return fs.SkipDir
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(set, name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file := filepath.ToSlash(relative)
		found := source{file: file, folder: path.Dir(file), test: strings.HasSuffix(file, "_test.go"), syntax: syntax,
			lines: strings.Count(string(content), "\n")}
		for _, spec := range syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found.imports = append(found.imports, imported)
		}
		all = append(all, found)
		return nil
	})
	return all, err
})

// rooms says who may import what of ours. A folder below a room belongs to it
// unless it is a room itself; everyone may import what lies below the own room.
var rooms = map[string][]string{
	".":           {"ui", "ui/terminal", "graph", "graph/setup", "graph/practice", "samlcfg/bundle", "assets"},
	"ui":          {"graph/setup", "samlcfg", "samlcfg/bundle", "assets"},
	"ui/terminal": {"graph/setup", "samlcfg", "samlcfg/bundle", "assets"},
	// The manual names the clouds of --cloud.
	"ui/terminal/manual": {"ui/terminal", "graph", "assets"},
	"graph":              {"samlcfg"},
	"graph/setup":        {"graph", "graph/closing", "samlcfg", "samlcfg/bundle"},
	// The stand-in portal is configured by what support would get: a bundle.
	"graph/practice": {"samlcfg", "samlcfg/bundle", "graph/closing"},
	"graph/closing":  {},
	"samlcfg":        {"samlcfg", "assets"},
	"samlcfg/bundle": {"samlcfg", "assets"},
	"assets":         {"assets"},
}

// outside says which rooms alone may import modules of others.
var outside = map[string][]string{
	"github.com/microsoftgraph/":                    {"graph"},
	"github.com/microsoft/kiota":                    {"graph"},
	"github.com/Azure/":                             {"graph"},
	"github.com/AzureAD/":                           {"graph"},
	"github.com/beevik/etree":                       {"samlcfg", "samlcfg/bundle", "graph/practice"},
	"github.com/russellhaering/goxmldsig":           {"samlcfg", "graph/practice"},
	"github.com/mattermost/xml-roundtrip-validator": {"samlcfg", "graph/practice"},
	"github.com/boombuler/barcode":                  {"samlcfg"},
	"fyne.io/":                                      {"ui"},
	"github.com/spf13/":                             {"ui/terminal", "ui/terminal/manual"},
	"github.com/nicksnyder/go-i18n":                 {"assets"},
}

// roomOf returns the room that a folder lies in.
func roomOf(folder string) string {
	for at := folder; ; at = path.Dir(at) {
		if _, is := rooms[at]; is || at == "." {
			return at
		}
	}
}

func contains(list []string, wanted string) bool {
	for _, one := range list {
		if one == wanted {
			return true
		}
	}
	return false
}

func TestWhoImportsWhom(t *testing.T) {
	for _, file := range sources(t) {
		if file.test {
			continue // tests may wire anything together
		}
		room := roomOf(file.folder)
		for _, imported := range file.imports {
			if folder, ours := strings.CutPrefix(imported, module+"/"); ours {
				if to := roomOf(folder); to != room && !contains(rooms[room], to) {
					t.Errorf("%s: %s may not import %s", file.file, room, to)
				}
			}
			for prefix, allowed := range outside {
				if strings.HasPrefix(imported, prefix) && !contains(allowed, room) {
					t.Errorf("%s: only %s may import %s", file.file, strings.Join(allowed, ", "), imported)
				}
			}
		}
	}
}

// TestOnlyTheTerminalPrints finds what was left behind from looking for a fault:
// standard output belongs to scripts, and logs could hold what nobody checked.
func TestOnlyTheTerminalPrints(t *testing.T) {
	for _, file := range sources(t) {
		if file.test || file.folder == "ui/terminal" {
			continue
		}
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			call, is := node.(*ast.CallExpr)
			if !is {
				return true
			}
			switch name := call.Fun.(type) {
			case *ast.Ident:
				if name.Name == "println" || name.Name == "print" {
					t.Errorf("%s calls %s", file.file, name.Name)
				}
			case *ast.SelectorExpr:
				from, is := name.X.(*ast.Ident)
				if is && (from.Name == "log" && name.Sel.Name != "SetOutput" || from.Name == "fmt" && strings.HasPrefix(name.Sel.Name, "Print")) {
					t.Errorf("%s calls %s.%s", file.file, from.Name, name.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestTheTopHoldsNothingNew(t *testing.T) {
	known := strings.Fields("go.mod go.sum main.go ui graph samlcfg assets FyneApp.toml README.md " +
		".ci .github .gitignore .golangci.yml LICENSE")
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	ignored := ignoredNames(t)
	for _, entry := range entries {
		if name := entry.Name(); name != ".git" && !contains(known, name) && !ignored(name) {
			t.Errorf("%s lies at the top; design says what does", name)
		}
	}
}

// ignoredNames reads what git leaves out, as far as the top level goes.
func ignoredNames(t *testing.T) func(string) bool {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	patterns := strings.Fields(string(content))
	return func(name string) bool {
		for _, pattern := range patterns {
			if matched, _ := path.Match(strings.Trim(pattern, "/"), name); matched {
				return true
			}
		}
		return false
	}
}

func TestFilesStayShort(t *testing.T) {
	for _, file := range sources(t) {
		if file.lines > longest {
			t.Errorf("%s has %d lines, more than %d", file.file, file.lines, longest)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	documented := map[string]bool{}
	for _, file := range sources(t) {
		if !file.test {
			documented[file.folder] = documented[file.folder] || file.syntax.Doc != nil
		}
	}
	for folder, is := range documented {
		if !is {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

// TestOneVersionAndName compares what the program says of itself with what its
// packages are given.
func TestOneVersionAndName(t *testing.T) {
	manifest := text(t, "FyneApp.toml")
	for name, file := range map[string]string{"version": "main.go", "appID": "ui/run_window.go"} {
		_, rest, found := strings.Cut(text(t, file), "\nconst "+name+" = ")
		value, _, _ := strings.Cut(rest, "\n")
		if !found || !strings.Contains(manifest, " = "+value+"\n") {
			t.Errorf("%s says %s %s, FyneApp.toml another", file, name, value)
		}
	}
}

func text(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

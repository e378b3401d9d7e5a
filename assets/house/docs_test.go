package house_test

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"backupsso/assets/help"
	"backupsso/assets/words"
	"backupsso/ui/terminal"
)

// documents returns README.md and the pages of assets/docs, by path below the root.
func documents(t *testing.T) map[string]string {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(root, "assets/docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, file := range append(pages, filepath.Join(root, "README.md")) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.ToSlash(name)] = string(content)
	}
	return texts
}

var (
	linkForm   = regexp.MustCompile(`!?\[[^\]]*\]\(([^)\s]+)\)( \(external\))?`)
	shellBlock = regexp.MustCompile("(?ms)^(<!-- [^\n]+ -->\n)?```sh\n(.*?)^```$")
	inlineCode = regexp.MustCompile("`([^`\n]+)`")
)

func TestLinksLeadSomewhere(t *testing.T) {
	for name, text := range documents(t) {
		for _, link := range linkForm.FindAllStringSubmatch(text, -1) {
			target, external := link[1], link[2] != ""
			if strings.Contains(target, "://") {
				if !external {
					t.Errorf("%s: %s leads out of the repository and is not marked (external)", name, target)
				}
				continue
			}
			target, _, _ = strings.Cut(target, "#")
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), target)); err != nil {
				t.Errorf("%s: %s leads nowhere", name, target)
			}
		}
	}
}

// TestEveryCommandIsRun wants that CI runs every block of commands (.ci/docs,
// .ci/readme-block) or that the page says why not.
func TestEveryCommandIsRun(t *testing.T) {
	for name, text := range documents(t) {
		for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
			mark := block[1]
			switch {
			case strings.HasPrefix(mark, "<!-- run: "), strings.HasPrefix(mark, "<!-- not run here: "), mark == "<!-- run in the bundle -->\n":
			case mark == "": // .ci/docs runs it
			default:
				t.Errorf("%s: nothing says whether this is run:\n%s", name, block[2])
			}
		}
	}
}

// commandsIn returns the arguments of every command of ours in a text: whole lines
// of blocks, and what stands in the sentences as code.
func commandsIn(text string) [][]string {
	var lines []string
	for _, block := range shellBlock.FindAllStringSubmatch(text, -1) {
		lines = append(lines, strings.Split(block[2], "\n")...)
	}
	for _, code := range inlineCode.FindAllStringSubmatch(text, -1) {
		lines = append(lines, code[1])
	}
	var found [][]string
	for _, line := range lines {
		line, _, _ = strings.Cut(line, " #")
		line, _, _ = strings.Cut(line, " > ")
		fields := strings.Fields(strings.TrimPrefix(line, "go run . "))
		if strings.HasPrefix(line, "go run . ") || len(fields) > 1 && fields[0] == "backupsso" {
			found = append(found, fields[1:])
		}
		if strings.HasPrefix(line, "go run . ") {
			found[len(found)-1] = fields
		}
	}
	return found
}

func TestCommandsInDocumentsExist(t *testing.T) {
	tree, all := commands(), 0
	for name, text := range documents(t) {
		for _, arguments := range commandsIn(text) {
			all++
			if arguments[0] == "help" && len(arguments) == 2 {
				if _, known := help.Find(arguments[1]); known {
					continue
				}
				arguments = arguments[1:]
			}
			command, rest, err := tree.Find(arguments)
			if err != nil || command == tree && !strings.HasPrefix(arguments[0], "-") {
				t.Errorf("%s: there is no command %v", name, arguments)
				continue
			}
			for _, argument := range rest {
				flag, _, _ := strings.Cut(argument, "=")
				if long, is := strings.CutPrefix(flag, "--"); is && long != "help" && command.Flag(long) == nil && tree.PersistentFlags().Lookup(long) == nil {
					t.Errorf("%s: %s has no flag %s", name, command.CommandPath(), flag)
				}
			}
		}
	}
	if all < 50 {
		t.Errorf("only %d commands found: the search sees nothing", all)
	}
}

// commands is the whole command tree in English.
func commands() *cobra.Command {
	return terminal.Command(terminal.Deps{Words: words.New("en"), Out: io.Discard, Err: io.Discard, Clouds: []string{"global"},
		Getenv: func(string) string { return "" }})
}

// TestHelpShowsAllThatIsWritten wants every word of a page in its blocks, so that
// no kind of Markdown is dropped in silence.
func TestHelpShowsAllThatIsWritten(t *testing.T) {
	if len(help.Topics()) < 6 {
		t.Fatalf("only %d pages", len(help.Topics()))
	}
	comment := regexp.MustCompile(`(?s)<!--.*?-->`)
	word := regexp.MustCompile(`[\p{L}\p{N}]+`)
	for _, topic := range help.Topics() {
		content, err := os.ReadFile(filepath.Join(root, "assets/docs", topic.Name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		text := comment.ReplaceAllString(string(content), "")
		text = regexp.MustCompile(`\]\([^)]*\)`).ReplaceAllString(text, "]")
		text = regexp.MustCompile("(?m)^```[a-z]*$").ReplaceAllString(text, "")
		shown := topic.Title
		for _, block := range topic.Blocks() {
			shown += " " + block.Text + " " + strings.Join(block.Cells, " ") + " " + strings.Join(block.Names, " ")
		}
		have := map[string]bool{}
		for _, one := range word.FindAllString(shown, -1) {
			have[one] = true
		}
		for _, one := range word.FindAllString(text, -1) {
			if !have[one] {
				t.Errorf("%s.md: %q is not shown", topic.Name, one)
			}
		}
	}
}

func TestEveryDirectDependencyHasAReason(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	page := documents(t)["assets/docs/dependencies.md"]
	required := regexp.MustCompile(`(?m)^(?:require )?\t?([a-z0-9.-]+\.[a-z]+/\S+|pgregory\.net/\S+) v\S+$`)
	found := map[string]bool{}
	for _, module := range required.FindAllStringSubmatch(string(content), -1) {
		found[module[1]] = true
		if !strings.Contains(page, "| "+module[1]+" |") {
			t.Errorf("assets/docs/dependencies.md does not say why there is %s", module[1])
		}
	}
	if len(found) < 20 {
		t.Errorf("only %d direct dependencies found", len(found))
	}
	for _, row := range regexp.MustCompile(`(?m)^\| (\S+\.\S+/\S+) \|`).FindAllStringSubmatch(page, -1) {
		if !found[row[1]] {
			t.Errorf("assets/docs/dependencies.md tells of %s, which is no direct dependency", row[1])
		}
	}
}

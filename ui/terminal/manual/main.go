// Command manual writes the pages of the manual, one for every command, into the
// folder that it is given: manual FOLDER VERSION DATE, the date as 2006-01-02. The
// packages for Linux carry them. What they say is what --help says, in English.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/ui/terminal"
)

func main() {
	if err := write(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

func write(arguments []string) error {
	if len(arguments) != 3 {
		return fmt.Errorf("3 arguments wanted: folder, version, date; %d given", len(arguments))
	}
	date, err := time.Parse(time.DateOnly, arguments[2])
	if err != nil {
		return err
	}
	deps := terminal.Deps{Words: words.New("en"), In: os.Stdin, Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }}
	for _, cloud := range graph.Clouds() {
		deps.Clouds = append(deps.Clouds, cloud.Name)
	}
	root := terminal.Command(deps)
	prepare(root)
	folder := arguments[0]
	err = doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &date, Source: "backupsso " + arguments[1], Manual: "backupsso"}, folder)
	if err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(folder, "*.1"))
	if err != nil {
		return err
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			return err
		}
		if err := os.WriteFile(page, bytes.ReplaceAll(text, []byte(bare), nil), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// bare is what the generator writes behind a flag that takes no value.
const bare = "[=false]"

// named is the value of a flag, of whose default the page shows what --help shows: FILE.
type named struct{ pflag.Value }

// Type keeps the generator from putting quotes around it.
func (named) Type() string { return "name" }

// prepare leaves out the line that names the day of generation, so that the same
// sources give the same pages, and gives flags the names of their values.
func prepare(command *cobra.Command) {
	command.DisableAutoGenTag = true
	name := func(flag *pflag.Flag) {
		if values := flag.Annotations[terminal.Placeholder]; len(values) > 0 {
			flag.Value, flag.DefValue = named{flag.Value}, values[0]
		}
	}
	command.Flags().VisitAll(name)
	command.PersistentFlags().VisitAll(name)
	for _, below := range command.Commands() {
		prepare(below)
	}
}

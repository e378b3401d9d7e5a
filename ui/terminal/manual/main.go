// Command manual writes the pages of the manual, one for every command, into the
// folder that it is given: manual FOLDER VERSION DATE, the date as 2006-01-02. The
// packages for Linux carry them. What they say is what --help says, in English.
package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

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
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &date, Source: "backupsso " + arguments[1], Manual: "backupsso"}, arguments[0])
}

// prepare leaves out the line that names the day of generation, so that the same
// sources give the same pages.
func prepare(command *cobra.Command) {
	command.DisableAutoGenTag = true
	for _, below := range command.Commands() {
		prepare(below)
	}
}

package terminal

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"backupsso/graph/setup/roster"
)

// assignFlags are the flags of assign alone.
type assignFlags struct {
	setupFlags
	people, report, find             string
	groups                           []string
	removeTestUser, resume, takeBack bool
	list, dryRun                     bool
	roster                           roster.List
}

func (f *assignFlags) bindAssign(r *run, cmd *cobra.Command) {
	f.bind(r, cmd, false)
	text := func(value *string, name, key, takes string) {
		cmd.Flags().StringVar(value, name, "", r.words.Say("terminal.flag."+key))
		_ = cmd.Flags().SetAnnotation(name, Placeholder, []string{takes}) // the flag exists
	}
	text(&f.people, "people", "people-list", "FILE|-")
	text(&f.report, "report", "report", "FILE")
	text(&f.find, "find", "find", "TEXT")
	cmd.Flags().StringArrayVar(&f.groups, "group", nil, r.words.Say("terminal.flag.group"))
	_ = cmd.Flags().SetAnnotation("group", Placeholder, []string{"NAME|ID"}) // the flag exists
	for _, flag := range []struct {
		value *bool
		name  string
	}{{&f.removeTestUser, "remove-test-user"}, {&f.resume, "resume"}, {&f.takeBack, "take-back"}, {&f.list, "list"}, {&f.dryRun, "dry-run"}, {&f.yes, "yes"}} {
		cmd.Flags().BoolVar(flag.value, flag.name, false, r.words.Say("terminal.flag."+flag.name))
	}
}

// looksOnly reports whether nothing can be changed by what is asked for.
func (f *assignFlags) looksOnly() bool { return f.list || f.find != "" || f.dryRun }

// readAssign judges the flags and reads the list, before anybody signs in.
func (r *run) readAssign(flags *assignFlags) error {
	named := flags.people != "" || len(flags.groups) > 0
	alone := !named && !flags.removeTestUser && !flags.resume && !flags.takeBack && flags.report == ""
	switch {
	case flags.list && (!alone || flags.find != ""), flags.find != "" && !alone:
		return r.wrongUsage("look-alone")
	case flags.resume && (named || flags.takeBack):
		return r.wrongUsage("resume-alone")
	case !named && !flags.removeTestUser && !flags.resume && !flags.takeBack && !flags.list && flags.find == "":
		return r.wrongUsage("assign-nobody")
	}
	if slices.ContainsFunc(flags.groups, func(name string) bool { return strings.TrimSpace(name) == "" }) {
		return r.wrongUsage("group-empty")
	}
	if flags.report != "" {
		if info, err := os.Stat(filepath.Dir(flags.report)); err != nil || !info.IsDir() {
			return r.wrongUsage("report-folder", facts{"Path": flags.report})
		}
	}
	if flags.people == "" {
		return nil
	}
	return r.readPeople(flags)
}

// readPeople reads the list of people.
func (r *run) readPeople(flags *assignFlags) error {
	raw, err := r.readList(flags.people)
	if err != nil {
		return r.wrongUsage("people-file", facts{"Path": flags.people, "Reason": err.Error()})
	}
	flags.roster, err = roster.Parse(raw)
	switch {
	case errors.Is(err, roster.ErrTooLarge):
		return r.wrongUsage("people-too-large", facts{"Path": flags.people})
	case err != nil:
		return r.wrongUsage("people-no-text", facts{"Path": flags.people})
	case len(flags.roster.Rows) == 0:
		return r.wrongUsage("people-empty", facts{"Path": flags.people})
	case !flags.roster.Names():
		return r.wrongUsage("people-no-address", facts{"Path": flags.people})
	}
	return nil
}

// readList reads a file, or standard input, up to what a list may have.
func (r *run) readList(path string) ([]byte, error) {
	from := r.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	return io.ReadAll(io.LimitReader(from, roster.MaxSize+1))
}

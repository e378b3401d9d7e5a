package terminal

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// run is one execution of the program: what all commands share.
type run struct {
	Deps
	words       *words.Words
	screen      *screen // for people: standard output, or standard error with --json
	json        *jsonLines
	answers     *lines
	command     string // path of the command that runs, for pointers to its help
	target      Target
	portal      string // support page of the stand-in portal, for practice
	changes     bool   // whether this command may change the tenant
	made        int    // changes made so far
	total       int
	alert       func(text string) // speaks to a person who has no terminal; nil: there is one
	record      *record           // of what is said to Microsoft; nil: none is kept
	sent        bool              // a writing request went out that may have taken effect
	nameABundle bool              // nothing to compare with: a bundle would help
	who         setup.Who
	flow        Flow     // of the sign-in
	asking      []string // permissions that are to be explained before the person is asked
	quietRoles  bool     // the roles that may be missing are told by what comes next
}

// Execute runs the command line args (without the program's name) and returns
// the exit code. It obeys ctx; ctx ends with Ctrl-C.
func Execute(ctx context.Context, deps Deps, args []string) int {
	cobra.MousetrapHelpText = "" // on Windows a double click shall open the window
	if tag, given := languageIn(args); given {
		deps.Words, deps.told = words.New(tag), true
	}
	printed := &output{to: deps.Out}
	deps.Out = printed
	r := newRun(deps)
	root := r.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	r.screen.clear()
	r.endRecord()
	if full := printed.failure(); full != nil && (err == nil || errors.Is(err, full)) {
		err = r.notPrinted(full)
	}
	if err == nil {
		return Done
	}
	reason := r.stopOf(r.fromCobra(err))
	if ctx.Err() != nil && reason.code != Interrupted {
		r.interrupted(reason)
	}
	if r.json != nil {
		r.json.failed(reason, r.accessMembers(reason.problem))
	} else {
		r.screen = newScreen(deps.Err, deps.ErrTerminal, deps)
	}
	r.showStop(reason)
	if r.alert != nil {
		r.alert(strings.Join(slices.DeleteFunc([]string{reason.what, reason.why, reason.next}, func(text string) bool { return text == "" }), "\n\n"))
	}
	return reason.code
}

// Command returns the whole command tree, for documents made from it.
func Command(deps Deps) *cobra.Command { return newRun(deps).root() }

func newRun(deps Deps) *run {
	return &run{Deps: deps, words: deps.Words, answers: newLines(deps.In), command: "backupsso",
		screen: newScreen(deps.Out, deps.OutTerminal, deps)}
}

// languageIn finds --lang before the flags are parsed, because the help itself
// is told in that language.
func languageIn(args []string) (tag string, given bool) {
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, found := strings.CutPrefix(arg, "--lang="); found {
			tag, given = value, true
		} else if arg == "--lang" && i+1 < len(args) {
			tag, given = args[i+1], true
		}
	}
	return tag, given
}

// fromCobra puts the errors of flag parsing into words.
func (r *run) fromCobra(err error) error {
	var missing *pflag.NotExistError
	var valueless *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing):
		return r.wrongUsage("unknown-flag", facts{"Flag": dashed(missing.GetSpecifiedName())})
	case errors.As(err, &valueless):
		return r.wrongUsage("flag-without-value", facts{"Flag": dashed(valueless.GetSpecifiedName())})
	case errors.As(err, &invalid):
		return r.wrongUsage("flag-value", facts{"Flag": dashed(invalid.GetFlag().Name), "Value": invalid.GetValue()})
	}
	var syntax *pflag.InvalidSyntaxError
	if errors.As(err, &syntax) {
		return r.wrongUsage("unknown-flag", facts{"Flag": syntax.GetSpecifiedFlag()})
	}
	return err
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

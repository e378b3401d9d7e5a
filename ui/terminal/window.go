package terminal

import (
	"context"
	"errors"
	"strings"
)

// window opens the window. Where there is none it says why and does the same
// job here: at once with --yes, after a question with a person there, else it
// names the command.
func (r *run) window(ctx context.Context, target Target, flags *setupFlags) error {
	if err := flags.check(r); err != nil {
		return err
	}
	err := r.OpenWindow(ctx, Window{Target: target, Words: r.words, Folder: flags.out})
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !errors.Is(err, r.NoWindow) {
		return r.notReached(ctx, target, err)
	}
	r.useJSON(flags.json)
	about := facts{"Reason": err.Error(), "Command": terminalCommand(target, flags)}
	without := &stop{code: Failure, kind: "no-window", what: r.words.Say("terminal.no-window.what"),
		why: r.words.Say("terminal.no-window.why", about), next: r.words.Say("terminal.no-window.next", about)}
	if !flags.yes && !r.InTerminal {
		return without
	}
	r.screen.line(without.what)
	r.screen.line(without.why)
	if flags.yes {
		return r.setup(ctx, target, flags)
	}
	yes, err := r.agree(ctx, r.words.Say("terminal.no-window.offer"))
	if err != nil {
		return err
	}
	if !yes {
		return without
	}
	return r.setup(ctx, target, flags)
}

// terminalCommand is the command line that does the window's job in a terminal.
func terminalCommand(target Target, flags *setupFlags) string {
	words := []string{"backupsso", "setup"}
	switch {
	case target.PracticeURL != "":
		words = append(words, "--practice="+target.PracticeURL)
	case target.Practice:
		words = append(words, "--practice")
	}
	return strings.Join(append(words, "--subdomain", firstNonEmpty(flags.subdomain, "us")), " ")
}

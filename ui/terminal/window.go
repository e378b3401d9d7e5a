package terminal

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
)

// window opens the window. Where there is none it says why and does the same
// job here: at once with --yes, after a question with a person there, else it
// names the command.
func (r *run) window(ctx context.Context, target Target, flags *setupFlags) error {
	r.target = target
	if err := flags.check(r); err != nil {
		return err
	}
	err := r.runWindow(ctx, target, flags.out)
	if !errors.Is(err, r.NoWindow) {
		return err
	}
	r.useJSON(flags.json)
	about := facts{"Reason": strings.TrimPrefix(err.Error(), r.NoWindow.Error()+": "), "Command": terminalCommand(target, flags)}
	without := &stop{code: Failure, kind: "no-window", what: r.words.Say("terminal.no-window.what"),
		why: r.words.Say("terminal.no-window.why", about), next: r.words.Say("terminal.no-window.next", about)}
	if !flags.yes && !r.InTerminal {
		return without
	}
	r.screen.line(without.what)
	r.screen.line(without.why)
	if !flags.yes {
		yes, err := r.agree(ctx, r.words.Say("terminal.no-window.offer"))
		if err != nil {
			return err
		}
		if !yes {
			return without
		}
	}
	return r.setup(ctx, target, flags)
}

// runWindow gives the window its flow and waits until it is closed.
func (r *run) runWindow(ctx context.Context, target Target, folder string) error {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return cannotWrite(folder, err)
	}
	session, err := r.NewFlow(ctx, target)
	if err != nil {
		return r.notReached(ctx, target, err)
	}
	defer session.End()
	return r.OpenWindow(ctx, Window{Target: target, Session: session, Words: r.words, Told: r.told, Folder: absolute})
}

// terminalCommand is the command line that does the window's job in a terminal.
func terminalCommand(target Target, flags *setupFlags) string {
	parts := []string{"backupsso", "setup"}
	switch {
	case target.PracticeURL != "":
		parts = append(parts, "--practice="+target.PracticeURL)
	case target.Practice:
		parts = append(parts, "--practice")
	}
	parts = append(parts, "--subdomain", firstNonEmpty(flags.subdomain, "us"))
	if flags.out != "." {
		parts = append(parts, "--out", flags.out)
	}
	return strings.Join(parts, " ")
}

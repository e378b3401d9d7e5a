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
	if r.LeaveConsole != nil {
		if r.alert = r.LeaveConsole(); r.alert != nil {
			r.InTerminal = false
		}
	}
	if err := flags.check(r); err != nil {
		return err
	}
	err := r.runWindow(ctx, target, flags)
	if !errors.Is(err, r.NoWindow) {
		return err
	}
	r.useJSON(flags.json)
	without := r.withoutWindow(err, terminalCommand(target, flags))
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

// withoutWindow says what a window lacks here, and how the job is done without.
func (r *run) withoutWindow(err error, command string) *stop {
	lacks := ""
	if knows := (interface{ Lacks() string })(nil); errors.As(err, &knows) {
		lacks = knows.Lacks()
	}
	why, next := "terminal.no-window.lacks-opengl", "terminal.no-window.next-opengl"
	switch lacks {
	case "window":
		why, next = "terminal.no-window.lacks-window", "terminal.no-window.next"
	case "display":
		why, next = "terminal.no-window.lacks-display", "terminal.no-window.next"
	case "library":
		why, next = "terminal.no-window.lacks-library", "terminal.no-window.next-library"
	}
	about := facts{"Reason": err.Error(), "Command": command}
	return &stop{code: Failure, kind: "no-window", what: r.words.Say("terminal.no-window.what"),
		why: r.words.Say(why, about), next: r.words.Say(next, about)}
}

// runWindow gives the window its flow and waits until it is closed.
func (r *run) runWindow(ctx context.Context, target Target, flags *setupFlags) error {
	absolute, err := filepath.Abs(flags.out)
	if err != nil {
		return cannotWrite(flags.out, err)
	}
	session, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
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

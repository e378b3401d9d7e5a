package terminal

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/term"

	"backupsso/assets/words"
)

// Standard returns the deps of a process: its standard streams, environment,
// clock, browser and the words of the system's language. What reaches a tenant
// is left to the caller.
func Standard(version string) Deps {
	return Deps{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal: isTerminal(os.Stdin), OutTerminal: isTerminal(os.Stdout), ErrTerminal: isTerminal(os.Stderr),
		Width:      terminalWidth,
		Getenv:     os.Getenv,
		Words:      words.New(words.FromSystem(os.Getenv)),
		Now:        time.Now,
		Version:    thisBuild(version),
		OpenURL:    OpenBrowser,
		ReadSecret: readSecret,

		LeaveConsole: leaveConsole,
	}
}

// readSecret reads a line without showing it. Ctrl-C gives the terminal its echo
// back.
func readSecret(ctx context.Context) (string, error) {
	terminal := int(os.Stdin.Fd())
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	type answer struct {
		text []byte
		err  error
	}
	read := make(chan answer, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		read <- answer{text, err}
	}()
	select {
	case got := <-read:
		return string(got.text), got.err
	case <-ctx.Done():
		_ = term.Restore(terminal, before)
		return "", ctx.Err()
	}
}

func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }

// terminalWidth is that of the terminal, whichever stream is one; 0 when none is.
func terminalWidth() int {
	for _, file := range []*os.File{os.Stdout, os.Stderr} {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			return columns
		}
	}
	return 0
}

// thisBuild says which build this is, as the Go tool stamped it.
func thisBuild(version string) Version {
	v := Version{Version: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = setting.Value
		case "vcs.time":
			v.Time = setting.Value
		case "vcs.modified":
			v.Modified = setting.Value == "true"
		case "CGO_ENABLED":
			v.Window = setting.Value == "1"
		}
	}
	return v
}

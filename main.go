// Command backupsso sets up SAML single sign-on for Autotask Endpoint Backup in
// Microsoft Entra ID: in a window, or in a terminal with the same flow behind it.
// This file wires the pieces; what they promise is said in their packages.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup"
	"backupsso/ui/terminal"
)

// version is the number of the next release; FyneApp.toml says the same.
const version = "0.1.0"

var errNoWindow = errors.New("this build has none")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(terminal.Execute(ctx, wire(), os.Args[1:]))
}

// wire connects the terminal to the real world.
func wire() terminal.Deps {
	deps := terminal.Deps{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal: isTerminal(os.Stdin), OutTerminal: isTerminal(os.Stdout), ErrTerminal: isTerminal(os.Stderr),
		Width:         width,
		Getenv:        os.Getenv,
		Words:         words.New(words.FromSystem(os.Getenv)),
		Now:           time.Now,
		Version:       build(),
		OpenURL:       terminal.OpenBrowser,
		NewFlow:       newFlow,
		ServePractice: servePractice,
		NoWindow:      errNoWindow,
		OpenWindow:    func(context.Context, terminal.Window) error { return errNoWindow },
	}
	for _, cloud := range graph.Clouds() {
		deps.Clouds = append(deps.Clouds, cloud.Name)
	}
	return deps
}

func isTerminal(file *os.File) bool { return term.IsTerminal(int(file.Fd())) }

func width() int {
	columns, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// newFlow returns a flow on the target; the func ends a practice tenant that was
// started for it.
func newFlow(ctx context.Context, target terminal.Target) (terminal.Flow, func(), error) {
	cloud, end, err := connect(ctx, target)
	if err != nil {
		return nil, nil, err
	}
	return setup.New(setup.Config{Cloud: cloud, ClientID: target.ClientID, Practice: target.Practice}), end, nil
}

// connect finds the cloud of a target: one of Microsoft's, a practice tenant that
// runs, or one that is started here.
func connect(ctx context.Context, target terminal.Target) (graph.Cloud, func(), error) {
	nothing := func() {}
	if !target.Practice {
		cloud, err := graph.CloudNamed(target.Cloud)
		return cloud, nothing, err
	}
	if target.PracticeURL != "" {
		info, err := practice.Discover(ctx, nil, target.PracticeURL)
		return graph.Practice(info.Login, info.Graph, info.MyApps), nothing, err
	}
	server, err := practice.Start(practice.Options{})
	if err != nil {
		return graph.Cloud{}, nothing, err
	}
	info := server.Info()
	return graph.Practice(info.Login, info.Graph, info.MyApps), func() { _ = server.Close() }, nil
}

func servePractice(_ context.Context, options terminal.PracticeOptions) (terminal.PracticeServer, error) {
	server, err := practice.Start(practice.Options{Listen: options.Listen, Lag: options.Lag, Ask: options.Ask, Trace: options.Trace})
	if err != nil {
		return terminal.PracticeServer{}, err
	}
	return terminal.PracticeServer{Info: server.Info(), Close: server.Close}, nil
}

// build says which build this is, as the Go tool stamped it.
func build() terminal.Version {
	v := terminal.Version{Version: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
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

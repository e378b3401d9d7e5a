// Command backupsso sets up SAML single sign-on for Autotask Endpoint Backup in
// Microsoft Entra ID: in a window, or in a terminal with the same flow behind it.
// This file wires the pieces; what they promise is said in their packages.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/network"
	"backupsso/graph/practice"
	"backupsso/graph/setup"
	"backupsso/graph/setup/signins"
	"backupsso/graph/trace"
	"backupsso/ui"
	"backupsso/ui/settings"
	"backupsso/ui/terminal"
)

// version is the number of the next release; FyneApp.toml says the same.
const version = "0.1.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	// Who stops reading, such as head or a pager, does not end a set-up between two changes.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	deps := terminal.Standard(version)
	for _, cloud := range graph.Clouds() {
		deps.Clouds = append(deps.Clouds, cloud.Name)
	}
	deps.NewFlow = newFlow
	deps.Remembered = remembered
	deps.ServePractice = servePractice
	deps.SignOut = signOut
	deps.Register = register
	deps.OpenWindow, deps.NoWindow = openWindow, ui.ErrNoWindow
	os.Exit(terminal.Execute(ctx, deps, os.Args[1:]))
}

// openWindow runs the window until it is closed; Ctrl-C ends the process, and a
// later run carries on.
func openWindow(ctx context.Context, window terminal.Window) error {
	stop := context.AfterFunc(ctx, func() { os.Exit(terminal.Interrupted) })
	defer stop()
	flow, ok := window.Session.Flow.(ui.Flow)
	if !ok {
		return fmt.Errorf("a %T cannot drive the window", window.Session.Flow)
	}
	deps := ui.Deps{
		Flow: flow, Words: window.Words, Practice: window.Target.Practice, Cloud: window.Target.Cloud, Practise: practise,
		OpenURL: terminal.OpenBrowser, OpenFile: terminal.OpenFile, Now: time.Now, SaveDir: window.Folder, Version: version,
		Languages: words.Languages(), Speak: speak, Told: window.Told,
	}
	for _, cloud := range graph.Clouds() {
		deps.Clouds = append(deps.Clouds, cloud.Name)
	}
	deps.Register, deps.SignOut, deps.ProxyPassword = register, signOut, window.Session.ProxyPassword
	if folder, err := os.UserConfigDir(); err == nil {
		deps.Settings = settings.In(filepath.Join(folder, "backupsso"))
	}
	if deps.Practice {
		deps.PracticeDesk = supportDesk{window.Session.Portal}
	}
	journal := journalFor(window.Target)
	deps.Remembers = journal != nil || deps.Practice
	if journal != nil {
		deps.Recent = func() ([]setup.Standing, []*setup.Problem) {
			all, problems := setup.Standings(journal)
			return setup.WithoutEndedPractice(all, func(tenantID string) bool {
				info, err := practice.Discover(ctx, nil, window.Target.PracticeURL)
				return err == nil && strings.EqualFold(info.TenantID, tenantID)
			}), problems
		}
	}
	if journal != nil {
		deps.Awaited = func() ([]setup.AwaitedConsent, []*setup.Problem) { return setup.AwaitedConsents(journal) }
	}
	return ui.Run(deps)
}

// speak gives the words of a language, or of the system's for "".
func speak(tag string) *words.Words {
	if tag == "" {
		tag = words.FromSystem(os.Getenv)
	}
	return words.New(tag)
}

// practise starts a practice tenant that lives as long as the process.
func practise(ctx context.Context) (ui.Flow, ui.PracticeDesk, error) {
	session, err := newFlow(ctx, terminal.Target{Practice: true})
	if err != nil {
		return nil, nil, err
	}
	context.AfterFunc(ctx, session.End)
	flow, ok := session.Flow.(ui.Flow)
	if !ok {
		return nil, nil, fmt.Errorf("a %T cannot drive the window", session.Flow)
	}
	return flow, supportDesk{session.Portal}, nil
}

// supportDesk is the support team of a practice tenant, at its portal's address.
type supportDesk struct{ portal string }

// Deliver loads a bundle into the stand-in portal.
func (d supportDesk) Deliver(ctx context.Context, zip []byte) error {
	return practice.Deliver(ctx, nil, d.portal, zip)
}

// newFlow connects a flow to its target.
func newFlow(ctx context.Context, target terminal.Target) (terminal.Session, error) {
	outside, err := network.New(network.Config{CAFile: target.CAFile})
	if err != nil {
		return terminal.Session{}, setup.NetworkProblem(err)
	}
	named, portal, end, err := connect(ctx, target, outside)
	if err != nil {
		return terminal.Session{}, err
	}
	cloud, err := named(target.Cloud)
	if err != nil {
		end()
		return terminal.Session{}, err
	}
	journal := journalFor(target)
	if journal == nil && target.Practice {
		journal, end = passingJournal(end)
	}
	transport := outside.Transport()
	if target.Trace != nil {
		made := map[string]string{"backupsso": version, "system": runtime.GOOS, "cloud": cloud.Name, "practice": strconv.FormatBool(target.Practice)}
		transport = trace.New(target.Trace, time.Now, made, setup.AppName).Around(transport)
	}
	pace := setup.DefaultPace()
	if target.Practice {
		pace = setup.PracticePace()
	}
	flow := setup.New(setup.Config{Cloud: cloud, CloudNamed: named, ClientID: target.ClientID, Practice: target.Practice, Journal: journal, Pace: pace,
		SignIns: signInsFor(target), Vault: graph.OpenVault, Deps: graph.Deps{Transport: transport}})
	return terminal.Session{Flow: flow, Portal: portal, End: end, ProxyPassword: outside.ProxyPassword}, nil
}

// signInsFor is where clients and kept sign-ins are remembered; nil as for a journal.
func signInsFor(target terminal.Target) *signins.Store {
	folder, err := setup.StateFolder(runtime.GOOS, os.Getenv, os.UserConfigDir)
	if err != nil || target.Practice && target.PracticeURL == "" {
		return nil
	}
	return signins.In(folder)
}

// signOut forgets what signInsFor keeps.
func signOut() (setup.SignedOut, error) {
	return setup.SignOut(signInsFor(terminal.Target{}), setup.EmptyVault)
}

// register lists what to enter for a client of one's own.
func register(name string, way setup.Way) setup.Registration {
	cloud, err := graph.CloudNamed(name)
	if err != nil { // which the terminal has ruled out
		cloud = graph.Global()
	}
	return setup.Register(cloud, way)
}

// journalFor is where set-ups are remembered between runs; nil for a practice
// tenant that ends with its command, and where the system names no folder.
func journalFor(target terminal.Target) *setup.Journal {
	folder, err := setup.StateFolder(runtime.GOOS, os.Getenv, os.UserConfigDir)
	if err != nil || target.Practice && target.PracticeURL == "" {
		return nil
	}
	return setup.JournalIn(folder)
}

// passingJournal is the journal of a practice tenant that ends with this process:
// what was made can be taken back until then. Where none can be kept, the tenant is
// set up without.
func passingJournal(end func()) (*setup.Journal, func()) {
	folder, err := os.MkdirTemp("", "backupsso-practice-")
	if err != nil {
		return nil, end
	}
	return setup.JournalIn(folder), func() {
		end()
		_ = os.RemoveAll(folder) // the system clears what cannot be removed
	}
}

// remembered reads what is remembered of all set-ups, practice included.
func remembered() terminal.Memory {
	folder, err := setup.StateFolder(runtime.GOOS, os.Getenv, os.UserConfigDir)
	if err != nil {
		return terminal.Memory{}
	}
	journal := setup.JournalIn(folder)
	var memory terminal.Memory
	var unread []*setup.Problem
	memory.Standings, memory.Problems = setup.Standings(journal)
	memory.Awaited, unread = setup.AwaitedConsents(journal)
	memory.Problems = append(memory.Problems, unread...)
	return memory
}

// connect finds the clouds of a target by their names: Microsoft's, a practice tenant
// that runs, or one that is started here and ended by end.
func connect(ctx context.Context, target terminal.Target, outside *network.Network) (named func(string) (graph.Cloud, error), portal string, end func(), err error) {
	end = func() {}
	if !target.Practice {
		return graph.CloudNamed, "", end, nil
	}
	var info practice.Info
	if target.PracticeURL != "" {
		here := &http.Client{Transport: graph.LoopbackOnly(outside.Transport()),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		info, err = practice.Discover(ctx, here, target.PracticeURL)
	} else if server, failure := practice.Start(practice.Options{Cloud: target.Cloud}); failure != nil {
		err = failure
	} else {
		info, end = server.Info(), func() { _ = server.Close() }
	}
	return func(name string) (graph.Cloud, error) { return playedCloud(info, name) }, info.Portal, end, err
}

// playedCloud is a practice tenant's cloud as whoever asks for a cloud of that name
// reaches it: one in a national cloud refuses those who come to the global host.
func playedCloud(info practice.Info, name string) (graph.Cloud, error) {
	if info.Cloud == "" {
		return graph.Practice(info.Login, info.Graph, info.MyApps), nil
	}
	cloud, err := graph.CloudNamed(name)
	login := info.Login
	if cloud.Name != info.Cloud {
		login = info.GlobalLogin
	}
	return cloud.PlayedAt(login, info.Graph, info.MyApps), err
}

func servePractice(_ context.Context, options terminal.PracticeOptions) (terminal.PracticeServer, error) {
	server, err := practice.Start(practice.Options{Listen: options.Listen, Lag: options.Lag, Ask: options.Ask, People: options.People,
		Trace: options.Trace, Faults: options.Faults, TLS: options.TLS, Host: options.Host, State: options.State, Cloud: options.Cloud})
	if wrong := (*practice.OptionError)(nil); errors.As(err, &wrong) {
		reason := strings.TrimPrefix(wrong.Error(), "practice: ")
		return terminal.PracticeServer{}, &terminal.WrongFlag{Flag: wrong.Option, Value: wrong.Value, Reason: reason}
	}
	if err != nil {
		return terminal.PracticeServer{}, err
	}
	return terminal.PracticeServer{Info: server.Info(), Close: server.Close}, nil
}

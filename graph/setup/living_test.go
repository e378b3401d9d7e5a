package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg/bundle"
)

// fatal is what rapid and testing have in common.
type fatal interface {
	Fatalf(format string, args ...any)
	Helper()
}

// weather is a practice tenant that schedules use one after the other.
type weather struct {
	*world
	network http.RoundTripper
	admin   *http.Client
	flow    *Flow // signed in, for quiet lives
	packed  *bundle.Bundle
}

// pack puts the first bundle together and hands it out again and again, since no
// schedule is about what is in it, and a quarter of the time went there.
func (w *weather) pack(contents bundle.Contents, options ...bundle.Option) (*bundle.Bundle, error) {
	if w.packed != nil {
		return w.packed, nil
	}
	var err error
	w.packed, err = bundle.Build(contents, options...)
	return w.packed, err
}

func newWeather(w *world) *weather {
	made := &weather{world: w, network: w.transport()}
	made.admin = &http.Client{Transport: made.network}
	made.flow = w.signedIn(w.t, made.config(w.transport(), nil))
	return made
}

// config is how the program comes in all weathers.
func (w *weather) config(network http.RoundTripper, journal *Journal) Config {
	config := practiceConfig(w.server)
	config.Deps.Transport, config.Pace, config.Journal = network, DefaultPace(), journal
	config.Deps.Jitter = func() float64 { return 0.5 }
	return config
}

// live goes through one schedule: a start, troubled lives, a quiet one, perhaps a
// renewal, and an undo.
func (w *weather) live(t fatal, made schedule) {
	t.Helper()
	folder := memoryFolder(w.t)
	defer func() { _ = os.RemoveAll(folder) }()
	if err := w.server.Reset(); err != nil {
		t.Fatalf("%v", err)
	}
	others := newOthers(w.t, w.server, w.network)
	w.begin(others, made.Start)
	others.twin = stateOf(w.t, w.server)
	l := &living{weather: w, t: t, made: made, folder: folder, others: others, wish: wish()}
	if made.Start == "elsewhere" {
		l.wish.Application = NewApplication
	}
	l.weatherFaults()
	for _, one := range made.Lives {
		l.troubled(one, l.setUp)
	}
	l.quietSetUp()
	for _, one := range made.Undos {
		l.troubled(one, l.undo)
	}
	l.quietUndo()
}

// begin makes the tenant as it is before.
func (w *weather) begin(others *others, start string) {
	wishFaults(w.t, w.admin, w.server, 0)
	portal := wish().Portal
	switch start {
	case "fresh":
		others.rival(false, stateOf(w.t, w.server))
	case "configured", "expired", "elsewhere":
		others.rival(false, stateOf(w.t, w.server))
		now := stateOf(w.t, w.server)
		app := others.target(now)
		half := now.half(app)
		if start == "elsewhere" {
			others.setUp(now, app, strings.Replace(portal.Identifier, "us.", "eu.", 1), strings.Replace(portal.ReplyURL, "us.", "eu.", 1))
		} else {
			others.setUp(now, app, portal.Identifier, "https://own."+w.server.Info().TenantDomain+"/acs")
		}
		end := time.Now().AddDate(2, 0, 0)
		if start == "expired" {
			end = time.Now().Add(24 * time.Hour)
		}
		_, made := others.do("POST", "/"+half+"/addTokenSigningCertificate", map[string]any{"displayName": "CN=theirs", "endDateTime": end.UTC().Format(time.RFC3339)})
		others.do("PATCH", "/"+half, map[string]any{"preferredTokenSigningKeyThumbprint": made["thumbprint"], "notificationEmailAddresses": []string{"before@" + w.server.Info().TenantDomain}})
		if start == "expired" {
			time.Sleep(48 * time.Hour)
		}
	case "person":
		upn := "B.Simon@" + w.server.Info().TenantDomain
		others.do("POST", "/users", map[string]any{"userPrincipalName": upn, "displayName": "Somebody else", "mailNickname": "bsimon",
			"accountEnabled": true, "passwordProfile": map[string]any{"password": "Canary-password-1"}})
	}
}

// living is one schedule on its way.
type living struct {
	*weather
	t      fatal
	made   schedule
	folder string
	others *others
	wish   Wish
}

// weatherFaults sets the lag, and whatever else goes wrong at the moment.
func (l *living) weatherFaults(more ...string) {
	lag := l.made.Lag
	if l.made.Spread > 0 {
		more = append(slices.Clone(more), fmt.Sprintf("lag:after=%s,replicas=3,seed=%d", lag, l.made.Spread))
	}
	wishFaults(l.weather.t, l.admin, l.server, lag, more...)
}

// troubled is one life of the program in bad weather.
func (l *living) troubled(one life, job func(context.Context, *Flow) error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	network := l.transport()
	defer network.(*http.Transport).CloseIdleConnections()
	storm := newStorm(l.weather.t, network, l.folder, cancel, one, l.others, l.made.Lag)
	inner := &air{plain: network}
	flow := New(l.config(inner, JournalIn(l.folder)))
	flow.pack = l.pack
	defer flow.Close()
	if _, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		l.t.Fatalf("sign-in: %v", err)
	}
	l.weatherFaults(one.Faults...)
	inner.set(storm)
	err := job(ctx, flow)
	inner.set(nil)
	l.weatherFaults()
	for file, content := range storm.saved {
		if err := os.WriteFile(filepath.Clean(file), content, 0o600); err != nil {
			l.t.Fatalf("%v", err)
		}
	}
	l.named("a troubled life", err)
	if len(storm.broken) > 0 {
		l.t.Fatalf("%v", storm.broken)
	}
	l.nothingTwice()
}

// named wants an end that has words of its own.
func (l *living) named(what string, err error) {
	l.t.Helper()
	var problem *Problem
	if err != nil && (!errors.As(err, &problem) || problem.Kind == Unexpected && !errors.Is(err, errDead)) {
		l.t.Fatalf("%s ends without a name: %v", what, err)
	}
}

func (l *living) setUp(ctx context.Context, flow *Flow) error {
	made, err := flow.Plan(ctx, l.wish)
	if err != nil {
		return err
	}
	_, err = flow.Apply(ctx, made, nil)
	return err
}

func (l *living) undo(ctx context.Context, flow *Flow) error {
	made, err := flow.PlanUndo(ctx, l.wish)
	if err != nil {
		return err
	}
	_, err = flow.Undo(ctx, made, nil)
	return err
}

// session is a fresh flow on the sign-in of the quiet lives.
func (l *living) session() *Flow {
	flow := WithDirectory(l.config(l.network, JournalIn(l.folder)), l.flow.directory)
	flow.pack = l.pack
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		l.t.Fatalf("%v", err)
	}
	return flow
}

// quietSetUp carries on until the set-up stands, or cannot: then it must say why.
func (l *living) quietSetUp() {
	const tries = 3
	var err error
	for range tries {
		if err = l.setUp(context.Background(), l.session()); err == nil {
			break
		}
		l.named("a quiet life", err)
		var problem *Problem
		_ = errors.As(err, &problem)
		switch problem.Kind {
		case SeveralApps: // a person takes the one that is theirs, or a new one
			l.wish.Application = strings.TrimPrefix(l.ours(), "applications/")
			if l.wish.Application == "" {
				l.wish.Application = problem.Choices[0].ID
			}
		case WaitedTooLong:
			if l.did("service principal deleted") {
				return // which looks like one that is late
			}
		case UserDisabled, IdentifierTaken, SpareApplication, AppWithoutHalf, NoSuchApplication:
			if !l.edited() {
				l.t.Fatalf("the quiet life: %v", err)
			}
			return // somebody else has to act first
		}
	}
	if err != nil {
		l.t.Fatalf("the quiet life: %v", err)
	}
	time.Sleep(l.made.Lag)
	l.stands()
	if !l.made.Renew {
		return
	}
	flow := l.session()
	if _, err = flow.Renew(context.Background(), l.wish, nil); err == nil {
		_, err = flow.Activate(context.Background(), l.wish, nil)
	}
	if err != nil {
		l.t.Fatalf("renewing: %v", err)
	}
}

// edited reports whether anybody else did anything.
func (l *living) edited() bool {
	return slices.ContainsFunc(l.made.Lives, func(one life) bool { return len(one.Edits) > 0 })
}

func (l *living) did(what string) bool {
	return slices.ContainsFunc(l.made.Lives, func(one life) bool {
		return slices.ContainsFunc(one.Edits, func(e edit) bool { return e.What == what })
	})
}

// colleague reports whether a fault plays somebody who adds certificates.
func (l *living) colleague() bool {
	return slices.ContainsFunc(l.made.Lives, func(one life) bool { return slices.Contains(one.Faults, "two-certificates") })
}

// ours is the application that was made here and still stands, "" when there is none.
func (l *living) ours() string {
	for _, id := range l.others.twin.madeHere(stateOf(l.weather.t, l.server), "applications") {
		return id
	}
	return ""
}

// air is the network of a flow: plain, or with a storm in it.
type air struct {
	plain http.RoundTripper
	storm http.RoundTripper
}

func (a *air) set(storm *storm) {
	a.storm = nil
	if storm != nil {
		a.storm = storm
	}
}

func (a *air) RoundTrip(request *http.Request) (*http.Response, error) {
	if a.storm != nil {
		return a.storm.RoundTrip(request)
	}
	return a.plain.RoundTrip(request)
}

// memoryFolder is a folder on which syncing costs nothing, where there is one.
func memoryFolder(t testing.TB) string {
	const memory = "/dev/shm"
	parent := t.TempDir()
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		parent = memory
	}
	folder, err := os.MkdirTemp(parent, "backupsso-journal-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

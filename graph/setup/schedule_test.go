package setup

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// trouble is what happens around one write of a run.
type trouble struct {
	at   int    // the write, from 1
	what string // of troubles
}

// troubles are the ways in which a write goes wrong.
func troubles() []string {
	return []string{"kill " + beforeSend, "kill " + afterEffect, "kill " + afterJournal,
		"lost before", "lost after", "429", "503 before", "504 after"}
}

// stormy is a network with troubles; it is a killer too.
type stormy struct {
	killer
	troubles []trouble
}

func (s *stormy) RoundTrip(request *http.Request) (*http.Response, error) {
	what := ""
	if writing(request) {
		s.mu.Lock()
		for _, trouble := range s.troubles {
			if trouble.at == s.writes+1 && !strings.HasPrefix(trouble.what, "kill") {
				what = trouble.what
			}
		}
		s.mu.Unlock()
	}
	switch what {
	case "lost before", "429", "503 before":
		s.mu.Lock()
		s.writes++
		s.mu.Unlock()
	default:
		response, err := s.killer.RoundTrip(request)
		if err == nil && what != "" {
			_ = response.Body.Close()
			if what == "504 after" {
				return status(request, http.StatusGatewayTimeout), nil
			}
			return nil, io.ErrUnexpectedEOF
		}
		return response, err
	}
	switch what {
	case "429":
		return status(request, http.StatusTooManyRequests), nil
	case "503 before":
		return status(request, http.StatusServiceUnavailable), nil
	}
	return nil, io.ErrUnexpectedEOF
}

func writing(request *http.Request) bool {
	return request.Method != http.MethodGet && strings.HasPrefix(request.URL.Path, "/v1.0/") && !strings.HasSuffix(request.URL.Path, "/$batch")
}

func status(request *http.Request, code int) *http.Response {
	return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {"application/json"}}, Request: request, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(`{"error":{"code":"x","message":"x"}}`))}
}

// schedule is one life of a set-up with everything that happens to it.
type schedule struct {
	lag     time.Duration
	runs    [][]trouble
	foreign []string // between runs
}

func drawSchedule(t *rapid.T, lag time.Duration) schedule {
	made := schedule{lag: lag}
	one := rapid.Custom(func(t *rapid.T) trouble {
		return trouble{rapid.IntRange(1, 9).Draw(t, "at"), rapid.SampledFrom(troubles()).Draw(t, "what")}
	})
	made.runs = rapid.SliceOfN(rapid.SliceOfN(one, 1, 3), 0, 3).Draw(t, "runs")
	made.foreign = rapid.SliceOfN(rapid.SampledFrom([]string{"", "user"}), len(made.runs), len(made.runs)).Draw(t, "foreign")
	return made
}

// fatal is what rapid and testing have in common.
type fatal interface {
	Fatalf(format string, args ...any)
	Helper()
}

// weather is a practice tenant that many schedules use one after the other: an
// undo has to leave it as it was.
type weather struct {
	t      *testing.T
	air    *air
	server *practice.Server
	flow   *Flow // of a foreign admin
	edits  int
}

func newWeather(t *testing.T, lag time.Duration) *weather {
	w := &weather{t: t, server: startPractice(t, practice.Options{Lag: lag})}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	w.air = &air{plain: transport}
	config := practiceConfig(w.server)
	config.Deps.Transport = w.air
	w.flow = New(config)
	t.Cleanup(w.flow.Close)
	if _, err := w.flow.SignIn(context.Background(), SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	return w
}

// air is the network of a lane: plain, or with a storm in it.
type air struct {
	plain http.RoundTripper
	mu    sync.Mutex
	storm http.RoundTripper
}

func (a *air) set(storm http.RoundTripper) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.storm = storm
}

func (a *air) RoundTrip(request *http.Request) (*http.Response, error) {
	a.mu.Lock()
	way := a.storm
	a.mu.Unlock()
	if way == nil {
		way = a.plain
	}
	return way.RoundTrip(request)
}

// session is a fresh flow of the program on the lane's one sign-in, which is not
// what these schedules are about.
func (w *weather) session(t fatal, folder string) *Flow {
	config := practiceConfig(w.server)
	config.Journal, config.Pace = JournalIn(folder), stormPace()
	flow := WithDirectory(config, w.flow.directory)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatalf("%v", err)
	}
	return flow
}

// edit is somebody else at work on something of their own.
func (w *weather) edit(t fatal) {
	w.edits++
	name := fmt.Sprintf("someone%d", w.edits)
	upn := name + "@" + w.server.Info().TenantDomain
	_, err := w.flow.directory.CreateUser(context.Background(), graph.NewUser{UPN: upn, Name: name, MailNickname: name, Password: graph.NewSecret("Canary-password-1")})
	if err != nil {
		t.Fatalf("foreign user: %v", err)
	}
}

// live goes through one schedule: troubled runs, a quiet one, and an undo.
func (w *weather) live(t fatal, made schedule) {
	folder, err := os.MkdirTemp(w.t.TempDir(), "journal")
	if err != nil {
		t.Fatalf("%v", err)
	}
	for i, troubles := range made.runs {
		_, err := w.run(t, folder, troubles)
		var problem *Problem
		if err != nil && (!errors.As(err, &problem) || problem.Kind == Unexpected && !errors.Is(err, errDead)) {
			t.Fatalf("a run ends without a name: %v", err)
		}
		if made.foreign[i] == "user" {
			w.edit(t)
		}
	}
	time.Sleep(made.lag)
	before := w.others(t)
	result, err := w.run(t, folder, nil)
	if err != nil {
		t.Fatalf("the quiet run: %v", err)
	}
	time.Sleep(made.lag)
	w.holdsOne(t)
	if len(result.Bundle) == 0 {
		t.Fatalf("no bundle")
	}
	flow := w.session(t, folder)
	undone, err := flow.PlanUndo(context.Background(), wish())
	if err == nil {
		_, err = flow.Undo(context.Background(), undone, nil)
	}
	if err != nil {
		t.Fatalf("undo: %v", err)
	}
	time.Sleep(made.lag)
	if difference := cmp.Diff(before, snapshot(w.t, w.server)); difference != "" {
		t.Fatalf("undo leaves %s", difference)
	}
}

// others is the tenant without what a set-up makes.
func (w *weather) others(t fatal) []string {
	t.Helper()
	return slices.DeleteFunc(snapshot(w.t, w.server), func(line string) bool {
		return strings.HasPrefix(line, "assignment ") || strings.Contains(line, `"displayName":"B.Simon"`) ||
			strings.Contains(line, `"displayName":"`+AppName+`"`)
	})
}

func (w *weather) holdsOne(t fatal) {
	t.Helper()
	template, err := w.flow.findTemplate(context.Background())
	if err != nil {
		t.Fatalf("%v", err)
	}
	all, err := w.flow.directory.ApplicationsFromTemplate(context.Background(), template.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d applications, %v", len(all), err)
	}
	sight, err := w.flow.directory.Look(context.Background(), graph.Question{AppID: all[0].AppID})
	if err != nil || len(sight.Principal.Certificates) != 1 || sight.Principal.ActiveThumbprint != sight.Principal.Certificates[0].Thumbprint || len(sight.Assignments) != 1 {
		t.Fatalf("%+v, %v", sight, err)
	}
}

func stormPace() Pace {
	return Pace{First: 2 * time.Millisecond, Most: 20 * time.Millisecond, GiveUp: 1500 * time.Millisecond, Steady: 1}
}

// run is one life of the program in bad weather.
func (w *weather) run(t fatal, folder string, troubles []trouble) (Result, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	flow := w.session(t, folder)
	storm := &stormy{troubles: troubles, killer: killer{next: w.air.plain, folder: folder, cancel: cancel, mu: sync.Mutex{}}}
	for _, trouble := range troubles {
		if when, kills := strings.CutPrefix(trouble.what, "kill "); kills {
			storm.at, storm.when = trouble.at, when
		}
	}
	w.air.set(storm)
	defer w.air.set(nil)
	made, err := flow.Plan(ctx, wish())
	if err != nil {
		return Result{}, err
	}
	result, err := flow.Apply(ctx, made, nil)
	for file, content := range storm.saved {
		if err := os.WriteFile(filepath.Clean(file), content, 0o600); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return result, err
}

// Schedules run in lanes side by side, each with a tenant and a lag of its own,
// because most of their time is waiting.
const lanes = 8

// Unless -rapid.checks asks for others, so many schedules per lane are tried, and
// for so long at most.
const usually, usualLength = "50", 50 * time.Second

func lagOf(lane int) time.Duration {
	return []time.Duration{0, 0, 20 * time.Millisecond, 60 * time.Millisecond}[lane%4]
}

// TestRandomSchedules is the promise of a set-up in any weather: it ends with one
// of each, or with a named problem, and an undo leaves the tenant as it was. More
// with -rapid.checks=N, per lane; a failure tells the seed to repeat it with.
func TestRandomSchedules(t *testing.T) {
	ends := time.Now().Add(24 * time.Hour)
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		ends = time.Now().Add(usualLength)
		if testing.Short() {
			ends = time.Now().Add(usualLength / 10)
		}
		if err := checks.Value.Set(usually); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
	}
	var all sync.WaitGroup
	for lane := range lanes {
		all.Go(func() {
			t.Run(fmt.Sprint("lane ", lane), func(t *testing.T) {
				var tenant *weather
				count := 0
				rapid.Check(t, func(rt *rapid.T) {
					made := drawSchedule(rt, lagOf(lane))
					if time.Now().After(ends) {
						return
					}
					count++
					if tenant == nil {
						tenant = newWeather(t, made.lag)
					}
					used := tenant
					tenant = nil // a failure leaves it as nobody knows
					used.live(rt, made)
					tenant = used
				})
				t.Logf("%d schedules", count)
			})
		})
	}
	all.Wait()
}

package setup

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/practice"
)

var updateFaults = flag.Bool("update", false, "take over what a person reads of faults now")

const faultTable = "testdata/faults.txt"

// worse are the forms in which a fault is tried besides its own default: for good,
// early and late, before the effect and after it.
var worse = map[string][]string{
	"throttle":         {"throttle:n=3,after=2s,form=date", "throttle:n=2,form=none", "throttle:n=1,after=10h", "throttle:n=0,after=1s", "throttle:n=0,after=5s,on=writes,skip=2"},
	"server-error":     {"server-error:n=1,when=before,on=POST /applicationTemplates/**", "server-error:n=1,on=writes,skip=4", "server-error:n=0,when=before", "server-error:n=0,when=after,on=PATCH"},
	"bad-gateway":      {"bad-gateway:n=1,on=POST /users", "bad-gateway:n=0,when=before"},
	"unavailable":      {"unavailable:n=1,on=writes,skip=1", "unavailable:n=0,when=before,after=1m,form=seconds"},
	"gateway-timeout":  {"gateway-timeout:n=1,on=POST /servicePrincipals/**", "gateway-timeout:n=0,when=before"},
	"reset":            {"reset:n=1,on=writes,skip=2,when=before", "reset:n=1,on=writes,skip=2", "reset:n=0"},
	"slow-headers":     {"slow-headers:n=1,after=3m", "slow-headers:n=1,after=3m,on=PATCH", "slow-headers:n=0,after=10m"},
	"slow-body":        {"slow-body:n=1,after=3m,on=writes,skip=3", "slow-body:n=0,after=10m"},
	"cut-json":         {"cut-json:n=1,on=POST /users", "cut-json:n=0"},
	"empty-error":      {"empty-error:n=1,status=400,on=PATCH", "empty-error:n=1,status=403,on=PATCH", "empty-error:n=1,status=409,on=POST /users", "empty-error:n=0,status=404,on=PATCH", "empty-error:n=0,status=500"},
	"instantiate-404":  {"instantiate-404:n=0"},
	"expired-token":    {"expired-token:n=1,on=writes,skip=3"},
	"cae":              {"cae:n=1,on=writes,skip=3", "cae:n=0"},
	"denied":           {"denied:on=PATCH,skip=1", "denied:on=POST /users,skip=0", "denied:on=POST /servicePrincipals/*/appRoleAssignedTo,skip=0", "denied:on=reads,skip=1", "denied:on=DELETE,skip=1"},
	"lag":              {"lag:after=3m,replicas=1", "lag:after=3h,replicas=1"},
	"consent-missing":  {"consent-missing:scope=Application.ReadWrite.All", "consent-missing:scope=User.ReadWrite.All"},
	"late-metadata":    {"late-metadata:after=3h"},
	"two-certificates": {"two-certificates:n=0"},
	"clock-skew":       {"clock-skew:by=-10m", "clock-skew:by=3h", "clock-skew:by=-3h"},
}

// TestEveryFaultHasWords lives through every fault of the practice tenant, for one
// whole set-up each, and keeps what the person reads: how it ends, what she is told
// to wait for, and that the next set-up without the fault ends with one of each. A
// new fault stands in no row and so fails it, until -update was looked at.
func TestEveryFaultHasWords(t *testing.T) {
	t.Parallel()
	language := words.New("en")
	var table strings.Builder
	table.WriteString("# What a person reads of every fault of the practice tenant: go test ./graph/setup -run EveryFault -update\n")
	for _, fault := range practice.Faults() {
		fmt.Fprintf(&table, "\n%s\n", fault.Name)
		for _, spec := range append([]string{fault.Spec}, worse[fault.Name]...) {
			table.WriteString("\n  " + spec + "\n")
			t.Run(spec, func(t *testing.T) {
				inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) { table.WriteString(faultRow(t, w, language, spec)) })
				inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
					table.WriteString("    undo\n" + undoneRow(t, w, language, spec))
				})
			})
		}
	}
	if *updateFaults {
		if err := os.WriteFile(faultTable, []byte(table.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(faultTable)
	if err != nil {
		t.Fatal(err)
	}
	if difference := cmp.Diff(string(kept), table.String()); difference != "" {
		t.Errorf("-kept +now, -update takes it over:\n%s", difference)
	}
}

// changing is what differs from run to run.
var changing = regexp.MustCompile(`[0-9A-F]{40}|[0-9a-f]{8}-[0-9a-f-]{27}`)

// raw is what no sentence may show.
var raw = regexp.MustCompile(`<no value>|\{\{|%!|\bnil\b|dial tcp|unexpected EOF|context (deadline|canceled)|json:|http2?: |graph: |setup: `)

// faultRow is what a person reads of one fault.
func faultRow(t *testing.T, w *world, language *words.Words, spec string) string {
	var row strings.Builder
	client := &http.Client{Transport: w.transport()}
	wishFaults(t, client, w.server, 0, spec)
	folder := memoryFolder(t)
	config := w.config()
	config.Journal = JournalIn(folder)
	config.Deps.Jitter = func() float64 { return 0.5 }
	begun := time.Now()
	waits, err := wholeJob(config)
	for _, reason := range waits {
		fmt.Fprintf(&row, "    told:  %s\n", language.Say("wait."+reason))
	}
	row.WriteString(endOf(t, language, spec, "set up", err, time.Since(begun)))
	if !strings.HasPrefix(spec, "clock-skew") { // nobody's clock jumps back
		wishFaults(t, client, w.server, 0)
	}
	if _, err := wholeJob(config); err != nil {
		t.Errorf("%s: without it, the next set-up ends with %v", spec, err)
	} else if !strings.HasPrefix(spec, "two-certificates") {
		oneOfEach(t, w)
	}
	return row.String()
}

// undoneRow is what a person reads of one fault while everything is taken back.
func undoneRow(t *testing.T, w *world, language *words.Words, spec string) string {
	client := &http.Client{Transport: w.transport()}
	before := stateOf(t, w.server)
	folder := memoryFolder(t)
	config := w.config()
	config.Journal, config.Deps.Jitter = JournalIn(folder), func() float64 { return 0.5 }
	if _, err := wholeJob(config); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Hour)
	wishFaults(t, client, w.server, 0, spec)
	begun := time.Now()
	err := wholeUndo(config)
	row := endOf(t, language, spec, "taken back", err, time.Since(begun))
	wishFaults(t, client, w.server, 0)
	if err := wholeUndo(config); err != nil {
		t.Errorf("%s: without it, the next undo ends with %v", spec, err)
	}
	if difference := cmp.Diff(before, stateOf(t, w.server)); difference != "" {
		t.Errorf("%s: undo leaves %s", spec, difference)
	}
	return row
}

// wholeUndo signs in and takes everything back. That there is nothing left to take
// back is no failure.
func wholeUndo(config Config) error {
	flow := New(config)
	defer flow.Close()
	ctx := context.Background()
	if _, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		return err
	}
	made, err := flow.PlanUndo(ctx, wish())
	if err == nil {
		_, err = flow.Undo(ctx, made, nil)
	}
	var problem *Problem
	if errors.As(err, &problem) && problem.Kind == NothingToUndo {
		return nil
	}
	return err
}

// endOf is what a person reads at the end.
func endOf(t *testing.T, language *words.Words, spec, well string, err error, took time.Duration) string {
	const longest = 45 * time.Minute
	var row strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&row, "    "+format+"\n", args...) }
	took = took.Round(time.Second)
	if took > longest {
		t.Errorf("%s: it takes %v", spec, took)
	}
	var problem *Problem
	switch {
	case err == nil:
		say("ends:  %s, after %v", well, took)
	case !errors.As(err, &problem) || problem.Kind == Unexpected:
		t.Errorf("%s: ends without a name: %v", spec, err)
	default:
		for name, fact := range problem.Facts {
			problem.Facts[name] = changing.ReplaceAllString(fact, "…") // ports and thumbprints
		}
		say("ends:  %s at %s, after %v", problem.Kind, problem.Step, took)
		for _, part := range []string{"what", "why", "next"} {
			say("%-6s %s", part+":", language.Say("problem."+string(problem.Kind)+"."+part, words.From(problem.Facts)))
		}
	}
	if shown := raw.FindString(row.String()); shown != "" {
		t.Errorf("%s: the person reads %q", spec, shown)
	}
	return row.String()
}

// wholeJob signs in, plans and applies, and returns the reasons to wait that were
// told, each once.
func wholeJob(config Config) ([]string, error) {
	var waits []string
	var telling sync.Mutex // Deps.Wait is called from any goroutine
	told := func() []string {
		telling.Lock()
		defer telling.Unlock()
		return slices.Clone(waits)
	}
	tell := func(reason string) {
		telling.Lock()
		defer telling.Unlock()
		if !slices.Contains(waits, reason) {
			waits = append(waits, reason)
		}
	}
	config.Deps.Wait = func(reason string, _ time.Time) { tell(reason) }
	flow := New(config)
	defer flow.Close()
	ctx := context.Background()
	if _, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		return told(), err
	}
	made, err := flow.Plan(ctx, wish())
	if err == nil {
		err = errOrNil(made.Blocked())
	}
	if err == nil {
		_, err = flow.Apply(ctx, made, func(event Event) {
			if event.Wait != nil {
				tell(event.Wait.Reason)
			}
		})
	}
	return told(), err
}

func errOrNil(problem *Problem) error {
	if problem == nil {
		return nil
	}
	return problem
}

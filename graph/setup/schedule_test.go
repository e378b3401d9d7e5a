package setup

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"backupsso/graph/practice"
)

// schedule is one life of a set-up with everything that happens to it.
type schedule struct {
	Start  string        // how the tenant stands before: one of starts
	Lag    time.Duration `json:",omitempty"`
	Spread uint64        `json:",omitempty"` // seed of a lag that differs by replica; 0: all replicas are alike
	Lives  []life        `json:",omitempty"` // of set-ups, until a quiet one follows
	Renew  bool          `json:",omitempty"` // a new certificate is added and made active
	Undos  []life        `json:",omitempty"` // before the quiet undo
}

// starts are the tenants that a set-up may find: without the app; with one that
// nobody configured; with one that serves the same portal, as somebody set it up by
// hand; with one whose certificate has ended; with one for another portal; with the
// test user there already.
func starts() []string {
	return []string{"empty", "empty", "empty", "fresh", "configured", "expired", "elsewhere", "person"}
}

func drawSchedule(t *rapid.T) schedule {
	made := schedule{Start: rapid.SampledFrom(starts()).Draw(t, "start"),
		Lag:   rapid.SampledFrom([]time.Duration{0, 0, time.Second, 6 * time.Second}).Draw(t, "lag"),
		Renew: rapid.IntRange(0, 5).Draw(t, "renew") == 5}
	if made.Lag > 0 && rapid.Bool().Draw(t, "uneven") {
		made.Spread = rapid.Uint64Range(1, 1000).Draw(t, "spread")
	}
	made.Lives = rapid.SliceOfN(rapid.Custom(drawLife), 0, 3).Draw(t, "lives")
	made.Undos = rapid.SliceOfN(rapid.Custom(drawLife), 0, 1).Draw(t, "undos")
	return made
}

func drawLife(t *rapid.T) life {
	made := life{Faults: rapid.SliceOfN(rapid.Custom(drawFault), 0, 2).Draw(t, "faults")}
	switch rapid.SampledFrom([]string{"", "", "", "kill", "kill", "cancel", "away", "asleep"}).Draw(t, "end") {
	case "kill":
		made.Kill = rapid.IntRange(1, 9).Draw(t, "kill")
		made.When = rapid.SampledFrom([]string{beforeSend, afterEffect, afterJournal}).Draw(t, "when")
	case "cancel":
		made.Cancel = rapid.IntRange(1, 30).Draw(t, "cancel")
	case "away":
		made.Away = rapid.IntRange(1, 30).Draw(t, "away")
	case "asleep":
		made.Asleep = rapid.IntRange(1, 30).Draw(t, "asleep")
	}
	made.Edits = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) edit {
		return edit{rapid.IntRange(1, 8).Draw(t, "look"), rapid.SampledFrom(edits()).Draw(t, "edit")}
	}), 0, 2).Draw(t, "edits")
	return made
}

// drawFault draws one of the practice tenant's own.
func drawFault(t *rapid.T) string {
	name := rapid.SampledFrom([]string{"throttle", "server-error", "bad-gateway", "unavailable", "gateway-timeout", "reset", "slow-headers",
		"slow-body", "cut-json", "empty-error", "instantiate-404", "expired-token", "cae", "denied", "late-metadata", "two-certificates",
		"clock-skew", "deleting-saml-app"}).Draw(t, "fault")
	on := rapid.SampledFrom([]string{"on=writes", "on=writes", "on=reads", "on=POST"}).Draw(t, "on")
	skip := fmt.Sprintf(",n=1,skip=%d", rapid.IntRange(0, 8).Draw(t, "skip"))
	when := rapid.SampledFrom([]string{",when=before", ",when=after"}).Draw(t, "when")
	after := rapid.SampledFrom([]string{"1s", "30s", "3m"}).Draw(t, "after")
	switch name {
	case "throttle":
		return "throttle:" + on + skip + ",after=" + after + ",form=" + rapid.SampledFrom([]string{"seconds", "date", "none"}).Draw(t, "form")
	case "server-error", "bad-gateway", "unavailable", "gateway-timeout", "reset":
		return name + ":" + on + skip + when
	case "slow-headers", "slow-body":
		return name + ":" + on + skip + ",after=" + after
	case "cut-json", "expired-token", "cae":
		return name + ":" + on + skip
	case "empty-error":
		// Only of instantiate is it known that such an answer comes after the effect.
		return "empty-error:on=writes" + skip + ",when=before,status=" + rapid.SampledFrom([]string{"400", "403", "404", "409", "500"}).Draw(t, "status")
	case "denied":
		return "denied:on=writes" + strings.Replace(skip, ",n=1", "", 1)
	case "late-metadata":
		return "late-metadata:after=" + after
	case "clock-skew":
		return "clock-skew:by=" + rapid.SampledFrom([]string{"10m", "-10m"}).Draw(t, "by")
	}
	return name
}

// Schedules run in lanes side by side, so many in each unless -rapid.checks asks for
// others. CI goes through more than thirty times as many.
const lanes, usually = 4, 15

// usualSeed makes every usual run go through the same schedules, so that a failure
// comes from what was changed. Others are drawn with -rapid.seed or -rapid.checks.
const usualSeed = "20270101"

// reserve is how long before the end of all tests no new schedule begins, which is
// only ever so late on a machine that does ten other things.
const reserve = 4 * time.Minute

// TestRandomSchedules is the promise of a set-up in any weather: it ends with one
// of each, or with a named problem, and an undo leaves the tenant as it was, but for
// what others did meanwhile. With -rapid.checks=N there are N per lane, and with
// -rapid.seed=N always the same. A failure tells the schedule, to be kept in
// testdata/schedules.
func TestRandomSchedules(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		count := usually
		if testing.Short() {
			count /= 2
		}
		if err := checks.Value.Set(fmt.Sprint(count)); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = checks.Value.Set(checks.DefValue) }()
		if seed := flag.Lookup("rapid.seed"); seed.Value.String() == seed.DefValue {
			if err := seed.Value.Set(usualSeed); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = seed.Value.Set(seed.DefValue) }()
		}
	}
	ends, limited := t.Deadline()
	ends = ends.Add(-reserve)
	var tried atomic.Int64
	var all sync.WaitGroup
	for lane := range lanes {
		all.Go(func() {
			t.Run(fmt.Sprint("lane ", lane), func(t *testing.T) {
				jobs, failures := make(chan schedule), make(chan string)
				var bubble sync.WaitGroup
				bubble.Go(func() { serveSchedules(t, jobs, failures) })
				defer bubble.Wait()
				defer close(jobs)
				rapid.Check(t, func(rt *rapid.T) {
					for range lane { // lanes of one seed differ
						rapid.Uint64().Draw(rt, "lane")
					}
					made := drawSchedule(rt)
					if limited && time.Now().After(ends) {
						return
					}
					tried.Add(1)
					jobs <- made
					if failure := <-failures; failure != "" {
						rt.Fatal(failure)
					}
				})
			})
		})
	}
	all.Wait()
	t.Logf("%d schedules", tried.Load())
}

// serveSchedules lives in a bubble and goes through the schedules that come from
// outside, where time is the world's. It gives back what failed, or "".
func serveSchedules(t *testing.T, jobs <-chan schedule, failures chan<- string) {
	defer close(failures) // also when the bubble ends in the middle
	inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
		tenant := newWeather(w)
		for made := range jobs {
			failures <- tenant.tryLive(made)
		}
	})
}

// tryLive goes through a schedule and gives back what failed, or "".
func (w *weather) tryLive(made schedule) (failure string) {
	defer func() {
		switch stopped := recover().(type) {
		case nil:
		case stop:
			raw, err := json.Marshal(made)
			if err != nil {
				w.t.Error(err)
			}
			failure = fmt.Sprintf("%s\nschedule: %s", stopped, raw)
		default:
			panic(stopped)
		}
	}()
	w.live(stopping{}, made)
	return ""
}

// stopping ends a schedule at its first failure.
type stopping struct{}

type stop string

func (stopping) Fatalf(format string, args ...any) {
	const above = 1
	_, file, line, _ := runtime.Caller(above)
	panic(stop(fmt.Sprintf("%s:%d: ", filepath.Base(file), line) + fmt.Sprintf(format, args...)))
}

func (stopping) Helper() {}

// TestKeptSchedules goes through schedules that once failed.
func TestKeptSchedules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/schedules/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schedules: %v", err)
	}
	inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
		tenant := newWeather(w)
		for _, file := range files {
			raw, err := os.ReadFile(filepath.Clean(file))
			if err != nil {
				t.Fatal(err)
			}
			var made schedule
			if err := json.Unmarshal(raw, &made); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if failure := tenant.tryLive(made); failure != "" {
				t.Errorf("%s: %s", filepath.Base(file), failure)
			}
		}
	})
}

package setup

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"backupsso/graph/practice"
	"backupsso/graph/setup/journal"
)

// interruption is something that happens to a computer or a tenant in the middle of
// a run, before one of its requests.
type interruption struct {
	name string
	lag  time.Duration
	// happens is called before the request at which it strikes.
	happens func(*interrupted)
	// kinds are the problems that the run may stop with; none: it must not stop.
	kinds []Kind
	// every strikes only every nth request, where that is enough.
	every int
}

// interrupted is the network of a run that something happens to.
type interrupted struct {
	next     http.RoundTripper
	w        *world
	client   *http.Client
	others   *others
	at       int
	happens  func(*interrupted)
	requests int
	awayTill time.Time
	clock    time.Duration // how far this computer's clock was set
}

func (i *interrupted) RoundTrip(request *http.Request) (*http.Response, error) {
	if i.requests++; i.requests == i.at {
		i.happens(i)
	}
	if time.Now().Before(i.awayTill) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
	}
	return i.next.RoundTrip(request)
}

func (i *interrupted) now() time.Time { return time.Now().Add(i.clock) }

func (i *interrupted) faults(specs ...string) { wishFaults(i.w.t, i.client, i.w.server, 0, specs...) }

func interruptions() []interruption {
	nobody := []Kind{}
	return []interruption{
		{name: "the network is away for a moment", kinds: nobody, happens: func(i *interrupted) { i.awayTill = time.Now().Add(2 * time.Second) }},
		{name: "the network is away for ten minutes", every: 2, kinds: []Kind{NoNetwork}, happens: func(i *interrupted) { i.awayTill = time.Now().Add(10 * time.Minute) }},
		// A write on whose way the lid was closed is looked for, and not sent again.
		{name: "the lid is closed over night", kinds: []Kind{NoAnswer}, happens: func(*interrupted) { time.Sleep(9 * time.Hour) }},
		{name: "the lid is closed for a month", every: 2, kinds: []Kind{NoAnswer, SignInExpired}, happens: func(*interrupted) { time.Sleep(30 * 24 * time.Hour) }},
		{name: "the token is ended", every: 2, kinds: []Kind{SignInExpired}, happens: func(i *interrupted) { i.faults("expired-token:n=1") }},
		{name: "the session is revoked", kinds: nobody, happens: func(i *interrupted) { i.faults("cae:n=1") }},
		{name: "the role is taken away", kinds: []Kind{RightsLost}, happens: func(i *interrupted) { i.faults("denied:on=writes,skip=0") }},
		{name: "the application is deleted", kinds: []Kind{AppDeleted, TenantChanged}, happens: func(i *interrupted) { i.others.edit("application deleted", 0) }},
		{name: "the clock is set back by two hours", every: 2, kinds: nobody, happens: func(i *interrupted) { i.clock = -2 * time.Hour }},
		{name: "the clock is set ahead by two hours", kinds: nobody, happens: func(i *interrupted) { i.clock = 2 * time.Hour }},
		{name: "replicas need twenty minutes", lag: 19 * time.Minute, kinds: nobody, every: mostRequests, happens: func(*interrupted) {}},
		{name: "replicas need an hour", lag: time.Hour, kinds: []Kind{WaitedTooLong, PromiseMissing, NotAsPromised}, every: mostRequests, happens: func(*interrupted) {}},
	}
}

// mostRequests is more than a run has.
const mostRequests = 60

// TestCarryingOnAfterAnything interrupts a run at every one of its requests, in every
// way. It goes on, or stops with a name and a next step; and the next run ends with
// one of each, as an unbroken one does.
func TestCarryingOnAfterAnything(t *testing.T) {
	t.Parallel()
	for _, kind := range interruptions() {
		t.Run(kind.name, func(t *testing.T) {
			for at := 1; at <= mostRequests; at += max(1, kind.every) {
				struck := false
				t.Run(fmt.Sprint(at), func(t *testing.T) {
					inBubble(t, practice.Options{Lag: kind.lag, Key: inTurn(shortKeys())}, func(t *testing.T, w *world) { struck = carriesOn(t, w, kind, at) })
				})
				if !struck {
					if at < 10 {
						t.Errorf("it ends after %d requests", at)
					}
					break
				}
			}
		})
	}
}

// carriesOn reports whether the run had so many requests at all.
func carriesOn(t *testing.T, w *world, kind interruption, at int) bool {
	folder := memoryFolder(t)
	i := &interrupted{next: w.transport(), w: w, client: &http.Client{Transport: w.transport()}, at: at, happens: kind.happens}
	i.others = newOthers(t, w.server, w.transport())
	config := w.config()
	config.Deps.Transport, config.Deps.Now, config.Journal = i, i.now, journal.In(folder, i.now)
	begun := time.Now()
	_, err := wholeJob(config)
	struck := i.requests >= at
	var problem *Problem
	allowed := err == nil
	if errors.As(err, &problem) {
		kinds := kind.kinds
		if problem.Step == StepSignIn { // where nobody waits long
			kinds = append(slices.Clone(kinds), NoNetwork, NoAnswer, SignInExpired)
		}
		allowed = allowed || slices.Contains(kinds, problem.Kind)
	}
	if !allowed {
		t.Fatalf("it ends with %v", err)
	}
	if took := time.Since(begun); took > 31*24*time.Hour+time.Hour {
		t.Errorf("it takes %v", took)
	}
	i.faults()
	wishFaults(t, i.client, w.server, kind.lag)
	i.awayTill = time.Time{}
	time.Sleep(max(kind.lag, time.Minute))
	next := w.config()
	next.Deps.Now, next.Journal = i.now, config.Journal
	// A lag of an hour is longer than anybody waits: each start comes further.
	for try := 0; ; try++ {
		if _, err = wholeJob(next); err == nil {
			break
		}
		if kind.lag < 20*time.Minute || try == 3 || !errors.As(err, &problem) || !slices.Contains(kind.kinds, problem.Kind) {
			t.Fatalf("the next run ends with %v", err)
		}
		time.Sleep(kind.lag)
	}
	time.Sleep(kind.lag)
	oneOfEach(t, w)
	all, problems := Standings(next.Journal)
	if len(all) != 1 || len(problems) != 0 || all[0].State != StageMade {
		t.Errorf("%+v, %v", all, problems)
	}
	return struck
}

// TestALossOfPowerWhileTheJournalIsWritten leaves half a temporary file beside it,
// and nothing else.
func TestALossOfPowerWhileTheJournalIsWritten(t *testing.T) {
	inBubble(t, practice.Options{}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		if _, err := killedRun(t, w, folder, 4, afterEffect); err == nil {
			t.Fatal("it was not killed")
		}
		half := filepath.Join(folder, ".journal-123.part")
		if err := os.WriteFile(half, []byte(`{"version":1,"ten`), 0o600); err != nil {
			t.Fatal(err)
		}
		result, err := killedRun(t, w, folder, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		oneOfEach(t, w)
		checkJournal(t, folder, result)
	})
}

// TestNextStartOffersToCarryOn: what a start page needs to offer it, and what the
// plan then says.
func TestNextStartOffersToCarryOn(t *testing.T) {
	inBubble(t, practice.Options{}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		if _, err := killedRun(t, w, folder, 5, afterEffect); err == nil {
			t.Fatal("it was not killed")
		}
		cut := time.Now()
		time.Sleep(48 * time.Hour)
		all, _ := Standings(JournalIn(folder))
		if len(all) != 1 || all[0].State != StageApplying || all[0].TenantName == "" || all[0].TestUserUPN == "" || all[0].Identifier != wish().Portal.Identifier {
			t.Fatalf("%+v", all)
		}
		flow := undoFlow(t, w, folder)
		made := plan(t, flow, wish())
		if made.Resumes.Sub(cut).Abs() > time.Second {
			t.Errorf("carries on what was cut off at %v, not %v", made.Resumes, cut)
		}
		result, _ := apply(t, flow, made)
		if !result.PasswordLost {
			t.Error("nobody hears that the password is lost")
		}
		if again := plan(t, undoFlow(t, w, folder), wish()); !again.Resumes.IsZero() {
			t.Error("a finished run is carried on")
		}
	})
}

package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup/roster"
)

// cancelled is a job that is stopped in each of its waits.
type cancelled struct {
	lag     time.Duration
	faults  []string
	at      int // the request at which something happens to the network
	happens func(*interrupted)
	byHand  bool // no certificates through Graph, as in national clouds
	// job is a set-up, unless it is named; the tenant then has one already.
	job func(context.Context, *Flow, func(Event)) error
}

// cancellations are the jobs with every reason to wait in a practice tenant.
func cancellations() map[string]cancelled {
	const late = 20 * time.Second
	return map[string]cancelled{
		"late replicas":       {lag: late},
		"busy":                {faults: []string{"throttle:on=writes,n=2,after=30s"}},
		"refused reads":       {faults: []string{"unavailable:on=reads,n=2,after=0s,form=none"}},
		"late metadata":       {faults: []string{"late-metadata:after=2m"}},
		"uneven replicas":     {faults: []string{"lag:after=20s,replicas=3,seed=1"}},
		"more uneven ones":    {faults: []string{"lag:after=20s,replicas=3,seed=4"}},
		"slow answers":        {faults: []string{"slow-headers:on=writes,n=1,skip=3,after=3m"}},
		"lost answers":        {faults: []string{"server-error:on=writes,n=1,skip=3,when=after"}, lag: late},
		"no network":          {at: 9, happens: func(i *interrupted) { i.awayTill = time.Now().Add(time.Minute) }},
		"certificate by hand": {byHand: true},
		"renewal":             {lag: late, job: renewing},
		"taking it all back":  {lag: late, job: takingBack},
		"letting people in":   {lag: late, job: lettingIn},
		"another test user":   {lag: late, job: another},
		"sign-in log": {job: func(ctx context.Context, flow *Flow, emit func(Event)) error {
			_, err := flow.AwaitSignIn(ctx, wish(), time.Now(), emit)
			return err
		}},
	}
}

func renewing(ctx context.Context, flow *Flow, emit func(Event)) error {
	if _, err := flow.Renew(ctx, wish(), emit); err != nil {
		return err
	}
	_, err := flow.Activate(ctx, wish(), emit)
	return err
}

func takingBack(ctx context.Context, flow *Flow, emit func(Event)) error {
	made, err := flow.PlanUndo(ctx, wish())
	if err != nil {
		return err
	}
	_, err = flow.Undo(ctx, made, emit)
	return err
}

func another(ctx context.Context, flow *Flow, emit func(Event)) error {
	wish := wish()
	wish.TestUser = TestUser{UPN: "C.Simon@" + flow.who.Tenant.DefaultDomain(), Create: true}
	made, err := flow.Plan(ctx, wish)
	if err != nil {
		return err
	}
	_, err = flow.Apply(ctx, made, emit)
	return err
}

func lettingIn(ctx context.Context, flow *Flow, emit func(Event)) error {
	list, err := roster.Parse([]byte("alan@" + flow.who.Tenant.DefaultDomain()))
	if err != nil {
		return err
	}
	made, err := flow.PlanGoLive(ctx, LiveWish{Wish: wish(), List: list}, emit)
	if err != nil {
		return err
	}
	_, err = flow.GoLive(ctx, made, emit)
	return err
}

// TestCancelIsQuickInEveryWait cancels jobs in each of their waits, on a clock that no
// load slows.
func TestCancelIsQuickInEveryWait(t *testing.T) {
	t.Parallel()
	const most = 30
	seen := map[string]bool{}
	for name, kind := range cancellations() {
		t.Run(name, func(t *testing.T) {
			for at := 1; at <= most; at++ {
				reached := ""
				t.Run(fmt.Sprint(at), func(t *testing.T) {
					inBubble(t, practice.Options{Lag: kind.lag, Key: inTurn(shortKeys())}, func(t *testing.T, w *world) { reached = kind.stop(t, w, at) })
				})
				if reached == "" {
					break
				}
				seen[reached] = true
			}
		})
	}
	for _, reason := range Reasons() {
		if !seen[reason] {
			t.Errorf("nobody waited for %q", reason)
		}
	}
}

// stop cancels in the wait of that number, and gives back for what it waited; "" when
// there are fewer.
func (c cancelled) stop(t *testing.T, w *world, at int) (reached string) {
	const quick = 200 * time.Millisecond
	network := &interrupted{next: w.transport(), w: w, client: &http.Client{Transport: w.transport()}, at: c.at, happens: c.happens}
	config := w.config()
	config.Deps.Transport, config.Journal = network, JournalIn(memoryFolder(t))
	if c.byHand {
		config.Cloud.SigningCertificates = false
	}
	flow := New(config)
	t.Cleanup(flow.Close)
	if _, err := flow.SignIn(t.Context(), SignIn{Way: DeviceCode, CreatesUser: true, ReadsLog: c.job != nil, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	made := plan(t, flow, wish())
	job := c.job
	if job == nil {
		job = func(ctx context.Context, flow *Flow, emit func(Event)) error {
			_, err := flow.Apply(ctx, made, emit)
			return err
		}
	} else {
		apply(t, flow, made)
		time.Sleep(c.lag)
	}
	wishFaults(t, network.client, w.server, c.lag, c.faults...)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var stopped time.Time
	waits := map[string]bool{}
	err := job(ctx, flow, func(event Event) {
		if event.State != Waiting {
			return
		}
		wait := string(event.Step) + " " + event.Wait.Reason
		if known := waits[wait]; !known && len(waits)+1 == at {
			reached, stopped = event.Wait.Reason, time.Now()
			cancel()
		}
		waits[wait] = true
	})
	if reached == "" {
		if at == 1 {
			t.Errorf("it never waits, and ends with %v", err)
		}
		return ""
	}
	var problem *Problem
	if took := time.Since(stopped); took > quick || !errors.As(err, &problem) || problem.Kind != Cancelled && problem.Kind != SignInCancelled {
		t.Errorf("waiting for %s, it ends after %s with %v", reached, took, err)
	}
	return reached
}

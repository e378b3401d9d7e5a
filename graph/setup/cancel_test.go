package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// TestCancelIsQuickInEveryWait cancels a set-up in each of its waits, for every reason
// that a practice tenant gives a set-up alone, on a clock that no load slows.
func TestCancelIsQuickInEveryWait(t *testing.T) {
	const quick, most = 200 * time.Millisecond, 30
	away := func(i *interrupted) { i.awayTill = time.Now().Add(time.Minute) }
	seen := map[string]bool{}
	for name, kind := range map[string]struct {
		lag     time.Duration
		faults  []string
		at      int
		happens func(*interrupted)
	}{
		"late replicas":   {lag: 20 * time.Second},
		"busy":            {faults: []string{"throttle:on=writes,n=2,after=30s"}},
		"refused reads":   {faults: []string{"unavailable:on=reads,n=2,after=0s,form=none"}},
		"late metadata":   {faults: []string{"late-metadata:after=2m"}},
		"uneven replicas": {faults: []string{"lag:after=20s,replicas=3,seed=1"}},
		"slow answers":    {faults: []string{"slow-headers:on=writes,n=1,skip=3,after=3m"}},
		"lost answers":    {faults: []string{"server-error:on=writes,n=1,skip=3,when=after"}, lag: 20 * time.Second},
		"no network":      {at: 9, happens: away},
	} {
		t.Run(name, func(t *testing.T) {
			for at := 1; at <= most; at++ {
				reached := false
				t.Run(fmt.Sprint(at), func(t *testing.T) {
					inBubble(t, practice.Options{Lag: kind.lag, Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
						network := &interrupted{next: w.transport(), w: w, client: &http.Client{Transport: w.transport()}, at: kind.at, happens: kind.happens}
						config := w.config()
						config.Deps.Transport, config.Journal = network, JournalIn(memoryFolder(t))
						flow := w.signedIn(t, config)
						made := plan(t, flow, wish())
						wishFaults(t, network.client, w.server, kind.lag, kind.faults...)
						ctx, cancel := context.WithCancel(context.Background())
						defer cancel()
						var stopped time.Time
						waits := map[string]bool{}
						_, err := flow.Apply(ctx, made, func(event Event) {
							if event.State != Waiting {
								return
							}
							wait := string(event.Step) + " " + event.Wait.Reason
							if known := waits[wait]; !known && len(waits)+1 == at {
								seen[event.Wait.Reason], reached, stopped = true, true, time.Now()
								cancel()
							}
							waits[wait] = true
						})
						if !reached {
							return
						}
						var problem *Problem
						if took := time.Since(stopped); took > quick || !errors.As(err, &problem) || problem.Kind != Cancelled && problem.Kind != SignInCancelled {
							t.Errorf("it ends after %s with %v", took, err)
						}
					})
				})
				if !reached {
					break
				}
			}
		})
	}
	// Waits of other jobs, and those that need a server that is late with this alone.
	elsewhere := []string{ReasonDomainRule, ReasonCertificateShows, ReasonUserAppears, ReasonMadeByHand, ReasonConsent, ReasonPeopleShow, ReasonLogShows}
	for _, reason := range Reasons() {
		if !seen[reason] && !slices.Contains(elsewhere, reason) {
			t.Errorf("nobody waited for %q", reason)
		}
	}
}

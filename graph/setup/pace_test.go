package setup

import (
	"fmt"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// TestTheJobTakesAsLongAsTheTenantLags measures a whole job, sign-in to bundle, on
// a tenant in which nothing is seen before its lag is over, neither by readers nor
// by the checks that writes undergo. There a job needs three lags, whoever makes
// it: the application must be there before it can be put into SAML mode, the mode
// before the addresses are taken, and those before they can be read back. All other
// writes fit into these three. What a flow loses beside them is its own doing: a
// pause of up to a twentieth of the first wait, which tells it when to look in the
// others, and two looks in a row before it trusts a new application.
func TestTheJobTakesAsLongAsTheTenantLags(t *testing.T) {
	for _, lag := range []time.Duration{0, 2 * time.Second, 20 * time.Second, 20 * time.Minute / 3} {
		t.Run(fmt.Sprint(lag), func(t *testing.T) {
			inBubble(t, practice.Options{Lag: lag}, func(t *testing.T, w *world) {
				begun := time.Now()
				flow := w.signedIn(t, w.config())
				result, _ := apply(t, flow, plan(t, flow, wish()))
				took, requests := time.Since(begun), result.Requests
				t.Logf("lag %v: took %v, which is 3 lags and %v; %+v", lag, took, took-3*lag, requests)
				pause := max(0, min(lag/20, DefaultPace().Most)-time.Second) // as far as it is a long one
				if took > 3*lag+pause+2*time.Second {
					t.Errorf("lag %v: took %v", lag, took)
				}
				if requests.Reads+requests.Writes > 12 || requests.Polls > 5+int(took/(500*time.Millisecond)) {
					t.Errorf("%+v", requests)
				}
			})
		})
	}
}

// TestOneReplicaThatKnowsAtOnce measures the same job where, as Microsoft tells of
// it, the replica that takes a write knows it at once and the others learn of it
// within the lag. One answer that shows a write proves it, so the job waits for
// looks that meet a quick replica, and not three times for the slowest.
func TestOneReplicaThatKnowsAtOnce(t *testing.T) {
	const seeds = 10
	for _, lag := range []time.Duration{2 * time.Second, 20 * time.Second} {
		var all, worst time.Duration
		for seed := range seeds {
			fault := fmt.Sprintf("lag:after=%v,replicas=3,seed=%d", lag, seed+1)
			inBubble(t, practice.Options{Faults: []string{fault}}, func(t *testing.T, w *world) {
				begun := time.Now()
				flow := w.signedIn(t, w.config())
				apply(t, flow, plan(t, flow, wish()))
				took := time.Since(begun)
				all, worst = all+took, max(worst, took)
			})
		}
		t.Logf("lag %v: %v on average, %v at worst", lag, all/seeds, worst)
		if worst > 3*lag+2*time.Second || all/seeds > 2*lag+2*time.Second {
			t.Errorf("lag %v: %v on average, %v at worst", lag, all/seeds, worst)
		}
	}
}

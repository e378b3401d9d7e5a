package setup

import (
	"fmt"
	"testing"
	"time"

	"backupsso/graph/practice"
)

func TestWallTime(t *testing.T) {
	for _, lag := range []time.Duration{0, 2 * time.Second, 20 * time.Second} {
		t.Run(fmt.Sprint(lag), func(t *testing.T) {
			inBubble(t, practice.Options{Lag: lag}, func(t *testing.T, w *world) {
				begun := time.Now()
				flow := w.signedIn(t, w.config())
				made := plan(t, flow, wish())
				applying := time.Now()
				result, _ := apply(t, flow, made)
				t.Log(lag, time.Since(begun), time.Since(applying), result.Requests)
			})
		})
	}
}

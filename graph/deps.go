package graph

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// Deps are the client's outside: transport, time, chance and listeners. The zero
// value talks to the real network.
type Deps struct {
	Transport http.RoundTripper // nil: http.DefaultTransport's settings
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error
	Exchange  func(Exchange) // called after every request, from any goroutine; may be nil
	// Wait is called, from any goroutine, when a read is about to be repeated, with
	// the reason ("throttled", "retry-read" or "connect-again") and when it will be;
	// and when an answer takes long ("slow-answer"), with when it is given up. May be nil.
	Wait func(reason string, until time.Time)
	// After calls later unless stop is called before; nil: time.AfterFunc.
	After func(pause time.Duration, later func()) (stop func() bool)
	// Jitter returns numbers in [0, 1) that spread repeated reads; nil: math/rand.
	Jitter func() float64

	// reached is set once any server has answered. Copies share it.
	reached *atomic.Bool
}

// filled returns deps with every missing piece replaced by the real one.
func (d Deps) filled() Deps {
	if d.Transport == nil {
		d.Transport = newTransport()
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Sleep == nil {
		d.Sleep = sleep
	}
	if d.Exchange == nil {
		d.Exchange = func(Exchange) {}
	}
	if d.Wait == nil {
		d.Wait = func(string, time.Time) {}
	}
	if d.After == nil {
		d.After = func(pause time.Duration, later func()) func() bool { return time.AfterFunc(pause, later).Stop }
	}
	if d.Jitter == nil {
		d.Jitter = rand.Float64
	}
	if d.reached == nil {
		d.reached = &atomic.Bool{}
	}
	return d
}

// slow is how long an answer may take before it is said that it is waited for.
const slow = 3 * time.Second

// waiting tells of a request whose answer takes long. stop ends it.
func (d Deps) waiting(until time.Time) (stop func() bool) {
	return d.After(slow, func() { d.Wait("slow-answer", until) })
}

// newTransport copies http.DefaultTransport, so that closing a client's idle
// connections does not touch anyone else's.
func newTransport() http.RoundTripper {
	if shared, ok := http.DefaultTransport.(*http.Transport); ok {
		return shared.Clone()
	}
	return http.DefaultTransport
}

func sleep(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

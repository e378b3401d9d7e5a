package graph

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"
)

// Deps are the client's outside: transport, time, chance and listeners. The zero
// value talks to the real network.
type Deps struct {
	Transport http.RoundTripper // nil: http.DefaultTransport's settings
	Now       func() time.Time
	Sleep     func(context.Context, time.Duration) error
	Exchange  func(Exchange) // called after every request, from any goroutine; may be nil
	// Wait is called when a read is about to be repeated, with the reason
	// ("throttled" or "retry-read") and when it will be; may be nil.
	Wait func(reason string, until time.Time)
	// Jitter returns numbers in [0, 1) that spread repeated reads; nil: math/rand.
	Jitter func() float64
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
	if d.Jitter == nil {
		d.Jitter = rand.Float64
	}
	return d
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

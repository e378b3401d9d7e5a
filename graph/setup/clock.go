package setup

import (
	"sync"
	"time"

	"backupsso/graph"
)

// clockGauge learns from the Date headers of answers how far the servers' clock is
// ahead of this computer's. A header names a whole second, and the answer was under
// way, so each gives a range; together they narrow it. It may be told from any
// goroutine.
type clockGauge struct {
	mu        sync.Mutex
	known     bool
	low, high time.Duration
}

// longestHint is how long an exchange may take to say anything about the clock.
const longestHint = 10 * time.Second

// hear learns from an exchange whose answer was received at a moment of this
// computer's clock, which may have been set since the request was sent.
func (g *clockGauge) hear(exchange graph.Exchange, received time.Time) {
	took := max(0, exchange.Duration)
	if exchange.ServerTime.IsZero() || took > longestHint {
		return
	}
	// The second began no later than the answer arrived, and ended no earlier than
	// the request was sent.
	low := exchange.ServerTime.Sub(received)
	high := exchange.ServerTime.Add(time.Second).Sub(received.Add(-took))
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.known || low > g.high || high < g.low {
		g.known, g.low, g.high = true, low, high // the first, or a clock was set meanwhile
		return
	}
	g.low, g.high = max(g.low, low), min(g.high, high)
}

// offset is how far the servers' clock is ahead; false when nothing is known.
func (g *clockGauge) offset() (time.Duration, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return (g.low + g.high) / 2, g.known
}

// ClockOffset is how far Microsoft's clock is ahead of this computer's, as the
// answers of the tenant show; false before there was any.
func (f *Flow) ClockOffset() (time.Duration, bool) { return f.clock.offset() }

// entraNow is the moment by Microsoft's clock, as far as it is known.
func (f *Flow) entraNow() time.Time {
	offset, _ := f.clock.offset()
	return f.now().Add(offset)
}

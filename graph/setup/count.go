package setup

import (
	"strings"
	"sync"

	"backupsso/graph"
)

// counter counts the requests that went to Graph. Sign-in and the download of
// the metadata go to other addresses and are not counted. It may be told from
// any goroutine.
type counter struct {
	mu       sync.Mutex
	requests Requests
}

func (c *counter) add(exchange graph.Exchange) {
	if !strings.HasPrefix(exchange.Path, "/v1.0/") {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case exchange.Write():
		c.requests.Writes++
	case exchange.Poll:
		c.requests.Polls++
	default:
		c.requests.Reads++
	}
}

func (c *counter) sum() Requests {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}

// minus is what came after an earlier sum.
func (r Requests) minus(before Requests) Requests {
	r.Reads, r.Polls, r.Writes = r.Reads-before.Reads, r.Polls-before.Polls, r.Writes-before.Writes
	return r
}

// watch hands exchanges and pauses of the client to whoever applies a plan at
// the moment. It may be told from any goroutine.
type watch struct {
	mu   sync.Mutex
	run  *run
	tell func(Wait) // of waits while nothing is applied
}

func (w *watch) listener() func(Wait) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tell
}

func (w *watch) follow(r *run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.run = r
}

func (w *watch) current() *run {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.run
}

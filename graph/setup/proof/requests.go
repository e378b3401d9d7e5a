package proof

import (
	"crypto/subtle"
	"sync"
	"time"
)

// How many requests may be open, and how long each: a person may open the address
// again and again while Entra does not know it yet.
const (
	mostOpen    = 32
	openFor     = time.Hour
	mostAnswers = 64
)

// asked is one request that was sent.
type asked struct {
	id, relay string
	sent      time.Time
}

// ledger keeps the requests without an answer, and the answers that were taken.
type ledger struct {
	mu    sync.Mutex
	open  []asked
	taken map[string]bool // ids of requests that were answered
}

// note opens a request; the oldest makes room.
func (l *ledger) note(one asked) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) == mostOpen {
		l.open = l.open[1:]
	}
	l.open = append(l.open, one)
}

// match finds the open request that a RelayState belongs to.
func (l *ledger) match(relay string, now time.Time) (asked, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found asked
	hit := false
	for _, one := range l.open {
		same := subtle.ConstantTimeCompare([]byte(one.relay), []byte(relay)) == 1
		if same && now.Sub(one.sent) < openFor {
			found, hit = one, true
		}
	}
	return found, hit
}

// close takes an answer to a request; false when it had one.
func (l *ledger) close(one asked) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.taken == nil {
		l.taken = map[string]bool{}
	}
	if l.taken[one.id] || len(l.taken) == mostAnswers {
		return false
	}
	l.taken[one.id] = true
	return true
}

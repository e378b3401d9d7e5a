// Package closing lets HTTP servers on this computer end as soon as everything that
// was asked is answered.
//
// Promises: no answer is cut. Limits: it is for servers that browsers talk to for a
// short time, of which nobody wants anything once they end.
package closing

import (
	"net"
	"net/http"
	"sync"
)

// Unasked are the connections of a server on which nothing was asked yet. Browsers
// open some ahead of what they may need, and a server that shuts down waits five
// seconds for each (net/http, Server.Shutdown).
type Unasked struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	ending bool
}

// Watch is told of every state of a connection: it is the server's ConnState.
func (u *Unasked) Watch(connection net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(u.open, connection)
	case u.ending:
		_ = connection.Close()
	default:
		if u.open == nil {
			u.open = map[net.Conn]struct{}{}
		}
		u.open[connection] = struct{}{}
	}
}

// HangUp closes them, and those to come. It comes before Shutdown.
func (u *Unasked) HangUp() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ending = true
	for connection := range u.open {
		_ = connection.Close()
	}
}

package proof

import (
	"net"
	"net/http"
	"sync"
)

// silent are the connections on which nothing was asked yet. Browsers open some
// ahead of what they may need, and a server that shuts down waits five seconds for
// each (net/http, Server.Shutdown), with the outcome at hand.
type silent struct {
	mu     sync.Mutex
	open   map[net.Conn]struct{}
	ending bool
}

// watch is told of every state of a connection.
func (s *silent) watch(connection net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(s.open, connection)
	case s.ending:
		_ = connection.Close()
	default:
		if s.open == nil {
			s.open = map[net.Conn]struct{}{}
		}
		s.open[connection] = struct{}{}
	}
}

// end closes them, and those to come.
func (s *silent) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
	for connection := range s.open {
		_ = connection.Close()
	}
}

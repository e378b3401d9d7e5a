package practice

import (
	"io"
	"net"
	"net/http"
	"time"
)

// wait lets time pass in an answer, until the client is gone or the server ends.
func wait(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// reset ends the connection of an exchange without an answer.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 resets its stream
	}
	under := connection
	if secured, is := connection.(interface{ NetConn() net.Conn }); is {
		under = secured.NetConn()
	}
	if plain, is := under.(*net.TCPConn); is {
		_ = plain.SetLinger(0) // close by a reset instead of a regular end
	}
	_ = under.Close()
}

// halves sends content in two parts with time between them.
func halves(w http.ResponseWriter, r *http.Request, content []byte, between time.Duration) {
	half := len(content) / 2
	_, _ = w.Write(content[:half]) // a client that left needs no answer
	_ = http.NewResponseController(w).Flush()
	wait(r, between)
	_, _ = io.Writer(w).Write(content[half:])
}

package proof

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a network in memory, so that time stands still on the way.
type pipes struct {
	dialed chan net.Conn
	ended  chan struct{}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case connection := <-p.dialed:
		return connection, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error {
	close(p.ended)
	return nil
}

func (pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// TestClosingWaitsForNoSilentConnection opens connections ahead, as Chromium does,
// and asks nothing on them.
func TestClosingWaitsForNoSilentConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipes{dialed: make(chan net.Conn), ended: make(chan struct{})}
		prepared := &Prepared{listeners: []net.Listener{listener}, port: 1, path: folder + "secret", address: addressOf(1, "secret")}
		provider, err := prepared.Serve(Options{Words: func(PageName) Page { return Page{} }})
		if err != nil {
			t.Fatal(err)
		}
		dial := func() net.Conn {
			near, far := net.Pipe()
			listener.dialed <- far
			return near
		}
		ahead := []net.Conn{dial(), dial()}
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return dial(), nil }}
		defer transport.CloseIdleConnections()
		response, err := (&http.Client{Transport: transport}).Get("http://localhost:1/elsewhere")
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		begun := time.Now()
		provider.Close(context.Background())
		if took := time.Since(begun); took > time.Second {
			t.Errorf("it takes %v", took)
		}
		for _, connection := range ahead {
			if _, err := connection.Read(make([]byte, 1)); err == nil {
				t.Error("something is said on a connection on which nothing was asked")
			}
		}
	})
}

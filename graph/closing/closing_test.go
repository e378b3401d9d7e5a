package closing

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
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

// TestShutdownWaitsForNobodyWhoAskedNothing opens connections ahead, as Chromium does,
// and asks nothing on them.
func TestShutdownWaitsForNobodyWhoAskedNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipes{dialed: make(chan net.Conn), ended: make(chan struct{})}
		dial := func() net.Conn {
			near, far := net.Pipe()
			listener.dialed <- far
			return near
		}
		const slow = 3 * time.Second
		var unasked Unasked
		server := &http.Server{ConnState: unasked.Watch, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				time.Sleep(slow)
			}
			_, _ = w.Write([]byte("answered"))
		})}
		served := make(chan error, 1)
		go func() { served <- server.Serve(listener) }()
		ahead := []net.Conn{dial(), dial()}
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return dial(), nil }}
		defer transport.CloseIdleConnections()
		ask := func(path string) {
			response, err := (&http.Client{Transport: transport}).Get("http://localhost" + path)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = response.Body.Close() }()
			if text, err := io.ReadAll(response.Body); err != nil || string(text) != "answered" {
				t.Errorf("%s: %q, %v", path, text, err)
			}
		}
		ask("/")
		var asked sync.WaitGroup
		asked.Go(func() { ask("/slow") })
		synctest.Wait()
		begun := time.Now()
		unasked.HangUp()
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took < slow || took > slow+time.Second {
			t.Errorf("it takes %v", took)
		}
		asked.Wait()
		for _, connection := range ahead {
			if _, err := connection.Read(make([]byte, 1)); err == nil {
				t.Error("something is said on a connection on which nothing was asked")
			}
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

package setup

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// wire is a network of one address that is all in memory, so that in a bubble of
// testing/synctest no time passes on the way.
type wire struct {
	once  sync.Once
	dials chan net.Conn
	ended chan struct{}
}

func newWire() *wire { return &wire{dials: make(chan net.Conn), ended: make(chan struct{})} }

func (w *wire) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (w *wire) Close() error {
	w.once.Do(func() { close(w.ended) })
	return nil
}

func (w *wire) Accept() (net.Conn, error) {
	select {
	case conn := <-w.dials:
		return conn, nil
	case <-w.ended:
		return nil, net.ErrClosed
	}
}

func (w *wire) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case w.dials <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-w.ended:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: w.Addr(), Err: net.ErrClosed}
	}
}

// world is a practice tenant in a bubble: real HTTP and a real client, over wires
// in memory and on a clock that moves only while everybody waits. So no machine is
// too slow for it, and a wait of twenty minutes takes none.
type world struct {
	t      *testing.T
	server *practice.Server
	wire   *wire
}

// inBubble runs do with a practice tenant on a clock of its own, which begins at
// midnight UTC 2000-01-01. Its keys are short unless options say otherwise.
func inBubble(t *testing.T, options practice.Options, do func(t *testing.T, w *world)) {
	t.Helper()
	shortKeys() // made outside, since everything that a bubble makes ends with it
	if options.Key == nil {
		options.Key = inTurn(shortKeys())
	}
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, wire: newWire()}
		options.Listener = w.wire
		w.server = startPractice(t, options)
		do(t, w)
	})
}

// transport is a network of its own for one client.
func (w *world) transport() http.RoundTripper {
	transport := &http.Transport{DialContext: w.wire.dial, DisableCompression: true}
	w.t.Cleanup(transport.CloseIdleConnections)
	return transport
}

// config is how the program comes, with real tenants' pace.
func (w *world) config() Config {
	config := practiceConfig(w.server)
	config.Deps.Transport, config.Pace = w.transport(), DefaultPace()
	return config
}

// signedIn is a flow of someone who signed in by device code.
func (w *world) signedIn(t testing.TB, config Config) *Flow {
	t.Helper()
	flow := New(config)
	w.t.Cleanup(flow.Close)
	if _, err := flow.SignIn(context.Background(), SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	return flow
}

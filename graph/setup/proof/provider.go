package proof

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"backupsso/graph/closing"
	"backupsso/samlcfg"
)

// Options are what a service provider is set up with.
type Options struct {
	Identifier string // issuer of the requests
	LoginURL   string // where they go
	LoginHint  string // account to offer; may be empty
	Rand       io.Reader
	Now        func() time.Time
	// Judge says what a response is worth, and what the browser shows. It is called
	// once for each request that is answered, one at a time. A response that nobody
	// asked for has no RequestID; it is judged, but ends nothing.
	Judge func(Arrival) Page
	// Words are those of the pages that show no response, by their PageName.
	Words func(name PageName) Page
	// Began is called when a browser was sent to Entra; may be nil.
	Began func()
}

// Arrival is a response as a browser brought it.
type Arrival struct {
	Raw       []byte // XML, not checked in any way
	RequestID string // of the request that its RelayState belongs to; "" when nobody asked
	At        time.Time
}

// PageName names a page without a response.
type PageName string

// The pages without a response.
const (
	PageUnreadable PageName = "unreadable" // what was posted is no response
	PageUsed       PageName = "used"       // the request had its answer
	PageFailed     PageName = "failed"     // no request could be made
)

// Provider listens from Open to Close.
type Provider struct {
	options Options
	address string
	path    string
	port    int
	servers []*http.Server
	serving sync.WaitGroup
	ledger  ledger
	judging sync.Mutex
	closed  sync.Once
	unasked closing.Unasked
}

// timeout bounds every step of a connection.
const timeout = 30 * time.Second

// Prepare takes a port and a path, and serves nothing yet: Address is what has to
// become a Reply URL first. Close it in any case.
func Prepare(chance io.Reader) (*Prepared, error) {
	secret, err := random(chance)
	if err != nil {
		return nil, err
	}
	listeners, port, err := listen()
	if err != nil {
		return nil, err
	}
	return &Prepared{listeners: listeners, port: port, path: folder + secret, address: addressOf(port, secret)}, nil
}

// Prepared is a port that is kept.
type Prepared struct {
	mu        sync.Mutex
	listeners []net.Listener
	port      int
	path      string
	address   string
}

// Address is the Reply URL; opened in a browser it starts a sign-on.
func (p *Prepared) Address() string { return p.address }

// Close gives the port back, unless it is served by now.
func (p *Prepared) Close() {
	for _, listener := range p.take() {
		_ = listener.Close()
	}
}

// Kept reports whether the port is kept still: neither given back nor served.
func (p *Prepared) Kept() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.listeners) > 0
}

func (p *Prepared) take() []net.Listener {
	p.mu.Lock()
	defer p.mu.Unlock()
	listeners := p.listeners
	p.listeners = nil
	return listeners
}

// errGone says that a port was given back or is served already.
var errGone = errors.New("proof: the port is not kept any more")

// Serve begins to serve what was prepared.
func (p *Prepared) Serve(options Options) (*Provider, error) {
	listeners := p.take()
	if len(listeners) == 0 {
		return nil, errGone
	}
	provider := &Provider{options: options, address: p.address, path: p.path, port: p.port}
	for _, listener := range listeners {
		server := &http.Server{Handler: provider, ReadHeaderTimeout: timeout, ReadTimeout: timeout, WriteTimeout: timeout,
			MaxHeaderBytes: 64 << 10, ConnState: provider.unasked.Watch, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
		provider.servers = append(provider.servers, server)
		provider.serving.Go(func() { _ = server.Serve(listener) }) // always ends with an error
	}
	return provider, nil
}

// Address is the Reply URL; opened in a browser it starts a sign-on.
func (p *Provider) Address() string { return p.address }

// Close ends it, after the page that is being sent, at the latest with ctx.
func (p *Provider) Close(ctx context.Context) {
	p.closed.Do(func() {
		p.unasked.HangUp()
		for _, server := range p.servers {
			if server.Shutdown(ctx) != nil {
				_ = server.Close()
			}
		}
		p.serving.Wait()
	})
}

// ServeHTTP answers at the one address there is.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !p.isOurs(r.Host) || r.URL.Path != p.path {
		http.NotFound(w, r)
		return
	}
	switch r.Method {
	case http.MethodGet:
		p.begin(w, r)
	case http.MethodPost:
		p.receive(w, r)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	}
}

// isOurs refuses names that somebody let lead to this computer.
func (p *Provider) isOurs(host string) bool {
	port := ":" + strconv.Itoa(p.port)
	return host == "localhost"+port || host == "127.0.0.1"+port || host == "[::1]"+port
}

// begin sends the browser to Entra with a new request.
func (p *Provider) begin(w http.ResponseWriter, r *http.Request) {
	target, err := p.ask()
	if err != nil {
		show(w, http.StatusInternalServerError, p.options.Words(PageFailed))
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, target, http.StatusFound)
	if p.options.Began != nil {
		p.options.Began()
	}
}

func (p *Provider) ask() (string, error) {
	id, err := random(p.options.Rand)
	if err != nil {
		return "", err
	}
	relay, err := random(p.options.Rand)
	if err != nil {
		return "", err
	}
	one := asked{id: "_" + id, relay: relay, sent: p.options.Now()}
	request := samlcfg.AuthnRequest{ID: one.id, Issuer: p.options.Identifier, Destination: p.options.LoginURL, ReplyURL: p.address, IssuedAt: one.sent}
	target, err := request.RedirectURL(relay, p.options.LoginHint)
	if err != nil {
		return "", fmt.Errorf("proof: %w", err)
	}
	p.ledger.note(one)
	return target, nil
}

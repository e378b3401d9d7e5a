package practice

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"backupsso/graph/closing"
)

// Options configures a practice tenant; the zero value is a healthy tenant on a
// random loopback port.
type Options struct {
	Listen string // host:port on loopback; empty: 127.0.0.1:0
	// Listener is where connections come from instead; its address is a loopback
	// address that clients get to by dialling whatever it listens to. Tests hand
	// over one that is all in memory, so that no time passes on the way.
	Listener net.Listener
	Ask      bool          // a person must approve device codes in the browser
	Lag      time.Duration // how long writes stay invisible to reads
	Trace    io.Writer     // one JSON object a line for every Graph exchange; nil: none
	Now      func() time.Time
	Rand     io.Reader // ids, codes, serial numbers; nil: crypto/rand
	// Key makes the RSA keys of signing certificates; nil: fresh RSA-2048 keys.
	// Tests hand out shared ones, because a fresh one takes up to a second.
	Key func() (*rsa.PrivateKey, error)
	// People are added to those whom every tenant begins with, all in one group;
	// a tenant out of a State file keeps its own.
	People int
	// Cloud is the Microsoft cloud to play: global, us-gov, us-gov-dod or china.
	// Empty: global.
	Cloud string
	// WithoutApp leaves "Autotask Endpoint Backup" out of the gallery.
	WithoutApp bool
	// Faults are on from the start, as specs: see Faults.
	Faults []string
	// TLS serves https with a certificate authority of the tenant's own.
	TLS bool
	// Host is the name that clients reach the tenant under; it must lead to
	// loopback. Empty: the loopback address, with TLS localhost.
	Host string
	// State is a file that keeps the tenant over a restart, however this one ends;
	// sessions and tokens are not kept. Empty: the tenant is in memory only.
	State string
	// CA is the file that the authority's certificate is written to; empty: one
	// in a fresh folder, which Close removes.
	CA string
}

// Info is what a practice tenant prints once it listens.
type Info struct {
	Graph        string    `json:"graph"`
	Login        string    `json:"login"`
	TenantID     string    `json:"tenant_id"`
	TenantDomain string    `json:"tenant_domain"`
	ClientID     string    `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
	Accounts     []Account `json:"accounts"`
	Portal       string    `json:"portal"`
	MyApps       string    `json:"my_apps"`
	Admin        string    `json:"admin"`
	// Cloud is the national cloud that the tenant is in, and GlobalLogin the sign-in
	// host of the global one, which refuses; both empty for a tenant in the global cloud.
	Cloud       string `json:"cloud,omitempty"`
	GlobalLogin string `json:"global_login,omitempty"`
	CA          string `json:"ca,omitempty"` // file with the certificate authority, with TLS
}

// Account is a named person of the practice tenant.
type Account struct {
	UPN      string   `json:"upn"`
	Password string   `json:"password"`
	Roles    []string `json:"roles"`
}

// Server is a running practice tenant.
type Server struct {
	options   Options
	base      string // http://127.0.0.1:PORT
	ca        string // file with the certificate authority, with TLS
	hosts     map[string]bool
	tenant    *tenant
	info      Info
	http      *http.Server
	done      chan struct{} // closed when serving has ended
	served    error
	closing   sync.Once
	unasked   closing.Unasked
	ending    func() // ends every exchange that waits still
	login     *login // made by loginRoutes
	schema    schema // of v1.0
	beta      schema
	beginning beginning
	calls     []route
	trace     *trace
}

// Start listens on loopback and serves a freshly seeded tenant until Close. It
// fails when the address is not on loopback or is taken.
func Start(options Options) (*Server, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Rand == nil {
		options.Rand = rand.Reader
	}
	options.Rand = &lockedReader{from: options.Rand}
	if options.Host == "" && options.TLS {
		options.Host = "localhost"
	}
	if options.Host != "" {
		if err := checkHostName(options.Host); err != nil {
			return nil, &OptionError{"host", options.Host, err}
		}
	}
	if _, err := playedCloud(options.Cloud); err != nil {
		return nil, &OptionError{"cloud", options.Cloud, err}
	}
	listener := options.Listener
	if listener == nil {
		var err error
		if listener, err = listenLoopback(options.Listen); err != nil {
			return nil, err
		}
	}
	s := &Server{options: options, done: make(chan struct{})}
	s.base, s.hosts = addresses(listener.Addr(), options)
	s.tenant = newTenant(options)
	s.options.Now = s.tenant.now // which a fault may put wrong
	s.trace = newTrace(options.Trace)
	s.calls = graphCalls()
	accounts, err := s.tenant.fill(options)
	if err == nil {
		err = s.tenant.faults.arm(options.Faults)
	}
	s.beginning = s.tenant.begun()
	if err == nil {
		s.schema, err = schemaOfV1()
	}
	if err == nil {
		s.beta, err = schemaOfBeta()
	}
	if err != nil {
		return nil, errors.Join(err, s.tenant.kept.close(), listener.Close())
	}
	var config *tls.Config
	if options.TLS {
		if config, s.ca, err = secured(options); err != nil {
			return nil, errors.Join(err, s.tenant.kept.close(), listener.Close())
		}
	}
	s.info = s.describe(accounts)
	lifetime, end := context.WithCancel(context.Background())
	s.ending = end
	s.http = &http.Server{
		BaseContext:       func(net.Listener) context.Context { return lifetime },
		TLSConfig:         config,
		ConnState:         s.unasked.Watch,
		Handler:           s.checkHost(s.routes()),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	go s.serve(listener)
	return s, nil
}

// Info returns addresses, names and the made-up credentials of the tenant.
func (s *Server) Info() Info { return s.info }

// Close ends all connections and waits until serving has ended. It may be called
// more than once; it returns what serving failed with, if anything.
func (s *Server) Close() error {
	s.closing.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		s.unasked.HangUp()
		if err := s.http.Shutdown(ctx); err != nil {
			_ = s.http.Close() // an exchange that does not end is cut
		}
		// A closed connection does not wake an exchange after which the client had begun
		// another one: net/http watches the connection only until then.
		s.ending()
		<-s.done
		s.served = errors.Join(s.served, s.tenant.kept.close())
		if s.ca != "" && s.options.CA == "" {
			s.served = errors.Join(s.served, os.RemoveAll(filepath.Dir(s.ca)))
		}
	})
	return s.served
}

func (s *Server) serve(listener net.Listener) {
	defer close(s.done)
	serve := s.http.Serve
	if s.options.TLS {
		serve = func(listener net.Listener) error { return s.http.ServeTLS(listener, "", "") }
	}
	if err := serve(listener); !errors.Is(err, http.ErrServerClosed) {
		s.served = fmt.Errorf("practice: serving ended: %w", err)
	}
}

func (s *Server) describe(accounts []Account) Info {
	info := Info{
		Graph:        s.base + "/v1.0",
		Login:        s.base,
		TenantID:     s.tenant.id,
		ClientID:     s.tenant.client.id,
		ClientSecret: s.tenant.client.secret,
		Accounts:     accounts,
		Portal:       s.base + "/portal",
		MyApps:       s.base + "/myapps",
		Admin:        s.base + "/admin",
		CA:           s.ca,
	}
	if info.GlobalLogin = s.globalBase(); info.GlobalLogin != "" {
		info.Cloud = s.tenant.plays.name
	}
	for _, d := range s.tenant.domains {
		if d.isDefault {
			info.TenantDomain = d.name
		}
	}
	return info
}

// routes joins the pages of both halves: sign-in and Graph.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+discoveryPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s.info) // the reader is gone if this fails
	})
	s.loginRoutes(mux)
	s.graphRoutes(mux)
	s.adminAPI(mux)
	return mux
}

// checkHost refuses requests that were not addressed to this server by a
// loopback name, so that no web page can reach it through a name of its own.
func (s *Server) checkHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.hosts[strings.ToLower(r.Host)] {
			http.Error(w, "The practice tenant answers only to "+s.base+".", http.StatusMisdirectedRequest)
			return
		}
		w.Header().Set("Date", s.tenant.now().UTC().Format(http.TimeFormat)) // which a fault may put wrong
		next.ServeHTTP(w, r)
	})
}

func listenLoopback(address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("practice: %q is no host:port: %w", address, err)
	}
	if !resolved.IP.IsLoopback() {
		return nil, fmt.Errorf("practice: %q is not on loopback; use 127.0.0.1:PORT", address)
	}
	listener, err := net.ListenTCP("tcp", resolved)
	if err != nil {
		return nil, fmt.Errorf("practice: cannot listen: %w", err)
	}
	return listener, nil
}

// addresses returns the address to tell clients and every Host that is answered.
func addresses(at net.Addr, options Options) (base string, hosts map[string]bool) {
	scheme, bare := "http://", "80"
	if options.TLS {
		scheme, bare = "https://", "443"
	}
	_, port, _ := net.SplitHostPort(at.String())
	hosts = map[string]bool{at.String(): true}
	for _, name := range []string{"127.0.0.1", "localhost", "::1", strings.ToLower(options.Host)} {
		if name == "" {
			continue
		}
		hosts[net.JoinHostPort(name, port)] = true
		if port == bare {
			hosts[name] = true
		}
	}
	if options.Host == "" {
		return scheme + at.String(), hosts
	}
	return scheme + net.JoinHostPort(strings.ToLower(options.Host), port), hosts
}

// lockedReader lets many goroutines draw from one source of randomness.
type lockedReader struct {
	mu   sync.Mutex
	from io.Reader
}

func (r *lockedReader) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.from.Read(p)
}

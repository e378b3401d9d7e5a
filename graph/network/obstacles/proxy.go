package obstacles

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// Proxy is an HTTP proxy that connects to where Route says, whatever name it is
// asked for, so that a test may use Microsoft's names without reaching Microsoft.
type Proxy struct {
	// Route returns the loopback address behind host:port; "" refuses with 502.
	Route func(hostport string) string
	// User and Password are demanded by Basic when set.
	User, Password string
	// Schemes are told with a 407 beside Basic; with OnlySchemes instead of it.
	Schemes     []string
	OnlySchemes bool
	// Refuse answers every connection with this status when set.
	Refuse int

	server *httptest.Server
	mu     sync.Mutex
	asked  []string
}

// Start listens until the test ends.
func (p *Proxy) Start(t T) *Proxy {
	t.Helper()
	p.server = httptest.NewServer(p)
	t.Cleanup(p.server.Close)
	return p
}

// Address is HOST:PORT.
func (p *Proxy) Address() string { return strings.TrimPrefix(p.server.URL, "http://") }

// Asked lists the places that were asked for, refused ones included.
func (p *Proxy) Asked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.asked...)
}

// ServeHTTP answers CONNECT and nothing else.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Method+" "+r.Host)
	p.mu.Unlock()
	if r.Method != http.MethodConnect {
		http.Error(w, "CONNECT only", http.StatusMethodNotAllowed)
		return
	}
	if p.Refuse != 0 {
		http.Error(w, "<html>not by the rules of this company</html>", p.Refuse)
		return
	}
	if !p.admitted(r) {
		for _, scheme := range p.Schemes {
			w.Header().Add("Proxy-Authenticate", scheme)
		}
		if !p.OnlySchemes {
			w.Header().Add("Proxy-Authenticate", `Basic realm="company"`)
		}
		http.Error(w, "<html>who are you</html>", http.StatusProxyAuthRequired)
		return
	}
	target := p.Route(r.Host)
	if target == "" {
		http.Error(w, "<html>no way there</html>", http.StatusBadGateway)
		return
	}
	p.tunnel(w, target)
}

func (p *Proxy) admitted(r *http.Request) bool {
	if p.User == "" {
		return !p.OnlySchemes
	}
	asked := &http.Request{Header: http.Header{"Authorization": r.Header.Values("Proxy-Authorization")}}
	user, password, ok := asked.BasicAuth()
	return ok && user == p.User && password == p.Password
}

func (p *Proxy) tunnel(w http.ResponseWriter, target string) {
	there, err := net.Dial("tcp", target)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer there.Close()
	here, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
	ended := make(chan struct{}, 2)
	for _, pair := range [][2]net.Conn{{here, there}, {there, here}} {
		go func() {
			_, _ = io.Copy(pair[0], pair[1])
			ended <- struct{}{}
		}()
	}
	<-ended // one side hung up
	_ = here.Close()
	_ = there.Close()
	<-ended
}

package network

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// ProxyFunc says which proxy leads to an address; nil: none.
type ProxyFunc func(*url.URL) (*url.URL, error)

// SettingError says that an environment variable names no proxy. Its value is left
// out, because it may hold a password.
type SettingError struct{ Variable string }

// Error names the variable.
func (e *SettingError) Error() string {
	return fmt.Sprintf("the variable %s names no proxy as http://HOST:PORT", e.Variable)
}

// ProxyError says that a proxy answered instead of connecting.
type ProxyError struct {
	Proxy   string // host and port
	Host    string // that was to be reached, with port
	Status  int    // HTTP status of the proxy's answer; 407: it wants to know who asks
	Schemes []string
}

// Error names proxy and status.
func (e *ProxyError) Error() string {
	return fmt.Sprintf("proxy %s answered %d to a connection to %s", e.Proxy, e.Status, e.Host)
}

// WantsPassword reports whether user name and password can help.
func (e *ProxyError) WantsPassword() bool {
	if e.Status != http.StatusProxyAuthRequired {
		return false
	}
	for _, scheme := range e.Schemes {
		if strings.EqualFold(scheme, "Basic") {
			return true
		}
	}
	return false
}

// proxies finds the proxy for an address: the environment's, else the system's.
type proxies struct {
	environment ProxyFunc // nil: names none
	system      ProxyFunc
	now         func() time.Time

	mu    sync.Mutex
	user  *url.Userinfo // as a person typed it; for proxies without one of their own
	known map[string]systemAnswer
}

// systemAnswer is what the system said of one origin. Asking may run a script over
// the network, so that an answer holds for a while; a computer that moves from one
// network to another is noticed when it is over.
type systemAnswer struct {
	proxy *url.URL
	until time.Time
}

const systemAnswerLife = time.Minute

// readProxies reads the variables that Go's client knows, and ALL_PROXY beside them
// as curl does.
func readProxies(getenv func(string) string, system ProxyFunc, now func() time.Time) (*proxies, error) {
	value := func(names ...string) (string, string) {
		for _, name := range names {
			if text := strings.TrimSpace(getenv(name)); text != "" {
				return name, text
			}
		}
		return "", ""
	}
	httpName, forHTTP := value("HTTP_PROXY", "http_proxy")
	httpsName, forHTTPS := value("HTTPS_PROXY", "https_proxy")
	allName, forAll := value("ALL_PROXY", "all_proxy")
	_, except := value("NO_PROXY", "no_proxy")
	for name, text := range map[string]string{httpName: forHTTP, httpsName: forHTTPS, allName: forAll} {
		if text != "" && !proxyAddress(text) {
			return nil, &SettingError{Variable: name}
		}
	}
	chosen := &proxies{system: system, now: now, known: map[string]systemAnswer{}}
	if forHTTP == "" {
		forHTTP = forAll
	}
	if forHTTPS == "" {
		forHTTPS = forAll
	}
	if forHTTP != "" || forHTTPS != "" {
		settings := httpproxy.Config{HTTPProxy: forHTTP, HTTPSProxy: forHTTPS, NoProxy: except}
		chosen.environment = settings.ProxyFunc()
	}
	return chosen, nil
}

// proxyAddress reports whether text is read as a proxy: with a scheme that is known,
// or as HOST:PORT alone.
func proxyAddress(text string) bool {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil || parsed.Hostname() == "" {
		return false
	}
	switch parsed.Scheme {
	case "http", "https", "socks5", "socks5h":
		return true
	}
	return false
}

// forRequest is the transport's question.
func (p *proxies) forRequest(request *http.Request) (*url.URL, error) {
	return p.forAddress(request.URL)
}

func (p *proxies) forAddress(address *url.URL) (*url.URL, error) {
	if onThisComputer(address.Hostname()) {
		return nil, nil // which no proxy could find, whatever a script says
	}
	found, err := p.configured(address)
	if err != nil || found == nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.user != nil {
		with := *found
		with.User = p.user
		found = &with
	}
	return found, nil
}

func onThisComputer(host string) bool {
	address := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || address != nil && address.IsLoopback()
}

// configured asks the environment when it names any proxy, else the system. Scripts
// of the system see scheme and host only, since addresses of a sign-in tell more.
func (p *proxies) configured(address *url.URL) (*url.URL, error) {
	switch {
	case p.environment != nil:
		return p.environment(address)
	case p.system == nil:
		return nil, nil
	}
	origin := address.Scheme + "://" + address.Host
	p.mu.Lock()
	answer, asked := p.known[origin]
	p.mu.Unlock()
	if asked && p.now().Before(answer.until) {
		return answer.proxy, nil
	}
	found, err := p.system(&url.URL{Scheme: address.Scheme, Host: address.Host, Path: "/"})
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	p.known[origin] = systemAnswer{found, p.now().Add(systemAnswerLife)}
	p.mu.Unlock()
	return found, nil
}

// ProxyPassword keeps, in memory, what a person answers to a proxy that asks who is
// there. It counts for more than what the proxy's address holds, which was refused.
func (n *Network) ProxyPassword(user, password string) {
	n.proxies.mu.Lock()
	n.proxies.user = url.UserPassword(user, password)
	n.proxies.mu.Unlock()
}

// ProxyFor names the proxy that leads to an address as HOST:PORT, "" for none.
func (n *Network) ProxyFor(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	found, err := n.proxies.forAddress(parsed)
	if err != nil || found == nil {
		return ""
	}
	return found.Host
}

// onProxyAnswer turns a proxy's refusal into a *ProxyError, where Go's client would
// only keep the words of its status.
func onProxyAnswer(_ context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	failure := &ProxyError{Proxy: proxy.Host, Host: request.Host, Status: answer.StatusCode}
	if failure.Host == "" {
		failure.Host = request.URL.Host
	}
	const most = 10
	for _, value := range answer.Header.Values("Proxy-Authenticate") {
		scheme, _, _ := strings.Cut(strings.TrimSpace(value), " ")
		if scheme != "" && len(scheme) < 40 && len(failure.Schemes) < most {
			failure.Schemes = append(failure.Schemes, scheme)
		}
	}
	return failure
}

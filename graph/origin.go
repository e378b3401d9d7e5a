package graph

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ErrForeignHost says that a request or a redirect would have left the one host
// that it may go to.
var ErrForeignHost = errors.New("not an allowed host")

// origin is scheme, host and port of the only server that a transport may talk to.
type origin struct{ scheme, host string }

// originOf reads the origin of an absolute address. Plain http is accepted for
// this computer only.
func originOf(address string) (origin, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return origin{}, err
	}
	from := origin{strings.ToLower(parsed.Scheme), canonicalHost(parsed)}
	switch {
	case parsed.Host == "" || parsed.User != nil:
		return origin{}, fmt.Errorf("%q is not the address of a server", address)
	case from.scheme == "https":
	case from.scheme == "http" && loopbackHost(parsed.Hostname()):
	default:
		return origin{}, fmt.Errorf("%q must begin with https://", address)
	}
	return from, nil
}

// holds reports whether address is on the origin.
func (o origin) holds(address *url.URL) bool {
	return address.User == nil && strings.EqualFold(address.Scheme, o.scheme) && canonicalHost(address) == o.host
}

// canonicalHost is the lower-case host with its port, the scheme's own when none
// is written.
func canonicalHost(address *url.URL) string {
	port := address.Port()
	if port == "" {
		port = "443"
		if strings.EqualFold(address.Scheme, "http") {
			port = "80"
		}
	}
	return net.JoinHostPort(strings.ToLower(address.Hostname()), port)
}

func loopbackHost(name string) bool {
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}

// LoopbackOnly returns a transport that refuses every host but this computer with
// ErrForeignHost, whatever the request says. It keeps practice away from tenants.
func LoopbackOnly(next http.RoundTripper) http.RoundTripper { return loopbackOnly{next} }

type loopbackOnly struct{ next http.RoundTripper }

func (l loopbackOnly) RoundTrip(request *http.Request) (*http.Response, error) {
	if !loopbackHost(request.URL.Hostname()) {
		if request.Body != nil {
			_ = request.Body.Close()
		}
		return nil, fmt.Errorf("%w in practice: %s", ErrForeignHost, request.URL.Host)
	}
	return l.next.RoundTrip(request)
}

// CloseIdleConnections closes what the inner transport keeps open.
func (l loopbackOnly) CloseIdleConnections() { closeIdle(l.next) }

func closeIdle(transport http.RoundTripper) {
	if closer, ok := transport.(interface{ CloseIdleConnections() }); ok {
		closer.CloseIdleConnections()
	}
}

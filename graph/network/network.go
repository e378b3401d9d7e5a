package network

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"os"
	"runtime"
	"time"
)

// How long the parts of making a connection may take.
const (
	dialTimeout = 10 * time.Second
	tlsTimeout  = 15 * time.Second
)

// Config is what a network is made from. The zero value is this computer's own.
type Config struct {
	Getenv func(string) string // nil: the process's environment
	System ProxyFunc           // the system's own proxy settings; nil: SystemProxies
	// CAFile names authorities to trust beside the system's: PEM, or DER as Windows
	// exports it; empty: none.
	CAFile   string
	ReadFile func(string) ([]byte, error) // nil: os.ReadFile
	Resolver *net.Resolver                // nil: the system's
	Now      func() time.Time             // nil: time.Now
}

// Network is a way to the outside. It is safe for use from several goroutines.
type Network struct {
	proxies   *proxies
	transport *http.Transport
}

// New reads the settings. It fails with a *SettingError for a proxy variable that is
// no address, and with a *CAError for a file without authorities.
func New(config Config) (*Network, error) {
	if config.Getenv == nil {
		config.Getenv = os.Getenv
	}
	if config.System == nil {
		config.System = SystemProxies()
	}
	if config.ReadFile == nil {
		config.ReadFile = os.ReadFile
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	chosen, err := readProxies(config.Getenv, config.System, config.Now)
	if err != nil {
		return nil, err
	}
	trusted, err := readAuthorities(config)
	if err != nil {
		return nil, err
	}
	return &Network{proxies: chosen, transport: newTransport(chosen, trusted, config.Resolver)}, nil
}

// Transport is the one way out.
func (n *Network) Transport() http.RoundTripper { return n.transport }

// newTransport keeps the defaults of Go's client, HTTP/2 and both families of
// addresses at once included, with shorter times for making a connection.
func newTransport(chosen *proxies, trusted *x509.CertPool, resolver *net.Resolver) *http.Transport {
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second, Resolver: resolver}
	return &http.Transport{
		Proxy:                  chosen.forRequest,
		OnProxyConnectResponse: onProxyAnswer,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: trusted},
		TLSHandshakeTimeout:    tlsTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           10,
		IdleConnTimeout:        90 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 256 << 10,
	}
}

// readsCAVariable says whether Go's own client heeds SSL_CERT_FILE on a system.
func readsCAVariable(system string) bool { return system != "windows" && system != "darwin" }

func ownSystem() string { return runtime.GOOS }

package network_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/network"
	"backupsso/graph/network/obstacles"
)

const (
	host   = "login.test"
	secret = "canary-of-a-proxy-password"
)

// serve answers over TLS and returns where.
func serve(t *testing.T, config *tls.Config) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Host)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func fileOf(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func get(t *testing.T, by *network.Network, address string) error {
	t.Helper()
	client := &http.Client{Transport: by.Transport(), Timeout: 20 * time.Second}
	t.Cleanup(client.CloseIdleConnections)
	response, err := client.Get(address)
	if err != nil {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error holds the password: %v", err)
		}
		return err
	}
	defer response.Body.Close()
	if _, err := io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return nil
}

func made(t *testing.T, config network.Config) *network.Network {
	t.Helper()
	by, err := network.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return by
}

func diagnosed(t *testing.T, err error) network.Trouble {
	t.Helper()
	if err == nil {
		t.Fatal("it was reached")
	}
	trouble, known := network.Diagnose(err)
	if !known {
		t.Fatalf("no trouble in %v", err)
	}
	return trouble
}

// TestProxies goes through a real proxy, which asks for all that companies ask for.
func TestProxies(t *testing.T) {
	authority := obstacles.NewAuthority(t, "Test Root", "Test")
	target := serve(t, authority.ServeNow(host))
	toTarget := func(string) string { return target }
	tests := []struct {
		name  string
		proxy *obstacles.Proxy
		user  string // in the address of the proxy
		want  network.Cause
	}{
		{"open", &obstacles.Proxy{Route: toTarget}, "", ""},
		{"password in the address", &obstacles.Proxy{Route: toTarget, User: "ada", Password: secret}, "ada:" + secret + "@", ""},
		{"no password", &obstacles.Proxy{Route: toTarget, User: "ada", Password: secret}, "", network.ProxyPassword},
		{"wrong password", &obstacles.Proxy{Route: toTarget, User: "ada", Password: "other"}, "ada:" + secret + "@", network.ProxyPassword},
		{"Windows sign-in beside Basic", &obstacles.Proxy{Route: toTarget, User: "ada", Password: secret, Schemes: []string{"Negotiate", "NTLM"}}, "", network.ProxyPassword},
		{"Windows sign-in only", &obstacles.Proxy{Route: toTarget, Schemes: []string{"Negotiate", "NTLM"}, OnlySchemes: true}, "", network.ProxyScheme},
		{"forbidden", &obstacles.Proxy{Refuse: http.StatusForbidden}, "", network.ProxyRefused},
		{"proxy cannot reach it", &obstacles.Proxy{Route: func(string) string { return "" }}, "", network.ProxyRefused},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			proxy := test.proxy.Start(t)
			by := made(t, network.Config{CAFile: fileOf(t, authority.PEM()),
				Getenv: environment("HTTPS_PROXY", "http://"+test.user+proxy.Address())})
			err := get(t, by, "https://"+host+"/")
			if asked := proxy.Asked(); len(asked) == 0 || asked[0] != "CONNECT "+host+":443" {
				t.Errorf("the proxy was asked for %v", asked)
			}
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			trouble := diagnosed(t, err)
			if trouble.Cause != test.want || trouble.Proxy != proxy.Address() || trouble.Host != host {
				t.Errorf("%+v", trouble)
			}
			if test.want == network.ProxyScheme && !slices.Equal(trouble.Schemes, []string{"Negotiate", "NTLM"}) {
				t.Errorf("schemes %v", trouble.Schemes)
			}
			if trouble.Passing() {
				t.Error("a proxy's refusal does not pass by itself")
			}
		})
	}
}

// TestProxyPasswordIsAskedLater answers a 407 while the program runs.
func TestProxyPasswordIsAskedLater(t *testing.T) {
	for name, before := range map[string]string{"none before": "", "a wrong one before": "http://ada:wrong@"} {
		t.Run(name, func(t *testing.T) { proxyPasswordIsAskedLater(t, before) })
	}
}

func proxyPasswordIsAskedLater(t *testing.T, before string) {
	authority := obstacles.NewAuthority(t, "Test Root", "Test")
	target := serve(t, authority.ServeNow(host))
	proxy := (&obstacles.Proxy{Route: func(string) string { return target }, User: "ada", Password: secret}).Start(t)
	by := made(t, network.Config{CAFile: fileOf(t, authority.PEM()), Getenv: environment("https_proxy", before+proxy.Address())})
	if trouble := diagnosed(t, get(t, by, "https://"+host)); trouble.Cause != network.ProxyPassword {
		t.Fatalf("%+v", trouble)
	}
	by.ProxyPassword("ada", secret)
	if err := get(t, by, "https://"+host); err != nil {
		t.Fatal(err)
	}
	if shown := by.ProxyFor("https://" + host); shown != proxy.Address() {
		t.Errorf("the proxy is shown as %q", shown)
	}
}

func TestWhichProxy(t *testing.T) {
	system := func(address *url.URL) (*url.URL, error) {
		if address.Path != "/" || address.RawQuery != "" {
			t.Errorf("the system is told %s", address)
		}
		return &url.URL{Host: "system:1"}, nil
	}
	tests := []struct {
		name        string
		environment []string
		system      network.ProxyFunc
		want        string
	}{
		{"none", nil, nil, ""},
		{"the system's", nil, system, "system:1"},
		{"the environment wins", []string{"HTTPS_PROXY", "http://env:2"}, system, "env:2"},
		{"lower case", []string{"https_proxy", "env:2"}, nil, "env:2"},
		{"all", []string{"ALL_PROXY", "socks5://env:3"}, nil, "env:3"},
		{"https before all", []string{"ALL_PROXY", "socks5://env:3", "HTTPS_PROXY", "http://env:2"}, nil, "env:2"},
		{"for http only", []string{"HTTP_PROXY", "http://env:2"}, system, ""},
		{"exception", []string{"HTTPS_PROXY", "http://env:2", "NO_PROXY", ".other,login.test"}, system, ""},
		{"this computer", nil, func(*url.URL) (*url.URL, error) { return &url.URL{Host: "script:1"}, nil }, "script:1"},
		{"IPv6", []string{"HTTPS_PROXY", "http://[::1]:2"}, nil, "[::1]:2"},
	}
	for _, test := range tests {
		by := made(t, network.Config{Getenv: environment(test.environment...), System: withDefault(test.system)})
		if got := by.ProxyFor("https://login.test/organizations?login_hint=ada"); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		for _, own := range []string{"http://127.0.0.1:80", "https://localhost/x", "http://[::1]:9"} {
			if got := by.ProxyFor(own); got != "" {
				t.Errorf("%s: %s by %q", test.name, own, got)
			}
		}
	}
}

func withDefault(system network.ProxyFunc) network.ProxyFunc {
	if system == nil {
		return func(*url.URL) (*url.URL, error) { return nil, nil }
	}
	return system
}

func TestSystemIsAskedOnceAMinute(t *testing.T) {
	now, asked := time.Now(), 0
	by := made(t, network.Config{Getenv: environment(), Now: func() time.Time { return now },
		System: func(*url.URL) (*url.URL, error) { asked++; return nil, nil }})
	for _, wait := range []time.Duration{0, 30 * time.Second, 31 * time.Second} {
		now = now.Add(wait)
		by.ProxyFor("https://login.test/a")
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}

func TestWrongProxySettings(t *testing.T) {
	for _, value := range []string{"http://ada:" + secret + "@ host:1", "ftp://ada:" + secret + "@host:1", "http://", "://", "http://ada:" + secret + "%zz@host"} {
		_, err := network.New(network.Config{Getenv: environment("HTTPS_PROXY", value)})
		var wrong *network.SettingError
		if !errors.As(err, &wrong) || wrong.Variable != "HTTPS_PROXY" || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestUnreachableProxies(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	_ = listener.Close()
	names := (&obstacles.Names{}).Start(t)
	for proxy, shown := range map[string]string{"http://ada:" + secret + "@" + closed: closed, "http://nowhere.test:8080": "nowhere.test"} {
		by := made(t, network.Config{Getenv: environment("HTTPS_PROXY", proxy), Resolver: names.Resolver()})
		trouble := diagnosed(t, get(t, by, "https://"+host))
		if trouble.Cause != network.ProxyUnreachable || trouble.Proxy != shown || trouble.Host != host || !trouble.AtOnce() {
			t.Errorf("%s: %+v", proxy, trouble)
		}
	}
}

// TestCertificates meets servers that cannot be trusted, each for its own reason.
func TestCertificates(t *testing.T) {
	trusted := obstacles.NewAuthority(t, "Test Root", "Test")
	inspector := obstacles.NewAuthority(t, "Contoso Web Inspection", "Contoso IT")
	now := time.Now()
	old := &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11, Certificates: trusted.ServeNow(host).Certificates}
	tests := []struct {
		name   string
		server *tls.Config
		want   network.Trouble
	}{
		{"inspected", inspector.ServeNow(host), network.Trouble{Cause: network.Untrusted, Issuer: "Contoso Web Inspection (Contoso IT)", Names: []string{host}}},
		{"another's", trusted.ServeNow("portal.hotel.test", "127.0.0.9"), network.Trouble{Cause: network.WrongName, Issuer: "Test Root (Test)", Names: []string{"portal.hotel.test", "127.0.0.9"}}},
		{"over", trusted.Serve(now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0), host), network.Trouble{Cause: network.ClockWrong, Issuer: "Test Root (Test)", Names: []string{host}}},
		{"not yet", trusted.Serve(now.AddDate(1, 0, 0), now.AddDate(2, 0, 0), host), network.Trouble{Cause: network.ClockWrong, Issuer: "Test Root (Test)", Names: []string{host}}},
		{"too old a TLS", old, network.Trouble{Cause: network.TLSFailed}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			names := (&obstacles.Names{Known: map[string][]string{host: {"127.0.0.1"}}}).Start(t)
			by := made(t, network.Config{Getenv: environment(), CAFile: fileOf(t, trusted.PEM()), Resolver: names.Resolver()})
			_, port, _ := net.SplitHostPort(serve(t, test.server))
			got := diagnosed(t, get(t, by, "https://"+host+":"+port))
			if got.Cause != test.want.Cause || got.Issuer != test.want.Issuer || !slices.Equal(got.Names, test.want.Names) || got.Host != host {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
			if got.Cause == network.ClockWrong && (got.From.IsZero() || got.Until.IsZero()) {
				t.Errorf("no times: %+v", got)
			}
			if got.Passing() {
				t.Error("a certificate does not mend itself")
			}
		})
	}
}

func TestPlainTextWhereTLSIsDue(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	by := made(t, network.Config{Getenv: environment()})
	if got := diagnosed(t, get(t, by, strings.Replace(server.URL, "http:", "https:", 1))); got.Cause != network.NotTLS {
		t.Errorf("%+v", got)
	}
}

func TestAuthoritiesFromAFile(t *testing.T) {
	authority := obstacles.NewAuthority(t, "Test Root", "Test")
	other := obstacles.NewAuthority(t, "Other Root", "Test")
	names := (&obstacles.Names{Known: map[string][]string{host: {"127.0.0.1"}}}).Start(t)
	_, port, _ := net.SplitHostPort(serve(t, authority.ServeNow(host)))
	bundle := append([]byte("# of the company\n"), append(other.PEM(), authority.PEM()...)...)
	broken := append([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), authority.PEM()...)
	for name, content := range map[string][]byte{"PEM": authority.PEM(), "DER": authority.DER(), "bundle": bundle, "one is broken": broken} {
		by := made(t, network.Config{Getenv: environment(), CAFile: fileOf(t, content), Resolver: names.Resolver()})
		if err := get(t, by, "https://"+host+":"+port); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	reasons := map[string]network.CAReason{
		filepath.Join(t.TempDir(), "none.pem"): network.CAMissing,
		t.TempDir():                            network.CAUnreadable,
		fileOf(t, []byte("hello")):             network.CANoCertificates,
		fileOf(t, nil):                         network.CANoCertificates,
	}
	for path, reason := range reasons {
		_, err := network.New(network.Config{Getenv: environment(), CAFile: path})
		var refused *network.CAError
		if !errors.As(err, &refused) || refused.Reason != reason || refused.Path != path {
			t.Errorf("%s: %v, want %s", path, err, reason)
		}
	}
}

// TestNames asks a real name server.
func TestNames(t *testing.T) {
	authority := obstacles.NewAuthority(t, "Test Root", "Test")
	_, port, _ := net.SplitHostPort(serve(t, authority.ServeNow(host)))
	tests := []struct {
		name  string
		names *obstacles.Names
		want  network.Cause
	}{
		{"known", &obstacles.Names{Known: map[string][]string{host: {"127.0.0.1"}}}, ""},
		// 100::/64 leads nowhere by RFC 6666, so the other family has to answer.
		{"IPv6 leads nowhere", &obstacles.Names{Known: map[string][]string{host: {"100::1", "127.0.0.1"}}}, ""},
		{"unknown", &obstacles.Names{}, network.NameUnknown},
		{"server is sick", &obstacles.Names{Sick: true}, network.Offline},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			by := made(t, network.Config{Getenv: environment(), CAFile: fileOf(t, authority.PEM()), Resolver: test.names.Start(t).Resolver()})
			err := get(t, by, "https://"+host+":"+port)
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if got := diagnosed(t, err); got.Cause != test.want || got.Host != host {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestIPv6Only(t *testing.T) {
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	authority := obstacles.NewAuthority(t, "Test Root", "Test")
	server := &http.Server{Handler: http.NotFoundHandler(), ErrorLog: log.New(io.Discard, "", 0), TLSConfig: authority.ServeNow(host, "::1")}
	go func() { _ = server.ServeTLS(listener, "", "") }()
	t.Cleanup(func() { _ = server.Close() })
	names := (&obstacles.Names{Known: map[string][]string{host: {"::1"}}}).Start(t)
	by := made(t, network.Config{Getenv: environment(), CAFile: fileOf(t, authority.PEM()), Resolver: names.Resolver()})
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	for _, address := range []string{"https://" + host + ":" + port, "https://[::1]:" + port} {
		if err := get(t, by, address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestConnections(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			_ = connection.Close()
		}
	}()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections into its queue and never speaks
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	by := made(t, network.Config{Getenv: environment()})
	if got := diagnosed(t, get(t, by, "https://"+listener.Addr().String())); got.Cause != network.Broken || !got.Passing() {
		t.Errorf("hung up: %+v", got)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+silent.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = by.Transport().RoundTrip(request)
	if got := diagnosed(t, err); got.Cause != network.NoAnswer {
		t.Errorf("silent: %+v", got)
	}
	_ = silent.Close()
	if got := diagnosed(t, get(t, by, "https://"+silent.Addr().String())); got.Cause != network.Refused || !got.AtOnce() {
		t.Errorf("closed: %+v", got)
	}
	if _, known := network.Diagnose(context.Canceled); known {
		t.Error("a cancel is no trouble of the network")
	}
	if _, known := network.Diagnose(errors.New("something else")); known {
		t.Error("any error is trouble")
	}
}

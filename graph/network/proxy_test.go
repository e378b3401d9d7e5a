package network_test

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/network"
	"backupsso/graph/network/obstacles"
)

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

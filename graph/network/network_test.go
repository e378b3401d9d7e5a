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

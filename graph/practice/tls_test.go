package practice

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// trusting is a client that trusts only the authority in a file and finds every
// name on loopback.
func trusting(t *testing.T, file string) *http.Client {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(content) {
		t.Fatalf("no certificate in %s", content)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, _ := net.SplitHostPort(address)
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+port)
		}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestTLS(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	for _, options := range []Options{{TLS: true}, {TLS: true, Host: "Practice.Contoso.test"}, {TLS: true, Host: "127.0.0.1", CA: file}} {
		options.Key = sharedKey
		s, err := Start(options)
		if err != nil {
			t.Fatal(err)
		}
		info := s.Info()
		host := strings.ToLower(options.Host)
		if host == "" {
			host = "localhost"
		}
		if !strings.HasPrefix(info.Graph, "https://"+host+":") || options.CA != "" && info.CA != file {
			t.Errorf("info %+v", info)
		}
		client := trusting(t, info.CA)
		for _, path := range []string{discoveryPath, "/" + info.TenantID + "/v2.0/.well-known/openid-configuration",
			"/" + info.TenantID + "/federationmetadata/2007-06/federationmetadata.xml"} {
			response, err := client.Get(info.Login + path)
			if err != nil {
				t.Fatal(err)
			}
			body := make([]byte, 1<<20)
			n, _ := response.Body.Read(body)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusOK || strings.Contains(string(body[:n]), "http://"+host) {
				t.Errorf("%s: %d %s", path, response.StatusCode, body[:n])
			}
		}
		if _, err := http.Get(info.Login + discoveryPath); err == nil {
			t.Error("a client that does not trust the authority was served")
		}
		client.CloseIdleConnections() // over HTTP/2 a server says goodbye for a second
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(info.CA); (options.CA == "") != errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after closing, the file of the authority: %v", err)
		}
	}
}

// TestAuthorityVouchesForItsOwnNamesOnly signs a foreign name with the authority.
func TestAuthorityVouchesForItsOwnNamesOnly(t *testing.T) {
	made, err := newAuthority("practice.test")
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(made.certificate)
	for name, good := range map[string]bool{"practice.test": true, "login.practice.test": true, "localhost": true, "login.microsoftonline.com": false, "practice.test.evil.example": false} {
		config, err := made.serverConfig(name)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: name}); (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostNames(t *testing.T) {
	for host, good := range map[string]bool{"practice.test": true, "localhost": true, "127.0.0.1": true, "::1": true, "a.b-c.example": true, "contosopractice.onmicrosoft.example": true,
		"192.0.2.1": false, "login.microsoftonline.com": false, "login.microsoftonline.com.test": false, "sts.windows.net": false, "bad name": false, "-x.test": false, "x..test": false, "x/y": false, "us.backup.autotask.net": false} {
		if err := checkHostName(host); (err == nil) != good {
			t.Errorf("%s: %v", host, err)
		}
	}
	s, err := Start(Options{Host: "practice.test", Key: sharedKey})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if !strings.HasPrefix(s.Info().Graph, "http://practice.test:") {
		t.Errorf("graph at %s", s.Info().Graph)
	}
	if s, err := Start(Options{Host: "graph.microsoft.com", Key: sharedKey}); err == nil {
		_ = s.Close()
		t.Error("a real host name is taken")
	}
}

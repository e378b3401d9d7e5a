package practice

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBodiesAsClientsSendThem(t *testing.T) {
	tt := startTenant(t, Options{})
	path := "/applications/" + tt.addApp().id
	packed := func(text string) *bytes.Buffer {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
		return &out
	}
	// A reader of unknown length goes out chunked.
	chunked := func(from io.Reader) io.Reader { return struct{ io.Reader }{from} }
	for name, c := range map[string]struct {
		body     io.Reader
		encoding string
		status   int
	}{
		"gzip":          {packed(`{"notes":"gzip"}`), "gzip", 204},
		"chunked":       {chunked(strings.NewReader(`{"notes":"chunked"}`)), "", 204},
		"gzip, chunked": {chunked(packed(`{"notes":"gzip, chunked"}`)), "gzip", 204},
		"not gzip":      {strings.NewReader(`{"notes":"x"}`), "gzip", 400},
		"unknown":       {strings.NewReader(`{"notes":"x"}`), "br", 415},
		"gzip bomb":     {packed(`{"notes":"` + strings.Repeat("x", maxBody) + `"}`), "gzip", 413},
		"two objects":   {strings.NewReader(`{"notes":"x"}{"notes":"y"}`), "", 400},
		"an array":      {strings.NewReader(`[]`), "", 400},
		"deep":          {strings.NewReader(`{"notes":` + strings.Repeat("[", 20000) + `}`), "", 400},
	} {
		headers := []string{}
		if c.encoding != "" {
			headers = []string{"Content-Encoding", c.encoding}
		}
		got := tt.send("PATCH", path, c.body, headers...)
		if got.status != c.status {
			t.Errorf("%s: %d, want %d: %.200s", name, got.status, c.status, got.raw)
		}
		if c.status == 204 {
			if stored := tt.want(200, "GET", path, "").text("notes"); stored != name {
				t.Errorf("%s: stored %q", name, stored)
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	tt := startTenant(t, Options{})
	const id = "7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0de"
	for path, status := range map[string]int{"/me": 200, "/users/nobody@contoso.example": 404} {
		got := tt.want(status, "GET", path, "", "client-request-id", id)
		for name, want := range map[string]string{"client-request-id": id, "OData-Version": "4.0", "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
			"Content-Type": "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q", path, name, got.header.Get(name))
			}
		}
		if !guidShaped(got.header.Get("request-id")) || got.header.Get("request-id") == id || got.header.Get("x-ms-ags-diagnostic") == "" {
			t.Errorf("%s: headers %v", path, got.header)
		}
		if status == 404 && (got.text("error", "innerError", "client-request-id") != id || got.text("error", "innerError", "request-id") != got.header.Get("request-id") || got.text("error", "innerError", "date") != "2026-11-23T10:00:00") {
			t.Errorf("innerError: %s", got.raw)
		}
	}
	if got := tt.want(200, "GET", "/me", "", "client-request-id", "<script>"); got.header.Get("client-request-id") != got.header.Get("request-id") {
		t.Errorf("a made-up client-request-id came back: %v", got.header)
	}
	// Long answers are compressed for those who ask; the test's client unpacks them
	// only when it asked by itself.
	packed := tt.sendRaw(t, "/applicationTemplates")
	if packed.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("Content-Encoding %q", packed.Header.Get("Content-Encoding"))
	}
}

func (tt *tenantTest) sendRaw(t *testing.T, path string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.s.Info().Graph+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+tt.token)
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := tt.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	unpacked, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body map[string]any
	if err := json.NewDecoder(unpacked).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return response
}

func TestOnlyLoopback(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "nonsense", "127.0.0.1:99999"} {
		if s, err := Start(Options{Listen: address}); err == nil {
			_ = s.Close()
			t.Errorf("listens on %s", address)
		}
	}
	tt := startTenant(t, Options{})
	if s, err := Start(Options{Listen: strings.TrimPrefix(tt.s.base, "http://")}); err == nil {
		_ = s.Close()
		t.Error("listens on a taken port")
	}
	for host, status := range map[string]int{"evil.example": 421, "127.0.0.1": 421, "localhost:1": 421, "localhost" + strings.TrimPrefix(tt.s.base, "http://127.0.0.1"): 200} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.s.base+discoveryPath, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := tt.http.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("Host %s: %d, want %d", host, response.StatusCode, status)
		}
	}
}

func TestInfoAndDiscover(t *testing.T) {
	tt := startTenant(t, Options{})
	info, err := Discover(t.Context(), tt.http, tt.s.Info().Login+"/")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(tt.s.Info(), info); diff != "" {
		t.Error(diff)
	}
	if len(info.Accounts) != 4 || info.Accounts[0].UPN != "ada@contoso.example" || info.Accounts[0].Password == "" || len(info.Accounts[0].Roles) != 3 || info.TenantDomain != "contoso.example" {
		t.Errorf("accounts: %+v", info.Accounts)
	}
	if !guidShaped(info.TenantID) || !guidShaped(info.ClientID) || info.ClientSecret == "" || !strings.HasSuffix(info.Graph, "/v1.0") {
		t.Errorf("info: %+v", info)
	}
}

func TestDiscoverRefusals(t *testing.T) {
	answers := map[string]func(w http.ResponseWriter){
		"status":   func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) },
		"no JSON":  func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>") },
		"too long": func(w http.ResponseWriter) { _, _ = io.WriteString(w, strings.Repeat(" ", maxDiscovery+1)) },
		"empty":    func(w http.ResponseWriter) { _, _ = io.WriteString(w, "{}") },
		"elsewhere": func(w http.ResponseWriter) {
			_ = json.NewEncoder(w).Encode(Info{Graph: "https://graph.microsoft.com/v1.0", Login: "http://127.0.0.1:1", Portal: "http://127.0.0.1:1", MyApps: "http://127.0.0.1:1", Admin: "http://127.0.0.1:1", TenantID: "x", TenantDomain: "y"})
		},
	}
	for name, answer := range answers {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
		if info, err := Discover(t.Context(), nil, server.URL); err == nil {
			t.Errorf("%s: %+v", name, info)
		}
		server.Close()
	}
	for _, address := range []string{"", "https://127.0.0.1:1", "http://login.example", "http://user@127.0.0.1:1", "http://127.0.0.1:1/?x", "file:///etc/passwd", "http://127.0.0.1:1", "%"} {
		if _, err := Discover(t.Context(), nil, address); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Discover(cancelled, nil, "http://127.0.0.1:9"); err == nil {
		t.Error("a cancelled discovery succeeds")
	}
}

// silence is a transport to something that takes requests and never answers.
type silence struct{}

func (silence) RoundTrip(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

func TestDiscoverDoesNotWaitForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		_, err := Discover(t.Context(), &http.Client{Transport: silence{}}, "http://127.0.0.1:8765")
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != discoveryPatience {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

func TestCloseEndsOpenConnections(t *testing.T) {
	s, err := Start(Options{Key: sharedKey})
	if err != nil {
		t.Fatal(err)
	}
	connection, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	_, _ = io.WriteString(connection, "POST /v1.0/users HTTP/1.1\r\nHost: "+strings.TrimPrefix(s.base, "http://")+"\r\nContent-Length: 10\r\n\r\n")
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := io.ReadAll(connection); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Error(err)
	}
}

package practice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestFaultReset(t *testing.T) {
	for spec, effect := range map[string]int{"reset:on=POST /applications": 1, "reset:on=POST /applications,when=before": 0} {
		tt := with(t, spec)
		request, err := http.NewRequestWithContext(t.Context(), "POST", tt.s.Info().Graph+"/applications", strings.NewReader(createApp))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+tt.token)
		request.Header.Set("Content-Type", "application/json")
		response, err := tt.http.Do(request)
		if err == nil {
			_ = response.Body.Close()
			t.Fatalf("%s: an answer came: %s", spec, response.Status)
		}
		if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", spec, err)
		}
		if got := tt.appsNamed("Struck"); got != effect {
			t.Errorf("%s: %d applications, want %d", spec, got, effect)
		}
	}
}

func TestFaultSlow(t *testing.T) {
	tt := with(t, "slow-headers:on=GET /me,after=150ms")
	begin := time.Now()
	tt.want(200, "GET", "/me", "")
	if took := time.Since(begin); took < 150*time.Millisecond {
		t.Errorf("headers came after %s", took)
	}
	tt = with(t, "slow-body:on=GET /me,after=150ms")
	request, err := http.NewRequestWithContext(t.Context(), "GET", tt.s.Info().Graph+"/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+tt.token)
	response, err := tt.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	begin = time.Now()
	raw, err := io.ReadAll(response.Body)
	if err != nil || !json.Valid(raw) || time.Since(begin) < 100*time.Millisecond {
		t.Errorf("body %s, %v after %s", raw, err, time.Since(begin))
	}
}

// TestClosingEndsASlowAnswer closes a tenant while an answer waits to a client whose
// leaving net/http does not notice, because it had begun its next request.
func TestClosingEndsASlowAnswer(t *testing.T) {
	waiting := goleak.IgnoreCurrent()
	tt := with(t, "slow-headers:on=POST /applications,after=9m")
	address, err := url.Parse(tt.s.Info().Graph)
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", address.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	_, err = fmt.Fprintf(client, "POST %s/applications HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s%s",
		address.Path, address.Host, tt.token, len(createApp), createApp, strings.Repeat("next", 4<<10))
	if err != nil {
		t.Fatal(err)
	}
	for tt.appsNamed("Struck") == 0 { // it acts, and only then waits
		time.Sleep(5 * time.Millisecond)
	}
	tt.http.CloseIdleConnections()
	if err := tt.s.Close(); err != nil {
		t.Error(err)
	}
	goleak.VerifyNone(t, waiting)
}

func TestFaultCutJSON(t *testing.T) {
	tt := with(t, "cut-json:on=GET /users")
	request, err := http.NewRequestWithContext(t.Context(), "GET", tt.s.Info().Graph+"/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+tt.token)
	response, err := tt.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != 200 || json.Valid(raw) || !strings.HasPrefix(string(raw), `{"@odata.context"`) {
		t.Errorf("%d %s %v", response.StatusCode, raw, err)
	}
}

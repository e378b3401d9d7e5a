package graph

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is what no error, exchange, page or log may ever hold.
const canary = "canary-token-7f3a91"

// fakeCredential hands out canary tokens and remembers what it was asked for.
type fakeCredential struct {
	mu    sync.Mutex
	asked []policy.TokenRequestOptions
	fail  error
	token string // empty: the canary
	life  time.Duration
}

func (f *fakeCredential) GetToken(_ context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, options)
	life := f.life
	if life == 0 {
		life = time.Hour
	}
	token := canary
	if f.token != "" {
		token = f.token
	}
	if options.Claims != "" {
		token += "-again"
	}
	return azcore.AccessToken{Token: token, ExpiresOn: time.Now().Add(life)}, f.fail
}

// bench is a client in front of a scripted server, with all its outside recorded.
type bench struct {
	t          *testing.T
	server     *httptest.Server
	client     *Client
	credential *fakeCredential
	pauses     []time.Duration
	waits      []string
	onPause    func()

	mu        sync.Mutex
	exchanges []Exchange
}

func newBench(t *testing.T, handler http.HandlerFunc) *bench {
	t.Helper()
	return newBenchOver(t, handler, nil)
}

// newBenchOver puts around between client and server.
func newBenchOver(t *testing.T, handler http.HandlerFunc, around func(http.RoundTripper) http.RoundTripper) *bench {
	t.Helper()
	b := &bench{t: t, credential: &fakeCredential{}}
	b.server = httptest.NewServer(handler)
	t.Cleanup(b.server.Close)
	transport := newTransport()
	if around != nil {
		transport = around(transport)
	}
	var err error
	b.client, err = New(b.credential, Practice(b.server.URL, b.server.URL+"/v1.0", b.server.URL), "", []string{"scope"}, Deps{
		Transport: transport,
		Sleep:     b.sleep,
		Jitter:    func() float64 { return 0 },
		Exchange: func(e Exchange) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.exchanges = append(b.exchanges, e)
		},
		Wait: func(reason string, _ time.Time) { b.waits = append(b.waits, reason) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.client.Close)
	return b
}

func (b *bench) sleep(ctx context.Context, pause time.Duration) error {
	b.pauses = append(b.pauses, pause)
	if b.onPause != nil {
		b.onPause()
	}
	return ctx.Err()
}

// sent returns "METHOD path" of every exchange, without /v1.0.
func (b *bench) sent() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var lines []string
	for _, e := range b.exchanges {
		lines = append(lines, e.Method+" "+strings.TrimPrefix(e.Path, "/v1.0"))
	}
	return lines
}

func (b *bench) mustSend(want ...string) {
	b.t.Helper()
	if got := b.sent(); !slices.Equal(got, want) {
		b.t.Errorf("sent:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// answers replies with JSON.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json;odata.metadata=minimal;charset=utf-8")
		w.Header().Set("request-id", "11111111-2222-3333-4444-555555555555")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// inTurn replies with each handler once, and goes on with the last.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	next := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handler := handlers[min(next, len(handlers)-1)]
		next++
		mu.Unlock()
		handler(w, r)
	}
}

// hangUp closes the connection without an answer, after the request was read.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func failureOf(t *testing.T, err error) *Error {
	t.Helper()
	var failure *Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %T %v, want *Error", err, err)
	}
	if text := failure.Error() + failure.Excerpt; strings.Contains(text, canary) {
		t.Errorf("the token is in the error: %s", text)
	}
	return failure
}

const (
	someApp  = "0a0a0a0a-0000-4000-8000-000000000001"
	someID   = "0a0a0a0a-0000-4000-8000-000000000002"
	someUser = "0a0a0a0a-0000-4000-8000-000000000003"
	someRole = "0a0a0a0a-0000-4000-8000-000000000004"
)

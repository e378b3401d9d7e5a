package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeLogin is a sign-in host whose token answers are scripted.
type fakeLogin struct {
	server *httptest.Server
	cloud  Cloud

	mu      sync.Mutex
	forms   []url.Values // posted to the token endpoint
	device  http.HandlerFunc
	token   http.HandlerFunc
	whether http.HandlerFunc // discovery; nil: the real one
}

func newFakeLogin(t *testing.T) *fakeLogin {
	t.Helper()
	f := &fakeLogin{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		if f.whether != nil {
			f.whether(w, r)
			return
		}
		writeJSON(w, 200, map[string]any{
			"issuer":                 "https://" + r.Host + "/" + someID + "/v2.0",
			"authorization_endpoint": "http://" + r.Host + "/" + someID + "/oauth2/v2.0/authorize",
			"token_endpoint":         "http://" + r.Host + "/" + someID + "/oauth2/v2.0/token",
		})
	})
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", func(w http.ResponseWriter, r *http.Request) { f.device(w, r) })
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		f.mu.Lock()
		f.forms = append(f.forms, r.PostForm)
		answer := f.token
		f.mu.Unlock()
		answer(w, r)
	})
	f.device = deviceAnswer(900)
	f.token = tokenAnswer("")
	f.server = httptest.NewServer(mux)
	t.Cleanup(f.server.Close)
	f.cloud = Practice(f.server.URL, f.server.URL, f.server.URL)
	return f
}

func (f *fakeLogin) posted() []url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]url.Values{}, f.forms...)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func deviceAnswer(seconds int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 200, map[string]any{"user_code": "ABC123", "device_code": canary + "-device", "verification_uri": "https://login/device",
			"expires_in": seconds, "interval": 5, "message": "Type \u001b[1mABC123"})
	}
}

// tokenAnswer grants what was asked for, or granted.
func tokenAnswer(granted string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		scope := granted
		if scope == "" {
			scope = r.PostForm.Get("scope")
		}
		encode := base64.RawURLEncoding.EncodeToString
		claims, _ := json.Marshal(map[string]any{"iss": "https://x", "aud": r.PostForm.Get("client_id"), "tid": someID, "oid": someUser, "sub": "s",
			"preferred_username": "admin@contoso.example", "exp": time.Now().Add(time.Hour).Unix()})
		writeJSON(w, 200, map[string]any{"token_type": "Bearer", "scope": scope, "expires_in": 3600, "ext_expires_in": 3600,
			"access_token": canary, "refresh_token": canary + "-refresh",
			"id_token":    encode([]byte(`{"alg":"none"}`)) + "." + encode(claims) + ".",
			"client_info": encode([]byte(`{"uid":"` + someUser + `","utid":"` + someID + `"}`))})
	}
}

func oauthRefusal(name, description string, codes ...int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 400, map[string]any{"error": name, "error_description": description, "error_codes": codes,
			"correlation_id": "cccccccc-0000-4000-8000-000000000000", "trace_id": "dddddddd-0000-4000-8000-000000000000"})
	}
}

const stsText = "AADSTS%d: %s Trace ID: aaaaaaaa-0000-4000-8000-000000000000 Correlation ID: bbbbbbbb-0000-4000-8000-000000000000 Timestamp: 2026-11-23 10:00:00Z"

// signIn returns a device code sign-in to the fake host.
func (f *fakeLogin) signIn(way Way) SignIn {
	return SignIn{Way: way, Cloud: f.cloud, Scopes: []string{ScopeApplications, ScopeSelf}, ShowCode: func(Code) {},
		OpenURL: func(address string) error { return nil }}
}

// testDeps closes its connections at the test's end.
func testDeps(t *testing.T) Deps {
	t.Helper()
	transport := newTransport()
	t.Cleanup(func() { closeIdle(transport) })
	return Deps{Transport: transport, Jitter: func() float64 { return 0 },
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
}

// redirectTo posts values to the address that a sign-in page would post to.
func redirectTo(address string, values url.Values) error {
	page, err := url.Parse(address)
	if err != nil {
		return err
	}
	if values.Get("state") == "" {
		values.Set("state", page.Query().Get("state"))
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.PostForm(page.Query().Get("redirect_uri"), values)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

func describe(name string, code int, text string) url.Values {
	return url.Values{"error": {name}, "error_description": {html.UnescapeString(fmt.Sprintf(stsText, code, text))}}
}

func signInFailure(t *testing.T, err error) *SignInError {
	t.Helper()
	failure, ok := err.(*SignInError)
	if !ok {
		t.Fatalf("got %T %v, want *SignInError", err, err)
	}
	if text := fmt.Sprintf("%v %+v %v", failure, *failure, failure.Err); strings.Contains(text, "canary") {
		t.Errorf("a secret is in the error: %s", text)
	}
	return failure
}

package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

func TestDeviceCodeAsksRight(t *testing.T) {
	t.Parallel()
	f := newFakeLogin(t)
	var asked url.Values
	f.device = func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = r.PostForm
		deviceAnswer(900)(w, r)
	}
	f.token = inTurn(oauthRefusal("authorization_pending", "AADSTS70016: pending", 70016), oauthRefusal("slow_down", ""), tokenAnswer(""))
	var shown Code
	signIn := f.signIn(DeviceCode)
	signIn.ShowCode = func(code Code) { shown = code }
	begun := time.Now()
	client, err := Open(context.Background(), signIn, testDeps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if shown.UserCode != "ABC123" || shown.URL != "https://login/device" || shown.Message != "Type [1mABC123" {
		t.Errorf("shown %+v", shown)
	}
	if life := shown.Expires.Sub(begun); life < 890*time.Second || life > 910*time.Second {
		t.Errorf("expires in %v", life)
	}
	if asked.Get("client_id") != DefaultClientID || !strings.Contains(asked.Get("scope"), f.server.URL+"/"+ScopeApplications) ||
		strings.Contains(asked.Get("scope"), ".default") {
		t.Errorf("asked for %v", asked)
	}
	for range 3 {
		if token, err := client.bearer.get(context.Background()); err != nil || token != canary {
			t.Errorf("got %v", err)
		}
	}
	if len(f.posted()) != 3 {
		t.Errorf("asked for %d tokens", len(f.posted()))
	}
}

// A later challenge renews the token without asking the person again.
func TestSignInsAreRenewedSilently(t *testing.T) {
	for _, way := range []Way{DeviceCode, Browser} {
		t.Run(string(way), func(t *testing.T) {
			f := newFakeLogin(t)
			prompts := 0
			signIn := f.signIn(way)
			signIn.ShowCode = func(Code) { prompts++ }
			signIn.OpenURL = func(address string) error {
				prompts++
				return redirectTo(address, url.Values{"code": {"code"}})
			}
			client, err := Open(context.Background(), signIn, testDeps(t))
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			if first := f.posted()[0].Get("claims"); !strings.Contains(first, "CP1") {
				t.Errorf("claims %q do not say that challenges are understood", first)
			}
			const claims = `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`
			if _, err := client.bearer.answer(context.Background(), claims); err != nil {
				t.Fatal(err)
			}
			last := f.posted()[len(f.posted())-1]
			if prompts != 1 || last.Get("grant_type") != "refresh_token" || !strings.Contains(last.Get("claims"), "nbf") {
				t.Errorf("%d prompts, last %v", prompts, last.Get("grant_type"))
			}
			// When renewal is refused, nobody is asked in the middle of a run.
			f.token = oauthRefusal("invalid_grant", "AADSTS50173: gone", 50173)
			_, err = client.bearer.answer(context.Background(), claims)
			if failure := signInFailure(t, err); !failure.Again || failure.Code != 50173 || prompts != 1 {
				t.Errorf("got %v after %d prompts", err, prompts)
			}
		})
	}
}

// While one call asks a person to sign in, another must still be able to leave.
func TestWaitingForATokenEndsWithTheContext(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	b.client.bearer.gate <- struct{}{}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.client.Application(ctx, someID); !errors.Is(err, context.DeadlineExceeded) || failureOf(t, err).Unsure {
		t.Errorf("got %v", err)
	}
	b.client.bearer.leave()
}

func TestBrokenRenewalDoesNotOpenABrowser(t *testing.T) {
	f := newFakeLogin(t)
	prompts := 0
	signIn := f.signIn(Browser)
	signIn.OpenURL = func(address string) error {
		prompts++
		return redirectTo(address, url.Values{"code": {"code"}})
	}
	client, err := Open(context.Background(), signIn, testDeps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	f.token = func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>hotel</html>") }
	_, err = client.bearer.answer(context.Background(), `{}`)
	var page *Error
	if failure := signInFailure(t, err); !errors.As(failure, &page) || !page.ProxyPage || prompts != 1 {
		t.Errorf("got %v after %d prompts", err, prompts)
	}
}

func TestRefusedSignIns(t *testing.T) {
	t.Parallel()
	text := func(code string) string {
		return "AADSTS" + code + ": Words of Microsoft. Trace ID: aaaaaaaa-0000-4000-8000-000000000000 Correlation ID: bbbbbbbb-0000-4000-8000-000000000000 Timestamp: 2026-11-23 10:00:00Z"
	}
	tests := []struct {
		name     string
		arrange  func(*fakeLogin)
		tenant   string
		check    func(*SignInError) bool
		ways     []Way
		contains string
	}{
		{name: "Conditional Access", arrange: func(f *fakeLogin) { f.token = oauthRefusal("invalid_grant", text("53003"), 53003) },
			check: func(e *SignInError) bool {
				return e.Code == 53003 && e.Name == "invalid_grant" && e.Message == "Words of Microsoft." && !e.Expired && !e.Cancelled &&
					e.CorrelationID == "bbbbbbbb-0000-4000-8000-000000000000" && e.TraceID == "aaaaaaaa-0000-4000-8000-000000000000" &&
					e.Time.Equal(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC))
			}, contains: "AADSTS53003"},
		{name: "code only in the list", arrange: func(f *fakeLogin) { f.token = oauthRefusal("invalid_grant", "", 65001) },
			check: func(e *SignInError) bool { return e.Code == 65001 && strings.HasPrefix(e.CorrelationID, "cccc") }},
		{name: "code ran out", arrange: func(f *fakeLogin) { f.token = oauthRefusal("expired_token", text("70020"), 70020) }, ways: []Way{DeviceCode},
			check: func(e *SignInError) bool { return e.Expired && e.Code == 70020 }},
		{name: "declined on the other device", arrange: func(f *fakeLogin) { f.token = oauthRefusal("authorization_declined", "", 0) }, ways: []Way{DeviceCode},
			check: func(e *SignInError) bool { return e.Name == "authorization_declined" && !e.Cancelled }},
		{name: "unknown tenant", arrange: func(f *fakeLogin) { f.whether = oauthRefusal("invalid_tenant", text("90002"), 90002) }, tenant: "nobody.example",
			check: func(e *SignInError) bool { return e.Code == 90002 }},
		{name: "consent at the device endpoint", arrange: func(f *fakeLogin) { f.device = oauthRefusal("invalid_client", text("7000218"), 7000218) }, ways: []Way{DeviceCode},
			check: func(e *SignInError) bool { return e.Code == 7000218 }},
		{name: "fewer permissions", arrange: func(f *fakeLogin) { f.token = tokenAnswer(f.server.URL + "/User.Read openid profile") },
			check: func(e *SignInError) bool { return len(e.Declined) == 1 && e.Declined[0] == ScopeApplications }},
		{name: "web page", arrange: func(f *fakeLogin) { f.token = htmlPage(200) },
			check: func(e *SignInError) bool { var page *Error; return errors.As(e, &page) && page.ProxyPage }},
		{name: "web page at the door", arrange: func(f *fakeLogin) { f.whether = htmlPage(403) },
			check: func(e *SignInError) bool {
				var page *Error
				return errors.As(e, &page) && page.ProxyPage && page.Status == 403
			}},
		{name: "broken tokens", arrange: func(f *fakeLogin) { f.token = answers(200, `{"access_token":"`+canary+`","refresh_token":"`) },
			check: func(e *SignInError) bool { var bad *Error; return errors.As(e, &bad) && bad.Status == 200 }},
		{name: "odd tokens", arrange: func(f *fakeLogin) { f.token = answers(200, `{"access_token":"`+canary+`","expires_in":{"a":1}}`) },
			check: func(e *SignInError) bool { return e.Err != nil }},
		{name: "no tokens", arrange: func(f *fakeLogin) { f.token = answers(200, `{}`) },
			check: func(e *SignInError) bool { return e.Err != nil || e.Message != "" }},
		{name: "service down", arrange: func(f *fakeLogin) { f.token = answers(503, `{"error":"temporarily_unavailable"}`) },
			check: func(e *SignInError) bool { var down *Error; return errors.As(e, &down) && down.Status == 503 }},
		{name: "odd refusal", arrange: func(f *fakeLogin) { f.token = answers(400, `{"error":{"code":1},"error_codes":"x"}`) },
			check: func(e *SignInError) bool { return e.Code == 0 }},
		{name: "foreign issuer", arrange: func(f *fakeLogin) {
			f.whether = answers(200, `{"issuer":"https://evil.example/x","authorization_endpoint":"https://evil.example/a","token_endpoint":"https://evil.example/t"}`)
		}, check: func(e *SignInError) bool { return strings.Contains(e.Error(), "issuer") }},
	}
	for _, test := range tests {
		ways := test.ways
		if ways == nil {
			ways = []Way{DeviceCode, Browser}
		}
		for _, way := range ways {
			t.Run(test.name+" "+string(way), func(t *testing.T) {
				f := newFakeLogin(t)
				test.arrange(f)
				signIn := f.signIn(way)
				signIn.TenantID = test.tenant
				signIn.OpenURL = func(address string) error { return redirectTo(address, url.Values{"code": {canary + "-code"}}) }
				_, err := Open(context.Background(), signIn, testDeps(t))
				if failure := signInFailure(t, err); !test.check(failure) || !strings.Contains(failure.Error(), test.contains) {
					t.Errorf("got %+v", *failure)
				}
			})
		}
	}
}

func htmlPage(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html>hotel</html>")
	}
}

func TestBrowserOutcomes(t *testing.T) {
	tests := []struct {
		name  string
		open  func(address string) error
		check func(*SignInError) bool
	}{
		{"declined", func(a string) error {
			return redirectTo(a, describe("access_denied", 65004, "User's consent was <declined>."))
		}, func(e *SignInError) bool { return e.Code == 65004 && e.Message == "User's consent was <declined>." }},
		{"no words", func(a string) error { return redirectTo(a, url.Values{"error": {"access_denied"}}) },
			func(e *SignInError) bool { return e.Err != nil && !strings.HasSuffix(e.Error(), ": ") }},
		{"wrong state", func(a string) error { return redirectTo(a, url.Values{"code": {"c"}, "state": {"forged"}}) },
			func(e *SignInError) bool { return strings.Contains(e.Error(), "state") }},
		{"no browser", func(string) error { return errors.New("no such program") },
			func(e *SignInError) bool {
				return e.NotOpened && strings.Contains(e.URL, "/authorize") && strings.Contains(e.Error(), "no such program")
			}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFakeLogin(t)
			signIn := f.signIn(Browser)
			signIn.OpenURL = test.open
			_, err := Open(context.Background(), signIn, testDeps(t))
			if failure := signInFailure(t, err); !test.check(failure) {
				t.Errorf("got %+v", *failure)
			}
		})
	}
}

func TestBrowserPageIsAskedForRight(t *testing.T) {
	f := newFakeLogin(t)
	var query url.Values
	signIn := f.signIn(Browser)
	signIn.TenantID, signIn.ClientID, signIn.LoginHint = someID, someApp, "admin@contoso.example"
	signIn.OpenURL = func(address string) error {
		page, _ := url.Parse(address)
		query = page.Query()
		return redirectTo(address, url.Values{"code": {"c"}})
	}
	client, err := Open(context.Background(), signIn, testDeps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for name, want := range map[string]string{"client_id": someApp, "login_hint": "admin@contoso.example", "response_mode": "form_post",
		"code_challenge_method": "S256", "prompt": "select_account"} {
		if query.Get(name) != want {
			t.Errorf("%s is %q", name, query.Get(name))
		}
	}
	if !strings.Contains(query.Get("scope"), f.server.URL+"/"+ScopeApplications) || !strings.HasPrefix(query.Get("redirect_uri"), "http://localhost:") {
		t.Errorf("query %v", query)
	}
}

func TestSignInsCanBeCancelledAtOnce(t *testing.T) {
	for _, way := range []Way{DeviceCode, Browser} {
		t.Run(string(way), func(t *testing.T) {
			f := newFakeLogin(t)
			f.token = oauthRefusal("authorization_pending", "AADSTS70016: pending", 70016)
			ctx, cancel := context.WithCancel(context.Background())
			signIn := f.signIn(way)
			asked := make(chan struct{})
			signIn.ShowCode = func(Code) { close(asked) }
			signIn.OpenURL = func(string) error { close(asked); return nil }
			go func() { <-asked; cancel() }()
			begun := time.Now()
			_, err := Open(ctx, signIn, testDeps(t))
			failure := signInFailure(t, err)
			if !failure.Cancelled || failure.Expired || !errors.Is(err, context.Canceled) || time.Since(begun) > 2*time.Second {
				t.Errorf("got %+v after %v", failure, time.Since(begun))
			}
		})
	}
}

func TestDeviceCodesRunOut(t *testing.T) {
	t.Parallel() // it waits for most of its time
	for _, more := range []int{0, 1} {
		f := newFakeLogin(t)
		f.device = deviceAnswer(1)
		f.token = oauthRefusal("authorization_pending", "AADSTS70016: pending", 70016)
		var turns []int
		signIn := f.signIn(DeviceCode)
		signIn.NewCodes = more
		signIn.ShowCode = func(code Code) { turns = append(turns, code.Turn) }
		_, err := Open(context.Background(), signIn, testDeps(t))
		if failure := signInFailure(t, err); !failure.Expired || failure.Cancelled || len(turns) != more+1 {
			t.Errorf("got %+v after codes %v", failure, turns)
		}
	}
}

// A code that ran out is followed by a new one, which then works.
func TestNewDeviceCode(t *testing.T) {
	t.Parallel()
	f := newFakeLogin(t)
	f.device = inTurn(deviceAnswer(1), deviceAnswer(900))
	f.token = oauthRefusal("expired_token", "AADSTS70020: The provided value for the input parameter 'device_code' is not valid.", 70020)
	var codes []Code
	signIn := f.signIn(DeviceCode)
	signIn.NewCodes = 3
	signIn.ShowCode = func(code Code) {
		if codes = append(codes, code); code.Turn == 2 {
			f.mu.Lock()
			f.token = tokenAnswer("")
			f.mu.Unlock()
		}
	}
	client, err := Open(context.Background(), signIn, testDeps(t))
	if err != nil {
		t.Fatal(err)
	}
	client.Close()
	if len(codes) != 2 || !codes[1].Expires.After(codes[0].Expires.Add(time.Minute)) {
		t.Errorf("codes %+v", codes)
	}
}

func TestPassingTroubleIsRepeatedInSight(t *testing.T) {
	t.Parallel()
	f := newFakeLogin(t)
	f.token = inTurn(hangUp, answers(503, `{}`), answers(429, `{}`), tokenAnswer(""))
	deps := testDeps(t)
	var waits []string
	deps.Wait = func(reason string, _ time.Time) { waits = append(waits, reason) }
	client, err := Open(context.Background(), f.signIn(DeviceCode), deps)
	if err != nil || strings.Join(waits, " ") != "retry-read retry-read throttled" {
		t.Fatalf("got %v, waits %v", err, waits)
	}
	client.Close()
}

func TestImpossibleSignIns(t *testing.T) {
	f := newFakeLogin(t)
	good := f.signIn(Browser)
	tests := map[string]func(*SignIn){
		"tenant with a path": func(s *SignIn) { s.TenantID = "a/b" },
		"tenant of dots":     func(s *SignIn) { s.TenantID = ".." },
		"no way":             func(s *SignIn) { s.Way = "pigeon" },
		"no opener":          func(s *SignIn) { s.OpenURL = nil },
		"no display":         func(s *SignIn) { s.Way, s.ShowCode = DeviceCode, nil },
		"no scopes":          func(s *SignIn) { s.Scopes = nil },
		"no cloud":           func(s *SignIn) { s.Cloud = Cloud{} },
		"http elsewhere":     func(s *SignIn) { s.Cloud.Login = "http://login.example" },
		"http graph":         func(s *SignIn) { s.Cloud.Graph = "http://graph.example" },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			signIn := good
			spoil(&signIn)
			if _, err := Open(context.Background(), signIn, testDeps(t)); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestBrowserStaysInItsTenant(t *testing.T) {
	f := newFakeLogin(t)
	signIn := f.signIn(Browser)
	signIn.TenantID = someID
	credential, err := newCredential(signIn, testDeps(t).filled())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := credential.GetToken(context.Background(), policy.TokenRequestOptions{Scopes: []string{"s"}, TenantID: someApp}); err == nil {
		t.Error("a token for another tenant")
	}
}

func TestPracticeNeverLeavesThisComputer(t *testing.T) {
	f := newFakeLogin(t)
	f.whether = answers(200, `{"issuer":"https://login.microsoftonline.com/x/v2.0","authorization_endpoint":"https://login.microsoftonline.com/a","token_endpoint":"https://login.microsoftonline.com/t"}`)
	_, err := Open(context.Background(), f.signIn(DeviceCode), testDeps(t))
	if !errors.Is(signInFailure(t, err), ErrForeignHost) {
		t.Errorf("got %v", err)
	}
}

package graph

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/applications"
)

func TestRequestsAsTheyGoOut(t *testing.T) {
	var got *http.Request
	var body []byte
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(204)
	})
	if err := b.client.SetAddresses(context.Background(), someID, []string{"https://us.backup.autotask.net/singlesignon/saml/metadata"}, []string{"https://us.backup.autotask.net/singlesignon/saml/SSO"}); err != nil {
		t.Fatal(err)
	}
	if got.Header.Get("Authorization") != "Bearer "+canary {
		t.Errorf("authorization %q", got.Header.Get("Authorization"))
	}
	if got.ContentLength != int64(len(body)) || len(got.TransferEncoding) > 0 || got.Header.Get("Content-Encoding") != "" {
		t.Errorf("length %d of %d, transfer %v, encoding %q", got.ContentLength, len(body), got.TransferEncoding, got.Header.Get("Content-Encoding"))
	}
	if got.Header.Get("Retry-Attempt") != "" || len(got.Header.Values("client-request-id")) != 1 {
		t.Errorf("headers %v", got.Header)
	}
	var sent map[string]any
	if err := json.Unmarshal(body, &sent); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(sent["identifierUris"]) != "[https://us.backup.autotask.net/singlesignon/saml/metadata]" ||
		fmt.Sprint(sent["web"].(map[string]any)["redirectUris"]) != "[https://us.backup.autotask.net/singlesignon/saml/SSO]" {
		t.Errorf("body %s", body)
	}
}

// The same body must arrive again when a challenge is answered.
func TestClaimsChallengeIsAnswered(t *testing.T) {
	const claims = `{"access_token":{"nbf":{"essential":true,"value":"1652813508"}}}`
	var bodies []string
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		if r.Header.Get("Authorization") == "Bearer "+canary+"-again" {
			w.WriteHeader(204)
			return
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="", authorization_uri="https://login/x", error="insufficient_claims", claims="`+
			base64.StdEncoding.EncodeToString([]byte(claims))+`"`)
		answers(401, `{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation"}}`)(w, r)
	})
	if err := b.client.SetSignOnMode(context.Background(), someID, "saml"); err != nil {
		t.Fatal(err)
	}
	asked := b.credential.asked
	if len(asked) != 2 || asked[1].Claims != claims || !asked[0].EnableCAE || !asked[1].EnableCAE || asked[1].Scopes[0] != "scope" {
		t.Errorf("asked %+v", asked)
	}
	if len(bodies) != 2 || bodies[0] != bodies[1] || bodies[0] == "" {
		t.Errorf("bodies %q", bodies)
	}
}

func TestChallengeIsAnsweredOnce(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer claims="e30="`)
		answers(401, `{"error":{"code":"InvalidAuthenticationToken","message":"m"}}`)(w, r)
	})
	_, err := b.client.Application(context.Background(), someID)
	if got := failureOf(t, err); got.Status != 401 || got.Code != "InvalidAuthenticationToken" || len(b.sent()) != 2 {
		t.Errorf("got %v after %v", got, b.sent())
	}
}

func TestClaimsOf(t *testing.T) {
	tests := map[string]string{
		`Bearer claims="e30="`:                             `{}`,
		`Bearer claims="e30"`:                              `{}`,
		`bearer realm="", error="x", claims="e30=", a="b"`: `{}`,
		`Bearer claims=`:                                   ``, // the SDK panics here
		`Bearer claims`:                                    ``,
		`Bearer claims="`:                                  ``,
		`Bearer claims="%%%"`:                              ``,
		`Bearer xclaims="e30="`:                            ``,
		`Basic claims="e30="`:                              ``,
		``:                                                 ``,
	}
	for header, want := range tests {
		if got := claimsOf(http.Header{"Www-Authenticate": {header}}); got != want {
			t.Errorf("%q: got %q, want %q", header, got, want)
		}
	}
}

func FuzzClaimsOf(f *testing.F) {
	f.Add(`Bearer realm="", claims="e30="`)
	f.Fuzz(func(_ *testing.T, header string) { claimsOf(http.Header{"Www-Authenticate": {header}}) })
}

func TestMalformedChallengeIsARefusal(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Bearer error="x", claims`)
		answers(401, `{"error":{"code":"InvalidAuthenticationToken","message":"m"}}`)(w, r)
	})
	_, err := b.client.Application(context.Background(), someID)
	if got := failureOf(t, err); got.Status != 401 || got.Code != "InvalidAuthenticationToken" {
		t.Errorf("got %v", got)
	}
}

func TestRedirects(t *testing.T) {
	visited := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { visited = true }))
	defer elsewhere.Close()
	redirect := func(status int, to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(status)
		}
	}
	t.Run("same host, read", func(t *testing.T) {
		b := newBench(t, inTurn(redirect(302, "/v1.0/other"), answers(200, appJSON)))
		application, err := b.client.Application(context.Background(), someID)
		if err != nil || application.AppID != someApp {
			t.Errorf("got %+v, %v", application, err)
		}
	})
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint("other host ", status), func(t *testing.T) {
			b := newBench(t, redirect(status, elsewhere.URL+"/v1.0/applications"))
			_, err := b.client.Application(context.Background(), someID)
			if got := failureOf(t, err); !errors.Is(err, ErrForeignHost) || got.Status != status {
				t.Errorf("got %v", err)
			}
			if _, err := b.client.Metadata(context.Background(), someID, someApp); !errors.Is(err, ErrForeignHost) {
				t.Errorf("metadata: got %v", err)
			}
			if visited {
				t.Fatal("the other host was asked")
			}
		})
	}
	t.Run("write", func(t *testing.T) {
		b := newBench(t, redirect(307, "/v1.0/other"))
		err := b.client.SetSignOnMode(context.Background(), someID, "saml")
		if got := failureOf(t, err); got.Unsure || len(b.sent()) != 1 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("round and round", func(t *testing.T) {
		b := newBench(t, redirect(302, "/v1.0/again"))
		_, err := b.client.Application(context.Background(), someID)
		if failureOf(t, err); len(b.sent()) != 1+maxRedirects {
			t.Errorf("sent %v", b.sent())
		}
	})
	t.Run("http to user info", func(t *testing.T) {
		b := newBench(t, redirect(302, "http://user:pw@"+strings.TrimPrefix(elsewhere.URL, "http://")))
		if _, err := b.client.Application(context.Background(), someID); !errors.Is(err, ErrForeignHost) {
			t.Errorf("got %v", err)
		}
	})
}

func TestAnswersAreCapped(t *testing.T) {
	huge := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"id":"`))
		for range 10 {
			_, _ = w.Write(bytes.Repeat([]byte("a"), 1<<20))
		}
		_, _ = w.Write([]byte(`"}`))
	}
	b := newBench(t, huge)
	_, err := b.client.Application(context.Background(), someID)
	if !errors.Is(err, ErrTooLarge) || len(b.sent()) != 1 {
		t.Errorf("got %v after %d", err, len(b.sent()))
	}
}

func TestCompressedAnswersAreReadAndCapped(t *testing.T) {
	// net/http unpacks gzip by itself; the cap counts unpacked bytes.
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		answers(200, appJSON)(w, r)
	})
	if _, err := b.client.Application(context.Background(), someID); err != nil {
		t.Error(err)
	}
}

func TestExchangesHoldNoSecret(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
		// A proxy that repeats the whole request in its page.
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(403)
		var body map[string]any
		_ = json.NewDecoder(r.Body).Decode(&body)
		password := body["passwordProfile"].(map[string]any)["password"].(string)
		_, _ = fmt.Fprintf(w, "<html>%s %s %s", r.Header.Get("Authorization"), password, html.EscapeString(password))
		inJSON, _ := json.Marshal(password)
		_, _ = fmt.Fprintf(w, "%s %s", inJSON, url.QueryEscape(password))
		// One that the excerpt would cut in half.
		_, _ = fmt.Fprintf(w, "%s%s", strings.Repeat(".", excerptSize-250), strings.Repeat(password, 20))
	})
	_, err := b.client.CreateUser(AsPoll(context.Background()), NewUser{UPN: "b@c.example", Name: "B", MailNickname: "b", Password: NewSecret("canary&<pass\"word\\>")})
	got := failureOf(t, err)
	text := fmt.Sprintf("%+v %v %#v", got, got, b.exchanges)
	if strings.Contains(text, "canary") {
		t.Errorf("a secret is shown: %s", text)
	}
	if strings.Contains(text, "pass") {
		t.Errorf("half a secret is shown: %s", text)
	}
	if !got.ProxyPage || !strings.Contains(got.Excerpt, hidden) {
		t.Errorf("got %+v", got)
	}
	e := b.exchanges[0]
	if e.Method != "POST" || e.Path != "/v1.0/users" || e.Status != 403 || !e.Poll || !e.Write() || e.Host == "" || e.Time.IsZero() {
		t.Errorf("got %+v", e)
	}
}

func TestExchangeKinds(t *testing.T) {
	tests := []struct {
		method, path string
		write        bool
	}{
		{"GET", "/v1.0/me", false},
		{"HEAD", "/v1.0/me", false},
		{"POST", "/v1.0/users", true},
		{"PATCH", "/v1.0/users/1", true},
		{"DELETE", "/v1.0/users/1", true},
		{"PUT", "/v1.0/x", true},
		{"POST", "/v1.0/me/getMemberObjects", false},
		{"POST", "/v1.0/me/microsoft.graph.getMemberGroups?x=1", false},
		{"POST", "/v1.0/me/checkMemberObjects", false},
		{"POST", "/v1.0/$batch", false},
		{"PATCH", "/v1.0/$batch", true},
		{"POST", "/v1.0/applicationTemplates/1/instantiate", true},
		{"POST", "/v1.0/users?next=/getMemberObjects", true},
	}
	for _, test := range tests {
		if got := (Exchange{Method: test.method, Path: test.path}).Write(); got != test.write {
			t.Errorf("%s %s: write %v", test.method, test.path, got)
		}
	}
}

func TestTokensAreKeptUntilTheyAreOld(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	for range 3 {
		if _, err := b.client.Application(context.Background(), someID); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.credential.asked) != 1 {
		t.Errorf("asked %d times", len(b.credential.asked))
	}
	b.credential.life = early - time.Second
	b.client.bearer.token.ExpiresOn = time.Now()
	for range 2 {
		if _, err := b.client.Application(context.Background(), someID); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.credential.asked) != 3 {
		t.Errorf("asked %d times", len(b.credential.asked))
	}
}

func TestNoTokenNoRequest(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	b.credential.fail = errors.New("AADSTS700082: The refresh token has expired due to inactivity. Trace ID: x")
	err := b.client.SetSignOnMode(context.Background(), someID, "saml")
	var signIn *SignInError
	if got := failureOf(t, err); got.Unsure || !errors.As(err, &signIn) || signIn.Code != 700082 || !signIn.Expired {
		t.Errorf("got %v", err)
	}
	if len(b.sent()) != 0 {
		t.Errorf("sent %v", b.sent())
	}
}

func TestOtherHostsAreNeverAsked(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	for _, address := range []string{"https://evil.example/v1.0/applications", b.server.URL + ":1/x", strings.Replace(b.server.URL, "http:", "https:", 1) + "/v1.0/x",
		strings.Replace(b.server.URL, "127.0.0.1", "localhost", 1) + "/v1.0/x"} {
		err := b.client.do(context.Background(), "GET", func(ctx context.Context) error {
			_, err := applications.NewApplicationsRequestBuilderInternal(b.client.base, b.client.adapter).WithUrl(address).Get(ctx, nil)
			return err
		})
		if err == nil || len(b.sent()) > 0 && b.exchanges[len(b.exchanges)-1].Status != 0 {
			t.Errorf("%s: got %v", address, err)
		}
	}
	if len(b.credential.asked) > 1 {
		t.Error("asked for tokens")
	}
}

// A token that Graph takes for ended is renewed once, for reads and writes alike; where
// none is to be had, Graph's own words stand.
func TestRefusedTokensAreRenewedOnce(t *testing.T) {
	const refused = `{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed, the token is expired."}}`
	old := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer "+canary {
			answers(401, refused)(w, r)
			return
		}
		answers(204, "")(w, r)
	}
	b := newBench(t, old)
	if err := b.client.SetSignOnMode(context.Background(), someID, "saml"); err != nil || len(b.sent()) != 2 {
		t.Errorf("%v after %v", err, b.sent())
	}
	if last := b.credential.asked[len(b.credential.asked)-1]; !strings.Contains(last.Claims, `"nbf"`) {
		t.Errorf("asked with %q", last.Claims)
	}
	b = newBench(t, answers(401, refused))
	err := b.client.SetSignOnMode(context.Background(), someID, "saml")
	if got := failureOf(t, err); got.Status != 401 || got.Code != "InvalidAuthenticationToken" || got.Unsure || len(b.sent()) != 2 {
		t.Errorf("%+v after %v", got, b.sent())
	}
	b = newBench(t, answers(401, refused))
	if _, err := b.client.bearer.get(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.credential.fail = &SignInError{Again: true, Err: errors.New("nobody is there")}
	_, err = b.client.Application(context.Background(), someID)
	if got := failureOf(t, err); got.Status != 401 || got.Code != "InvalidAuthenticationToken" || len(b.sent()) != 1 {
		t.Errorf("%+v after %v", got, b.sent())
	}
}

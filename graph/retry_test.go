package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"backupsso/graph/network"
)

const appJSON = `{"id":"` + someID + `","appId":"` + someApp + `"}`

func TestWritesAreSentOnce(t *testing.T) {
	failures := map[string]http.HandlerFunc{
		"429": answers(429, `{"error":{"code":"TooManyRequests","message":"m"}}`),
		"502": answers(502, `<html>bad gateway</html>`),
		"503": answers(503, ``),
		"504": answers(504, `{"error":{"code":"GatewayTimeout","message":"m"}}`),
		"cut": hangUp,
	}
	writes := map[string]func(context.Context, *Client) error{
		"instantiate": func(ctx context.Context, c *Client) error {
			_, _, err := c.AddFromGallery(ctx, someID, "name")
			return err
		},
		"mode":       func(ctx context.Context, c *Client) error { return c.SetSignOnMode(ctx, someID, "saml") },
		"addresses":  func(ctx context.Context, c *Client) error { return c.SetAddresses(ctx, someID, nil, nil) },
		"reply URLs": func(ctx context.Context, c *Client) error { return c.SetReplyURLs(ctx, someID, nil, "") },
		"enable":     func(ctx context.Context, c *Client) error { return c.SetEnabled(ctx, someID, true) },
		"certificate": func(ctx context.Context, c *Client) error {
			_, err := c.AddSigningCertificate(ctx, someID, CertificateRequest{Subject: "CN=x", End: time.Now()})
			return err
		},
		"activate": func(ctx context.Context, c *Client) error { return c.ActivateCertificate(ctx, someID, "AB") },
		"notify":   func(ctx context.Context, c *Client) error { return c.SetNotify(ctx, someID, nil) },
		"user": func(ctx context.Context, c *Client) error {
			_, err := c.CreateUser(ctx, NewUser{UPN: "a@b", Name: "a", MailNickname: "a", Password: NewSecret("pw")})
			return err
		},
		"assign": func(ctx context.Context, c *Client) error {
			_, err := c.Assign(ctx, someID, someUser, someRole)
			return err
		},
	}
	for failureName, failure := range failures {
		for writeName, write := range writes {
			t.Run(writeName+" "+failureName, func(t *testing.T) {
				var seen atomic.Int32
				b := newBench(t, func(w http.ResponseWriter, r *http.Request) {
					seen.Add(1)
					failure(w, r)
				})
				got := failureOf(t, write(context.Background(), b.client))
				if n := seen.Load(); n != 1 {
					t.Errorf("sent %d times", n)
				}
				if got.Unsure != (failureName != "429") {
					t.Errorf("unsure is %v: %v", got.Unsure, got)
				}
				if len(b.pauses) != 0 || len(b.waits) != 0 {
					t.Error("a write does not wait")
				}
			})
		}
	}
}

func TestReadsAreRepeated(t *testing.T) {
	good := answers(200, appJSON)
	tests := []struct {
		name   string
		bad    http.HandlerFunc
		reason string
	}{
		{"throttled", answers(429, `{"error":{"code":"TooManyRequests","message":"m"}}`), "throttled"},
		{"bad gateway", answers(502, `<html></html>`), "retry-read"},
		{"unavailable", answers(503, `{}`), "retry-read"},
		{"gateway timeout", answers(504, ``), "retry-read"},
		{"hung up", hangUp, "retry-read"},
		{"cut short", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			_, _ = w.Write([]byte(`{"id":`))
		}, "retry-read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, inTurn(test.bad, test.bad, test.bad, good))
			application, err := b.client.Application(context.Background(), someID)
			if err != nil || application.ObjectID != someID {
				t.Fatalf("got %+v, %v", application, err)
			}
			if want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}; !slices.Equal(b.pauses, want) {
				t.Errorf("pauses %v, want %v", b.pauses, want)
			}
			if want := []string{test.reason, test.reason, test.reason}; !slices.Equal(b.waits, want) {
				t.Errorf("waits %v, want %v", b.waits, want)
			}
			if len(b.sent()) != 4 {
				t.Errorf("%d exchanges", len(b.sent()))
			}
		})
	}
	t.Run("gives up", func(t *testing.T) {
		b := newBench(t, answers(503, `{"error":{"code":"ServiceUnavailable","message":"m"}}`))
		_, err := b.client.Application(context.Background(), someID)
		if got := failureOf(t, err); got.Status != 503 || len(b.sent()) != maxTries || got.Unsure {
			t.Errorf("got %v after %d", got, len(b.sent()))
		}
	})
	t.Run("reading POST", func(t *testing.T) {
		b := newBench(t, inTurn(answers(503, ``), answers(200, `{"value":[]}`)))
		request, _ := http.NewRequest(http.MethodPost, b.server.URL+"/v1.0/me/getMemberObjects", strings.NewReader(`{"securityEnabledOnly":false}`))
		response, err := b.client.graph.RoundTrip(request)
		if err != nil || response.StatusCode != 200 || len(b.sent()) != 2 {
			t.Errorf("got %v after %v", err, b.sent())
		}
	})
}

func TestOtherFailuresAreNotRepeated(t *testing.T) {
	for _, status := range []int{400, 403, 404, 409, 412, 423, 501} {
		b := newBench(t, answers(status, `{"error":{"code":"c","message":"m"}}`))
		_, err := b.client.Application(context.Background(), someID)
		if got := failureOf(t, err); got.Status != status || len(b.sent()) != 1 {
			t.Errorf("%d: sent %d times", status, len(b.sent()))
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		header string
		asked  time.Duration
		pause  time.Duration
	}{
		{"", 0, time.Second},
		{"5", 5 * time.Second, 5 * time.Second},
		{" 7 ", 7 * time.Second, 7 * time.Second},
		{"0", 0, time.Second},
		{"86400", 24 * time.Hour, time.Minute},
		{"99999999999999999999", 0, time.Second},
		{"-5", 0, time.Second},
		{"1.5", 0, time.Second},
		{"soon", 0, time.Second},
		{"Mon, 23 Nov 2026 10:00:30 GMT", 30 * time.Second, 30 * time.Second},
		{"Mon, 23 Nov 2026 09:00:00 GMT", 0, time.Second},
		{"Wed, 25 Nov 2026 09:00:00 GMT", 47 * time.Hour, time.Minute},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			asked := retryAfter(http.Header{"Retry-After": {test.header}}, now)
			if asked != test.asked {
				t.Errorf("asked for %v, want %v", asked, test.asked)
			}
			tries := repeats{deps: Deps{Jitter: func() float64 { return 0 }}, tries: 1}
			if got := tries.pause(asked); got != test.pause {
				t.Errorf("pause %v, want %v", got, test.pause)
			}
			tries.deps.Jitter = func() float64 { return 0.999 }
			if got := tries.pause(asked); got < test.pause || got > longest {
				t.Errorf("spread pause %v is not within %v and %v", got, test.pause, longest)
			}
		})
	}
}

// TestRetryAfterIsToldAndWaited, but for a pause that nobody would wait for: then the
// question is not asked again.
func TestRetryAfterIsToldAndWaited(t *testing.T) {
	for asked, want := range map[time.Duration][]time.Duration{
		time.Minute: {time.Minute, time.Minute, time.Minute}, 24 * time.Hour: nil} {
		b := newBench(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", strconv.Itoa(int(asked.Seconds())))
			w.WriteHeader(429)
		})
		_, err := b.client.Application(context.Background(), someID)
		if got := failureOf(t, err); got.RetryAfter != asked || !slices.Equal(b.pauses, want) || len(b.sent()) != len(want)+1 {
			t.Errorf("got %v after %v", got.RetryAfter, b.pauses)
		}
	}
}

func TestWaitEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	b := newBench(t, answers(503, ``))
	b.onPause = cancel
	_, err := b.client.Application(ctx, someID)
	if got := failureOf(t, err); got.Status != 503 || len(b.sent()) != 1 {
		t.Errorf("got %v after %d", got, len(b.sent()))
	}
}

func TestCancelledCalls(t *testing.T) {
	started := make(chan struct{}, 8)
	release := make(chan struct{})
	b := newBench(t, func(_ http.ResponseWriter, r *http.Request) {
		started <- struct{}{}
		select {
		case <-r.Context().Done():
		case <-release:
		}
	})
	defer close(release)
	for name, call := range map[string]func(context.Context) error{
		"read":  func(ctx context.Context) error { _, err := b.client.Application(ctx, someID); return err },
		"write": func(ctx context.Context) error { return b.client.SetSignOnMode(ctx, someID, "saml") },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			go func() { <-started; cancel() }()
			begun := time.Now()
			err := call(ctx)
			if time.Since(begun) > 5*time.Second {
				t.Error("too slow")
			}
			got := failureOf(t, err)
			if !errors.Is(err, context.Canceled) || got.Unsure != (name == "write") {
				t.Errorf("got %v, unsure %v", err, got.Unsure)
			}
		})
	}
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := b.client.SetSignOnMode(ctx, someID, "saml")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUnreachableHosts(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	b.server.Close()
	err := b.client.SetSignOnMode(context.Background(), someID, "saml")
	if got := failureOf(t, err); got.Unsure || got.Status != 0 {
		t.Errorf("nothing was sent, so nothing is unsure: %v", got)
	}
	_, err = b.client.Application(context.Background(), someID)
	if failureOf(t, err); !slices.Equal(b.pauses, []time.Duration{briefestPause}) || !slices.Equal(b.waits, []string{"connect-again"}) {
		t.Errorf("who was never reached is tried once more, at once: %v %v", b.pauses, b.waits)
	}
}

func TestHostsThatAreLostLater(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	if _, err := b.client.Application(context.Background(), someID); err != nil {
		t.Fatal(err)
	}
	b.server.Close()
	_, err := b.client.Application(context.Background(), someID)
	if failureOf(t, err); len(b.pauses) != maxTries-1 || b.waits[0] != "connect-again" {
		t.Errorf("a lost connection may come back: %v %v", b.pauses, b.waits)
	}
}

// A time limit of ours is the network's failure, and no end of the caller's.
func TestOwnTimeLimits(t *testing.T) {
	late := inTime(context.Background(), fmt.Errorf("reading: %w", context.DeadlineExceeded), 40*time.Second)
	if errors.Is(late, context.DeadlineExceeded) {
		t.Errorf("%v looks like a context's end", late)
	}
	if trouble, known := network.Diagnose(&Error{Err: late}); !known || trouble.Cause != network.NoAnswer || !passingCause(late) {
		t.Errorf("%+v", trouble)
	}
	ended, cancel := context.WithTimeout(context.Background(), -1)
	defer cancel()
	if err := inTime(ended, context.DeadlineExceeded, time.Second); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the caller's own end became %v", err)
	}
}

// An answer that takes long is said to be waited for; one that comes is not.
func TestSlowAnswersAreTold(t *testing.T) {
	b := newBench(t, answers(200, appJSON))
	var told []string
	var until time.Time
	stopped := 0
	deps := Deps{Transport: newTransport(), After: func(pause time.Duration, later func()) func() bool {
		if pause != slow {
			t.Errorf("after %s", pause)
		}
		later() // as if the time were over
		return func() bool { stopped++; return false }
	}, Wait: func(reason string, end time.Time) { told, until = append(told, reason), end }}
	client, err := New(b.credential, b.client.cloud, "", []string{"scope"}, deps)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Application(t.Context(), someID); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []string{"slow-answer"}) || stopped != 1 || time.Until(until) > readTimeout {
		t.Errorf("told %v until %s, stopped %d times", told, until, stopped)
	}
}

// A guest network sends everybody to its own page first.
func TestAnswersThatLeadElsewhere(t *testing.T) {
	away := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://portal.hotel.example/hello?from=graph", http.StatusFound)
	}
	b := newBench(t, away)
	_, err := b.client.Application(t.Context(), someID)
	if got := failureOf(t, err); !got.ProxyPage || got.Portal != "portal.hotel.example" {
		t.Errorf("%+v", got)
	}
	f := newFakeLogin(t)
	f.whether = away
	for _, way := range []Way{Browser, DeviceCode} {
		_, err := Open(t.Context(), f.signIn(way), testDeps(t))
		var page *Error
		if failure := signInFailure(t, err); !errors.As(failure, &page) || !page.ProxyPage || page.Portal != "portal.hotel.example" {
			t.Errorf("%s: %v", way, err)
		}
	}
}

// A failure without an answer must not carry the status and ids of one before.
func TestFailuresBorrowNothing(t *testing.T) {
	var b *bench
	b = newBench(t, inTurn(func(w http.ResponseWriter, r *http.Request) {
		answers(200, `{"@odata.nextLink":"`+b.server.URL+`/v1.0/applications?$skiptoken=1","value":[]}`)(w, r)
	}, hangUp))
	_, err := b.client.ApplicationsFromTemplate(context.Background(), someID)
	if got := failureOf(t, err); got.Status != 0 || got.RequestID != "" || got.Err == nil {
		t.Errorf("got %+v", got)
	}
}

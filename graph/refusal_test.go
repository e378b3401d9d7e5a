package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Every odd answer that Graph, its gateways or something in between is known to
// give, for a read and for a write.
func TestOddAnswers(t *testing.T) {
	const whole = `{"error":{"code":"Request_BadRequest","message":"No.","target":"top","details":[` +
		`{"code":"ObjectConflict","message":"Another object","target":"identifierUris"}],` +
		`"innerError":{"date":"2026-11-23T10:00:00","request-id":"inner-id","client-request-id":"mine"}}}`
	tests := []struct {
		name, kind, body string
		status           int
		code, message    string
		page             bool
		unsure           bool // when it answers a write
		excerpt          string
	}{
		{name: "whole", body: whole, status: 400, code: "Request_BadRequest", message: "No."},
		{name: "empty code and message", body: `{"error":{"code":"","message":""}}`, status: 404, excerpt: `{"error":{"code":"","message":""}}`},
		{name: "no message", body: `{"error":{"code":"Forbidden"}}`, status: 403, code: "Forbidden"},
		{name: "null message", body: `{"error":{"code":null,"message":null,"details":null,"innerError":null}}`, status: 403, excerpt: `{"error":{"code":null`},
		{name: "error is null", body: `{"error":null}`, status: 400, excerpt: `{"error":null}`},
		{name: "error is text", body: `{"error":"invalid_request","error_description":"AADSTS90002: no"}`, status: 400, code: "invalid_request", message: "AADSTS90002: no"},
		{name: "error is a list", body: `{"error":[1,2]}`, status: 400, excerpt: `{"error":[1,2]}`},
		{name: "no error at all", body: `{"odata.error":{}}`, status: 400, excerpt: `{"odata.error":{}}`},
		{name: "old message object", body: `{"error":{"code":"X","message":{"lang":"en","value":"Old."}}}`, status: 400, code: "X", message: "Old."},
		{name: "odd details", body: `{"error":{"code":"X","message":"M","details":"none","innerError":[]}}`, status: 400, code: "X", message: "M"},
		{name: "numbers", body: `{"error":{"code":7,"message":8}}`, status: 400, excerpt: `{"error":{"code":7`},
		{name: "empty body", body: ``, status: 401},
		{name: "empty body, server error", body: ``, status: 500, unsure: true},
		{name: "an array", body: `[]`, status: 400, excerpt: `[]`},
		{name: "broken JSON", body: `{"error":{"code":"Requ`, status: 400, excerpt: `{"error":{"code":"Requ`},
		{name: "byte order mark", body: "\ufeff" + `{"error":{"code":"X","message":"M"}}`, status: 400, code: "X", message: "M"},
		{name: "web page", kind: "text/html", body: `<html><body>Bad Gateway</body></html>`, status: 500, page: true, unsure: true, excerpt: `<html>`},
		{name: "web page, refused", kind: "text/html; charset=utf-8", body: `<!DOCTYPE html><p>Blocked</p>`, status: 403, page: true, excerpt: `<!DOCTYPE`},
		{name: "captive portal", kind: "text/html", body: `<html>Sign in to the hotel</html>`, status: 200, page: true, unsure: true, excerpt: `<html>`},
		{name: "web page as JSON", kind: "application/json", body: "\n<!doctype HTML><html></html>", status: 200, page: true, unsure: true, excerpt: `<!doctype`},
		{name: "broken success", body: `{"id":"1`, status: 200, unsure: true, excerpt: `{"id":"1`},
		{name: "text success", kind: "text/plain", body: `OK`, status: 200, unsure: true, excerpt: `OK`},
		{name: "late", body: `{"error":{"code":"timeout","message":"M"}}`, status: 408, code: "timeout", message: "M", unsure: true},
		{name: "control characters", body: `{"error":{"code":"a\u001b[31mb","message":"x\u0000y\u202ez"}}`, status: 400, code: "a[31mb", message: "xyz"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, func(w http.ResponseWriter, _ *http.Request) {
				kind := test.kind
				if kind == "" {
					kind = "application/json"
				}
				w.Header().Set("Content-Type", kind)
				w.Header().Set("request-id", "header-id")
				w.Header().Set("Date", "Mon, 23 Nov 2026 11:00:00 GMT")
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			})
			_, readErr := b.client.Application(context.Background(), someID)
			writeErr := b.client.SetSignOnMode(context.Background(), someID, "saml")
			for _, got := range []*Error{failureOf(t, readErr), failureOf(t, writeErr)} {
				if got.Status != test.status || got.Code != test.code || got.Message != test.message || got.ProxyPage != test.page {
					t.Errorf("got %+v", got)
				}
				if got.RequestID != "header-id" || got.ClientRequestID == "" || got.Time.Year() != 2026 {
					t.Errorf("ids and time are missing: %+v", got)
				}
				if !strings.HasPrefix(got.Excerpt, test.excerpt) || test.excerpt == "" && got.Excerpt != "" {
					t.Errorf("excerpt %q, want %q", got.Excerpt, test.excerpt)
				}
				if got.Error() == "" {
					t.Error("no text")
				}
			}
			if got := failureOf(t, readErr); got.Unsure {
				t.Error("a read is never unsure")
			}
			if got := failureOf(t, writeErr); got.Unsure != test.unsure {
				t.Errorf("unsure %v, want %v", got.Unsure, test.unsure)
			}
		})
	}
}

func TestWholeRefusalIsRead(t *testing.T) {
	b := newBench(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(409)
		_, _ = w.Write([]byte(`{"error":{"code":"C","message":"M","target":"T","details":[{"code":"ObjectConflict","message":"D","target":"identifierUris"},7],` +
			`"innerError":{"date":"2026-11-23T10:00:00","request-id":"inner","client-request-id":"ours"}}}`))
	})
	got := failureOf(t, b.client.SetAddresses(context.Background(), someID, nil, nil))
	if got.Target != "T" || len(got.Details) != 1 || got.Details[0] != (ErrorDetail{"ObjectConflict", "D", "identifierUris"}) {
		t.Errorf("got %+v", got)
	}
	if got.RequestID != "inner" || !got.Time.Equal(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)) || got.Call != "PATCH /applications/{id}" {
		t.Errorf("got %+v", got)
	}
	if got.Unsure {
		t.Error("a 409 was not carried out")
	}
}

// The SDK's own reading may fail, or panic, after a good answer.
func TestAnswersThatOnlyTheSDKCannotRead(t *testing.T) {
	tests := map[string]string{
		"wrong type": `{"id":7,"identifierUris":{"a":1}}`,
		"no id":      `{"displayName":"x"}`,
		"nothing":    ``,
		"odd list":   `{"id":"x","identifierUris":[1,null,{}]}`,
		"odd web":    `{"id":"x","web":"yes"}`,
		"odd time":   `{"id":"x","createdDateTime":"yesterday"}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, answers(200, body))
			_, err := b.client.Application(context.Background(), someID)
			if err != nil && failureOf(t, err).Status != 200 {
				t.Errorf("got %v", err)
			}
			_, _, err = b.client.AddFromGallery(context.Background(), someID, "name")
			if !failureOf(t, err).Unsure {
				t.Errorf("an unreadable success of a write is unsure: %v", err)
			}
		})
	}
}

func TestPanicsBecomeErrors(t *testing.T) {
	b := newBench(t, answers(200, `{}`))
	err := b.client.do(context.Background(), "GET /x", func(context.Context) error { panic("odd") })
	if got := failureOf(t, err); got.Call != "GET /x" || !strings.Contains(got.Error(), "odd") {
		t.Errorf("got %v", got)
	}
	if text := textOf(panicking{}); !strings.Contains(text, "panicking") {
		t.Errorf("got %q", text)
	}
}

type panicking struct{}

func (panicking) Error() string { var none *string; return *none }

func TestInstantiateNotFoundIsUnsure(t *testing.T) {
	b := newBench(t, answers(404, `{"error":{"code":"","message":""}}`))
	_, _, err := b.client.AddFromGallery(context.Background(), someID, "name")
	if !failureOf(t, err).Unsure {
		t.Error("instantiate answers 404 after having made the app")
	}
}

func TestErrorFindsItsCause(t *testing.T) {
	cause := errors.New("cause")
	if !errors.Is(&Error{Err: cause}, cause) || !errors.Is(&SignInError{Err: cause}, cause) {
		t.Error("the cause is lost")
	}
}

func FuzzRefusal(f *testing.F) {
	f.Add([]byte(`{"error":{"code":"a","message":"b","details":[{"code":"c"}],"innerError":{"date":"2026-11-23T10:00:00"}}}`), 400)
	f.Add([]byte(`<html>`), 502)
	f.Add([]byte("\xef\xbb\xbf{\"error\":null}"), 200)
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		got := refusal(answer{status: status, header: http.Header{}, body: body}, &trail{write: true, sent: true})
		for _, text := range []string{got.Code, got.Message, got.Target, got.Excerpt} {
			if strings.ContainsAny(text, "\x00\x1b\r") || len(text) > excerptSize {
				t.Errorf("unclean text %q", text)
			}
		}
		if _, err := json.Marshal(got.Message); err != nil {
			t.Error(err)
		}
		if status >= 500 && !got.Unsure {
			t.Error("a failed write after a 5xx is unsure")
		}
	})
}

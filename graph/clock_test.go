package graph

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
)

// clockServer answers with a Date, or fails.
type clockServer struct {
	now  time.Time
	date string
	err  error
	asks []*http.Request
}

func (c *clockServer) RoundTrip(request *http.Request) (*http.Response, error) {
	c.asks = append(c.asks, request)
	c.now = c.now.Add(400 * time.Millisecond)
	if c.err != nil {
		return nil, c.err
	}
	return &http.Response{StatusCode: http.StatusFound, Body: http.NoBody, Header: http.Header{"Date": {c.date}, "Location": {"https://evil.example/"}}}, nil
}

func TestClockOf(t *testing.T) {
	server := &clockServer{now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), date: "Mon, 23 Nov 2026 10:07:00 GMT"}
	deps := Deps{Transport: server, Now: func() time.Time { return server.now }}
	ahead, err := ClockOf(context.Background(), deps, "https://us.backup.autotask.net/singlesignon/saml/SSO?x=y")
	if err != nil || (ahead-7*time.Minute).Abs() > time.Second {
		t.Errorf("%s, %v", ahead, err)
	}
	if len(server.asks) != 1 || server.asks[0].URL.String() != "https://us.backup.autotask.net/" || server.asks[0].Method != http.MethodHead || len(server.asks[0].Header) != 0 {
		t.Errorf("asked %v", server.asks)
	}
	for _, address := range []string{"http://us.backup.autotask.net/", "us.backup.autotask.net", "", "https:///x", "%"} {
		if _, err := ClockOf(context.Background(), deps, address); err == nil {
			t.Errorf("%q was asked", address)
		}
	}
	server.date = "today"
	if _, err := ClockOf(context.Background(), deps, "https://us.backup.autotask.net/"); err == nil {
		t.Error("a clock out of nothing")
	}
	server.err = errors.New("no network")
	if _, err := ClockOf(context.Background(), deps, "https://us.backup.autotask.net/"); !errors.Is(err, server.err) {
		t.Errorf("%v", err)
	}
}

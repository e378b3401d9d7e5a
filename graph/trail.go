package graph

import (
	"context"
	"time"
)

// trail is what the transport saw of one call. It travels down through the SDK in
// the context, because the SDK forgets status and ids of an answer that it cannot
// read. One call uses it from one goroutine.
type trail struct {
	call            string
	secrets         []string // in the request, never to be shown
	write           bool
	sent            bool // a server may have seen the request
	status          int
	requestID       string
	clientRequestID string
	time            time.Time
}

type trailKey struct{}

func withTrail(ctx context.Context, t *trail) context.Context {
	return context.WithValue(ctx, trailKey{}, t)
}

func trailOf(ctx context.Context) *trail {
	if t, ok := ctx.Value(trailKey{}).(*trail); ok {
		return t
	}
	return &trail{}
}

// begin forgets the answer before, so that a failure never borrows its ids.
func (t *trail) begin(now time.Time) { t.status, t.requestID, t.time = 0, "", now }

// failure returns an Error with all that the trail knows.
func (t *trail) failure(cause error) *Error {
	return &Error{
		Call:            t.call,
		Status:          t.status,
		RequestID:       t.requestID,
		ClientRequestID: t.clientRequestID,
		Time:            t.time,
		Unsure:          t.write && t.sent,
		Err:             cause,
	}
}

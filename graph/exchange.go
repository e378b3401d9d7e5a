package graph

import (
	"context"
	"time"
)

// Exchange is one HTTP request and its answer, for the log and for counting. It
// holds no header, no body and no token.
type Exchange struct {
	Time     time.Time
	Method   string
	Path     string // with query, ids kept; no secret ever travels there
	Status   int    // 0 when no answer arrived
	Duration time.Duration
	Poll     bool // a repeated look while waiting
	Host     string
}

// Write reports whether the request could change the tenant.
func (e Exchange) Write() bool { return e.Method != "GET" && !readingPost(e.Path) }

type pollKey struct{}

// AsPoll marks the calls made with ctx as repeated looks, which are counted
// apart from reads.
func AsPoll(ctx context.Context) context.Context { return context.WithValue(ctx, pollKey{}, true) }

func isPoll(ctx context.Context) bool { poll, _ := ctx.Value(pollKey{}).(bool); return poll }

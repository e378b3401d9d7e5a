package graph

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// Exchange is one HTTP request and its answer, for the log and for counting. It
// holds no header, no body and no token.
type Exchange struct {
	Time       time.Time
	Method     string
	Path       string // with query, ids kept; no secret ever travels there
	Status     int    // 0 when no answer arrived
	Duration   time.Duration
	Poll       bool // a repeated look while waiting
	Host       string
	ServerTime time.Time // the clock of the server that answered, to the second; zero when it did not say
	// RequestID and ClientRequestID are what support finds the request by.
	RequestID, ClientRequestID string
}

// Write reports whether the request could change the tenant.
func (e Exchange) Write() bool { return !reading(e.Method, e.Path) }

// reading reports whether a request only looks. It decides what may be repeated.
func reading(method, path string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodPost && readingPost(path)
}

// readingPost reports whether a POST to path only reads: Graph's questions that
// take a body, and $batch, into which this package puts nothing but GETs.
func readingPost(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	action := path[strings.LastIndexByte(path, '/')+1:]
	switch strings.TrimPrefix(action, "microsoft.graph.") {
	case "getMemberObjects", "getMemberGroups", "checkMemberObjects", "checkMemberGroups", "getByIds", "$batch":
		return true
	}
	return false
}

type pollKey struct{}

// AsPoll marks the calls made with ctx as repeated looks, which are counted
// apart from reads.
func AsPoll(ctx context.Context) context.Context { return context.WithValue(ctx, pollKey{}, true) }

func isPoll(ctx context.Context) bool { poll, _ := ctx.Value(pollKey{}).(bool); return poll }

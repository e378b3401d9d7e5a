package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// clockTimeout is how long a server may take to tell the time.
const clockTimeout = 10 * time.Second

// ClockOf says how far the clock of a web server is ahead of this computer's, to
// about a second, by the Date header of an answer (RFC 9110, 6.6.1). It asks for
// the first page of the address's host, sends nothing about anybody, follows no
// redirect and reads no content. Only https is asked.
func ClockOf(ctx context.Context, deps Deps, address string) (time.Duration, error) {
	deps = deps.filled()
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" {
		return 0, fmt.Errorf("graph: %q is no address of a server", address)
	}
	ctx, cancel := context.WithTimeout(ctx, clockTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, "https://"+parsed.Host+"/", nil)
	if err != nil {
		return 0, err
	}
	begun := deps.Now()
	answer, err := deps.Transport.RoundTrip(request)
	if err != nil {
		return 0, fmt.Errorf("graph: %s did not tell the time: %w", parsed.Host, err)
	}
	defer func() { _ = answer.Body.Close() }()
	arrived := deps.Now()
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return 0, errors.New("graph: the answer has no Date")
	}
	// The second that the header names, in its middle, against the middle of the call.
	return date.Add(time.Second / 2).Sub(begun.Add(arrived.Sub(begun) / 2)), nil
}

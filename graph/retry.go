package graph

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"backupsso/graph/network"
)

const (
	maxTries  = 4
	firstWait = time.Second
	longest   = 60 * time.Second

	// As long as nothing has answered at all there may be no network, and nobody
	// shall wait to hear that.
	firstTries    = 2
	briefestPause = 500 * time.Millisecond
)

// repeats decides whether and when a failed read is sent again. Writes never come
// here: after a 504 nobody knows whether they took effect.
type repeats struct {
	deps  Deps
	tries int
}

// again reports whether failure is worth another try, and waits for it. The wait is
// announced first. It returns false when ctx ends, and when the server wants to be
// left alone for longer than anybody would wait.
func (r *repeats) again(ctx context.Context, failure *Error) bool {
	r.tries++
	if r.tries >= maxTries || !passing(failure) || failure.RetryAfter > longest {
		return false
	}
	pause := r.pause(failure.RetryAfter)
	reason := "retry-read"
	switch trouble, _ := network.Diagnose(failure.Err); {
	case failure.Status == http.StatusTooManyRequests:
		reason = "throttled"
	case failure.Status != 0:
	case !r.deps.reached.Load() && (trouble.AtOnce() && r.tries >= firstTries || trouble.Cause == network.NoAnswer):
		return false
	case trouble.AtOnce():
		reason = "connect-again"
		if !r.deps.reached.Load() {
			pause = briefestPause
		}
	}
	r.deps.Wait(reason, r.deps.Now().Add(pause))
	return r.deps.Sleep(ctx, pause) == nil
}

// pause is what the server asked for, or a doubling wait, spread a little upwards
// so that many clients do not come back together; never more than a minute.
func (r *repeats) pause(asked time.Duration) time.Duration {
	pause := asked
	if pause <= 0 {
		pause = firstWait << (r.tries - 1)
	}
	pause += time.Duration(float64(pause) / 4 * r.deps.Jitter())
	return min(pause, longest)
}

// passing reports whether a failure may be gone in a moment.
func passing(failure *Error) bool {
	switch failure.Status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case 0:
		return passingCause(failure.Err)
	}
	return failure.cut || !failure.ProxyPage && errors.Is(failure.Err, errUnreadable)
}

func passingCause(err error) bool {
	var signIn *SignInError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, ErrForeignHost), errors.Is(err, ErrTooLarge), errors.As(err, &signIn):
		return false
	}
	trouble, known := network.Diagnose(err)
	return !known || trouble.Passing()
}

// neverSent reports whether err came before a request could reach any server.
func neverSent(err error) bool {
	if errors.Is(err, ErrForeignHost) || dialing(err) {
		return true
	}
	trouble, known := network.Diagnose(err)
	if !known {
		return false
	}
	switch trouble.Cause {
	case network.ProxyPassword, network.ProxyScheme, network.ProxyRefused, network.Untrusted, network.WrongName,
		network.ClockWrong, network.NotTLS:
		return true
	}
	return false
}

// dialing reports whether err is of making a connection.
func dialing(err error) bool {
	var lookup *net.DNSError
	var operation *net.OpError
	return errors.As(err, &lookup) || errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect")
}

// noAnswer is a time limit of ours that ran out. It is not the caller's, so that it
// must not look like a context's end.
type noAnswer struct{ after time.Duration }

// Error says how long it was waited.
func (e noAnswer) Error() string { return "no answer within " + e.after.String() }

// Timeout marks it for net.Error.
func (e noAnswer) Timeout() bool { return true }

// Temporary marks it for net.Error.
func (e noAnswer) Temporary() bool { return true }

// inTime replaces the end of a try's own context by a noAnswer.
func inTime(caller context.Context, err error, limit time.Duration) error {
	if caller.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return noAnswer{limit}
	}
	return err
}

// retryAfter reads the header, seconds or a date; 0 when absent, past or odd.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(0, date.Sub(now))
	}
	return 0
}

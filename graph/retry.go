package graph

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	maxTries  = 4
	firstWait = time.Second
	longest   = 60 * time.Second
)

// repeats decides whether and when a failed read is sent again. Writes never come
// here: after a 504 nobody knows whether they took effect.
type repeats struct {
	deps  Deps
	tries int
}

// again reports whether failure is worth another try, and waits for it. The
// wait is announced first. It returns false when ctx ends.
func (r *repeats) again(ctx context.Context, failure *Error) bool {
	r.tries++
	if r.tries >= maxTries || !passing(failure) {
		return false
	}
	pause := r.pause(failure.RetryAfter)
	reason := "retry-read"
	if failure.Status == http.StatusTooManyRequests {
		reason = "throttled"
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
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case 0:
		return passingCause(failure.Err)
	}
	return failure.cut
}

func passingCause(err error) bool {
	var (
		unknownName *net.DNSError
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		notTLS      tls.RecordHeaderError
		signIn      *SignInError
	)
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, ErrForeignHost), errors.Is(err, ErrTooLarge),
		errors.As(err, &signIn), errors.As(err, &certificate), errors.As(err, &authority), errors.As(err, &notTLS):
		return false
	case errors.As(err, &unknownName):
		return unknownName.IsTemporary || unknownName.IsTimeout
	}
	return true
}

// neverSent reports whether err came before a request could reach any server.
func neverSent(err error) bool {
	var (
		dial        *net.OpError
		name        *net.DNSError
		certificate *tls.CertificateVerificationError
		authority   x509.UnknownAuthorityError
		notTLS      tls.RecordHeaderError
	)
	return errors.Is(err, ErrForeignHost) || errors.As(err, &name) || errors.As(err, &certificate) ||
		errors.As(err, &authority) || errors.As(err, &notTLS) || errors.As(err, &dial) && dial.Op == "dial"
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

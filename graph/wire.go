package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

const (
	maxRequest   = 1 << 20
	maxAnswer    = 8 << 20
	maxRedirects = 3
	readTimeout  = 40 * time.Second // for one try
	writeTimeout = 100 * time.Second
)

// ErrTooLarge says that an answer was longer than anything expected.
var ErrTooLarge = errors.New("answer too large")

// wire is the transport below the SDK's handlers: one host, one token, our own
// rule for repeating reads, a cap on answers, and a typed *Error for everything
// that is not a readable success. Writes go out once, whole, with a length.
type wire struct {
	next   http.RoundTripper
	origin origin
	bearer *bearer // nil: no token is sent
	deps   Deps
	limit  int64
	accept func(answer) bool // whether a 2xx answer can be read
}

// RoundTrip sends a request and returns a complete answer, or an *Error.
func (w *wire) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	seen := trailOf(ctx)
	if seen.call == "" {
		seen.call = request.Method + " " + request.URL.Path
	}
	seen.write = !reading(request.Method, request.URL.Path)
	seen.clientRequestID = request.Header.Get("client-request-id")
	body, err := takeBody(request)
	if err != nil {
		return nil, seen.failure(err)
	}
	tries := repeats{deps: w.deps}
	for {
		got, failure := w.try(request, body, seen)
		if failure == nil {
			return got.response(request), nil
		}
		if seen.write || !tries.again(ctx, failure) {
			if !seen.write && ctx.Err() != nil { // who stopped in a pause stopped, whatever failed before
				return nil, seen.failure(context.Cause(ctx))
			}
			return nil, failure
		}
	}
}

// try sends the request, answering one claims challenge or one refused token (a 401
// was not carried out, so this is safe for writes too) and following redirects of
// reads.
func (w *wire) try(request *http.Request, body []byte, seen *trail) (answer, *Error) {
	timeout := readTimeout
	if seen.write {
		timeout = writeTimeout
	}
	ctx, cancel := context.WithTimeout(request.Context(), timeout)
	defer cancel()
	target, challenged := request.URL, false
	token, failure := w.token(request.Context(), "", seen)
	for hops := 0; failure == nil; {
		got, err := w.send(ctx, request, target, body, token, seen)
		if err != nil {
			return answer{}, w.noAnswer(request.Context(), inTime(request.Context(), err, timeout), seen)
		}
		claims := claimsOf(got.header)
		next := got.redirect(target)
		switch {
		case got.status == http.StatusUnauthorized && claims != "" && !challenged && w.bearer != nil:
			challenged = true
			token, failure = w.token(request.Context(), claims, seen)
		case got.status == http.StatusUnauthorized && !challenged && w.bearer != nil:
			// The token ended although this computer's clock says otherwise: after a sleep
			// or with a clock that is behind. Where none is to be had, the refusal stands.
			challenged = true
			newer, renewal := w.token(request.Context(), newerThan(w.deps.Now()), seen)
			if renewal != nil {
				return got, w.judge(got, token, seen)
			}
			token = newer
		case next != nil && (seen.write || hops >= maxRedirects || !w.origin.holds(next)):
			failure := seen.failure(fmt.Errorf("%w: redirected to %s", ErrForeignHost, next.Host))
			failure.Unsure = false
			failure.leadsTo(next)
			return answer{}, failure
		case next != nil:
			hops++
			target = next
		default:
			return got, w.judge(got, token, seen)
		}
	}
	return answer{}, failure
}

// token may take as long as a person needs to sign in, so a try's time limit does
// not count here.
func (w *wire) token(ctx context.Context, claims string, seen *trail) (string, *Error) {
	if w.bearer == nil {
		return "", nil
	}
	var token string
	var err error
	if claims == "" {
		token, err = w.bearer.get(ctx)
	} else {
		token, err = w.bearer.answer(ctx, claims)
	}
	if err != nil {
		failure := seen.failure(err)
		failure.Unsure = false
		return "", failure
	}
	return token, nil
}

// send makes one HTTP request and reads its whole answer.
func (w *wire) send(ctx context.Context, request *http.Request, target *url.URL, body []byte, token string, seen *trail) (answer, error) {
	if !w.origin.holds(target) {
		return answer{}, fmt.Errorf("%w: %s", ErrForeignHost, target.Host)
	}
	out := request.Clone(ctx)
	out.URL, out.Host = target, ""
	out.Body, out.GetBody, out.ContentLength = nil, nil, 0
	if len(body) > 0 {
		// A length instead of chunks, and no compression: some proxies refuse
		// chunked requests, and a compressed body gains nothing at this size.
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	out.Header.Del("Authorization")
	if token != "" {
		out.Header.Set("Authorization", "Bearer "+token)
	}
	begun := w.deps.Now()
	if end, limited := ctx.Deadline(); limited {
		defer w.deps.waiting(end)()
	}
	seen.begin(begun)
	response, err := w.next.RoundTrip(out)
	var got answer
	if err == nil {
		w.deps.reached.Store(true)
		got, err = readAnswer(response, w.limit)
		seen.note(got, w.deps.Now())
	}
	seen.sent = seen.sent || err == nil || !neverSent(err)
	w.deps.Exchange(Exchange{
		Time:     begun,
		Method:   out.Method,
		Path:     target.RequestURI(),
		Status:   got.status,
		Duration: w.deps.Now().Sub(begun),
		Poll:     isPoll(ctx),
		Host:     target.Host,

		ServerTime: got.date(),
		RequestID:  seen.requestID, ClientRequestID: seen.clientRequestID,
	})
	return got, err
}

// noAnswer names a failure without a usable answer. The caller's own end comes
// before the transport's words for it.
func (w *wire) noAnswer(caller context.Context, cause error, seen *trail) *Error {
	if caller.Err() != nil {
		cause = context.Cause(caller)
	}
	failure := seen.failure(cause)
	failure.cut = failure.Status != 0 && caller.Err() == nil && !errors.Is(cause, ErrTooLarge)
	return failure
}

// takeBody reads a request's body, which the SDK hands over without a length and
// without a way to read it twice.
func takeBody(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer request.Body.Close()
	body, err := io.ReadAll(io.LimitReader(request.Body, maxRequest+1))
	if err == nil && len(body) > maxRequest {
		err = errors.New("request too large")
	}
	return body, err
}

package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	maxDoorAnswer  = 1 << 20
	doorTimeout    = 30 * time.Second // for one request
	pendingRefusal = "authorization_pending"
	slowerRefusal  = "slow_down"
)

// door is the transport to the sign-in host, below azidentity and MSAL. It reads
// every answer before they do: what is not JSON never reaches them (they repeat
// it in error texts, tokens included), refusals and broken connections are kept
// (they lose them), and the device code's end is noted (they do not pass it on).
// Nothing on this way is reported as an Exchange, since codes and tokens travel here.
type door struct {
	next  http.RoundTripper
	plain string // practice only: the host that is reached by http
	deps  Deps
	book  doorbook

	mu      sync.Mutex
	expires time.Time // of the last device code
	holding bool      // whether the next token answer is held
	held    []byte
}

// hold makes the door keep the next token answer until it is taken.
func (d *door) hold() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.holding, d.held = true, nil
}

// taken hands out what was held, once.
func (d *door) taken() []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	held := d.held
	d.holding, d.held = false, nil
	return held
}

func newDoor(cloud Cloud, deps Deps) (*door, error) {
	login, err := originOf(cloud.Login)
	if err != nil {
		return nil, fmt.Errorf("cloud %s: sign-in: %w", cloud.Name, err)
	}
	made := &door{next: cloud.guard(deps.Transport), deps: deps}
	if cloud.Practises && login.scheme == "http" {
		made.plain = login.host
	}
	return made, nil
}

// Do sends a request of azidentity or MSAL.
func (d *door) Do(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	body, err := takeBody(request)
	if err != nil {
		return nil, err
	}
	tries := repeats{deps: d.deps}
	for {
		got, failure := d.try(request, body)
		if failure == nil {
			d.read(request.URL.Path, got)
			return got.response(request), nil
		}
		if !tries.again(ctx, failure) {
			d.book.enter(nil, failure)
			return nil, failure
		}
	}
}

// CloseIdleConnections closes what the transport keeps open.
func (d *door) CloseIdleConnections() { closeIdle(d.next) }

func (d *door) try(request *http.Request, body []byte) (answer, *Error) {
	ctx, cancel := context.WithTimeout(request.Context(), doorTimeout)
	defer cancel()
	defer d.deps.waiting(d.deps.Now().Add(doorTimeout))()
	out := request.Clone(ctx)
	out.Body, out.GetBody, out.ContentLength = nil, nil, 0
	if len(body) > 0 {
		out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	if d.plain != "" && out.URL.Scheme == "https" && canonicalHost(out.URL) == d.plain {
		// The libraries insist on https for an authority; the practice tenant
		// speaks http on this computer.
		out.URL.Scheme = "http"
	}
	seen := &trail{call: request.Method + " " + request.URL.Host + request.URL.Path}
	if d.plain == "" && out.URL.Scheme != "https" {
		return answer{}, seen.failure(fmt.Errorf("%w: %s without https", ErrForeignHost, out.URL.Host))
	}
	seen.begin(d.deps.Now())
	response, err := d.next.RoundTrip(out)
	if err != nil {
		return answer{}, seen.failure(inTime(request.Context(), err, doorTimeout))
	}
	d.deps.reached.Store(true)
	got, err := readAnswer(response, maxDoorAnswer)
	seen.note(got, d.deps.Now())
	if err != nil {
		failure := seen.failure(inTime(request.Context(), err, doorTimeout))
		failure.cut = true
		return answer{}, failure
	}
	if _, isJSON := got.jsonObject(); !isJSON || passing(&Error{Status: got.status}) {
		failure := refusal(got, seen)
		failure.leadsTo(got.redirect(out.URL))
		failure.RetryAfter = retryAfter(got.header, d.deps.Now())
		return answer{}, failure
	}
	return got, nil
}

// read keeps what the libraries above will lose.
func (d *door) read(path string, got answer) {
	body, _ := got.jsonObject()
	if got.status < 400 {
		d.book.enter(nil, nil)
		switch path = strings.ToLower(path); {
		case strings.HasSuffix(path, "/devicecode"):
			d.noteExpiry(body)
		case strings.HasSuffix(path, "/token"):
			d.mu.Lock()
			if d.holding {
				d.held = bytes.Clone(body)
			}
			d.mu.Unlock()
		}
		return
	}
	refused := readDoorRefusal(body)
	if refused.Name == pendingRefusal || refused.Name == slowerRefusal {
		refused = nil
	}
	d.book.enter(refused, nil)
}

func (d *door) noteExpiry(body []byte) {
	var code struct {
		Seconds json.Number `json:"expires_in"`
	}
	_ = json.Unmarshal(body, &code)
	seconds, err := strconv.ParseInt(code.Seconds.String(), 10, 32)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expires = time.Time{}
	if err == nil && seconds > 0 {
		d.expires = d.deps.Now().Add(time.Duration(seconds) * time.Second)
	}
}

func (d *door) codeExpires() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.expires
}

// readDoorRefusal reads OAuth's error answer.
func readDoorRefusal(body []byte) *SignInError {
	var refusal struct {
		Name        looseText `json:"error"`
		Description looseText `json:"error_description"`
		Correlation looseText `json:"correlation_id"`
		Trace       looseText `json:"trace_id"`
	}
	_ = json.Unmarshal(body, &refusal)
	failure := readSTS(string(refusal.Name), string(refusal.Description))
	var codes struct {
		Codes []int `json:"error_codes"`
	}
	if json.Unmarshal(body, &codes) == nil && failure.Code == 0 && len(codes.Codes) > 0 {
		failure.Code = codes.Codes[0]
	}
	if failure.CorrelationID == "" {
		failure.CorrelationID = clean(string(refusal.Correlation), 100)
	}
	if failure.TraceID == "" {
		failure.TraceID = clean(string(refusal.Trace), 100)
	}
	return failure
}

// Package trace records what was said to Microsoft, so that somebody elsewhere can
// see how a tenant behaves, without anything that names the tenant or its people.
//
// Promises: names, addresses, ids, keys and every other text of a tenant are
// replaced by numbers, the same text by the same number; only texts that Microsoft
// publishes or that cannot name anyone stay (see keeps). Tokens and passwords never
// get here in any form: headers are not recorded, nor bodies of the sign-in. Limits:
// a body that is no JSON is told by its length; what a proxy adds is not seen.
package trace

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// mostBody is how much of a body is looked at, in bytes; none of ours is larger.
const mostBody = 8 << 20

// Trace writes one JSON object a line. It is safe for several goroutines.
type Trace struct {
	to    io.Writer
	now   func() time.Time
	begun time.Time

	mu   sync.Mutex
	mask *mask
	err  error
}

// New returns a trace that writes to to, beginning with what made it. public lists
// texts of a tenant that may stay, such as the name of the gallery app.
func New(to io.Writer, now func() time.Time, made map[string]string, public ...string) *Trace {
	t := &Trace{to: to, now: now, begun: now(), mask: newMask(public)}
	t.write(struct {
		Trace map[string]string `json:"trace"`
		Begun string            `json:"begun"`
	}{made, t.begun.UTC().Format(time.RFC3339)})
	return t
}

// Err returns what kept the trace from being written, if anything.
func (t *Trace) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// Around returns next with every exchange recorded. A trace that cannot be written
// disturbs nothing.
func (t *Trace) Around(next http.RoundTripper) http.RoundTripper { return &recorder{t, next} }

type recorder struct {
	trace *Trace
	next  http.RoundTripper
}

// RoundTrip passes request on and records it.
func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	var asked []byte
	if request.Body != nil && request.Body != http.NoBody {
		body, err := io.ReadAll(request.Body)
		_ = request.Body.Close()
		if err != nil {
			return nil, err
		}
		asked = body
		request = request.Clone(request.Context())
		request.Body = io.NopCloser(bytes.NewReader(body))
	}
	begun := r.trace.now()
	response, err := r.next.RoundTrip(request)
	if err != nil {
		r.trace.note(request.Method, request.URL, asked, 0, nil, "", begun)
		return nil, err
	}
	given, failure := io.ReadAll(io.LimitReader(response.Body, mostBody))
	rest := io.Reader(response.Body)
	if failure != nil {
		rest = failing{failure}
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(given), rest), response.Body}
	r.trace.note(request.Method, request.URL, asked, response.StatusCode, given, response.Header.Get("Retry-After"), begun)
	return response, nil
}

// CloseIdleConnections closes those of the transport inside.
func (r *recorder) CloseIdleConnections() {
	if closer, can := r.next.(interface{ CloseIdleConnections() }); can {
		closer.CloseIdleConnections()
	}
}

// failing is what is left of a body that broke off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// exchange is one line.
type exchange struct {
	At         float64 `json:"at"`   // seconds after the beginning
	Took       float64 `json:"took"` // seconds
	Kind       string  `json:"kind"` // graph, metadata or sign-in
	Method     string  `json:"method"`
	Path       string  `json:"path"`
	Query      string  `json:"query,omitempty"`
	Asked      any     `json:"asked,omitempty"`
	Status     int     `json:"status"` // 0: no answer came
	RetryAfter string  `json:"retry_after,omitempty"`
	Answer     any     `json:"answer,omitempty"`
}

func (t *Trace) note(method string, address *url.URL, asked []byte, status int, answer []byte, retryAfter string, begun time.Time) {
	ended := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	line := exchange{At: begun.Sub(t.begun).Seconds(), Took: ended.Sub(begun).Seconds(), Kind: kindOf(address), Method: method,
		Status: status, RetryAfter: t.mask.number(retryAfter)}
	switch line.Kind {
	case "graph":
		gallery := strings.Contains(address.Path, "/applicationTemplates") && !strings.HasSuffix(address.Path, "/instantiate")
		line.Path, line.Query = t.mask.path(address.Path), t.mask.query(address.RawQuery)
		line.Asked, line.Answer = t.mask.body(asked, false), t.mask.body(answer, gallery)
	case "metadata":
		line.Path, line.Query, line.Answer = "/federationmetadata", "", lengthOf(answer)
	default:
		line.Path, line.Answer = signInPath(address.Path), signInAnswer(answer)
	}
	t.write(line)
}

// write adds a line. It is called with mu held, or before anyone else knows t.
func (t *Trace) write(line any) {
	if t.err != nil {
		return
	}
	text := new(bytes.Buffer)
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false) // people read it
	if t.err = encoder.Encode(line); t.err == nil {
		_, t.err = t.to.Write(text.Bytes())
	}
}

// kindOf tells Graph's calls and the metadata from the sign-in.
func kindOf(address *url.URL) string {
	switch {
	case strings.HasPrefix(address.Path, "/v1.0/"), strings.HasPrefix(address.Path, "/beta/"):
		return "graph"
	case strings.Contains(address.Path, "/federationmetadata/"):
		return "metadata"
	}
	return "sign-in"
}

// signInPath is a path of the sign-in host as far as its words are public: the
// tenant's id or domain in it becomes "…".
func signInPath(path string) string {
	known := " oauth2 v2.0 token authorize devicecode common organizations .well-known openid-configuration discovery instance "
	parts := strings.Split(path, "/")
	for at, part := range parts {
		if part != "" && !strings.Contains(known, " "+part+" ") {
			parts[at] = "…"
		}
	}
	return strings.Join(parts, "/")
}

// signInAnswer is the failure that a sign-in answer tells of: its name and numbers,
// which Microsoft publishes. Anything else, such as tokens, is left out.
func signInAnswer(answer []byte) any {
	var failure struct {
		Error    string `json:"error"`
		Suberror string `json:"suberror,omitempty"`
		Codes    []int  `json:"error_codes,omitempty"`
	}
	if json.Unmarshal(answer, &failure) != nil || failure.Error == "" || strings.ContainsFunc(failure.Error+failure.Suberror, notName) {
		return nil
	}
	return failure
}

// notName reports whether a letter is none of the names that errors have.
func notName(sign rune) bool { return (sign < 'a' || sign > 'z') && sign != '_' }

func lengthOf(body []byte) any {
	if len(body) == 0 {
		return nil
	}
	return map[string]int{"bytes": len(body)}
}

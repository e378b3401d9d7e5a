package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

const excerptSize = 2048

// answer is one whole answer of a server.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// readAnswer reads at most limit bytes of body. On error it still returns status
// and header.
func readAnswer(response *http.Response, limit int64) (answer, error) {
	defer response.Body.Close()
	got := answer{status: response.StatusCode, header: response.Header}
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return got, fmt.Errorf("answer broke off: %w", err)
	}
	if int64(len(body)) > limit {
		return got, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
	}
	got.body = body
	return got, nil
}

// note keeps what the answer says of itself.
func (t *trail) note(got answer, now time.Time) {
	t.status = got.status
	t.requestID = clean(got.header.Get("request-id"), 100)
	if id := got.header.Get("client-request-id"); id != "" {
		t.clientRequestID = clean(id, 100)
	}
	t.time = now
	if date := got.date(); !date.IsZero() {
		t.time = date
	}
}

// date is the server's clock, zero when it did not say.
func (a answer) date() time.Time {
	date, err := http.ParseTime(a.header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return date
}

// redirect returns where the answer points to, or nil.
func (a answer) redirect(from *url.URL) *url.URL {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if target, err := from.Parse(a.header.Get("Location")); err == nil && a.header.Get("Location") != "" {
			return target
		}
	}
	return nil
}

// response gives the answer back with a length: JSON plainly typed and without
// byte order mark, on which the SDK stumbles, everything else byte for byte.
func (a answer) response(request *http.Request) *http.Response {
	header := a.header.Clone()
	header.Del("Content-Encoding")
	header.Del("Content-Length")
	body := a.body
	if object, ok := a.jsonObject(); ok {
		body = object
		header.Set("Content-Type", "application/json")
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)),
		StatusCode:    a.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       request,
	}
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// jsonObject returns the body without byte order mark when it is one JSON object.
func (a answer) jsonObject() ([]byte, bool) {
	body := bytes.TrimSpace(bytes.TrimPrefix(a.body, byteOrderMark))
	return body, len(body) > 0 && body[0] == '{' && json.Valid(body)
}

// webPage reports whether the answer is HTML, by its type or its first bytes.
func (a answer) webPage() bool {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	if kind == "text/html" || kind == "application/xhtml+xml" {
		return true
	}
	body := bytes.TrimSpace(bytes.TrimPrefix(a.body, byteOrderMark))
	start := strings.ToLower(string(body[:min(len(body), 256)]))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}

// errUnreadable says that an answer was neither JSON nor empty.
var errUnreadable = errors.New("the answer is not what Microsoft Graph sends")

// judge returns nil for a success that the caller can read, and an *Error
// otherwise. Secrets are taken out of the body before anything is cut from it.
func (w *wire) judge(got answer, token string, seen *trail) *Error {
	if got.status >= 200 && got.status < 300 && w.accept(got) {
		return nil
	}
	got.body = withoutSecrets(got.body, append([]string{token}, seen.secrets...))
	failure := refusal(got, seen)
	failure.RetryAfter = retryAfter(got.header, w.deps.Now())
	return failure
}

// emptyOrJSON accepts what Microsoft Graph sends on success.
func emptyOrJSON(got answer) bool {
	_, isObject := got.jsonObject()
	return isObject || len(got.body) == 0
}

// withoutSecrets hides secrets in the body of a refusal, as they are and as JSON,
// HTML and addresses write them. A proxy's page may well repeat the request that
// it refused.
func withoutSecrets(body []byte, secrets []string) []byte {
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		inJSON, _ := json.Marshal(secret) // text always can be encoded
		for _, form := range []string{secret, strings.Trim(string(inJSON), `"`), html.EscapeString(secret), url.QueryEscape(secret), url.PathEscape(secret)} {
			body = bytes.ReplaceAll(body, []byte(form), []byte(hidden))
		}
	}
	return body
}

// clean makes foreign text safe to show: valid UTF-8, no control characters, at
// most size bytes.
func clean(text string, size int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError:
			return -1
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return -1 // writing direction
		}
		return r
	}, text)
	if len(text) > size {
		text = text[:size]
		for len(text) > 0 && !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	return text
}

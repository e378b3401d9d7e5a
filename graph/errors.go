package graph

import (
	"fmt"
	"net/url"
	"time"
)

// Error is a refusal or failure of one call. Code and Message are Graph's own
// (learn.microsoft.com/graph/errors); branch on Status, Code and Target, never
// on Message.
type Error struct {
	Call    string // method and path, without ids' secrets or query
	Status  int    // HTTP status; 0 when no answer arrived
	Code    string
	Message string
	Target  string
	// Permissions are those that the server says are missing, where it says so.
	Permissions     []string
	Details         []ErrorDetail
	RequestID       string
	ClientRequestID string
	Time            time.Time
	RetryAfter      time.Duration // as asked for by the server, 0 when not said
	// Unsure is set when a write may have taken effect although it failed: no
	// answer, a 5xx, or an answer that could not be read. Look before writing
	// again.
	Unsure bool
	// ProxyPage is set when a web page came back instead of an answer: a proxy, a
	// captive portal or a gateway spoke, not Microsoft Graph.
	ProxyPage bool
	// Portal is the host that such an answer sends people to, as the sign-in page of
	// a guest network does; "" when it names none.
	Portal string
	// Excerpt holds the first 2 KB of an answer that was not JSON, for the log.
	Excerpt string
	// Err is the cause when there was no usable answer.
	Err error

	cut bool // the answer began and broke off
}

// leadsTo notes that the answer points away from the server that was asked.
func (e *Error) leadsTo(target *url.URL) {
	if target == nil || target.Host == "" {
		return
	}
	e.ProxyPage, e.Portal = true, clean(target.Hostname(), 253)
}

// ErrorDetail is one entry of an OData error's details.
type ErrorDetail struct{ Code, Message, Target string }

// Error returns one line with call, status and code.
func (e *Error) Error() string {
	text := e.Call
	if e.Status != 0 {
		text += fmt.Sprintf(": %d", e.Status)
	}
	if e.Code != "" {
		text += " " + e.Code
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

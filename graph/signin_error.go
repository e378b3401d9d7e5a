package graph

import (
	"fmt"
	"time"
)

// SignInError is why a sign-in, or a later renewal of its token, failed. Branch
// on Code, Cancelled, Expired and NotOpened, never on Message.
type SignInError struct {
	Code          int    // the number after AADSTS; 0 when none was given
	Name          string // OAuth's name, such as "invalid_grant"; may be ""
	Message       string // Microsoft's own text without code and ids
	CorrelationID string
	TraceID       string
	Time          time.Time // when Microsoft refused; zero when it did not
	Cancelled     bool      // the caller's context ended
	Expired       bool      // a device code, token or session ran out
	Again         bool      // renewing in silence failed: a person has to sign in anew
	NotOpened     bool      // SignIn.OpenURL failed; URL is the page to open by hand
	Managed       bool      // the machine's own identity service refused, not Entra
	CLI           CLIReason // what the az program lacks; "" for every other way
	URL           string
	OtherTenant   string   // the tenant that the token is for, when another was named
	Declined      []string // permissions that were asked for and not granted
	// Err is the cause when no answer came: a context, network or TLS error, or an
	// *Error for a web page in between. It never holds a token.
	Err error
}

// Error returns one line with code, name, message and cause.
func (e *SignInError) Error() string {
	text := "sign-in"
	if e.Code != 0 {
		text += fmt.Sprintf(": AADSTS%d", e.Code)
	}
	if e.Name != "" {
		text += ": " + e.Name
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
func (e *SignInError) Unwrap() error { return e.Err }

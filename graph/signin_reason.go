package graph

import (
	"context"
	"errors"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	stsCode      = regexp.MustCompile(`AADSTS(\d{4,10})\b`)
	stsTail      = regexp.MustCompile(`(?i)\s*\b(?:Trace ID|Correlation ID|Timestamp):\s`)
	correlation  = regexp.MustCompile(`(?i)\bCorrelation ID:\s*([0-9a-f-]{36})`)
	traced       = regexp.MustCompile(`(?i)\bTrace ID:\s*([0-9a-f-]{36})`)
	stamped      = regexp.MustCompile(`(?i)\bTimestamp:\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)`)
	declinedList = regexp.MustCompile(`declined scopes are present: (\S+)`)
)

// expiredCodes are refusals because a code, token or session ran out.
func expiredCodes() []int {
	return []int{70008, 70019, 70020, 70043, 50132, 50173, 700082, 700084}
}

// readSTS reads Entra's error text, "AADSTSnnn: text Trace ID: … Timestamp: …".
// The code is good for hints; Microsoft warns that the text changes.
func readSTS(name, description string) *SignInError {
	failure := &SignInError{Name: clean(name, 100)}
	description = clean(html.UnescapeString(description), maxMessage)
	if match := stsCode.FindStringSubmatchIndex(description); match != nil {
		failure.Code, _ = strconv.Atoi(description[match[2]:match[3]])
		failure.CorrelationID = firstMatch(correlation, description)
		failure.TraceID = firstMatch(traced, description)
		failure.Time, _ = time.Parse("2006-01-02 15:04:05Z", firstMatch(stamped, description))
		description = strings.TrimLeft(description[match[1]:], ": ")
	}
	if tail := stsTail.FindStringIndex(description); tail != nil {
		description = description[:tail[0]]
	}
	failure.Message = strings.TrimSpace(description)
	failure.Expired = slices.Contains(expiredCodes(), failure.Code) || name == "expired_token"
	return failure
}

func firstMatch(pattern *regexp.Regexp, text string) string {
	if match := pattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}

// signInError turns whatever a credential returned into a *SignInError. seen is
// what the sign-in's transport saw, which the libraries partly lose; may be nil.
func signInError(ctx context.Context, err error, seen *doorbook) error {
	var failure *SignInError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failure):
		return failure
	case ctx.Err() != nil:
		cause := context.Cause(ctx)
		return &SignInError{Cancelled: true, Err: cause}
	}
	if refused, broken := seen.last(); refused != nil {
		return refused
	} else if broken != nil {
		return &SignInError{Err: broken}
	}
	// A device code that ran out ends the library's own context, not the caller's.
	if errors.Is(err, context.DeadlineExceeded) || strings.Contains(textOf(err), context.DeadlineExceeded.Error()) {
		return &SignInError{Expired: true, Err: context.DeadlineExceeded}
	}
	text := plainCause(textOf(err))
	if text == "" {
		text = "no reason was given"
	}
	if match := declinedList.FindStringSubmatch(text); match != nil {
		return &SignInError{Declined: shortScopes(strings.Split(match[1], ",")), Message: "permissions were not granted"}
	}
	if stsCode.MatchString(text) {
		return readSTS("", text)
	}
	return &SignInError{Err: errors.New(text)}
}

// plainCause cuts a library's error text before the raw answer that it may
// repeat, since that answer may hold tokens.
func plainCause(text string) string {
	for _, mark := range []string{"raw message was", "json message bytes", "{", "access_token", "eyJ"} {
		if at := strings.Index(text, mark); at >= 0 {
			text = text[:at]
		}
	}
	return clean(strings.TrimSpace(text), 500)
}

// shortScopes drops the resource in front of permissions.
func shortScopes(scopes []string) []string {
	short := []string{}
	for _, scope := range scopes {
		short = append(short, scope[strings.LastIndexByte(scope, '/')+1:])
	}
	return short
}

package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	maxMessage = 2000
	maxDetails = 20
)

// odataError is the error body of OData, read leniently: any member may be
// missing, null or of another type. The SDK's own type panics on some of these.
type odataError struct {
	Code    looseText         `json:"code"`
	Message looseText         `json:"message"`
	Target  looseText         `json:"target"`
	Details []json.RawMessage `json:"details"`
	Inner   struct {
		RequestID       looseText `json:"request-id"`
		ClientRequestID looseText `json:"client-request-id"`
		Date            looseText `json:"date"`
	} `json:"innerError"`
}

// looseText is a string that takes anything: {"value": "…"} and "…" give their
// text, all else "".
type looseText string

// UnmarshalJSON never fails.
func (t *looseText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*t = looseText(text)
		return nil
	}
	var wrapped struct {
		Value string `json:"value"`
	}
	if json.Unmarshal(data, &wrapped) == nil {
		*t = looseText(wrapped.Value)
	}
	return nil
}

// refusal turns an answer that is no success into an *Error.
func refusal(got answer, seen *trail) *Error {
	failure := seen.failure(nil)
	failure.Unsure = seen.write && (got.status < 300 || got.status >= 500 || got.status == http.StatusRequestTimeout)
	body, ok := got.jsonObject()
	if !ok {
		failure.ProxyPage = got.webPage()
		failure.Excerpt = clean(string(body[:min(len(body), excerptSize)]), excerptSize)
		if got.status < 300 {
			failure.Err = errUnreadable
		}
		return failure
	}
	readRefusal(body, failure)
	if got.status == http.StatusForbidden || got.status == http.StatusUnauthorized {
		failure.Permissions = namedPermissions(failure.Message, got.header.Values("WWW-Authenticate"))
	}
	return failure
}

var (
	permissionForm = regexp.MustCompile(`\b[A-Z][A-Za-z]{2,40}\.(?:Read|ReadBasic|ReadWrite|Send|Manage|AccessAsUser|RevokeSessions)(?:\.[A-Z][A-Za-z]{1,40}){0,2}\b`)
	scopeWanted    = regexp.MustCompile(`(?i)\bscope="([^"]{1,500})"`)
)

// namedPermissions are the permissions that a refusal names: in its text, or in the
// challenge's scope (RFC 6750, section 3).
func namedPermissions(message string, challenges []string) []string {
	text := message
	for _, challenge := range challenges {
		if wanted := scopeWanted.FindStringSubmatch(challenge); wanted != nil {
			text += " " + wanted[1]
		}
	}
	const most = 10
	var names []string
	for _, name := range permissionForm.FindAllString(text, most) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func readRefusal(body []byte, failure *Error) {
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return
	}
	var inner odataError
	if raw := bytes.TrimSpace(outer["error"]); len(raw) > 0 && raw[0] == '{' {
		readLoosely(raw, &inner)
	} else if len(raw) > 0 {
		// OAuth's form, which the sign-in host uses.
		_ = inner.Code.UnmarshalJSON(raw)
		_ = inner.Message.UnmarshalJSON(orNull(outer["error_description"]))
	}
	failure.Code = clean(string(inner.Code), 200)
	failure.Message = clean(string(inner.Message), maxMessage)
	failure.Target = clean(string(inner.Target), 200)
	for _, raw := range inner.Details[:min(len(inner.Details), maxDetails)] {
		var detail struct{ Code, Message, Target looseText }
		if json.Unmarshal(raw, &detail) == nil {
			failure.Details = append(failure.Details, ErrorDetail{
				Code:    clean(string(detail.Code), 200),
				Message: clean(string(detail.Message), maxMessage),
				Target:  clean(string(detail.Target), 200),
			})
		}
	}
	if failure.RequestID == "" {
		failure.RequestID = clean(string(inner.Inner.RequestID), 100)
	}
	if failure.ClientRequestID == "" {
		failure.ClientRequestID = clean(string(inner.Inner.ClientRequestID), 100)
	}
	if date, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(string(inner.Inner.Date), "Z")); err == nil {
		failure.Time = date
	}
	if failure.Code == "" && failure.Message == "" {
		failure.Excerpt = clean(string(body[:min(len(body), excerptSize)]), excerptSize)
	}
}

// readLoosely reads what fits: a details list or innerError of an odd type is
// dropped without losing code and message.
func readLoosely(raw []byte, into *odataError) {
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return
	}
	_ = into.Code.UnmarshalJSON(orNull(members["code"]))
	_ = into.Message.UnmarshalJSON(orNull(members["message"]))
	_ = into.Target.UnmarshalJSON(orNull(members["target"]))
	_ = json.Unmarshal(orNull(members["details"]), &into.Details)
	for _, name := range []string{"innerError", "innererror"} {
		_ = json.Unmarshal(orNull(members[name]), &into.Inner)
	}
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

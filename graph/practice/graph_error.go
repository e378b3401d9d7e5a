package practice

import (
	"fmt"
	"net/http"
)

// graphError is a refusal as Graph words it; see learn.microsoft.com/graph/errors.
type graphError struct {
	status        int
	code, message string
	details       []errorDetail
	challenge     bool // says in WWW-Authenticate how to sign in
	headers       map[string]string
}

type errorDetail struct{ code, message, target string }

func refused(status int, code, format string, values ...any) *graphError {
	return &graphError{status: status, code: code, message: fmt.Sprintf(format, values...)}
}

// about adds a detail that repeats the message and names the property.
func (e *graphError) about(code, target string) *graphError {
	e.details = append(e.details, errorDetail{code, e.message, target})
	return e
}

// badRequest is what the directory answers to a body that it cannot take.
func badRequest(format string, values ...any) *graphError {
	return refused(http.StatusBadRequest, "Request_BadRequest", format, values...)
}

// badQuery is what the OData layer answers to options that it cannot read.
func badQuery(format string, values ...any) *graphError {
	return refused(http.StatusBadRequest, "BadRequest", format, values...)
}

// unsupportedQuery is the answer to a query that reads well but is not offered.
func unsupportedQuery(format string, values ...any) *graphError {
	return refused(http.StatusBadRequest, "Request_UnsupportedQuery", format, values...)
}

func notFound(id string) *graphError {
	return refused(http.StatusNotFound, "Request_ResourceNotFound",
		"Resource '%s' does not exist or one of its queried reference-property objects are not present.", id)
}

func denied() *graphError {
	return refused(http.StatusForbidden, "Authorization_RequestDenied",
		"Insufficient privileges to complete the operation.")
}

func unauthorized(message string) *graphError {
	e := refused(http.StatusUnauthorized, "InvalidAuthenticationToken", "%s", message)
	e.challenge = true
	return e
}

func alreadyExists(property string) *graphError {
	return badRequest("Another object with the same value for property %s already exists.", property).
		about("ObjectConflict", property)
}

func invalidValue(property, resource string) *graphError {
	return badRequest("Invalid value specified for property '%s' of resource '%s'.", property, resource).
		about("InvalidValue", property)
}

func missingValue(property, resource string) *graphError {
	return badRequest("A value is required for property '%s' of resource '%s'.", property, resource).
		about("MissingValue", property)
}

// unexpected answers a failure of the practice tenant itself.
func unexpected(err error) *graphError {
	return refused(http.StatusInternalServerError, "InternalServerError", "%s", err)
}

// body is the OData form of the error; the ids are those of the exchange.
func (e *graphError) body(c *call) record {
	inner := record{
		{"date", c.now.UTC().Format("2006-01-02T15:04:05")},
		{"request-id", c.requestID},
		{"client-request-id", c.clientRequestID},
	}
	content := record{{"code", e.code}, {"message", e.message}}
	if len(e.details) > 0 {
		details := make([]record, 0, len(e.details))
		for _, d := range e.details {
			details = append(details, record{{"code", d.code}, {"message", d.message}, {"target", d.target}})
		}
		content = append(content, member{"details", details})
	}
	return record{{"error", append(content, member{"innerError", inner})}}
}

package practice

import (
	"net/http"
	"strconv"
	"time"
)

// answer answers a Graph call, or strikes it with the faults that are on.
func (s *Server) answer(c *call) (answer, *graphError) {
	hit, struck := s.tenant.faults.strikes(c.method, c.path)
	if !struck {
		return s.soundAnswer(c)
	}
	switch hit.name {
	case "throttle":
		return answer{}, throttled(c, hit.spec)
	case "denied":
		if _, failure := s.prepared(c); failure != nil {
			return answer{}, failure // who may not call at all learns no more
		}
		return answer{}, denied()
	case "expired-token", "cae":
		s.tenant.faults.revoke(c.token(), hit.name)
		return s.soundAnswer(c)
	}
	var given answer
	var failure *graphError
	if hit.takesEffect() {
		if given, failure = s.soundAnswer(c); failure != nil {
			return answer{}, failure // a refusal is no effect: it is told as it is
		}
	} else if _, failure = s.prepared(c); failure != nil {
		return answer{}, failure
	}
	return given.struck(c, hit)
}

// struck replaces or marks the answer of a call that took its effect, or was kept
// from it.
func (given answer) struck(c *call, hit strike) (answer, *graphError) {
	switch hit.name {
	case "server-error":
		return answer{}, refused(http.StatusInternalServerError, "InternalServerError", "An internal server error occurred. The operation failed.")
	case "unavailable":
		failure := refused(http.StatusServiceUnavailable, "ServiceUnavailable", "The service is unavailable. Try the request again after some time.")
		return answer{}, failure.retryAfter(c.now, hit.spec)
	case "gateway-timeout":
		return answer{}, refused(http.StatusGatewayTimeout, "UnknownError", "The gateway got no answer in time.")
	case "empty-error":
		return answer{}, refused(hit.spec.status, "", "")
	case "instantiate-404":
		return answer{}, refused(http.StatusNotFound, "", "")
	case "bad-gateway":
		return answer{status: http.StatusBadGateway, page: badGatewayPage}, nil
	}
	given.manner = hit // reset, slow-headers, slow-body, cut-json: see write
	return given, nil
}

const badGatewayPage = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>" +
	"<body><center><h1>502 Bad Gateway</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2 (PRACTICE)</center></body></html>\r\n"

func throttled(c *call, asked spec) *graphError {
	failure := refused(http.StatusTooManyRequests, "TooManyRequests", "Too many requests.")
	failure.headers = map[string]string{"x-ms-throttle-scope": "Tenant_Application/ReadWrite/PRACTICE", "x-ms-throttle-limit-percentage": "1.3"}
	return failure.retryAfter(c.now, asked)
}

// retryAfter adds the header of that name (RFC 9110, 10.2.3) in the form asked for.
func (e *graphError) retryAfter(now time.Time, asked spec) *graphError {
	if e.headers == nil {
		e.headers = map[string]string{}
	}
	switch asked.form {
	case "seconds":
		e.headers["Retry-After"] = strconv.FormatInt(int64(asked.after/time.Second), 10)
	case "date":
		e.headers["Retry-After"] = now.Add(asked.after).UTC().Format(http.TimeFormat)
	}
	return e
}

// revoked is the answer to an access token that a fault has ended.
func (s *Server) revoked(c *call, by string) *graphError {
	if by == "expired-token" {
		return unauthorized("Lifetime validation failed, the token is expired.")
	}
	return s.challenged(c)
}

package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"backupsso/graph"
	"backupsso/graph/network"
)

// problem puts a failure of any layer into a form that has words. A *Problem
// stays as it is.
func (f *Flow) problem(step Step, err error) *Problem {
	var known *Problem
	if errors.As(err, &known) {
		if known.Step == "" {
			known.Step = step
		}
		return known
	}
	made := &Problem{Step: step, Kind: Unexpected, Facts: map[string]string{}, Err: err}
	made.Detail = detail(err)
	var refused *graph.SignInError
	var answer *graph.Error
	switch {
	case errors.As(err, &refused):
		f.fromSignIn(made, refused)
	case errors.Is(err, context.Canceled),
		// The library for signing in has time limits of its own.
		errors.Is(err, context.DeadlineExceeded) && step != StepSignIn && !timedOutByNetwork(err):
		made.Kind, made.Retry = cancelKind(step), true
	case errors.As(err, &answer) && answer.ProxyPage:
		f.fromPage(made, answer)
	case errors.As(err, &answer) && answer.Status != 0:
		f.fromAnswer(made, answer)
	default:
		f.fromNetwork(made, err)
	}
	return made
}

func cancelKind(step Step) Kind {
	if step == StepSignIn {
		return SignInCancelled
	}
	return Cancelled
}

// fromSignIn reads what the sign-in said. Codes: learn.microsoft.com/entra/identity-platform/reference-error-codes.
func (f *Flow) fromSignIn(made *Problem, refused *graph.SignInError) {
	const noTenant, noTenantName, noClient = 90002, 900023, 700016
	const governmentElsewhere, otherCloud, otherCloudToo = 900439, 900382, 900432
	made.Retry = true
	if f.fromWay(made, refused) {
		return
	}
	switch {
	case refused.NotOpened:
		made.Kind = BrowserNotOpened
		made.Facts["URL"] = refused.URL
	case refused.Cancelled:
		made.Kind = cancelKind(made.Step)
	case f.fromAccess(made, refused):
	case refused.Expired, refused.Again:
		made.Kind = SignInExpired
	case (refused.Code == noTenant || refused.Code == noTenantName) && f.askedTenant != "":
		made.Kind, made.Retry = TenantUnknown, false
		made.Facts["Tenant"] = f.askedTenant
	case refused.Code == governmentElsewhere, refused.Code == otherCloud, refused.Code == otherCloudToo:
		// All three are told to whoever asks the global host for a US Government tenant.
		made.Kind, made.Retry = WrongCloud, false
		made.Facts["Cloud"], made.Facts["Here"] = graph.USGov().Name, f.config.Cloud.Name
	case refused.Code == noClient && f.client() != "":
		made.Kind, made.Retry = ClientUnknown, false
		made.Facts["Client"] = f.client()
	case refused.Code != 0:
		made.Kind = SignInRefused
		made.Facts["Code"] = "AADSTS" + strconv.Itoa(refused.Code)
	case refused.Name == "access_denied":
		made.Kind = SignInCancelled
	case refused.Name != "":
		made.Kind = SignInRefused
		made.Facts["Code"] = refused.Name
	case refused.Err != nil:
		inner := f.problem(made.Step, refused.Err)
		made.Kind, made.Facts, made.Retry = inner.Kind, inner.Facts, inner.Retry
	default:
		made.Kind = SignInRefused
		made.Facts["Code"] = "-"
	}
}

// client is the one that was signed in with; empty: the usual one.
func (f *Flow) client() string { return firstText(f.way.ClientID, f.config.ClientID) }

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// fromAnswer reads a refusal by Graph: status first, then code and target.
func (f *Flow) fromAnswer(made *Problem, answer *graph.Error) {
	switch {
	case answer.Status == http.StatusUnauthorized:
		made.Kind, made.Retry = SignInExpired, true
	case answer.Status == http.StatusForbidden:
		f.fromForbidden(made, answer)
	case answer.Status == http.StatusTooManyRequests:
		made.Kind, made.Retry = Throttled, true
		made.Facts["Wait"] = wholeSeconds(answer.RetryAfter)
		if answer.RetryAfter > 2*time.Minute {
			made.Kind, made.Facts["Minutes"] = ThrottledLong, strconv.Itoa(int((answer.RetryAfter+time.Minute-1)/time.Minute))
		}
	case answer.Status == http.StatusProxyAuthRequired, answer.Status == http.StatusNetworkAuthenticationRequired:
		f.fromPage(made, answer)
	case answer.Status >= http.StatusInternalServerError:
		made.Kind, made.Retry = ServiceDown, true
		made.Facts["Status"] = strconv.Itoa(answer.Status)
	case coded(answer, "HostNameNotOnVerifiedDomain"):
		made.Kind, made.Retry = DomainRule, true
	case conflictOn(answer, "identifierUris"):
		made.Kind = IdentifierTaken
	case made.Step == StepTestUser && aboutPassword(answer):
		made.Kind = PasswordRefused
	case made.Step == StepTestUser && answer.Status == http.StatusBadRequest && answer.Code != "":
		made.Kind = UserName
	default:
		f.fromOddAnswer(made, answer)
	}
}

// scopeOf is the permission that a step needs.
func scopeOf(step Step) string {
	switch step {
	case StepTestUser:
		return graph.ScopeUsers
	case StepAssignment, StepPeople:
		return graph.ScopeAssignments
	}
	return graph.ScopeApplications
}

// offline reports whether err comes from the network rather than from a server.
func offline(err error) bool {
	var network net.Error
	var lookup *net.DNSError
	var operation *net.OpError
	var address *url.Error
	var broken syscall.Errno
	return errors.As(err, &network) || errors.As(err, &lookup) || errors.As(err, &operation) || errors.As(err, &address) ||
		errors.As(err, &broken) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// timedOutByNetwork tells a request's own time limit from the caller's deadline.
func timedOutByNetwork(err error) bool {
	var address *url.Error
	return errors.As(err, &address) && address.Timeout() && !errors.Is(address.Err, context.DeadlineExceeded)
}

// host names the computer that could not be reached, from the error where it
// says so, else Graph's.
func (f *Flow) host(err error) string {
	var lookup *net.DNSError
	if errors.As(err, &lookup) && lookup.Name != "" {
		return lookup.Name
	}
	var address *url.Error
	if errors.As(err, &address) {
		if parsed, parseErr := url.Parse(address.URL); parseErr == nil && parsed.Host != "" {
			return parsed.Host
		}
	}
	return f.asked(err)
}

// asked names the computer that a call was for, whoever answered instead.
func (f *Flow) asked(err error) string {
	var answer *graph.Error
	if errors.As(err, &answer) {
		// A call of the sign-in names its host, one of Graph only the path.
		_, target, _ := strings.Cut(answer.Call, " ")
		if host, _, _ := strings.Cut(target, "/"); host != "" {
			return host
		}
	}
	if parsed, parseErr := url.Parse(f.config.Cloud.Graph); parseErr == nil && parsed.Host != "" {
		return parsed.Host
	}
	return f.config.Cloud.Graph
}

// detail keeps the raw part that support asks for.
func detail(err error) Detail {
	var answer *graph.Error
	if errors.As(err, &answer) {
		message, code := answer.Message, answer.Code
		var ended *graph.SignInError // a token could not be renewed in the middle of a run
		if errors.As(answer.Err, &ended) {
			made := detail(ended)
			message, code = firstText(message, made.Message), firstText(code, made.Code)
		}
		if message == "" {
			message = network.Detail(err)
		}
		return Detail{Call: answer.Call, Status: answer.Status, Code: code, Message: message,
			RequestID: answer.RequestID, ClientRequestID: answer.ClientRequestID, Time: answer.Time}
	}
	var refused *graph.SignInError
	if errors.As(err, &refused) {
		code := refused.Name
		if refused.Code != 0 {
			code = fmt.Sprintf("AADSTS%d %s", refused.Code, refused.Name)
		}
		return Detail{Call: "sign-in", Code: strings.TrimSpace(code), Message: refused.Message,
			RequestID: refused.TraceID, ClientRequestID: refused.CorrelationID, Time: refused.Time}
	}
	if err != nil {
		return Detail{Message: err.Error()}
	}
	return Detail{}
}

func wholeSeconds(pause time.Duration) string {
	return strconv.Itoa(max(1, int((pause+time.Second-1)/time.Second)))
}

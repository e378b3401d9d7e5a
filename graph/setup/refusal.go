package setup

import (
	"errors"
	"net/http"
	"strings"

	"backupsso/graph"
	"backupsso/graph/network"
)

// answerOf returns the answer of Graph in err, or nil.
func answerOf(err error) *graph.Error {
	var answer *graph.Error
	if errors.As(err, &answer) {
		return answer
	}
	return nil
}

func notFound(err error) bool {
	answer := answerOf(err)
	return answer != nil && answer.Status == http.StatusNotFound && !answer.ProxyPage
}

// unsure reports whether a write may have happened although it failed.
func unsure(err error) bool {
	answer := answerOf(err)
	return answer != nil && answer.Unsure
}

// coded reports whether an answer carries a code, at the top or in a detail.
func coded(answer *graph.Error, code string) bool {
	if strings.EqualFold(answer.Code, code) {
		return true
	}
	for _, detail := range answer.Details {
		if strings.EqualFold(detail.Code, code) {
			return true
		}
	}
	return false
}

// conflictOn reports whether another object already has the property's value.
// Graph names the property in the details; some answers name it only in text.
func conflictOn(answer *graph.Error, property string) bool {
	for _, detail := range answer.Details {
		if strings.EqualFold(detail.Code, "ObjectConflict") && strings.EqualFold(detail.Target, property) {
			return true
		}
	}
	return strings.Contains(answer.Message, "same value for property "+property)
}

// alreadyAssigned reports whether an assignment was refused because it is there.
func alreadyAssigned(err error) bool {
	answer := answerOf(err)
	if answer == nil || answer.Status != http.StatusBadRequest && answer.Status != http.StatusConflict {
		return false
	}
	return coded(answer, "Request_MultipleObjectsWithSameKeyValue") || conflictOn(answer, "appRoleId") ||
		strings.Contains(answer.Message, "already exists")
}

// actionUnknown reports whether Graph does not know an action, as clouds of nations do
// not know all of them. It has no code for that, only this text.
func actionUnknown(err error) bool {
	answer := answerOf(err)
	return answer != nil && answer.Status == http.StatusBadRequest && strings.HasPrefix(answer.Message, "Resource not found for the segment")
}

// unknownApplication reports whether the sign-in does not know an application.
// Source: learn.microsoft.com/entra/identity-platform/reference-error-codes.
func unknownApplication(err error) bool {
	const notInTenant = "AADSTS700016"
	answer := answerOf(err)
	return answer != nil && answer.Status == http.StatusBadRequest && strings.HasPrefix(answer.Message, notInTenant)
}

func aboutPassword(answer *graph.Error) bool {
	for _, detail := range answer.Details {
		if strings.EqualFold(detail.Target, "password") || strings.HasPrefix(strings.ToLower(detail.Target), "passwordprofile") {
			return true
		}
	}
	target := strings.ToLower(answer.Target)
	return strings.HasPrefix(target, "password") || strings.Contains(answer.Message, "password complexity")
}

// lagging names the wait after a refusal that only says that one server has not
// heard of another's news yet; "" for every other failure. Such a write did not
// happen and may be sent again.
func lagging(err error) string {
	answer := answerOf(err)
	if answer == nil || answer.Unsure || answer.ProxyPage {
		return ""
	}
	switch {
	case answer.Status == http.StatusTooManyRequests:
		return ReasonThrottled
	case answer.Status == http.StatusNotFound:
		return ReasonAppAppears
	case answer.Status == http.StatusConflict && !conflictOn(answer, "identifierUris") &&
		!conflictOn(answer, "userPrincipalName") && !alreadyAssigned(err):
		return ReasonAppAppears
	case answer.Status != http.StatusBadRequest:
		return ""
	case coded(answer, "HostNameNotOnVerifiedDomain"):
		return ReasonDomainRule
	case strings.Contains(answer.Message, "Not a valid reference update"),
		strings.Contains(answer.Message, "Specified resourceId was not found"):
		return ReasonAppAppears
	}
	return ""
}

// unconnected reports whether a write did not leave this computer, because at the
// moment there is no way to anybody. It may be sent again.
func unconnected(err error) bool {
	answer := answerOf(err)
	if answer == nil || answer.Status != 0 || answer.Unsure {
		return false
	}
	trouble, known := network.Diagnose(err)
	return known && trouble.AtOnce()
}

// passing reports whether a failed look may succeed a little later.
func passing(err error) bool {
	answer := answerOf(err)
	if answer == nil {
		return offline(err)
	}
	return answer.Status == 0 || answer.Status == http.StatusTooManyRequests || answer.Status >= http.StatusInternalServerError
}

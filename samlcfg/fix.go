package samlcfg

import (
	"regexp"
	"strings"
)

// Fix returns the repair of ours that a finding asks for; FixNone when somebody
// else has to act, and for what passed.
func (f Finding) Fix() Fix {
	if f.Severity < Warn {
		return FixNone
	}
	switch f.Code {
	case "response-audience", "response-audience-spn", "response-unusual-audience", "response-destination", "response-recipient",
		"response-unusual-address", "verify-identifier", "verify-reply-url":
		return FixMendAddress
	case "response-certificate-expired", "verify-certificate", "verify-active-certificate", "verify-expiry":
		return FixActivateCertificate
	case "verify-assignment":
		return FixAssignUser
	case "verify-enabled":
		return FixEnableApp
	}
	return FixNone
}

// Fixes lists every repair.
func Fixes() []Fix {
	return []Fix{FixAssignUser, FixMendAddress, FixActivateCertificate, FixEnableApp}
}

var (
	blockedForm = regexp.MustCompile(`(?i)signed in user '([^'\s]{3,320})'`)
	addressForm = regexp.MustCompile(`https://[A-Za-z0-9.-]{1,253}/[A-Za-z0-9._~/-]{0,200}`)
)

// Person is the address of the person whom the error is about, as Entra's text
// names it; "" when it does not, or hides it.
func (r SignInErrorReport) Person() string {
	match := blockedForm.FindStringSubmatch(r.Message)
	if match == nil || strings.ContainsAny(match[1], "{}<>") || strings.Count(match[1], "@") != 1 {
		return ""
	}
	return match[1]
}

// Portal is the portal that an error's text names by one of its addresses; false
// when it names none.
func (r SignInErrorReport) Portal() (Portal, bool) {
	for _, address := range addressForm.FindAllString(r.Message, 4) {
		if portal, found := usualAddresses(address); found {
			return portal, true
		}
	}
	return Portal{}, false
}

// Portal is the portal whose addresses a finding compares; false when it names
// none.
func (f Finding) Portal() (Portal, bool) {
	for _, text := range []string{f.Expected, f.Got} {
		for _, address := range addressForm.FindAllString(text, 4) {
			if portal, found := usualAddresses(address); found {
				return portal, true
			}
		}
	}
	return Portal{}, false
}

package setup

import (
	"slices"
	"strings"

	"backupsso/samlcfg"
)

// modeSAML is Graph's name of the sign-on mode (preferredSingleSignOnMode).
const modeSAML = "saml"

// addresses are the two lists that one request writes to an application.
type addresses struct{ identifiers, replyURLs []string }

// wishedAddresses adds ours to what is there. Patterns that the gallery put in
// go; real values of others stay, unless the application was made by this flow
// (own), where nothing can be anyone else's. Ours comes first, because Entra
// starts a sign-on at the first Reply URL. A list that holds ours already stays
// as it is.
func wishedAddresses(there addresses, portal samlcfg.Portal, own bool) addresses {
	return addresses{
		identifiers: ours(there.identifiers, portal.Identifier, own),
		replyURLs:   ours(there.replyURLs, portal.ReplyURL, own),
	}
}

func ours(there []string, value string, own bool) []string {
	if slices.Contains(there, value) {
		return there
	}
	wished := []string{value}
	if own {
		return wished
	}
	return append(wished, filter(there, func(other string) bool { return !pattern(other) })...)
}

// within reports whether all of ours are among those there.
func within(there, ours []string) bool {
	return !slices.ContainsFunc(ours, func(one string) bool { return !slices.Contains(there, one) })
}

// pattern reports whether an address is a placeholder of the gallery, such as
// https://*.example.net/acs.
func pattern(address string) bool { return strings.ContainsAny(address, "*<>{}") }

// mostNotified is how many addresses the admin centre lets an application have.
const mostNotified = 5

// wishedNotify adds the wished addresses to those that are told already, up to
// the limit; none of the others is pushed out.
func wishedNotify(there, wished []string) []string {
	told := slices.Clone(there)
	for _, address := range wished {
		address = strings.TrimSpace(address)
		if address == "" || len(told) >= mostNotified || containsFold(told, address) {
			continue
		}
		told = append(told, address)
	}
	return told
}

func containsFold(all []string, one string) bool {
	return slices.ContainsFunc(all, func(other string) bool { return strings.EqualFold(other, one) })
}

func joined(values []string) string { return strings.Join(values, ", ") }

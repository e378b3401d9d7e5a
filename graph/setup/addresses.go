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

// wishedAddresses adds ours to what is there. What the gallery put in goes: its
// patterns, and the examples that a new application is known to have come with.
// Values of others stay. Ours comes first, because Entra starts a sign-on at the
// first Reply URL. A list that holds ours already stays as it is,
// unless it is to be mended: then ours comes first there too.
func wishedAddresses(there addresses, wish Wish, gallery addresses) addresses {
	mend := wish.Fix == samlcfg.FixMendAddress
	return addresses{
		identifiers: ours(there.identifiers, wish.Portal.Identifier, gallery.identifiers, mend),
		replyURLs:   ours(there.replyURLs, wish.Portal.ReplyURL, gallery.replyURLs, mend),
	}
}

func ours(there []string, value string, gallery []string, mend bool) []string {
	switch {
	case slices.Contains(there, value) && mend:
		return append([]string{value}, without(there, []string{value})...)
	case slices.Contains(there, value):
		return there
	}
	return append([]string{value}, filter(there, func(other string) bool { return !pattern(other) && !slices.Contains(gallery, other) })...)
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

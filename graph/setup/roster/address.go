package roster

import (
	"strings"
	"unicode"
)

// addressIn takes the address out of one entry: Name <address>, mailto:address, or
// the address itself, with what mail programs put around it.
func addressIn(text string) string {
	text = clean(text)
	if open := strings.LastIndexByte(text, '<'); open >= 0 {
		inside, _, _ := strings.Cut(text[open+1:], ">")
		text = clean(inside)
	}
	if len(text) > 7 && strings.EqualFold(text[:7], "mailto:") {
		text = clean(text[7:])
	}
	if len(text) > 5 && strings.EqualFold(text[:5], "smtp:") {
		text = clean(text[5:])
	}
	return text
}

// clean takes away quotes, blanks of every kind and invisible characters at the
// ends, and the full stop of a sentence.
func clean(text string) string {
	return strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"'‘’“”()[]<>,;.`, r)
	})
}

// valid reports whether text has the form of an address or a user principal name:
// at most 113 characters before the @, which the names of guests need, and a host
// name behind it.
func valid(text string) bool {
	local, domain, found := strings.Cut(text, "@")
	if !found || local == "" || len(local) > 113 || len(domain) > 253 || !strings.Contains(domain, ".") {
		return false
	}
	for _, letter := range local {
		if !alphanumeric(letter) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", letter) {
			return false
		}
	}
	for _, label := range strings.Split(domain, ".") {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for _, letter := range label {
			if !alphanumeric(letter) && letter != '-' {
				return false
			}
		}
	}
	return true
}

func alphanumeric(letter rune) bool {
	return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9'
}

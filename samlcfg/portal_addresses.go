package samlcfg

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// longestAddress is Entra's limit for an identifier URI, in characters.
const longestAddress = 255

// WithAddresses returns a portal with edited addresses, as the support team may
// name them: absolute https URLs on any host, kept as typed but for blanks and
// quotes around them. Every error is a *PortalProblem with its Field set.
func WithAddresses(identifier, replyURL string) (Portal, error) {
	portal := Portal{}
	host, text, problem := checkAddress(identifier)
	if problem != nil {
		problem.Field = FieldIdentifier
		return Portal{}, problem
	}
	portal.Identifier, portal.Subdomain = text, subdomainOf(host)
	host, text, problem = checkAddress(replyURL)
	if problem != nil {
		problem.Field = FieldReplyURL
		return Portal{}, problem
	}
	portal.ReplyURL = text
	if subdomainOf(host) != portal.Subdomain {
		// Two hosts have no common subdomain to be called by.
		portal.Subdomain = ""
	}
	return portal, nil
}

// checkAddress returns the host and the trimmed text of an address that Entra
// and a browser read alike.
func checkAddress(typed string) (host, text string, problem *PortalProblem) {
	text = trimTyped(typed)
	refuse := func(kind PortalProblemKind, got string) (string, string, *PortalProblem) {
		return "", "", &PortalProblem{Kind: kind, Got: printable(got)}
	}
	switch {
	case text == "":
		return refuse(PortalEmpty, "")
	case len(text) > longestAddress:
		return refuse(PortalTooLong, text)
	}
	if odd := oddInAddress(text); odd != "" {
		return refuse(PortalBadCharacter, odd)
	}
	parsed, err := url.Parse(text)
	switch {
	case err != nil:
		return refuse(PortalNotURL, text)
	case parsed.Scheme == "http" && parsed.Host != "":
		_, _, problem = refuse(PortalNotHTTPS, text)
		problem.Suggestion = "https" + text[len("http"):]
		return "", "", problem
	case parsed.Scheme == "" && strings.Contains(text, "."):
		_, _, problem = refuse(PortalNotURL, text)
		problem.Suggestion = "https://" + strings.TrimLeft(text, "/")
		return "", "", problem
	case parsed.Scheme == "" || parsed.Host == "":
		return refuse(PortalNotURL, text)
	case parsed.Scheme != "https":
		return refuse(PortalNotHTTPS, text)
	case parsed.User != nil || strings.Contains(text, "#"):
		return refuse(PortalHasFragment, text)
	case !goodHost(parsed):
		return refuse(PortalNotURL, text)
	}
	return parsed.Hostname(), text, nil
}

// oddInAddress returns the first character that RFC 3986 does not allow in a
// URL, or a wildcard, which Entra takes literally here.
func oddInAddress(text string) string {
	for _, r := range text {
		if r <= ' ' || r > unicode.MaxASCII || r == 0x7F || strings.ContainsRune("\"<>\\^`{|}*", r) {
			return readable(r)
		}
	}
	return ""
}

// goodHost checks each label of a name, or that an address is in brackets, and
// the port's range.
func goodHost(address *url.URL) bool {
	if port := address.Port(); port != "" {
		number, err := strconv.Atoi(port)
		if err != nil || number < 1 || number > 65535 {
			return false
		}
	}
	if strings.HasSuffix(address.Host, ":") {
		return false
	}
	host := address.Hostname()
	if strings.HasPrefix(address.Host, "[") {
		return host != ""
	}
	if len(host) > 253 {
		return false
	}
	for _, label := range strings.Split(strings.ToLower(host), ".") {
		if label == "" || len(label) > longestLabel || oddCharacter(label) != "" ||
			strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return true
}

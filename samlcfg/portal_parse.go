package samlcfg

import (
	"strings"
	"unicode"
)

const (
	longestTyped = 2048 // bytes; no address bar gives more
	longestLabel = 63   // RFC 1035, section 2.3.4
)

// ParsePortal reads a portal out of what people type or paste: the subdomain
// ("us"), the host, any page of the portal, its Identifier or its Reply URL, in
// any case, with a port, quotes, invisible characters or blanks around it.
// ParsePortal(p.Identifier) gives p again. Every error is a *PortalProblem.
func ParsePortal(typed string) (Portal, error) {
	if len(typed) > longestTyped {
		return Portal{}, &PortalProblem{Kind: PortalTooLong, Got: printable(typed)}
	}
	text := trimTyped(typed)
	if text == "" {
		return Portal{}, &PortalProblem{Kind: PortalEmpty}
	}
	label, problem := labelOf(text)
	if problem == nil {
		problem = checkLabel(label)
	}
	if problem == nil {
		return UsualPortal(label), nil
	}
	if problem.Suggestion == "" {
		problem.Suggestion = suggest(text)
	}
	return Portal{}, problem
}

// labelOf takes the subdomain out of trimmed text, unchecked.
func labelOf(text string) (string, *PortalProblem) {
	if blank := strings.IndexFunc(text, unicode.IsSpace); blank >= 0 {
		return "", &PortalProblem{Kind: PortalBadCharacter, Got: " "}
	}
	host, problem := hostOf(strings.ToLower(text))
	if problem != nil {
		return "", problem
	}
	if isPlaceholder(host) {
		return "", &PortalProblem{Kind: PortalNoSubdomain, Got: printable(text)}
	}
	if !strings.Contains(host, ".") && !addressLike(text) {
		return host, nil
	}
	if host == PortalDomain || host == "www."+PortalDomain {
		return "", &PortalProblem{Kind: PortalNoSubdomain, Got: printable(host)}
	}
	label, found := strings.CutSuffix(host, "."+PortalDomain)
	if !found || strings.Contains(label, ".") {
		if odd := oddCharacter(strings.ReplaceAll(host, ".", "")); odd != "" {
			return "", &PortalProblem{Kind: PortalBadCharacter, Got: odd}
		}
		if ending, other := otherEnding(host); other {
			return "", &PortalProblem{Kind: PortalOtherEnding, Got: printable(ending)}
		}
		return "", &PortalProblem{Kind: PortalOtherDomain, Got: printable(host)}
	}
	return label, nil
}

// otherEnding reports whether a host would be a portal but for its last part, which
// it returns with the dot: people type .com out of habit.
func otherEnding(host string) (ending string, other bool) {
	at := strings.LastIndex(host, ".")
	if at < 0 {
		return "", false
	}
	domain := PortalDomain[:strings.LastIndex(PortalDomain, ".")]
	label, found := strings.CutSuffix(host[:at], "."+domain)
	return host[at:], found && label != "" && !strings.Contains(label, ".")
}

// hostOf cuts scheme, path, port and the root's dot off lower-case text.
func hostOf(text string) (string, *PortalProblem) {
	text = strings.ReplaceAll(text, `\`, "/")
	if scheme, rest, found := strings.Cut(text, "://"); found {
		if scheme != "https" && scheme != "http" {
			return "", &PortalProblem{Kind: PortalNotURL, Got: printable(text)}
		}
		text = rest
	}
	text = strings.TrimLeft(text, "/")
	if end := strings.IndexAny(text, "/?#"); end >= 0 {
		text = text[:end]
	}
	if strings.Contains(text, "@") {
		return "", &PortalProblem{Kind: PortalBadCharacter, Got: "@"}
	}
	host, port, found := strings.Cut(text, ":")
	if found && strings.Trim(port, "0123456789") != "" {
		return "", &PortalProblem{Kind: PortalBadCharacter, Got: ":"}
	}
	host = strings.Trim(host, ".")
	if host == "" {
		return "", &PortalProblem{Kind: PortalEmpty}
	}
	return host, nil
}

// checkLabel applies the rules of a host name's label (RFC 1123, section 2.1).
func checkLabel(label string) *PortalProblem {
	if odd := oddCharacter(label); odd != "" {
		return &PortalProblem{Kind: PortalBadCharacter, Got: odd}
	}
	switch {
	case label == "":
		return &PortalProblem{Kind: PortalEmpty}
	case len(label) > longestLabel:
		return &PortalProblem{Kind: PortalTooLong, Got: printable(label)}
	case strings.HasPrefix(label, "-"), strings.HasSuffix(label, "-"):
		return &PortalProblem{Kind: PortalHyphenEdge, Got: printable(label)}
	case len(label) >= 4 && label[2:4] == "--":
		// "xn--" hides other scripts; all labels of that shape are reserved.
		return &PortalProblem{Kind: PortalEncodedName, Got: printable(label)}
	case label == "www":
		return &PortalProblem{Kind: PortalNoSubdomain, Got: label}
	}
	return nil
}

// oddCharacter returns the first character that no label may hold, readable.
func oddCharacter(label string) string {
	for _, r := range label {
		if r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			continue
		}
		return readable(r)
	}
	return ""
}

// addressLike tells an address without dots ("https://us", "us:443", "us/login")
// from a plain subdomain; only the scheme makes a difference worth refusing.
func addressLike(text string) bool { return strings.Contains(text, "://") }

// isPlaceholder recognises the tutorial's stand-in for the subdomain.
func isPlaceholder(host string) bool {
	label, _, _ := strings.Cut(host, ".")
	return strings.TrimFunc(label, func(r rune) bool { return !unicode.IsLetter(r) }) == "subdomain"
}

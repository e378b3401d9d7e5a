package samlcfg

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// trimTyped drops what comes along unseen when text is copied out of mails and
// chats: invisible characters anywhere; blanks, quotes and closing punctuation at
// the ends.
func trimTyped(typed string) string {
	seen := strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(typed, "\uFFFD"))
	return strings.TrimFunc(seen, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Quotation_Mark, r) || strings.ContainsRune("<>()[]`,;", r)
	})
}

// invisible reports characters without a shape: zero-width ones, direction
// marks, soft hyphens, byte order marks.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }

// suggest looks for a portal inside refused text and returns it as something
// that ParsePortal accepts, or "".
func suggest(text string) string {
	for _, attempt := range []func(string) string{suggestWord, suggestFolded, suggestHost} {
		candidate := attempt(text)
		if candidate == "" {
			continue
		}
		label, problem := labelOf(candidate)
		if problem == nil && checkLabel(label) == nil {
			return candidate
		}
	}
	return ""
}

// suggestWord finds one full address in a sentence.
func suggestWord(text string) string {
	words := strings.Fields(text)
	if len(words) < 2 {
		return ""
	}
	for _, word := range words {
		host, problem := hostOf(strings.ToLower(trimTyped(word)))
		if problem == nil && subdomainOf(host) != "" {
			return host
		}
	}
	return ""
}

// suggestFolded replaces look-alikes and accents by plain letters, drops blanks
// and turns underscores into hyphens.
func suggestFolded(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.IsSpace(r):
		case r == '_', unicode.Is(unicode.Pd, r):
			folded.WriteByte('-')
		default:
			folded.WriteRune(r)
		}
	}
	plain := folded.String()
	if _, rest, found := strings.Cut(plain, "@"); found {
		plain = rest
	}
	host, problem := hostOf(plain)
	if problem != nil {
		return ""
	}
	if !strings.Contains(host, ".") {
		return strings.Trim(host, "-")
	}
	label, rest, _ := strings.Cut(host, ".")
	return strings.Trim(label, "-") + "." + rest
}

// suggestHost mends a slip in the domain: another ending, a missing or extra
// label, one or two wrong letters.
func suggestHost(text string) string {
	host, problem := hostOf(strings.ToLower(text))
	if problem != nil || !strings.Contains(host, ".") {
		return ""
	}
	if front, found := strings.CutSuffix(host, "."+PortalDomain); found {
		return front[strings.LastIndexByte(front, '.')+1:] + "." + PortalDomain
	}
	label, domain, _ := strings.Cut(host, ".")
	if productHost(label) {
		return ""
	}
	if domain == "autotask.net" || domain == "autotask.com" || distance(domain, PortalDomain) <= 3 {
		return label + "." + PortalDomain
	}
	return ""
}

// productHost recognises the hosts of Autotask's other products (ww5, webservices3).
func productHost(label string) bool {
	name := strings.TrimRight(label, "0123456789")
	return name == "ww" || name == "www" || name == "webservices" || name == "backup"
}

// distance counts the insertions, deletions and replacements between two short
// ASCII texts; texts over 64 bytes are taken as far apart.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diagonal, row[j] = row[j], min(row[j]+1, row[j-1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

// printable shortens text to 80 characters and makes every one of them visible.
func printable(text string) string { return printableUpTo(text, 80) }

// printableValue leaves room for the addresses that findings compare.
func printableValue(text string) string { return printableUpTo(text, 512) }

func printableUpTo(text string, longest int) string {
	var shown strings.Builder
	count := 0
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		if count == longest-1 {
			return shown.String() + "…"
		}
		if unicode.IsPrint(r) {
			shown.WriteRune(r)
		} else {
			shown.WriteRune('\uFFFD')
		}
		count++
	}
	return shown.String()
}

// readable returns a character that a person can see; others by their number.
func readable(r rune) string {
	if unicode.IsGraphic(r) && r != unicode.ReplacementChar && !unicode.IsSpace(r) && !unicode.IsMark(r) {
		return string(r)
	}
	if r == ' ' {
		return " "
	}
	return fmt.Sprintf("U+%04X", r)
}

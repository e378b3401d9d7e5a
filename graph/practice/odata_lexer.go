package practice

import "strings"

// token is a word, a quoted string or a mark of a $filter.
type token struct {
	kind rune   // 'w' word, 's' string, or the mark itself: ( ) , : and 0 at the end
	text string // of a string: without quotes
	at   int
}

// maxFilter bounds what is read; Graph's own limit on URLs is of this order.
const maxFilter = 8 << 10

// lex splits a $filter into tokens. It fails on an open quote and on characters
// that no filter holds.
func lex(text string) ([]token, *graphError) {
	if len(text) > maxFilter {
		return nil, badQuery("Invalid filter clause: it is longer than %d characters.", maxFilter)
	}
	var tokens []token
	for at := 0; at < len(text); {
		switch c := text[at]; {
		case c == ' ' || c == '\t':
			at++
		case c == '(' || c == ')' || c == ',' || c == ':' && !inTime(text, at):
			tokens = append(tokens, token{rune(c), string(c), at})
			at++
		case c == '\'':
			content, end, closed := quoted(text, at)
			if !closed {
				return nil, badQuery("Invalid filter clause: There is an unterminated string literal at position %d in '%s'.", len(text), text)
			}
			tokens = append(tokens, token{'s', content, at})
			at = end
		case wordByte(c):
			end := at
			for end < len(text) && (wordByte(text[end]) || text[end] == ':' && inTime(text, end)) {
				end++
			}
			tokens = append(tokens, token{'w', text[at:end], at})
			at = end
		default:
			return nil, badQuery("Invalid filter clause: Syntax error: character '%c' is not valid at position %d in '%s'.", c, at, text)
		}
	}
	return append(tokens, token{at: len(text)}), nil
}

// quoted reads a string from its opening quote; a doubled quote is one quote.
func quoted(text string, at int) (content string, end int, closed bool) {
	var out strings.Builder
	for at++; at < len(text); at++ {
		if text[at] != '\'' {
			out.WriteByte(text[at])
			continue
		}
		if at+1 < len(text) && text[at+1] == '\'' {
			out.WriteByte('\'')
			at++
			continue
		}
		return out.String(), at + 1, true
	}
	return "", at, false
}

func wordByte(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	}
	return strings.IndexByte("_-./+$@", c) >= 0
}

// inTime reports whether the colon at a place stands between digits, as in a
// time of day.
func inTime(text string, at int) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return at > 0 && at+1 < len(text) && digit(text[at-1]) && digit(text[at+1])
}

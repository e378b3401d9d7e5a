package words

import "strings"

// index finds the entries of a file of translations without making values of them:
// a start needs a few hundred of thousands. It returns each entry as the text of its
// value by its key, and nothing for a file that is not one object of plain keys with
// texts and objects. Whether a value is right is seen when it is read.
func index(file string, add func(key, value string)) {
	type entry struct{ key, value string }
	entries := make([]entry, 0, len(file)/64)
	rest, is := strings.CutPrefix(skip(file), "{")
	for is {
		var key, value string
		if key, rest, is = quoted(skip(rest)); !is || strings.Contains(key, `\`) {
			return
		}
		if rest, is = strings.CutPrefix(skip(rest), ":"); !is {
			return
		}
		rest = skip(rest)
		length := valueLength(rest)
		if length == 0 {
			return
		}
		value, rest = rest[:length], skip(rest[length:])
		entries = append(entries, entry{key[1 : len(key)-1], value})
		if more, has := strings.CutPrefix(rest, ","); has {
			rest = more
			continue
		}
		if strings.HasPrefix(rest, "}") && skip(rest[1:]) == "" {
			for _, one := range entries {
				add(one.key, one.value)
			}
		}
		return
	}
}

func skip(text string) string { return strings.TrimLeft(text, " \t\r\n") }

// quoted cuts a text in quotes off the front.
func quoted(text string) (inQuotes, rest string, is bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", text, false
	}
	for at := 1; ; {
		end := strings.IndexByte(text[at:], '"')
		if end < 0 {
			return "", text, false
		}
		at += end + 1
		strokes := 0
		for text[at-2-strokes] == '\\' {
			strokes++
		}
		if strokes%2 == 0 {
			return text[:at], text[at:], true
		}
	}
}

// valueLength is how long the text or object at the front is; zero for anything else.
func valueLength(text string) int {
	if inQuotes, _, is := quoted(text); is {
		return len(inQuotes)
	}
	depth, at := 0, 0
	for at < len(text) {
		switch text[at] {
		case '{':
			depth++
		case '}':
			depth--
		case '"':
			inQuotes, _, is := quoted(text[at:])
			if !is {
				return 0
			}
			at += len(inQuotes) - 1
		}
		if depth == 0 {
			break
		}
		at++
	}
	if depth != 0 || at == 0 {
		return 0
	}
	return at + 1
}

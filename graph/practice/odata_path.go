package practice

import (
	"net/url"
	"strings"
)

// element is one step of a resource path. applications(appId='x') and
// applications/x are two elements each; the key keeps the alternate key's name.
type element struct {
	text  string
	isKey bool   // came in parentheses
	alt   string // property of an alternate key, lower case; "" for the main key
}

// parsePath splits an escaped path behind /v1.0 or /beta into elements.
func parsePath(escaped string) ([]element, *graphError) {
	var path []element
	for _, part := range strings.Split(strings.Trim(escaped, "/"), "/") {
		text, err := url.PathUnescape(part)
		if err != nil || text == "" {
			return nil, badQuery("Resource not found for the segment '%s'.", part)
		}
		name, rest, hasKey := strings.Cut(text, "(")
		if !hasKey || name == "" {
			path = append(path, element{text: text})
			continue
		}
		inside, closed := strings.CutSuffix(rest, ")")
		if !closed {
			return nil, badQuery("Bad Request - Error in query syntax.")
		}
		path = append(path, element{text: name})
		if inside == "" {
			continue // a function call without parameters
		}
		key, good := parseKey(inside)
		if !good {
			return nil, badQuery("Bad Request - Error in query syntax.")
		}
		path = append(path, key)
	}
	return path, nil
}

// parseKey reads 'value', value or name='value'.
func parseKey(inside string) (element, bool) {
	key := element{isKey: true}
	if name, value, named := strings.Cut(inside, "="); named && !strings.HasPrefix(inside, "'") {
		key.alt = strings.ToLower(strings.TrimSpace(name))
		inside = strings.TrimSpace(value)
	}
	if !strings.HasPrefix(inside, "'") {
		key.text = inside
		return key, key.alt == "" && guidShaped(inside)
	}
	if len(inside) < 2 || !strings.HasSuffix(inside, "'") {
		return key, false
	}
	quoted := inside[1 : len(inside)-1]
	key.text = strings.ReplaceAll(quoted, "''", "'")
	lone := strings.Contains(strings.ReplaceAll(quoted, "''", ""), "'")
	if key.alt == "id" {
		key.alt = ""
	}
	return key, !lone && key.text != ""
}

// matches reports whether a path fits a pattern like "users/{}/memberOf", and
// returns the keys. Names match in any case and with the namespace in front.
func matches(pattern []string, path []element) ([]element, bool) {
	if len(pattern) != len(path) {
		return nil, false
	}
	var keys []element
	for at, want := range pattern {
		got := path[at]
		if want == "{}" {
			keys = append(keys, got)
			continue
		}
		if got.isKey || !strings.EqualFold(want, unqualified(got.text)) {
			return nil, false
		}
	}
	return keys, true
}

// unqualified takes the namespace or its alias from a type's or action's name.
func unqualified(name string) string {
	lower := strings.ToLower(name)
	for _, prefix := range []string{"microsoft.graph.", "graph."} {
		if strings.HasPrefix(lower, prefix) {
			return name[len(prefix):]
		}
	}
	return name
}

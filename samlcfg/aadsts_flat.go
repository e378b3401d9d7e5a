package samlcfg

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

var (
	tagForm    = regexp.MustCompile(`<[^<>]{1,300}>`)
	fieldBreak = regexp.MustCompile(`[?&#\s]+`)
)

// flattened turns what somebody pasted into plain texts, in which a label and its
// value stand together and blank lines part what does not belong together. Each
// entry of a log is a text of its own.
func flattened(text string) []string {
	if entries, is := flatJSON(text); is {
		return entries
	}
	page := strings.Contains(text, "</")
	if flat, is := flatQuery(text); is && !page {
		return []string{flat}
	}
	text = strings.NewReplacer(`\r\n`, "\n", `\n`, "\n", `\r`, "\n", `\u0027`, "'", `\u0026`, "&", `\u003c`, "<", `\u003e`, ">", `\/`, "/").Replace(text)
	text = html.UnescapeString(text)
	if page {
		text = tagForm.ReplaceAllString(text, "\n\n")
	}
	return []string{text}
}

// flatJSON writes the members of a JSON text as "name: value", each entry of a
// list by itself. A page of the sign-in log has up to 1,000 entries.
func flatJSON(text string) ([]string, bool) {
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		return nil, false
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var content any
	if decoder.Decode(&content) != nil {
		return nil, false
	}
	entries := []any{content}
	if list, is := content.([]any); is {
		entries = list
	} else if page, is := content.(map[string]any); is {
		if list, is := page["value"].([]any); is { // OData
			entries = list
		}
	}
	var flat []string
	for _, entry := range entries[:min(len(entries), mostLogEntries)] {
		writer := &flatWriter{left: mostMembers}
		if writer.add("", entry); writer.left == 0 {
			return nil, false // a recording of all that a browser did, not an answer of Entra's
		}
		flat = append(flat, writer.String())
	}
	return flat, true
}

const (
	mostLogEntries = 1000
	mostMembers    = 500 // of one entry, at all depths
)

type flatWriter struct {
	strings.Builder
	left int
}

func (w *flatWriter) add(name string, content any) {
	if w.left == 0 {
		return
	}
	switch value := content.(type) {
	case map[string]any:
		names := make([]string, 0, len(value))
		for member := range value {
			names = append(names, member)
		}
		slices.Sort(names)
		for _, member := range names {
			w.add(member, value[member])
		}
	case []any:
		for _, one := range value {
			w.add(name, one)
		}
	case string, json.Number:
		w.left--
		fmt.Fprintf(w, "%s: %v\n\n", name, value)
	}
}

// flatQuery reads addresses and form bodies: everything that has percent signs
// or says where the code is.
func flatQuery(text string) (string, bool) {
	lower := strings.ToLower(text)
	if !strings.Contains(lower, "error_description=") && !strings.Contains(lower, "error=") && !strings.Contains(lower, "code=") {
		return "", false
	}
	var flat strings.Builder
	for _, field := range fieldBreak.Split(text, -1) {
		name, value, found := strings.Cut(field, "=")
		if !found {
			fmt.Fprintf(&flat, "%s ", field)
			continue
		}
		plain, err := url.QueryUnescape(value)
		if err != nil {
			plain = value
		}
		fmt.Fprintf(&flat, "\n\n%s: %s\n\n", name, plain)
	}
	return flat.String(), true
}

// aroundCodes cuts a long text down to what stands around its first codes.
func aroundCodes(text string) string {
	var parts strings.Builder
	for at := 0; parts.Len() < longestErrorText; {
		next := strings.Index(text[at:], "AADSTS")
		if next < 0 {
			break
		}
		start, end := max(at, at+next-aroundSignInErrors), min(len(text), at+next+aroundSignInErrors)
		parts.WriteString(strings.ToValidUTF8(text[start:end], "") + "\n\n")
		at = end
	}
	return parts.String()
}

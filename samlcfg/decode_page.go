package samlcfg

import (
	"html"
	"regexp"
	"strings"
)

var (
	inputForm = regexp.MustCompile(`(?i)<input\b[^>]*>`)
	nameForm  = regexp.MustCompile(`(?i)\bname\s*=\s*(?:"SAMLResponse"|'SAMLResponse'|SAMLResponse[\s/>])`)
	valueForm = regexp.MustCompile(`(?i)\bvalue\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
)

// formValue takes the hidden field out of the page that posts a response. The
// last one wins, as a saved page may hold an older one in a comment.
func formValue(page string) (string, bool) {
	if !strings.Contains(strings.ToLower(page), "<input") {
		return "", false
	}
	value, found := "", false
	for _, input := range inputForm.FindAllString(page, -1) {
		if !nameForm.MatchString(input) {
			continue
		}
		if match := valueForm.FindStringSubmatch(input); match != nil {
			value, found = html.UnescapeString(match[1]+match[2]+match[3]), true
		}
	}
	return value, found
}

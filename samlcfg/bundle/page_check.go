package bundle

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"backupsso/samlcfg"
)

// pageFinding wants the summaries to be nothing but text, tables and drawings: no
// script, nothing that loads, sends or leads anywhere. What is not known to be
// harmless is named.
func (f form) pageFinding(files map[string][]byte) samlcfg.Finding {
	finding := samlcfg.Finding{Code: "bundle-page"}
	for _, name := range f.texts() {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		if active := activePart(files[name]); active != "" {
			finding.Severity, finding.Got, finding.Expected = samlcfg.Fail, shown(active), name
		}
	}
	return finding
}

// harmlessElements and harmlessAttributes are what the pages of all versions are
// made of.
func harmlessElements() []string {
	return []string{"html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer", "figure", "figcaption",
		"div", "span", "p", "h1", "h2", "strong", "ol", "li", "table", "caption", "tbody", "tr", "th", "td", "pre", "details", "summary",
		"svg", "path", "circle"}
}

func harmlessAttributes() []string {
	return []string{"lang", "class", "charset", "name", "content", "http-equiv", "role", "aria-label", "aria-hidden", "scope",
		"viewbox", "preserveaspectratio", "width", "height", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
		"vector-effect", "d", "cx", "cy", "r"}
}

// activePart names the first part of a page that is not known to be harmless.
// Comments, and markup inside a style or a title, are read in several ways and
// stand in no page of ours.
func activePart(page []byte) string {
	if !utf8.Valid(page) {
		return "bytes that are not UTF-8"
	}
	reader := html.NewTokenizer(bytes.NewReader(page))
	reader.SetMaxBuf(longestFile)
	inside := ""
	for {
		switch kind := reader.Next(); kind {
		case html.ErrorToken:
			return ""
		case html.CommentToken:
			return "comment"
		case html.TextToken:
			text := strings.ToLower(string(reader.Raw()))
			if inside == "style" && fetchingStyle(text) || inside != "" && strings.Contains(text, "<") {
				return inside
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := reader.Token()
			if active := activeTag(token); active != "" {
				return active
			}
			if inside = ""; token.Data == "style" || token.Data == "title" {
				inside = token.Data
			}
		case html.EndTagToken:
			inside = ""
		}
	}
}

// activeTag names what is not known to be harmless in an element's tag.
func activeTag(token html.Token) string {
	if !slices.Contains(harmlessElements(), token.Data) {
		return token.Data
	}
	for _, attribute := range token.Attr {
		if !slices.Contains(harmlessAttributes(), attribute.Key) {
			return token.Data + " " + attribute.Key
		}
		if attribute.Key == "http-equiv" && attribute.Val != "Content-Security-Policy" || attribute.Key == "charset" && attribute.Val != "utf-8" {
			return "meta " + attribute.Val
		}
	}
	return ""
}

// fetchingStyle tells whether a style sheet names something to load. A backslash
// could hide any of it.
func fetchingStyle(style string) bool {
	return strings.ContainsAny(style, `\`) || slices.ContainsFunc([]string{"url(", "@import", "image-set(", "src(", "expression("},
		func(fetching string) bool { return strings.Contains(style, fetching) })
}

// Package help reads the pages of help that the program carries in itself: the
// documents of assets/docs that people get to see in the window and in the
// terminal.
//
// Promises: a page is given in plain blocks that both faces can show and a screen
// reader can read; where a page says more than these blocks hold, a test fails.
// Limits: pages are in English; pictures and raw HTML are not shown.
package help

import (
	"path"
	"strings"

	"backupsso/assets"
)

// Topic is one page of help.
type Topic struct {
	Name  string // as in "backupsso help NAME"
	Title string
	text  []byte
}

// names lists the pages in the order in which people are likely to need them.
func names() []string {
	return []string{"install", "terminal", "admins", "permissions", "troubleshooting", "window", "support", "live-test", "engineers", "words",
		"proven", "dependencies", "licences", "benchmarks"}
}

// Topics lists the pages.
func Topics() []Topic {
	var topics []Topic
	for _, name := range names() {
		if topic, known := Find(name); known {
			topics = append(topics, topic)
		}
	}
	return topics
}

// Find returns the page of that name.
func Find(name string) (Topic, bool) {
	for _, known := range names() {
		if known != name {
			continue
		}
		text, err := assets.Files.ReadFile(path.Join("docs", name+".md"))
		if err != nil {
			return Topic{}, false
		}
		title, _, _ := strings.Cut(string(text), "\n")
		return Topic{Name: name, Title: strings.TrimPrefix(title, "# "), text: text}, true
	}
	return Topic{}, false
}

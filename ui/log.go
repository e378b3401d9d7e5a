package ui

import (
	"fmt"
	"net/url"
	"strings"

	"backupsso/graph/setup"
	"backupsso/ui/kit"
)

// logLimit is how many requests the log keeps; older ones are dropped.
const logLimit = 2000

// remember adds one request to the log.
func (s *state) remember(exchange setup.Exchange) {
	if len(s.log) >= logLimit {
		s.log = append(s.log[:0], s.log[len(s.log)-logLimit/2:]...)
	}
	s.log = append(s.log, exchange)
}

// logLine is one request in the log: when, how, where to, what came back.
func logLine(exchange setup.Exchange) string {
	status := "-"
	if exchange.Status != 0 {
		status = fmt.Sprint(exchange.Status)
	}
	return fmt.Sprintf("%s  %-6s %-3s  %s", exchange.Time.Format("15:04:05"), exchange.Method, status, exchange.Path)
}

// shortPath is the end of a path without ids and query, enough to tell requests
// apart. The copied log has it whole.
func shortPath(path string) string {
	bare, _, _ := strings.Cut(path, "?")
	parts := strings.Split(strings.Trim(bare, "/"), "/")
	for i, part := range parts {
		if name, _, called := strings.Cut(part, "("); called {
			parts[i] = name
		} else if looksLikeID(part) {
			parts[i] = "{id}"
		}
	}
	if len(parts) > 1 && parts[0] == "v1.0" {
		parts = parts[1:]
	}
	if len(parts) > 3 {
		parts = parts[len(parts)-3:]
	}
	return "…/" + strings.Join(parts, "/")
}

// looksLikeID recognises a GUID, and the long keys of assignments.
func looksLikeID(part string) bool {
	return len(part) == 36 && strings.Count(part, "-") == 4 || len(part) > 40
}

// kitLine is one request as the drawer lists it.
func kitLine(exchange setup.Exchange) kit.LogLine {
	line := kit.LogLine{Time: exchange.Time.Format("15:04:05"), Method: exchange.Method, Path: shortPath(exchange.Path)}
	if exchange.Status != 0 {
		line.Status = fmt.Sprint(exchange.Status)
	}
	return line
}

// logText is the whole log, oldest first, for the clipboard.
func (s *state) logText() string {
	var text strings.Builder
	for _, exchange := range s.log {
		text.WriteString(logLine(exchange) + "\n")
	}
	return text.String()
}

// hostOf is the host of an address, or nothing.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Host
}

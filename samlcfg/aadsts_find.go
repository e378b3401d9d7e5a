package samlcfg

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// SignInErrorReport is one sign-in error as somebody met it. The ids and the
// time are what Microsoft's support asks for.
type SignInErrorReport struct {
	SignInError
	Message       string // Entra's own text on one line, without the ids; may be empty
	CorrelationID string // lower-case GUID, or empty
	TraceID       string // lower-case GUID; Entra's pages call it Request Id
	Time          time.Time
}

const (
	mostSignInErrors   = 20
	longestMessage     = 1000 // characters
	longestErrorText   = 1 << 20
	aroundSignInErrors = 4 << 10 // bytes that are read before and behind a code
)

var (
	codeForm  = regexp.MustCompile(`(?i)AADSTS[ :#-]?([0-9]{4,9})\b`)
	labelForm = regexp.MustCompile(`(?i)(?:\b(?:error[ _]?codes?|result ?type)["']?[ \t]*[:=#]?|/error/?\s+code:)[ \t\r\n]*([0-9]{4,9})\b`)
	aloneForm = regexp.MustCompile(`^[0-9]{4,9}$`)
	guidText  = `([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})`
	traceForm = regexp.MustCompile(`(?i)\b(?:trace|request)[ _]?id\W{0,6}` + guidText)
	correForm = regexp.MustCompile(`(?i)\bcorrelation[ _]?id\W{0,6}` + guidText)
	timeForm  = regexp.MustCompile(`(?i)\b(?:time ?stamp|created ?date ?time|date)\W{0,6}([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)Z?`)
	guidLine  = regexp.MustCompile(`(?m)^[^\n]{1,40}?[:：\t ][\t ]*` + guidText + `[\t \r]*$`)
	timeLine  = regexp.MustCompile(`(?m)^[^\n]{1,40}?[:：\t ][\t ]*([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2})Z[\t \r]*$`)
	endOfText = regexp.MustCompile(`(?i)\b(?:trace|request|correlation)[ _]?id\b|\btime ?stamp\b|troubleshooting details|\berror[ _]code|aadsts[0-9]{4}|"[,}\]]|\n[ \t\r]*\n`)
)

// FindSignInErrors takes the AADSTS errors out of whatever somebody has at hand:
// a code, the text or the source of an error page, the address it was at, OAuth's
// JSON, an entry of the sign-in log. Each code comes once, in the order met, at
// most 20 of them; the report that says most wins. Nothing found is nil.
func FindSignInErrors(text string) []SignInErrorReport {
	trimmed := strings.TrimSpace(text)
	if aloneForm.MatchString(trimmed) {
		code, _ := strconv.Atoi(trimmed)
		return []SignInErrorReport{{SignInError: LookUpSignInError(code)}}
	}
	if len(trimmed) > longestErrorText {
		trimmed = aroundCodes(trimmed)
	}
	var reports []SignInErrorReport
	for _, flat := range flattened(trimmed) {
		for _, found := range meetings(flat) {
			report := found.report(flat)
			if !found.named && !report.Known() && report.CorrelationID == "" && report.TraceID == "" {
				continue // "error code 10060" is some other program's
			}
			reports = merged(reports, report)
		}
	}
	return reports
}

// meeting is a place where a text names a code.
type meeting struct {
	code       int
	start, end int  // of the name in the text
	until      int  // where the next other code begins
	named      bool // as AADSTS, with Entra's own text behind it
}

func meetings(flat string) []meeting {
	var found []meeting
	for _, match := range codeForm.FindAllStringSubmatchIndex(flat, -1) {
		found = append(found, meetingAt(flat, match, true))
	}
	for _, match := range labelForm.FindAllStringSubmatchIndex(flat, -1) {
		found = append(found, meetingAt(flat, match, false))
	}
	for i := range found {
		found[i].until = len(flat)
		for _, other := range found {
			if other.code != found[i].code && other.start > found[i].start {
				found[i].until = min(found[i].until, other.start)
			}
		}
		if i == 4*mostSignInErrors {
			return found[:i]
		}
	}
	return found
}

func meetingAt(flat string, match []int, named bool) meeting {
	code, _ := strconv.Atoi(flat[match[2]:match[3]]) // at most nine digits
	return meeting{code: code, start: match[0], end: match[1], named: named}
}

// report reads what stands around a code: ids and time behind it, else before.
func (m meeting) report(flat string) SignInErrorReport {
	report := SignInErrorReport{SignInError: LookUpSignInError(m.code)}
	if m.named {
		report.Message = messageIn(flat[m.end:m.until])
	}
	report.CorrelationID = strings.ToLower(m.near(flat, correForm))
	report.TraceID = strings.ToLower(m.near(flat, traceForm))
	if report.CorrelationID == "" && report.TraceID == "" {
		report.TraceID, report.CorrelationID = m.unlabelled(flat)
	}
	stamp := strings.Replace(firstOf(m.near(flat, timeForm), m.near(flat, timeLine)), " ", "T", 1)
	if moment, err := time.Parse("2006-01-02T15:04:05.999999999", stamp); err == nil {
		report.Time = moment
	}
	return report
}

// near returns what a form finds closest to a code, within what is read around
// it.
func (m meeting) near(flat string, form *regexp.Regexp) string {
	if match := form.FindStringSubmatch(flat[m.end:min(m.until, m.end+aroundSignInErrors)]); match != nil {
		return match[1]
	}
	if all := form.FindAllStringSubmatch(flat[max(0, m.start-aroundSignInErrors):m.start], -1); len(all) > 0 {
		return all[len(all)-1][1]
	}
	return ""
}

// unlabelled reads a page in another language: its labels cannot be known, but
// everywhere the request's id comes first and the correlation's second.
func (m meeting) unlabelled(flat string) (trace, correlation string) {
	around := flat[max(0, m.start-aroundSignInErrors):min(m.until, m.end+aroundSignInErrors)]
	ids := guidLine.FindAllStringSubmatch(around, 3)
	if len(ids) != 2 {
		return "", ""
	}
	return strings.ToLower(ids[0][1]), strings.ToLower(ids[1][1])
}

func messageIn(rest string) string {
	rest = rest[:min(len(rest), 4*longestMessage)]
	for _, form := range []*regexp.Regexp{endOfText, guidLine, timeLine} {
		if end := form.FindStringIndex(rest); end != nil {
			rest = rest[:end[0]]
		}
	}
	return shortened(strings.TrimLeft(onOneLine(rest), ": -"), longestMessage)
}

// onOneLine drops what does not belong into a sentence: controls, direction
// marks, breaks.
func onOneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

func shortened(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

// merged adds a report, or fills the gaps of the one with the same code.
func merged(reports []SignInErrorReport, found SignInErrorReport) []SignInErrorReport {
	for i := range reports {
		have := &reports[i]
		if have.Code != found.Code {
			continue
		}
		if have.Message == "" {
			have.Message = found.Message
		}
		if have.CorrelationID == "" {
			have.CorrelationID = found.CorrelationID
		}
		if have.TraceID == "" {
			have.TraceID = found.TraceID
		}
		if have.Time.IsZero() {
			have.Time = found.Time
		}
		return reports
	}
	if len(reports) == mostSignInErrors {
		return reports
	}
	return append(reports, found)
}

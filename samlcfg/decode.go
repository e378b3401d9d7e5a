package samlcfg

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// LongestPaste bounds what DecodeResponse takes, in bytes: a HAR file with all
// that a browser loaded while signing in.
const LongestPaste = 32 << 20

// longestValue bounds one encoded response: Base64 in percent signs is at most
// four times as long as the document.
const longestValue = 4 * LongestResponse

// longestText bounds all but recordings: a value and what stands around it.
const longestText = 2 * longestValue

// The steps that DecodeResponse tells of, outermost first. Their words live under
// the translation key "decode.step.<step>".
const (
	StepUTF16   = "utf-16"  // a text file as Windows writes it
	StepHAR     = "har"     // a browser's recording
	StepJSON    = "json"    // a member of some other JSON
	StepPage    = "page"    // the form on a page
	StepField   = "field"   // SAMLResponse=… in a form body or an address
	StepPercent = "percent" // URL-encoded
	StepEscaped = "escaped" // escaped for HTML or for a log
	StepBase64  = "base64"
	StepDeflate = "deflate"
)

// DecodeProblemKind names why no response could be taken out of a text.
type DecodeProblemKind string

// The ways to find no response. Their words live under the translation keys
// "decode-problem.<kind>.what" and ".next".
const (
	DecodeEmpty     DecodeProblemKind = "empty"
	DecodeTooLarge  DecodeProblemKind = "too-large"   // more than any real one
	DecodeNothing   DecodeProblemKind = "nothing"     // it holds nothing of the kind
	DecodeNoneInHAR DecodeProblemKind = "none-in-har" // a recording without the step
	DecodeRequest   DecodeProblemKind = "request"     // the question, not the answer
	DecodeCutOff    DecodeProblemKind = "cut-off"     // the end is missing
	DecodeNotBase64 DecodeProblemKind = "not-base64"  // a character that is none, or no XML inside
	DecodeExpands   DecodeProblemKind = "expands"     // deflated data without end
	DecodeOtherXML  DecodeProblemKind = "other-xml"   // Got holds the root's name
)

// DecodeProblem says why no response could be taken out of a text.
type DecodeProblem struct {
	Kind DecodeProblemKind
	Got  string // printable, at most 80 characters
	Err  error
}

// Key is where the words are: Key()+".what" and Key()+".next".
func (p *DecodeProblem) Key() string { return "decode-problem." + string(p.Kind) }

// Error returns kind, finding and cause, for logs.
func (p *DecodeProblem) Error() string {
	text := "no SAML response: " + string(p.Kind)
	if p.Got != "" {
		text += " (" + p.Got + ")"
	}
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (p *DecodeProblem) Unwrap() error { return p.Err }

func notDecoded(kind DecodeProblemKind, got string) *DecodeProblem {
	return &DecodeProblem{Kind: kind, Got: printable(got)}
}

// DecodeResponse takes the XML of a SAML response out of whatever holds it: XML,
// Base64 with or without line breaks, a form body, an address, deflated data, a
// page with the form that posts it, a HAR file (its newest response), a member of
// other JSON. How tells the steps. Every error is a *DecodeProblem; the XML is
// bounded by LongestResponse and not checked yet.
func DecodeResponse(text []byte) (raw []byte, how []string, err error) {
	d := &decoder{}
	raw, problem := d.decode(text)
	if problem != nil {
		return nil, d.how, problem
	}
	return raw, d.how, nil
}

// decoder keeps the steps of one DecodeResponse.
type decoder struct{ how []string }

func (d *decoder) step(name string) { d.how = append(d.how, name) }

var (
	fieldForm   = regexp.MustCompile(`(?i)\bSAMLResponse["']?\s*[=:]\s*["']?([^&"'<>#]+)`)
	nextField   = regexp.MustCompile(`(?i)\s(?:RelayState|SigAlg|Signature|SAMLEncoding)\b|\n[ \t]*[A-Za-z-]+:`)
	memberForm  = regexp.MustCompile(`(?i)"SAMLResponse"\s*[,:]\s*"((?:[^"\\]|\\.)*)"`)
	askingForm  = regexp.MustCompile(`(?i)\bname\s*=\s*["']?SAMLRequest\b`)
	requestForm = regexp.MustCompile(`(?i)\bSAMLRequest["']?\s*[=:]`)
	base64Form  = regexp.MustCompile(`^["']?[A-Za-z0-9+/_%\-\s\\]+=*[\s"',;]*$`)
	rootForm    = regexp.MustCompile(`^\s*(?:<\?xml[^>]*\?>)?(?:\s|<!--[^>]*-->)*<((?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*))[\s/>]`)
)

// shortestValue is how much Base64 must be there to be taken for a response.
const shortestValue = 40

func (d *decoder) decode(text []byte) ([]byte, *DecodeProblem) {
	if len(text) > LongestPaste {
		return nil, notDecoded(DecodeTooLarge, fmt.Sprintf("%d bytes", len(text)))
	}
	text = bytes.TrimSpace(d.toUTF8(text))
	switch {
	case len(text) == 0:
		return nil, notDecoded(DecodeEmpty, "")
	case text[0] == '{' || text[0] == '[':
		return d.fromJSON(text)
	case len(text) > longestText:
		return nil, notDecoded(DecodeTooLarge, fmt.Sprintf("%d bytes", len(text)))
	}
	if value, found := formValue(string(text)); found {
		d.step(StepPage)
		return d.fromValue(value)
	}
	if askingForm.Match(text) {
		return nil, notDecoded(DecodeRequest, "SAMLRequest")
	}
	if text[0] == '<' {
		return d.finish(text)
	}
	if value, found := fieldValue(string(text)); found {
		d.step(StepField)
		return d.fromValue(value)
	}
	switch start := strings.TrimLeft(string(text[:min(len(text), 10)]), `"'`); {
	case requestForm.Match(text):
		return nil, notDecoded(DecodeRequest, "SAMLRequest")
	case strings.HasPrefix(start, "&lt;"), strings.HasPrefix(strings.ToLower(start), "%3c"), strings.HasPrefix(start, "<"), strings.HasPrefix(start, `\u003c`):
		return d.fromValue(string(text))
	case len(text) >= shortestValue && base64Form.Match(text):
		return d.fromValue(string(text))
	}
	return nil, notDecoded(DecodeNothing, string(text[:min(len(text), 100)]))
}

// toUTF8 takes byte order marks off and reads UTF-16, as Notepad and PowerShell
// save it.
func (d *decoder) toUTF8(text []byte) []byte {
	little, big := bytes.HasPrefix(text, []byte("\xFF\xFE")), bytes.HasPrefix(text, []byte("\xFE\xFF"))
	if !little && !big {
		return bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))
	}
	d.step(StepUTF16)
	units := make([]uint16, 0, len(text)/2)
	for i := 2; i+1 < len(text); i += 2 {
		low, high := text[i], text[i+1]
		if big {
			low, high = high, low
		}
		units = append(units, uint16(high)<<8|uint16(low))
	}
	return []byte(string(utf16.Decode(units)))
}

// fieldValue takes the last SAMLResponse out of a form body, an address, or the
// list that a browser's tools show.
func fieldValue(text string) (string, bool) {
	matches := fieldForm.FindAllStringSubmatch(text, -1)
	if len(matches) == 0 {
		return "", false
	}
	value := matches[len(matches)-1][1]
	if end := nextField.FindStringIndex(value); end != nil {
		value = value[:end[0]]
	}
	return value, true
}

// finish looks at XML from the outside: is it a response, and all of it? What is
// inside is CheckResponse's to judge.
func (d *decoder) finish(raw []byte) ([]byte, *DecodeProblem) {
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")))
	if len(raw) > LongestResponse {
		return nil, notDecoded(DecodeTooLarge, fmt.Sprintf("%d bytes", len(raw)))
	}
	match := rootForm.FindSubmatch(raw[:min(len(raw), 16<<10)])
	if match == nil {
		if looksLikePage(raw) {
			return nil, notDecoded(DecodeNothing, string(raw[:min(len(raw), 100)]))
		}
		return raw, nil // a DOCTYPE for one; the reader of the XML says what is wrong
	}
	switch root := string(match[2]); strings.ToLower(root) {
	case "response":
	case "authnrequest", "logoutrequest":
		return nil, notDecoded(DecodeRequest, root)
	case "html":
		return nil, notDecoded(DecodeNothing, root)
	default:
		return nil, notDecoded(DecodeOtherXML, root)
	}
	if !bytes.HasSuffix(raw, []byte(">")) || !bytes.HasSuffix(raw, []byte("/>")) && !bytes.Contains(raw, []byte("</"+string(match[1]))) {
		return nil, notDecoded(DecodeCutOff, string(raw[max(0, len(raw)-40):]))
	}
	return raw, nil
}

func looksLikePage(raw []byte) bool {
	start := bytes.ToLower(raw[:min(len(raw), 200)])
	return bytes.Contains(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html"))
}

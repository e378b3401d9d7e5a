package samlcfg

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"
)

// mostRounds is how often one encoding may lie in the next: what went through a
// log and a ticket is encoded twice.
const mostRounds = 3

// fromValue decodes the value of SAMLResponse.
func (d *decoder) fromValue(value string) ([]byte, *DecodeProblem) {
	if len(value) > longestValue {
		return nil, notDecoded(DecodeTooLarge, fmt.Sprintf("%d bytes", len(value)))
	}
	if strings.Contains(value, "^") { // a command for Windows; no encoding has the sign
		value = strings.ReplaceAll(value, "^", "")
		d.step(StepEscaped)
	}
	value = d.plain(strings.Trim(value, " \t\r\n\"',;"))
	if strings.HasPrefix(value, "<") {
		return d.finish([]byte(value))
	}
	for range mostRounds {
		decoded, ok := decodeBase64(value)
		if !ok {
			return nil, notDecoded(DecodeNotBase64, value)
		}
		d.step(StepBase64)
		if isXML(decoded) {
			return d.finish(decoded)
		}
		inflated, problem := inflate(decoded)
		if problem != nil {
			return nil, problem
		}
		if isXML(inflated) {
			d.step(StepDeflate)
			return d.finish(inflated)
		}
		value = d.plain(strings.TrimSpace(string(decoded)))
	}
	return nil, notDecoded(DecodeNotBase64, value)
}

// plain takes percent signs and escapes off. A plus sign stays one: Base64 has
// it, and a form's blank does not occur in it.
func (d *decoder) plain(value string) string {
	for range mostRounds {
		decoded, err := url.PathUnescape(value)
		if err != nil || decoded == value {
			break
		}
		value = decoded
		d.step(StepPercent)
	}
	unescaped := html.UnescapeString(strings.NewReplacer(`\r`, "", `\n`, "", `\/`, "/", `\"`, `"`,
		`\u002b`, "+", `\u002B`, "+", `\u003d`, "=", `\u003D`, "=", `\u003c`, "<", `\u003C`, "<", `\u003e`, ">", `\u003E`, ">").Replace(value))
	if unescaped != value {
		d.step(StepEscaped)
	}
	return unescaped
}

// decodeBase64 takes both alphabets, with line breaks and with the end marks
// missing. Blanks are breaks, unless only plus signs in their place give a text.
func decodeBase64(value string) ([]byte, bool) {
	var first []byte
	// The last ">" often gives a plus sign, which as a blank at the end got lost.
	for _, lost := range []struct{ blank, end string }{{"", ""}, {"+", ""}, {"+", "+"}} {
		text := strings.NewReplacer("\r", "", "\n", "", "\t", "", " ", lost.blank, "-", "+", "_", "/").Replace(value)
		decoded, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "=") + lost.end)
		if err != nil || len(decoded) == 0 {
			continue
		}
		if isXML(decoded) && utf8.Valid(decoded) && bytes.HasSuffix(bytes.TrimSpace(decoded), []byte(">")) {
			return decoded, true
		}
		if first == nil {
			first = decoded
		}
	}
	if first != nil {
		return first, true
	}
	// A value that was cut in the middle of a sign still shows what it is.
	text := strings.TrimRight(withoutBlanks(value), "=")
	if len(text)%4 == 1 {
		decoded, err := base64.RawStdEncoding.DecodeString(text[:len(text)-1])
		return decoded, err == nil && isXML(decoded)
	}
	return nil, false
}

func isXML(raw []byte) bool {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	return bytes.HasPrefix(bytes.TrimLeft(raw, " \t\r\n"), []byte("<"))
}

// inflate undoes DEFLATE, with or without zlib's frame; what is not deflated
// gives nothing. It stops one byte after the longest response.
func inflate(packed []byte) ([]byte, *DecodeProblem) {
	var plain io.Reader = flate.NewReader(bytes.NewReader(packed))
	if framed, err := zlib.NewReader(bytes.NewReader(packed)); err == nil {
		plain = framed
	}
	raw, err := io.ReadAll(io.LimitReader(plain, LongestResponse+1))
	if len(raw) > LongestResponse {
		return nil, notDecoded(DecodeExpands, fmt.Sprintf("%d bytes", LongestResponse))
	}
	if err != nil && !isXML(raw) {
		return nil, nil
	}
	return raw, nil // cut off, perhaps: the end of the XML tells
}

package samlcfg

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const aResponse = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"><x>ü??>></x></samlp:Response>`

func inBase64(raw string) string { return base64.StdEncoding.EncodeToString([]byte(raw)) }

// folded breaks text into lines, as mail programs do.
func folded(text string, columns int, end string) string {
	var lines []string
	for ; len(text) > columns; text = text[columns:] {
		lines = append(lines, text[:columns])
	}
	return strings.Join(append(lines, text), end)
}

func deflated(t testing.TB, raw string) string {
	t.Helper()
	var packed bytes.Buffer
	writer, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(writer, raw); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func inZlib(t testing.TB, raw string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := zlib.NewWriter(&packed)
	if _, err := io.WriteString(writer, raw); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func inUTF16(text string) string {
	out := []byte("\xFF\xFE")
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return string(out)
}

// postPage is the page with which Entra has the browser post a response.
func postPage(value string) string {
	return `<html><head><title>Working...</title></head><body><form method="POST" name="hiddenform" action="https://us.backup.autotask.net/singlesignon/saml/SSO">` +
		`<input type="hidden" name="SAMLResponse" value="` + html.EscapeString(value) + `" /><input type="hidden" name="RelayState" value="x" /></form></body></html>`
}

// recording is a HAR file of sign-ins, oldest first; each posts one value.
func recording(t testing.TB, values ...string) string {
	t.Helper()
	entries := []map[string]any{}
	for i, value := range values {
		entries = append([]map[string]any{{
			"startedDateTime": "2026-11-23T10:0" + string(rune('0'+i)) + ":00.000Z",
			"request": map[string]any{"method": "POST", "url": "https://us.backup.autotask.net/singlesignon/saml/SSO",
				"postData": map[string]any{"mimeType": "application/x-www-form-urlencoded", "text": url.Values{"SAMLResponse": {value}, "RelayState": {""}}.Encode()}},
			"response": map[string]any{"status": 302, "content": map[string]any{"size": 0, "text": ""}},
		}}, entries...) // tools need not write them in order
	}
	return asJSON(t, map[string]any{"log": map[string]any{"version": "1.2", "entries": entries}})
}

func asJSON(t testing.TB, content any) string {
	t.Helper()
	text, err := json.Marshal(content)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDecodeResponse(t *testing.T) {
	packed := inBase64(deflated(t, aResponse))
	form := url.Values{"SAMLResponse": {inBase64(aResponse)}, "RelayState": {"https://a.example/?b=c"}}.Encode()
	pageOnly := asJSON(t, map[string]any{"log": map[string]any{"entries": []any{map[string]any{"response": map[string]any{
		"content": map[string]any{"text": inBase64(postPage(inBase64(aResponse))), "encoding": "base64"}}}}}})
	params := asJSON(t, map[string]any{"log": map[string]any{"entries": []any{map[string]any{"request": map[string]any{
		"postData": map[string]any{"params": []any{map[string]any{"name": "SAMLResponse", "value": url.QueryEscape(inBase64(aResponse))}}}}}}}})
	for name, test := range map[string]struct {
		text string
		how  string
	}{
		"XML":                      {aResponse, ""},
		"XML with mark and breaks": {"\xEF\xBB\xBF\r\n" + `<?xml version="1.0"?>` + "\n<!-- a -->" + aResponse + "\n", ""},
		"Base64":                   {inBase64(aResponse), "base64"},
		"quoted":                   {` "` + inBase64(aResponse) + `",`, "base64"},
		"folded":                   {folded(inBase64(aResponse), 76, "\r\n"), "base64"},
		"folded by blanks":         {folded(inBase64(aResponse), 20, "  "), "base64"},
		"plus signs lost":          {strings.ReplaceAll(inBase64(aResponse), "+", " "), "base64"},
		"URL alphabet":             {base64.RawURLEncoding.EncodeToString([]byte(aResponse)), "base64"},
		"percent":                  {url.QueryEscape(inBase64(aResponse)), "percent base64"},
		"percent twice":            {url.QueryEscape(url.QueryEscape(inBase64(aResponse))), "percent percent base64"},
		"form":                     {form, "field percent base64"},
		"form, not encoded":        {"RelayState=x&SAMLResponse=" + inBase64(aResponse) + "&a=b", "field base64"},
		"curl":                     {"curl 'https://us.example/SSO' -H 'a: b' --data-raw '" + form + "' --compressed", "field percent base64"},
		"list of the tools":        {"SAMLResponse: " + folded(inBase64(aResponse), 60, "\n") + "\nRelayState: \n", "field base64"},
		"address":                  {"https://us.example/SSO?SAMLResponse=" + url.QueryEscape(packed) + "&RelayState=x#y", "field percent base64 deflate"},
		"deflated":                 {packed, "base64 deflate"},
		"zlib":                     {inBase64(inZlib(t, aResponse)), "base64 deflate"},
		"Base64 twice":             {inBase64(inBase64(aResponse)), "base64 base64"},
		"page":                     {postPage(inBase64(aResponse)), "page base64"},
		"page with odd quotes":     {"<!DOCTYPE html><INPUT value=" + strings.TrimRight(inBase64(aResponse), "=") + " name=SAMLResponse type=hidden>", "page base64"},
		"HAR":                      {recording(t, inBase64("<Response/>"), inBase64(aResponse)), "har field percent base64"},
		"HAR with a broken one":    {recording(t, inBase64(aResponse), "???"), "har field percent base64"},
		"HAR with the page":        {pageOnly, "har page base64"},
		"HAR with parameters":      {params, "har field percent base64"},
		"tracer's JSON":            {`{"requests":[{"post":[["SAMLResponse","` + strings.ReplaceAll(inBase64(aResponse), "/", `\/`) + `"]]}]}`, "json base64"},
		"a member":                 {asJSON(t, map[string]string{"samlResponse": inBase64(aResponse)}), "json base64"},
		"escaped for HTML":         {html.EscapeString(aResponse), "escaped"},
		"escaped for a log":        {asJSON(t, aResponse), "escaped"},
		"percent XML":              {url.PathEscape(aResponse), "percent"},
		"UTF-16":                   {inUTF16(inBase64(aResponse)), "utf-16 base64"},
	} {
		raw, how, err := DecodeResponse([]byte(test.text))
		if err != nil {
			t.Errorf("%s: %v by %v", name, err, how)
			continue
		}
		if !bytes.HasSuffix(raw, []byte(aResponse)) || strings.Join(how, " ") != test.how {
			t.Errorf("%s: by %v: %s", name, how, raw)
		}
	}
}

func TestDecodeResponseSaysWhyNot(t *testing.T) {
	bomb := inBase64(deflated(t, "<"+strings.Repeat(" ", 3*LongestResponse)))
	for name, test := range map[string]struct {
		text string
		kind DecodeProblemKind
	}{
		"nothing":             {" \r\n", DecodeEmpty},
		"words":               {"The user cannot sign in.", DecodeNothing},
		"a code":              {"AADSTS50105", DecodeNothing},
		"an error page":       {"<!DOCTYPE html><html><body>AADSTS50105: x</body></html>", DecodeNothing},
		"OAuth's error":       {`{"error":"invalid_grant"}`, DecodeNothing},
		"too much":            {strings.Repeat("A", LongestPaste+1), DecodeTooLarge},
		"a value too long":    {"SAMLResponse=" + strings.Repeat("A", longestValue+1), DecodeTooLarge},
		"XML too long":        {"<Response>" + strings.Repeat(" ", LongestResponse) + "</Response>", DecodeTooLarge},
		"empty recording":     {recording(t), DecodeNoneInHAR},
		"broken recording":    {recording(t, "%%%"), DecodeNotBase64},
		"a request's address": {"https://login.microsoftonline.com/x/saml2?SAMLRequest=abc&RelayState=", DecodeRequest},
		"a request's page":    {strings.ReplaceAll(postPage("PHNhbWw"), "SAMLResponse", "SAMLRequest"), DecodeRequest},
		"a request":           {inBase64(`<samlp:AuthnRequest xmlns:samlp="u" ID="_1"></samlp:AuthnRequest>`), DecodeRequest},
		"cut XML":             {aResponse[:60], DecodeCutOff},
		"cut Base64":          {inBase64(aResponse)[:77], DecodeCutOff},
		"cut and deflated":    {inBase64(deflated(t, aResponse)[:60]), DecodeCutOff},
		"no Base64":           {"SAMLResponse=***", DecodeNotBase64},
		"Base64 of a picture": {inBase64(strings.Repeat("\x89PNG", 20)), DecodeNotBase64},
		"bomb":                {bomb, DecodeExpands},
		"metadata":            {metadataText(testKeys()[0]), DecodeOtherXML},
		"log-out":             {`<samlp:LogoutResponse xmlns:samlp="u"/>`, DecodeOtherXML},
	} {
		raw, _, err := DecodeResponse([]byte(test.text))
		var problem *DecodeProblem
		if !errors.As(err, &problem) || problem.Kind != test.kind || raw != nil || len([]rune(problem.Got)) > 80 {
			t.Errorf("%s: got %v, want %s", name, err, test.kind)
		}
	}
}

// TestDecodeProblemsHaveWords wants what and next for every kind.
func TestDecodeProblemsHaveWords(t *testing.T) {
	words := explainWords(t)
	kinds := []DecodeProblemKind{DecodeEmpty, DecodeTooLarge, DecodeNothing, DecodeNoneInHAR, DecodeRequest, DecodeCutOff, DecodeNotBase64, DecodeExpands, DecodeOtherXML}
	for _, kind := range kinds {
		key := (&DecodeProblem{Kind: kind}).Key()
		if words[key+".what"] == nil || words[key+".next"] == nil {
			t.Errorf("no words for %s", key)
		}
	}
	for key := range words {
		rest, found := strings.CutPrefix(key, "decode-problem.")
		if kind, _, _ := strings.Cut(rest, "."); found && !slices.Contains(kinds, DecodeProblemKind(kind)) {
			t.Errorf("words for nothing: %s", key)
		}
	}
}

func FuzzDecodeResponse(f *testing.F) {
	for _, seed := range []string{aResponse, inBase64(aResponse), "SAMLResponse=" + url.QueryEscape(inBase64(deflated(f, aResponse))) + "&RelayState=",
		postPage(inBase64(aResponse)), recording(f, inBase64(aResponse)), `{"SAMLResponse":"x"}`, inUTF16(aResponse), "%253Csamlp", inBase64(inZlib(f, aResponse)), "&lt;Response/&gt;"} {
		f.Add([]byte(seed))
	}
	want := responseExpectation()
	f.Fuzz(func(t *testing.T, text []byte) {
		raw, _, err := DecodeResponse(text)
		var problem *DecodeProblem
		if (err == nil) != (raw != nil) || err != nil && !errors.As(err, &problem) || len(raw) > LongestResponse {
			t.Fatalf("%d bytes, %v", len(raw), err)
		}
		if err == nil {
			_, findings := ExamineResponse(raw, want, "")
			if len(findings) == 0 {
				t.Fatal("no findings")
			}
			for _, finding := range findings {
				if portal, found := finding.Portal(); found && portal.Subdomain == "" {
					t.Fatalf("%+v of no portal", finding)
				}
			}
		}
	})
}

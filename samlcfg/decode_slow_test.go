package samlcfg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestHostileTextsAreReadInTime gives what was made to keep a reader busy: much
// of it, and much in little.
func TestHostileTextsAreReadInTime(t *testing.T) {
	bomb := inBase64(deflated(t, "<"+strings.Repeat("a", 2*LongestResponse)))
	bombs := recording(t, slices.Repeat([]string{bomb}, 9)...)
	entry := bombs[strings.Index(bombs, "[")+1 : strings.LastIndex(bombs, "]")]
	for name, text := range map[string]string{
		"many bombs":        `{"log":{"entries":[` + strings.Repeat(entry+",", LongestPaste/(2*len(entry))) + entry + `]}}`,
		"deep JSON":         strings.Repeat(`{"a":`, 2<<20) + "1",
		"open strings":      `{"SAMLResponse":"` + strings.Repeat(`\"SAMLResponse`, 1<<20),
		"codes":             strings.Repeat("AADSTS50105 ", 90_000),
		"codes of all kind": strings.Join(numbered("AADSTS%d ", 100_000), ""),
		"labels":            strings.Repeat("correlation id ", 70_000) + "AADSTS50105",
		"tags":              strings.Repeat("<input name=SAMLResponse", 100_000) + "</",
		"percent signs":     "SAMLResponse=" + strings.Repeat("%25", longestValue/4),
		"brackets":          strings.Repeat("<", 4<<20),
		"comments":          strings.Repeat("<!-- -->", 10_000) + "<Response/>",
	} {
		start := time.Now()
		if raw, _, err := DecodeResponse([]byte(text)); err == nil {
			ExamineResponse(raw, ResponseExpectation{Now: testNow()}, "")
		}
		FindSignInErrors(text)
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %v for %d bytes", name, took, len(text))
		} else {
			t.Logf("%s: %v for %d bytes", name, took, len(text))
		}
	}
}

func numbered(form string, n int) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf(form, 10_000+i)
	}
	return texts
}

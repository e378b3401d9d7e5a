package practice

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzWrite writes values as encoding/json does, but for the escapes for HTML.
func FuzzWrite(f *testing.F) {
	for _, text := range []string{"", "plain", `"quoted" \ and <tagged> & more`, "tab\tline\n\x00\x7f", "Zoë \u2028 日本 \xff"} {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text string, yes bool) {
		plain := []any{text, yes, nil}
		var want bytes.Buffer
		encoder := json.NewEncoder(&want)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(plain); err != nil {
			t.Fatal(err)
		}
		got, err := marshal(plain)
		if err != nil || string(got) != string(bytes.TrimSuffix(want.Bytes(), []byte("\n"))) {
			t.Errorf("%s, %v, want %s", got, err, want.Bytes())
		}
		whole, err := marshal(record{{text, text}, {"list", plain}, {"none", []any(nil)}, {"records", []record{{{text, yes}}, nil}}, {"no records", []record(nil)}})
		if err != nil || !json.Valid(whole) {
			t.Errorf("%s, %v", whole, err)
		}
	})
}

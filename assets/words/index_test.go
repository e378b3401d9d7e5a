package words

import (
	"encoding/json"
	"io/fs"
	"maps"
	"testing"
	"unicode/utf8"

	"backupsso/assets"
)

// entriesOf is what index is held against: the same by Go's own parser.
func entriesOf(file string) (map[string]any, bool) {
	var whole map[string]any
	if json.Unmarshal([]byte(file), &whole) != nil {
		return nil, false
	}
	return whole, true
}

// indexed reads every entry that index finds.
func indexed(t *testing.T, file string) map[string]any {
	found := map[string]any{}
	index(file, func(key, value string) {
		var read any
		if err := json.Unmarshal([]byte(value), &read); err != nil {
			t.Errorf("the value of %s is %s: %v", key, value, err)
		}
		found[key] = read
	})
	return found
}

func TestIndexFindsEveryEntry(t *testing.T) {
	files, err := fs.Glob(assets.Files, "translations/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range files {
		content, err := assets.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := entriesOf(string(content))
		got := indexed(t, string(content))
		same := maps.EqualFunc(want, got, func(a, b any) bool {
			one, _ := json.Marshal(a)
			other, _ := json.Marshal(b)
			return string(one) == string(other)
		})
		if len(want) == 0 || !same {
			t.Errorf("%s: %d entries, found %d", name, len(want), len(got))
		}
	}
}

func TestIndexTakesNoHalfFile(t *testing.T) {
	for file, count := range map[string]int{
		`{"a": "b", "c": {"one": "}", "other": "\"{\\"}}`: 2,
		` { "a" : "\\" , "b":"" } `:                       2,
		`{}`:                                              0, ``: 0, `{`: 0, `[]`: 0, `{"a": "b"`: 0, `{"a": "b",}`: 0, `{"a" "b"}`: 0, `{"a": 5}`: 0, `{"a": ["b"]}`: 0,
		`{"a": "b"} x`: 0, `{"a": "b\"}`: 0, `{"a": {"one": "b"}`: 0, `{a: "b"}`: 0, `{"a": "b" "c": "d"}`: 0, `{"a\n": "b"}`: 0,
	} {
		found := 0
		index(file, func(string, string) { found++ })
		if found != count {
			t.Errorf("%s: %d entries, not %d", file, found, count)
		}
	}
}

// FuzzIndex looks for a file that index reads in another way than Go's parser does.
func FuzzIndex(f *testing.F) {
	f.Add(`{"a": "b", "c": {"one": "}", "other": "\"{\\"}}`)
	f.Add(` { "a" : "\\" } `)
	f.Add(`{"a": {"b": "c"}`)
	f.Fuzz(func(t *testing.T, file string) {
		whole, is := entriesOf(file)
		is = is && utf8.ValidString(file) // of others Go makes another text
		index(file, func(key, value string) {
			if !is {
				return // what is wrong with an entry is seen when it is read
			}
			var read any
			if err := json.Unmarshal([]byte(value), &read); err != nil {
				t.Errorf("%q: the value %q cannot be read", file, value)
			}
			if _, has := whole[key]; !has {
				t.Errorf("%q: there is no %q", file, key)
			}
		})
	})
}

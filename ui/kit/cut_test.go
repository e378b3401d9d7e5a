package kit

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// runes measures text by its number of runes.
func runes(s string) float32 { return float32(utf8.RuneCountInString(s)) }

func TestBreakLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float32
		want  []string
	}{
		{"one two three", 20, []string{"one two three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"one two", 3, []string{"one", "two"}},
		{"https://a.b/cc/ddd", 13, []string{"https://a.b/", "cc/ddd"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"a\nb", 10, []string{"a", "b"}},
		{"", 10, []string{""}},
		{"äöü äöü", 3, []string{"äöü", "äöü"}},
		{"テストを始めます。次へ", 8, []string{"テストを始めま", "す。次へ"}},
		{"テスト ユーザーを選ぶ", 7, []string{"テスト ユー", "ザーを選ぶ"}},
		{"開く「鍵」", 3, []string{"開く", "「鍵」"}},
	} {
		got := breakLines(c.text, c.width, runes)
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("breakLines(%q, %v) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestFitFromAnyGuess(t *testing.T) {
	for most := 1; most < 20; most++ {
		for want := 0; want <= most; want++ {
			for guess := -1; guess <= most+1; guess++ {
				if got := fitNear(guess, most, func(n int) bool { return n <= want }); got != want {
					t.Fatalf("up to %d of %d from %d: %d", want, most, guess, got)
				}
			}
		}
	}
}

func FuzzBreakLines(f *testing.F) {
	f.Add("one two three", uint8(4))
	f.Add("https://login.microsoftonline.com/4c1e7a90", uint8(9))
	f.Add("\n \n\t", uint8(1))
	f.Fuzz(func(t *testing.T, text string, width uint8) {
		lines := breakLines(text, float32(width%60)+1, runes)
		for _, l := range lines {
			if runes(l) > float32(width%60)+1 {
				t.Fatalf("line %q is wider than %d", l, width%60+1)
			}
		}
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if utf8.ValidString(text) && squeeze(strings.Join(lines, " ")) != squeeze(text) {
			t.Fatalf("breaking %q lost words: %q", text, lines)
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text        string
		width       float32
		end, middle string
	}{
		{"abcdefghij", 5, "abcd…", "ab…ij"},
		{"abcdefghij", 6, "abcde…", "abc…ij"},
		{"ab cdefghij", 4, "ab…", "ab…j"},
	} {
		if got := cutEnd(c.text, c.width, runes); got != c.end {
			t.Errorf("cutEnd(%q, %v) = %q, want %q", c.text, c.width, got, c.end)
		}
		if got := cutMiddle(c.text, c.width, runes); got != c.middle {
			t.Errorf("cutMiddle(%q, %v) = %q, want %q", c.text, c.width, got, c.middle)
		}
	}
	if got := cutMiddle("short", 10, runes); got != "short" {
		t.Errorf("cutMiddle cuts what fits: %q", got)
	}
	if got := cutMiddle("long", 0, runes); got != "…" {
		t.Errorf("cutMiddle without room gives %q", got)
	}
}

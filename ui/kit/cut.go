package kit

import (
	"strings"
	"unicode"
)

const ellipsis = "…"

// cutEnd shortens text to a width, with an ellipsis at its end.
func cutEnd(text string, width float32, measure func(string) float32) string {
	r := []rune(text)
	n := fit(len(r), func(n int) bool { return measure(string(r[:n])+ellipsis) <= width })
	return strings.TrimRight(string(r[:n]), " ") + ellipsis
}

// cutMiddle shortens text to a width with an ellipsis in its middle: the end of
// an address tells as much as its beginning.
func cutMiddle(text string, width float32, measure func(string) float32) string {
	if measure(text) <= width {
		return text
	}
	r := []rune(text)
	cut := func(n int) string {
		head := (n + 1) / 2
		return string(r[:head]) + ellipsis + string(r[len(r)-(n-head):])
	}
	return cut(fit(len(r)-1, func(n int) bool { return measure(cut(n)) <= width }))
}

// fit returns the largest n up to most for which ok holds, by halving; 0 at least.
func fit(most int, ok func(int) bool) int {
	low, high := 0, most
	for low < high {
		mid := (low + high + 1) / 2
		if ok(mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// fitNear is fit for who knows about where it lies: measuring is what takes time, and
// a text is about as wide as its share of signs.
func fitNear(guess, most int, ok func(int) bool) int {
	guess = min(max(guess, 1), most)
	low, high := 0, most // low fits, and nothing above high does
	if ok(guess) {
		low = guess
		for step := 1; low+step <= high; step *= 2 {
			if !ok(low + step) {
				high = low + step - 1
				break
			}
			low += step
		}
	} else {
		high = guess - 1
		for step := 1; high >= step; step *= 2 {
			if at := high - step + 1; ok(at) {
				low = at
				break
			}
			high -= step
		}
	}
	return low + fit(high-low, func(n int) bool { return ok(low + n) })
}

// breakLines breaks text into lines no wider than width: at spaces and between
// Japanese signs, else behind / . - _ ? & =, else anywhere. Line feeds are kept as breaks.
func breakLines(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, breakPart(part, width, measure)...)
	}
	return lines
}

func breakPart(text string, width float32, measure func(string) float32) []string {
	if width <= 0 || measure(text) <= width {
		return []string{text}
	}
	var lines []string
	rest := []rune(text)
	for len(rest) > 0 {
		whole := measure(string(rest))
		if whole <= width {
			return append(lines, string(rest))
		}
		guess := int(float32(len(rest)) * width / whole)
		n := fitNear(guess, len(rest), func(n int) bool { return measure(strings.TrimRight(string(rest[:n]), " ")) <= width })
		n = breakAt(rest, max(n, 1))
		lines = append(lines, strings.TrimRightFunc(string(rest[:n]), unicode.IsSpace))
		rest = rest[n:]
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
	}
	return lines
}

// breaksBetween reports whether Japanese lets a line end behind one sign and
// another begin with the next: no line begins with a full stop, a closing bracket
// or a small kana, and none ends with an opening bracket.
func breaksBetween(before, after rune) bool {
	japanese := func(r rune) bool {
		return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || strings.ContainsRune("ー、。「」（）", r)
	}
	if !japanese(before) && !japanese(after) {
		return false
	}
	return !strings.ContainsRune("、。，．・：；？！」』）】〕ー～…ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ.,:;?!)]}%", after) &&
		!strings.ContainsRune("「『（【〔([{", before)
}

// breakAt moves a break back from n to the last good place before it: behind a
// space, or beside a Japanese sign.
func breakAt(r []rune, n int) int {
	if n >= len(r) || unicode.IsSpace(r[n]) {
		return n
	}
	for i := n; i > 0; i-- {
		if unicode.IsSpace(r[i-1]) || breaksBetween(r[i-1], r[i]) {
			return i
		}
	}
	for i := n; i > n/2; i-- {
		if strings.ContainsRune("/.-_?&=", r[i-1]) {
			return i
		}
	}
	return n
}

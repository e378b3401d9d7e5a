package words

import (
	"io/fs"
	"math"
	"regexp"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Pseudo is the tag, as CLDR gives it, of English as a longer language would
// look: [Ŝïĝñ ïïñ]. It is made at run time, for tests and developers, and asked
// for as "pseudo". A sentence without brackets was not taken from translations;
// one with a single bracket has been cut.
const Pseudo = "en-XA"

// growth is how much longer a sentence becomes, as German and Dutch ones do.
const growth = 1.4

var (
	placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)
	vowel       = regexp.MustCompile(`[aeiouy]`)
)

func isPseudo(tag string) bool { return tag == "pseudo" || tag == Pseudo }

// readPseudo makes the lengthened sentences known.
func readPseudo(tree fs.FS) *sentences {
	return read(tree, Fallback, language.MustParse(Pseudo), func(message *i18n.Message) {
		message.One, message.Other = lengthen(message.One), lengthen(message.Other)
	})
}

// lengthen makes a sentence longer and foreign, and leaves its placeholders as
// they are. Vowels are repeated evenly over the sentence, so that words grow and
// not only lines.
func lengthen(sentence string) string {
	if sentence == "" {
		return ""
	}
	plain := placeholder.ReplaceAllString(sentence, "")
	letters, vowels := len([]rune(plain)), len(vowel.FindAllString(plain, -1))
	brackets := len("[]")
	spare := max(0, int(math.Ceil(float64(letters)*growth))-letters-brackets)
	var out strings.Builder
	out.WriteString("[")
	passed, added := 0, 0
	write := func(text string) {
		for _, r := range text {
			out.WriteRune(foreign(r))
			if !vowel.MatchString(string(r)) {
				continue
			}
			for passed++; added*vowels < spare*passed; added++ {
				out.WriteRune(foreign(r))
			}
		}
	}
	from := 0
	for _, found := range placeholder.FindAllStringIndex(sentence, -1) {
		write(sentence[from:found[0]])
		out.WriteString(sentence[found[0]:found[1]])
		from = found[1]
	}
	write(sentence[from:])
	out.WriteString("]")
	return out.String()
}

// foreign puts an accent on a letter that can bear one.
func foreign(r rune) rune {
	const plain, accented = "AEIOUYCNSZaeiouycnsz", "ÅËÎÖÛÝÇÑŠŽåëîöûýçñšž"
	if at := strings.IndexRune(plain, r); at >= 0 {
		return []rune(accented)[at]
	}
	return r
}

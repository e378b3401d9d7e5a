package words

import (
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Number writes a whole number in the form of the language: 12,345 in English,
// 12.345 in German.
func (w *Words) Number(n int) string { return w.printer().Sprint(number.Decimal(n)) }

// Decimal writes a number with a fixed count of digits behind the point: 0.6 in
// English, 0,6 in French.
func (w *Words) Decimal(n float64, digits int) string {
	return w.printer().Sprint(number.Decimal(n, number.Scale(digits)))
}

// Size writes a size given in bytes, in units of 1024, as file managers do: 12 KB,
// 1.5 MB. What is not empty has 1 KB at least.
func (w *Words) Size(bytes int64) string {
	const kilo = 1 << 10
	switch kilobytes := (bytes + kilo/2) / kilo; {
	case bytes <= 0:
		return w.Say("words.size.kilo", Facts{"Size": w.Number(0)})
	case kilobytes < kilo:
		return w.Say("words.size.kilo", Facts{"Size": w.Number(int(max(1, kilobytes)))})
	}
	return w.Say("words.size.mega", Facts{"Size": w.Decimal(float64(bytes)/(kilo*kilo), 1)})
}

func (w *Words) printer() *message.Printer {
	return message.NewPrinter(language.Make(w.tag))
}

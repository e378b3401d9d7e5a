package words_test

import (
	"testing"

	"backupsso/assets"
	"backupsso/assets/words"
)

// BenchmarkNew is what a start pays before its first word.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		words.NewIn(assets.Files, "en")
	}
}

package bundle

import "testing"

// BenchmarkWrite packs a bundle as set-up does.
func BenchmarkWrite(b *testing.B) {
	contents := example(b)
	for b.Loop() {
		zipOf(b, contents)
	}
}

// BenchmarkCheck proves a bundle as support does.
func BenchmarkCheck(b *testing.B) {
	contents := example(b)
	raw := zipOf(b, contents)
	for b.Loop() {
		if _, _, err := Check(raw, contents.Created); err != nil {
			b.Fatal(err)
		}
	}
}

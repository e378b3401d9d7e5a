package samlcfg

import "testing"

// BenchmarkCheckResponse checks one that is signed as Entra signs.
func BenchmarkCheckResponse(b *testing.B) {
	raw := write(b, signedResponse(b, responseText(), "assertion", testKeys()[0]))
	want := responseExpectation()
	for b.Loop() {
		if person, findings := CheckResponse(raw, want); person.SignedBy == nil {
			b.Fatalf("refused: %+v", findings)
		}
	}
}

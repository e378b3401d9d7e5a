// Package bounded holds what is done with one document or bundle from outside to
// its bounds, for tests and fuzzing.
//
// Promises: a check that takes too long or too much fails its test. Limits: all
// that was allocated counts, freed or not, so the most that was held at once is
// less; time is what this process computed, so a busy machine fails none.
package bounded

import (
	"runtime"
	"testing"
	"time"
)

// The bounds of one document or bundle, whatever it holds.
const (
	Longest = time.Second
	Largest = 64 << 20 // bytes
)

// Run runs check and fails the test unless it stays within the bounds.
func Run(t *testing.T, check func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := worked()
	check()
	took := worked() - start
	runtime.ReadMemStats(&after)
	if memory := after.TotalAlloc - before.TotalAlloc; memory > Largest {
		t.Fatalf("allocated %d bytes, more than %d", memory, Largest)
	}
	if took > Longest {
		t.Fatalf("took %v, more than %v", took, Longest)
	}
}

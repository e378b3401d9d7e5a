package samlcfg

import (
	"runtime"
	"testing"
	"time"
)

// The bounds of one document from outside, whatever it holds.
const (
	longestCheck  = time.Second
	largestMemory = 64 << 20 // bytes
)

// bounded runs check and wants it to stay within time and memory. All that was
// allocated counts, freed or not, so the most that was held at once is less.
func bounded(t *testing.T, check func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := worked()
	check()
	took := worked() - start
	runtime.ReadMemStats(&after)
	if memory := after.TotalAlloc - before.TotalAlloc; memory > largestMemory {
		t.Fatalf("allocated %d bytes, more than %d", memory, largestMemory)
	}
	if took > longestCheck {
		t.Fatalf("took %v, more than %v", took, longestCheck)
	}
}

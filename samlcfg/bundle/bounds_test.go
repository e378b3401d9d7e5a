package bundle

import (
	"runtime"
	"testing"
	"time"
)

// The bounds of one bundle from outside, whatever it holds.
const (
	longestCheck  = time.Second
	largestMemory = 64 << 20 // bytes
)

// bounded runs check and wants it to stay within time and memory. All that was
// allocated counts, freed or not, so the most that was held at once is less. A
// machine that was busy with something else gets a second try.
func bounded(t *testing.T, check func()) {
	t.Helper()
	var before, after runtime.MemStats
	for try := 1; ; try++ {
		runtime.ReadMemStats(&before)
		start := time.Now()
		check()
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if memory := after.TotalAlloc - before.TotalAlloc; memory > largestMemory {
			t.Fatalf("allocated %d bytes, more than %d", memory, largestMemory)
		}
		if took <= longestCheck {
			return
		}
		if try == 2 {
			t.Fatalf("took %v, more than %v", took, longestCheck)
		}
	}
}

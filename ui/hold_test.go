package ui

import (
	"testing"
	"time"
)

// BenchmarkHoldWhileApplying reports the longest time for which the news of a run
// keeps the window's goroutine from drawing. A person does not notice 50 ms.
func BenchmarkHoldWhileApplying(b *testing.B) {
	longest := time.Duration(0)
	for b.Loop() {
		table := newBench(b)
		table.toReview()
		table.held = 0
		table.press()
		table.until("applied", func() bool { return table.w.state.apply.result != nil })
		longest = max(longest, table.held)
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest-hold")
}

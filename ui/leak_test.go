package ui

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain looks for goroutines that outlive the tests. Each window is looked at by
// itself besides, when it is closed: see newBench.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

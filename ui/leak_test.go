package ui

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain looks for goroutines that outlive the tests. Each window is looked at by
// itself besides, when it is closed: see newBench. With a C compiler Fyne's driver
// starts one before the first test.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m, goleak.IgnoreCurrent()) }

package setup

import (
	"runtime/debug"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // thousands of short set-ups leave much behind
	goleak.VerifyTestMain(m)
}

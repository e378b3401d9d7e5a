package setup

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // thousands of short set-ups leave much behind
	os.Exit(m.Run())
}

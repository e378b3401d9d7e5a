package terminal

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

// stuck is standard output that takes nothing, for a reason.
type stuck struct{ err error }

func (s stuck) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "/dev/stdout", Err: s.err}
}

// TestLostOutputIsAFailure wants another exit status than 0 when what was printed is lost, and none
// where nobody wants to read it.
func TestLostOutputIsAFailure(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"version", "--json"}, {"help", "words"}, {"completion", "bash"}} {
		b := newBench(t, nil)
		b.deps.Out = stuck{syscall.ENOSPC}
		if code := b.run(t, args...); code != Failure {
			t.Errorf("%v: exit %d", args, code)
		}
		wants(t, b.err.String(), "What was printed could not be written whole.", "no space left on device", "Make room")

		if args[0] == "completion" {
			continue // whose own error says that nobody takes it
		}
		b = newBench(t, nil)
		b.deps.Out = stuck{syscall.EBADF}
		if code := b.run(t, args...); code != Done || strings.Contains(b.err.String(), "could not") {
			t.Errorf("%v, closed: exit %d, %s", args, code, b.err.String())
		}
	}
}

//go:build unix

package samlcfg

import (
	"syscall"
	"time"
)

// worked is how long this process has computed so far: a machine that is busy
// with something else does not count.
func worked() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

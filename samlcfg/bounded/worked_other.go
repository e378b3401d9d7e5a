//go:build !unix

package bounded

import "time"

// epoch is any moment before the first measurement; only differences count.
var epoch = time.Now()

// worked is the time that passed, where a process's own cannot be had.
func worked() time.Duration { return time.Since(epoch) }

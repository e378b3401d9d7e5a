//go:build !unix

package bundle

import "time"

var began = time.Now()

func worked() time.Duration { return time.Since(began) }

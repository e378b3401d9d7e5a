//go:build !unix

package samlcfg

import "time"

var began = time.Now()

func worked() time.Duration { return time.Since(began) }

//go:build !cgo

package ui

import "fmt"

// Run returns ErrNoWindow: this build has no window in it, because drawing one
// takes a C compiler.
func Run(Deps) error {
	return fmt.Errorf("%w: this build has none", ErrNoWindow)
}

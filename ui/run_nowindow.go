//go:build !cgo

package ui

// Run returns ErrNoWindow: this build has no window in it, because drawing one
// takes a C compiler.
func Run(Deps) error {
	return noWindow{lacksWindow, "this build has none"}
}

//go:build !linux || !cgo

package late

// Missing returns nothing: elsewhere the window's libraries are parts of the system.
func Missing(...[]string) []string { return nil }

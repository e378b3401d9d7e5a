//go:build !windows

package terminal

// leaveConsole does nothing: only Windows opens consoles on its own account.
func leaveConsole() func(text string) { return nil }

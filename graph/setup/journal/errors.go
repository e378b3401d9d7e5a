package journal

import (
	"errors"
	"fmt"
)

// ErrInUse says that another window or program works on the same set-up.
var ErrInUse = errors.New("the journal is in use")

// DamagedError says that a journal cannot be read as one: torn, empty, too large
// or about another set-up. The file stays as it is.
type DamagedError struct {
	Path  string
	Empty bool
	Err   error
}

// Error names the file and what is wrong with it.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("the journal %s is damaged: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *DamagedError) Unwrap() error { return e.Err }

// NewerError says that a newer program wrote the journal.
type NewerError struct {
	Path    string
	Version int
}

// Error names the file and its version.
func (e *NewerError) Error() string {
	return fmt.Sprintf("the journal %s has version %d, which is not known here", e.Path, e.Version)
}

// UnwritableError says that the journal cannot be kept.
type UnwritableError struct {
	Path string
	Err  error
}

// Error names the path and the cause.
func (e *UnwritableError) Error() string {
	return fmt.Sprintf("the journal %s cannot be kept: %v", e.Path, e.Err)
}

// Unwrap returns the cause.
func (e *UnwritableError) Unwrap() error { return e.Err }

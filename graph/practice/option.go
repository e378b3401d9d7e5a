package practice

// OptionError is an option that no practice tenant can start with. Error says why.
type OptionError struct {
	Option string // by its flag: host, state or fault
	Value  string
	Err    error
}

// Error returns why the value cannot be used.
func (e *OptionError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *OptionError) Unwrap() error { return e.Err }

//go:build !windows && !darwin

package words

// systemLocale has nothing to add where the environment is the system's word.
func systemLocale() string { return "" }

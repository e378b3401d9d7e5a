package words

import "strings"

// FromSystem returns the language that the person's system asks for, or "" when
// it names none. The environment decides as it does for gettext: LANGUAGE (the
// first entry), then LC_ALL, LC_MESSAGES and LANG; the "C" locale means English.
// Where none is set, Windows and macOS are asked.
func FromSystem(getenv func(string) string) string {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale = getenv(name); locale != "" {
			break
		}
	}
	if plainLocale(locale) {
		return Fallback
	}
	first, _, _ := strings.Cut(getenv("LANGUAGE"), ":")
	if first != "" {
		return tagOf(first)
	}
	if locale != "" {
		return tagOf(locale)
	}
	return tagOf(systemLocale())
}

// tagOf turns a POSIX locale name (de_AT.UTF-8@euro) into a BCP 47 tag (de-AT).
func tagOf(locale string) string {
	name, _, _ := strings.Cut(locale, ".")
	name, _, _ = strings.Cut(name, "@")
	return strings.ReplaceAll(name, "_", "-")
}

func plainLocale(locale string) bool {
	name, _, _ := strings.Cut(locale, ".")
	return name == "C" || name == "POSIX"
}

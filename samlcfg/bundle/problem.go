package bundle

import (
	"strings"

	"backupsso/samlcfg"
)

// ProblemKind names why a bundle cannot be made or read.
type ProblemKind string

// The problems of making a bundle.
const (
	ValueMissing   ProblemKind = "value-missing"   // Got names the field of Contents
	ValueMalformed ProblemKind = "value-malformed" // Got names the field of Contents
	ValuesDisagree ProblemKind = "values-disagree" // Findings says which
)

// The problems of reading one.
const (
	NotZip          ProblemKind = "not-zip"
	TooLarge        ProblemKind = "too-large"        // in bytes, files or after unpacking
	UnsafeName      ProblemKind = "unsafe-name"      // Got holds the name
	UnsafeEntry     ProblemKind = "unsafe-entry"     // link, folder, encrypted; Got holds the name
	HiddenContent   ProblemKind = "hidden-content"   // what the zip's directory does not list, or lists otherwise
	TwiceTheSame    ProblemKind = "twice-the-same"   // two names that one disk takes for one
	Damaged         ProblemKind = "damaged"          // Got holds the name
	NoConfiguration ProblemKind = "no-configuration" // some other zip
	NewerFormat     ProblemKind = "newer-format"     // made by a newer version
	BadFormat       ProblemKind = "bad-format"       // configuration.json does not fit its schema
)

// Problem says why a bundle cannot be made or read.
type Problem struct {
	Kind     ProblemKind
	Got      string // printable
	Findings []samlcfg.Finding
	Err      error
}

// Key is where the words are: Key()+".what" says what happened, Key()+".next"
// what to do, both with the placeholder {{.Got}}.
func (p *Problem) Key() string { return "bundle-problem." + string(p.Kind) }

// Error returns kind, finding and cause, for logs.
func (p *Problem) Error() string {
	text := "bundle: " + string(p.Kind)
	if p.Got != "" {
		text += " (" + p.Got + ")"
	}
	var codes []string
	for _, finding := range p.Findings {
		if finding.Severity == samlcfg.Fail {
			codes = append(codes, finding.Code)
		}
	}
	if len(codes) > 0 {
		text += ": " + strings.Join(codes, ", ")
	}
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

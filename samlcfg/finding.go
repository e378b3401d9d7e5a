package samlcfg

// Severity orders findings from proven to broken.
type Severity int

// Pass is a promise that was checked and holds; Fail is one that does not.
const (
	Pass Severity = iota
	Note
	Warn
	Fail
)

// Finding is one checked promise: what was expected, what was found. Its words
// live under the translation keys "finding.<code>.title", ".what" and ".next".
type Finding struct {
	Code     string
	Severity Severity
	Got      string
	Expected string
}

// Worst returns the highest severity among findings, Pass when there are none.
func Worst(findings []Finding) Severity {
	worst := Pass
	for _, finding := range findings {
		worst = max(worst, finding.Severity)
	}
	return worst
}

package samlcfg

import (
	"strconv"
	"time"
)

// How far this computer's clock may be from Microsoft's before it is worth a word,
// and before it is worth mending.
const (
	smallOffset = 30 * time.Second
	largeOffset = 5 * time.Minute
)

// ClockFinding compares this computer's clock with Microsoft's, which decides over
// the times in responses. Offset is how far Microsoft's is ahead. A wrong clock
// here harms nobody but whoever reads times here.
func ClockFinding(offset time.Duration) Finding {
	finding := Finding{Code: "computer-clock", Got: roughly(offset.Abs()), Expected: roughly(largeOffset)}
	if offset.Abs() < smallOffset {
		return finding
	}
	finding.Code, finding.Severity = "computer-clock-slow", Note
	if offset < 0 {
		finding.Code = "computer-clock-fast"
	}
	if offset.Abs() > largeOffset {
		finding.Severity = Warn
	}
	return finding
}

// roughly is a time for people: seconds below a minute and a half, else minutes,
// hours from two on. The units are the symbols that all languages share.
func roughly(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return strconv.Itoa(int(d.Round(time.Second)/time.Second)) + " s"
	case d < 2*time.Hour:
		return strconv.Itoa(int(d.Round(time.Minute)/time.Minute)) + " min"
	}
	return strconv.Itoa(int(d.Round(time.Hour)/time.Hour)) + " h"
}

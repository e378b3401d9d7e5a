package samlcfg

import (
	"testing"
	"time"
)

func TestClockFinding(t *testing.T) {
	for offset, want := range map[time.Duration]Finding{
		0:                  {Code: "computer-clock", Severity: Pass, Got: "0 s", Expected: "5 min"},
		-20 * time.Second:  {Code: "computer-clock", Severity: Pass, Got: "20 s", Expected: "5 min"},
		45 * time.Second:   {Code: "computer-clock-slow", Severity: Note, Got: "45 s", Expected: "5 min"},
		-2 * time.Minute:   {Code: "computer-clock-fast", Severity: Note, Got: "2 min", Expected: "5 min"},
		10 * time.Minute:   {Code: "computer-clock-slow", Severity: Warn, Got: "10 min", Expected: "5 min"},
		-25 * time.Hour:    {Code: "computer-clock-fast", Severity: Warn, Got: "25 h", Expected: "5 min"},
		89999 * 1000000000: {Code: "computer-clock-slow", Severity: Warn, Got: "25 h", Expected: "5 min"},
	} {
		got := ClockFinding(offset)
		if got != want {
			t.Errorf("%s: %+v", offset, got)
		}
		if side := got.Side(); (side == SideComputer) != (got.Severity != Pass) {
			t.Errorf("%s is for %q to mend", offset, side)
		}
	}
}

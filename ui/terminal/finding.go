package terminal

import (
	"strings"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// severityNames are the severities as scripts see them.
func severityNames() map[samlcfg.Severity]string {
	return map[samlcfg.Severity]string{samlcfg.Pass: "pass", samlcfg.Note: "note", samlcfg.Warn: "warn", samlcfg.Fail: "fail"}
}

// showFinding tells one checked promise, and where it does not simply hold, what
// was found and expected as far as the sentence does not name it, on whose side it
// is, what to do, and the command that mends it where the repair is ours.
func (r *run) showFinding(finding samlcfg.Finding, of scope) {
	what, side := r.whatOf(finding), finding.Side()
	of = of.about(finding.Portal())
	repair, mends := setup.RepairOfFinding(finding, of.wish)
	command := ""
	if mends {
		command = of.command(repair)
	}
	r.json.write(object{"event": "finding", "code": finding.Code, "severity": severityNames()[finding.Severity],
		"title": r.words.Say("finding." + finding.Code + ".title"), "what": what, "got": finding.Got,
		"expected": finding.Expected, "side": side, "next": r.nextOf(finding), "fix": finding.Fix(), "command": command})
	mark, how := "holds", plain
	switch finding.Severity {
	case samlcfg.Note:
		mark = "note"
	case samlcfg.Warn:
		mark, how = "look", warn
	case samlcfg.Fail:
		mark, how = "broken", bad
	}
	r.screen.styled(how, padded(r.words.Say("terminal.check.mark."+mark), 9)+r.words.Say("finding."+finding.Code+".title"))
	if finding.Severity == samlcfg.Pass {
		return
	}
	lines := []string{what}
	if finding.Got != "" && !strings.Contains(what, finding.Got) {
		lines = append(lines, r.words.Say("terminal.check.got", facts{"Got": finding.Got}))
	}
	if finding.Expected != "" && finding.Expected != finding.Got && !strings.Contains(what, finding.Expected) {
		lines = append(lines, r.words.Say("terminal.check.expected", facts{"Expected": finding.Expected}))
	}
	if side != samlcfg.SideNobody {
		lines = append(lines, r.words.Say("explain.side", facts{"Side": r.words.Say(side.Key())}))
	}
	for _, line := range append(lines, r.words.Say("terminal.next", facts{"Next": r.nextOf(finding)})) {
		r.screen.line(padded("", 9) + line)
	}
	r.showMending(of, repair, mends, padded("", 9))
}

// whatOf is what happened, "" for a finding that holds.
func (r *run) whatOf(finding samlcfg.Finding) string {
	if finding.Severity == samlcfg.Pass {
		return ""
	}
	about := facts{"Got": firstNonEmpty(finding.Got, r.words.Say("explain.nothing")), "Expected": firstNonEmpty(finding.Expected, r.words.Say("explain.nothing"))}
	return r.words.Say("finding."+finding.Code+".what", about)
}

// nextOf is what to do about a finding, "" when it holds.
func (r *run) nextOf(finding samlcfg.Finding) string {
	if finding.Severity == samlcfg.Pass {
		return ""
	}
	return r.words.Say("finding."+finding.Code+".next", facts{"Got": finding.Got, "Expected": finding.Expected})
}

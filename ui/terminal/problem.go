package terminal

import (
	"strconv"
	"strings"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

type facts = words.Facts

// factsOf are the named values of a problem's sentences.
func factsOf(problem *setup.Problem) facts { return words.From(problem.Facts) }

// showStop tells why the command ended: what, why, next, then the details that
// support asks for.
func (r *run) showStop(reason *stop) {
	r.screen.line("")
	r.screen.styled(bad, reason.what)
	if reason.why != "" {
		r.screen.line(reason.why)
	}
	if reason.next != "" {
		r.paragraph(r.words.Say("terminal.next", facts{"Next": reason.next}))
	}
	if reason.problem == nil {
		return
	}
	r.showFindings(failed(reason.problem.Findings))
	if reason.problem.Task != nil {
		r.showTask(*reason.problem.Task)
	}
	r.stoppedForConsent(reason.problem)
	for _, choice := range reason.problem.Choices {
		r.showChoice(choice)
	}
	rows := r.detailRows(reason.problem)
	if len(rows) == 0 {
		return
	}
	r.screen.line("")
	r.screen.line("  " + r.words.Say("terminal.details"))
	for _, row := range rows {
		r.screen.line("    " + row)
	}
}

// failed returns the findings that are worth telling after a stop.
func failed(findings []samlcfg.Finding) []samlcfg.Finding {
	var bad []samlcfg.Finding
	for _, finding := range findings {
		if finding.Severity > samlcfg.Note {
			bad = append(bad, finding)
		}
	}
	return bad
}

func (r *run) showChoice(choice setup.Choice) {
	r.screen.line("")
	r.screen.line("  --application " + choice.ID)
	if choice.ID == newApplication {
		r.screen.line("    " + r.words.Say("choice.new"))
		return
	}
	r.screen.line("    " + choice.Name)
	if !choice.Created.IsZero() {
		r.screen.line("    " + r.words.Say("terminal.choice.created", facts{"Date": r.words.Date(choice.Created)}))
	}
	if len(choice.Identifiers) > 0 {
		r.screen.line("    " + r.words.Say("terminal.choice.identifiers", facts{"Identifiers": strings.Join(choice.Identifiers, ", ")}))
	}
	if len(choice.Assigned) > 0 {
		r.screen.line("    " + r.words.Say("terminal.choice.assigned", facts{"People": strings.Join(choice.Assigned, ", ")}))
	}
}

// detailRows are the raw facts of a problem, one "name: value" each. They carry
// no secret: graph takes secrets out before an error leaves it.
func (r *run) detailRows(problem *setup.Problem) []string {
	detail := problem.Detail
	var rows []string
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, r.words.Say(key, facts{"Value": value}))
		}
	}
	status := ""
	if detail.Status != 0 {
		status = strconv.Itoa(detail.Status)
	}
	add("terminal.detail.code", strings.TrimSpace(status+" "+detail.Code))
	add("terminal.detail.message", detail.Message)
	add("terminal.detail.call", detail.Call)
	add("terminal.detail.request", detail.RequestID)
	add("terminal.detail.client-request", detail.ClientRequestID)
	if !detail.Time.IsZero() {
		add("terminal.detail.time", detail.Time.UTC().Format(time.RFC3339))
	}
	return rows
}

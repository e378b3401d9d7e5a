package terminal

import (
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// explainErrors tells cause, side and next step of every error that was met.
func (r *run) explainErrors(reports []samlcfg.SignInErrorReport, of scope) {
	objects := make([]object, 0, len(reports))
	for i, report := range reports {
		if i > 0 {
			r.screen.line("")
		}
		objects = append(objects, r.errorObject(report, r.showError(report, of)))
	}
	r.json.write(object{"event": "explained", "kind": "sign-in-error", "errors": objects})
}

// showError tells one error, and returns the command that mends it.
func (r *run) showError(report samlcfg.SignInErrorReport, of scope) (command string) {
	key := report.Key()
	r.screen.styled(strong, report.Name())
	r.screen.line(r.words.Say(key + ".what"))
	r.screen.line(r.words.Say(key + ".why"))
	r.screen.line(r.words.Say("terminal.next", facts{"Next": r.words.Say(key + ".next")}))
	if report.Fix != samlcfg.FixNone {
		r.screen.line(r.words.Say(report.Fix.Key()))
		of = of.ofError(report)
		repair, mends := setup.RepairOfError(report, of.wish)
		command = r.showMending(of, repair, mends, "")
	}
	r.screen.line("")
	if report.Known() {
		r.screen.line(r.words.Say(whereItHappens(report.SignInError)))
		r.screen.line(r.words.Say("explain.side", facts{"Side": r.words.Say(report.Side.Key())}))
	}
	r.screen.line(r.words.Say("explain.link", facts{"URL": report.Link()}))
	for _, row := range []struct{ key, value string }{
		{"explain.message", report.Message},
		{"explain.correlation", report.CorrelationID},
		{"explain.trace", report.TraceID},
		{"explain.time", stamp(report.Time)},
	} {
		if row.value != "" {
			r.screen.line(r.words.Say(row.key, facts{"Value": row.value}))
		}
	}
	return command
}

// whereItHappens names the words about which sign-on can meet an error.
func whereItHappens(found samlcfg.SignInError) string {
	switch {
	case found.AtEntra:
		return "explain.can-happen"
	case found.Side == samlcfg.SideSender:
		return "explain.of-a-request"
	}
	return "explain.of-a-tool"
}

func (r *run) errorObject(report samlcfg.SignInErrorReport, command string) object {
	key := report.Key()
	return object{"code": report.Code, "name": report.Name(), "known": report.Known(), "at_entra": report.AtEntra,
		"side": report.Side, "fix": report.Fix, "command": command, "what": r.words.Say(key + ".what"), "why": r.words.Say(key + ".why"),
		"next": r.words.Say(key + ".next"), "message": report.Message, "correlation_id": report.CorrelationID,
		"trace_id": report.TraceID, "time": stamp(report.Time), "link": report.Link()}
}

// stamp writes a moment for people and scripts, "" when there is none.
func stamp(moment time.Time) string {
	if moment.IsZero() {
		return ""
	}
	return moment.UTC().Format(time.RFC3339)
}

package terminal

import (
	"net/http"
	"strings"

	"backupsso/graph/setup"
)

// heard notes whether a request may have changed something.
func (r *run) heard(event setup.Event) {
	exchange := event.Exchange
	refused := exchange.Status >= 400 && exchange.Status < 500 && exchange.Status != http.StatusNotFound
	r.sent = r.sent || exchange.Write() && !refused
}

// showLiveReport tells what came of everybody.
func (r *run) showLiveReport(report setup.LiveReport) {
	if n := report.Count(setup.LiveAssigned); n > 0 {
		r.screen.styled(good, r.words.Count("terminal.assign.done", n))
	}
	if n := report.Count(setup.LiveTakenBack); n > 0 {
		r.screen.styled(good, r.words.Count("terminal.assign.taken-back", n))
	}
	if n := report.Count(setup.LiveAlready); n > 0 && report.Stopped == nil {
		r.screen.line(r.words.Count("terminal.assign.were-in", n))
	}
	if n := report.Count(setup.LiveWasOut); n > 0 && report.Stopped == nil {
		r.screen.line(r.words.Count("terminal.assign.were-out", n))
	}
	if report.Unseen > 0 {
		r.screen.line(r.words.Count("terminal.assign.unseen", report.Unseen))
	}
	if report.StillSeen > 0 {
		r.screen.line(r.words.Count("terminal.assign.still-seen", report.StillSeen))
	}
	if report.Unassigned {
		r.screen.line(r.words.Say("terminal.assign.unassigned", facts{"UPN": report.TestUser.Member.UPN}))
	}
	if report.Deleted {
		r.screen.line(r.words.Say("terminal.assign.deleted", facts{"UPN": report.TestUser.Member.UPN}))
	}
	if n := report.Changes(); report.Stopped != nil && report.Stopped.Kind != setup.Cancelled && n > 0 {
		r.screen.line(r.words.Count("terminal.assign.stopped", n))
	}
}

// outcomeWords says what came of a row, and why.
func (r *run) outcomeWords(result setup.LiveResult) string {
	switch {
	case result.Problem != nil:
		return r.words.Say("problem."+string(result.Problem.Kind)+".what", factsOf(result.Problem))
	case result.Why != "":
		return r.words.Say("live.why." + result.Why)
	}
	return r.words.Say("live.outcome." + string(result.Outcome))
}

// livePlan writes a plan of people for programs.
func (j *jsonLines) livePlan(plan setup.LivePlan) {
	rows := make([]object, 0, len(plan.Rows))
	for _, row := range plan.Rows {
		rows = append(rows, liveRow(row))
	}
	line := object{"event": "assign-plan", "tenant_id": plan.Tenant.ID, "application": plan.Application, "rows": rows, "assign": plan.Count(setup.LetIn),
		"already_so": plan.Count(setup.IsIn), "take_back": plan.Count(setup.LetOut), "is_out": plan.Count(setup.IsOut), "cannot": plan.Count(setup.StaysOut), "writes": plan.Writes(), "assigned_before": plan.Before}
	if plan.Licence.Known {
		line["premium"] = plan.Licence.Premium
	}
	if user := plan.TestUser; user != nil {
		line["test_user"] = object{"upn": user.Member.UPN, "unassign": user.Unassign, "delete": user.Delete, "foreign": user.Foreign, "last": user.Last}
	}
	if !plan.Resumes.IsZero() {
		line["resumes"] = plan.Resumes.UTC()
	}
	j.write(line)
}

func liveRow(row setup.LiveRow) object {
	line := object{"given": row.Asked, "verb": row.Verb, "kind": strings.ToLower(string(row.Member.Kind)), "name": row.Member.Name,
		"user_name": row.Member.UPN, "id": row.Member.ID, "why": row.Why, "notes": listed(row.Notes)}
	if row.Line > 0 {
		line["line"] = row.Line
	}
	if row.Member.Kind == setup.AGroup && row.Member.Group.Counted {
		line["members"], line["groups_inside"] = row.Member.Group.People, row.Member.Group.Inner
	}
	return line
}

// liveEvent writes one piece of news of a run.
func (j *jsonLines) liveEvent(event setup.Event, plan setup.LivePlan) {
	if event.Row == 0 {
		j.event(event)
		return
	}
	if event.State == setup.Started {
		return // its end says the same and more
	}
	row := plan.Rows[event.Row-1]
	line := object{"event": "row", "time": event.Time.UTC(), "row": event.Row, "given": row.Asked, "id": row.Member.ID, "state": event.State,
		"outcome": event.Outcome, "ms": event.Elapsed.Milliseconds(), "made": event.Made, "total": event.Total}
	if event.Problem != nil {
		line["kind"] = event.Problem.Kind
		line["detail"] = object{"code": event.Problem.Detail.Code, "message": event.Problem.Detail.Message, "request_id": event.Problem.Detail.RequestID}
	}
	j.write(line)
}

// liveReport is the last object of a run, unless it failed.
func (j *jsonLines) liveReport(report setup.LiveReport) {
	counts := object{}
	for _, outcome := range setup.LiveOutcomes() {
		counts[string(outcome)] = report.Count(outcome)
	}
	j.write(object{"event": "assigned", "counts": counts, "test_user_unassigned": report.Unassigned, "test_user_deleted": report.Deleted,
		"not_showing_yet": report.Unseen, "showing_still": report.StillSeen, "stopped": report.Stopped != nil, "requests": report.Requests})
}

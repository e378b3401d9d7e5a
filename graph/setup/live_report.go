package setup

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/roster"
)

// LiveOutcome is what came of one row; words under "live.outcome.<outcome>".
type LiveOutcome string

// The outcomes.
const (
	LiveAssigned   LiveOutcome = "assigned"
	LiveAlready    LiveOutcome = "already-so"
	LiveCannot     LiveOutcome = "cannot"
	LiveFailed     LiveOutcome = "failed"
	LiveUnknown    LiveOutcome = "unknown"     // the run stopped before it was known; the next one finds out
	LiveNotReached LiveOutcome = "not-reached" // the run stopped before
	LiveTakenBack  LiveOutcome = "taken-back"
	LiveWasOut     LiveOutcome = "was-out" // there was nothing to take back
	LivePlanned    LiveOutcome = "planned" // in the report of a plan
)

// LiveOutcomes lists every outcome.
func LiveOutcomes() []LiveOutcome {
	return []LiveOutcome{LiveAssigned, LiveAlready, LiveCannot, LiveFailed, LiveUnknown, LiveNotReached, LiveTakenBack, LiveWasOut, LivePlanned}
}

// LiveResult is a row and what came of it.
type LiveResult struct {
	LiveRow
	Outcome      LiveOutcome
	Problem      *Problem // for LiveFailed
	AssignmentID string
	RequestID    string // of the write
	Time         time.Time
}

// LiveReport is what came of every row.
type LiveReport struct {
	Tenant      graph.Tenant
	Account     graph.Account
	Application string
	Identifier  string
	Began       time.Time
	Ended       time.Time
	Rows        []LiveResult
	TestUser    *TestUserRow
	Unassigned  bool     // the test user's assignment is gone
	Deleted     bool     // her account is in the recycle bin
	Unseen      int      // let in, and not in the tenant's list yet
	StillSeen   int      // taken back, and in the tenant's list still
	Stopped     *Problem // why the run stopped early; nil: it came to its end
	Requests    Requests
}

func newLiveReport(plan LivePlan, now time.Time) LiveReport {
	report := LiveReport{Tenant: plan.Tenant, Account: plan.Account, Application: plan.Application, Began: now, Ended: now,
		Identifier: plan.Wish.Wish.Portal.Identifier, TestUser: plan.TestUser}
	first := map[LiveVerb]LiveOutcome{LetIn: LiveNotReached, IsIn: LiveAlready, StaysOut: LiveCannot, LetOut: LiveNotReached, IsOut: LiveWasOut}
	for _, row := range plan.Rows {
		report.Rows = append(report.Rows, LiveResult{LiveRow: row, Outcome: first[row.Verb]})
	}
	return report
}

// Report is the report of the plan itself: what would be done with every row.
func (p LivePlan) Report() LiveReport {
	report := newLiveReport(p, p.Made)
	for i, row := range report.Rows {
		if row.Outcome == LiveNotReached {
			report.Rows[i].Outcome = LivePlanned
		}
	}
	return report
}

// Count returns the number of rows with one of the outcomes.
func (r LiveReport) Count(outcomes ...LiveOutcome) int {
	n := 0
	for _, row := range r.Rows {
		for _, outcome := range outcomes {
			if row.Outcome == outcome {
				n++
			}
		}
	}
	return n
}

// LeftOut is the number of rows whose person or group is not in: those that cannot
// be or failed. What stands in the list twice is not counted again.
func (r LiveReport) LeftOut() int {
	n := 0
	for _, row := range r.Rows {
		twice := row.Why == WhyTwice || row.Why == string(roster.Duplicate)
		if row.Outcome == LiveFailed || row.Outcome == LiveCannot && !twice {
			n++
		}
	}
	return n
}

// Changes is the number of changes that the run made.
func (r LiveReport) Changes() int {
	n := r.Count(LiveAssigned, LiveTakenBack)
	if r.Unassigned {
		n++
	}
	if r.Deleted {
		n++
	}
	return n
}

// compared counts the rows that were let in and that a list does not show, and
// those that were taken back and that it does.
func (r LiveReport) compared(assignments []graph.Assignment) (missing, left int) {
	shown, own := map[string]bool{}, map[string]bool{}
	for _, one := range assignments {
		shown[strings.ToLower(one.PrincipalID)], own[one.ID] = true, true
	}
	for _, row := range r.Rows {
		switch {
		case row.Outcome == LiveAssigned && !shown[strings.ToLower(row.Member.ID)]:
			missing++
		case row.Outcome == LiveTakenBack && own[row.AssignmentID]:
			left++
		}
	}
	return missing, left
}

// SaveLiveReport writes a report to path, as JSON when that ends in .json and as
// CSV otherwise, and returns the absolute path used. say puts an outcome and the
// reason for it into words; nil leaves them out. It writes whole files only, under
// a name that is free. Errors: DiskFull and CannotWrite, with Path.
func (f *Flow) SaveLiveReport(report LiveReport, path string, say func(LiveResult) string) (string, error) {
	if say == nil {
		say = func(LiveResult) string { return "" }
	}
	write := report.csv
	if strings.EqualFold(filepath.Ext(path), ".json") {
		write = report.json
	}
	content, err := write(say)
	if err == nil {
		path, err = f.saveFile(content, path)
	}
	if err != nil {
		problem := unsaved(path, err)
		problem.Step = StepPeople
		return "", problem
	}
	return path, nil
}

// csv has a line for every row, for a spreadsheet.
func (r LiveReport) csv(say func(LiveResult) string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff") // without it Excel takes the names for another encoding
	lines := csv.NewWriter(&out)
	lines.UseCRLF = true
	_ = lines.Write([]string{"line", "given", "kind", "name", "user_name", "id", "outcome", "why", "words", "assignment_id", "request_id", "time"})
	for _, row := range r.Rows {
		line, moment := "", ""
		if row.Line > 0 {
			line = strconv.Itoa(row.Line)
		}
		if !row.Time.IsZero() {
			moment = row.Time.UTC().Format(time.RFC3339)
		}
		_ = lines.Write([]string{line, harmless(row.Asked), strings.ToLower(string(row.Member.Kind)), harmless(row.Member.Name), harmless(row.Member.UPN),
			row.Member.ID, string(row.Outcome), row.reason(), harmless(say(row)), harmless(row.AssignmentID), row.RequestID, moment})
	}
	lines.Flush()
	return out.Bytes(), lines.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// reason is why a row was not let in: a code of the plan, or Graph's of the refusal.
func (r LiveResult) reason() string {
	if r.Problem != nil {
		return string(r.Problem.Kind)
	}
	return r.Why
}

type liveReportJSON struct {
	TenantID    string         `json:"tenant_id"`
	TenantName  string         `json:"tenant_name"`
	Account     string         `json:"account"`
	Application string         `json:"application"`
	Identifier  string         `json:"identifier"`
	Began       time.Time      `json:"began"`
	Ended       time.Time      `json:"ended"`
	Counts      map[string]int `json:"counts"`
	NotShowing  int            `json:"not_showing_yet"`
	Showing     int            `json:"showing_still"`
	TestUser    string         `json:"test_user,omitempty"`
	Unassigned  bool           `json:"test_user_unassigned"`
	Deleted     bool           `json:"test_user_deleted"`
	Stopped     string         `json:"stopped,omitempty"`
	Requests    Requests       `json:"requests"`
	Rows        []liveRowJSON  `json:"rows"`
}

type liveRowJSON struct {
	Line         int      `json:"line,omitempty"`
	Given        string   `json:"given"`
	Kind         string   `json:"kind,omitempty"`
	Name         string   `json:"name,omitempty"`
	UserName     string   `json:"user_name,omitempty"`
	ID           string   `json:"id,omitempty"`
	Outcome      string   `json:"outcome"`
	Why          string   `json:"why,omitempty"`
	Words        string   `json:"words,omitempty"`
	Notes        []string `json:"notes,omitempty"`
	AssignmentID string   `json:"assignment_id,omitempty"`
	RequestID    string   `json:"request_id,omitempty"`
	// The time is left out for rows that nothing was sent for.
	Time time.Time `json:"time,omitzero"`
}

func (r LiveReport) json(say func(LiveResult) string) ([]byte, error) {
	made := liveReportJSON{TenantID: r.Tenant.ID, TenantName: r.Tenant.Name, Account: r.Account.UPN, Application: r.Application, Identifier: r.Identifier,
		Began: r.Began.UTC(), Ended: r.Ended.UTC(), Counts: map[string]int{}, NotShowing: r.Unseen, Showing: r.StillSeen, Unassigned: r.Unassigned, Deleted: r.Deleted, Requests: r.Requests}
	for _, outcome := range LiveOutcomes() {
		made.Counts[string(outcome)] = r.Count(outcome)
	}
	if r.TestUser != nil {
		made.TestUser = r.TestUser.Member.UPN
	}
	if r.Stopped != nil {
		made.Stopped = string(r.Stopped.Kind)
	}
	for _, row := range r.Rows {
		shown := liveRowJSON{Line: row.Line, Given: row.Asked, Kind: strings.ToLower(string(row.Member.Kind)), Name: row.Member.Name, UserName: row.Member.UPN,
			ID: row.Member.ID, Outcome: string(row.Outcome), Why: row.reason(), Words: say(row), Notes: row.Notes, AssignmentID: row.AssignmentID, RequestID: row.RequestID}
		if !row.Time.IsZero() {
			shown.Time = row.Time.UTC()
		}
		made.Rows = append(made.Rows, shown)
	}
	content, err := json.MarshalIndent(made, "", "  ")
	return append(content, '\n'), err
}

package ui

import (
	"strings"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// runState is how one row of a run stands.
type runState int

// The states of a row.
const (
	rowToCome runState = iota
	rowUnderWay
	rowDone
	rowWas // it was so already
	rowFailed
	rowUnknown
)

// runRow is one change of a run: somebody who is let in, or the test user who is
// taken away.
type runRow struct {
	member  setup.Member
	removes bool
	state   runState
	problem *setup.Problem
}

// liveRun is how letting people in is going.
type liveRun struct {
	running    bool
	cancelling bool
	planning   bool // looking at what is left, before carrying on
	cancel     func()
	started    time.Time
	ended      time.Time
	rows       []runRow
	byMember   map[string]int
	ofPlan     []int // row of this run for each row of the plan; -1: none
	fresh      []int // rows that have changed since they were shown
	made       int
	at         int // the row under way; -1: none
	step       setup.Step
	wait       *setup.Wait
	problem    *setup.Problem // why it stopped
	report     *setup.LiveReport
	chosen     int // the row whose fault is shown; -1: none
	saved      string
	unsaved    *setup.Problem
}

// begin lays out the rows of a plan. Rows that an earlier part of the same run has
// done stay as they are.
func (r *liveRun) begin(plan setup.LivePlan, now time.Time) {
	before := *r
	*r = liveRun{running: true, started: now, at: -1, chosen: -1, rows: before.rows, byMember: before.byMember, report: before.report}
	if r.byMember == nil {
		r.byMember = map[string]int{}
		for _, row := range plan.Rows {
			if row.Verb == setup.LetIn {
				r.byMember[strings.ToLower(row.Member.ID)] = len(r.rows)
				r.rows = append(r.rows, runRow{member: row.Member})
			}
		}
		if takesAway(plan.TestUser) {
			r.rows = append(r.rows, runRow{member: plan.TestUser.Member, removes: true})
		}
	}
	r.ofPlan = make([]int, len(plan.Rows))
	for i, row := range plan.Rows {
		at, known := r.byMember[strings.ToLower(row.Member.ID)]
		if !known || row.Member.ID == "" {
			r.ofPlan[i] = -1
			continue
		}
		r.ofPlan[i] = at
		if row.Verb == setup.IsIn && r.rows[at].state != rowDone {
			r.rows[at].state = rowWas
		}
	}
	for i := range r.rows {
		if r.rows[i].state != rowDone && r.rows[i].state != rowWas {
			r.rows[i].state, r.rows[i].problem = rowToCome, nil
		}
	}
	r.made = r.done()
}

// takesAway reports that a plan takes the test user away.
func takesAway(user *setup.TestUserRow) bool { return user != nil && (user.Unassign || user.Delete) }

// done is the number of rows that are behind.
func (r *liveRun) done() int {
	n := 0
	for _, row := range r.rows {
		n += boolCount(row.state == rowDone || row.state == rowWas)
	}
	return n
}

// failed is the number of rows that were refused.
func (r *liveRun) failed() int {
	n := 0
	for _, row := range r.rows {
		n += boolCount(row.state == rowFailed)
	}
	return n
}

// changes is the number of changes that were made: the account of the test user
// takes her assignment along.
func (r *liveRun) changes() int {
	if r.report == nil {
		return 0
	}
	return r.report.Count(setup.LiveAssigned) + boolCount(r.report.Unassigned || r.report.Deleted)
}

// set changes the state of a row.
func (r *liveRun) set(at int, state runState, problem *setup.Problem) {
	if at < 0 || at >= len(r.rows) {
		return
	}
	before := r.rows[at].state
	r.rows[at].state, r.rows[at].problem = state, problem
	r.fresh = append(r.fresh, at)
	finished := func(s runState) bool { return s == rowDone || s == rowWas }
	r.made += boolCount(finished(state)) - boolCount(finished(before))
}

// removal is the row of the test user; -1 where she stays.
func (r *liveRun) removal() int {
	if last := len(r.rows) - 1; last >= 0 && r.rows[last].removes {
		return last
	}
	return -1
}

// take notes one piece of news.
func (r *liveRun) take(event setup.Event) {
	if event.Step == "" {
		return
	}
	r.step, r.wait = event.Step, nil
	if event.State == setup.Waiting {
		r.wait = event.Wait
		return
	}
	at := -1
	switch {
	case event.Row > 0 && event.Row <= len(r.ofPlan):
		at = r.ofPlan[event.Row-1]
	case event.Step == setup.StepAssignment || event.Step == setup.StepTestUser:
		at = r.removal()
	}
	if at < 0 {
		return
	}
	switch event.State {
	case setup.Started:
		r.at = at
		if r.rows[at].state != rowDone {
			r.set(at, rowUnderWay, nil)
		}
	case setup.Done:
		state := rowDone
		if event.Outcome == setup.AlreadySo {
			state = rowWas
		}
		r.set(at, state, nil)
	case setup.Failed:
		r.set(at, rowFailed, event.Problem)
	}
}

// end takes the report over. What an earlier part of the run has done stays done.
func (r *liveRun) end(report setup.LiveReport, err error, now time.Time) {
	r.running, r.cancelling, r.wait, r.at, r.ended = false, false, nil, -1, now
	r.problem = problemOf(err)
	if r.report != nil {
		report = continued(*r.report, report)
	}
	r.report = &report
	for i, row := range r.rows {
		if row.state == rowUnderWay && i != r.removal() {
			r.set(i, rowToCome, nil)
		}
	}
	for i, row := range report.Rows {
		if i >= len(r.ofPlan) || r.ofPlan[i] < 0 {
			continue
		}
		switch at := r.ofPlan[i]; row.Outcome {
		case setup.LiveAssigned:
			r.set(at, rowDone, nil)
		case setup.LiveFailed:
			r.set(at, rowFailed, row.Problem)
		case setup.LiveUnknown:
			r.set(at, rowUnknown, nil)
		case setup.LiveNotReached:
			r.set(at, rowToCome, nil)
		}
	}
	if at := r.removal(); at >= 0 && r.rows[at].state == rowUnderWay {
		r.set(at, rowToCome, nil)
		if report.Deleted || report.Unassigned && !report.TestUser.Delete {
			r.set(at, rowDone, nil)
		}
	}
	for i, row := range r.rows {
		if row.state == rowFailed && r.chosen < 0 {
			r.chosen = i
		}
	}
}

// continued puts the report of a run that carried on behind that of the part
// before: who was let in then is not told as somebody who was in already.
func continued(before, after setup.LiveReport) setup.LiveReport {
	then := map[string]setup.LiveResult{}
	for _, row := range before.Rows {
		if row.Outcome == setup.LiveAssigned {
			then[strings.ToLower(row.Member.ID)] = row
		}
	}
	for i, row := range after.Rows {
		if earlier, was := then[strings.ToLower(row.Member.ID)]; was && row.Outcome == setup.LiveAlready {
			earlier.Line, earlier.Asked = row.Line, row.Asked
			after.Rows[i] = earlier
		}
	}
	after.Began = before.Began
	after.Unassigned = after.Unassigned || before.Unassigned
	after.Deleted = after.Deleted || before.Deleted
	if after.TestUser == nil {
		after.TestUser = before.TestUser
	}
	after.Requests.Reads += before.Requests.Reads
	after.Requests.Polls += before.Requests.Polls
	after.Requests.Writes += before.Requests.Writes
	return after
}

// left says how much longer it takes, by the speed so far; 0 while that says
// nothing.
func (r *liveRun) left(now time.Time) time.Duration {
	const enough = 20
	if !r.running || r.made < enough || r.made >= len(r.rows) {
		return 0
	}
	return time.Duration(float64(now.Sub(r.started)) / float64(r.made) * float64(len(r.rows)-r.made))
}

// outcomeWords says what came of a row, and why.
func outcomeWords(w *words.Words, result setup.LiveResult) string {
	switch {
	case result.Problem != nil:
		return w.Say("problem."+string(result.Problem.Kind)+".what", words.From(result.Problem.Facts))
	case result.Why != "":
		return w.Say("live.why." + result.Why)
	}
	return w.Say("live.outcome." + string(result.Outcome))
}

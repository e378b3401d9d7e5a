package ui

import (
	"fmt"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// job is one row of the apply page: a few steps that a person thinks of as one.
type job struct {
	key   string
	steps []setup.Step
}

// jobs groups the steps of a set-up, in order.
func jobs() []job {
	return []job{
		{"application", []setup.Step{setup.StepGallery, setup.StepApplication}},
		{"sign-on-mode", []setup.Step{setup.StepMode}},
		{"certificate", []setup.Step{setup.StepCertificate, setup.StepActive, setup.StepNotification}},
		{"test-user", []setup.Step{setup.StepTestUser}},
		{"addresses", []setup.Step{setup.StepAddresses}},
		{"assignment", []setup.Step{setup.StepAssignment}},
		{"metadata", []setup.Step{setup.StepMetadata}},
		{"verify", []setup.Step{setup.StepVerify}},
		{"bundle", []setup.Step{setup.StepBundle}},
	}
}

// jobMark is how a job stands.
type jobMark int

// The marks of a job.
const (
	jobToCome jobMark = iota
	jobRunning
	jobWaiting
	jobDone
	jobFailed
)

// jobRow is a job as it is shown.
type jobRow struct {
	name string
	note string // time taken, Waiting, Refused, Already so
	mark jobMark
}

// take notes one piece of news.
func (a *applyState) take(event setup.Event) {
	if event.Step == "" {
		return
	}
	a.made, a.total = event.Made, event.Total
	if a.steps == nil {
		a.steps = map[setup.Step]stepState{}
	}
	a.steps[event.Step] = stepState{state: event.State, outcome: event.Outcome, elapsed: event.Elapsed}
	a.current = event.Step
	a.wait = event.Wait
	if event.State != setup.Waiting {
		a.wait = nil
	}
	if event.Problem != nil {
		a.problem = event.Problem
	}
}

// rows shows the jobs as they stand. facts names the test user, who is to be
// created or only found.
func (a *applyState) rows(w *words.Words, facts words.Facts, creates bool) []jobRow {
	var rows []jobRow
	for _, j := range jobs() {
		row := a.row(w, j)
		key := "window.job." + j.key
		if j.key == "test-user" && creates {
			key = "window.job.test-user-create"
		}
		row.name = w.Say(key, facts)
		rows = append(rows, row)
	}
	return rows
}

func (a *applyState) row(w *words.Words, j job) jobRow {
	var row jobRow
	var took time.Duration
	done, same, written := 0, 0, false
	for _, step := range j.steps {
		now, known := a.steps[step]
		if !known {
			continue
		}
		took += now.elapsed
		switch now.state {
		case setup.Failed:
			return jobRow{mark: jobFailed, note: w.Say("window.apply.stopped")}
		case setup.Waiting:
			row = jobRow{mark: jobWaiting, note: w.Say("window.apply.waiting")}
		case setup.Started:
			row = jobRow{mark: jobRunning}
		case setup.Done:
			done++
			same += boolCount(now.outcome == setup.AlreadySo)
			written = written || now.outcome == setup.Created || now.outcome == setup.Changed
		}
	}
	if a.problem != nil && row.mark != jobToCome {
		return jobRow{mark: jobFailed, note: w.Say("window.apply.stopped")}
	}
	if a.problem != nil && done > 0 && done < len(j.steps) && written {
		return jobRow{note: w.Say("window.apply.part", words.Facts{"Done": done, "All": len(j.steps)})}
	}
	if done == len(j.steps) {
		note := tookText(w, took)
		if !written && same > 0 {
			note = w.Say("window.apply.already-so")
		}
		return jobRow{mark: jobDone, note: note}
	}
	if done > 0 && row.mark == jobToCome && a.running {
		row.mark = jobRunning
	}
	return row
}

func boolCount(is bool) int {
	if is {
		return 1
	}
	return 0
}

// nearlyAll is how full the bar gets before everything was read back.
const nearlyAll = 0.97

// fraction is how much of the work is behind, from 0 to 1.
func (a *applyState) fraction() float32 {
	if a.result != nil {
		return 1
	}
	if a.all() > 0 {
		return min(float32(a.allMade())/float32(a.all()), nearlyAll)
	}
	done := 0
	for _, step := range a.steps {
		done += boolCount(step.state == setup.Done)
	}
	return min(float32(done)/float32(len(setup.Steps())), nearlyAll)
}

// task is what only a person can do now, nil for nothing: while it is waited for, and
// after nobody did it.
func (a *applyState) task() *setup.Task {
	switch {
	case a.problem != nil:
		return a.problem.Task
	case a.wait != nil:
		return a.wait.Task
	}
	return nil
}

// elapsed is how long applying took or has been taking.
func (a *applyState) elapsed(now time.Time) time.Duration {
	switch {
	case a.started.IsZero():
		return 0
	case a.running:
		return now.Sub(a.started)
	}
	return a.ended.Sub(a.started)
}

// waitRow is one line of the waiting panel.
type waitRow struct{ name, value string }

// waitView is the waiting panel.
type waitView struct {
	clock string // 0:48
	what  string
	rows  []waitRow
}

// waitViewOf puts a wait into words.
func waitViewOf(w *words.Words, wait setup.Wait, now time.Time) waitView {
	view := waitView{clock: clockText(now.Sub(wait.Since)), what: w.Say("wait." + wait.Reason)}
	if wait.Reason == setup.ReasonConsent {
		return view // how the person is asked stands above, and nothing is looked at meanwhile
	}
	if wait.UsualTime > 0 {
		view.rows = append(view.rows, waitRow{w.Say("window.wait.usually"), w.Say("window.wait.about", words.Facts{"Time": tookText(w, wait.UsualTime)})})
	}
	view.rows = append(view.rows, waitRow{w.Say("window.wait.checked"), w.Count("window.wait.times", wait.Attempt)})
	if next := wait.Next.Sub(now).Round(time.Second); !wait.Next.IsZero() && next > 0 {
		view.rows = append(view.rows, waitRow{w.Say("window.wait.next"), w.Say("window.wait.in", words.Facts{"Time": tookText(w, next)})})
	} else {
		view.rows = append(view.rows, waitRow{w.Say("window.wait.next"), w.Say("window.wait.now")})
	}
	if !wait.GiveUp.IsZero() {
		view.rows = append(view.rows, waitRow{w.Say("window.wait.stop"), w.Say("window.wait.after", words.Facts{"Time": tookText(w, wait.GiveUp.Sub(wait.Since).Round(time.Second))})})
	}
	return view
}

// waitTitle is the key of what heads a wait: who is waited for.
func waitTitle(wait setup.Wait) string {
	if wait.Task != nil || wait.Reason == setup.ReasonConsent {
		return "window.task.waiting"
	}
	return "window.wait.title"
}

// clockText writes a duration as minutes and seconds.
func clockText(d time.Duration) string {
	seconds := max(0, int(d.Seconds()))
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// tookText writes a duration as people say it: 0.6 s, 52 s, 1 min 4 s.
func tookText(w *words.Words, d time.Duration) string {
	switch {
	case d < 50*time.Millisecond:
		return w.Say("window.time.seconds", words.Facts{"Seconds": "0"})
	case d < 10*time.Second && d%time.Second != 0:
		return w.Say("window.time.seconds", words.Facts{"Seconds": w.Decimal(d.Seconds(), 1)})
	case d < time.Minute:
		return w.Say("window.time.seconds", words.Facts{"Seconds": int(d.Seconds())})
	case int(d.Seconds())%60 == 0:
		return w.Count("window.time.whole-minutes", int(d.Minutes()))
	}
	return w.Say("window.time.minutes", words.Facts{"Minutes": int(d.Minutes()), "Seconds": int(d.Seconds()) % 60})
}

package setup

import (
	"time"

	"backupsso/graph"
)

// State is how a step stands.
type State string

// The states of a step while applying.
const (
	Started State = "started"
	Waiting State = "waiting" // Wait says for what
	Done    State = "done"    // Outcome says how
	Failed  State = "failed"  // Problem says why
)

// Outcome is how a finished step ended.
type Outcome string

// The outcomes. Checked is for steps that only read (metadata, verify).
const (
	Created   Outcome = "created"
	Changed   Outcome = "changed"
	AlreadySo Outcome = "already-so"
	Checked   Outcome = "checked"
)

// Event is one piece of news from Apply. Either Step or Exchange is set.
type Event struct {
	Time     time.Time
	Step     Step
	State    State
	Outcome  Outcome
	Elapsed  time.Duration // since the step started
	Made     int           // changes made so far, of Total
	Total    int
	Wait     *Wait
	Problem  *Problem
	Exchange *graph.Exchange // one request, for the log
}

// Wait tells what is being waited for; words under "wait.<reason>".
type Wait struct {
	Reason    string // "app-appears", "mode-shows", "domain-rule", "certificate-shows", "metadata-shows", "user-appears", "assignment-shows", "throttled", "retry-read", "outcome-unknown"
	Since     time.Time
	Attempt   int
	Next      time.Time // when it is checked again
	GiveUp    time.Time // when waiting ends
	UsualTime time.Duration
}

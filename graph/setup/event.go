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
	Left      Outcome = "left" // to a person; Result.Tasks says what
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
	Row      int             // of a LivePlan, counted from 1; 0 for everything else
	Exchange *graph.Exchange // one request, for the log
}

// Reasons to wait; words under "wait.<reason>".
const (
	ReasonAppAppears       = "app-appears"
	ReasonModeShows        = "mode-shows"
	ReasonDomainRule       = "domain-rule" // the mode has not reached the server that checks identifiers
	ReasonSettingShows     = "setting-shows"
	ReasonCertificateShows = "certificate-shows"
	ReasonMetadataShows    = "metadata-shows"
	ReasonUserAppears      = "user-appears"
	ReasonThrottled        = "throttled"
	ReasonRetryRead        = "retry-read"
	ReasonConnectAgain     = "connect-again"
	ReasonSlowAnswer       = "slow-answer"
	ReasonOutcomeUnknown   = "outcome-unknown"
	ReasonConsent          = "consent"      // the person is asked for more permissions
	ReasonMadeByHand       = "made-by-hand" // a person in the admin centre; the wait has a Task
	ReasonPeopleShow       = "people-show"
	ReasonLogShows         = "log-shows"
)

// Reasons lists every reason to wait.
func Reasons() []string {
	return []string{ReasonAppAppears, ReasonModeShows, ReasonDomainRule, ReasonSettingShows, ReasonCertificateShows,
		ReasonMetadataShows, ReasonUserAppears, ReasonThrottled, ReasonRetryRead, ReasonConnectAgain, ReasonSlowAnswer, ReasonOutcomeUnknown,
		ReasonMadeByHand, ReasonConsent, ReasonPeopleShow, ReasonLogShows}
}

// Wait tells what is being waited for.
type Wait struct {
	Reason    string // one of Reasons
	Since     time.Time
	Attempt   int
	Next      time.Time     // when it is checked again
	GiveUp    time.Time     // when waiting ends
	UsualTime time.Duration // zero: nobody can tell
	Task      *Task         // what a person has to do meanwhile; nil: nothing
	// Facts are placeholders of the wait's words: for ReasonConsent URL, and Code where
	// one has to be typed there.
	Facts map[string]string
	// Code is that code with its end, for ReasonConsent; nil where none has to be typed.
	Code *graph.Code
	// Permissions are what is asked for, for ReasonConsent; words by PermissionKey.
	Permissions []string
}

// usualTime is how long a wait takes on most tenants; Microsoft names "usually at
// once, up to a few minutes" for new objects and nothing for the rest.
func usualTime(reason string) time.Duration {
	switch reason {
	case ReasonMadeByHand, ReasonConsent:
		return 0
	case ReasonAppAppears, ReasonMetadataShows, ReasonCertificateShows:
		return time.Minute
	case ReasonDomainRule, ReasonOutcomeUnknown:
		return 30 * time.Second
	}
	return 10 * time.Second
}

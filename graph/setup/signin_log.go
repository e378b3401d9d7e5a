package setup

import (
	"context"
	"net/http"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/samlcfg"
)

// How late the sign-in log is, as Microsoft says: 95 of 100 sign-ins show within
// LogUsually, 99 within LogMostly
// (learn.microsoft.com/entra/identity/monitoring-health/reference-log-latency).
const (
	LogUsually = 2 * time.Minute
	LogMostly  = 5 * time.Minute
)

const mostSignIns = 50

// SignInResult is how a sign-in ended; words under "signin.result.<result>".
type SignInResult string

// The results. An interrupted sign-in stopped for a page that asked for more, a
// second proof for one, and usually went on.
const (
	SignInWorked      SignInResult = "worked"
	SignInInterrupted SignInResult = "interrupted"
	SignInFailed      SignInResult = "failed"
)

// LoggedSignIn is an entry of the sign-in log, with what is known of its code.
type LoggedSignIn struct {
	graph.LoggedSignIn
	Result SignInResult
	Error  samlcfg.SignInError // for the others than SignInWorked; words under its Key
}

// SignInLog is what the log said at one moment.
type SignInLog struct {
	AppID   string
	Read    time.Time
	Since   time.Time
	Entries []LoggedSignIn // the newest first, at most 50
}

// Decisive is the newest entry that says how a sign-in ended, or the newest one when
// all were interrupted: a new password and a second proof leave entries of their own.
func (l SignInLog) Decisive() LoggedSignIn {
	for _, entry := range l.Entries {
		if entry.Result != SignInInterrupted {
			return entry
		}
	}
	if len(l.Entries) == 0 {
		return LoggedSignIn{}
	}
	return l.Entries[0]
}

// SignIns returns the application's sign-ins since a moment. It takes a sign-in with
// ReadsLog set, a role that may read reports, and Entra ID P1 in the tenant; where
// one is missing the Problem says which, and the tenant is not asked again before
// the next SignIn. The log is late by minutes: see LogUsually and LogMostly.
func (f *Flow) SignIns(ctx context.Context, wish Wish, since time.Time) (SignInLog, error) {
	log := SignInLog{Since: since, Read: f.now()}
	if err := f.signedIn(); err != nil {
		return log, err
	}
	if f.logOff != nil {
		return log, f.logOff
	}
	appID, err := f.appIDOf(ctx, wish)
	if err != nil {
		return log, f.problem(StepVerify, err)
	}
	log.AppID = appID
	entries, err := f.directory.SignIns(ctx, appID, since, mostSignIns)
	if err != nil {
		return log, f.logProblem(err)
	}
	log.Read = f.now()
	for _, entry := range entries {
		log.Entries = append(log.Entries, explained(entry))
	}
	return log, nil
}

// AwaitSignIn looks into the log until it shows how a sign-in ended that came after
// since, for as long as nearly all sign-ins take to show. emit hears of every wait;
// it may be nil. A log without any in the end is no error.
func (f *Flow) AwaitSignIn(ctx context.Context, wish Wish, since time.Time, emit func(Event)) (SignInLog, error) {
	if emit == nil {
		emit = func(Event) {}
	}
	began := f.now()
	giveUp := began.Add(LogMostly + time.Minute)
	for attempt := 1; ; attempt++ {
		seen, err := f.SignIns(ctx, wish, since)
		now := f.now()
		ended := len(seen.Entries) > 0 && seen.Decisive().Result != SignInInterrupted
		if err != nil || ended || !now.Before(giveUp) {
			return seen, err
		}
		pause := f.config.Pace.betweenLogs()
		emit(Event{Time: now, Step: StepVerify, State: Waiting, Elapsed: now.Sub(began),
			Wait: &Wait{Reason: ReasonLogShows, Since: began, Attempt: attempt, Next: now.Add(pause), GiveUp: giveUp, UsualTime: LogUsually}})
		if err := f.config.Deps.Sleep(ctx, pause); err != nil {
			return seen, f.problem(StepVerify, err)
		}
	}
}

// appIDOf is the client id of the application that a wish is about.
func (f *Flow) appIDOf(ctx context.Context, wish Wish) (string, error) {
	if err := f.remember(wish); err != nil {
		return "", err
	}
	if newest := f.past.Newest(); newest.AppID != "" && meant(wish, newest) {
		return newest.AppID, nil
	}
	r, err := f.lookLater(ctx, wish, nil)
	if err != nil {
		return "", err
	}
	if r.seen.application == nil {
		return "", &Problem{Step: StepVerify, Kind: NotSetUp, Facts: map[string]string{"Identifier": wish.Portal.Identifier}}
	}
	return r.seen.application.AppID, nil
}

// explained puts a result and the meaning of the code beside an entry.
func explained(entry graph.LoggedSignIn) LoggedSignIn {
	made := LoggedSignIn{LoggedSignIn: entry, Result: SignInWorked}
	if entry.Code == 0 {
		return made
	}
	made.Result, made.Error = SignInFailed, samlcfg.LookUpSignInError(entry.Code)
	switch entry.Code {
	// Pages that a person goes through: a new password, a second proof or its
	// registration, staying signed in, choosing an account.
	case 50055, 50144, 50072, 50074, 50076, 50079, 50125, 50140, 16000, 16001, 65001:
		made.Result = SignInInterrupted
	}
	return made
}

// logProblem says why the log cannot be read. Graph has a code for each reason.
func (f *Flow) logProblem(err error) *Problem {
	answer := answerOf(err)
	if answer == nil || answer.ProxyPage {
		return f.problem(StepVerify, err)
	}
	made := &Problem{Step: StepVerify, Facts: map[string]string{}, Err: err, Detail: detail(err)}
	switch {
	case strings.HasPrefix(answer.Code, "Authentication_RequestFromNonPremium"):
		made.Kind = LogWithoutLicence
	case coded(answer, "Authentication_RequestFromUnsupportedUserRole"):
		made.Kind = LogWithoutRole
		made.Facts["Role"], made.Facts["Account"] = "Reports Reader", f.who.Account.UPN
	case answer.Status == http.StatusForbidden:
		made.Kind = LogUnpermitted
		made.Facts["Scope"] = graph.ScopeLog + ", " + graph.ScopeDirectory
	case answer.Status == http.StatusNotFound, answer.Status == http.StatusBadRequest && strings.Contains(answer.Message, "segment"):
		made.Kind = LogNotHere // the cloud in China knows no such address
	default:
		return f.problem(StepVerify, err)
	}
	f.logOff = made
	return made
}

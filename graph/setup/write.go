package setup

import (
	"context"
	"errors"
	"time"

	"backupsso/graph/setup/journal"
)

// intent says what a write is about to do, before it does it.
type intent struct {
	step   Step
	what   string // of a plan's row
	object string // id of the object that is written to; "" for a new one
	// What the journal keeps, so that the write can be settled and taken back:
	// what was there before, and what is after; ids for a new object.
	known         []string
	before, after journal.Values
	// made names what was made, once the write succeeded; nil for a setting.
	made func() (id string, after journal.Values)
	// once marks a write that must not be sent again even after a refusal that
	// usually means lag, because such an answer has been seen although it worked.
	once bool
	// member is the number of a member in the ledger, which keeps this intent then;
	// memberless is for members whom nothing remembers.
	member int
	// patience is how long a busy server is waited for, and how long it may ask for
	// at a time; 0: as in a set-up.
	patience time.Duration
}

// memberless says that nothing keeps an intent: what it is about can be seen in
// the tenant only.
const memberless = -1

// write is the one place through which every change of the tenant goes. It sends
// once. Only a refusal that shows that nothing happened, from a replica that lags
// or a server that is busy, and a network that is away, are followed by a wait and
// another try. A write of
// unknown outcome comes back as it is; the caller looks before anything else.
func (r *run) write(ctx context.Context, want intent, send func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// Whoever knows all that will be written asks before; this is for the rest.
	if err := r.permit(ctx, []string{permissionOf(want.what)}); err != nil {
		return err
	}
	if err := r.intend(want); err != nil {
		return err
	}
	err := r.sendPatiently(ctx, want, send)
	switch {
	case err == nil:
		return r.learnMade(want)
	case errors.Is(err, errMaybeSent):
		return ctx.Err() // the intent stays open, until a look settles it
	case unsure(err):
		return err // likewise
	}
	if learnErr := r.learn(journal.Refused, "", nil); learnErr != nil {
		return learnErr
	}
	return err
}

// errMaybeSent marks the end of a context during a write that may have happened.
var errMaybeSent = errors.New("setup: stopped while writing")

// learnMade records a write that succeeded. A new object without a name stays
// open, until a look has found it.
func (r *run) learnMade(want intent) error {
	if want.made == nil {
		return r.learn(journal.Done, "", nil)
	}
	id, after := want.made()
	if id == "" {
		return nil
	}
	return r.learn(journal.Done, id, after)
}

// sendPatiently sends, and again only after a refusal that shows that nothing
// happened.
func (r *run) sendPatiently(ctx context.Context, want intent, send func(context.Context) error) error {
	var clock *waitClock
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := send(ctx)
		if err == nil {
			r.wrote = true
			return nil
		}
		if ctx.Err() != nil {
			r.wrote = r.wrote || unsure(err)
			if unsure(err) {
				return errMaybeSent
			}
			return ctx.Err()
		}
		if unsure(err) {
			r.wrote = true
			return err
		}
		reason := lagging(err)
		switch {
		case unconnected(err):
			reason = ReasonConnectAgain
		case reason == "", want.once && reason != ReasonThrottled:
			return err
		}
		if reason == ReasonAppAppears && r.halves && r.inBin(ctx) {
			return r.appDeleted()
		}
		if clock == nil {
			clock = r.startWait(wait{step: want.step, reason: reason, limit: want.patienceFor(reason)})
		}
		if reason == ReasonThrottled || reason == ReasonConnectAgain { // a late replica has no load to be spared
			clock.failures++
		}
		if waitErr := clock.nextAfter(ctx, reason, askedPause(err)); waitErr != nil {
			return endOfPatience(waitErr, err)
		}
	}
}

// endOfPatience keeps the server's own refusal as the reason once waiting ended.
func endOfPatience(waitErr, refusal error) error {
	var tooLong *Problem
	if errors.As(waitErr, &tooLong) && lagging(refusal) != ReasonAppAppears {
		return refusal
	}
	if tooLong != nil {
		tooLong.Err, tooLong.Detail = refusal, detail(refusal)
	}
	return waitErr
}

// patienceFor is how long refusals of a kind are waited out. Of thousands of writes,
// one may be about somebody who is gone by now, but a busy server is worth waiting for.
func (i intent) patienceFor(reason string) time.Duration {
	switch {
	case reason == ReasonConnectAgain && i.patience > 0:
		return networkPatience
	case reason == ReasonConnectAgain:
		return outagePatience
	case i.patience == 0:
		return refusalPatience
	case reason == ReasonThrottled:
		return i.patience
	}
	return outagePatience
}

// askedPause is how long the server wants to be left alone.
func askedPause(err error) time.Duration {
	if answer := answerOf(err); answer != nil {
		return max(answer.RetryAfter, 0)
	}
	return 0
}

// set writes a value that may be written again: after an unknown outcome it
// looks, and writes again only what does not show, and only over what was there
// before. What somebody else put there meanwhile needs a plan of its own.
func (r *run) set(ctx context.Context, want intent, send func(context.Context) error, see look) error {
	const tries = 3
	for try := 1; ; try++ {
		err := r.write(ctx, want, send)
		if err == nil || !unsure(err) || try == tries {
			return err
		}
		unknown := wait{step: want.step, reason: ReasonOutcomeUnknown, limit: 10 * r.pace().First}
		lookErr := r.until(ctx, unknown, see)
		var absent *Problem
		if lookErr == nil {
			return r.learnMade(want)
		}
		if !errors.As(lookErr, &absent) || absent.Kind != WaitedTooLong {
			return lookErr
		}
		if !r.odd.IsZero() { // somebody else writes too
			return &Problem{Step: want.step, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
		}
		sent := journal.Entry{Before: want.before, After: want.after}
		outcome := journal.Refused
		if r.seen.showsPart(sent) {
			outcome = journal.Done
		}
		if err := r.learn(outcome, "", nil); err != nil {
			return err
		}
		if r.seen.differs(sent) {
			return &Problem{Step: want.step, Kind: TenantChanged, Retry: true, Facts: map[string]string{}}
		}
	}
}

// add sends a write that makes something, once: an unknown outcome is settled by
// looking, and never by another write of this run.
func (r *run) add(ctx context.Context, want intent, send func(context.Context) error, see look) error {
	err := r.write(ctx, want, send)
	if !unsure(err) {
		return err
	}
	if err := r.discover(ctx, want.step, err, see); err != nil {
		return err
	}
	return r.learnMade(want)
}

// discover finds out whether a write of unknown outcome happened. It gives cause
// back when nothing showed for long enough to be certain.
func (r *run) discover(ctx context.Context, step Step, cause error, see look) error {
	err := r.until(ctx, wait{step: step, reason: ReasonOutcomeUnknown, limit: settlePatience}, see)
	var absent *Problem
	if !errors.As(err, &absent) {
		return err
	}
	problem := r.flow.problem(step, cause)
	if problem.Kind == Unexpected || problem.Kind == Refused || problem.Kind == AnswerUnreadable {
		absent.Err, absent.Detail = cause, detail(cause)
		return absent
	}
	return problem
}

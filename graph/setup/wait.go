package setup

import (
	"context"
	"strconv"
	"time"

	"backupsso/graph"
)

// How long the rarer waits last at most; a shorter Pace.GiveUp shortens them.
const (
	refusalPatience = 2 * time.Minute  // a write refused because a replica lags
	settlePatience  = 3 * time.Minute  // to see whether a write of unknown outcome happened
	outagePatience  = 30 * time.Second // looks that fail in a row
	verifyPatience  = 2 * time.Minute  // a late replica while reading everything back
)

// wait describes one wait: for what, how long, and how many good looks in a row
// count as there.
type wait struct {
	step   Step
	reason string
	limit  time.Duration
	steady int
	// read says that the first look would be made anyway, so it is no poll.
	read bool
	// task is what a person has to do; it may take as long as Pace.ByHand.
	task *Task
}

// look reads the tenant once and says whether the awaited thing shows.
type look func(ctx context.Context) (bool, error)

// until looks again and again, with growing pauses that are told, until look is
// content. Time running out is WaitedTooLong.
func (r *run) until(ctx context.Context, w wait, see look) error {
	clock := r.startWait(w)
	good := 0
	var failing time.Time
	for {
		clock.shown = false
		shown, err := see(clock.lookContext(ctx, w.read))
		reason := w.reason
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && shown:
			if good++; good >= max(1, w.steady) {
				return nil
			}
			clock.failures = 0
			clock.shown = true
		case err == nil || notFound(err):
			good, failing, clock.failures = 0, time.Time{}, 0
		case !passing(err) || r.outlasted(&failing):
			return err
		default:
			good, reason = 0, ReasonRetryRead
			clock.failures++
		}
		if err := clock.next(ctx, reason); err != nil {
			return err
		}
	}
}

// outlasted reports whether looks have been failing for too long.
func (r *run) outlasted(since *time.Time) bool {
	if since.IsZero() {
		*since = r.flow.now()
		return false
	}
	return r.flow.now().Sub(*since) > min(outagePatience, r.pace().GiveUp)
}

// waitClock paces one wait.
type waitClock struct {
	run      *run
	step     Step
	reason   string
	since    time.Time
	giveUp   time.Time
	attempt  int
	failures int  // requests in a row that somebody refused or nobody answered
	shown    bool // the latest look was content, and only has to be confirmed
	task     *Task
	awake    time.Time // when the newest look was to begin
}

// longestLook is how long one look takes at most, with all tries of the client.
const longestLook = 5 * time.Minute

// skip leaves out time in which nobody waited, since the computer slept or its clock
// was set.
func (c *waitClock) skip(now time.Time) {
	if off := now.Sub(c.awake); off > longestLook || off < -time.Second {
		c.since, c.giveUp = c.since.Add(off), c.giveUp.Add(off)
	}
}

// pause is how long to leave the tenant alone: a twentieth of what was waited, so
// that little is lost once the awaited thing is there, and twice as long after
// every failure. About when the application took to show, the next thing is likely
// to show too, and what has shown is confirmed soon.
func (c *waitClock) pause(now time.Time) time.Duration {
	const share = 20
	pace := c.run.pace()
	waited := now.Sub(c.since)
	pause := max(pace.First, waited/share)
	if c.shown || about(waited, c.run.spread) {
		pause = pace.First
	}
	for range min(c.failures-1, 10) {
		pause *= 2
	}
	return min(pause, pace.Most)
}

// about reports whether a time is within a tenth of another that is known.
func about(waited, known time.Duration) bool {
	return known > 0 && (waited-known).Abs() <= known/10
}

func (r *run) startWait(w wait) *waitClock {
	limit := r.pace().GiveUp
	if w.task != nil && r.pace().ByHand > 0 {
		limit = r.pace().ByHand
	}
	if w.limit > 0 {
		limit = min(limit, w.limit)
	}
	now := r.flow.now()
	return &waitClock{run: r, step: w.step, reason: w.reason, since: now, giveUp: now.Add(limit), task: w.task, awake: now}
}

// lookContext marks repeated looks as polls.
func (c *waitClock) lookContext(ctx context.Context, firstIsRead bool) context.Context {
	if c.attempt == 0 && firstIsRead {
		return ctx
	}
	return graph.AsPoll(ctx)
}

// next pauses before the next try, or ends the wait.
func (c *waitClock) next(ctx context.Context, reason string) error {
	return c.nextAfter(ctx, reason, 0)
}

// nextAfter pauses for at least the given time, which a server asked for.
func (c *waitClock) nextAfter(ctx context.Context, reason string, atLeast time.Duration) error {
	now := c.run.flow.now()
	c.skip(now)
	if !now.Before(c.giveUp) {
		return c.tooLong()
	}
	left := c.giveUp.Sub(now)
	if atLeast > left {
		return c.tooLong()
	}
	c.attempt++
	pause := min(max(c.pause(now), atLeast), left)
	c.run.tell(Event{Step: c.step, State: Waiting, Wait: &Wait{Reason: reason, Since: c.since, Attempt: c.attempt,
		Next: now.Add(pause), GiveUp: c.giveUp, UsualTime: usualTime(reason), Task: c.task}})
	c.run.paused, c.awake = true, now.Add(pause)
	return c.run.flow.config.Deps.Sleep(ctx, pause)
}

func (c *waitClock) tooLong() error {
	waited := c.giveUp.Sub(c.since)
	minutes := max(1, int(waited.Round(time.Minute)/time.Minute))
	return &Problem{Step: c.step, Kind: WaitedTooLong, Retry: true,
		Facts: map[string]string{"Reason": c.reason, "Minutes": strconv.Itoa(minutes)}}
}

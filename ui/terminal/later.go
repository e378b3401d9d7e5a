package terminal

import (
	"context"
	"errors"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// LaterFlow is what a flow can do with a set-up that was made before; *setup.Flow
// fulfils it.
type LaterFlow interface {
	Flow
	PlanUndo(ctx context.Context, wish setup.Wish) (setup.UndoPlan, error)
	Undo(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error)
	Verify(ctx context.Context, wish setup.Wish) (setup.Report, error)
	Renew(ctx context.Context, wish setup.Wish, tell func(setup.Event)) (setup.Renewal, error)
	Activate(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error)
	RollBack(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error)
}

// errNoLater says that a session's flow knows only the first set-up.
var errNoLater = errors.New("this session can only set up")

// withLater signs in and hands over the flow and what the flags ask for. Unless
// creates is set, a test user is only read.
func (r *run) withLater(ctx context.Context, target Target, flags *setupFlags, creates bool, then func(context.Context, LaterFlow, setup.Wish) error) error {
	return r.withSignIn(ctx, target, flags, setup.SignIn{CreatesUser: creates}, then)
}

// withSignIn is withLater for a sign-in that asks for more.
func (r *run) withSignIn(ctx context.Context, target Target, flags *setupFlags, ask setup.SignIn, then func(context.Context, LaterFlow, setup.Wish) error) error {
	r.target = target
	r.useJSON(flags.json)
	if err := flags.check(r); err != nil {
		return err
	}
	if flags.subdomain == "" && flags.identifier == "" && flags.replyURL == "" && r.InTerminal && !flags.yes {
		if err := r.askSubdomain(ctx, flags); err != nil {
			return err
		}
	}
	portal, err := flags.portal(r)
	if err != nil {
		return err
	}
	session, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
	}
	defer session.End()
	flow, can := session.Flow.(LaterFlow)
	if !can {
		return errNoLater
	}
	r.portal = session.Portal
	how, err := flags.how(r, target, ask)
	if err != nil {
		return err
	}
	if err := r.signIn(ctx, session, !flags.yes, how); err != nil {
		return err
	}
	wish, err := flags.personal(r, flags.wish(r, portal))
	if err != nil {
		return err
	}
	return then(ctx, flow, wish)
}

// tellWaits shows what is waited for, once per reason, and every event as JSON.
func (r *run) tellWaits() func(setup.Event) {
	told := map[string]bool{}
	return func(event setup.Event) {
		r.json.event(event)
		if event.State == setup.Waiting && event.Wait != nil && !told[event.Wait.Reason] {
			told[event.Wait.Reason] = true
			if event.Wait.Reason == setup.ReasonConsent {
				r.explainLeave("terminal.consent.more", event.Wait.Permissions)
				return
			}
			if event.Wait.Task != nil {
				r.showTask(*event.Wait.Task)
			}
			r.screen.line("  " + r.words.Say("wait."+event.Wait.Reason))
		}
	}
}

// findingsJSON are findings for programs.
func findingsJSON(findings []samlcfg.Finding) []object {
	all := make([]object, 0, len(findings))
	for _, finding := range findings {
		all = append(all, object{"code": finding.Code, "holds": finding.Severity == samlcfg.Pass, "severity": severityNames()[finding.Severity],
			"got": finding.Got, "expected": finding.Expected})
	}
	return all
}

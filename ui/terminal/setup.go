package terminal

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

func (r *run) setupCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("setup", "setup")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.setup(cmd.Context(), targetOf(cmd, &flags), &flags)
	}
	flags.bind(r, cmd, true)
	flags.bindFix(r, cmd)
	return cmd
}

func (r *run) planCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("plan", "plan")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		target := targetOf(cmd, &flags)
		return r.withPlan(cmd.Context(), target, &flags, func(context.Context, Flow, setup.Plan) error { return nil })
	}
	flags.bind(r, cmd, true)
	flags.bindFix(r, cmd)
	for _, idle := range []string{"out", "yes", "record-in-bundle"} {
		// So that a set-up's command line becomes a plan's by one word.
		_ = cmd.Flags().MarkHidden(idle) // the flag exists
	}
	return cmd
}

// setup does the whole job: plan, agree, apply, bundle.
func (r *run) setup(ctx context.Context, target Target, flags *setupFlags) error {
	r.changes = true
	return r.withPlan(ctx, target, flags, func(ctx context.Context, flow Flow, plan setup.Plan) error {
		if err := r.agreed(ctx, flags, plan); err != nil {
			return err
		}
		return r.apply(ctx, flow, plan, flags.out)
	})
}

// withPlan signs in, makes the plan, shows it, and hands it to then unless it
// cannot be applied.
func (r *run) withPlan(ctx context.Context, target Target, flags *setupFlags, then func(context.Context, Flow, setup.Plan) error) error {
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
	if r.changes {
		// Looked at before anything is changed, so that no bundle gets lost.
		if err := checkFolder(flags.out); err != nil {
			return err
		}
	}
	for _, hint := range portal.Hints() {
		r.screen.styled(warn, r.words.Say("portal-hint."+hint))
	}
	session, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
	}
	defer session.End()
	flow := session.Flow
	r.portal = session.Portal
	wish := flags.wish(r, portal)
	how, err := flags.how(r, target, setup.SignIn{CreatesUser: wish.TestUser.Create})
	if err != nil {
		return err
	}
	if err := r.signIn(ctx, session, !flags.yes, how); err != nil {
		return err
	}
	if wish, err = flags.personal(r, wish); err != nil {
		return err
	}
	r.screen.now(r.words.Say("terminal.planning"))
	plan, err := flow.Plan(ctx, wish)
	r.screen.clear()
	if err != nil {
		return err
	}
	r.showPlan(plan)
	if blocked := plan.Blocked(); blocked != nil {
		return blocked
	}
	return then(ctx, flow, plan)
}

// notReached puts a tenant that could not be connected to into words.
func (r *run) notReached(ctx context.Context, target Target, err error) error {
	var problem *setup.Problem
	if ctx.Err() != nil || errors.As(err, &problem) || !target.Practice {
		return err
	}
	key := "terminal.practice-failed"
	if target.PracticeURL != "" {
		key = "terminal.practice-unreachable"
	}
	return &stop{code: Failure, kind: string(setup.NoNetwork), what: r.words.Say(key+".what", facts{"URL": target.PracticeURL}),
		next:    r.words.Say(key + ".next"),
		problem: &setup.Problem{Step: setup.StepSignIn, Kind: setup.NoNetwork, Err: err, Detail: setup.Detail{Message: err.Error()}}}
}

// agreed returns nil when the changes may be made.
func (r *run) agreed(ctx context.Context, flags *setupFlags, plan setup.Plan) error {
	writes := plan.Writes()
	if writes == 0 || flags.yes {
		return nil
	}
	if !r.InTerminal {
		return &stop{code: Question, kind: "not-confirmed", what: r.words.Count("terminal.not-confirmed.what", writes),
			why: r.words.Say("terminal.not-confirmed.why"), next: r.words.Say("terminal.not-confirmed.next")}
	}
	yes, err := r.agree(ctx, r.words.Count("terminal.make-changes", writes))
	if err != nil {
		return err
	}
	if !yes {
		return &stop{code: Failure, kind: "declined", what: r.words.Say("terminal.declined.what"), next: r.words.Say("terminal.declined.next")}
	}
	return nil
}

// apply makes the changes, leaves the bundle in folder and tells what to do
// next. A new password is shown even when a later step fails: there is no second
// chance.
func (r *run) apply(ctx context.Context, flow Flow, plan setup.Plan, folder string) error {
	r.screen.line("")
	progress := newProgress(r)
	result, err := flow.Apply(ctx, plan, progress.tell)
	progress.end()
	if err != nil {
		r.showPassword(result)
		return err
	}
	path, err := r.saveBundle(flow, result, folder)
	if err != nil {
		r.showPassword(result)
		return err
	}
	record, err := flow.SaveChangeRecord(result, path)
	if err != nil {
		r.showPassword(result)
		return err
	}
	r.showResult(result, path, record)
	return nil
}

// useJSON sends objects to standard output and words to standard error.
func (r *run) useJSON(wanted bool) {
	if wanted {
		r.json = newJSONLines(r.Out, r.Now)
		r.screen = newScreen(r.Err, r.ErrTerminal, r.Deps)
	}
}

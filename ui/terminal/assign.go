package terminal

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

// LiveFlow is what a flow can do for the people who use the application;
// *setup.Flow fulfils it.
type LiveFlow interface {
	LaterFlow
	FindMembers(ctx context.Context, text string) (setup.FoundMembers, error)
	WhoIsIn(ctx context.Context, wish setup.Wish, tell func(setup.Event)) ([]setup.Insider, error)
	PlanGoLive(ctx context.Context, wish setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error)
	GoLive(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error)
	SaveLiveReport(report setup.LiveReport, path string, say func(setup.LiveResult) string) (string, error)
	CutOffLive(wish setup.Wish) (setup.LiveCut, bool, error)
	WhatNext() []setup.NextStep
	SignIns(ctx context.Context, wish setup.Wish, since time.Time) (setup.SignInLog, error)
	AwaitSignIn(ctx context.Context, wish setup.Wish, since time.Time, tell func(setup.Event)) (setup.SignInLog, error)
}

// errNoLive says that a session's flow knows nothing of people.
var errNoLive = errors.New("this session cannot let people in")

func (r *run) assignCommand() *cobra.Command {
	var flags assignFlags
	cmd := r.commandOf("assign", "assign")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := r.readAssign(&flags); err != nil {
			return err
		}
		r.changes = !flags.looksOnly()
		ask := setup.SignIn{CreatesUser: flags.removeTestUser, Groups: len(flags.groups) > 0 || flags.find != ""}
		return r.withLive(cmd.Context(), targetOf(cmd, &flags.setupFlags), &flags.setupFlags, ask, func(ctx context.Context, flow LiveFlow, wish setup.Wish) error {
			switch {
			case flags.list:
				return r.listInsiders(ctx, flow, wish)
			case flags.find != "":
				return r.findMembers(ctx, flow, wish, flags.find)
			}
			return r.assign(ctx, flow, wish, &flags)
		})
	}
	flags.bindAssign(r, cmd)
	return cmd
}

// withLive is withLater for a flow that knows of people.
func (r *run) withLive(ctx context.Context, target Target, flags *setupFlags, ask setup.SignIn, then func(context.Context, LiveFlow, setup.Wish) error) error {
	return r.withSignIn(ctx, target, flags, ask, func(ctx context.Context, flow LaterFlow, wish setup.Wish) error {
		live, can := flow.(LiveFlow)
		if !can {
			return errNoLive
		}
		return then(ctx, live, wish)
	})
}

// assign shows who would be let in, asks, and lets them in.
func (r *run) assign(ctx context.Context, flow LiveFlow, wish setup.Wish, flags *assignFlags) error {
	if !flags.resume && !flags.takeBack {
		if cut, is, err := flow.CutOffLive(wish); err == nil && is {
			r.screen.styled(warn, r.words.Count("terminal.assign.cut-off", cut.Left))
		}
	}
	r.screen.now(r.words.Say("terminal.planning"))
	plan, err := flow.PlanGoLive(ctx, setup.LiveWish{Wish: wish, Groups: flags.groups, List: flags.roster, RemoveTestUser: flags.removeTestUser,
		Resume: flags.resume, TakeBack: flags.takeBack}, r.tellReading())
	r.screen.clear()
	if err != nil {
		return err
	}
	r.showLivePlan(plan)
	r.json.livePlan(plan)
	if flags.dryRun {
		r.screen.line(r.words.Say("terminal.assign.dry-run"))
		return r.saveReport(flow, plan.Report(), flags.report)
	}
	if err := r.agreeLive(ctx, plan, flags); err != nil {
		return err
	}
	watch := newLiveProgress(r, plan)
	report, err := flow.GoLive(ctx, plan, watch.tell)
	watch.end()
	r.made, r.total = report.Changes(), plan.Writes()
	r.showLiveReport(report)
	if failure := r.saveReport(flow, report, flags.report); failure != nil && err == nil {
		err = failure
	}
	r.json.liveReport(report)
	if err != nil {
		return err
	}
	if report.Count(setup.LiveAssigned, setup.LiveAlready) > 0 {
		r.showAfter(flow)
	}
	return r.leftOut(report, flags)
}

// leftOut ends a run in which not everybody was let in, or out, as a failure.
func (r *run) leftOut(report setup.LiveReport, flags *assignFlags) error {
	out := report.LeftOut()
	if out == 0 {
		return nil
	}
	what, next := "terminal.assign.left-out.what", "terminal.assign.left-out.next"
	if flags.takeBack {
		what = "terminal.assign.left-in.what"
	}
	if flags.report == "" {
		next = "terminal.assign.left-out.report"
	}
	return &stop{code: Failure, kind: "left-out", what: r.words.Count(what, out), next: r.words.Say(next)}
}

// agreeLive asks unless there is nothing to do, or --yes said it.
func (r *run) agreeLive(ctx context.Context, plan setup.LivePlan, flags *assignFlags) error {
	writes := plan.Writes()
	if writes == 0 || flags.yes {
		return nil
	}
	if !r.InTerminal || flags.people == "-" {
		return &stop{code: Question, kind: "not-confirmed", what: r.words.Count("terminal.assign.not-confirmed.what", writes),
			next: r.words.Say("terminal.assign.not-confirmed.next")}
	}
	yes, err := r.agree(ctx, r.words.Count("terminal.assign.ask", writes))
	if err == nil && !yes {
		err = &stop{code: Failure, kind: "declined", what: r.words.Say("terminal.declined.what"), next: r.words.Say("terminal.declined.next")}
	}
	return err
}

func (r *run) saveReport(flow LiveFlow, report setup.LiveReport, path string) error {
	if path == "" {
		return nil
	}
	saved, err := flow.SaveLiveReport(report, path, r.outcomeWords)
	if err != nil {
		return err
	}
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.assign.report"))
	r.screen.line("  " + saved)
	r.json.write(object{"event": "report", "path": saved})
	return nil
}

// showAfter tells what is worth doing now.
func (r *run) showAfter(flow LiveFlow) {
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.assign.then"))
	for _, step := range flow.WhatNext() {
		r.lines("  ", r.words.Say("terminal.assign.then."+step.Name, facts{"URL": step.URL}))
	}
}

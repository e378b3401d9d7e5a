package terminal

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/graph/setup/roster"
)

// LiveFlow is what a flow can do for the people who use the application;
// *setup.Flow fulfils it.
type LiveFlow interface {
	LaterFlow
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

// assignFlags are the flags of assign alone.
type assignFlags struct {
	setupFlags
	people, report         string
	groups                 []string
	removeTestUser, resume bool
	dryRun                 bool
	list                   roster.List
}

func (r *run) assignCommand() *cobra.Command {
	var flags assignFlags
	cmd := r.commandOf("assign", "assign")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		r.changes = !flags.dryRun
		if err := r.readAssign(&flags); err != nil {
			return err
		}
		ask := setup.SignIn{CreatesUser: flags.removeTestUser, Groups: len(flags.groups) > 0}
		return r.withLive(cmd.Context(), targetOf(cmd, &flags.setupFlags), &flags.setupFlags, ask, func(ctx context.Context, flow LiveFlow, wish setup.Wish) error {
			return r.assign(ctx, flow, wish, &flags)
		})
	}
	flags.bind(r, cmd, false)
	text := func(value *string, name, key, takes string) {
		cmd.Flags().StringVar(value, name, "", r.words.Say("terminal.flag."+key))
		_ = cmd.Flags().SetAnnotation(name, placeholder, []string{takes}) // the flag exists
	}
	text(&flags.people, "people", "people-list", "FILE|-")
	text(&flags.report, "report", "report", "FILE")
	cmd.Flags().StringArrayVar(&flags.groups, "group", nil, r.words.Say("terminal.flag.group"))
	_ = cmd.Flags().SetAnnotation("group", placeholder, []string{"NAME|ID"}) // the flag exists
	cmd.Flags().BoolVar(&flags.removeTestUser, "remove-test-user", false, r.words.Say("terminal.flag.remove-test-user"))
	cmd.Flags().BoolVar(&flags.resume, "resume", false, r.words.Say("terminal.flag.resume"))
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, r.words.Say("terminal.flag.dry-run"))
	cmd.Flags().BoolVar(&flags.yes, "yes", false, r.words.Say("terminal.flag.yes"))
	return cmd
}

// readAssign judges the flags and reads the list, before anybody signs in.
func (r *run) readAssign(flags *assignFlags) error {
	switch {
	case flags.resume && (flags.people != "" || len(flags.groups) > 0):
		return r.wrongUsage("resume-alone")
	case flags.people == "" && len(flags.groups) == 0 && !flags.removeTestUser && !flags.resume:
		return r.wrongUsage("assign-nobody")
	}
	if flags.report != "" {
		if info, err := os.Stat(filepath.Dir(flags.report)); err != nil || !info.IsDir() {
			return r.wrongUsage("report-folder", facts{"Path": flags.report})
		}
	}
	if flags.people == "" {
		return nil
	}
	raw, err := r.readList(flags.people)
	if err != nil {
		return r.wrongUsage("people-file", facts{"Path": flags.people, "Reason": err.Error()})
	}
	flags.list, err = roster.Parse(raw)
	switch {
	case errors.Is(err, roster.ErrTooLarge):
		return r.wrongUsage("people-too-large", facts{"Path": flags.people})
	case err != nil:
		return r.wrongUsage("people-no-text", facts{"Path": flags.people})
	case len(flags.list.Rows) == 0:
		return r.wrongUsage("people-empty", facts{"Path": flags.people})
	}
	return nil
}

// readList reads a file, or standard input, up to what a list may have.
func (r *run) readList(path string) ([]byte, error) {
	from := r.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		from = file
	}
	return io.ReadAll(io.LimitReader(from, roster.MaxSize+1))
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
	if !flags.resume {
		if cut, is, err := flow.CutOffLive(wish); err == nil && is {
			r.screen.styled(warn, r.words.Count("terminal.assign.cut-off", cut.Left))
		}
	}
	r.screen.now(r.words.Say("terminal.planning"))
	plan, err := flow.PlanGoLive(ctx, setup.LiveWish{Wish: wish, Groups: flags.groups, List: flags.list, RemoveTestUser: flags.removeTestUser,
		Resume: flags.resume}, r.tellReading())
	r.screen.clear()
	if err != nil {
		return err
	}
	r.showLivePlan(plan)
	r.json.livePlan(plan)
	if flags.dryRun {
		r.screen.line(r.words.Say("terminal.assign.dry-run"))
		return nil
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
	r.showAfter(flow)
	if out := report.LeftOut(); out > 0 {
		return &stop{code: Failure, kind: "left-out", what: r.words.Count("terminal.assign.left-out.what", out),
			next: r.words.Say("terminal.assign.left-out.next")}
	}
	return nil
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

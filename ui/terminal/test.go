package terminal

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// TrialFlow is what a flow can do to try the sign-on; *setup.Flow fulfils it.
type TrialFlow interface {
	LaterFlow
	Trial(ctx context.Context, wish setup.Wish) (setup.Trial, error)
	Examine(trial setup.Trial, raw []byte) (samlcfg.Reading, []samlcfg.Finding)
	PlanProof(ctx context.Context, wish setup.Wish) (setup.ProofPlan, error)
	Prove(ctx context.Context, plan setup.ProofPlan, desk setup.ProofDesk) (setup.Proof, error)
	PortalClock(ctx context.Context, wish setup.Wish) (time.Duration, bool)
	Mark(wish setup.Wish, stage setup.Stage) error
}

// testFlags are the flags of the test command beside those of setup.
type testFlags struct {
	setupFlags
	response, saw string
	local, log    bool
	open          bool
	wait          time.Duration
}

// What a person can have seen; the values of --saw.
const (
	sawSignedIn  = "signed-in"
	sawMicrosoft = "microsoft"
	sawPortal    = "portal"
	sawOther     = "other"
)

func sights() []string { return []string{sawSignedIn, sawMicrosoft, sawPortal, sawOther} }

func (r *run) testCommand() *cobra.Command {
	var flags testFlags
	cmd := r.commandOf("test", "test")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := flags.checkTest(r); err != nil {
			return err
		}
		var content []byte
		if flags.response != "" { // read first: nobody signs in for a file that is not there
			r.useJSON(flags.json)
			var err error
			if content, err = r.given(cmd.Context(), []string{flags.response}); err != nil {
				return err
			}
		}
		target := targetOf(cmd, &flags.setupFlags)
		return r.withSignIn(cmd.Context(), target, &flags.setupFlags, setup.SignIn{ReadsLog: flags.log}, func(ctx context.Context, flow LaterFlow, wish setup.Wish) error {
			trying, can := flow.(TrialFlow)
			if !can {
				return errNoLater
			}
			return r.test(ctx, trying, wish, &flags, content)
		})
	}
	flags.bind(r, cmd, false)
	text := func(value *string, name, takes string) {
		cmd.Flags().StringVar(value, name, "", r.words.Say("terminal.flag."+name))
		_ = cmd.Flags().SetAnnotation(name, Placeholder, []string{takes}) // the flag exists
	}
	text(&flags.response, "response", "FILE|-")
	text(&flags.saw, "saw", strings.Join(sights(), "|"))
	cmd.Flags().BoolVar(&flags.open, "open", false, r.words.Say("terminal.flag.open"))
	cmd.Flags().BoolVar(&flags.log, "log", false, r.words.Say("terminal.flag.log"))
	cmd.Flags().BoolVar(&flags.local, "local", false, r.words.Say("terminal.flag.local"))
	cmd.Flags().BoolVar(&flags.yes, "yes", false, r.words.Say("terminal.flag.yes-local"))
	cmd.Flags().DurationVar(&flags.wait, "wait", 10*time.Minute, r.words.Say("terminal.flag.wait-local"))
	_ = cmd.Flags().SetAnnotation("wait", Placeholder, []string{"D"}) // the flag exists
	return cmd
}

// checkTest refuses what makes no sense together.
func (f *testFlags) checkTest(r *run) error {
	ways := 0
	for _, given := range []bool{f.response != "", f.saw != "", f.local, f.log} {
		if given {
			ways++
		}
	}
	switch {
	case ways > 1:
		return r.wrongUsage("test-one-way")
	case f.wait <= 0:
		return r.wrongUsage("flag-value", facts{"Flag": "--wait", "Value": f.wait.String()})
	case f.saw == "" || isSight(f.saw):
		return nil
	}
	return r.wrongUsage("saw", facts{"Value": f.saw, "Sights": strings.Join(sights(), ", ")})
}

func isSight(text string) bool {
	for _, sight := range sights() {
		if text == sight {
			return true
		}
	}
	return false
}

// test tells how to try the sign-on and leads on from what was seen.
func (r *run) test(ctx context.Context, flow TrialFlow, wish setup.Wish, flags *testFlags, content []byte) error {
	r.screen.now(r.words.Say("terminal.planning"))
	trial, err := flow.Trial(ctx, wish)
	r.screen.clear()
	if err != nil {
		return err
	}
	t := &tried{run: r, flow: flow, trial: trial, wish: wish, flags: flags, scope: flags.scopeOf(r, r.target, wish)}
	switch {
	case flags.response != "":
		return t.response(content)
	case flags.local:
		t.drift()
		return t.proveHere(ctx)
	case flags.saw != "":
		return t.saw(ctx, flags.saw)
	}
	t.drift()
	t.tell()
	if flags.open {
		if err := r.OpenURL(trial.Launch.URL()); err != nil {
			r.screen.line(r.words.Say("terminal.sign-in.not-opened"))
		}
	}
	if flags.log {
		return t.logged(ctx)
	}
	return t.ask(ctx)
}

// tried is one test on its way.
type tried struct {
	*run
	flow  TrialFlow
	trial setup.Trial
	wish  setup.Wish
	flags *testFlags
	scope scope
	local bool // a temporary Reply URL was tried
}

// drift names what is not as promised, before anybody looks for the cause
// elsewhere.
func (t *tried) drift() {
	var broken []samlcfg.Finding
	for _, finding := range t.trial.Findings {
		if finding.Severity >= samlcfg.Warn {
			broken = append(broken, finding)
		}
	}
	if len(broken) == 0 {
		return
	}
	t.screen.line("")
	t.screen.styled(warn, t.words.Count("terminal.test.drift", len(broken)))
	for _, finding := range broken {
		t.showChecks([]samlcfg.Finding{finding})
		repair, mends := setup.RepairOfFinding(finding, t.wish)
		t.showMending(t.scope, repair, mends, "      ")
	}
}

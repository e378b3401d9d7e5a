package terminal

import (
	"context"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

func (r *run) verifyCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("verify", "verify")
	var all bool
	named := &tenantNames{last: &flags.tenant}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if all || len(named.all) > 1 {
			return r.verifyMany(cmd.Context(), targetOf(cmd, &flags), &flags, named.all, all)
		}
		return r.withLater(cmd.Context(), targetOf(cmd, &flags), &flags, false, r.verify)
	}
	flags.bind(r, cmd, false)
	cmd.Flags().Lookup("tenant").Value = named
	cmd.Flags().BoolVar(&all, "all", false, r.words.Say("terminal.flag.all"))
	return cmd
}

// verify tells every promise with a tick or a finding; drift is a failure.
func (r *run) verify(ctx context.Context, flow LaterFlow, wish setup.Wish) error {
	report, err := flow.Verify(ctx, wish)
	if err != nil {
		return err
	}
	r.json.write(object{"event": "verified", "drift": report.Drifted(), "application_id": report.Application.ObjectID,
		"findings": findingsJSON(report.Findings), "requests": report.Requests})
	r.screen.line("")
	r.showChecks(report.Findings)
	if !report.Drifted() {
		r.screen.line("")
		r.screen.styled(good, r.words.Count("terminal.verify.holds", len(report.Findings)))
		return nil
	}
	broken := 0
	for _, finding := range report.Findings {
		if finding.Severity >= samlcfg.Warn {
			broken++
		}
	}
	return &stop{code: Failure, kind: "drift", what: r.words.Count("terminal.verify.drift.what", broken), next: r.words.Say("terminal.verify.drift.next")}
}

// showChecks lists what was checked, each with got, expected and next unless it
// holds.
func (r *run) showChecks(findings []samlcfg.Finding) {
	for _, finding := range findings {
		key := "finding." + finding.Code
		about := facts{"Got": finding.Got, "Expected": finding.Expected}
		if finding.Severity < samlcfg.Warn {
			r.screen.line("  " + r.words.Say("terminal.verify.ok") + " " + r.words.Say(key+".title", about))
			continue
		}
		r.screen.styled(bad, "  "+r.words.Say("terminal.verify.not")+" "+r.words.Say(key+".title", about))
		r.screen.line("      " + r.words.Say(key+".what", about))
		r.screen.line("      " + r.words.Say("terminal.verify.got", facts{"Value": firstNonEmpty(finding.Got, r.words.Say("terminal.plan.empty"))}))
		r.screen.line("      " + r.words.Say("terminal.verify.expected", facts{"Value": finding.Expected}))
		r.screen.line("      " + r.words.Say("terminal.next", facts{"Next": r.words.Say(key+".next", about)}))
	}
}

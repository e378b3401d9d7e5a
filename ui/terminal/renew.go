package terminal

import (
	"context"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

func (r *run) renewCommand() *cobra.Command {
	var flags setupFlags
	var activate, rollBack bool
	cmd := r.commandOf("renew", "renew")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if activate && rollBack {
			return r.wrongUsage("activate-or-rollback")
		}
		r.changes = true
		if err := checkFolder(flags.out); err != nil {
			return err
		}
		return r.withLater(cmd.Context(), targetOf(cmd, &flags), &flags, false, func(ctx context.Context, flow LaterFlow, wish setup.Wish) error {
			switch {
			case activate:
				return r.activated(ctx, "activated", &flags, func() ([]samlcfg.Finding, error) { return flow.Activate(ctx, wish, r.tellWaits()) })
			case rollBack:
				return r.activated(ctx, "rolled-back", &flags, func() ([]samlcfg.Finding, error) { return flow.RollBack(ctx, wish, r.tellWaits()) })
			}
			return r.renew(ctx, flow, wish, &flags)
		})
	}
	flags.bind(r, cmd, true)
	cmd.Flags().BoolVar(&activate, "activate", false, r.words.Say("terminal.flag.activate"))
	cmd.Flags().BoolVar(&rollBack, "rollback", false, r.words.Say("terminal.flag.rollback"))
	return cmd
}

// renew adds a certificate and leaves a fresh bundle. The active one stays
// active.
func (r *run) renew(ctx context.Context, flow LaterFlow, wish setup.Wish, flags *setupFlags) error {
	if err := r.confirm(ctx, flags, "terminal.renew.ask", "terminal.renew.not-confirmed"); err != nil {
		return err
	}
	renewal, err := flow.Renew(ctx, wish, r.tellWaits())
	if err != nil {
		return err
	}
	path, err := r.saveBundle(flow, renewal.Result, flags.out)
	if err != nil {
		return err
	}
	r.screen.line("")
	if renewal.Expired {
		r.screen.styled(warn, r.words.Say("terminal.renew.expired", facts{"Date": r.words.Date(renewal.Active.NotAfter.UTC())}))
	}
	key := "terminal.renew.made"
	if renewal.Reused {
		key = "terminal.renew.reused"
	}
	r.screen.styled(good, r.words.Say(key, facts{"Thumbprint": renewal.New.Thumbprint, "Date": r.words.Date(renewal.New.NotAfter.UTC())}))
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.bundle"))
	r.screen.line("  " + path)
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.renew.send"))
	r.screen.line(r.words.Say("terminal.renew.then"))
	r.json.write(object{"event": "renewed", "bundle": path, "thumbprint": renewal.New.Thumbprint, "not_after": renewal.New.NotAfter.UTC(),
		"active_thumbprint": renewal.Active.Thumbprint, "active_expired": renewal.Expired, "reused": renewal.Reused, "requests": renewal.Requests})
	return nil
}

// activated switches the certificate after a question.
func (r *run) activated(ctx context.Context, event string, flags *setupFlags, change func() ([]samlcfg.Finding, error)) error {
	if err := r.confirm(ctx, flags, "terminal.renew."+event+".ask", "terminal.renew.not-confirmed"); err != nil {
		return err
	}
	findings, err := change()
	if err != nil {
		return err
	}
	r.screen.line("")
	r.showFindings(findings)
	r.screen.styled(good, r.words.Say("terminal.renew."+event+".done"))
	r.json.write(object{"event": event, "findings": findingsJSON(findings)})
	return nil
}

// confirm returns nil when the person said yes, or --yes did.
func (r *run) confirm(ctx context.Context, flags *setupFlags, question, without string) error {
	if flags.yes {
		return nil
	}
	if !r.InTerminal {
		return &stop{code: Question, kind: "not-confirmed", what: r.words.Say(without + ".what"), next: r.words.Say(without + ".next")}
	}
	yes, err := r.agree(ctx, r.words.Say(question))
	if err != nil {
		return err
	}
	if !yes {
		return &stop{code: Failure, kind: "declined", what: r.words.Say("terminal.declined.what"), next: r.words.Say("terminal.declined.next")}
	}
	return nil
}

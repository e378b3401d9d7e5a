package terminal

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

func (r *run) signInsCommand() *cobra.Command {
	var flags setupFlags
	var since time.Duration
	var wait bool
	cmd := r.commandOf("sign-ins", "sign-ins")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if since <= 0 {
			return r.wrongUsage("flag-value", facts{"Flag": "--since", "Value": since.String()})
		}
		return r.withLive(cmd.Context(), targetOf(cmd, &flags), &flags, setup.SignIn{ReadsLog: true}, func(ctx context.Context, flow LiveFlow, wish setup.Wish) error {
			if wait {
				from := r.Now()
				if cmd.Flags().Changed("since") {
					from = from.Add(-since)
				}
				return r.awaitSignIn(ctx, flow, wish, from)
			}
			log, err := flow.SignIns(ctx, wish, r.Now().Add(-since))
			r.screen.clear()
			if err == nil {
				r.showSignIns(log)
			}
			return err
		})
	}
	flags.bind(r, cmd, false)
	cmd.Flags().DurationVar(&since, "since", 24*time.Hour, r.words.Say("terminal.flag.since"))
	_ = cmd.Flags().SetAnnotation("since", Placeholder, []string{"D"}) // the flag exists
	cmd.Flags().BoolVar(&wait, "wait", false, r.words.Say("terminal.flag.wait"))
	return cmd
}

// awaitSignIn waits for a sign-in that comes after a moment, and shows it.
func (r *run) awaitSignIn(ctx context.Context, flow LiveFlow, wish setup.Wish, since time.Time) error {
	r.screen.now(r.words.Say("terminal.sign-ins.reading"))
	log, err := flow.AwaitSignIn(ctx, wish, since, r.tellWaits())
	r.screen.clear()
	if err == nil {
		r.showSignIns(log)
	}
	return err
}

// tellLogOff says why the log cannot be read, as a remark beside other results.
func (r *run) tellLogOff(problem *setup.Problem) {
	for _, part := range []string{".what", ".why", ".next"} {
		r.screen.line(r.words.Say("problem."+string(problem.Kind)+part, factsOf(problem)))
	}
	r.json.write(object{"event": "sign-ins", "kind": problem.Kind, "entries": []object{}})
}

// showSignIns shows entries of the log, the newest first.
func (r *run) showSignIns(log setup.SignInLog) {
	r.json.signIns(log)
	r.screen.line("")
	if len(log.Entries) == 0 {
		r.screen.line(r.words.Say("terminal.sign-ins.none", facts{"Date": r.words.Date(log.Since.Local()), "Time": r.words.Clock(log.Since.Local())}))
		r.screen.line(r.words.Say("terminal.sign-ins.late"))
		return
	}
	r.screen.styled(strong, r.words.Count("terminal.sign-ins.title", len(log.Entries)))
	hidden := false
	for _, entry := range log.Entries {
		r.showSignIn(entry)
		hidden = hidden || !entry.PoliciesKnown && entry.Access == "failure"
	}
	r.screen.line("")
	if hidden {
		r.screen.line(r.words.Say("terminal.sign-ins.policies-hidden"))
	}
	r.screen.line(r.words.Say("terminal.sign-ins.late"))
}

func (r *run) showSignIn(entry setup.LoggedSignIn) {
	how := map[setup.SignInResult]style{setup.SignInWorked: good, setup.SignInInterrupted: warn, setup.SignInFailed: bad}[entry.Result]
	moment := entry.Time.Local()
	text := r.words.Date(moment) + ", " + r.words.Clock(moment) + "  " + entry.UPN + ": " + r.words.Say("signin.result."+string(entry.Result))
	if entry.Code != 0 {
		text += " (" + entry.Error.Name() + ")"
	}
	r.screen.line("")
	r.screen.styled(how, "  "+text)
	if entry.Code != 0 {
		key := entry.Error.Key()
		about := facts{"Code": entry.Error.Name()}
		r.screen.line("    " + r.words.Say(key+".what", about))
		if entry.Result == setup.SignInFailed {
			r.screen.line("    " + r.words.Say(key+".next", about))
		}
	}
	if key := "signin.access." + entry.Access; r.words.Has(key) {
		r.screen.line("    " + r.words.Say(key))
	}
	for _, policy := range entry.Policies {
		if policy.Result == "success" || policy.Result == "failure" {
			r.screen.line("    " + r.words.Say("terminal.sign-ins.policy", facts{"Name": policy.Name, "Result": policy.Result}))
		}
	}
	if entry.Code != 0 {
		r.screen.line("    " + r.words.Say("terminal.sign-ins.correlation", facts{"ID": entry.CorrelationID}))
	}
}

func (j *jsonLines) signIns(log setup.SignInLog) {
	entries := make([]object, 0, len(log.Entries))
	for _, entry := range log.Entries {
		policies := make([]object, 0, len(entry.Policies))
		for _, policy := range entry.Policies {
			policies = append(policies, object{"name": policy.Name, "result": policy.Result, "grants": listed(policy.Grants)})
		}
		line := object{"id": entry.ID, "correlation_id": entry.CorrelationID, "time": entry.Time.UTC(), "user_name": entry.UPN, "result": entry.Result,
			"code": entry.Code, "reason": entry.Reason, "conditional_access": entry.Access, "ip": entry.Address, "client": entry.Client, "interactive": entry.Interactive}
		if entry.PoliciesKnown {
			line["policies"] = policies
		}
		entries = append(entries, line)
	}
	j.write(object{"event": "sign-ins", "app_id": log.AppID, "since": log.Since.UTC(), "entries": entries})
}

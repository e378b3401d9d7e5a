package terminal

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// ConsentFlow is what a flow can do about an administrator's consent; *setup.Flow
// fulfils it.
type ConsentFlow interface {
	AskConsent(ctx context.Context, ask setup.SignIn) (setup.Consent, error)
	AwaitConsent(consent setup.Consent) error
	Consented(ctx context.Context, consent setup.Consent) (bool, error)
}

// betweenLooks is the pause of --wait.
const betweenLooks = 15 * time.Second

func (r *run) consentCommand() *cobra.Command {
	var flags setupFlags
	var check bool
	var wait time.Duration
	cmd := r.commandOf("consent", "consent")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.consent(cmd.Context(), targetOf(cmd, &flags), &flags, check, wait)
	}
	flags.bind(r, cmd, false)
	cmd.Flags().BoolVar(&check, "check", false, r.words.Say("terminal.flag.check"))
	cmd.Flags().DurationVar(&wait, "wait", 0, r.words.Say("terminal.flag.consent-wait"))
	_ = cmd.Flags().SetAnnotation("wait", Placeholder, []string{"D"}) // the flag exists
	return cmd
}

// consent asks an administrator, or looks whether one has consented.
func (r *run) consent(ctx context.Context, target Target, flags *setupFlags, check bool, wait time.Duration) error {
	r.target = target
	r.useJSON(flags.json)
	if err := flags.check(r); err != nil {
		return err
	}
	if wait < 0 {
		return r.wrongUsage("flag-value", facts{"Flag": "--wait", "Value": wait.String()})
	}
	session, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
	}
	defer session.End()
	flow, can := session.Flow.(ConsentFlow)
	if !can {
		return errNoLater
	}
	how, err := flags.how(r, target, setup.SignIn{CreatesUser: flags.testUser == createUser})
	if err != nil {
		return err
	}
	how.AllAtOnce = true
	asked, err := flow.AskConsent(ctx, how)
	if err != nil {
		return err
	}
	switch {
	case wait > 0:
		how.SelfOnly = true
		if err := r.signIn(ctx, session, false, how); err != nil {
			return err
		}
		return r.waitForConsent(ctx, flow, asked, r.Now().Add(wait))
	case check:
		if err := r.signIn(ctx, session, false, how); err != nil {
			return err
		}
		return r.consentIsThere(ctx, flow, asked)
	}
	if err := flow.AwaitConsent(asked); err != nil {
		return err
	}
	r.json.write(r.consentObject("consent", asked, nil))
	r.showConsent(asked, nil)
	r.screen.line("")
	r.screen.line(r.words.Say("terminal.consent.remembered"))
	r.screen.line(r.words.Say("terminal.consent.check", facts{"Command": checkCommand(asked, target)}))
	return nil
}

// checkCommand is what looks whether the consent is there.
func checkCommand(asked setup.Consent, target Target) string {
	command := "backupsso consent --check"
	if asked.TenantID != "" {
		command += " --tenant " + asked.TenantID
	}
	if target.Practice {
		command += " --practice=" + firstNonEmpty(target.PracticeURL, startPractice)
	} else if target.Cloud != "" && target.Cloud != "global" {
		command += " --cloud " + target.Cloud
	}
	return command
}

// consentIsThere tells whether what was asked for is granted now.
func (r *run) consentIsThere(ctx context.Context, flow ConsentFlow, asked setup.Consent) error {
	there, err := flow.Consented(ctx, asked)
	if err != nil {
		return err
	}
	r.json.write(object{"event": "consent-checked", "granted": there, "permissions": asked.Permissions})
	if !there {
		return &stop{code: Failure, kind: string(setup.ConsentByAdmin), what: r.words.Say("terminal.consent.not-there.what"),
			next: r.words.Say("terminal.consent.not-there.next")}
	}
	r.screen.styled(good, r.words.Say("terminal.consent.there"))
	return nil
}

// waitForConsent looks again and again, without asking anybody, until the time is over.
func (r *run) waitForConsent(ctx context.Context, flow ConsentFlow, asked setup.Consent, until time.Time) error {
	r.screen.line(r.words.Say("terminal.consent.waiting", facts{"Seconds": int(betweenLooks.Seconds()), "Time": r.words.Clock(until.Local())}))
	for {
		there, err := flow.Consented(ctx, asked)
		if err != nil {
			return err
		}
		left := until.Sub(r.Now())
		if there || left <= 0 {
			return r.consentIsThere(ctx, flow, asked)
		}
		select {
		case <-time.After(min(left, betweenLooks)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// showConsent shows the link for an administrator and the message to send with it.
func (r *run) showConsent(asked setup.Consent, roles []string) {
	r.screen.line("")
	if len(asked.Permissions) > 0 {
		r.screen.styled(strong, r.words.Say("terminal.consent.page"))
		r.screen.line("  " + asked.Page)
		r.screen.line("")
	}
	r.screen.styled(strong, r.words.Say("terminal.consent.message"))
	for _, line := range strings.Split(r.requestText(asked, roles), "\n") {
		r.screen.line("  " + line)
	}
}

// requestText is the message to whoever can grant what is missing.
func (r *run) requestText(asked setup.Consent, roles []string) string {
	return r.words.Say("request.subject") + "\n\n" + asked.Request(roles, func(key string, about map[string]string) string {
		if !r.words.Has(key) {
			return ""
		}
		return r.words.Say(key, words.From(about))
	})
}

// why says what a permission is for.
func (r *run) why(permission string) string {
	if key := setup.PermissionKey(permission); r.words.Has(key) {
		return r.words.Say(key)
	}
	return permission
}

// explainLeave lists what is asked for, before the person is asked.
func (r *run) explainLeave(title string, permissions []string) {
	if len(permissions) == 0 {
		return
	}
	r.screen.line(r.words.Say(title))
	for _, permission := range permissions {
		r.screen.line("  " + padded(permission, 32) + r.why(permission))
	}
}

// consentObject is a request to an administrator for programs.
func (r *run) consentObject(event string, asked setup.Consent, roles []string) object {
	return object{"event": event, "page": asked.Page, "permissions": listed(asked.Permissions), "roles": listed(roles), "client_id": asked.ClientID,
		"tenant_id": asked.TenantID, "account": asked.Account, "cloud": asked.Cloud, "message": r.requestText(asked, roles)}
}

// stoppedForConsent shows what to send, and remembers that it is waited for.
func (r *run) stoppedForConsent(problem *setup.Problem) {
	r.offerWithout(problem)
	var roles []string
	if problem.Preflight != nil {
		roles = problem.Preflight.RolesToAsk()
	}
	if problem.Consent == nil {
		if len(roles) > 0 {
			r.showConsent(requestOf(*problem.Preflight), roles)
		}
		return
	}
	r.showConsent(*problem.Consent, roles)
	if r.target.Practice && r.target.PracticeURL == "" {
		return // which ends with this command
	}
	if flow, can := r.flow.(ConsentFlow); can && flow.AwaitConsent(*problem.Consent) == nil {
		r.screen.line("")
		r.screen.line(r.words.Say("terminal.consent.remembered"))
		r.screen.line(r.words.Say("terminal.consent.check", facts{"Command": checkCommand(*problem.Consent, r.target)}))
	}
}

// offerWithout names the way that does without what is missing, where there is one.
func (r *run) offerWithout(problem *setup.Problem) {
	missing := problem.Facts["Scope"]
	if problem.Kind == setup.RoleMissing && problem.Step == setup.StepTestUser || strings.Contains(missing, setup.ScopeUsers) {
		r.screen.line(r.words.Say("terminal.without.user"))
	}
	if strings.Contains(missing, setup.ScopeAssignments) {
		r.screen.line(r.words.Say("terminal.without.assignment"))
	}
}

// accessMembers are what a failure tells programs about leave that is missing.
func (r *run) accessMembers(problem *setup.Problem) object {
	members := object{}
	if problem == nil {
		return members
	}
	var roles []string
	if problem.Preflight != nil {
		roles = problem.Preflight.RolesToAsk()
		members["preflight"] = r.preflightObject("preflight", *problem.Preflight)
	}
	if problem.Consent != nil {
		members["consent"] = r.consentObject("consent", *problem.Consent, roles)
	}
	return members
}

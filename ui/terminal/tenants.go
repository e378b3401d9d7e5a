package terminal

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
)

// Memory is what is remembered of set-ups between runs.
type Memory struct {
	Standings []setup.Standing
	Awaited   []setup.AwaitedConsent
	Problems  []*setup.Problem // what could not be read
}

// tenantsFlags choose what is listed.
type tenantsFlags struct {
	practice string
	json     bool
}

func (r *run) tenantsCommand() *cobra.Command {
	var flags tenantsFlags
	cmd := r.commandOf("tenants", "tenants")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.tenants(cmd.Flags().Changed("practice"), flags)
	}
	r.practiceFlag(cmd, &flags.practice)
	cmd.Flags().BoolVar(&flags.json, "json", false, r.words.Say("terminal.flag.json"))
	return cmd
}

// tenants lists all that is remembered, without a network.
func (r *run) tenants(practice bool, flags tenantsFlags) error {
	r.useJSON(flags.json)
	login := flags.practice
	if login == startPractice {
		login = ""
	}
	if login != "" && !practiceAddress(login) {
		return r.wrongUsage("practice-address", facts{"Value": login})
	}
	if practice {
		r.screen.styled(marked, r.words.Say("terminal.practice-mark"))
	}
	memory := r.remembered().of(practice, login)
	for _, one := range memory.Standings {
		r.json.write(standingObject(one))
	}
	for _, one := range memory.Awaited {
		r.json.write(awaitedObject(one))
	}
	for _, one := range memory.Standings {
		r.showStanding(one)
	}
	for _, one := range memory.Awaited {
		r.showAwaited(one)
	}
	if len(memory.Standings)+len(memory.Awaited) == 0 {
		r.screen.line(r.words.Say("terminal.tenants.none"))
	}
	for _, problem := range memory.Problems {
		reason := r.stopOf(problem)
		r.screen.line("")
		r.screen.styled(warn, reason.what)
		r.screen.line(reason.why)
		r.json.write(object{"event": "unreadable", "kind": reason.kind, "problem": reason.what, "path": problem.Facts["Path"]})
	}
	r.json.write(object{"event": "listed", "set_ups": len(memory.Standings), "consents": len(memory.Awaited), "unreadable": len(memory.Problems)})
	return nil
}

func (r *run) remembered() Memory {
	if r.Remembered == nil {
		return Memory{}
	}
	return r.Remembered()
}

// of leaves real set-ups, or those of practice: of one practice tenant when login is
// its address.
func (m Memory) of(practice bool, login string) Memory {
	fits := func(isPractice bool, at string) bool {
		return isPractice == practice && (login == "" || strings.EqualFold(strings.TrimRight(at, "/"), strings.TrimRight(login, "/")))
	}
	chosen := Memory{Problems: m.Problems}
	for _, one := range m.Standings {
		if fits(one.Practice, one.Login) {
			chosen.Standings = append(chosen.Standings, one)
		}
	}
	for _, one := range m.Awaited {
		if fits(one.Practice, one.Login) {
			chosen.Awaited = append(chosen.Awaited, one)
		}
	}
	slices.SortStableFunc(chosen.Standings, func(a, b setup.Standing) int {
		return strings.Compare(strings.ToLower(a.TenantName+a.TenantID), strings.ToLower(b.TenantName+b.TenantID))
	})
	return chosen
}

// since is when a set-up came into its state, as far as that is a wait.
func since(one setup.Standing) time.Time {
	switch one.State {
	case setup.StageSent:
		return one.Sent
	case setup.StageApplying, setup.StageAsked:
		return one.Changed
	}
	return time.Time{}
}

func (r *run) showStanding(one setup.Standing) {
	r.screen.line("")
	name := firstNonEmpty(one.TenantName, one.TenantID)
	if one.TenantDomain != "" {
		name += " (" + one.TenantDomain + ")"
	}
	r.screen.styled(strong, name)
	r.screen.line("  " + r.words.Say("terminal.tenants.id", facts{"ID": one.TenantID}))
	if one.Identifier != "" {
		r.screen.line("  " + r.words.Say("terminal.tenants.identifier", facts{"Identifier": one.Identifier}))
	}
	state := r.words.Say("terminal.tenants.state." + string(one.State))
	if begun := since(one); !begun.IsZero() {
		state += ", " + r.words.Say("terminal.tenants.since", facts{"Date": r.words.Date(begun.Local())})
	}
	if one.InUse {
		state += ", " + r.words.Say("terminal.tenants.in-use")
	}
	r.screen.line("  " + state)
	if one.CertificateEnds.IsZero() {
		return
	}
	days := int(one.CertificateEnds.Sub(r.Now()).Hours() / 24)
	about := facts{"Date": r.words.Date(one.CertificateEnds)}
	switch {
	case days < 0:
		r.screen.styled(bad, "  "+r.words.Say("terminal.tenants.expired", about))
	case days <= 60:
		r.screen.styled(warn, "  "+r.words.Count("terminal.tenants.expires-soon", days, about))
	default:
		r.screen.line("  " + r.words.Say("terminal.tenants.expires", about))
	}
}

func (r *run) showAwaited(one setup.AwaitedConsent) {
	r.screen.line("")
	r.screen.styled(strong, firstNonEmpty(one.TenantName, one.TenantID, r.words.Say("terminal.tenants.own")))
	r.screen.line("  " + r.words.Say("terminal.tenants.awaits", facts{"Date": r.words.Date(one.Since.Local())}))
	for _, permission := range one.Permissions {
		r.screen.line("    " + permission)
	}
	r.screen.line("  " + r.words.Say("terminal.consent.check", facts{"Command": checkCommand(consentOf(one), targetOfAwaited(one))}))
}

func consentOf(one setup.AwaitedConsent) setup.Consent {
	return setup.Consent{Permissions: one.Permissions, Page: one.Page, TenantID: one.TenantID, Tenant: one.TenantName, ClientID: one.ClientID,
		Account: one.Account, Cloud: one.Cloud, Practice: one.Practice}
}

func targetOfAwaited(one setup.AwaitedConsent) Target {
	target := Target{Practice: one.Practice, Cloud: one.Cloud}
	if one.Practice {
		target.PracticeURL = one.Login
	}
	return target
}

func standingObject(one setup.Standing) object {
	line := object{"event": "set-up", "tenant_id": one.TenantID, "tenant_name": one.TenantName, "tenant_domain": one.TenantDomain, "cloud": one.Cloud,
		"practice": one.Practice, "identifier": one.Identifier, "reply_url": one.ReplyURL, "application_id": one.Newest().ObjectID, "app_id": one.Newest().AppID,
		"test_user": one.TestUserUPN, "state": one.State, "begun": one.Begun.UTC(), "changed": one.Changed.UTC(), "since": nil, "in_use": one.InUse,
		"thumbprint": one.Thumbprint, "certificate_ends": nil}
	if begun := since(one); !begun.IsZero() {
		line["since"] = begun.UTC()
	}
	if !one.CertificateEnds.IsZero() {
		line["certificate_ends"] = one.CertificateEnds.UTC()
	}
	return line
}

func awaitedObject(one setup.AwaitedConsent) object {
	return object{"event": "consent-awaited", "tenant_id": one.TenantID, "tenant_name": one.TenantName, "cloud": one.Cloud, "practice": one.Practice,
		"client_id": one.ClientID, "account": one.Account, "permissions": listed(one.Permissions), "page": one.Page, "since": one.Since.UTC()}
}

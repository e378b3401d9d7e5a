package terminal

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// PreflightFlow can tell what the account may do; *setup.Flow fulfils it.
type PreflightFlow interface {
	Preflight(ctx context.Context, wish setup.Wish) (setup.Preflight, error)
}

func (r *run) preflightCommand() *cobra.Command {
	var flags setupFlags
	cmd := r.commandOf("preflight", "preflight")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return r.preflight(cmd.Context(), targetOf(cmd, &flags), &flags)
	}
	flags.bind(r, cmd, false)
	return cmd
}

// preflight tells what the account may do. It is advice, so that it fails only where
// nobody could look.
func (r *run) preflight(ctx context.Context, target Target, flags *setupFlags) error {
	r.target = target
	r.useJSON(flags.json)
	if err := flags.check(r); err != nil {
		return err
	}
	var portal samlcfg.Portal
	if flags.subdomain != "" || flags.identifier != "" || flags.replyURL != "" {
		var err error
		if portal, err = flags.portal(r); err != nil {
			return err
		}
	}
	session, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
	}
	defer session.End()
	flow, can := session.Flow.(PreflightFlow)
	if !can {
		return errNoLater
	}
	how, err := flags.how(r, target, setup.SignIn{CreatesUser: flags.testUser == createUser})
	if err != nil {
		return err
	}
	r.quietRoles = true
	if err := r.signIn(ctx, session, false, how); err != nil {
		return err
	}
	wish, err := flags.personal(r, flags.wish(r, portal))
	if err != nil {
		return err
	}
	found, err := flow.Preflight(ctx, wish)
	if err != nil {
		return err
	}
	r.json.write(r.preflightObject("preflight", found))
	r.showPreflight(found)
	return nil
}

func (r *run) showPreflight(p setup.Preflight) {
	say := func(name string, about ...facts) { r.screen.line(r.words.Say("terminal.preflight."+name, about...)) }
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.preflight.title", facts{"Account": p.Account.Label(), "Tenant": p.Tenant.Name}))
	where := facts{"ID": p.Tenant.ID, "Cloud": r.words.Say("cloud." + p.Cloud), "Region": p.Region}
	if p.Region != "" {
		say("region", where)
	} else {
		say("where", where)
	}
	if federated := federatedDomains(p.Tenant); len(federated) > 0 {
		say("federated", facts{"Domains": strings.Join(federated, ", ")})
	}
	if p.Guest {
		say("guest")
	}
	if p.Account.Partner {
		say("partner")
	}
	if !p.Account.Application {
		r.showRoles(p)
	}
	switch {
	case p.Licence.Known && p.Licence.Premium:
		say("premium")
	case p.Licence.Known:
		say("free")
	default:
		say("dark-licence")
	}
	r.screen.line("")
	for _, one := range p.Capabilities {
		r.showCapability(one)
	}
	r.screen.line("")
	lacking := p.Lacking()
	if len(lacking) == 0 {
		r.screen.styled(good, r.words.Say("terminal.preflight.good"))
		return
	}
	r.screen.styled(warn, r.words.Count("terminal.preflight.lacking", len(lacking)))
	for _, one := range lacking {
		if one.Ground == setup.RoleEligible {
			r.screen.line(r.words.Say("terminal.preflight.activate"))
			r.screen.line("  " + p.PIM)
			break
		}
	}
	if roles := p.RolesToAsk(); len(roles) > 0 {
		r.showConsent(requestOf(p), roles)
	}
}

// requestOf is what to send to whoever can grant what the preflight lacks.
func requestOf(p setup.Preflight) setup.Consent {
	if p.Consent != nil {
		return *p.Consent
	}
	return setup.Consent{TenantID: p.Tenant.ID, Tenant: p.Tenant.Name, Account: p.Account.Label(), Cloud: p.Cloud}
}

func (r *run) showRoles(p setup.Preflight) {
	line := func(name string, roles []string) {
		r.screen.line(r.words.Say("terminal.preflight."+name, facts{"Roles": strings.Join(roles, ", ")}))
	}
	switch {
	case len(p.Roles) > 0:
		line("roles", roleNames(p.Roles))
	case p.RolesKnown:
		line("no-roles", nil)
	default:
		line("dark-roles", nil)
	}
	switch {
	case len(p.Eligible) > 0:
		line("eligible", roleNames(p.Eligible))
	case p.EligibleKnown:
		line("no-eligible", nil)
	default:
		line("dark-eligible", nil)
	}
	if len(p.Custom) > 0 {
		line("custom", p.Custom)
	}
}

func roleNames(roles []setup.Role) []string {
	names := make([]string, 0, len(roles))
	for _, role := range roles {
		names = append(names, firstNonEmpty(role.Name, role.TemplateID))
	}
	return names
}

func federatedDomains(tenant setup.Tenant) []string {
	var names []string
	for _, domain := range tenant.Domains {
		if !domain.Managed {
			names = append(names, domain.Name)
		}
	}
	return names
}

// showCapability writes a sign, the verdict in words, the ability and the ground.
func (r *run) showCapability(one setup.Capability) {
	sign, how := "+", good
	switch one.Verdict {
	case setup.Unable:
		sign, how = "!", bad
	case setup.Unknown:
		sign, how = "?", warn
	}
	if !one.Needed {
		how = plain
	}
	r.screen.styled(how, "  "+sign+" "+padded(r.words.Say("verdict."+string(one.Verdict)), 12)+r.words.Say("ability."+string(one.Ability)))
	about := facts{"Role": one.Role, "Permission": one.Permission, "Holder": one.Holder}
	text := r.words.Say("ground."+string(one.Ground), about)
	if !one.Needed {
		text += " (" + r.words.Say("terminal.preflight.not-needed") + ")"
	} else if !one.Granted && one.Ground != setup.NotAllowed {
		text += " (" + r.words.Say("terminal.preflight.later", about) + ")"
	}
	r.screen.line("      " + text)
}

// preflightObject is a preflight for programs.
func (r *run) preflightObject(event string, p setup.Preflight) object {
	capabilities := make([]object, 0, len(p.Capabilities))
	for _, one := range p.Capabilities {
		capabilities = append(capabilities, object{"ability": one.Ability, "needed": one.Needed, "verdict": one.Verdict, "ground": one.Ground,
			"permission": one.Permission, "granted": one.Granted, "role": one.Role, "holder": one.Holder})
	}
	line := object{"event": event, "tenant_id": p.Tenant.ID, "tenant_name": p.Tenant.Name, "account": p.Account.Label(), "cloud": p.Cloud, "region": p.Region,
		"guest": p.Guest, "partner": p.Account.Partner, "roles": roleNames(p.Roles), "roles_known": p.RolesKnown, "eligible": roleNames(p.Eligible),
		"eligible_known": p.EligibleKnown, "custom_roles": listed(p.Custom), "permissions": listed(p.Grant.Permissions), "capabilities": capabilities,
		"ask_for_roles": listed(p.RolesToAsk()), "premium": nil, "message": "", "consent_page": ""}
	if p.Licence.Known {
		line["premium"] = p.Licence.Premium
	}
	if roles := p.RolesToAsk(); len(roles) > 0 || p.Consent != nil {
		asked := requestOf(p)
		line["message"], line["consent_page"] = r.requestText(asked, roles), asked.Page
	}
	return line
}

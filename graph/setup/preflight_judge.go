package setup

import (
	"slices"
	"strings"

	"backupsso/graph"
)

// What a custom role needs to allow for each ability
// (learn.microsoft.com/entra/identity/role-based-access-control/custom-enterprise-app-permissions).
const (
	actionInstantiate    = "microsoft.directory/applicationTemplates/instantiate"
	actionAuthentication = "microsoft.directory/servicePrincipals/authentication/update"
	actionCredentials    = "microsoft.directory/servicePrincipals/credentials/update"
	actionAssign         = "microsoft.directory/servicePrincipals/appRoleAssignedTo/update"
	actionCreateUser     = "microsoft.directory/users/create"
)

// rule says what allows an ability: a permission, and for people a role, an action of a
// custom role, or ownership of the application.
type rule struct {
	permission string
	role       role
	action     string
	owners     bool
}

// assigner may assign people to applications
// (learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto).
func assigner() role {
	least := cloudAppAdmin()
	least.covers = append(slices.Clone(least.covers), userAdmin().templateID, "e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
		"9360feb5-f418-4baa-8175-e2a00bac4301", // Directory Writers
		"8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2", // Hybrid Identity Administrator
		"45d8d3c5-c802-45c6-b32a-1d70b5e1e86e") // Identity Governance Administrator
	return least
}

// reportsReader may read the sign-in log (learn.microsoft.com/graph/api/signin-list).
func reportsReader() role {
	return role{"Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf", []string{globalAdmin,
		"f2ef992c-3afb-46b9-b7cf-a126ee74c451",  // Global Reader
		"194ae4cb-b126-40b2-bd5b-6091b380977d",  // Security Administrator
		"5d6b6bb7-de71-4623-b4af-96380a352509",  // Security Reader
		"5f2222b1-57c3-48ba-8ad5-d4759f1fde6f"}} // Security Operator
}

// judge tells what can be known of abilities.
type judge struct {
	flow  *Flow
	owner bool // the account owns the application that is there
}

func (j judge) look() Capability {
	return j.granted(Capability{Ability: CanLook, Needed: true, Verdict: Able, Ground: ByPermission, Permission: graph.ScopeReadApplications})
}

// granted notes whether the permission is in the token. Where nobody can be asked for
// it, its absence is the verdict.
func (j judge) granted(c Capability) Capability {
	grant := j.flow.who.Grant
	c.Granted = !grant.Readable || grant.Covers(c.Permission)
	final := c.Ability == CanLook || j.flow.who.Account.Application || j.flow.way.Way == graph.AzureCLI
	if !c.Granted && final {
		c.Verdict, c.Ground = Unable, NotAllowed
	}
	return c
}

// of judges one ability by its rule.
func (j judge) of(ability Ability, needed bool, by rule) Capability {
	c := Capability{Ability: ability, Needed: needed, Permission: by.permission, Role: by.role.name}
	c.Verdict, c.Ground, c.Holder = j.verdict(by)
	return j.granted(c)
}

func (j judge) verdict(by rule) (Verdict, Ground, string) {
	who, access := j.flow.who, j.flow.access
	if who.Account.Application {
		return Able, ByPermission, ""
	}
	if holder, has := holderAmong(who.Roles, by.role); has {
		return Able, ByRole, holder
	}
	for _, custom := range access.Custom {
		if custom.Allows(by.action) {
			return Able, ByCustomRole, custom.Name
		}
	}
	if by.owners && j.owner {
		return Able, ByOwnership, ""
	}
	if holder, has := holderAmong(access.Eligible, by.role); has {
		return Unable, RoleEligible, holder
	}
	switch {
	case !who.RolesKnown:
		return Unknown, RolesUnseen, ""
	case !access.CustomKnown || by.owners && !access.OwnerKnown && j.flow.lastSeen.application != nil:
		return Unknown, RoleUnseen, ""
	}
	return Unable, ByNothing, ""
}

// holderAmong names the role among some that is the wanted one or covers it.
func holderAmong(roles []graph.Role, wanted role) (string, bool) {
	for _, has := range roles {
		id := strings.ToLower(has.TemplateID)
		if id == wanted.templateID || slices.Contains(wanted.covers, id) {
			return firstText(has.Name, wanted.name), true
		}
	}
	return "", false
}

// certificate is by hand where Graph offers no call.
func (j judge) certificate(seen observation) Capability {
	needed := seen.principal == nil || usableCertificate(*seen.principal, seen.at, seen.known) == nil
	c := j.of(CanCertificate, needed, rule{graph.ScopeApplications, cloudAppAdmin(), actionCredentials, true})
	if !j.flow.config.Cloud.SigningCertificates {
		c.Ground = NotInCloud
	}
	return c
}

// log needs a licence beside role and permission. A set-up does without it.
func (j judge) log() Capability {
	c := j.of(CanReadLog, false, rule{graph.ScopeLog, reportsReader(), "microsoft.directory/signInReports/allProperties/read", false})
	licence := j.flow.access.Licence
	switch {
	case c.Verdict != Able:
	case licence.Known && !licence.Premium:
		c.Verdict, c.Ground = Unable, NoPremium
	case !licence.Known:
		c.Verdict, c.Ground = Unknown, LicenceDark
	}
	return c
}

package setup

import (
	"context"
	"slices"
	"strings"

	"backupsso/graph"
)

// Ability is something that a set-up does. Words: "ability.<ability>".
type Ability string

// The abilities, in the order in which a set-up needs them.
const (
	CanLook        Ability = "look"
	CanAddApp      Ability = "add-application"
	CanSetSAML     Ability = "set-saml"
	CanCertificate Ability = "make-certificate"
	CanCreateUser  Ability = "create-user"
	CanAssign      Ability = "assign"
	CanReadLog     Ability = "read-log"
)

// Verdict is what can be told of an ability. Words: "verdict.<verdict>".
type Verdict string

// The verdicts. None of them blocks: what cannot be told may well work.
const (
	Able    Verdict = "can"
	Unable  Verdict = "cannot"
	Unknown Verdict = "cannot-tell"
)

// Ground is why a verdict is what it is. Words: "ground.<ground>", with the facts
// Role, Permission, Cloud and Holder.
type Ground string

// The grounds.
const (
	ByRole       Ground = "by-role"       // an active role allows it; Holder names it
	ByCustomRole Ground = "by-custom"     // a role of the tenant's own does
	ByOwnership  Ground = "by-owner"      // the account owns the application
	ByPermission Ground = "by-permission" // the permission alone allows it
	ByNothing    Ground = "no-role"       // roles are known, and none allows it
	RoleEligible Ground = "eligible"      // a role allows it once it is activated
	RoleUnseen   Ground = "no-role-shows" // none shows, but not all roles can be seen
	RolesUnseen  Ground = "roles-unseen"  // nobody would tell which roles there are
	NotAllowed   Ground = "not-granted"   // the permission is missing
	NotInCloud   Ground = "by-hand-here"  // this cloud has no such call
	NoPremium    Ground = "no-premium"    // the licence is missing
	LicenceDark  Ground = "licence-dark"  // nobody would tell the licence
	WasRefused   Ground = "was-refused"   // Microsoft has refused it a moment ago
)

// Capability is what can be told of one ability of the account.
type Capability struct {
	Ability    Ability
	Needed     bool // by the wish
	Verdict    Verdict
	Ground     Ground
	Permission string // that it needs
	// Granted says that the permission is in the token. What is missing is asked for
	// when it is needed, so that a missing one is no verdict yet.
	Granted bool
	Role    string // the least role to ask for; empty: none is needed
	Holder  string // the role that allows it, or would once it is active
}

// Preflight is what is known, before any change, of the tenant and of what the account
// may do in it. It is advice and never a block.
type Preflight struct {
	Tenant        graph.Tenant
	Account       graph.Account
	Cloud         string
	Region        string // Microsoft's word for where the tenant lives; often empty
	Guest         bool
	Grant         graph.Grant
	Roles         []graph.Role
	RolesKnown    bool
	Eligible      []graph.Role
	EligibleKnown bool
	Custom        []string // names of active roles of the tenant's own
	Licence       graph.Licence
	Capabilities  []Capability
	PIM           string // page where eligible roles are activated
	// Consent is the request for what the wish needs and was not granted; nil: nothing.
	Consent *Consent
}

// Lacking lists what the wish needs and the account does not show to be able to do.
func (p Preflight) Lacking() []Capability {
	return filter(p.Capabilities, func(c Capability) bool { return c.Needed && c.Verdict != Able })
}

// RolesToAsk lists the roles to ask for, the least one for each ability that is lacking.
func (p Preflight) RolesToAsk() []string {
	var roles []string
	for _, lacking := range p.Lacking() {
		if lacking.Role != "" && lacking.Ground != NoPremium && !slices.Contains(roles, lacking.Role) {
			roles = append(roles, lacking.Role)
		}
	}
	return roles
}

// Of returns what is known of one ability.
func (p Preflight) Of(ability Ability) Capability {
	for _, known := range p.Capabilities {
		if known.Ability == ability {
			return known
		}
	}
	return Capability{Ability: ability, Verdict: Unknown}
}

// Preflight asks what the signed-in account may do, as far as its token lets it ask.
// It reads only.
func (f *Flow) Preflight(ctx context.Context, wish Wish) (Preflight, error) {
	if err := f.signedIn(); err != nil {
		return Preflight{}, err
	}
	seen := f.lastSeen
	if !f.seenFor(wish) {
		if err := f.remember(wish); err != nil {
			return Preflight{}, err
		}
		var err error
		// What cannot be looked at is told by the abilities; only the way there,
		// and a named application that is not there, may fail.
		seen, err = f.observe(ctx, wish, graph.GalleryApp{})
		if err != nil && (ctx.Err() != nil || unknownChoice(err)) {
			return Preflight{}, f.problem(StepSignIn, err)
		}
	}
	question := graph.AccessQuestion{AccountID: f.who.Account.ID}
	if seen.application != nil && seen.principal != nil {
		question.ApplicationID, question.PrincipalID = seen.application.ObjectID, seen.principal.ObjectID
	}
	if accessible, can := f.directory.(interface {
		Access(context.Context, graph.AccessQuestion) (graph.Access, error)
	}); can {
		access, err := accessible.Access(ctx, question)
		if err != nil {
			return Preflight{}, f.problem(StepSignIn, err)
		}
		f.access = access
	}
	return f.preflight(wish, seen), nil
}

func (f *Flow) seenFor(wish Wish) bool {
	return !f.lastSeen.at.IsZero() && f.lastWish.Portal == wish.Portal && f.lastWish.TestUser == wish.TestUser &&
		f.lastWish.Application == wish.Application && f.now().Sub(f.lastSeen.at) < freshFor
}

// preflight puts together what is known by now; it asks nobody.
func (f *Flow) preflight(wish Wish, seen observation) Preflight {
	made := Preflight{Tenant: f.who.Tenant, Account: f.who.Account, Cloud: f.config.Cloud.Name, Region: f.found.Region,
		Guest: strings.Contains(strings.ToUpper(f.who.Account.UPN), "#EXT#"), Grant: f.who.Grant,
		Roles: f.who.Roles, RolesKnown: f.who.RolesKnown, Eligible: f.access.Eligible, EligibleKnown: f.access.EligibleKnown,
		Licence: f.access.Licence, PIM: f.config.Cloud.EligibleRolesPage()}
	for _, role := range f.access.Custom {
		made.Custom = append(made.Custom, role.Name)
	}
	createsUser := wish.TestUser.Create && seen.user == nil
	assigns := !wish.LeaveAssignment && !seen.assigned()
	own := seen.application != nil && f.access.OwnerKnown && f.access.Owner
	judge := judge{flow: f, owner: own}
	made.Capabilities = []Capability{
		judge.look(),
		judge.of(CanAddApp, seen.application == nil, rule{graph.ScopeApplications, cloudAppAdmin(), actionInstantiate, false}),
		judge.of(CanSetSAML, true, rule{graph.ScopeApplications, cloudAppAdmin(), actionAuthentication, true}),
		judge.certificate(seen),
		judge.of(CanCreateUser, createsUser, rule{graph.ScopeUsers, userAdmin(), actionCreateUser, false}),
		judge.of(CanAssign, assigns, rule{graph.ScopeAssignments, assigner(), actionAssign, true}),
		judge.log(),
	}
	var missing []string
	for _, one := range made.Capabilities {
		if one.Needed && !one.Granted && !slices.Contains(missing, one.Permission) {
			missing = append(missing, one.Permission)
		}
	}
	if len(missing) > 0 && f.who.Grant.Readable && !f.who.Account.Application {
		consent := f.Consent(missing)
		made.Consent = &consent
	}
	return made
}

// refusedFor is the preflight after Microsoft has refused an ability: the same value,
// with that ability marked.
func (f *Flow) refusedFor(step Step, ground Ground) *Preflight {
	if f.directory == nil {
		return nil
	}
	made := f.preflight(f.lastWish, f.lastSeen)
	for i := range made.Capabilities {
		if one := &made.Capabilities[i]; one.Ability == abilityOf(step) {
			one.Verdict, one.Ground, one.Needed = Unable, ground, true
		}
	}
	return &made
}

// abilityOf is what a step needs one to be able to do.
func abilityOf(step Step) Ability {
	switch step {
	case StepApplication:
		return CanAddApp
	case StepCertificate, StepActive:
		return CanCertificate
	case StepTestUser:
		return CanCreateUser
	case StepAssignment:
		return CanAssign
	case StepMode, StepAddresses, StepNotification:
		return CanSetSAML
	}
	return CanLook
}

package setup

import (
	"context"
	"strings"

	"backupsso/graph"
)

// SignIn is how a person signs in.
type SignIn struct {
	Way         graph.Way
	TenantID    string
	LoginHint   string
	CreatesUser bool // asks for User.ReadWrite.All too
	Groups      bool // asks to read groups and the licence too, for FindMembers and PlanGoLive
	ReadsLog    bool // asks for the sign-in log too; see SignIns
	OpenURL     func(address string) error
	ShowCode    func(graph.Code)
}

// Who is the result of a sign-in.
type Who struct {
	Tenant  graph.Tenant
	Account graph.Account
	Roles   []graph.Role // active ones that were readable; advisory
	// MayLack names roles that seem to be missing for the whole job; a warning, never a block.
	MayLack []string
}

// UserState is what is known of an address.
type UserState struct {
	Exists bool
	User   graph.User
}

// scopeReadUsers lets the flow look at a test user who is there already.
const scopeReadUsers = "User.Read.All"

// SignIn signs in and tells who that is, in which tenant, and with which roles.
// A second SignIn replaces the first.
func (f *Flow) SignIn(ctx context.Context, ask SignIn) (Who, error) {
	f.askedTenant = strings.TrimSpace(ask.TenantID)
	if err := f.findTenant(ctx); err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	directory, err := f.connect(ctx, graph.SignIn{
		Way: ask.Way, Cloud: f.config.Cloud, TenantID: f.askedTenant, ClientID: f.config.ClientID,
		LoginHint: ask.LoginHint, Scopes: scopes(ask), OpenURL: ask.OpenURL, ShowCode: ask.ShowCode,
	}, f.deps())
	if err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	who, gallery, err := whoIs(ctx, directory, ask.CreatesUser)
	if err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	f.Close()
	if who.Tenant.ID != f.who.Tenant.ID {
		f.made = made{}
	}
	f.directory, f.who, f.gallery, f.logOff = directory, who, gallery, nil
	return who, nil
}

// scopes asks for no more than the job needs.
func scopes(ask SignIn) []string {
	wanted := []string{graph.ScopeSelf, graph.ScopeApplications, graph.ScopeAssignments}
	if ask.CreatesUser {
		wanted = append(wanted, graph.ScopeUsers)
	} else {
		wanted = append(wanted, scopeReadUsers)
	}
	if ask.Groups {
		wanted = append(wanted, graph.ScopeGroups, graph.ScopeOrganization)
	}
	if ask.ReadsLog {
		wanted = append(wanted, graph.ScopeLog, graph.ScopeDirectory)
	}
	return wanted
}

// whoIs asks for everything that is known of a person in one request, and for the
// gallery app too, because every plan begins with it. Roles and gallery may stay
// unknown; they are looked up again where they are needed.
func whoIs(ctx context.Context, directory Directory, createsUser bool) (Who, []graph.GalleryApp, error) {
	sight, err := directory.Look(ctx, graph.Question{Self: true, Gallery: AppName})
	if ctx.Err() != nil {
		return Who{}, nil, ctx.Err()
	}
	if sight.Tenant.ID == "" || sight.Account.ID == "" {
		if err == nil {
			err = errUnnamed
		}
		return Who{}, nil, err
	}
	who := Who{Tenant: sight.Tenant, Account: sight.Account, Roles: sight.Roles}
	// Roles are advice only; without them there is nothing to advise.
	if sight.RolesKnown {
		who.MayLack = mayLack(who.Roles, createsUser)
	}
	return who, sight.Gallery, nil
}

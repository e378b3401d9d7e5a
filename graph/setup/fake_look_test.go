package setup

import (
	"context"

	"backupsso/graph"
)

// Look asks the single verbs, so that a fault in front of one of them strikes the
// look too.
func (f *fakeTenant) Look(ctx context.Context, question graph.Question) (graph.Sight, error) {
	var sight graph.Sight
	var first error
	failed := func(err error) bool {
		if err != nil && !notFound(err) && first == nil {
			first = err
		}
		return err != nil
	}
	if question.Self {
		if !failed(f.call("Tenant").err) {
			sight.Tenant = f.tenant
		}
		if !failed(f.call("Me").err) {
			sight.Account = graph.Account{ID: "ada", UPN: "ada@contoso.example", Name: "Ada Lovelace", Mail: "ada@contoso.example"}
		}
		if f.call("Roles").err == nil {
			sight.Roles, sight.RolesKnown = f.roles, true
		}
	}
	if question.Gallery != "" {
		found, err := f.GalleryApps(ctx, question.Gallery)
		if !failed(err) {
			sight.Gallery = found
		}
	}
	if question.TemplateID != "" {
		found, err := f.ApplicationsFromTemplate(ctx, question.TemplateID)
		if !failed(err) {
			sight.FromTemplate = found
		}
	}
	if question.Identifier != "" {
		found, err := f.ApplicationsWithIdentifier(ctx, question.Identifier)
		if !failed(err) {
			sight.WithIdentifier = found
		}
	}
	if question.ObjectID != "" {
		if found, err := f.Application(ctx, question.ObjectID); !failed(err) {
			sight.Application = &found
		}
	}
	if question.UPN != "" {
		if found, err := f.User(ctx, question.UPN); !failed(err) {
			sight.User = &found
		}
	}
	if question.AppID != "" {
		if found, err := f.ServicePrincipal(ctx, question.AppID); !failed(err) {
			sight.Principal = &found
			sight.Assignments, err = f.Assignments(ctx, found.ObjectID)
			failed(err)
		}
	}
	return sight, first
}

func (f *fakeTenant) Unassign(_ context.Context, id, assignmentID string) error {
	return f.change("Unassign", func() {
		f.people.leaving = append(f.people.leaving, filter(f.assigned[id], func(a graph.Assignment) bool { return a.ID == assignmentID })...)
		f.assigned[id] = filter(f.assigned[id], func(a graph.Assignment) bool { return a.ID != assignmentID })
		f.shown[assignmentID] = f.clock.Now().Add(f.lag)
	})
}

func (f *fakeTenant) DeleteApplication(_ context.Context, objectID string) error {
	return f.change("DeleteApplication", func() {
		for _, app := range f.apps {
			if app.ObjectID == objectID {
				delete(f.principals, app.AppID)
			}
		}
		f.apps = filter(f.apps, func(a *graph.Application) bool { return a.ObjectID != objectID })
	})
}

func (f *fakeTenant) DeleteServicePrincipal(_ context.Context, id string) error {
	return f.change("DeleteServicePrincipal", func() { delete(f.principals, f.byID(id).AppID) })
}

func (f *fakeTenant) DeleteUser(_ context.Context, id string) error {
	return f.change("DeleteUser", func() {
		for upn, user := range f.users {
			if user.ID == id {
				delete(f.users, upn)
			}
		}
	})
}

package setup

import (
	"context"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
)

// observation is the tenant as one look saw it, as far as one wish is concerned.
type observation struct {
	at          time.Time
	template    graph.GalleryApp
	siblings    []string // object ids of all applications of the template
	application *graph.Application
	principal   *graph.ServicePrincipal
	assignments []graph.Assignment
	upn         string      // of the test user
	user        *graph.User // nil: not there
	// holder is the application of another kind that has the wished Identifier.
	holder *graph.Application
}

// observe looks at the tenant without changing anything. A known template (from
// an earlier look) is not looked up again.
func (f *Flow) observe(ctx context.Context, wish Wish, known graph.GalleryApp) (observation, error) {
	seen := observation{at: f.now(), template: known, upn: testUserUPN(wish.TestUser, f.who.Tenant)}
	if known.ID == "" {
		template, err := f.findTemplate(ctx)
		if err != nil {
			return seen, f.problem(StepGallery, err)
		}
		seen.template = template
	}
	if err := f.observeApplication(ctx, wish, &seen); err != nil {
		return seen, f.problem(StepApplication, err)
	}
	if err := f.observeUser(ctx, &seen); err != nil {
		return seen, f.problem(StepTestUser, err)
	}
	if seen.principal == nil {
		return seen, nil
	}
	assignments, err := f.directory.Assignments(ctx, seen.principal.ObjectID)
	if err != nil && !notFound(err) {
		return seen, f.problem(StepAssignment, err)
	}
	seen.assignments = assignments
	return seen, nil
}

// findTemplate finds the one gallery app that can do SAML.
func (f *Flow) findTemplate(ctx context.Context) (graph.GalleryApp, error) {
	found, err := f.directory.GalleryApps(ctx, AppName)
	if err != nil {
		return graph.GalleryApp{}, err
	}
	return chooseTemplate(found)
}

func (f *Flow) observeApplication(ctx context.Context, wish Wish, seen *observation) error {
	siblings, err := f.directory.ApplicationsFromTemplate(ctx, seen.template.ID)
	if err != nil {
		return err
	}
	for _, sibling := range siblings {
		seen.siblings = append(seen.siblings, sibling.ObjectID)
	}
	if siblings, err = f.withOwn(ctx, siblings); err != nil {
		return err
	}
	pick := chooseApplication(siblings, wish)
	if pick.question {
		return f.askWhich(ctx, siblings)
	}
	if seen.application = pick.application; seen.application == nil || !holds(*seen.application, wish.Portal.Identifier) {
		if err := f.observeHolder(ctx, wish, seen); err != nil {
			return err
		}
	}
	if seen.application == nil {
		return nil
	}
	principal, err := f.directory.ServicePrincipal(ctx, seen.application.AppID)
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	seen.principal = &principal
	return nil
}

// withOwn adds this flow's own application where the list lags.
func (f *Flow) withOwn(ctx context.Context, siblings []graph.Application) ([]graph.Application, error) {
	if slices.ContainsFunc(siblings, func(a graph.Application) bool { return f.isOwn(&a) }) {
		return siblings, nil
	}
	own, err := f.ownApplication(ctx)
	if err != nil || own == nil {
		return siblings, err
	}
	return append(slices.Clone(siblings), *own), nil
}

// observeHolder finds who else has the wished Identifier. A list may lag, so an
// application of the template that the first list left out is taken here.
func (f *Flow) observeHolder(ctx context.Context, wish Wish, seen *observation) error {
	holders, err := f.directory.ApplicationsWithIdentifier(ctx, wish.Portal.Identifier)
	if err != nil {
		return err
	}
	for _, holder := range holders {
		if !holds(holder, wish.Portal.Identifier) {
			continue
		}
		if strings.EqualFold(holder.TemplateID, seen.template.ID) && !chosen(wish) {
			seen.application = &holder
			return nil
		}
		if seen.application == nil || holder.ObjectID != seen.application.ObjectID {
			seen.holder = &holder
		}
	}
	return nil
}

func (f *Flow) observeUser(ctx context.Context, seen *observation) error {
	if seen.upn == "" || !validUPN(seen.upn) {
		return nil // the plan says what is wrong with it
	}
	user, err := f.directory.User(ctx, seen.upn)
	if notFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	seen.user = &user
	return nil
}

// askWhich makes the question which application to take, with who uses each.
func (f *Flow) askWhich(ctx context.Context, applications []graph.Application) error {
	const most = 20 // more cannot be chosen from sensibly
	question := &Problem{Step: StepApplication, Kind: SeveralApps, Facts: map[string]string{"Count": count(len(applications))}}
	for _, application := range applications[:min(most, len(applications))] {
		assigned, err := f.assignedNames(ctx, application.AppID)
		if err != nil {
			return err
		}
		question.Choices = append(question.Choices, Choice{ID: application.ObjectID, Name: application.Name,
			Created: application.Created, Identifiers: slices.Clone(application.Identifiers), Assigned: assigned})
	}
	slices.SortStableFunc(question.Choices, func(a, b Choice) int { return b.Created.Compare(a.Created) })
	question.Choices = append(question.Choices, Choice{ID: NewApplication, Name: AppName})
	return question
}

func (f *Flow) assignedNames(ctx context.Context, appID string) ([]string, error) {
	principal, err := f.directory.ServicePrincipal(ctx, appID)
	if notFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	assignments, err := f.directory.Assignments(ctx, principal.ObjectID)
	if err != nil && !notFound(err) {
		return nil, err
	}
	var names []string
	for _, assignment := range assignments {
		names = append(names, assignment.PrincipalName)
	}
	return names, nil
}

// assigned reports whether the test user has a direct assignment.
func (o observation) assigned() bool {
	return o.user != nil && assignedTo(o.assignments, o.user.ID)
}

func assignedTo(assignments []graph.Assignment, userID string) bool {
	return slices.ContainsFunc(assignments, func(a graph.Assignment) bool { return strings.EqualFold(a.PrincipalID, userID) })
}

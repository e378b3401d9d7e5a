package setup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
)

// observation is the tenant as one look saw it, as far as one wish is concerned.
type observation struct {
	at       time.Time // by Microsoft's clock
	template graph.GalleryApp
	listed   time.Time // when the lists were read, by this computer's clock
	siblings []string  // object ids of all applications of the template
	// lost is what a run that was cut off has added, although this one may be about
	// another application.
	lost        *graph.Application
	application *graph.Application
	principal   *graph.ServicePrincipal
	assignments []graph.Assignment
	upn         string      // of the test user
	user        *graph.User // nil: not there
	known       string      // thumbprint of the certificate that earlier runs made or left active
	// holder is the application of another kind that has the wished Identifier.
	holder *graph.Application
	// What the recycle bin holds of the gallery app, and under the test user's address.
	deleted      []graph.DeletedApplication
	deletedUsers []graph.DeletedUser
}

// observe looks at the tenant without changing anything: one request for the
// lists, and one more when there is an application. A known template (from an
// earlier look) is not looked up again.
func (f *Flow) observe(ctx context.Context, wish Wish, known graph.GalleryApp) (observation, error) {
	seen := observation{at: f.entraNow(), template: known, upn: testUserUPN(wish.TestUser, f.who.Tenant), known: f.knownCertificate()}
	if known.ID == "" {
		template, err := f.findTemplate(ctx)
		if err != nil {
			return seen, f.problem(StepGallery, err)
		}
		seen.template = template
	}
	question := graph.Question{TemplateID: seen.template.ID, Identifier: wish.Portal.Identifier, DeletedFrom: seen.template.ID}
	if validUPN(seen.upn) { // else the plan says what is wrong with it
		question.UPN = seen.upn
		if wish.TestUser.Create {
			question.DeletedUPN = seen.upn
		}
	}
	seen.listed = f.now()
	sight, err := f.directory.Look(ctx, question)
	if err != nil {
		return seen, f.problem(stepOf(err), err)
	}
	seen.user, seen.deleted, seen.deletedUsers = sight.User, sight.DeletedApplications, sight.DeletedUsers
	if binned(seen.deleted, f.made.application.ObjectID) {
		f.made.application = graph.Application{} // so it is not on its way into all replicas
	}
	if err := f.observeApplication(ctx, wish, sight, &seen); err != nil {
		return seen, f.problem(StepApplication, err)
	}
	if seen.application == nil {
		return seen, nil
	}
	// Read once more by its id: lists lag more, and between the two looks somebody
	// may have changed it.
	sight, err = f.directory.Look(ctx, graph.Question{ObjectID: seen.application.ObjectID, AppID: seen.application.AppID})
	if err != nil {
		return seen, f.problem(stepOf(err), err)
	}
	if sight.Application != nil {
		seen.application = sight.Application
	}
	seen.principal, seen.assignments = sight.Principal, sight.Assignments
	return seen, nil
}

// stepOf names the step that a failed look belongs to.
func stepOf(err error) Step {
	switch graph.PartOf(err) {
	case "users":
		return StepTestUser
	case "applicationTemplates":
		return StepGallery
	}
	return StepApplication
}

// findTemplate finds the one gallery app that can do SAML: as the sign-in saw it,
// or by asking again.
func (f *Flow) findTemplate(ctx context.Context) (graph.GalleryApp, error) {
	if known, err := chooseTemplate(f.gallery); err == nil {
		return known, nil
	}
	found, err := f.directory.GalleryApps(ctx, AppName)
	if err != nil {
		return graph.GalleryApp{}, err
	}
	return chooseTemplate(found)
}

func (f *Flow) observeApplication(ctx context.Context, wish Wish, sight graph.Sight, seen *observation) error {
	for _, sibling := range sight.FromTemplate {
		seen.siblings = append(seen.siblings, sibling.ObjectID)
	}
	seen.lost = f.claimPending(sight.FromTemplate)
	siblings, err := f.withOwn(ctx, sight.FromTemplate)
	if err != nil {
		return err
	}
	pick := chooseApplication(siblings, wish, f.made.application.ObjectID)
	if pick.question {
		return f.askWhichInstead(ctx, wish, siblings)
	}
	if seen.application = pick.application; seen.application == nil || !holds(*seen.application, wish.Portal.Identifier) {
		seen.findHolder(wish, sight.WithIdentifier)
	}
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

// findHolder finds who else has the wished Identifier. A list may lag, so an
// application of the template that the first list left out is taken here.
func (o *observation) findHolder(wish Wish, holders []graph.Application) {
	for _, holder := range holders {
		if !holds(holder, wish.Portal.Identifier) {
			continue
		}
		if strings.EqualFold(holder.TemplateID, o.template.ID) && !chosen(wish) {
			o.application = &holder
			return
		}
		if o.application == nil || holder.ObjectID != o.application.ObjectID {
			o.holder = &holder
		}
	}
}

// askWhichInstead asks which application to take, and says so when the one that
// was named is none of them.
func (f *Flow) askWhichInstead(ctx context.Context, wish Wish, applications []graph.Application) error {
	err := f.askWhich(ctx, applications)
	var question *Problem
	if chosen(wish) && errors.As(err, &question) {
		question.Kind, question.Facts = NoSuchApplication, map[string]string{"Application": wish.Application}
	}
	return err
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
	sight, err := f.directory.Look(ctx, graph.Question{AppID: appID})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, assignment := range sight.Assignments {
		names = append(names, assignment.PrincipalName)
	}
	return names, nil
}

// assigned reports whether the test user has a direct assignment.
func (o observation) assigned() bool {
	return o.user != nil && assignedTo(o.assignments, o.user.ID)
}

// assignment is the test user's own assignment, or nil.
func (o observation) assignment() *graph.Assignment {
	if o.user == nil {
		return nil
	}
	for _, assignment := range o.assignments {
		if strings.EqualFold(assignment.PrincipalID, o.user.ID) {
			return &assignment
		}
	}
	return nil
}

func assignedTo(assignments []graph.Assignment, userID string) bool {
	return slices.ContainsFunc(assignments, func(a graph.Assignment) bool { return strings.EqualFold(a.PrincipalID, userID) })
}

package setup

import (
	"context"
	"errors"
	"slices"
	"strings"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// A wish may name its application, by object id or by client id. A name counts for more
// than what is remembered: what it does not name is neither judged nor touched.

// chosen reports whether the wish names an existing application.
func chosen(wish Wish) bool { return wish.Application != "" && wish.Application != NewApplication }

// named reports whether the wish names the application with these ids.
func named(wish Wish, objectID, appID string) bool {
	return chosen(wish) && (strings.EqualFold(objectID, wish.Application) || strings.EqualFold(appID, wish.Application))
}

// meant reports whether what is remembered is about the application of the wish.
func meant(wish Wish, remembered journal.App) bool {
	return remembered.ObjectID != "" && (!chosen(wish) || named(wish, remembered.ObjectID, remembered.AppID))
}

// refuseOthers refuses to take back what was done to touched when the wish names an
// application that is none of them. One that is in the tenant may be in no record yet
// when nothing in the record is about an application.
func (f *Flow) refuseOthers(ctx context.Context, wish Wish, touched []journal.App) error {
	if !chosen(wish) || slices.ContainsFunc(touched, func(app journal.App) bool { return meant(wish, app) }) {
		return nil
	}
	if err := f.findNamed(ctx, wish); err != nil || len(touched) == 0 {
		return err
	}
	return &Problem{Step: StepApplication, Kind: NothingToUndo, Facts: map[string]string{}}
}

// findNamed fails with NoSuchApplication when the application that the wish names is none of
// the gallery app's in the tenant.
func (f *Flow) findNamed(ctx context.Context, wish Wish) error {
	template, err := f.findTemplate(ctx)
	if err != nil {
		return err
	}
	sight, err := f.directory.Look(ctx, graph.Question{TemplateID: template.ID})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(sight.FromTemplate, func(a graph.Application) bool { return named(wish, a.ObjectID, a.AppID) }) {
		return nil
	}
	return f.askWhichInstead(ctx, wish, sight.FromTemplate)
}

// amongThose drops the choice of a new application where one was named that is not
// there, and only one that is will do.
func amongThose(err error) error {
	var question *Problem
	if errors.As(err, &question) && question.Kind == NoSuchApplication {
		question.Choices = slices.DeleteFunc(question.Choices, func(c Choice) bool { return c.ID == NewApplication })
	}
	return err
}

// unknownChoice reports whether the application that a wish names was not found.
func unknownChoice(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Kind == NoSuchApplication
}

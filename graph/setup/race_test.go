package setup

import (
	"context"
	"errors"
	"slices"
	"testing"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// TestLoserOfARaceNamesItsSpareApplication lets another administrator set the
// Identifier on an application of their own between two steps of a run. The loser
// names what it leaves over, undo removes just that, and the next run carries on
// with the winner's.
func TestLoserOfARaceNamesItsSpareApplication(t *testing.T) {
	inBubble(t, practice.Options{}, loserNamesItsSpareApplication)
}

func loserNamesItsSpareApplication(t *testing.T, w *world) {
	rival := undoFlow(t, w, memoryFolder(t))
	if err := rival.directory.(widener).Widen(t.Context(), []string{graph.ScopeApplications}); err != nil {
		t.Fatal(err) // who works past the flow asks by themselves
	}
	folder := memoryFolder(t)
	loser := undoFlow(t, w, folder)
	var won graph.Application
	made := plan(t, loser, wish())
	_, err := loser.Apply(t.Context(), made, func(event Event) {
		if event.Step == StepMode && event.State == Done {
			won = win(t.Context(), t, rival, made)
		}
	})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != SpareApplication {
		t.Fatalf("got %v", err)
	}
	spare := problem.Facts["Application"]
	if spare == "" || spare == won.ObjectID || spare != loser.made.application.ObjectID || problem.Facts["Identifier"] != wish().Portal.Identifier {
		t.Errorf("facts %v, the winner is %s", problem.Facts, won.ObjectID)
	}

	_, done := undoAll(t, undoFlow(t, w, folder))
	if !slices.ContainsFunc(done, func(row UndoRow) bool {
		return row.What == WhatApplication && row.Verb == Remove && row.object == spare
	}) {
		t.Errorf("undo did %+v", done)
	}
	again := undoFlow(t, w, folder)
	result, _ := apply(t, again, plan(t, again, wish()))
	if result.ApplicationID != won.ObjectID {
		t.Errorf("the next run took %s, the winner is %s", result.ApplicationID, won.ObjectID)
	}
	oneOfEach(t, w)
}

// win adds an application and gives it the Identifier.
func win(ctx context.Context, t *testing.T, flow *Flow, as Plan) graph.Application {
	t.Helper()
	application, principal, err := flow.directory.AddFromGallery(ctx, as.observed.template.ID, AppName)
	if err == nil {
		err = flow.directory.SetSignOnMode(ctx, principal.ObjectID, modeSAML)
	}
	if err == nil {
		err = flow.directory.SetAddresses(ctx, application.ObjectID, []string{as.Wish.Portal.Identifier}, []string{as.Wish.Portal.ReplyURL})
	}
	if err != nil {
		t.Fatal(err)
	}
	return application
}

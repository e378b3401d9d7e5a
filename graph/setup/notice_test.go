package setup

import (
	"context"
	"errors"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// TestPlanTellsWhatLiesInTheRecycleBin: what an undo left there, and only as long
// as it matters.
func TestPlanTellsWhatLiesInTheRecycleBin(t *testing.T) {
	inBubble(t, practice.Options{}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		first, err := killedRun(t, w, folder, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		flow := undoFlow(t, w, folder)
		if notices := plan(t, flow, wish()).Notices; len(notices) != 0 {
			t.Errorf("while nothing is deleted: %+v", notices)
		}
		deleted := time.Now()
		undoAll(t, flow)
		time.Sleep(24 * time.Hour)
		flow = w.signedIn(t, w.config())
		before := flow.counter.sum()
		made := plan(t, flow, wish())
		if sent := flow.counter.sum(); sent.Reads-before.Reads != 1 {
			t.Errorf("a plan takes %+v after %+v", sent, before)
		}
		if len(made.Notices) != 2 || made.Notices[0].Kind != DeletedWithIdentifier || made.Notices[1].Kind != DeletedPerson {
			t.Fatalf("%+v", made.Notices)
		}
		app, person := made.Notices[0], made.Notices[1]
		if app.App != AppName || app.ObjectID != first.ApplicationID || !app.Deleted.Equal(deleted.UTC().Truncate(time.Second)) ||
			!app.Until.Equal(app.Deleted.Add(30*24*time.Hour)) || person.UPN != first.TestUserUPN || !person.Deleted.Equal(app.Deleted) {
			t.Errorf("%+v", made.Notices)
		}
		other := wish()
		other.Portal.Identifier = "https://eu.backup.autotask.net/singlesignon/saml/metadata"
		if notices := plan(t, flow, other).Notices; len(notices) != 2 || notices[0].Kind != DeletedApp {
			t.Errorf("for another portal: %+v", notices)
		}
		result, _ := apply(t, flow, made)
		if result.Requests.Reads+result.Requests.Writes > 12+1 { // one plan more than usual
			t.Errorf("%+v", result.Requests)
		}
		if notices := plan(t, w.signedIn(t, w.config()), wish()).Notices; len(notices) != 0 {
			t.Errorf("once it stands: %+v", notices)
		}
	})
}

// TestDeletedApplicationThatKeepsItsIdentifier is named, with what to do.
func TestDeletedApplicationThatKeepsItsIdentifier(t *testing.T) {
	inBubble(t, practice.Options{Faults: []string{"bin-keeps-identifier"}}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		first, err := killedRun(t, w, folder, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		undoAll(t, undoFlow(t, w, folder))
		flow := undoFlow(t, w, folder)
		_, err = flow.Apply(context.Background(), plan(t, flow, wish()), nil)
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != IdentifierInBin || problem.Facts["Application"] != first.ApplicationID {
			t.Fatalf("got %v with %v", err, problem)
		}
	})
}

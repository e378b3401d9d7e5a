package setup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
)

// TestNamedApplicationIsNotThere names an application that the tenant does not have,
// while another one holds the Identifier and the journal knows it: nothing may be said
// of that one instead, and nothing done to it.
func TestNamedApplicationIsNotThere(t *testing.T) {
	const unknown = "11111111-1111-1111-1111-111111111111"
	ctx := context.Background()
	asks := map[string]func(*Flow, Wish) error{
		"plan":      func(f *Flow, w Wish) error { _, err := f.Plan(ctx, w); return err },
		"verify":    func(f *Flow, w Wish) error { _, err := f.Verify(ctx, w); return err },
		"renew":     func(f *Flow, w Wish) error { _, err := f.Renew(ctx, w, nil); return err },
		"activate":  func(f *Flow, w Wish) error { _, err := f.Activate(ctx, w, nil); return err },
		"roll back": func(f *Flow, w Wish) error { _, err := f.RollBack(ctx, w, nil); return err },
		"undo":      func(f *Flow, w Wish) error { _, err := f.PlanUndo(ctx, w); return err },
		"undo of a plan": func(f *Flow, w Wish) error {
			_, err := f.Undo(ctx, UndoPlan{Wish: w}, nil)
			return err
		},
		"test":      func(f *Flow, w Wish) error { _, err := f.Trial(ctx, w); return err },
		"preflight": func(f *Flow, w Wish) error { _, err := f.Preflight(ctx, w); return err },
		"go live":   func(f *Flow, w Wish) error { _, err := f.PlanGoLive(ctx, LiveWish{Wish: w}, nil); return err },
		"sign-ins":  func(f *Flow, w Wish) error { _, err := f.SignIns(ctx, w, time.Time{}); return err },
	}
	for name, ask := range asks {
		for _, remembers := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				tenant := newFakeTenant(t)
				config := tenant.config()
				config.Journal = JournalIn(memoryFolder(t))
				flow := WithDirectory(config, tenant)
				if _, err := flow.SignIn(ctx, SignIn{CreatesUser: true}); err != nil {
					t.Fatal(err)
				}
				result, _ := apply(t, flow, plan(t, flow, wish()))
				if !remembers {
					config.Journal = JournalIn(memoryFolder(t))
					flow = WithDirectory(config, tenant)
					if _, err := flow.SignIn(ctx, SignIn{CreatesUser: true}); err != nil {
						t.Fatal(err)
					}
				}
				writes := tenant.writes()
				asked := wish()
				asked.Application = unknown
				err := ask(flow, asked)
				var problem *Problem
				if !errors.As(err, &problem) {
					t.Fatalf("got %v", err)
				}
				if nothing := !remembers && strings.HasPrefix(name, "undo"); nothing && problem.Kind != NothingToUndo ||
					!nothing && (problem.Kind != NoSuchApplication || problem.Facts["Application"] != unknown) {
					t.Errorf("%+v", problem)
				}
				offersNew := slices.ContainsFunc(problem.Choices, func(c Choice) bool { return c.ID == NewApplication })
				if offersNew != (name == "plan" || name == "preflight") {
					t.Errorf("choices %+v", problem.Choices)
				}
				if tenant.writes() != writes {
					t.Error("something was written")
				}
				if strings.HasPrefix(name, "undo of") {
					return
				}
				for _, id := range []string{result.ApplicationID, strings.ToUpper(tenant.apps[0].AppID)} {
					asked.Application = id
					if err := ask(flow, asked); errors.As(err, &problem) && problem.Kind == NoSuchApplication {
						t.Errorf("%s is the application: %v", id, err)
					}
				}
			})
		}
	}
}

// TestNamedApplicationBeatsMemory names another application than the one that the
// journal knows: that one is judged, and what was done to the first one stays.
func TestNamedApplicationBeatsMemory(t *testing.T) {
	ctx := context.Background()
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(ctx, SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	other := *tenant.apps[0]
	other.ObjectID, other.AppID, other.Identifiers = "other-object", "other-app", []string{"https://eu.backup.autotask.net/singlesignon/saml/metadata"}
	tenant.apps = append(tenant.apps, &other)
	tenant.principals[other.AppID] = &graph.ServicePrincipal{ObjectID: "other-principal", AppID: other.AppID, Enabled: true}
	asked := wish()
	asked.Application = other.ObjectID
	report, err := flow.Verify(ctx, asked)
	if err != nil || !slices.Contains(failing(report.Findings), "verify-application") {
		t.Errorf("%v %v", err, failing(report.Findings))
	}
	_, err = flow.PlanUndo(ctx, asked)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NothingToUndo {
		t.Errorf("undo: %v", err)
	}
	if made, err := flow.PlanUndo(ctx, wish()); err != nil || made.Writes() != 3 {
		t.Errorf("undo without a name: %v %+v", err, made.Rows)
	}
}

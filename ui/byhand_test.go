package ui

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	tenant "backupsso/graph/practice"
	"backupsso/graph/setup"
)

// planByHand is a plan as a wish asks for it: with the assignment left to the person.
func planByHand(_ context.Context, wish setup.Wish) (setup.Plan, error) {
	plan := samplePlan()
	plan.Wish = wish
	plan.Changes = slices.Clone(plan.Changes)
	for i, change := range plan.Changes {
		if change.What == setup.WhatAssignment && wish.LeaveAssignment {
			plan.Changes[i].Verb = setup.ByHand
		}
	}
	return plan, nil
}

// leavesAssignment has whatever is made leave the assignment to the person.
func (b *bench) leavesAssignment() {
	b.flow.apply = func(_ context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
		tellAll(plan, tell)
		result := sampleResult(plan)
		result.Tasks = []setup.Task{{Kind: setup.TaskAssignment, Link: "https://entra.microsoft.com/people"}}
		return result, nil
	}
}

func TestPlanCanLeaveTheAssignment(t *testing.T) {
	b := newBench(t)
	b.flow.plan = planByHand
	b.leavesAssignment()
	b.toReview()
	all := b.w.state.plan.Writes()
	page := b.w.screen.(*reviewPage)
	test.Tap(page.own)
	b.until("plan", func() bool { return b.w.state.plan != nil && b.w.state.plan.Wish.LeaveAssignment })
	if got := b.w.state.plan.Writes(); got != all-1 || b.w.win.Canvas().Focused() != page.own {
		t.Errorf("%d changes, focus on %T", got, b.w.win.Canvas().Focused())
	}
	b.shows("By hand")
	b.press()
	b.until("end", func() bool { return b.w.state.settled() })
	b.press()
	b.untilPage(pageHandOver)
	b.shows("Assign people in the admin centre")
	b.w.visitPage(pageReview)
	if page := b.w.screen.(*reviewPage); slices.Contains(page.column.Items(), fyne.CanvasObject(page.own)) {
		t.Error("a plan that is carried out can be chosen anew")
	}
}

// TestMissingRightToAssignIsNoEnd: a set-up that may not assign anybody is finished
// without, on a tenant that refuses the permission.
func TestMissingRightToAssignIsNoEnd(t *testing.T) {
	b := windowOn(t, setup.JournalIn(t.TempDir()), tenant.Options{Faults: []string{"consent-missing:scope=" + setup.ScopeAssignments}})()
	b.press()
	b.signsInByCode()
	b.portalToPlan()
	b.press()
	b.until("refusal", func() bool { return b.w.state.apply.problem != nil })
	test.Tap(b.button(b.w.say("window.out.by-hand")))
	b.untilPage(pageReview)
	b.until("plan", func() bool { return b.w.state.plan != nil })
	if asks := b.w.state.asksBefore(); slices.Contains(asks, setup.ScopeAssignments) {
		t.Errorf("asks for %v", asks)
	}
	b.press()
	b.until("end", func() bool { return b.w.state.settled() || b.w.state.apply.problem != nil })
	if !b.w.state.settled() || len(b.w.state.apply.result.Tasks) != 1 {
		t.Fatalf("%+v", b.w.state.apply.problem)
	}
}

package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"backupsso/graph/setup"
)

// fakeLive is how a test tells the tenant to answer about people.
type fakeLive struct {
	find      func(ctx context.Context, text string) (setup.FoundMembers, error)
	planLive  func(ctx context.Context, wish setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error)
	goLive    func(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error)
	cut       *setup.LiveCut
	awaits    func(ctx context.Context, tell func(setup.Event)) (setup.SignInLog, error)
	signIns   func(ctx context.Context, since time.Time) (setup.SignInLog, error)
	in        []string // ids of those who are let in
	reports   []setup.LiveReport
	reported  []string // words of the rows of the latest report
	liveWants []setup.LiveWish
}

// sampleMembers are the people and groups of the sample tenant.
func sampleMembers() []setup.Member {
	person := func(id, name string) setup.Member {
		return setup.Member{Kind: setup.Person, ID: id, Name: name, UPN: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@contoso.example"}
	}
	all := []setup.Member{person("jon", "Jon Haas"), person("ines", "Ines Okoye"), person("mara", "Mara Lind"), person("off", "Otto Off"),
		{Kind: setup.AGroup, ID: "operators", Name: "Backup Operators", Group: setup.GroupFacts{Security: true, Counted: true, People: 12, Inner: 1}},
		{Kind: setup.AGroup, ID: "hall", Name: "Town Hall", Group: setup.GroupFacts{Unified: true, Counted: true, People: 300}}}
	all[3].Off = true
	return all
}

func sampleMember(id string) setup.Member {
	all := sampleMembers()
	return all[slices.IndexFunc(all, func(m setup.Member) bool { return m.ID == id })]
}

func (f *fakeFlow) FindMembers(ctx context.Context, text string) (setup.FoundMembers, error) {
	defer f.enter("find " + text)()
	if f.find != nil {
		return f.find(ctx, text)
	}
	var found setup.FoundMembers
	for _, member := range sampleMembers() {
		if strings.Contains(strings.ToLower(member.Name+member.UPN), strings.ToLower(text)) {
			found.Members = append(found.Members, member)
		}
	}
	return found, nil
}

func (f *fakeFlow) PlanGoLive(ctx context.Context, wish setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error) {
	defer f.enter("plan live")()
	f.mu.Lock()
	f.liveWants = append(f.liveWants, wish)
	f.mu.Unlock()
	if f.planLive != nil {
		return f.planLive(ctx, wish, tell)
	}
	return f.answer(wish), nil
}

// answer judges a wish as the tenant does.
func (f *fakeFlow) answer(wish setup.LiveWish) setup.LivePlan {
	plan := setup.LivePlan{Wish: wish, Tenant: sampleWho().Tenant, Account: sampleWho().Account, Application: setup.AppName, Made: noon, Before: 1 + len(f.in)}
	judge := func(row setup.LiveRow) {
		row.Verb = setup.LetIn
		switch {
		case row.Member.ID == "":
			row.Verb, row.Why = setup.StaysOut, setup.WhyNotFound
		case slices.Contains(f.in, row.Member.ID):
			row.Verb = setup.IsIn
		case row.Member.Off:
			row.Verb, row.Why = setup.StaysOut, setup.WhyDisabled
		case row.Member.Kind == setup.AGroup:
			row.Notes = []string{setup.NoteNested}
		}
		plan.Rows = append(plan.Rows, row)
	}
	for _, member := range wish.Members {
		judge(setup.LiveRow{Asked: firstOf(member.UPN, member.Name), Member: member})
	}
	for _, entry := range wish.List.Rows {
		row := setup.LiveRow{Line: entry.Line, Asked: entry.Address}
		for _, member := range sampleMembers() {
			if member.UPN == entry.Address {
				row.Member = member
			}
		}
		if name, _, _ := strings.Cut(entry.Address, "@"); strings.HasPrefix(name, "person") {
			row.Member = setup.Member{Kind: setup.Person, ID: name, Name: name, UPN: entry.Address}
		}
		judge(row)
	}
	if wish.RemoveTestUser {
		plan.TestUser = &setup.TestUserRow{Member: setup.Member{Kind: setup.Person, ID: "simon", Name: "B.Simon", UPN: "B.Simon@contoso.example"}, Unassign: true, Delete: true}
	}
	return plan
}

func (f *fakeFlow) GoLive(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error) {
	defer f.enter("go live")()
	if f.goLive != nil {
		return f.goLive(ctx, plan, tell)
	}
	return f.letIn(plan, tell, nil), nil
}

// letIn lets everyone in, but for those whom refuses names a problem for.
func (f *fakeFlow) letIn(plan setup.LivePlan, tell func(setup.Event), refuses map[string]*setup.Problem) setup.LiveReport {
	report := setup.LiveReport{Tenant: plan.Tenant, Application: plan.Application, Began: noon, Ended: noon, TestUser: plan.TestUser,
		Requests: setup.Requests{Reads: 4, Writes: plan.Writes()}}
	made := 0
	for i, row := range plan.Rows {
		result := setup.LiveResult{LiveRow: row, Outcome: setup.LiveCannot}
		switch {
		case row.Verb == setup.IsIn:
			result.Outcome = setup.LiveAlready
		case row.Verb != setup.LetIn:
		case refuses[row.Member.ID] != nil:
			result.Outcome, result.Problem = setup.LiveFailed, refuses[row.Member.ID]
			tell(setup.Event{Step: setup.StepPeople, State: setup.Failed, Row: i + 1, Problem: result.Problem, Made: made, Total: plan.Writes()})
		default:
			tell(setup.Event{Step: setup.StepPeople, State: setup.Started, Row: i + 1, Made: made, Total: plan.Writes()})
			made++
			result.Outcome = setup.LiveAssigned
			f.in = append(f.in, row.Member.ID)
			tell(setup.Event{Exchange: &setup.Exchange{Time: noon, Method: "POST", Path: "/v1.0/servicePrincipals/1/appRoleAssignedTo", Status: 201}})
			tell(setup.Event{Step: setup.StepPeople, State: setup.Done, Outcome: setup.Created, Row: i + 1, Made: made, Total: plan.Writes()})
		}
		report.Rows = append(report.Rows, result)
	}
	if user := plan.TestUser; user != nil {
		tell(setup.Event{Step: setup.StepTestUser, State: setup.Started, Made: made, Total: plan.Writes()})
		report.Unassigned, report.Deleted = user.Unassign, user.Delete
		tell(setup.Event{Step: setup.StepTestUser, State: setup.Done, Outcome: setup.Changed, Made: plan.Writes(), Total: plan.Writes()})
	}
	return report
}

func (f *fakeFlow) SaveLiveReport(report setup.LiveReport, path string, say func(setup.LiveResult) string) (string, error) {
	defer f.enter("save report " + path)()
	f.reports, f.reported = append(f.reports, report), nil
	for _, row := range report.Rows {
		f.reported = append(f.reported, say(row))
	}
	if f.file != nil {
		return f.file(nil, path)
	}
	return path, nil
}

func (f *fakeFlow) CutOffLive(setup.Wish) (setup.LiveCut, bool, error) {
	defer f.enter("cut off")()
	if f.cut == nil {
		return setup.LiveCut{}, false, nil
	}
	return *f.cut, true, nil
}

func (f *fakeFlow) WhatNext() []setup.NextStep {
	return []setup.NextStep{{Name: "my-apps", URL: "https://myapps.microsoft.com"}, {Name: "access", URL: "https://learn.microsoft.com/entra/identity/conditional-access/overview"},
		{Name: "session", URL: "https://learn.microsoft.com/defender-cloud-apps/proxy-intro-aad"}}
}

func (f *fakeFlow) SignIns(ctx context.Context, _ setup.Wish, since time.Time) (setup.SignInLog, error) {
	defer f.enter("sign-ins")()
	if f.signIns != nil {
		return f.signIns(ctx, since)
	}
	return setup.SignInLog{Read: noon, Since: since}, nil
}

func (f *fakeFlow) AwaitSignIn(ctx context.Context, _ setup.Wish, since time.Time, tell func(setup.Event)) (setup.SignInLog, error) {
	defer f.enter("await sign-in")()
	if f.awaits != nil {
		return f.awaits(ctx, tell)
	}
	if f.signIns != nil {
		return f.signIns(ctx, since)
	}
	return setup.SignInLog{Read: noon, Since: since}, nil
}

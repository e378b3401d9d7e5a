package setup

import (
	"context"
	"errors"
	"slices"
	"testing"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// asking is a flow on a practice tenant that counts how often a person is asked.
func asking(t *testing.T, config Config, ask SignIn) (*Flow, *int) {
	t.Helper()
	times := 0
	flow := New(config)
	t.Cleanup(flow.Close)
	ask.Way, ask.ShowCode = DeviceCode, func(graph.Code) { times++ }
	if _, err := flow.SignIn(context.Background(), ask); err != nil {
		t.Fatal(err)
	}
	return flow, &times
}

func granted(t *testing.T, flow *Flow) []string {
	t.Helper()
	grant, err := flow.directory.(widener).Grant(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return grant.Permissions
}

// TestTwoStages: looking asks for reading, the changes for what they need, and nobody
// is asked twice for the same.
func TestTwoStages(t *testing.T) {
	server := startPractice(t, practice.Options{})
	defer server.Close()
	config := practiceConfig(server)
	flow, times := asking(t, config, SignIn{CreatesUser: true})
	read := []string{"Application.Read.All", "User.Read", "User.Read.All"}
	if got := granted(t, flow); !slices.Equal(got, read) || *times != 1 {
		t.Fatalf("first %v, asked %d times", got, *times)
	}
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	if got := plan.Permissions(); !slices.Equal(got, []string{graph.ScopeApplications, graph.ScopeUsers, graph.ScopeAssignments}) {
		t.Errorf("the plan needs %v", got)
	}
	if lacking, err := flow.Lacks(context.Background(), plan.Permissions()); err != nil || len(lacking) != 3 {
		t.Errorf("it lacks %v, %v", lacking, err)
	}
	var told []string
	if _, err := flow.Apply(context.Background(), plan, func(event Event) {
		if event.Wait != nil && event.Wait.Reason == ReasonConsent {
			told = event.Wait.Permissions
			if event.Wait.Facts["Code"] == "" || event.Wait.Facts["URL"] == "" {
				t.Errorf("facts %v", event.Wait.Facts)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if *times != 2 || len(told) != 3 {
		t.Errorf("asked %d times, told %v", *times, told)
	}
	// A second run writes nothing, so that it asks for nothing more.
	again, times := asking(t, config, SignIn{CreatesUser: true})
	plan, err = again.Plan(context.Background(), wish())
	if err != nil || len(plan.Permissions()) != 0 {
		t.Fatalf("%v, %v", plan.Permissions(), err)
	}
	if _, err := again.Apply(context.Background(), plan, nil); err != nil || *times != 1 {
		t.Errorf("asked %d times, %v", *times, err)
	}
}

// TestWithoutAssignmentAndUser: the plan that leaves both needs one permission.
func TestWithoutAssignmentAndUser(t *testing.T) {
	server := startPractice(t, practice.Options{})
	defer server.Close()
	flow, _ := asking(t, practiceConfig(server), SignIn{LeavesAssignment: true})
	modest := wish()
	modest.TestUser = TestUser{UPN: server.Info().Accounts[0].UPN}
	modest.LeaveAssignment = true
	plan, err := flow.Plan(context.Background(), modest)
	if err != nil || !slices.Equal(plan.Permissions(), []string{graph.ScopeApplications}) || plan.Count(ByHand) != 1 {
		t.Fatalf("%v, %d by hand, %v", plan.Permissions(), plan.Count(ByHand), err)
	}
	result, err := flow.Apply(context.Background(), plan, nil)
	if err != nil || result.Outcomes[StepAssignment] != Left || len(result.Tasks) != 1 || result.Tasks[0].Kind != TaskAssignment || len(result.Bundle) == 0 {
		t.Fatalf("%v, tasks %v, %v", result.Outcomes[StepAssignment], result.Tasks, err)
	}
	if got := granted(t, flow); slices.Contains(got, graph.ScopeAssignments) || slices.Contains(got, graph.ScopeUsers) {
		t.Errorf("granted %v", got)
	}
}

// TestMissingConsentStopsBeforeTheFirstWrite, and is remembered until it is there.
func TestMissingConsentStopsBeforeTheFirstWrite(t *testing.T) {
	server := startPractice(t, practice.Options{Faults: []string{"consent-missing:scope=" + graph.ScopeAssignments}})
	defer server.Close()
	config := practiceConfig(server)
	config.Journal = JournalIn(memoryFolder(t))
	flow, _ := asking(t, config, SignIn{CreatesUser: true})
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	result, err := flow.Apply(context.Background(), plan, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ConsentMissing || problem.Facts["Scope"] != graph.ScopeAssignments || problem.Consent == nil ||
		!slices.Equal(problem.Consent.Permissions, []string{graph.ScopeAssignments}) || result.Requests.Writes != 0 {
		t.Fatalf("%v, %+v, requests %+v", err, problem, result.Requests)
	}
	if err := flow.AwaitConsent(*problem.Consent); err != nil {
		t.Fatal(err)
	}
	if there, err := flow.Consented(context.Background(), *problem.Consent); err != nil || there {
		t.Errorf("there %v, %v", there, err)
	}
	awaited, problems := AwaitedConsents(config.Journal)
	if len(awaited) != 1 || len(problems) != 0 || awaited[0].TenantID != server.Info().TenantID {
		t.Fatalf("%+v, %v", awaited, problems)
	}
}

// TestConsentArrives: what was waited for is seen without asking anybody, and forgotten.
func TestConsentArrives(t *testing.T) {
	server := startPractice(t, practice.Options{})
	defer server.Close()
	config := practiceConfig(server)
	config.Journal = JournalIn(memoryFolder(t))
	flow, times := asking(t, config, SignIn{SelfOnly: true, CreatesUser: true})
	consent := flow.Consent(nil)
	if len(consent.Permissions) != 6 || consent.ClientID != graph.DefaultClientID || consent.TenantID != server.Info().TenantID {
		t.Fatalf("%+v", consent)
	}
	if err := flow.AwaitConsent(consent); err != nil {
		t.Fatal(err)
	}
	if there, err := flow.Consented(context.Background(), consent); err != nil || there || *times != 1 {
		t.Fatalf("there %v, %v, asked %d times", there, err, *times)
	}
	consentForEveryone(t, server) // an administrator follows the link meanwhile
	if there, err := flow.Consented(context.Background(), consent); err != nil || !there || *times != 1 {
		t.Fatalf("there %v, %v, asked %d times", there, err, *times)
	}
	if awaited, _ := AwaitedConsents(config.Journal); len(awaited) != 0 {
		t.Errorf("still waiting for %+v", awaited)
	}
}

func TestLandingElsewhereStops(t *testing.T) {
	fake := newFakeTenant(t)
	flow := newFlow(fake.config(), func(context.Context, graph.SignIn, graph.Deps) (Directory, error) { return fake, nil })
	_, err := flow.SignIn(context.Background(), SignIn{TenantID: "customer.example"})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != TenantDiffers || problem.Facts["Tenant"] != "customer.example" || problem.Facts["Got"] != "Contoso" {
		t.Errorf("%v", err)
	}
	for _, name := range []string{"", "contoso.example", "LEGAL.example", fakeTenantID} {
		if _, err := flow.SignIn(context.Background(), SignIn{TenantID: name}); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestPermitAsksWithinTheSignIn: what only some need is asked for later, once, of the
// person who is signed in, and nobody signs in anew for it.
func TestPermitAsksWithinTheSignIn(t *testing.T) {
	server := startPractice(t, practice.Options{})
	defer server.Close()
	flow, times := asking(t, practiceConfig(server), SignIn{})
	directory := flow.directory
	codes := 0
	ask := Permit{Permissions: []string{graph.ScopeGroups, graph.ScopeOrganization}, ShowCode: func(code graph.Code) {
		if codes++; code.UserCode == "" || code.Expires.IsZero() {
			t.Errorf("code %+v", code)
		}
	}}
	who, err := flow.Permit(context.Background(), ask)
	if err != nil || codes != 1 || *times != 1 || flow.directory != directory {
		t.Fatalf("%v, %d codes, %d sign-ins, the same directory: %v", err, codes, *times, flow.directory == directory)
	}
	if got := granted(t, flow); !slices.Contains(got, graph.ScopeGroups) || !slices.Contains(got, graph.ScopeOrganization) || len(who.Grant.Lacks(ask.Permissions)) != 0 {
		t.Errorf("granted %v, told %v", got, who.Grant.Permissions)
	}
	if found, err := flow.FindMembers(context.Background(), "a"); err != nil || found.NoGroups {
		t.Errorf("groups stay closed: %v", err)
	}
	if _, err := flow.Permit(context.Background(), ask); err != nil || codes != 1 {
		t.Errorf("asked again for what is granted: %v, %d codes", err, codes)
	}
	// A set-up's own question goes the usual way afterwards.
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := flow.Apply(context.Background(), plan, nil); err != nil || *times != 2 || codes != 1 {
		t.Errorf("%v, asked %d and %d times", err, *times, codes)
	}
}

// TestPermitRefused names what an administrator has to allow, and keeps the sign-in.
func TestPermitRefused(t *testing.T) {
	server := startPractice(t, practice.Options{Faults: []string{"consent-missing:scope=" + graph.ScopeLog}})
	defer server.Close()
	flow, _ := asking(t, practiceConfig(server), SignIn{})
	_, err := flow.Permit(context.Background(), Permit{Permissions: []string{graph.ScopeLog}, ShowCode: func(graph.Code) {}})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ConsentMissing || problem.Consent == nil || !slices.Equal(problem.Consent.Permissions, []string{graph.ScopeLog}) {
		t.Fatalf("%v %+v", err, problem)
	}
	if _, err := flow.Plan(context.Background(), wish()); err != nil {
		t.Errorf("the sign-in does not hold any more: %v", err)
	}
}

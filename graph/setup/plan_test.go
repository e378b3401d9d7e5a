package setup

import (
	"context"
	"errors"
	"slices"
	"testing"

	"backupsso/graph"
	"backupsso/samlcfg"
)

func change(t *testing.T, plan Plan, what string) Change {
	t.Helper()
	for _, change := range plan.Changes {
		if change.What == what {
			return change
		}
	}
	t.Fatalf("no row %s in %+v", what, plan.Changes)
	return Change{}
}

func TestPlanOfAnEmptyTenant(t *testing.T) {
	tenant := newFakeTenant(t)
	made := plan(t, tenant.flow(), wish())
	portal := wish().Portal
	want := []Change{
		{StepGallery, WhatGalleryApp, Same, AppName, AppName, nil},
		{StepApplication, WhatApplication, Create, "", AppName, nil},
		{StepMode, WhatMode, Create, "", "saml", nil},
		{StepAddresses, WhatIdentifier, Create, "", portal.Identifier, nil},
		{StepAddresses, WhatReplyURL, Create, "", portal.ReplyURL, nil},
		{StepCertificate, WhatCertificate, Create, "", "", nil},
		{StepActive, WhatActiveCertificate, Create, "", "", nil},
		{StepNotification, WhatNotification, Create, "", "ada@contoso.example", nil},
		{StepTestUser, WhatTestUser, Create, "", "B.Simon@contoso.example", nil},
		{StepAssignment, WhatAssignment, Create, "", "B.Simon@contoso.example", nil},
	}
	if !slices.Equal(made.Changes, want) {
		t.Errorf("got %+v", made.Changes)
	}
	if made.Blocked() != nil || made.Application != AppName || made.NotAfter != certificateEnd(tenant.clock.Now()) {
		t.Errorf("plan %+v", made)
	}
	var whats []string
	for _, change := range made.Changes {
		whats = append(whats, change.What)
	}
	if !slices.Equal(whats, Whats()) {
		t.Errorf("rows %v", whats)
	}
}

// TestPlanAdoptsAHandMadeApplication also applies it: nothing of others may go.
func TestPlanAdoptsAHandMadeApplication(t *testing.T) {
	tenant := newFakeTenant(t)
	app, principal := tenant.addApp(templateID, "Backup sign-on")
	app.ReplyURLs = append(app.ReplyURLs, "https://eu.backup.autotask.net/singlesignon/saml/SSO")
	principal.SignOnMode = "password"
	principal.Notify = []string{"boss@contoso.example"}
	now := tenant.clock.Now()
	expired := tenant.addCertificate(principal.ObjectID, "CN=old", now.AddDate(-4, 0, 0), now.AddDate(-1, 0, 0))
	spare := tenant.addCertificate(principal.ObjectID, "CN=spare", now.AddDate(-1, 0, 0), now.AddDate(2, 0, 0))
	principal.ActiveThumbprint = expired.Thumbprint
	tenant.addUser("carol@contoso.example", "Carol")
	asked := wish()
	asked.TestUser = TestUser{UPN: "carol@contoso.example"}

	flow := tenant.flow()
	made := plan(t, flow, asked)
	for what, want := range map[string]Change{
		WhatApplication:       {Verb: Same, Before: "Backup sign-on", After: "Backup sign-on"},
		WhatMode:              {Verb: Modify, Before: "password", After: "saml"},
		WhatCertificate:       {Verb: Same, Before: spare.Thumbprint, After: spare.Thumbprint},
		WhatActiveCertificate: {Verb: Modify, Before: expired.Thumbprint, After: spare.Thumbprint},
		WhatNotification:      {Verb: Modify, Before: "boss@contoso.example", After: "boss@contoso.example, ada@contoso.example"},
		WhatTestUser:          {Verb: Same, Before: "carol@contoso.example", After: "carol@contoso.example"},
		WhatReplyURL: {Verb: Modify, Before: joined(app.ReplyURLs),
			After: asked.Portal.ReplyURL + ", https://eu.backup.autotask.net/singlesignon/saml/SSO"},
	} {
		if got := change(t, made, what); got.Verb != want.Verb || got.Before != want.Before || got.After != want.After {
			t.Errorf("%s: got %+v", what, got)
		}
	}
	if made.NotAfter != spare.NotAfter {
		t.Errorf("the plan says %s", made.NotAfter)
	}
	result, _ := apply(t, flow, made)
	if tenant.count("AddSigningCertificate")+tenant.count("AddFromGallery")+tenant.count("CreateUser") != 0 || result.Outcomes[StepActive] != Changed {
		t.Errorf("calls %v, outcomes %v", tenant.calls, result.Outcomes)
	}
	if !slices.Contains(app.ReplyURLs, "https://eu.backup.autotask.net/singlesignon/saml/SSO") || !slices.Contains(principal.Notify, "boss@contoso.example") {
		t.Errorf("something of others went: %v %v", app.ReplyURLs, principal.Notify)
	}
	if !principal.AssignmentRequired {
		t.Error("who must be assigned was changed")
	}
	if second := plan(t, tenant.flow(), asked); second.Writes() != 0 {
		t.Errorf("second plan %+v", second.Changes)
	}
}

func TestPlanCannot(t *testing.T) {
	federated := graph.Tenant{ID: fakeTenantID, Domains: []graph.Domain{{Name: "legal.example", Default: true}}}
	for _, c := range []struct {
		name    string
		prepare func(*fakeTenant, *Wish)
		cloud   func(*graph.Cloud)
		what    string
		kind    Kind
		fact    string // one that must not be empty
	}{
		{"identifier of another app", func(f *fakeTenant, w *Wish) {
			app, _ := f.addApp("hand-made", "Old backup")
			app.Identifiers = []string{w.Portal.Identifier}
		}, nil, WhatIdentifier, IdentifierTaken, "Identifier"},
		{"identifier of another app than the chosen", func(f *fakeTenant, w *Wish) {
			app, _ := f.addApp(templateID, AppName)
			app.Identifiers = []string{w.Portal.Identifier}
			other, _ := f.addApp(templateID, "Chosen")
			w.Application = other.ObjectID
		}, nil, WhatIdentifier, IdentifierTaken, "Identifier"},
		{"service principal deleted", func(f *fakeTenant, w *Wish) {
			app, _ := f.addApp(templateID, AppName)
			app.Created = app.Created.AddDate(-1, 0, 0)
			delete(f.principals, app.AppID)
		}, nil, WhatApplication, AppWithoutHalf, "App"},
		{"user missing", func(_ *fakeTenant, w *Wish) { w.TestUser = TestUser{UPN: "dora@contoso.example"} }, nil, WhatTestUser, UserNotFound, "UPN"},
		{"user disabled", func(f *fakeTenant, w *Wish) {
			f.addUser("dora@contoso.example", "Dora").Enabled = false
			w.TestUser = TestUser{UPN: "dora@contoso.example"}
		}, nil, WhatTestUser, UserDisabled, "UPN"},
		{"user to be created is there, disabled", func(f *fakeTenant, _ *Wish) { f.addUser("B.Simon@contoso.example", "B").Enabled = false }, nil, WhatTestUser, UserDisabled, "UPN"},
		{"federated domain", func(_ *fakeTenant, w *Wish) { w.TestUser.UPN = "b@legal.example" }, nil, WhatTestUser, UserDomain, "Domains"},
		{"foreign domain", func(_ *fakeTenant, w *Wish) { w.TestUser.UPN = "b@fabrikam.example" }, nil, WhatTestUser, UserDomain, "Domain"},
		{"odd address", func(_ *fakeTenant, w *Wish) { w.TestUser.UPN = "b simon" }, nil, WhatTestUser, UserName, "UPN"},
		{"no managed domain", func(f *fakeTenant, _ *Wish) { f.tenant = federated }, nil, WhatTestUser, NoManagedDomain, ""},
		{"no managed domain for a named one", func(f *fakeTenant, w *Wish) { f.tenant, w.TestUser.UPN = federated, "b@legal.example" }, nil, WhatTestUser, NoManagedDomain, ""},
		{"no role for users", func(f *fakeTenant, _ *Wish) {
			_, principal := f.addApp(templateID, AppName)
			principal.Roles = []graph.AppRole{{ID: "p", Name: "Program", Enabled: true}}
		}, nil, WhatAssignment, NoUserRole, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tenant, asked := newFakeTenant(t), wish()
			c.prepare(tenant, &asked)
			flow := tenant.flow()
			if c.cloud != nil {
				c.cloud(&flow.config.Cloud)
			}
			made := plan(t, flow, asked)
			row := change(t, made, c.what)
			if row.Verb != Cannot || row.Why == nil || row.Why.Kind != c.kind || c.fact != "" && row.Why.Facts[c.fact] == "" {
				t.Fatalf("row %+v, why %+v", row, row.Why)
			}
			if blocked := made.Blocked(); blocked != row.Why {
				t.Errorf("blocked by %v", blocked)
			}
			if problem := applyProblem(t, flow, made); problem.Kind != c.kind || tenant.writes() != 0 {
				t.Errorf("apply ended with %v after %d writes", problem, tenant.writes())
			}
		})
	}
}

func TestNationalCloudWorksWithACertificateThatIsThere(t *testing.T) {
	tenant := newFakeTenant(t)
	_, principal := tenant.addApp(templateID, AppName)
	now := tenant.clock.Now()
	tenant.addCertificate(principal.ObjectID, "CN=portal", now.AddDate(-1, 0, 0), now.AddDate(2, 0, 0))
	flow := tenant.flow()
	flow.config.Cloud.SigningCertificates = false
	result, _ := apply(t, flow, plan(t, flow, wish()))
	if result.Outcomes[StepCertificate] != AlreadySo || tenant.count("AddSigningCertificate") != 0 {
		t.Errorf("outcomes %v", result.Outcomes)
	}
}

func TestSeveralApplicationsAreAQuestion(t *testing.T) {
	tenant := newFakeTenant(t)
	first, principal := tenant.addApp(templateID, "Backup EU")
	first.Identifiers = []string{"https://eu.backup.autotask.net/singlesignon/saml/metadata"}
	tenant.assigned[principal.ObjectID] = []graph.Assignment{{ID: "a", PrincipalName: "Team EU"}}
	second, _ := tenant.addApp(templateID, "Backup AU")
	second.Identifiers = []string{"https://au.backup.autotask.net/singlesignon/saml/metadata"}
	second.Created = first.Created.AddDate(0, 0, 1)
	flow := tenant.flow()
	_, err := flow.Plan(context.Background(), wish())
	var question *Problem
	if !errors.As(err, &question) || question.Kind != SeveralApps || question.Facts["Count"] != "2" || len(question.Choices) != 3 {
		t.Fatalf("got %v %+v", err, question)
	}
	if got := question.Choices; got[0].ID != second.ObjectID || got[1].Name != "Backup EU" || !slices.Equal(got[1].Assigned, []string{"Team EU"}) || got[2].ID != NewApplication {
		t.Errorf("choices %+v", got)
	}
	asked := wish()
	asked.Application = question.Choices[1].ID
	if made := plan(t, flow, asked); made.Application != "Backup EU" || change(t, made, WhatIdentifier).Verb != Modify {
		t.Errorf("plan %+v", made.Changes)
	}
	asked.Application = NewApplication
	result, _ := apply(t, flow, plan(t, flow, asked))
	if len(tenant.apps) != 3 || result.Outcomes[StepApplication] != Created || first.Identifiers[0] != "https://eu.backup.autotask.net/singlesignon/saml/metadata" {
		t.Errorf("%d applications", len(tenant.apps))
	}
	if again := plan(t, tenant.flow(), asked); again.Writes() != 0 {
		t.Errorf("a second run with the same answer would write: %+v", again.Changes)
	}
	if _, err := flow.Plan(context.Background(), Wish{Portal: samlcfg.UsualPortal("us"), Application: "gone"}); !errors.As(err, &question) || question.Kind != NoSuchApplication || question.Facts["Application"] != "gone" || len(question.Choices) < 2 {
		t.Errorf("a chosen application that is gone: %v", err)
	}
}

func TestNothingWithoutSignIn(t *testing.T) {
	flow := New(Config{Cloud: graph.Global()})
	defer flow.Close()
	ctx := context.Background()
	_, planErr := flow.Plan(ctx, wish())
	_, applyErr := flow.Apply(ctx, Plan{}, nil)
	_, userErr := flow.LookUpUser(ctx, "b@contoso.example")
	for _, err := range []error{planErr, applyErr, userErr} {
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != SignInExpired {
			t.Errorf("got %v", err)
		}
	}
}

func TestLookUpUser(t *testing.T) {
	tenant := newFakeTenant(t)
	tenant.addUser("carol@contoso.example", "Carol")
	flow := tenant.flow()
	if state, err := flow.LookUpUser(context.Background(), " carol@contoso.example "); err != nil || !state.Exists || state.User.Name != "Carol" {
		t.Errorf("got %+v, %v", state, err)
	}
	if state, err := flow.LookUpUser(context.Background(), "dora@contoso.example"); err != nil || state.Exists {
		t.Errorf("got %+v, %v", state, err)
	}
	_, err := flow.LookUpUser(context.Background(), "carol")
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != UserName {
		t.Errorf("got %v", err)
	}
}

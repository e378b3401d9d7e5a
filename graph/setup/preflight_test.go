package setup

import (
	"context"
	"slices"
	"testing"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// TestVerdicts holds every ground that an ability can be judged by.
func TestVerdicts(t *testing.T) {
	cloudAdmin := []graph.Role{{TemplateID: cloudAppAdmin().templateID, Name: cloudAppAdmin().name}}
	readable := func(permissions ...string) graph.Grant { return graph.Grant{Readable: true, Permissions: permissions} }
	for _, c := range []struct {
		name    string
		who     Who
		access  graph.Access
		cloud   func(*graph.Cloud)
		seen    observation
		ability Ability
		verdict Verdict
		ground  Ground
	}{
		{"a role", Who{Roles: cloudAdmin, RolesKnown: true}, graph.Access{}, nil, observation{}, CanAddApp, Able, ByRole},
		{"a broader role", Who{Roles: []graph.Role{{TemplateID: globalAdmin}}, RolesKnown: true}, graph.Access{}, nil, observation{}, CanCreateUser, Able, ByRole},
		{"no role shows", Who{RolesKnown: true}, graph.Access{}, nil, observation{}, CanAddApp, Unknown, RoleUnseen},
		{"roles are dark", Who{}, graph.Access{}, nil, observation{}, CanAddApp, Unknown, RolesUnseen},
		{"nothing at all", Who{RolesKnown: true}, graph.Access{CustomKnown: true}, nil, observation{}, CanAddApp, Unable, ByNothing},
		{"eligible", Who{RolesKnown: true}, graph.Access{EligibleKnown: true, Eligible: cloudAdmin}, nil, observation{}, CanAddApp, Unable, RoleEligible},
		{"custom", Who{RolesKnown: true}, graph.Access{CustomKnown: true, Custom: []graph.CustomRole{{Name: "Helper", Actions: []string{actionInstantiate}}}}, nil, observation{}, CanAddApp, Able, ByCustomRole},
		{"custom, for something else", Who{RolesKnown: true}, graph.Access{CustomKnown: true, Custom: []graph.CustomRole{{Name: "Helper", Actions: []string{actionInstantiate}}}}, nil, observation{}, CanCreateUser, Unable, ByNothing},
		{"an owner", Who{RolesKnown: true}, graph.Access{OwnerKnown: true, Owner: true}, nil, observation{application: &graph.Application{}}, CanSetSAML, Able, ByOwnership},
		{"an owner adds nothing", Who{RolesKnown: true}, graph.Access{CustomKnown: true, OwnerKnown: true, Owner: true}, nil, observation{application: &graph.Application{}}, CanAddApp, Unable, ByNothing},
		{"an assigner", Who{Roles: []graph.Role{{TemplateID: userAdmin().templateID}}, RolesKnown: true}, graph.Access{}, nil, observation{}, CanAssign, Able, ByRole},
		{"nothing to look with", Who{Grant: readable("User.Read")}, graph.Access{}, nil, observation{}, CanLook, Unable, NotAllowed},
		{"an application", Who{Account: graph.Account{Application: true}, Grant: readable(graph.ScopeApplications)}, graph.Access{}, nil, observation{}, CanAddApp, Able, ByPermission},
		{"an application without leave", Who{Account: graph.Account{Application: true}, Grant: readable(graph.ScopeApplications)}, graph.Access{}, nil, observation{}, CanCreateUser, Unable, NotAllowed},
		{"a national cloud", Who{Roles: cloudAdmin, RolesKnown: true}, graph.Access{}, func(c *graph.Cloud) { c.SigningCertificates = false }, observation{}, CanCertificate, Able, NotInCloud},
		{"the log", Who{Roles: []graph.Role{{TemplateID: reportsReader().templateID}}, RolesKnown: true}, graph.Access{Licence: graph.Licence{Known: true, Premium: true}}, nil, observation{}, CanReadLog, Able, ByRole},
		{"the log for nothing", Who{Roles: []graph.Role{{TemplateID: globalAdmin}}, RolesKnown: true}, graph.Access{Licence: graph.Licence{Known: true}}, nil, observation{}, CanReadLog, Unable, NoPremium},
		{"the log in the dark", Who{Roles: []graph.Role{{TemplateID: globalAdmin}}, RolesKnown: true}, graph.Access{}, nil, observation{}, CanReadLog, Unknown, LicenceDark},
	} {
		t.Run(c.name, func(t *testing.T) {
			flow := &Flow{config: Config{Cloud: graph.Global()}, who: c.who, access: c.access, lastSeen: c.seen}
			flow.config.Deps.Now = newFakeTenant(t).clock.Now
			if c.cloud != nil {
				c.cloud(&flow.config.Cloud)
			}
			got := flow.preflight(wish(), c.seen).Of(c.ability)
			if got.Verdict != c.verdict || got.Ground != c.ground {
				t.Errorf("%s by %s, want %s by %s", got.Verdict, got.Ground, c.verdict, c.ground)
			}
		})
	}
}

// TestPreflightOnThePracticeTenant asks the real client, and writes nothing.
func TestPreflightOnThePracticeTenant(t *testing.T) {
	server := startPractice(t, practice.Options{Faults: []string{"eligible-roles:scope=ada@contoso.example"}})
	defer server.Close()
	flow, _ := asking(t, practiceConfig(server), SignIn{CreatesUser: true})
	found, err := flow.Preflight(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	// The code was approved by the first who is an administrator now, which Ada is not.
	if found.Account.UPN != "alan@contoso.example" || !found.RolesKnown || found.Of(CanAddApp).Verdict != Able || found.Of(CanCreateUser).Ground != RoleUnseen {
		t.Errorf("%+v", found)
	}
	if got := found.RolesToAsk(); !slices.Equal(got, []string{userAdmin().name}) || len(found.Lacking()) != 1 {
		t.Errorf("ask for %v, lacking %+v", got, found.Lacking())
	}
	if found.Consent == nil || !slices.Contains(found.Consent.Permissions, graph.ScopeUsers) {
		t.Errorf("consent %+v", found.Consent)
	}
	if flow.counter.sum().Writes != 0 {
		t.Error("something was written")
	}
}

// TestWordsOfAccess: every permission, ability, verdict and ground can be said.
func TestWordsOfAccess(t *testing.T) {
	words := allWords(t)
	keys := []string{}
	everything := SignIn{CreatesUser: true, AllAtOnce: true, Groups: true, ReadsLog: true}
	for _, permission := range append(everything.Permissions(), graph.ScopeTenant) {
		keys = append(keys, PermissionKey(permission))
	}
	for _, ability := range []Ability{CanLook, CanAddApp, CanSetSAML, CanCertificate, CanCreateUser, CanAssign, CanReadLog} {
		keys = append(keys, "ability."+string(ability))
	}
	for _, verdict := range []Verdict{Able, Unable, Unknown} {
		keys = append(keys, "verdict."+string(verdict))
	}
	for _, ground := range []Ground{ByRole, ByCustomRole, ByOwnership, ByPermission, ByNothing, RoleEligible, RoleUnseen, RolesUnseen, NotAllowed, NotInCloud, NoPremium, LicenceDark, WasRefused} {
		keys = append(keys, "ground."+string(ground))
	}
	for _, kind := range []TaskKind{TaskCertificate, TaskAssignment} {
		keys = append(keys, "task."+string(kind)+".title", "task."+string(kind)+".why", "task."+string(kind)+".then")
		keys = append(keys, Task{Kind: kind}.Steps()...)
	}
	for _, cloud := range append(graph.Clouds(), graph.Cloud{Name: "practice"}) {
		keys = append(keys, "cloud."+cloud.Name)
	}
	for _, key := range keys {
		if words[key] == "" {
			t.Errorf("no words for %s", key)
		}
	}
}

package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/samlcfg"
)

func plan(t *testing.T, flow *Flow, wish Wish) Plan {
	t.Helper()
	made, err := flow.Plan(context.Background(), wish)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return made
}

func apply(t *testing.T, flow *Flow, plan Plan) (Result, []Event) {
	t.Helper()
	var events []Event
	result, err := flow.Apply(context.Background(), plan, func(e Event) { events = append(events, e) })
	if err != nil {
		t.Fatalf("apply: %v %+v", err, err)
	}
	return result, events
}

// problemIn runs and returns the problem it ends with.
func problemIn(t *testing.T, flow *Flow, wish Wish) *Problem {
	t.Helper()
	made, err := flow.Plan(context.Background(), wish)
	if err == nil {
		_, err = flow.Apply(context.Background(), made, nil)
	}
	var problem *Problem
	if !errors.As(err, &problem) {
		t.Fatalf("got %v, want a problem", err)
	}
	return problem
}

func TestFirstRunMakesEverythingAndSecondWritesNothing(t *testing.T) {
	tenant := newFakeTenant(t)
	flow := tenant.flow()
	first := plan(t, flow, wish())
	if tenant.writes() != 0 {
		t.Fatalf("planning wrote %v", tenant.calls)
	}
	if got := first.Writes(); got != 9 {
		t.Errorf("%d writes planned, want 9: %+v", got, first.Changes)
	}
	result, events := apply(t, flow, first)
	for _, step := range []Step{StepApplication, StepMode, StepAddresses, StepCertificate, StepActive, StepNotification, StepTestUser, StepAssignment, StepBundle} {
		if result.Outcomes[step] != Created {
			t.Errorf("%s: %s, want created", step, result.Outcomes[step])
		}
	}
	if tenant.writes() != 8 {
		t.Errorf("%d writes, want 8: %v", tenant.writes(), tenant.calls)
	}
	app, principal := tenant.apps[0], tenant.principals[tenant.apps[0].AppID]
	portal := wish().Portal
	if !slices.Equal(app.Identifiers, []string{portal.Identifier}) || !slices.Equal(app.ReplyURLs, []string{portal.ReplyURL}) {
		t.Errorf("addresses %v %v", app.Identifiers, app.ReplyURLs)
	}
	if principal.SignOnMode != "saml" || principal.ActiveThumbprint != principal.Certificates[0].Thumbprint ||
		!slices.Equal(principal.Notify, []string{"ada@contoso.example"}) || tenant.assigned[principal.ObjectID][0].RoleID != roleUserID {
		t.Errorf("principal %+v, assigned %+v", principal, tenant.assigned)
	}
	if result.TestUserUPN != "B.Simon@contoso.example" || result.Password.Reveal() != tenant.passwords["B.Simon@contoso.example"] || result.Password.IsZero() {
		t.Errorf("test user %q, password kept: %t", result.TestUserUPN, !result.Password.IsZero())
	}
	if samlcfg.Worst(result.Findings) > samlcfg.Note || len(result.Findings) < 9 || len(result.Bundle) == 0 || result.BundleName == "" {
		t.Errorf("findings %+v, bundle %d bytes named %q", result.Findings, len(result.Bundle), result.BundleName)
	}
	last := events[len(events)-1]
	if last.State != Done || last.Made != 9 || last.Total != 9 {
		t.Errorf("last event %+v", last)
	}

	again := tenant.flow()
	before := tenant.writes()
	second := plan(t, again, wish())
	if second.Writes() != 0 || second.Count(Same) != len(second.Changes) {
		t.Errorf("second plan %+v", second.Changes)
	}
	calls := len(tenant.calls)
	result, _ = apply(t, again, second)
	if tenant.writes() != before {
		t.Errorf("second run wrote")
	}
	if extra := tenant.calls[calls:]; !slices.Equal(extra, []string{"Metadata"}) {
		t.Errorf("second apply looked needlessly: %v", extra)
	}
	for _, step := range Steps() {
		want := AlreadySo
		switch step {
		case StepMetadata, StepVerify:
			want = Checked
		case StepBundle:
			want = Created
		}
		if result.Outcomes[step] != want {
			t.Errorf("second run, %s: %s, want %s", step, result.Outcomes[step], want)
		}
	}
	if !result.Password.IsZero() {
		t.Error("a password of a user that is not new")
	}
}

func TestLagIsWaitedOutAndTold(t *testing.T) {
	tenant := newFakeTenant(t)
	tenant.lag = 7 * time.Second
	flow := tenant.flow()
	result, events := apply(t, flow, plan(t, flow, wish()))
	waited := map[string]int{}
	for _, event := range events {
		if event.State == Waiting {
			waited[event.Wait.Reason]++
			if event.Wait.Attempt < 1 || event.Wait.Next.Before(event.Time) || !event.Wait.GiveUp.After(event.Wait.Since) {
				t.Errorf("wait %+v", event.Wait)
			}
		}
	}
	for _, reason := range []string{ReasonAppAppears, ReasonCertificateShows, ReasonSettingShows} {
		if waited[reason] == 0 {
			t.Errorf("no wait %s in %v", reason, waited)
		}
	}
	if tenant.writes() != 8 || result.Outcomes[StepBundle] != Created {
		t.Errorf("%d writes", tenant.writes())
	}
}

func TestForeignChangeAfterThePlanStops(t *testing.T) {
	for name, change := range map[string]func(*fakeTenant){
		"an application appeared": func(f *fakeTenant) { f.addApp(templateID, AppName) },
		"a bare application appeared": func(f *fakeTenant) {
			app, _ := f.addApp(templateID, AppName)
			app.ReplyURLs = nil
		},
		"the user was disabled": func(f *fakeTenant) {
			f.addUser("B.Simon@contoso.example", "B.Simon").Enabled = false
		},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := newFakeTenant(t)
			flow := tenant.flow()
			made := plan(t, flow, wish())
			change(tenant)
			_, err := flow.Apply(context.Background(), made, nil)
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != TenantChanged || tenant.writes() != 0 {
				t.Fatalf("ended with %v after %d writes", err, tenant.writes())
			}
		})
	}
	t.Run("an adopted application changed", func(t *testing.T) {
		tenant := newFakeTenant(t)
		app, principal := tenant.addApp(templateID, "Backup")
		flow := tenant.flow()
		made := plan(t, flow, wish())
		app.ReplyURLs = append(app.ReplyURLs, "https://other.example/acs")
		principal.SignOnMode = "password"
		if problem := applyProblem(t, flow, made); problem.Kind != TenantChanged || tenant.writes() != 0 {
			t.Fatalf("ended with %v after %d writes", problem, tenant.writes())
		}
	})
	t.Run("a finished plan changed", func(t *testing.T) {
		tenant := newFakeTenant(t)
		flow := tenant.flow()
		apply(t, flow, plan(t, flow, wish()))
		made := plan(t, flow, wish())
		tenant.clock.now = tenant.clock.now.Add(time.Hour)
		tenant.principals[tenant.apps[0].AppID].SignOnMode = "password"
		if problem := applyProblem(t, flow, made); problem.Kind != TenantChanged {
			t.Fatalf("ended with %v", problem)
		}
	})
}

func applyProblem(t *testing.T, flow *Flow, made Plan) *Problem {
	t.Helper()
	_, err := flow.Apply(context.Background(), made, nil)
	var problem *Problem
	if !errors.As(err, &problem) {
		t.Fatalf("got %v, want a problem", err)
	}
	return problem
}

// TestSamePlanAgain checks that a plan that stopped half-way can be applied again
// by the same flow, and then ends as if nothing had happened.
func TestSamePlanAgain(t *testing.T) {
	for _, verb := range []string{"SetSignOnMode", "SetAddresses", "AddSigningCertificate", "ActivateCertificate", "SetNotify", "Metadata", "CreateUser", "Assign"} {
		t.Run(verb, func(t *testing.T) {
			tenant := newFakeTenant(t)
			tenant.fail(verb, fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "no")})
			flow := tenant.flow()
			made := plan(t, flow, wish())
			problem := applyProblem(t, flow, made)
			if problem.Kind != ConsentMissing {
				t.Errorf("stopped with %v", problem)
			}
			result, events := apply(t, flow, made)
			if len(tenant.apps) != 1 || tenant.count("AddSigningCertificate") > 2 || result.Password.IsZero() {
				t.Errorf("%d apps, password kept: %t", len(tenant.apps), !result.Password.IsZero())
			}
			if last := events[len(events)-1]; last.Made != 9 || last.Total != 9 {
				t.Errorf("last event says %d of %d", last.Made, last.Total)
			}
		})
	}
}

func TestCancelledMidwayThenSecondRunFinishes(t *testing.T) {
	for _, at := range Steps() {
		t.Run(string(at), func(t *testing.T) {
			tenant := newFakeTenant(t)
			tenant.lag = 2 * time.Second
			flow := tenant.flow()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			_, err := flow.Apply(ctx, plan(t, flow, wish()), func(e Event) {
				if e.Step == at && e.State == Started {
					cancel()
				}
			})
			var problem *Problem
			if !errors.As(err, &problem) || problem.Kind != Cancelled || problem.Step != at {
				t.Fatalf("ended with %v", err)
			}
			fresh := tenant.flow()
			tenant.clock.now = tenant.clock.now.Add(time.Minute)
			apply(t, fresh, plan(t, fresh, wish()))
			if len(tenant.apps) != 1 || len(tenant.users) != 1 || tenant.count("AddSigningCertificate") != 1 {
				t.Errorf("%d apps, %d users", len(tenant.apps), len(tenant.users))
			}
		})
	}
}

func TestBrokenPromiseIsFound(t *testing.T) {
	tenant := newFakeTenant(t)
	flow := tenant.flow()
	made := plan(t, flow, wish())
	_, err := flow.Apply(context.Background(), made, func(e Event) {
		if e.Step == StepVerify && e.State == Started {
			tenant.principals[tenant.apps[0].AppID].SignOnMode = "password"
		}
	})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NotAsPromised || problem.Facts["Got"] != "password" || len(problem.Findings) == 0 {
		t.Fatalf("ended with %v", err)
	}
}

func TestMetadata(t *testing.T) {
	t.Run("of another tenant", func(t *testing.T) {
		tenant := newFakeTenant(t)
		flow := tenant.flow()
		made := plan(t, flow, wish())
		flow.config.Cloud.Issuer = "sts.elsewhere.example"
		problem := applyProblem(t, flow, made)
		if problem.Kind != MetadataWrong || samlcfg.Worst(problem.Findings) != samlcfg.Fail {
			t.Fatalf("ended with %v", problem)
		}
	})
	t.Run("service down for a moment", func(t *testing.T) {
		tenant := newFakeTenant(t)
		tenant.fail("Metadata", fault{err: refused(503, "", "")}, fault{err: missing()})
		flow := tenant.flow()
		apply(t, flow, plan(t, flow, wish()))
	})
	t.Run("service down for good", func(t *testing.T) {
		tenant := newFakeTenant(t)
		tenant.fail("Metadata", slices.Repeat([]fault{{err: refused(503, "", "")}}, 500)...)
		flow := tenant.flow()
		if problem := applyProblem(t, flow, plan(t, flow, wish())); problem.Kind != ServiceDown || problem.Step != StepMetadata {
			t.Fatalf("ended with %v", problem)
		}
	})
	t.Run("never there", func(t *testing.T) {
		tenant := newFakeTenant(t)
		flow := tenant.flow()
		made := plan(t, flow, wish())
		_, err := flow.Apply(context.Background(), made, func(e Event) {
			if e.Step == StepMetadata && e.State == Started {
				for thumbprint := range tenant.keys {
					tenant.shown[thumbprint] = tenant.clock.Now().Add(1000 * time.Hour)
				}
			}
		})
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != WaitedTooLong || problem.Facts["Minutes"] != "20" || problem.Facts["Reason"] != ReasonMetadataShows {
			t.Fatalf("ended with %v %v", err, problem.Facts)
		}
	})
}

func TestPasswordSurvivesALaterStop(t *testing.T) {
	tenant := newFakeTenant(t)
	tenant.fail("Assign", fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "no")})
	flow := tenant.flow()
	result, err := flow.Apply(context.Background(), plan(t, flow, wish()), nil)
	if err == nil || result.Password.Reveal() != tenant.passwords["B.Simon@contoso.example"] || result.Password.IsZero() {
		t.Fatalf("err %v, password kept: %t", err, !result.Password.IsZero())
	}
	if strings.Contains(err.Error(), result.Password.Reveal()) {
		t.Error("the error holds the password")
	}
}

// TestStoppedRightAfterAWrite stops while nothing of the write shows yet, and
// goes on at once in the same flow: nothing may be made twice.
func TestStoppedRightAfterAWrite(t *testing.T) {
	for _, at := range []Step{StepApplication, StepCertificate, StepTestUser, StepAssignment} {
		for _, planAgain := range []bool{true, false} {
			t.Run(string(at), func(t *testing.T) {
				tenant := newFakeTenant(t)
				tenant.lag = 30 * time.Second
				flow := tenant.flow()
				made := plan(t, flow, wish())
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				first, err := flow.Apply(ctx, made, func(e Event) {
					if e.Step == at && e.State == Done {
						cancel()
					}
				})
				if err == nil {
					t.Fatal("did not stop")
				}
				if planAgain {
					if _, err := flow.SignIn(context.Background(), SignIn{}); err != nil {
						t.Fatal(err)
					}
					made = plan(t, flow, wish())
				}
				result, _ := apply(t, flow, made)
				principal := tenant.principals[tenant.apps[0].AppID]
				if len(tenant.apps) != 1 || len(principal.Certificates) != 1 || len(tenant.users) != 1 {
					t.Errorf("%d applications, %d certificates, %d users", len(tenant.apps), len(principal.Certificates), len(tenant.users))
				}
				if result.Password.Reveal() != tenant.passwords["B.Simon@contoso.example"] {
					t.Errorf("the password is lost (first run had it: %t)", !first.Password.IsZero())
				}
			})
		}
	}
}

func TestOwnApplicationThatSomeoneDeletedIsForgotten(t *testing.T) {
	tenant := newFakeTenant(t)
	flow := tenant.flow()
	apply(t, flow, plan(t, flow, wish()))
	tenant.apps = nil
	tenant.clock.now = tenant.clock.now.Add(time.Hour)
	result, _ := apply(t, flow, plan(t, flow, wish()))
	if len(tenant.apps) != 1 || result.Outcomes[StepApplication] != Created {
		t.Errorf("%d applications", len(tenant.apps))
	}
}

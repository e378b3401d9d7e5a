package setup

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/samlcfg"
)

func failing(findings []samlcfg.Finding) []string {
	var codes []string
	for _, finding := range findings {
		if finding.Severity >= samlcfg.Warn {
			codes = append(codes, finding.Code)
		}
	}
	return codes
}

// TestVerifyFindsDrift changes one thing after the other behind the tool's back.
func TestVerifyFindsDrift(t *testing.T) {
	drifts := map[string]func(*fakeTenant, *graph.Application, *graph.ServicePrincipal){
		"":            func(*fakeTenant, *graph.Application, *graph.ServicePrincipal) {},
		"verify-mode": func(_ *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) { p.SignOnMode = "password" },
		"verify-reply-url": func(_ *fakeTenant, a *graph.Application, _ *graph.ServicePrincipal) {
			a.ReplyURLs = []string{"https://else.example"}
		},
		"verify-identifier": func(_ *fakeTenant, a *graph.Application, _ *graph.ServicePrincipal) {
			a.Identifiers = []string{"urn:else"}
		},
		"verify-assignment":   func(f *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) { f.assigned[p.ObjectID] = nil },
		"verify-notification": func(_ *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) { p.Notify = nil },
		"verify-enabled":      func(_ *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) { p.Enabled = false },
		"verify-application":  func(f *fakeTenant, _ *graph.Application, _ *graph.ServicePrincipal) { f.apps = nil },
		"verify-active-certificate": func(f *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) {
			p.ActiveThumbprint = f.addCertificate(p.ObjectID, "CN=x", f.clock.Now(), f.clock.Now().AddDate(1, 0, 0)).Thumbprint
		},
		"verify-expiry": func(f *fakeTenant, _ *graph.Application, p *graph.ServicePrincipal) {
			f.clock.now = p.Certificates[0].NotAfter.Add(-expirySoon + time.Hour)
		},
	}
	for code, drift := range drifts {
		t.Run("drift "+code, func(t *testing.T) {
			tenant := newFakeTenant(t)
			config := tenant.config()
			config.Journal = JournalIn(memoryFolder(t))
			flow := WithDirectory(config, tenant)
			if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
				t.Fatal(err)
			}
			apply(t, flow, plan(t, flow, wish()))
			app := tenant.apps[0]
			drift(tenant, app, tenant.principals[app.AppID])
			writes := tenant.writes()
			report, err := flow.Verify(context.Background(), wish())
			if err != nil {
				t.Fatal(err)
			}
			found := failing(report.Findings)
			if code == "" && (report.Drifted() || len(found) > 0) || code != "" && (!report.Drifted() || !slices.Contains(found, code)) || tenant.writes() != writes {
				t.Errorf("found %v of %+v", found, report.Findings)
			}
		})
	}
}

// TestRenewOnThePracticeTenant goes through a renewal: add, hand over, activate,
// go back. Nothing is made twice, and sign-on keeps its key all the while.
func TestRenewOnThePracticeTenant(t *testing.T) {
	inBubble(t, practice.Options{Lag: 2 * time.Second, Key: inTurn(keys())}, renewOnThePracticeTenant)
}

func renewOnThePracticeTenant(t *testing.T, w *world) {
	folder := memoryFolder(t)
	ctx := context.Background()
	flow := undoFlow(t, w, folder)
	_, err := flow.Renew(ctx, wish(), nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NotSetUp {
		t.Fatalf("before the set-up: %v", err)
	}
	first, err := killedRun(t, w, folder, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	old := first.Contents.Thumbprint
	time.Sleep(2 * time.Second)
	renewal, err := flow.Renew(ctx, wish(), nil)
	if err != nil {
		t.Fatalf("%v %+v", err, err)
	}
	if renewal.Reused || renewal.Expired || renewal.Active.Thumbprint != old || renewal.New.Thumbprint == old ||
		renewal.Contents.Thumbprint != renewal.New.Thumbprint || len(renewal.Bundle) == 0 {
		t.Errorf("%+v", renewal)
	}
	again, err := undoFlow(t, w, folder).Renew(ctx, wish(), nil)
	if err != nil || !again.Reused || again.New.Thumbprint != renewal.New.Thumbprint {
		t.Fatalf("again: %+v, %v", again.New, err)
	}
	report, err := flow.Verify(ctx, wish())
	if err != nil || report.Drifted() {
		t.Errorf("before activation: %v, %v", failing(report.Findings), err)
	}
	findings, err := flow.Activate(ctx, wish(), nil)
	if err != nil || samlcfg.Worst(findings) >= samlcfg.Warn {
		t.Fatalf("%v, %v", failing(findings), err)
	}
	active := func() graph.ServicePrincipal {
		time.Sleep(2 * time.Second)
		sight, err := flow.directory.Look(ctx, graph.Question{AppID: first.Contents.AppID})
		if err != nil {
			t.Fatal(err)
		}
		return *sight.Principal
	}
	if now := active(); now.ActiveThumbprint != renewal.New.Thumbprint || len(now.Certificates) != 2 {
		t.Errorf("%+v", now)
	}
	if report, err = flow.Verify(ctx, wish()); err != nil || report.Drifted() {
		t.Errorf("after activation: %v, %v", failing(report.Findings), err)
	}
	if _, err := flow.RollBack(ctx, wish(), nil); err != nil {
		t.Fatal(err)
	}
	if now := active(); now.ActiveThumbprint != old || len(now.Certificates) != 2 {
		t.Errorf("%+v", now)
	}
	second, err := killedRun(t, w, folder, 0, "")
	if err != nil || second.Contents.Thumbprint != old || second.Requests.Writes != 0 {
		t.Errorf("a set-up after it: %+v, %v", second.Requests, err)
	}
}

// TestActivateBesideDrift changes certificates in a tenant in which somebody took the
// assignment away: that is told, and is no failure of the change.
func TestActivateBesideDrift(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	ctx := context.Background()
	if _, err := flow.SignIn(ctx, SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	if _, err := flow.Renew(ctx, wish(), nil); err != nil {
		t.Fatal(err)
	}
	tenant.assigned = map[string][]graph.Assignment{}
	told := func(findings []samlcfg.Finding, err error) {
		t.Helper()
		if err != nil || !slices.ContainsFunc(findings, func(f samlcfg.Finding) bool {
			return f.Code == "verify-assignment" && f.Severity >= samlcfg.Warn
		}) {
			t.Errorf("%v, %v", failing(findings), err)
		}
	}
	told(flow.Activate(ctx, wish(), nil))
	told(flow.RollBack(ctx, wish(), nil))
}

func TestRenewWarnsOfAnExpiredCertificate(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Journal = JournalIn(memoryFolder(t))
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	tenant.clock.now = tenant.clock.now.AddDate(3, 1, 0)
	renewal, err := flow.Renew(context.Background(), wish(), nil)
	if err != nil || !renewal.Expired || tenant.count("ActivateCertificate") != 1 {
		t.Errorf("expired %t, %v", renewal.Expired, err)
	}
	if _, err := flow.Activate(context.Background(), wish(), nil); err != nil {
		t.Fatal(err)
	}
	_, err = flow.RollBack(context.Background(), wish(), nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NoOtherCertificate {
		t.Errorf("back to an expired certificate: %v", err)
	}
}

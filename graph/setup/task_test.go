package setup

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
)

// national is a flow in a cloud where certificates are made by hand. somebody makes
// one after a number of looks; never when that is 0.
func national(t *testing.T, after int) (*fakeTenant, *Flow) {
	t.Helper()
	fake := newFakeTenant(t)
	flow := WithDirectory(fake.config(), &handmade{fakeTenant: fake, after: after})
	flow.config.Cloud.SigningCertificates = false
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	return fake, flow
}

// handmade is a tenant in which a person makes a certificate meanwhile.
type handmade struct {
	*fakeTenant
	after, looks int
}

func (h *handmade) ServicePrincipal(ctx context.Context, appID string) (graph.ServicePrincipal, error) {
	principal, err := h.fakeTenant.ServicePrincipal(ctx, appID)
	if err != nil || principal.SignOnMode != modeSAML {
		return principal, err
	}
	if h.looks++; h.looks == h.after {
		end := h.clock.Now().AddDate(3, 0, -1)
		if _, err := h.fakeTenant.AddSigningCertificate(ctx, principal.ObjectID, graph.CertificateRequest{Subject: "CN=By hand", End: end}); err != nil {
			return principal, err
		}
		return h.fakeTenant.ServicePrincipal(ctx, appID)
	}
	return principal, nil
}

func (h *handmade) AddSigningCertificate(context.Context, string, graph.CertificateRequest) (graph.SigningCertificate, error) {
	h.t.Error("there is no such call in this cloud")
	return graph.SigningCertificate{}, errors.New("no such call")
}

func TestCertificateMadeByHand(t *testing.T) {
	_, flow := national(t, 5)
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil || plan.Count(ByHand) != 1 || plan.Blocked() != nil {
		t.Fatalf("%d by hand, blocked %v, %v", plan.Count(ByHand), plan.Blocked(), err)
	}
	var task *Task
	result, err := flow.Apply(context.Background(), plan, func(event Event) {
		if event.Wait != nil && event.Wait.Task != nil {
			task = event.Wait.Task
		}
	})
	if err != nil || result.Outcomes[StepCertificate] != Checked || len(result.Bundle) == 0 {
		t.Fatalf("outcome %s, %v", result.Outcomes[StepCertificate], err)
	}
	if task == nil || task.Kind != TaskCertificate || !strings.Contains(task.Link, "/SignOn/objectId/"+result.ServicePrincipalID+"/appId/") {
		t.Errorf("task %+v", task)
	}
	again, err := flow.Plan(context.Background(), wish())
	if err != nil || again.Writes() != 0 || again.Count(ByHand) != 0 {
		t.Errorf("the second plan: %d writes, %d by hand, %v", again.Writes(), again.Count(ByHand), err)
	}
}

func TestNobodyMakesTheCertificate(t *testing.T) {
	fake, flow := national(t, 0)
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	began := fake.clock.Now()
	_, err = flow.Apply(context.Background(), plan, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != TaskOpen || problem.Task == nil || problem.Facts["Link"] != problem.Task.Link || !problem.Retry {
		t.Fatalf("%+v", err)
	}
	if waited := fake.clock.Now().Sub(began); waited < 30*time.Minute || waited > 40*time.Minute {
		t.Errorf("it waited %s", waited)
	}
	// Then somebody does, and the next run goes on without a second application.
	principal, err := fake.ServicePrincipal(context.Background(), fake.apps[0].AppID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fake.AddSigningCertificate(context.Background(), principal.ObjectID,
		graph.CertificateRequest{Subject: "CN=By hand", End: fake.clock.Now().AddDate(3, 0, -1)}); err != nil {
		t.Fatal(err)
	}
	if plan, err = flow.Plan(context.Background(), wish()); err != nil || plan.Count(ByHand) != 0 {
		t.Fatalf("%d by hand, %v", plan.Count(ByHand), err)
	}
	if _, err := flow.Apply(context.Background(), plan, nil); err != nil || len(fake.apps) != 1 {
		t.Errorf("%d applications, %v", len(fake.apps), err)
	}
}

func TestWaitingForAPersonCanBeStopped(t *testing.T) {
	_, flow := national(t, 0)
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err = flow.Apply(ctx, plan, func(event Event) {
		if event.Wait != nil && event.Wait.Task != nil {
			cancel()
		}
	})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != Cancelled {
		t.Errorf("%v", err)
	}
}

func TestWrongCloudIsFoundBeforeTheSignIn(t *testing.T) {
	fake := newFakeTenant(t)
	flow := newFlow(fake.config(), func(context.Context, graph.SignIn, graph.Deps) (Directory, error) {
		t.Error("somebody was asked to sign in")
		return nil, errors.New("no")
	})
	flow.find = func(_ context.Context, _ graph.Cloud, name string, _ graph.Deps) (graph.FoundTenant, error) {
		if name == "nobody.example" {
			return graph.FoundTenant{}, &graph.SignInError{Code: 90002}
		}
		return graph.FoundTenant{ID: fakeTenantID, Cloud: "china"}, nil
	}
	if _, err := flow.SignIn(context.Background(), SignIn{TenantID: "contoso.cn", Cloud: "moon"}); err == nil {
		t.Error("there is a cloud named moon")
	}
	for name, want := range map[string]Kind{"contoso.cn": WrongCloud, "nobody.example": TenantUnknown} {
		_, err := flow.SignIn(context.Background(), SignIn{TenantID: name})
		var problem *Problem
		if !errors.As(err, &problem) || problem.Kind != want || want == WrongCloud && problem.Facts["Cloud"] != "china" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The right cloud, once it is known, can be chosen for the next try.
func TestRightCloudAfterTheWrongOne(t *testing.T) {
	fake := newFakeTenant(t)
	var cloud string
	config := fake.config()
	config.Cloud = graph.Global()
	flow := newFlow(config, func(_ context.Context, ask graph.SignIn, _ graph.Deps) (Directory, error) {
		cloud = ask.Cloud.Name
		return fake, nil
	})
	flow.find = func(context.Context, graph.Cloud, string, graph.Deps) (graph.FoundTenant, error) {
		return graph.FoundTenant{ID: fakeTenantID, Cloud: "us-gov"}, nil
	}
	_, err := flow.SignIn(context.Background(), SignIn{TenantID: fakeTenantID})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != WrongCloud {
		t.Fatal(err)
	}
	if _, err := flow.SignIn(context.Background(), SignIn{TenantID: fakeTenantID, Cloud: problem.Facts["Cloud"]}); err != nil || cloud != "us-gov" {
		t.Errorf("%q, %v", cloud, err)
	}
	plan, err := flow.Plan(context.Background(), wish())
	if err != nil || plan.Count(ByHand) != 1 {
		t.Errorf("%d by hand, %v", plan.Count(ByHand), err)
	}
}

package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"backupsso/graph"
)

func TestSignInAsksForNoMoreThanNeeded(t *testing.T) {
	for _, c := range []struct {
		creates bool
		more    func(*SignIn)
		want    []string
	}{
		{true, func(*SignIn) {}, []string{"User.Read", "Application.Read.All", "User.Read.All"}},
		{false, func(*SignIn) {}, []string{"User.Read", "Application.Read.All", "User.Read.All"}},
		{false, func(ask *SignIn) { ask.More = []string{"AuditLog.Read.All"} }, []string{"User.Read", "Application.Read.All", "User.Read.All", "AuditLog.Read.All"}},
		{true, func(ask *SignIn) { ask.AllAtOnce = true }, []string{"User.Read", "Application.Read.All", "User.Read.All", "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.ReadWrite.All"}},
		{false, func(ask *SignIn) { ask.AllAtOnce, ask.LeavesAssignment = true, true }, []string{"User.Read", "Application.Read.All", "User.Read.All", "Application.ReadWrite.All"}},
	} {
		tenant := newFakeTenant(t)
		tenant.roles = tenant.roles[:1]
		var asked graph.SignIn
		flow := newFlow(tenant.config(), func(_ context.Context, ask graph.SignIn, deps graph.Deps) (Directory, error) {
			asked = ask
			deps.Exchange(graph.Exchange{Method: "GET", Path: "/v1.0/me"})
			deps.Exchange(graph.Exchange{Method: "POST", Path: "/tenant/oauth2/v2.0/token"})
			return tenant, nil
		})
		ask := SignIn{Way: DeviceCode, TenantID: " contoso.example ", LoginHint: "ada", CreatesUser: c.creates}
		c.more(&ask)
		who, err := flow.SignIn(context.Background(), ask)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(asked.Scopes, c.want) || asked.TenantID != "contoso.example" || asked.LoginHint != "ada" || asked.Cloud.Name != "practice" {
			t.Errorf("asked for %+v", asked)
		}
		if lacks := len(who.MayLack) != 0; lacks != c.creates {
			t.Errorf("may lack %v", who.MayLack)
		}
		if got := flow.counter.sum(); got != (Requests{Reads: 1}) {
			t.Errorf("counted %+v", got)
		}
	}
}

func TestSignInStops(t *testing.T) {
	for name, c := range map[string]struct {
		verb string
		err  error
		kind Kind
	}{
		"no tenant":      {"Tenant", refused(http.StatusServiceUnavailable, "", ""), ServiceDown},
		"no account":     {"Me", refused(http.StatusUnauthorized, "InvalidAuthenticationToken", ""), SignInExpired},
		"roles are bare": {"Roles", refused(http.StatusForbidden, "", ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := newFakeTenant(t)
			tenant.fail(c.verb, fault{err: c.err})
			flow := WithDirectory(tenant.config(), tenant)
			who, err := flow.SignIn(context.Background(), SignIn{})
			var problem *Problem
			if errors.As(err, &problem) != (c.kind != "") || problem != nil && (problem.Kind != c.kind || problem.Step != StepSignIn) {
				t.Errorf("ended with %v", err)
			}
			if c.kind == "" && len(who.MayLack) != 0 {
				t.Errorf("warns of %v although nothing is known", who.MayLack)
			}
		})
	}
}

// blocking is a tenant whose calls hang until their context ends.
type blocking struct {
	*fakeTenant
	at     string
	hanged chan struct{}
}

func (b blocking) hang(ctx context.Context, verb string) error {
	if verb != b.at {
		return nil
	}
	close(b.hanged)
	<-ctx.Done()
	return &graph.Error{Call: verb, Err: ctx.Err(), Unsure: true}
}

func (b blocking) Look(ctx context.Context, question graph.Question) (graph.Sight, error) {
	if question.TemplateID != "" {
		if err := b.hang(ctx, "Look"); err != nil {
			return graph.Sight{}, err
		}
	}
	return b.fakeTenant.Look(ctx, question)
}

func (b blocking) AddFromGallery(ctx context.Context, template, name string) (graph.Application, graph.ServicePrincipal, error) {
	if err := b.hang(ctx, "AddFromGallery"); err != nil {
		return graph.Application{}, graph.ServicePrincipal{}, err
	}
	return b.fakeTenant.AddFromGallery(ctx, template, name)
}

func (b blocking) Metadata(ctx context.Context, tenantID, appID string) ([]byte, error) {
	if err := b.hang(ctx, "Metadata"); err != nil {
		return nil, err
	}
	return b.fakeTenant.Metadata(ctx, tenantID, appID)
}

func TestCancelIsQuickInEveryState(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, at := range []string{"Look", "AddFromGallery", "Metadata"} {
		t.Run(at, func(t *testing.T) {
			tenant := blocking{newFakeTenant(t), at, make(chan struct{})}
			flow := WithDirectory(tenant.config(), tenant)
			if _, err := flow.SignIn(context.Background(), SignIn{}); err != nil {
				t.Fatal(err)
			}
			cancelledQuickly(t, tenant.hanged, func(ctx context.Context) error {
				made, err := flow.Plan(ctx, wish())
				if err == nil {
					_, err = flow.Apply(ctx, made, nil)
				}
				return err
			})
		})
	}
	t.Run("a pause", func(t *testing.T) {
		tenant := newFakeTenant(t)
		tenant.lag = time.Hour
		config := tenant.config()
		config.Deps.Sleep = nil
		config.Pace.First, config.Pace.Most = time.Hour, time.Hour
		flow := WithDirectory(config, tenant)
		if _, err := flow.SignIn(context.Background(), SignIn{}); err != nil {
			t.Fatal(err)
		}
		made := plan(t, flow, wish())
		waiting := make(chan struct{})
		cancelledQuickly(t, waiting, func(ctx context.Context) error {
			_, err := flow.Apply(ctx, made, func(e Event) {
				if e.State == Waiting {
					close(waiting)
				}
			})
			return err
		})
	})
}

// cancelledQuickly cancels once busy is closed and wants the end within 200 ms.
func cancelledQuickly(t *testing.T, busy <-chan struct{}, do func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- do(ctx) }()
	select {
	case <-busy:
	case err := <-ended:
		t.Fatalf("ended early with %v", err)
	case <-time.After(10 * time.Second):
		t.Fatal("never got there")
	}
	began := time.Now()
	cancel()
	err := <-ended
	var problem *Problem
	if took := time.Since(began); took > 200*time.Millisecond || !errors.As(err, &problem) || problem.Kind != Cancelled {
		t.Errorf("ended after %s with %v", took, err)
	}
}

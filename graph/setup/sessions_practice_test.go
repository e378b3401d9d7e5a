package setup

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup/signins"
)

// TestEndedSessionsLoseNothing ends a person's session in the middle of a run: it
// stops with a next step, and after a new sign-in the same plan is carried on.
func TestEndedSessionsLoseNothing(t *testing.T) {
	server := startPractice(t, practice.Options{})
	info := server.Info()
	flow := signedInFlow(t, practiceConfig(server))
	made := plan(t, flow, wish())
	ended := false
	_, err := flow.Apply(t.Context(), made, func(event Event) {
		if event.Step == StepCertificate && event.State == Started && !ended {
			ended = true
			tenantCall(t, info, http.MethodPost, "/users/"+info.Accounts[0].UPN+"/revokeSignInSessions", "")
		}
	})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != SignInExpired || !problem.Retry || !ended {
		t.Fatalf("%v", err)
	}
	if problem.Detail.Code != "AADSTS50173 invalid_grant" && !strings.Contains(problem.Detail.Message, "50173") {
		t.Errorf("the reason is lost: %+v", problem.Detail)
	}
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second))) // of the same second counts as ended
	if _, err := flow.SignIn(t.Context(), SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	result, _ := apply(t, flow, made)
	if result.TestUserUPN == "" || len(result.Bundle) == 0 {
		t.Errorf("%+v", result)
	}
	applications, err := flow.directory.ApplicationsFromTemplate(t.Context(), result.Plan.observed.template.ID)
	if err != nil || len(applications) != 1 {
		t.Errorf("%d applications, %v", len(applications), err)
	}
}

// Challenges and tokens that end are answered in silence.
func TestTokensThatEndAreRenewed(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"cae:n=1,skip=4", "cae:n=1,on=PATCH /applications/*", "expired-token:n=1,skip=4", "expired-token:n=1,on=PATCH /servicePrincipals/*"} {
		t.Run(fault, func(t *testing.T) {
			server := startPractice(t, practice.Options{Faults: []string{fault}})
			flow := signedInFlow(t, practiceConfig(server))
			if _, err := flow.Apply(t.Context(), plan(t, flow, wish()), nil); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestClientsAreRemembered names a client once.
func TestClientsAreRemembered(t *testing.T) {
	server := startPractice(t, practice.Options{})
	info := server.Info()
	config := practiceConfig(server)
	config.SignIns = signins.In(t.TempDir())
	sign := func(client, tenant string) Who {
		t.Helper()
		flow := New(config)
		t.Cleanup(flow.Close)
		who, err := flow.SignIn(t.Context(), SignIn{Way: DeviceCode, ClientID: client, TenantID: tenant, ShowCode: func(graph.Code) {}})
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	if who := sign("", ""); who.Grant.ClientID != graph.DefaultClientID {
		t.Errorf("%+v", who.Grant)
	}
	if who := sign(info.ClientID, info.TenantDomain); who.Grant.ClientID != info.ClientID || who.ClientID != info.ClientID {
		t.Errorf("%+v", who.Grant)
	}
	for _, tenant := range []string{info.TenantID, info.TenantDomain} {
		if who := sign("", tenant); who.Grant.ClientID != info.ClientID {
			t.Errorf("%s: %+v", tenant, who.Grant)
		}
	}
	if who := sign("", ""); who.Grant.ClientID != graph.DefaultClientID {
		t.Errorf("without a tenant: %+v", who.Grant)
	}
	sign(graph.DefaultClientID, info.TenantID)
	if who := sign("", info.TenantID); who.Grant.ClientID != graph.DefaultClientID {
		t.Errorf("forgotten again: %+v", who.Grant)
	}
}

// TestStayingSignedIn keeps a sign-in from one flow to the next, and asks anew once it
// was ended elsewhere.
func TestStayingSignedIn(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if _, err := graph.OpenVault(); err != nil {
		t.Skipf("no store here: %v", err)
	}
	server := startPractice(t, practice.Options{})
	info := server.Info()
	config := practiceConfig(server)
	config.SignIns, config.Vault = signins.In(t.TempDir()), graph.OpenVault
	codes := 0
	sign := func(stay bool) Who {
		t.Helper()
		flow := New(config)
		t.Cleanup(flow.Close)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		who, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, StaySignedIn: stay, ShowCode: func(graph.Code) { codes++ }})
		if err != nil {
			t.Fatal(err)
		}
		return who
	}
	for at, c := range []struct {
		stay  bool
		codes int
		want  Stay
	}{
		{false, 1, Stay{}}, {true, 2, Stay{Kept: true}}, {false, 2, Stay{Kept: true, Silent: true}}, {true, 2, Stay{Kept: true, Silent: true}},
	} {
		who := sign(c.stay)
		if who.Stay.Kept != c.want.Kept || who.Stay.Silent != c.want.Silent || who.Stay.Why != "" || codes != c.codes || c.want.Kept != (who.Stay.Place != "") {
			t.Errorf("%d: %+v after %d codes", at, who.Stay, codes)
		}
	}
	tenantCall(t, info, http.MethodPost, "/users/"+info.Accounts[0].UPN+"/revokeSignInSessions", "")
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second)))
	if who := sign(false); who.Stay.Silent || !who.Stay.Kept || codes != 3 {
		t.Errorf("%+v after %d codes", who.Stay, codes)
	}
	if who := sign(false); !who.Stay.Silent || codes != 3 {
		t.Errorf("%+v after %d codes", who.Stay, codes)
	}
	config.Vault = func() (*graph.Vault, error) { return nil, graph.ErrNoVault }
	if who := sign(true); who.Stay.Kept || who.Stay.Why != NoVault || codes != 4 {
		t.Errorf("%+v after %d codes", who.Stay, codes)
	}
}

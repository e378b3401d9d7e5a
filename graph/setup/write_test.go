package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"backupsso/graph"
)

func unsureAnswer() error { return refused(http.StatusGatewayTimeout, "", "") }

// TestUnknownOutcomes checks that a write whose answer is lost is settled by
// looking, and that nothing is made twice in one run.
func TestUnknownOutcomes(t *testing.T) {
	lost := &graph.Error{Call: "fake", Unsure: true}
	for _, c := range []struct {
		name, verb string
		fault      fault
		sent       int
		kind       Kind // of the stop; "" when the run goes on
	}{
		{"added, answer 504", "AddFromGallery", fault{unsureAnswer(), true}, 1, ""},
		{"added, answer 404", "AddFromGallery", fault{refused(404, "", ""), true}, 1, ""},
		{"added, connection lost", "AddFromGallery", fault{lost, true}, 1, ""},
		{"not added, answer 504", "AddFromGallery", fault{unsureAnswer(), false}, 1, ServiceDown},
		{"not added, answer 404", "AddFromGallery", fault{refused(404, "", ""), false}, 1, WaitedTooLong},
		{"mode set, answer lost", "SetSignOnMode", fault{unsureAnswer(), true}, 1, ""},
		{"mode not set, answer lost", "SetSignOnMode", fault{unsureAnswer(), false}, 2, ""},
		{"addresses not set, answer lost", "SetAddresses", fault{lost, false}, 2, ""},
		{"certificate made, answer lost", "AddSigningCertificate", fault{unsureAnswer(), true}, 1, ""},
		{"certificate not made, answer lost", "AddSigningCertificate", fault{unsureAnswer(), false}, 1, ServiceDown},
		{"active, answer lost", "ActivateCertificate", fault{unsureAnswer(), true}, 1, ""},
		{"notify not set, answer lost", "SetNotify", fault{unsureAnswer(), false}, 2, ""},
		{"user made, answer lost", "CreateUser", fault{unsureAnswer(), true}, 1, ""},
		{"user not made, answer lost", "CreateUser", fault{unsureAnswer(), false}, 1, ServiceDown},
		{"assigned, answer lost", "Assign", fault{unsureAnswer(), true}, 1, ""},
		{"not assigned, answer lost", "Assign", fault{unsureAnswer(), false}, 1, ServiceDown},
	} {
		t.Run(c.name, func(t *testing.T) {
			tenant := newFakeTenant(t)
			tenant.fail(c.verb, c.fault)
			flow := tenant.flow()
			made := plan(t, flow, wish())
			result, err := flow.Apply(context.Background(), made, nil)
			if sent := tenant.count(c.verb); sent != c.sent {
				t.Errorf("sent %d times, want %d", sent, c.sent)
			}
			var problem *Problem
			if errors.As(err, &problem) != (c.kind != "") || problem != nil && problem.Kind != c.kind {
				t.Fatalf("ended with %v, want %q", err, c.kind)
			}
			if c.kind != "" && !problem.Retry {
				t.Error("the problem does not say that another run helps")
			}
			if c.kind != "" {
				result, _ = apply(t, flow, plan(t, flow, wish()))
			}
			principal := tenant.principals[tenant.apps[0].AppID]
			if len(tenant.apps) != 1 || len(principal.Certificates) != 1 || len(tenant.users) != 1 || len(tenant.assigned[principal.ObjectID]) != 1 {
				t.Errorf("made twice or not at all: %d apps, %d certificates, %d users", len(tenant.apps), len(principal.Certificates), len(tenant.users))
			}
			if result.Password.Reveal() != tenant.passwords["B.Simon@contoso.example"] {
				t.Error("the password shown is not the user's")
			}
		})
	}
}

// TestLaggingRefusals checks that refusals that only mean lag are tried again,
// and that lasting ones stop with the right words.
func TestLaggingRefusals(t *testing.T) {
	host := refused(400, "HostNameNotOnVerifiedDomain", "Values of identifierUris property must use a verified domain")
	for _, c := range []struct {
		name, verb string
		err        error
		times      int
		kind       Kind
		reason     string
	}{
		{"domain rule once", "SetAddresses", host, 2, "", ReasonDomainRule},
		{"domain rule for good", "SetAddresses", host, 500, DomainRule, ReasonDomainRule},
		{"mode 404", "SetSignOnMode", missing(), 3, "", ReasonAppAppears},
		{"mode 404 for good", "SetSignOnMode", missing(), 500, WaitedTooLong, ReasonAppAppears},
		{"certificate 404", "AddSigningCertificate", missing(), 1, "", ReasonAppAppears},
		{"conflict", "SetNotify", refused(409, "Directory_ConcurrencyViolation", ""), 1, "", ReasonAppAppears},
		{"reference update", "Assign", refused(400, "Request_BadRequest", "Not a valid reference update."), 2, "", ReasonAppAppears},
		{"throttled", "CreateUser", &graph.Error{Status: 429, RetryAfter: 20 * time.Second}, 1, "", ReasonThrottled},
		{"throttled instantiate", "AddFromGallery", &graph.Error{Status: 429}, 1, "", ReasonThrottled},
		{"throttled for good", "CreateUser", &graph.Error{Status: 429, RetryAfter: time.Minute}, 500, Throttled, ReasonThrottled},
		{"throttled for an hour", "CreateUser", &graph.Error{Status: 429, RetryAfter: time.Hour}, 1, ThrottledLong, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tenant := newFakeTenant(t)
			tenant.fail(c.verb, slices.Repeat([]fault{{err: c.err}}, c.times)...)
			flow := tenant.flow()
			reasons := map[string]bool{}
			_, err := flow.Apply(context.Background(), plan(t, flow, wish()), func(e Event) {
				if e.Wait != nil {
					reasons[e.Wait.Reason] = true
				}
			})
			if reasons[c.reason] != (c.reason != "") {
				t.Errorf("waited for %v, want %s", reasons, c.reason)
			}
			var problem *Problem
			if errors.As(err, &problem) != (c.kind != "") || problem != nil && problem.Kind != c.kind {
				t.Fatalf("ended with %v, want %q", err, c.kind)
			}
			if c.kind == DomainRule && problem.Facts["Identifier"] != wish().Portal.Identifier {
				t.Errorf("facts %v", problem.Facts)
			}
		})
	}
}

package practice

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// reader asks a set-up's Graph as somebody; its clock is the tenant's.
func (s setUp) reader(t *testing.T) *tenantTest {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &tenantTest{T: t, s: s.Server, http: &http.Client{Transport: transport}, clock: s.tenant.now(), trace: &bytes.Buffer{}}
}

// movedClock is a clock that a test moves.
type movedClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *movedClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *movedClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func logScopes() []string { return []string{"AuditLog.Read.All", "Directory.Read.All"} }

// logged are the error codes of an app's sign-ins in the log, the oldest first.
func logged(tt *tenantTest, appID string) []int {
	tt.Helper()
	got := tt.want(200, "GET", "/auditLogs/signIns?$filter=appId eq '"+appID+"'", "")
	var codes []int
	for at := range got.items() {
		code, _ := got.at("value", at, "status", "errorCode").(float64)
		codes = append(codes, int(code))
	}
	slices.Reverse(codes)
	return codes
}

// TestSignInsAreLogged walks through sign-ons that end well and badly, and finds
// each in the log as Entra would have it.
func TestSignInsAreLogged(t *testing.T) {
	trace := &bytes.Buffer{}
	s := startSetUp(t, Options{Trace: trace})
	tt := s.reader(t)
	tt.trace = trace
	tt.as("ada@contoso.example", logScopes()...)
	v := newVisitor(t).open(s.userAccessURL()).press(simonUPN, nil)
	v.press("Sign in", url.Values{"password": {"wrong"}}).shows("AADSTS50126")
	v.press("Sign in", url.Values{"password": {firstWord}}).shows("Update your password")
	v.press("Sign in", url.Values{"password": {firstWord}, "new": {secondWord}, "again": {secondWord}}).shows("Signing in to")
	grace := newVisitor(t).open(s.userAccessURL()).press("grace@", nil).shows("AADSTS50105")
	if got := logged(tt, s.app.appID); !slices.Equal(got, []int{50126, 50055, 0, 50105}) {
		t.Fatalf("%v", got)
	}
	got := tt.want(200, "GET", "/auditLogs/signIns?$filter=appId eq '"+s.app.appID+"'&$top=1", "")
	if got.text("value", 0, "userPrincipalName") != "grace@contoso.example" || got.text("value", 0, "appDisplayName") != s.app.name ||
		!strings.Contains(got.text("value", 0, "status", "failureReason"), "not a direct member of a group with access") ||
		!strings.Contains(grace.text, got.text("value", 0, "correlationId")) || !strings.Contains(grace.text, got.text("value", 0, "id")) ||
		got.text("@odata.nextLink") == "" || got.text("value", 0, "ipAddress") != "127.0.0.1" {
		t.Errorf("%s\n%s", got.raw, grace.text)
	}
	one := tt.want(200, "GET", "/auditLogs/signIns/"+got.text("value", 0, "id"), "")
	if one.text("userPrincipalName") != "grace@contoso.example" {
		t.Errorf("%s", one.raw)
	}
	whole := tt.want(200, "GET", "/auditLogs/signIns?$filter=userPrincipalName eq '"+strings.ToLower(simonUPN)+"'", "")
	for at := range whole.items() {
		if whole.text("value", at, "correlationId") != whole.text("value", 0, "correlationId") {
			t.Errorf("one sign-in has several correlation ids: %s", whole.raw)
		}
	}
	since := url.QueryEscape("createdDateTime ge " + stamp(s.tenant.now().Add(time.Hour)))
	if later := tt.want(200, "GET", "/auditLogs/signIns?$filter="+since, ""); len(later.items()) != 0 {
		t.Errorf("%s", later.raw)
	}
	tt.want(404, "GET", "/auditLogs/signIns/7a2c3a52-5b8f-4d7c-9a53-7a0a6cf0c0de", "")
	for _, option := range []string{"$select=id", "$orderby=createdDateTime", "$count=true", "$search=%22appId:x%22", "$expand=x"} {
		tt.refused(400, "Request_UnsupportedQuery", "", "GET", "/auditLogs/signIns?"+option, "")
	}
	tt.fitsSchema()
}

// TestConditionalAccess blocks one person, and asks another for a second proof.
func TestConditionalAccess(t *testing.T) {
	s := startSetUp(t, Options{Faults: []string{"conditional-access:scope=grace@contoso.example", secondStep + ":scope=" + strings.ToLower(simonUPN)}})
	s.wellKnownSimon(t)
	grace, _ := s.tenant.userByUPN("grace@contoso.example")
	assign(t, s.Server, grace, s.sp)
	newVisitor(t).open(s.userAccessURL()).press("grace@", nil).shows("AADSTS53003", "blocked by Conditional Access")
	v := newVisitor(t).open(s.userAccessURL()).press(simonUPN, nil).press("Sign in", url.Values{"password": {firstWord}}).shows("Approve sign-in request")
	v.press("No, it’s not me", nil).shows("AADSTS500121").press("Yes", url.Values{"typed": {numberOn(t, v)}}).shows("Signing in to")
	tt := s.reader(t)
	tt.as("ada@contoso.example", logScopes()...)
	if got := logged(tt, s.app.appID); !slices.Equal(got, []int{53003, 50074, 500121, 0}) {
		t.Fatalf("%v", got)
	}
	if got := tt.want(200, "GET", "/auditLogs/signIns", ""); strings.Contains(string(got.raw), "appliedConditionalAccessPolicies") {
		t.Errorf("without leave to read policies: %s", got.raw)
	}
	s.tenant.changeUser(grace.id, func(u *user) { u.roles = []string{roleSecurityReader} })
	tt.as("grace@contoso.example", append(logScopes(), "Policy.Read.ConditionalAccess")...)
	got := tt.want(200, "GET", "/auditLogs/signIns?$filter=appId eq '"+s.app.appID+"'", "")
	for at, want := range [][3]string{{"success", "Require multifactor authentication", "success"}, {"failure", "Require multifactor authentication", "failure"},
		{"failure", "Require multifactor authentication", "failure"}, {"failure", "Block what is not managed", "failure"}} {
		if got.text("value", at, "conditionalAccessStatus") != want[0] || got.text("value", at, "appliedConditionalAccessPolicies", 0, "displayName") != want[1] ||
			got.text("value", at, "appliedConditionalAccessPolicies", 0, "result") != want[2] {
			t.Errorf("%d: %v", at, got.items()[at])
		}
	}
}

func TestSignInLogRights(t *testing.T) {
	s := startSetUp(t, Options{})
	tt := s.reader(t)
	for _, c := range []struct{ who, scopes, code string }{
		{"ada@contoso.example", "Directory.Read.All", "Authentication_MSGraphPermissionMissing"},
		{"ada@contoso.example", "AuditLog.Read.All", "Authentication_RequestFromNonPremiumTenantOrB2CTenant"},
		{"alan@contoso.example", "AuditLog.Read.All Directory.Read.All", "Authentication_RequestFromUnsupportedUserRole"},
	} {
		tt.as(c.who, strings.Fields(c.scopes)...)
		tt.refused(403, c.code, "", "GET", "/auditLogs/signIns", "")
	}
	tt.as("", logScopes()...)
	tt.want(200, "GET", "/auditLogs/signIns", "")
	if err := s.tenant.faults.arm([]string{"no-premium"}); err != nil {
		t.Fatal(err)
	}
	tt.refused(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "premium license", "GET", "/auditLogs/signIns", "")
}

func TestSignInLogIsLate(t *testing.T) {
	clock := &movedClock{at: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	s := startSetUp(t, Options{Now: clock.now, Faults: []string{"late-log:after=2m"}})
	newVisitor(t).open(s.userAccessURL()).press("grace@", nil).shows("AADSTS50105")
	tt := s.reader(t)
	tt.as("ada@contoso.example", logScopes()...)
	if got := logged(tt, s.app.appID); len(got) != 0 {
		t.Errorf("at once: %v", got)
	}
	clock.move(2 * time.Minute)
	if got := logged(tt, s.app.appID); len(got) != 1 {
		t.Errorf("after two minutes: %v", got)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := logged(tt, s.app.appID); len(got) != 0 {
		t.Errorf("after a reset: %v", got)
	}
}

// TestNestedMembersMayNotSignOn signs on through a group: its direct members come
// in, who is in a group inside it does not.
func TestNestedMembersMayNotSignOn(t *testing.T) {
	s := startSetUp(t, Options{})
	tt := s.reader(t)
	desk := tt.groupNamed("Service Desk")
	tt.as("ada@contoso.example", allScopes()...)
	tt.want(201, "POST", "/servicePrincipals/"+s.sp.id+"/appRoleAssignedTo",
		`{"principalId":"`+desk+`","resourceId":"`+s.sp.id+`","appRoleId":"`+defaultRole+`"}`)
	newVisitor(t).open(s.userAccessURL()).press("grace@", nil).shows("Signing in to")
	newVisitor(t).open(s.userAccessURL()).press("alan@", nil).shows("AADSTS50105", "not a direct member of a group with access")
	newVisitor(t).open(s.Info().MyApps).press("grace@", nil).shows(s.app.name)
	newVisitor(t).open(s.Info().MyApps).press("alan@", nil).shows("No app is assigned")
}

package graph

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

func peopleScopes() []string {
	return []string{ScopeSelf, ScopeApplications, ScopeAssignments, "User.Read.All", ScopeGroups, ScopeOrganization}
}

// TestPeopleAndGroupsOnThePracticeTenant looks people and groups up, by name and
// in bulk, over the real SDK and a real server.
func TestPeopleAndGroupsOnThePracticeTenant(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{People: 800})
	deps := testDeps(t)
	sent := 0
	deps.Exchange = func(e Exchange) {
		if strings.HasPrefix(e.Path, "/v1.0/") {
			sent++
		}
	}
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: peopleScopes(), ShowCode: func(Code) {}}, deps)
	ctx := context.Background()

	for text, want := range map[string][2]int{"ada lo": {1, 0}, "ADA@contoso": {1, 0}, "operators": {0, 1}, "okoye": {10, 0}, "grace": {1, 0}, "back": {0, 1},
		"o'hara": {0, 0}, `"quoted" \`: {0, 0}, "  ": {0, 0}, "&": {0, 0}, "desk & co": {0, 0}} {
		found, err := client.Find(ctx, text, 10)
		if err != nil || len(found.Users) != want[0] || len(found.Groups) != want[1] || found.MoreUsers != (text == "okoye") || found.NoGroups {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
		if !slices.IsSortedFunc(found.Users, func(a, b User) int { return strings.Compare(a.Name, b.Name) }) {
			t.Errorf("%q: not by name: %+v", text, found.Users)
		}
	}

	everyone, err := client.Find(ctx, "haas", 100)
	if err != nil || len(everyone.Users) != 40 {
		t.Fatalf("%d people, %v", len(everyone.Users), err)
	}
	values := []string{"nobody@contoso.example", "o'hara@contoso.example", "edsger_fabrikam.example#EXT#@contosopractice.onmicrosoft.example"}
	for i := range 320 {
		values = append(values, fmt.Sprintf("nobody%d@contoso.example", i))
	}
	for _, one := range everyone.Users {
		values = append(values, strings.ToUpper(one.UPN))
	}
	before, told := sent, []int{}
	users, err := client.UsersWith(ctx, ByUPN, values, func(done int) { told = append(told, done) })
	if err != nil || len(users) != 41 || sent-before != 2 || !slices.Equal(told, []int{300, 363}) {
		t.Errorf("%d users in %d requests, told %v, %v", len(users), sent-before, told, err)
	}
	if at := slices.IndexFunc(users, func(u User) bool { return u.Guest }); at < 0 || users[at].Mail != "edsger@fabrikam.example" || !users[at].Enabled {
		t.Errorf("no guest in %+v", users)
	}
	if mails, err := client.UsersWith(ctx, ByMail, []string{"edsger@fabrikam.example"}, nil); err != nil || len(mails) != 1 || !mails[0].Guest {
		t.Errorf("%+v, %v", mails, err)
	}

	groups, err := client.Groups(ctx, []string{"Service Desk", "Nobody's Group", "Contoso Town Hall", "All guests", "Identity Team"})
	if err != nil || len(groups[0]) != 1 || len(groups[1]) != 0 || !groups[0][0].Security || groups[2][0].Security || !groups[2][0].Unified ||
		!groups[3][0].Dynamic || !groups[4][0].ForRoles {
		t.Fatalf("%+v, %v", groups, err)
	}
	byID, err := client.Groups(ctx, []string{strings.ToUpper(groups[0][0].ID), "00000000-0000-4000-8000-000000000000"})
	if err != nil || len(byID[0]) != 1 || byID[0][0] != groups[0][0] || len(byID[1]) != 0 {
		t.Errorf("%+v, %v", byID, err)
	}
	sizes, err := client.GroupSizes(ctx, []string{groups[0][0].ID, groups[3][0].ID, "00000000-0000-4000-8000-000000000000"})
	if err != nil || !slices.Equal(sizes, []GroupSize{{1, 1}, {1, 0}, {0, 0}}) {
		t.Errorf("%+v, %v", sizes, err)
	}
	holdAndTell(t, client, groups[0][0].ID, users[0].ID)
	if licence, err := client.Licence(ctx); err != nil || licence != (Licence{Known: true, Premium: true}) {
		t.Errorf("%+v, %v", licence, err)
	}
}

// TestWithoutLeaveToReadGroups finds people all the same, and knows no licence.
func TestWithoutLeaveToReadGroups(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{Faults: []string{"no-premium"}})
	client := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: []string{ScopeSelf, "User.Read.All"}, ShowCode: func(Code) {}}, testDeps(t))
	found, err := client.Find(context.Background(), "grace", 10)
	if err != nil || len(found.Users) != 1 || !found.NoGroups {
		t.Errorf("%+v, %v", found, err)
	}
	if licence, err := client.Licence(context.Background()); err != nil || licence.Known {
		t.Errorf("%+v, %v", licence, err)
	}
	_, err = client.Groups(context.Background(), []string{"Service Desk"})
	if got := failureOf(t, err); got.Status != 403 {
		t.Errorf("%+v", got)
	}
	other := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: peopleScopes(), ShowCode: func(Code) {}}, testDeps(t))
	if licence, err := other.Licence(context.Background()); err != nil || licence != (Licence{Known: true}) {
		t.Errorf("%+v, %v", licence, err)
	}
}

// TestFindWithoutSearch falls back to beginnings where a tenant knows no $search.
func TestFindWithoutSearch(t *testing.T) {
	refusal := `{"status":400,"body":{"error":{"code":"Request_UnsupportedQuery","message":"no search"}}`
	b := newBench(t, inTurn(
		answers(200, `{"responses":[{"id":"1",`+refusal[1:]+`},{"id":"2",`+refusal[1:]+`}]}`),
		answers(200, `{"responses":[{"id":"1","status":200,"body":{"value":[{"id":"u","displayName":"Ada"}],"@odata.nextLink":"x"}},{"id":"2","status":200,"body":{"value":[]}}]}`)))
	found, err := b.client.Find(context.Background(), "ada", 5)
	if err != nil || len(found.Users) != 1 || !found.MoreUsers || found.NoGroups || len(b.sent()) != 2 {
		t.Errorf("%+v, %v, sent %v", found, err, b.sent())
	}
}

// TestBulkLookUpsAreRepeatedInPart asks only those parts again that were throttled.
func TestBulkLookUpsAreRepeatedInPart(t *testing.T) {
	var bodies []string
	seen := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			raw := make([]byte, r.ContentLength)
			_, _ = r.Body.Read(raw)
			bodies = append(bodies, string(raw))
			next(w, r)
		}
	}
	b := newBench(t, seen(inTurn(
		answers(200, `{"responses":[{"id":"1","status":200,"body":{"value":[{"id":"a"}]}},{"id":"2","status":429,"headers":{"Retry-After":"7"},"body":{"error":{"code":"TooManyRequests","message":"x"}}}]}`),
		answers(200, `{"responses":[{"id":"1","status":200,"body":{"value":[{"id":"b"}]}}]}`))))
	values := make([]string, 16)
	for i := range values {
		values[i] = fmt.Sprintf("u%d@contoso.example", i)
	}
	users, err := b.client.UsersWith(context.Background(), ByUPN, values, nil)
	if err != nil || len(users) != 2 || !slices.Equal(b.pauses, []time.Duration{7 * time.Second}) || !slices.Equal(b.waits, []string{"throttled"}) {
		t.Errorf("%+v, %v, pauses %v, waits %v", users, err, b.pauses, b.waits)
	}
	if len(bodies) != 2 || strings.Contains(bodies[1], "u0%40") || !strings.Contains(bodies[1], "u15%40") {
		t.Errorf("%v", bodies)
	}
}

// TestSignInLog reads the log of sign-ins that really took place.
func TestSignInLog(t *testing.T) {
	info, cloud := startPractice(t, practice.Options{})
	ctx := context.Background()
	plain := openPractice(t, SignIn{Way: DeviceCode, Cloud: cloud, TenantID: info.TenantID, Scopes: allScopes(), ShowCode: func(Code) {}}, testDeps(t))
	_, err := plain.SignIns(ctx, DefaultClientID, time.Time{}, 10)
	if got := failureOf(t, err); got.Status != 403 || got.Code != "Authentication_MSGraphPermissionMissing" {
		t.Errorf("%+v", got)
	}
	signIn := SignIn{Way: Browser, Cloud: cloud, TenantID: info.TenantID, Scopes: append(allScopes(), ScopeLog, ScopeDirectory),
		OpenURL: newWalker(t, "ada@", "Accept").open}
	client := openPractice(t, signIn, testDeps(t))
	entries, err := client.SignIns(ctx, DefaultClientID, time.Now().Add(-time.Hour), 10)
	if err != nil || len(entries) != 1 || entries[0].UPN != "ada@contoso.example" || entries[0].Code != 0 || entries[0].Access != "notApplied" ||
		entries[0].PoliciesKnown || entries[0].Time.IsZero() || entries[0].CorrelationID == "" || entries[0].ID == "" || !entries[0].Interactive || entries[0].Address != "127.0.0.1" {
		t.Fatalf("%+v, %v", entries, err)
	}
	if later, err := client.SignIns(ctx, DefaultClientID, time.Now().Add(time.Hour), 10); err != nil || len(later) != 0 {
		t.Errorf("%+v, %v", later, err)
	}
	if none, err := client.SignIns(ctx, "00000000-0000-4000-8000-000000000000", time.Time{}, 10); err != nil || len(none) != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

// TestSignInLogPages turns empty pages, as the log has them, and stops in time.
func TestSignInLogPages(t *testing.T) {
	var b *bench
	b = newBench(t, func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("page")
		next := map[string]string{"": "2", "2": "3", "3": "4"}[page]
		value := map[string]string{"2": `{"id":"one","status":{"errorCode":50105,"failureReason":"no\u0000 access "},"conditionalAccessStatus":"failure",
			"appliedConditionalAccessPolicies":[{"displayName":"Block","result":"failure","enforcedGrantControls":["Block"]}]}`, "3": `{"id":"two"},{"id":"three"}`}[page]
		answers(200, fmt.Sprintf(`{"@odata.nextLink":"%s/v1.0/auditLogs/signIns?page=%s","value":[%s]}`, b.server.URL, next, value))(w, r)
	})
	entries, err := b.client.SignIns(context.Background(), "app", time.Time{}, 2)
	if err != nil || len(entries) != 2 || entries[0].Code != 50105 || entries[0].Reason != "no access " || entries[0].Access != "failure" ||
		!entries[0].PoliciesKnown || entries[0].Policies[0].Result != "failure" || entries[1].PoliciesKnown {
		t.Fatalf("%+v, %v", entries, err)
	}
	if sent := b.sent(); len(sent) != 3 || !strings.Contains(sent[0], "appId%20eq%20%27app%27") {
		t.Errorf("%v", sent)
	}
}

// holdAndTell assigns a group and asks what it and a person hold.
func holdAndTell(t *testing.T, client *Client, groupID, userID string) {
	t.Helper()
	ctx := context.Background()
	gallery, err := client.GalleryApps(ctx, "Autotask Endpoint Backup")
	if err != nil {
		t.Fatal(err)
	}
	_, principal, err := client.AddFromGallery(ctx, gallery[0].ID, "x")
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.Assign(ctx, principal.ObjectID, groupID, principal.Roles[0].ID)
	if err != nil || made.PrincipalType != "Group" || made.ResourceID != principal.ObjectID || made.Created.IsZero() {
		t.Fatalf("%+v, %v", made, err)
	}
	if held, err := client.AssignmentsHeld(ctx, "Group", groupID, principal.ObjectID); err != nil || len(held) != 1 || held[0] != made {
		t.Errorf("%+v, %v", held, err)
	}
	for _, who := range []string{userID, "00000000-0000-4000-8000-000000000000"} {
		if held, err := client.AssignmentsHeld(ctx, "User", who, principal.ObjectID); err != nil || len(held) != 0 {
			t.Errorf("%+v, %v", held, err)
		}
	}
	if _, err := client.AssignmentsHeld(ctx, "Device", userID, principal.ObjectID); err == nil {
		t.Error("a device holds something")
	}
}

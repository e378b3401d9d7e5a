package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
	"backupsso/graph/setup/roster"
)

func peopleFacts() map[Kind][]string {
	return map[Kind][]string{GroupsUnreadable: {"Scope"}, LogUnpermitted: {"Scope"}, LogWithoutRole: {"Role", "Account"}, LogWithoutLicence: nil, LogNotHere: nil}
}

// liveTenant is a tenant with a finished set-up, a journal and count more people.
func liveTenant(t *testing.T, count int) (*fakeTenant, *Flow, *Journal) {
	t.Helper()
	tenant := newFakeTenant(t)
	tenant.people.licence = graph.Licence{Known: true, Premium: true}
	config := tenant.config()
	config.Journal = journal.In(memoryFolder(t), tenant.clock.Now)
	flow := WithDirectory(config, tenant)
	if _, err := flow.SignIn(t.Context(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	apply(t, flow, plan(t, flow, wish()))
	for i := range count {
		tenant.addUser(fmt.Sprintf("p%d@contoso.example", i), fmt.Sprintf("Person %d", i))
	}
	return tenant, flow, config.Journal
}

func listOf(t *testing.T, lines ...string) roster.List {
	t.Helper()
	list, err := roster.Parse([]byte(strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func staff(t *testing.T, count int) roster.List {
	t.Helper()
	var lines []string
	for i := range count {
		lines = append(lines, fmt.Sprintf("p%d@contoso.example", i))
	}
	return listOf(t, lines...)
}

func planLive(t *testing.T, flow *Flow, wish LiveWish) LivePlan {
	t.Helper()
	made, err := flow.PlanGoLive(t.Context(), wish, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func outcomes(report LiveReport) map[LiveOutcome]int {
	counts := map[LiveOutcome]int{}
	for _, row := range report.Rows {
		counts[row.Outcome]++
	}
	return counts
}

func mustCount(t *testing.T, report LiveReport, want map[LiveOutcome]int) {
	t.Helper()
	if diff := cmp.Diff(want, outcomes(report)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// holdersOf counts how often each holder is assigned.
func (f *fakeTenant) holders() map[string]int {
	held := map[string]int{}
	for _, assignments := range f.assigned {
		for _, one := range assignments {
			held[one.PrincipalID]++
		}
	}
	return held
}

// TestLivePlanSaysItBefore judges one of each kind.
func TestLivePlanSaysItBefore(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 3)
	off := tenant.addUser("off@contoso.example", "Off")
	off.Enabled = false
	guest := tenant.addUser("g_other.example#EXT#@contoso.example", "Guest")
	guest.Guest, guest.Mail = true, "g@other.example"
	for _, upn := range []string{"one@contoso.example", "two@contoso.example"} {
		tenant.addUser(upn, "Shared").Mail = "shared@contoso.example"
	}
	in := tenant.users["p2@contoso.example"]
	principal := tenant.principals[tenant.apps[0].AppID]
	tenant.assigned[principal.ObjectID] = append(tenant.assigned[principal.ObjectID], graph.Assignment{ID: "old", PrincipalID: in.ID})
	tenant.people.groups = []graph.Group{{ID: "g1", Name: "Desk", Security: true}, {ID: "g2", Name: "Hall", Unified: true}, {ID: "g3", Name: "Twin", Security: true},
		{ID: "g4", Name: "Twin", Security: true}, {ID: "g5", Name: "Rule", Security: true, Dynamic: true, ForRoles: true}, {ID: "g6", Name: "Empty", Security: true}}
	tenant.people.sizes = map[string]graph.GroupSize{"g1": {People: 12, Groups: 2}}
	list := listOf(t, "p0@contoso.example", "P0@contoso.example", "nobody@contoso.example", "off@contoso.example", "g@other.example", "shared@contoso.example",
		"p2@contoso.example", "not an address", "x@", "g_other.example#EXT#@contoso.example", "B.Simon@contoso.example")
	wish := LiveWish{Wish: wish(), List: list, Groups: []string{"Desk", "Hall", "Twin", "Rule", "Empty", "Nobody"}, RemoveTestUser: true,
		Members: []Member{memberOfUser(*tenant.users["p1@contoso.example"])}}
	tell := func(made LivePlan) []string {
		var got []string
		for _, row := range made.Rows {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", row.Asked, row.Verb, row.Why, strings.Join(row.Notes, " "))))
		}
		return got
	}
	made := planLive(t, flow, wish)
	if diff := cmp.Diff([]string{
		"p1@contoso.example assign", "Desk assign  nested", "Hall cannot not-security", "Twin cannot several", "Rule assign  dynamic for-roles", "Empty assign  empty",
		"Nobody cannot group-not-found", "p0@contoso.example assign", "P0@contoso.example cannot duplicate", "nobody@contoso.example cannot not-found",
		"off@contoso.example cannot disabled", "g@other.example assign  by-mail guest", "shared@contoso.example cannot several", "p2@contoso.example already-so",
		"not an address cannot no-address", "x@ cannot not-address", "g_other.example#EXT#@contoso.example cannot twice", "B.Simon@contoso.example cannot test-user",
	}, tell(made)); diff != "" {
		t.Error(diff)
	}
	if made.Rows[1].Member.Group.People != 12 || made.Before != 2 || made.Writes() != 8 || made.TestUser == nil || !made.TestUser.Delete || !made.TestUser.Unassign || made.TestUser.Last {
		t.Errorf("%+v %+v", made.Rows[1], made.TestUser)
	}
	tenant.people.licence = graph.Licence{Known: true}
	made = planLive(t, flow, LiveWish{Wish: wish.Wish, Groups: []string{"Desk"}})
	if made.Rows[0].Why != WhyNoPremium {
		t.Errorf("without P1: %+v", made.Rows[0])
	}
	tenant.people.licence = graph.Licence{}
	if made = planLive(t, flow, LiveWish{Wish: wish.Wish, Groups: []string{"Desk"}}); !slices.Equal(made.Rows[0].Notes, []string{NoteNeedsP1, NoteNested}) {
		t.Errorf("not known: %+v", made.Rows[0])
	}
	tenant.fail("Groups", fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "x")})
	_, err := flow.PlanGoLive(t.Context(), LiveWish{Wish: wish.Wish, Groups: []string{"Desk"}}, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != GroupsUnreadable || problem.Facts["Scope"] != graph.ScopeGroups {
		t.Errorf("%v", err)
	}
	if tenant.count("Assign") != 1 { // B.Simon's, by the set-up
		t.Error("a plan wrote something")
	}
}

func TestGoLiveTwice(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 40)
	tenant.people.groups = []graph.Group{{ID: "g1", Name: "Desk", Security: true}}
	wish := LiveWish{Wish: wish(), List: staff(t, 40), Groups: []string{"Desk"}}
	var events []Event
	report, err := flow.GoLive(t.Context(), planLive(t, flow, wish), func(e Event) { events = append(events, e) })
	if err != nil {
		t.Fatal(err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 41})
	ended := filter(events, func(e Event) bool { return e.Row > 0 && e.State == Done })
	if len(ended) != 41 || ended[40].Made != 41 || ended[40].Total != 41 || report.Unseen != 0 || report.Rows[0].AssignmentID == "" {
		t.Errorf("%d rows ended, %+v", len(ended), report)
	}
	before := tenant.count("Assign")
	again := planLive(t, flow, wish)
	if again.Writes() != 0 || again.Count(IsIn) != 41 || again.Before != 42 {
		t.Errorf("%+v", again)
	}
	report, err = flow.GoLive(t.Context(), again, nil)
	mustCount(t, report, map[LiveOutcome]int{LiveAlready: 41})
	if err != nil || tenant.count("Assign") != before {
		t.Errorf("%v, %d writes more", err, tenant.count("Assign")-before)
	}
	for id, times := range tenant.holders() {
		if times != 1 {
			t.Errorf("%s is assigned %d times", id, times)
		}
	}
}

// TestGoLiveThroughTrouble meets every kind of answer once.
func TestGoLiveThroughTrouble(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 12)
	throttled := refused(http.StatusTooManyRequests, "TooManyRequests", "x")
	throttled.RetryAfter = 3 * time.Minute
	gone := fault{err: refused(http.StatusBadRequest, "Request_BadRequest", "Something about this one")}
	tenant.fail("Assign", fault{err: throttled}, fault{effect: true},
		fault{err: refused(http.StatusGatewayTimeout, "UnknownError", ""), effect: true},
		fault{err: refused(http.StatusBadGateway, "", "")}, fault{effect: true},
		fault{err: missing()}, fault{effect: true}, // a replica that does not know her yet
		gone, fault{effect: true})
	began := tenant.clock.Now()
	var waits []Wait
	report, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 12)}), func(e Event) {
		if e.Wait != nil {
			waits = append(waits, *e.Wait)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 11, LiveFailed: 1})
	if len(waits) == 0 || waits[0].Reason != ReasonThrottled || waits[0].Next.Sub(began) != 3*time.Minute {
		t.Errorf("the pause that was asked for: %+v", waits)
	}
	for id, times := range tenant.holders() {
		if times != 1 {
			t.Errorf("%s is assigned %d times", id, times)
		}
	}
	failed := filter(report.Rows, func(r LiveResult) bool { return r.Outcome == LiveFailed })
	if failed[0].Problem.Detail.Message != "Something about this one" {
		t.Errorf("%+v", failed[0].Problem)
	}
	if again := planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 12)}); again.Count(LetIn) != 1 {
		t.Errorf("%d left", again.Count(LetIn))
	}
}

// TestGoLiveStopsAndGoesOn loses the right in the middle, and is carried on without
// the list.
func TestGoLiveStopsAndGoesOn(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 10)
	wish := LiveWish{Wish: wish(), List: staff(t, 10)}
	made := planLive(t, flow, wish)
	tenant.fail("Assign", slices.Repeat([]fault{{effect: true}}, 4)...)
	tenant.fail("Assign", fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "x")})
	report, err := flow.GoLive(t.Context(), made, nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ConsentMissing || report.Stopped != problem {
		t.Fatalf("%v", err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 4, LiveNotReached: 6})
	cut, is, err := flow.CutOffLive(wish.Wish)
	if err != nil || !is || cut.Done != 4 || cut.Left != 6 {
		t.Errorf("%+v, %v, %v", cut, is, err)
	}
	rest := planLive(t, flow, LiveWish{Wish: wish.Wish, Resume: true})
	if rest.Count(LetIn) != 6 || rest.Resumes.IsZero() {
		t.Fatalf("%+v", rest)
	}
	if report, err = flow.GoLive(t.Context(), rest, nil); err != nil {
		t.Fatal(err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 6})
	if _, is, _ := flow.CutOffLive(wish.Wish); is {
		t.Error("it is still cut off")
	}
	if again := planLive(t, flow, wish); again.Count(LetIn) != 0 {
		t.Errorf("%d left", again.Count(LetIn))
	}
}

// TestManyFailuresInARowStop ends a run in which nothing works.
func TestManyFailuresInARowStop(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 60)
	made := planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 60)})
	tenant.fail("Assign", slices.Repeat([]fault{{err: refused(http.StatusBadRequest, "Request_BadRequest", "always")}}, 60)...)
	report, err := flow.GoLive(t.Context(), made, nil)
	if err == nil {
		t.Fatal("it went on to the end")
	}
	mustCount(t, report, map[LiveOutcome]int{LiveFailed: mostFailures, LiveNotReached: 60 - mostFailures})
}

// TestGoLiveIsCancelled stops at once, in a pause too.
func TestGoLiveIsCancelled(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 5)
	made := planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 5)})
	tenant.fail("Assign", fault{effect: true}, fault{err: refused(http.StatusTooManyRequests, "TooManyRequests", "x")})
	ctx, cancel := context.WithCancel(t.Context())
	report, err := flow.GoLive(ctx, made, func(e Event) {
		if e.Wait != nil {
			cancel()
		}
	})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != Cancelled {
		t.Errorf("%v", err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 1, LiveNotReached: 4})
}

// TestKilledBetweenIntentAndAnswer settles what a killed run has sent: it happened
// or not, and it is ours or somebody else's.
func TestKilledBetweenIntentAndAnswer(t *testing.T) {
	for name, happened := range map[string]bool{"it happened": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			tenant, flow, store := liveTenant(t, 2)
			began := tenant.clock.Now()
			who := tenant.users["p0@contoso.example"]
			principal := tenant.principals[tenant.apps[0].AppID]
			book, err := store.Open(keyOf(flow.who.Tenant.ID, wish()))
			if err != nil {
				t.Fatal(err)
			}
			ledger, err := book.Ledger()
			if err == nil {
				_, err = ledger.Plan([]journal.Member{{ID: who.ID, Kind: "User", Name: who.Name, UPN: who.UPN}, {ID: tenant.users["p1@contoso.example"].ID, Kind: "User"}})
			}
			if err := errors.Join(err, ledger.Begin(1), ledger.Close(), book.Close()); err != nil {
				t.Fatal(err)
			}
			tenant.lag = 30 * time.Second
			if happened {
				if _, err := tenant.Assign(t.Context(), principal.ObjectID, who.ID, roleUserID); err != nil {
					t.Fatal(err)
				}
			}
			wish := LiveWish{Wish: wish(), List: staff(t, 2)}
			made := planLive(t, flow, wish)
			if made.Count(LetIn) != 2 || !slices.Equal(made.Rows[0].Notes, []string{NoteUnsettled}) {
				t.Fatalf("%+v", made.Rows)
			}
			report, err := flow.GoLive(t.Context(), made, nil)
			if err != nil {
				t.Fatal(err)
			}
			mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 2})
			if took := tenant.clock.Now().Sub(began); took > 2*time.Minute {
				t.Errorf("it took %v", took)
			}
			if held := tenant.holders(); held[who.ID] != 1 {
				t.Errorf("assigned %d times", held[who.ID])
			}
			// Either way the assignment is this tool's, so undo takes it back.
			ledger, err = store.ReadLedger(keyOf(flow.who.Tenant.ID, wish.Wish))
			if err != nil || len(filter(ledger.Members(), journal.Member.Standing)) != 2 {
				t.Errorf("%+v, %v", ledger.Members(), err)
			}
		})
	}
}

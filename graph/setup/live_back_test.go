package setup

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"testing"
	"time"

	"backupsso/graph"
)

// letAllIn lets the first count people in, and returns the wish.
func letAllIn(t *testing.T, flow *Flow, count int) LiveWish {
	t.Helper()
	wish := LiveWish{Wish: wish(), List: staff(t, count)}
	if _, err := flow.GoLive(t.Context(), planLive(t, flow, wish), nil); err != nil {
		t.Fatal(err)
	}
	return wish
}

// byOthers assigns somebody behind the tool's back.
func (f *fakeTenant) byOthers(who int) string {
	principal := f.principals[f.apps[0].AppID]
	id := f.users[fmt.Sprintf("p%d@contoso.example", who)].ID
	f.assigned[principal.ObjectID] = append(f.assigned[principal.ObjectID], graph.Assignment{ID: "foreign-" + id, PrincipalID: id, PrincipalType: "User",
		ResourceID: principal.ObjectID, Created: f.clock.Now().Add(-time.Hour)})
	return id
}

func goLive(t *testing.T, flow *Flow, wish LiveWish) LiveReport {
	t.Helper()
	report, err := flow.GoLive(t.Context(), planLive(t, flow, wish), nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestTakingBack takes those of a list out again whom going live let in, and nobody
// else; then everybody.
func TestTakingBack(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 8)
	tenant.lag = 30 * time.Second
	foreign := tenant.byOthers(7)
	letAllIn(t, flow, 5)
	wrong := LiveWish{Wish: wish(), TakeBack: true, List: listOf(t, "p1@contoso.example", "p2@contoso.example", "p6@contoso.example", "p7@contoso.example",
		"P1@contoso.example", "nobody@contoso.example", "B.Simon@contoso.example")}
	made := planLive(t, flow, wrong)
	verbs := map[string]int{}
	for _, row := range made.Rows {
		verbs[string(row.Verb)+" "+row.Why]++
	}
	want := map[string]int{"take-back ": 2, "is-out ": 1, "cannot not-ours": 2, "cannot duplicate": 1, "cannot not-found": 1}
	for what, n := range want {
		if verbs[what] != n {
			t.Errorf("%s: %d, want %d; %v", what, verbs[what], n, verbs)
		}
	}
	if made.Writes() != 2 || made.After() != made.Before-2 {
		t.Errorf("%d writes, %d before, %d after", made.Writes(), made.Before, made.After())
	}
	report, err := flow.GoLive(t.Context(), made, nil)
	if err != nil {
		t.Fatal(err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveTakenBack: 2, LiveWasOut: 1, LiveCannot: 4})
	if report.StillSeen != 0 || report.LeftOut() != 3 || report.Changes() != 2 {
		t.Errorf("%d still seen, %d left, %d changes", report.StillSeen, report.LeftOut(), report.Changes())
	}
	mustCount(t, goLive(t, flow, wrong), map[LiveOutcome]int{LiveWasOut: 3, LiveCannot: 4})
	// Everybody: the other three, and not the foreign one.
	all := planLive(t, flow, LiveWish{Wish: wish(), TakeBack: true})
	if all.Count(LetOut) != 3 || all.After() != 2 { // the foreign one and the test user
		t.Errorf("%+v", all.Rows)
	}
	mustCount(t, goLive(t, flow, all.Wish), map[LiveOutcome]int{LiveTakenBack: 3})
	tenant.lag = 0
	held := tenant.holders()
	if held[foreign] != 1 || len(held) != 2 {
		t.Errorf("%v are in", held)
	}
	if again := planLive(t, flow, LiveWish{Wish: wish(), TakeBack: true}); again.Writes() != 0 {
		t.Errorf("%+v", again.Rows)
	}
}

// TestInAgainAfterTakingBack does not believe a list that shows still what was taken
// back a moment ago.
func TestInAgainAfterTakingBack(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 3)
	in := letAllIn(t, flow, 3)
	tenant.lag = 10 * time.Minute // longer than anything is waited for
	report := goLive(t, flow, LiveWish{Wish: wish(), TakeBack: true})
	if report.StillSeen != 3 || report.Count(LiveTakenBack) != 3 {
		t.Fatalf("%+v", report)
	}
	if insiders, err := flow.WhoIsIn(t.Context(), wish(), nil); err != nil || len(insiders) != 1 || insiders[0].By != BySetup {
		t.Errorf("%+v, %v", insiders, err)
	}
	again := planLive(t, flow, in)
	if again.Count(LetIn) != 3 || again.Before != 1 {
		t.Errorf("%+v", again)
	}
}

// TestResumeLetsNobodyBackIn: who was taken back does not come in with the rest of a
// run that was cut off, and nothing is left of it when everybody was taken back.
func TestResumeLetsNobodyBackIn(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 6)
	tenant.fail("Assign", slices.Repeat([]fault{{effect: true}}, 3)...)
	tenant.fail("Assign", fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "x")})
	if _, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 6)}), nil); err == nil {
		t.Fatal("it did not stop")
	}
	goLive(t, flow, LiveWish{Wish: wish(), TakeBack: true, List: listOf(t, "p0@contoso.example")})
	cut, is, err := flow.CutOffLive(wish())
	if err != nil || !is || cut.Left != 3 || cut.Done != 2 {
		t.Errorf("%+v, %v, %v", cut, is, err)
	}
	if rest := planLive(t, flow, LiveWish{Wish: wish(), Resume: true}); len(rest.Rows) != 3 {
		t.Errorf("%+v", rest.Rows)
	}
	goLive(t, flow, LiveWish{Wish: wish(), TakeBack: true})
	if cut, is, _ := flow.CutOffLive(wish()); is {
		t.Errorf("%+v", cut)
	}
}

// TestTakingBackThroughTrouble meets every kind of answer once, and is stopped.
func TestTakingBackThroughTrouble(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 8)
	letAllIn(t, flow, 8)
	odd := refused(http.StatusBadRequest, "Request_BadRequest", "Something about this one")
	tenant.fail("Unassign", fault{err: refused(http.StatusTooManyRequests, "", "")}, fault{effect: true},
		fault{err: refused(http.StatusGatewayTimeout, "", ""), effect: true}, fault{err: refused(http.StatusBadGateway, "", "")}, fault{effect: true},
		fault{err: missing()}, fault{effect: true}, // a replica that has not heard of it
		fault{err: odd}, fault{effect: true}, fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "x")})
	all := LiveWish{Wish: wish(), TakeBack: true}
	report, err := flow.GoLive(t.Context(), planLive(t, flow, all), nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ConsentMissing || problem.Facts["Scope"] != graph.ScopeAssignments {
		t.Fatalf("%v", err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveTakenBack: 5, LiveFailed: 1, LiveNotReached: 2})
	mustCount(t, goLive(t, flow, all), map[LiveOutcome]int{LiveTakenBack: 3})
	if held := tenant.holders(); len(held) != 1 {
		t.Errorf("%v are in", held)
	}
}

// TestAGapInTheNetworkIsWaitedOut goes on when the network comes back, and stops
// when it does not.
func TestAGapInTheNetworkIsWaitedOut(t *testing.T) {
	gone := fault{err: &graph.Error{Call: "POST", Err: &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "graph.microsoft.com", IsNotFound: true}}}}
	tenant, flow, _ := liveTenant(t, 4)
	tenant.fail("Assign", fault{effect: true}, gone, gone, gone, fault{effect: true})
	var reasons []string
	report, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 4)}), func(e Event) {
		if e.Wait != nil {
			reasons = append(reasons, e.Wait.Reason)
		}
	})
	if err != nil || !slices.Contains(reasons, ReasonConnectAgain) {
		t.Errorf("%v, waited for %v", err, reasons)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 4})

	tenant, flow, _ = liveTenant(t, 4)
	tenant.fail("Assign", fault{effect: true})
	tenant.fail("Assign", slices.Repeat([]fault{gone}, 1000)...)
	began := tenant.clock.Now()
	report, err = flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: staff(t, 4)}), nil)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != NameUnknown {
		t.Errorf("%v", err)
	}
	mustCount(t, report, map[LiveOutcome]int{LiveAssigned: 1, LiveNotReached: 3})
	if took := tenant.clock.Now().Sub(began); took < networkPatience || took > 2*networkPatience {
		t.Errorf("it waited %v", took)
	}
}

// TestAnyScheduleTakesBackItsOwn runs random schedules of failures and stops: in the
// end nobody is in whom going live let in, and everybody else is.
func TestAnyScheduleTakesBackItsOwn(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 2))
			people := 5 + random.IntN(15)
			tenant, flow, _ := liveTenant(t, people)
			tenant.lag = time.Duration(random.IntN(60)) * time.Second
			foreign := map[string]bool{}
			for i := range people {
				if random.IntN(6) == 0 {
					foreign[tenant.byOthers(i)] = true
				}
			}
			letAllIn(t, flow, people)
			wish := LiveWish{Wish: wish(), TakeBack: true}
			if random.IntN(2) == 0 {
				wish.List = staff(t, people)
			}
			for run := 0; ; run++ {
				if run == 30 {
					t.Fatal("it never ends")
				}
				made := planLive(t, flow, wish)
				tenant.before["Unassign"] = nil
				if run < 6 {
					tenant.fail("Unassign", randomFaults(random, people)...)
				}
				ctx, stop := context.WithCancel(t.Context())
				last := random.IntN(4 * people)
				_, err := flow.GoLive(ctx, made, func(Event) {
					if last--; last == 0 && run < 6 {
						stop()
					}
				})
				stop()
				if err == nil {
					break
				}
				tenant.clock.mu.Lock()
				tenant.clock.now = tenant.clock.now.Add(time.Duration(random.IntN(300)) * time.Second)
				tenant.clock.mu.Unlock()
			}
			held := tenant.holders()
			for id, times := range held {
				if !foreign[id] && id != tenant.users["b.simon@contoso.example"].ID || times != 1 {
					t.Errorf("%s is in %d times", id, times)
				}
			}
			if len(held) != len(foreign)+1 {
				t.Errorf("%d are in, want %d", len(held), len(foreign)+1)
			}
		})
	}
}

func TestWhoIsIn(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 3)
	tenant.byOthers(2)
	letAllIn(t, flow, 2)
	insiders, err := flow.WhoIsIn(t.Context(), wish(), nil)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]InsiderBy{}
	for _, insider := range insiders {
		by[insider.Member.UPN] = insider.By
	}
	for upn, want := range map[string]InsiderBy{"p0@contoso.example": ByGoingLive, "p1@contoso.example": ByGoingLive, "p2@contoso.example": ByOthers,
		"B.Simon@contoso.example": BySetup} {
		if by[upn] != want {
			t.Errorf("%s: by %q, want %q", upn, by[upn], want)
		}
	}
	tenant.fail("UsersWith", fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "x")})
	if insiders, err = flow.WhoIsIn(t.Context(), wish(), nil); err != nil || len(insiders) != 4 || insiders[0].Member.UPN != "" {
		t.Errorf("%+v, %v", insiders, err)
	}
}

// TestTheReportOfAPlan says what would be done.
func TestTheReportOfAPlan(t *testing.T) {
	_, flow, _ := liveTenant(t, 2)
	letAllIn(t, flow, 1)
	report := planLive(t, flow, LiveWish{Wish: wish(), List: listOf(t, "p0@contoso.example", "p1@contoso.example", "nobody@contoso.example")}).Report()
	mustCount(t, report, map[LiveOutcome]int{LiveAlready: 1, LivePlanned: 1, LiveCannot: 1})
}

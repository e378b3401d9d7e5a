package setup

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"backupsso/graph"
)

// TestAnyScheduleLetsEverybodyInOnce runs going live against tenants that refuse,
// lose answers, lag and are stopped at random, again and again, until a run comes
// to its end. Then everybody is in once, the ledger says who of them this tool let
// in, and undo leaves only those whom others let in.
func TestAnyScheduleLetsEverybodyInOnce(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { liveSchedule(t, rand.New(rand.NewPCG(seed, 1))) })
	}
}

func liveSchedule(t *testing.T, random *rand.Rand) {
	people := 5 + random.IntN(20)
	tenant, flow, store := liveTenant(t, people)
	tenant.lag = time.Duration(random.IntN(60)) * time.Second
	principal := tenant.principals[tenant.apps[0].AppID]
	foreign := map[string]bool{}
	for i := range people {
		if random.IntN(8) == 0 { // by somebody else, long before
			id := tenant.users[fmt.Sprintf("p%d@contoso.example", i)].ID
			foreign[id] = true
			tenant.assigned[principal.ObjectID] = append(tenant.assigned[principal.ObjectID],
				graph.Assignment{ID: "foreign-" + id, PrincipalID: id, PrincipalType: "User", ResourceID: principal.ObjectID, Created: tenant.clock.Now().Add(-time.Hour)})
		}
	}
	wish := LiveWish{Wish: wish(), List: staff(t, people)}
	for run := 0; ; run++ {
		if run == 30 {
			t.Fatal("it never ends")
		}
		made := planLive(t, flow, wish)
		tenant.before["Assign"] = nil
		if run < 8 {
			tenant.fail("Assign", randomFaults(random, people)...)
		}
		ctx, stop := context.WithCancel(t.Context())
		last := random.IntN(4 * people)
		_, err := flow.GoLive(ctx, made, func(e Event) {
			if last--; last == 0 && run < 8 {
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
	for i := range people {
		user := tenant.users[fmt.Sprintf("p%d@contoso.example", i)]
		if held[user.ID] != 1 {
			t.Errorf("%s is in %d times", user.UPN, held[user.ID])
		}
	}
	ledger, err := store.ReadLedger(keyOf(flow.who.Tenant.ID, wish.Wish))
	if err != nil {
		t.Fatal(err)
	}
	standing := map[string]int{}
	for _, member := range ledger.Members() {
		if member.Standing() {
			standing[member.ID]++
		}
		if member.Unsettled() {
			t.Errorf("%s is not settled", member.UPN)
		}
	}
	for i := range people {
		id := tenant.users[fmt.Sprintf("p%d@contoso.example", i)].ID
		if foreign[id] != (standing[id] == 0) || standing[id] > 1 {
			t.Errorf("%s: by somebody else %v, in the ledger %d times", id, foreign[id], standing[id])
		}
	}
	tenant.clock.mu.Lock()
	tenant.clock.now = tenant.clock.now.Add(time.Hour) // everything shows by now
	tenant.clock.mu.Unlock()
	undone, err := flow.PlanUndo(t.Context(), wish.Wish)
	if err == nil {
		_, err = flow.Undo(t.Context(), undone, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	held = tenant.holders()
	for id, times := range held {
		if len(foreign) > 0 && (!foreign[id] || times != 1) {
			t.Errorf("after undo %s is in %d times", id, times)
		}
	}
	if want := len(foreign); len(foreign) > 0 && len(held) != want {
		t.Errorf("after undo %d are in, want %d", len(held), want)
	}
}

// randomFaults are what a tenant may answer to assignments.
func randomFaults(random *rand.Rand, count int) []fault {
	var faults []fault
	for range count {
		switch random.IntN(12) {
		case 0:
			busy := refused(http.StatusTooManyRequests, "TooManyRequests", "")
			busy.RetryAfter = time.Duration(random.IntN(90)) * time.Second
			faults = append(faults, fault{err: busy})
		case 1, 2:
			faults = append(faults, fault{err: refused(http.StatusGatewayTimeout, "UnknownError", ""), effect: random.IntN(2) == 0})
		case 3:
			faults = append(faults, fault{err: missing()})
		case 4:
			faults = append(faults, fault{err: refused(http.StatusBadRequest, "Request_BadRequest", "Not a valid reference update.")})
		case 5:
			faults = append(faults, fault{err: refused(http.StatusForbidden, "Authorization_RequestDenied", "")})
		default:
			faults = append(faults, fault{effect: true})
		}
	}
	return faults
}

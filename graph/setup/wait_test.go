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

// waitingRun is a run whose looks are told one by one, and the pauses it made.
func waitingRun(t *testing.T) (*run, *[]time.Duration) {
	t.Helper()
	flow := newFakeTenant(t).flow()
	pauses := &[]time.Duration{}
	r := &run{flow: flow, emit: func(e Event) {
		if e.Wait != nil {
			*pauses = append(*pauses, e.Wait.Next.Sub(e.Time))
		}
	}}
	return r, pauses
}

// TestPausesGrowWithTheWait leaves the tenant alone for a twentieth of what was
// waited by then, within the pace's limits.
func TestPausesGrowWithTheWait(t *testing.T) {
	r, pauses := waitingRun(t)
	begun, looks := r.flow.now(), 0
	err := r.until(context.Background(), wait{step: StepMode, reason: ReasonModeShows}, func(context.Context) (bool, error) {
		looks++
		return r.flow.now().Sub(begun) > 10*time.Minute, nil
	})
	if err != nil || (*pauses)[0] != 500*time.Millisecond || (*pauses)[len(*pauses)-1] != 5*time.Second || looks > 200 {
		t.Errorf("paused %v, %v", *pauses, err)
	}
	waited := time.Duration(0)
	for _, pause := range *pauses {
		if pause > max(500*time.Millisecond, waited/20) {
			t.Errorf("a pause of %v after %v", pause, waited)
		}
		waited += pause
	}
}

// TestPausesAreShortWhenThingsAreDue looks often about when the application took to
// show, and confirms soon what has shown.
func TestPausesAreShortWhenThingsAreDue(t *testing.T) {
	r, pauses := waitingRun(t)
	r.spread = time.Minute
	begun, first := r.flow.now(), time.Duration(0)
	err := r.until(context.Background(), wait{step: StepMode, reason: ReasonModeShows, steady: 2}, func(context.Context) (bool, error) {
		waited := r.flow.now().Sub(begun)
		shows := waited > 2*time.Minute
		if shows && first == 0 {
			first = waited
		}
		return shows, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	waited := time.Duration(0)
	for _, pause := range *pauses {
		due := waited >= 54*time.Second && waited <= 66*time.Second || waited >= first
		if short := pause == 500*time.Millisecond; short != (due || waited <= 10*time.Second) {
			t.Errorf("a pause of %v after %v", pause, waited)
		}
		waited += pause
	}
}

func TestPausesDoubleWhileLooksFail(t *testing.T) {
	r, pauses := waitingRun(t)
	looks := 0
	err := r.until(context.Background(), wait{step: StepMode, reason: ReasonModeShows}, func(context.Context) (bool, error) {
		if looks++; looks < 7 {
			return false, &graph.Error{Status: http.StatusServiceUnavailable}
		}
		return true, nil
	})
	want := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second}
	if err != nil || !slices.Equal(*pauses, want) {
		t.Errorf("paused %v, %v", *pauses, err)
	}
}

func TestSteadyLooksMustBeInARow(t *testing.T) {
	r, _ := waitingRun(t)
	answers := []bool{true, false, true, true, true}
	looks := 0
	err := r.until(context.Background(), wait{step: StepApplication, reason: ReasonAppAppears, steady: 3}, func(context.Context) (bool, error) {
		looks++
		if !answers[looks-1] {
			return false, &graph.Error{Status: http.StatusNotFound}
		}
		return true, nil
	})
	if err != nil || looks != 5 {
		t.Errorf("%d looks, %v", looks, err)
	}
}

func TestALookThatKeepsFailingStops(t *testing.T) {
	for _, c := range []struct {
		name  string
		err   error
		looks func(int) bool
	}{
		{"refused at once", &graph.Error{Status: http.StatusForbidden}, func(n int) bool { return n == 1 }},
		{"down for longer than an outage", &graph.Error{Status: http.StatusBadGateway}, func(n int) bool { return n > 5 && n < 20 }},
	} {
		r, _ := waitingRun(t)
		began, looks := r.flow.now(), 0
		err := r.until(context.Background(), wait{step: StepMode, reason: ReasonModeShows}, func(context.Context) (bool, error) {
			looks++
			return false, c.err
		})
		if !errors.Is(err, c.err) || !c.looks(looks) || r.flow.now().Sub(began) > 2*outagePatience {
			t.Errorf("%s: %d looks, %v", c.name, looks, err)
		}
	}
}

func TestALimitEndsAWaitOnTime(t *testing.T) {
	r, _ := waitingRun(t)
	began := r.flow.now()
	err := r.until(context.Background(), wait{step: StepMode, reason: ReasonModeShows, limit: 90 * time.Second},
		func(context.Context) (bool, error) { return false, nil })
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != WaitedTooLong || problem.Facts["Minutes"] != "2" || r.flow.now().Sub(began) != 90*time.Second {
		t.Errorf("ended after %s with %v %v", r.flow.now().Sub(began), err, problem.Facts)
	}
}

func TestOnlyRepeatedLooksArePolls(t *testing.T) {
	if usual := usualTime(ReasonAppAppears); usual <= 0 {
		t.Errorf("usual time %s", usual)
	}
	for _, read := range []bool{true, false} {
		r, _ := waitingRun(t)
		var plain []bool
		_ = r.until(context.Background(), wait{step: StepVerify, reason: ReasonSettingShows, read: read, steady: 2}, func(ctx context.Context) (bool, error) {
			plain = append(plain, ctx == context.Background())
			return true, nil
		})
		if !slices.Equal(plain, []bool{read, false}) {
			t.Errorf("read %t: %v", read, plain)
		}
	}
}

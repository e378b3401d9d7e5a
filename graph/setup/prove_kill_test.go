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

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/graph/setup/journal"
	"backupsso/samlcfg"
)

// shortPace keeps the waits of lives that end early short.
func shortPace() Pace {
	return Pace{First: 5 * time.Millisecond, Most: 50 * time.Millisecond, GiveUp: 1500 * time.Millisecond, Steady: 2}
}

// killedProof is one life of the program that ends at a write of a proof.
func killedProof(t *testing.T, server *practice.Server, folder string, at int, when string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	killer := &killer{next: transport, folder: folder, at: at, when: when, cancel: cancel}
	config := practiceConfig(server)
	config.Journal, config.Deps.Transport, config.Pace = JournalIn(folder), killer, shortPace()
	config.Deps.Sleep = func(ctx context.Context, pause time.Duration) error {
		killer.mu.Lock()
		dead := killer.dead
		killer.mu.Unlock()
		if dead {
			pause = min(pause, 5*time.Millisecond) // nobody waits for a dead process
		}
		return sleep(ctx, pause)
	}
	flow := New(config)
	defer flow.Close()
	if _, err := flow.SignIn(ctx, SignIn{Way: DeviceCode, CreatesUser: true, ShowCode: func(graph.Code) {}}); err != nil {
		t.Fatal(err)
	}
	made, err := flow.PlanProof(ctx, wish())
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk()
	d.Wait = time.Millisecond
	_, err = flow.Prove(ctx, made, d.ProofDesk)
	killer.bury(t)
	killer.mu.Lock()
	defer killer.mu.Unlock()
	if err == nil || !killer.dead {
		t.Fatalf("it was not killed: %v", err)
	}
}

// TestKilledProofIsTakenAwayByWhateverComesNext ends a proof at every boundary of
// both of its writes, and starts something else then.
func TestKilledProofIsTakenAwayByWhateverComesNext(t *testing.T) {
	type next func(*testing.T, *Flow)
	nexts := map[string]next{
		"setup": func(t *testing.T, flow *Flow) {
			made := plan(t, flow, wish())
			left := stillThere(flow.past, *made.observed.application)
			row := slices.IndexFunc(made.Changes, func(c Change) bool { return c.What == WhatProofURL })
			if (len(left) > 0) != (row >= 0) || row >= 0 && (made.Changes[row].Before != left[0] || made.Changes[row].Verb != Modify || made.Writes() != 1) {
				t.Errorf("left over %q, plan %+v", left, made.Changes)
			}
			apply(t, flow, made)
		},
		"renew": func(t *testing.T, flow *Flow) {
			if _, err := flow.Renew(context.Background(), wish(), nil); err != nil {
				t.Error(err)
			}
		},
		"proof": func(t *testing.T, flow *Flow) {
			made, err := flow.PlanProof(context.Background(), wish())
			if err != nil {
				t.Fatal(err)
			}
			if removed := len(made.Changes) - 2; removed != len(made.LeftOver) {
				t.Errorf("plan %+v", made.Changes)
			}
			d := newDesk()
			d.Wait = time.Millisecond
			if _, err := flow.Prove(context.Background(), made, d.ProofDesk); err != nil {
				t.Error(err)
			}
		},
		"undo": func(t *testing.T, flow *Flow) {
			made, err := flow.PlanUndo(context.Background(), wish())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := flow.Undo(context.Background(), made, nil); err != nil {
				t.Error(err)
			}
		},
	}
	for what, start := range nexts {
		for at := 1; at <= 2; at++ {
			for _, when := range []string{beforeSend, afterEffect} {
				t.Run(fmt.Sprintf("%s after %d %s", what, at, when), func(t *testing.T) {
					t.Parallel()
					server, folder := startPractice(t, practice.Options{}), memoryFolder(t)
					config := practiceConfig(server)
					config.Journal, config.Pace = JournalIn(folder), shortPace()
					first := signedInFlow(t, config)
					apply(t, first, plan(t, first, wish()))
					killedProof(t, server, folder, at, when)

					flow := signedInFlow(t, config)
					report, err := flow.Verify(context.Background(), wish())
					if err != nil {
						t.Fatal(err)
					}
					there := (at == 1) == (when == afterEffect)
					if got := slices.Contains(codesOf(report.Findings, samlcfg.Warn), "verify-proof-url"); got != there {
						t.Errorf("left over: %t, verify says %v", there, codesOf(report.Findings, samlcfg.Warn))
					}
					start(t, flow)
					left(t, flow, report.Application.ObjectID, what == "undo")
				})
			}
		}
	}
}

// left fails when anything of a proof is in the tenant or stands in the journal.
func left(t *testing.T, flow *Flow, applicationID string, gone bool) {
	t.Helper()
	application, err := flow.directory.Application(context.Background(), applicationID)
	if gone != notFound(err) {
		t.Fatalf("%+v, %v", application, err)
	}
	if !gone && (!slices.Equal(application.ReplyURLs, []string{wish().Portal.ReplyURL}) || application.DefaultReplyURL != "") {
		t.Errorf("left over: %q, default %q", application.ReplyURLs, application.DefaultReplyURL)
	}
	record, _, err := flow.config.Journal.Read(keyOf(flow.who.Tenant.ID, wish()))
	if err != nil {
		t.Fatal(err)
	}
	if entry, standing := record.Last(WhatProofURL); standing {
		t.Errorf("it stands in the journal: %+v", entry)
	}
}

// TestProofOfUnknownOutcomeIsLookedForLater kills a proof before its write is sent:
// nobody can tell for a while, and the run that comes first must not forget it.
func TestProofOfUnknownOutcomeIsLookedForLater(t *testing.T) {
	t.Parallel()
	server, folder := startPractice(t, practice.Options{}), memoryFolder(t)
	config := practiceConfig(server)
	config.Journal, config.Pace = JournalIn(folder), shortPace()
	config.Pace.GiveUp = time.Minute
	flow := signedInFlow(t, config)
	made, _ := apply(t, flow, plan(t, flow, wish()))
	killedProof(t, server, folder, 1, beforeSend)
	flow = signedInFlow(t, config)
	apply(t, flow, plan(t, flow, wish()))
	record, _, err := config.Journal.Read(keyOf(flow.who.Tenant.ID, wish()))
	index := record.OpenEntry(WhatProofURL)
	if err != nil || index < 0 || record.State != journal.Made {
		t.Fatalf("forgotten: %+v, %v", record, err)
	}
	// Now the write arrives after all.
	late := append(flow.seenReplyURLs(t, made.ApplicationID), record.Entries[index].After[WhatProofURL]...)
	if err := flow.directory.SetReplyURLs(context.Background(), made.ApplicationID, late, wish().Portal.ReplyURL); err != nil {
		t.Fatal(err)
	}
	flow = signedInFlow(t, config)
	apply(t, flow, plan(t, flow, wish()))
	left(t, flow, made.ApplicationID, false)
}

func (f *Flow) seenReplyURLs(t *testing.T, applicationID string) []string {
	t.Helper()
	application, err := f.directory.Application(context.Background(), applicationID)
	if err != nil {
		t.Fatal(err)
	}
	return application.ReplyURLs
}

// TestProofLocksTheSetUp starts another thing while a proof waits.
func TestProofLocksTheSetUp(t *testing.T) {
	p := setUpForProof(t, practice.Options{})
	other := signedInFlow(t, p.config)
	_, err := p.prove(newDesk(), func(address string) {
		var problem *Problem
		if _, err := other.PlanUndo(context.Background(), wish()); !errors.As(err, &problem) || problem.Kind != JournalInUse {
			t.Errorf("undo meanwhile: %v", err)
		}
		if report, err := other.Verify(context.Background(), wish()); err != nil || !strings.Contains(fmt.Sprint(report.Findings), address) {
			t.Errorf("verify meanwhile: %v", err)
		}
		p.signsIn(new(string))(address)
	})
	if err != nil {
		t.Error(err)
	}
	p.clean()
}

// TestForeignLeftOverIsNamedOnly finds an address of another computer's proof.
func TestForeignLeftOverIsNamedOnly(t *testing.T) {
	p := setUpForProof(t, practice.Options{})
	const foreign = "http://localhost:4711/backupsso-proof/0123456789abcdef0123456789abcdef"
	if err := p.flow.directory.SetReplyURLs(context.Background(), p.made.ApplicationID, []string{wish().Portal.ReplyURL, foreign}, ""); err != nil {
		t.Fatal(err)
	}
	report, err := p.flow.Verify(context.Background(), wish())
	if err != nil || !slices.Contains(codesOf(report.Findings, samlcfg.Warn), "verify-proof-url") {
		t.Errorf("verify says %v, %v", codesOf(report.Findings, samlcfg.Warn), err)
	}
	if made := plan(t, p.flow, wish()); made.Writes() != 0 {
		t.Errorf("a plan takes it: %+v", made.Changes)
	}
}

func TestClockGauge(t *testing.T) {
	gauge := &clockGauge{}
	if _, known := gauge.offset(); known {
		t.Error("known before anything was heard")
	}
	sent := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	server := func(ahead time.Duration, at time.Time, took time.Duration) graph.Exchange {
		return graph.Exchange{Time: at, Duration: took, ServerTime: at.Add(took / 2).Add(ahead).Truncate(time.Second)}
	}
	hear := func(exchange graph.Exchange) { gauge.hear(exchange, exchange.Time.Add(exchange.Duration)) }
	for i := range 20 {
		hear(server(137*time.Second, sent.Add(time.Duration(i)*330*time.Millisecond), 40*time.Millisecond))
	}
	if got, known := gauge.offset(); !known || (got-137*time.Second).Abs() > 200*time.Millisecond {
		t.Errorf("offset %s", got)
	}
	hear(server(-time.Hour, sent, time.Minute)) // too slow to say anything
	hear(graph.Exchange{Time: sent})
	if got, _ := gauge.offset(); got < time.Minute {
		t.Errorf("offset %s", got)
	}
	hear(server(-time.Hour, sent, 40*time.Millisecond)) // the clock was set
	if got, _ := gauge.offset(); (got + time.Hour).Abs() > time.Second {
		t.Errorf("offset %s", got)
	}
}

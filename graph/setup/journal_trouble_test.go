package setup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"backupsso/graph/practice"
	"backupsso/graph/setup/journal"
)

// spoiler is a network that something happens to the journal beside, just before or
// just after one of the writes.
type spoiler struct {
	next   http.RoundTripper
	at     int
	after  bool
	spoil  func()
	writes int
}

func (s *spoiler) RoundTrip(request *http.Request) (*http.Response, error) {
	if !writing(request) {
		return s.next.RoundTrip(request)
	}
	s.writes++
	if s.writes == s.at && !s.after {
		s.spoil()
	}
	response, err := s.next.RoundTrip(request)
	if s.writes == s.at && s.after {
		s.spoil()
	}
	return response, err
}

// spoiltRun is a run in the middle of which something happens to the journal.
func spoiltRun(t *testing.T, w *world, folder string, at int, after bool, spoil func()) (Result, *spoiler, error) {
	t.Helper()
	config := w.config()
	network := &spoiler{next: w.transport(), at: at, after: after, spoil: spoil}
	config.Deps.Transport, config.Journal = network, JournalIn(folder)
	flow := w.signedIn(t, config)
	made, err := flow.Plan(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	result, err := flow.Apply(context.Background(), made, nil)
	return result, network, err
}

// TestJournalDeletedInTheMiddle: it is written again, whole.
func TestJournalDeletedInTheMiddle(t *testing.T) {
	for at := 1; at <= 8; at++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprint(at, after), func(t *testing.T) {
				inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
					folder := memoryFolder(t)
					result, _, err := spoiltRun(t, w, folder, at, after, func() {
						files, _ := filepath.Glob(filepath.Join(folder, "*"))
						for _, file := range files {
							if err := os.Remove(file); err != nil {
								t.Skip("here nobody can delete it:", err)
							}
						}
					})
					if err != nil {
						t.Fatal(err)
					}
					oneOfEach(t, w)
					checkJournal(t, folder, result)
				})
			})
		}
	}
}

// TestJournalThatCannotBeKeptAnyMore: from then on nothing is sent, the password of a
// person who was just made is not lost, and the next run, which remembers nothing,
// ends with one of each.
func TestJournalThatCannotBeKeptAnyMore(t *testing.T) {
	const user = 4 // the write that makes the person
	for at := 1; at <= 8; at++ {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprint(at, after), func(t *testing.T) {
				inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
					folder := filepath.Join(memoryFolder(t), "state")
					result, network, err := spoiltRun(t, w, folder, at, after, func() {
						if err := os.Rename(folder, folder+"-away"); err != nil {
							t.Skip("here nobody can move it:", err)
						}
						if err := os.WriteFile(folder, nil, 0o600); err != nil {
							t.Fatal(err)
						}
					})
					var problem *Problem
					if !errors.As(err, &problem) || problem.Kind != JournalUnwritable || problem.Facts["Path"] == "" || !problem.Retry {
						t.Fatalf("ended with %v", err)
					}
					if network.writes != at {
						t.Errorf("%d writes, of which %d were sent afterwards", network.writes, network.writes-at)
					}
					if at >= user == result.Password.IsZero() {
						t.Errorf("password known: %t", !result.Password.IsZero())
					}
					if err := os.Remove(folder); err != nil {
						t.Fatal(err)
					}
					time.Sleep(time.Minute)
					if _, err := killedRun(t, w, folder, 0, ""); err != nil {
						t.Fatalf("the next run: %v", err)
					}
					oneOfEach(t, w)
				})
			})
		}
	}
}

// TestWhatAColleagueMakesLaterIsNotOurs: a run is killed just before it sends, and a
// colleague then follows Microsoft's guide by hand. The next run goes on with what she
// made, and an undo leaves it.
func TestWhatAColleagueMakesLaterIsNotOurs(t *testing.T) {
	for what, at := range map[string]int{WhatApplication: 1, WhatTestUser: 4, WhatAssignment: 8} {
		t.Run(what, func(t *testing.T) {
			inBubble(t, practice.Options{Key: inTurn(shortKeys())}, func(t *testing.T, w *world) {
				folder := memoryFolder(t)
				if _, err := killedRun(t, w, folder, at, beforeSend); err == nil {
					t.Fatal("it was not killed")
				}
				time.Sleep(time.Hour)
				colleague := newOthers(t, w.server, w.transport())
				now := stateOf(t, w.server)
				half := now.half(colleague.target(now))
				switch what {
				case WhatApplication:
					colleague.rival(false, now)
				case WhatTestUser:
					colleague.do("POST", "/users", map[string]any{"userPrincipalName": "B.Simon@" + w.server.Info().TenantDomain, "displayName": "B.Simon",
						"mailNickname": "bsimon", "accountEnabled": true, "passwordProfile": map[string]any{"password": "Canary-password-1"}})
				case WhatAssignment:
					colleague.assignTo(half, now, "B.Simon@")
				}
				before := stateOf(t, w.server)
				if len(before) <= len(now) {
					t.Fatal("the colleague made nothing")
				}
				result, err := killedRun(t, w, folder, 0, "")
				if err != nil {
					t.Fatal(err)
				}
				oneOfEach(t, w)
				if what == WhatTestUser && (!result.Password.IsZero() || result.PasswordLost) {
					t.Error("her password was never ours")
				}
				flow := undoFlow(t, w, folder)
				undo, err := flow.PlanUndo(context.Background(), wish())
				if err != nil {
					t.Fatal(err)
				}
				if _, err := flow.Undo(context.Background(), undo, nil); err != nil {
					t.Fatal(err)
				}
				left := stateOf(t, w.server)
				for id := range before {
					_, ours := now[id]
					if _, stays := left[id]; !ours && !stays && what != WhatAssignment {
						t.Errorf("undo took %s, which a colleague made", id)
					}
				}
				if what == WhatAssignment { // it goes with the person, who is ours, but is no row, and what it is for stays
					if slices.ContainsFunc(undo.Rows, func(row UndoRow) bool { return row.What == WhatAssignment }) {
						t.Errorf("undo lists what a colleague made: %+v", undo.Rows)
					}
					if _, stays := left[half]; !stays {
						t.Error("undo took the application that a colleague works with")
					}
				}
			})
		})
	}
}

// TestSecondProgramOnTheSameSetUp: whoever comes second is told so, and sends nothing.
func TestSecondProgramOnTheSameSetUp(t *testing.T) {
	inBubble(t, practice.Options{}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		first, second := undoFlow(t, w, folder), undoFlow(t, w, folder)
		planned := plan(t, second, wish())
		var told error
		_, err := first.Apply(context.Background(), plan(t, first, wish()), func(event Event) {
			if event.Step == StepMode && event.State == Started {
				_, told = second.Apply(context.Background(), planned, nil)
			}
		})
		var problem *Problem
		if err != nil || !errors.As(told, &problem) || problem.Kind != JournalInUse || second.counter.sum().Writes != 0 {
			t.Errorf("the first: %v, the second: %v", err, told)
		}
		oneOfEach(t, w)
	})
}

// asFirstForm rewrites the only journal of a folder as the first version wrote it.
func asFirstForm(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.journal.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		t.Fatal(err)
	}
	newest := members["applications"].([]any)[0].(map[string]any)
	delete(members, "applications")
	members["version"], members["application_id"], members["app_id"] = 1, newest["object_id"], newest["app_id"]
	if raw, err = json.Marshal(members); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[0], raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return files[0]
}

// TestJournalOfAnOlderProgramIsCarriedOn: what the first form of a journal says is
// enough for a check, a renewal and an undo.
func TestJournalOfAnOlderProgramIsCarriedOn(t *testing.T) {
	inBubble(t, practice.Options{Key: inTurn(keys())}, func(t *testing.T, w *world) {
		folder := memoryFolder(t)
		before := stateOf(t, w.server)
		if _, err := killedRun(t, w, folder, 0, ""); err != nil {
			t.Fatal(err)
		}
		path := asFirstForm(t, folder)
		flow := undoFlow(t, w, folder)
		if report, err := flow.Verify(context.Background(), wish()); err != nil || report.Drifted() {
			t.Errorf("%+v, %v", report.Findings, err)
		}
		if again := plan(t, flow, wish()); again.Writes() != 0 || !again.Resumes.IsZero() {
			t.Errorf("%+v", again)
		}
		undo, err := flow.PlanUndo(context.Background(), wish())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := flow.Undo(context.Background(), undo, nil); err != nil {
			t.Fatal(err)
		}
		if wrong := before.differences(stateOf(t, w.server)); len(wrong) > 0 {
			t.Error(wrong)
		}
		if _, err := os.Stat(path + ".v1"); err != nil {
			t.Error("the old journal is not kept:", err)
		}
		if _, there, err := JournalIn(folder).Read(journal.Key{TenantID: w.server.Info().TenantID, Identifier: wish().Portal.Identifier}); err != nil || !there {
			t.Error(there, err)
		}
	})
}

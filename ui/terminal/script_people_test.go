//go:build linux

package terminal_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"backupsso/graph/practice"
)

// TestKilledAssignLetsEverybodyInOnce kills the real program in the middle of a
// long run of assignments, at every boundary of a write, against a tenant that
// lags, throttles and loses answers. In the end everybody is in, once. PEOPLE makes
// the run longer; the sentence in README was proven with 5,000.
func TestKilledAssignLetsEverybodyInOnce(t *testing.T) {
	t.Parallel()
	people := 240
	if more, err := strconv.Atoi(os.Getenv("PEOPLE")); err == nil {
		people = more
	}
	keys, err := makeKeys(4)
	if err != nil {
		t.Fatal(err)
	}
	binary, state := buildProgram(t), t.TempDir()
	const on = ",on=POST /servicePrincipals/*/appRoleAssignedTo"
	server, front := startBehind(t, practice.Options{Key: keys.key, People: people, Lag: 300 * time.Millisecond, Faults: []string{
		"throttle:n=0,chance=0.01,seed=7,after=1s" + on, "gateway-timeout:n=2,chance=0.02,seed=3,when=after" + on, "reset:n=2,chance=0.02,seed=5,when=before" + on}})
	killer := &killing{}
	killer.serve(t, front)
	login := server.Info().Login
	if output, err := runProgram(t, binary, login, state, func(*os.Process) {}); err != nil {
		t.Fatalf("%v %s", err, output)
	}
	list, report := filepath.Join(state, "staff.csv"), filepath.Join(state, "report.json")
	if err := os.WriteFile(list, staffOf(t, server), 0o600); err != nil {
		t.Fatal(err)
	}
	assign := []string{"assign", "--practice=" + login, "--subdomain", "us", "--people", list, "--yes", "--json", "--report", report}
	began := time.Now()
	for _, when := range []string{beforeTheServer, beforeTheAnswer, afterTheAnswer, afterTheJournal} {
		killer.mu.Lock()
		killer.when, killer.writes, killer.at, killer.struck = when, 0, people/6, false
		output, err := runCommand(t, binary, state, func(p *os.Process) {
			killer.program = p
			killer.mu.Unlock()
		}, assign...)
		killer.mu.Lock()
		struck := killer.struck
		killer.at, killer.struck = 0, false
		killer.mu.Unlock()
		if err == nil || !struck {
			t.Fatalf("%s: it was not killed: %v %s", when, err, output)
		}
		if when == afterTheJournal { // what the first kill left is waited for already
			laterInTheDay(t, state)
		}
	}
	output, err := runCommand(t, binary, state, func(*os.Process) {}, assign...)
	if err != nil {
		t.Fatalf("the last run: %v %s", err, output)
	}
	t.Logf("%d people, killed four times: %v", people, time.Since(began).Round(time.Second))
	if !strings.Contains(output, "was cut off") {
		t.Errorf("nothing says that a run was cut off: %s", output)
	}
	held := map[string]int{}
	for _, assignment := range snapshotOf(t, server)["appRoleAssignments"] {
		if assignment["resourceDisplayName"] == "Autotask Endpoint Backup" {
			held[fmt.Sprint(assignment["principalId"])]++
		}
	}
	if len(held) != people+1 { // and the test user
		t.Errorf("%d of %d are in", len(held)-1, people)
	}
	for who, times := range held {
		if times != 1 {
			t.Errorf("%s is in %d times", who, times)
		}
	}
	var told struct {
		Counts map[string]int `json:"counts"`
	}
	content, err := os.ReadFile(report)
	if err != nil || json.Unmarshal(content, &told) != nil || told.Counts["assigned"]+told.Counts["already-so"] != people || told.Counts["failed"]+told.Counts["unknown"] != 0 {
		t.Errorf("the report: %v, %v", told.Counts, err)
	}

	// What this tool let in, it takes back: all of it, and the application with it.
	if output, err := runCommand(t, binary, state, func(*os.Process) {}, "undo", "--practice="+login, "--subdomain", "us", "--yes"); err != nil {
		t.Fatalf("undo: %v %s", err, output)
	}
	if left := snapshotOf(t, server)["applications"]; len(left) != 1 { // the tenant's own client
		t.Errorf("undo left %v", left)
	}
}

// staffOf lists the people of the group with all staff, as a CSV.
func staffOf(t *testing.T, server *practice.Server) []byte {
	t.Helper()
	snapshot := snapshotOf(t, server)
	names := map[string]string{}
	for _, user := range snapshot["users"] {
		names[fmt.Sprint(user["id"])] = fmt.Sprint(user["userPrincipalName"])
	}
	var out bytes.Buffer
	out.WriteString("Name;UPN\r\n")
	for _, group := range snapshot["groups"] {
		if group["displayName"] != "All staff" {
			continue
		}
		members, _ := group["members"].([]any)
		for _, id := range members {
			fmt.Fprintf(&out, "x;%s\r\n", names[fmt.Sprint(id)])
		}
	}
	return out.Bytes()
}

// snapshotOf is everything in a tenant by kind.
func snapshotOf(t *testing.T, server *practice.Server) map[string][]map[string]any {
	t.Helper()
	raw, err := json.Marshal(server.Snapshot())
	var snapshot map[string][]map[string]any
	if err == nil {
		err = json.Unmarshal(raw, &snapshot)
	}
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}

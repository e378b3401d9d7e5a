package setup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
)

// TestChangeRecordNamesEveryChange wants each change of a first run with its
// value, time and request, and none of a second run that finds all in place.
func TestChangeRecordNamesEveryChange(t *testing.T) {
	server := startPractice(t, practice.Options{})
	flow := signedInFlow(t, practiceConfig(server))
	first := plan(t, flow, wish())
	result, _ := apply(t, flow, first)
	var whats []string
	for _, change := range result.Contents.Changes {
		whats = append(whats, change.What)
		if change.After == "" || change.Time.Before(first.Made.Add(-time.Second)) || len(change.RequestIDs) == 0 {
			t.Errorf("%s lacks value, time or request: %+v", change.What, change)
		}
		if change.What == WhatCertificate && change.After != result.Contents.Thumbprint {
			t.Errorf("the certificate is recorded as %q", change.After)
		}
	}
	if len(whats) != first.Writes() {
		t.Errorf("recorded %v, planned %d changes", whats, first.Writes())
	}
	folder := t.TempDir()
	saved, err := flow.SaveChangeRecord(result, filepath.Join(folder, result.BundleName))
	if err != nil || len(saved) != 2 {
		t.Fatalf("saved %v, %v", saved, err)
	}
	for _, path := range saved {
		content, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(content), result.Contents.Changes[0].RequestIDs[0]) ||
			!strings.HasPrefix(filepath.Base(path), "PRACTICE-us-sso-") {
			t.Errorf("%s: %v\n%s", path, err, content)
		}
	}
	again := signedInFlow(t, practiceConfig(server))
	repeated, _ := apply(t, again, plan(t, again, wish()))
	if len(repeated.Contents.Changes) != 0 {
		t.Errorf("a run that changed nothing records %+v", repeated.Contents.Changes)
	}
	if saved, err := again.SaveChangeRecord(repeated, filepath.Join(folder, "x.zip")); err != nil || len(saved) != 0 {
		t.Errorf("a run that changed nothing saved %v, %v", saved, err)
	}
}

func TestOnlyFinishedWritesAreRecorded(t *testing.T) {
	var written writings
	for _, exchange := range []graph.Exchange{
		{Method: "GET", Path: "/v1.0/users", Status: 200, RequestID: "read"},
		{Method: "PATCH", Path: "/v1.0/applications/1", Status: 429, RequestID: "refused"},
		{Method: "PATCH", Path: "/v1.0/applications/1", RequestID: "unanswered"},
		{Method: "PATCH", Path: "/v1.0/applications/1", Status: 204, RequestID: "done", Time: time.Unix(1, 0)},
		{Method: "PATCH", Path: "/v1.0/applications/1", Status: 204, Time: time.Unix(2, 0)},
	} {
		written.note(StepAddresses, exchange)
	}
	if got := written.requests[StepAddresses]; len(got) != 1 || got[0] != "done" || !written.last[StepAddresses].Equal(time.Unix(2, 0)) {
		t.Errorf("recorded %+v", written)
	}
}

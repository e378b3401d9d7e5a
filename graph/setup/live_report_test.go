package setup

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReports(t *testing.T) {
	tenant, flow, _ := liveTenant(t, 2)
	tenant.users["p0@contoso.example"].Name = "=cmd|' /C calc'!A0"
	report, err := flow.GoLive(t.Context(), planLive(t, flow, LiveWish{Wish: wish(), List: listOf(t, "p0@contoso.example", "nobody@contoso.example")}), nil)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	path, err := flow.SaveLiveReport(report, filepath.Join(folder, "report.csv"), func(r LiveResult) string { return "words of " + string(r.Outcome) })
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != 3 || lines[1][3] != "'=cmd|' /C calc'!A0" || lines[1][6] != "assigned" || lines[2][7] != "not-found" || lines[2][8] != "words of cannot" {
		t.Errorf("%q, %v", lines, err)
	}
	path, err = flow.SaveLiveReport(report, filepath.Join(folder, "report.json"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var read liveReportJSON
	content, _ = os.ReadFile(path)
	if err := json.Unmarshal(content, &read); err != nil || len(read.Rows) != 2 || read.Counts["assigned"] != 1 || read.Rows[0].Name != "=cmd|' /C calc'!A0" {
		t.Errorf("%+v, %v", read, err)
	}
	var problem *Problem
	if _, err := flow.SaveLiveReport(report, filepath.Join(folder, "none", "x.csv"), nil); !errors.As(err, &problem) || problem.Kind != CannotWrite {
		t.Errorf("%v", err)
	}
}

package terminal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"backupsso/graph/practice"
)

// TestExplainNamesThePracticeTenantsFaults lets the practice tenant's responses
// go wrong in every way it knows, and wants each named, against the bundle of the
// same tenant.
func TestExplainNamesThePracticeTenantsFaults(t *testing.T) {
	t.Parallel()
	scenarios := []struct {
		fault string
		wants []string // every finding that is neither a pass nor a note
		notes string
	}{
		{"saml-expired:by=2h,n=1", nil, "response-time-over"},
		{"saml-clock-skew:by=15m,n=1", []string{"response-time-ahead"}, ""},
		{"saml-wrong-audience:n=1", []string{"response-audience"}, ""},
		{"saml-wrong-recipient:n=1", []string{"response-recipient"}, ""},
		{"saml-other-certificate:n=1", []string{"response-signature-other-key"}, ""},
		{"saml-unsigned:n=1", []string{"response-signature-missing"}, ""},
		{"saml-wrapped:n=1", []string{"response-assertions"}, ""},
		{"saml-extra-assertion:n=1", []string{"response-assertions"}, ""},
		{"saml-no-nameid:n=1", []string{"response-name-id"}, ""},
		{"saml-sign-both", nil, ""}, // stands all along; the last response has no other fault
	}
	keys, err := makeKeys(4)
	if err != nil {
		t.Fatal(err)
	}
	options := practice.Options{Key: keys.key}
	for _, scenario := range scenarios {
		options.Faults = append(options.Faults, scenario.fault)
	}
	server, err := practice.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	binary, folder := buildProgram(t), t.TempDir()
	lines := runJSON(t, 0, binary, nil, "setup", "--practice="+server.Info().Login, "--subdomain", "us", "--test-user", "ada@contoso.example", "--yes", "--json", "--out", folder)
	launch, _ := lines[len(lines)-1]["user_access_url"].(string)
	bundles, err := filepath.Glob(filepath.Join(folder, "*.zip"))
	if err != nil || len(bundles) != 1 {
		t.Fatalf("bundles: %v, %v", bundles, err)
	}
	for _, scenario := range scenarios {
		page, err := lastPage(launch, "ada@contoso.example")
		if err != nil {
			t.Fatal(err)
		}
		code := min(len(scenario.wants), 1)
		var got, notes []string
		for _, line := range runJSON(t, code, binary, page, "explain", "-", "--bundle", bundles[0], "--json") {
			name, _ := line["code"].(string)
			switch line["severity"] {
			case "fail", "warn":
				got = append(got, name)
			case "note":
				notes = append(notes, name)
			}
		}
		if !slices.Equal(got, scenario.wants) || strings.Join(notes, " ") != scenario.notes {
			t.Errorf("%s: found %v, notes %v", scenario.fault, got, notes)
		}
	}
}

// runJSON runs the program and returns the objects that it printed.
func runJSON(t *testing.T, code int, binary string, in []byte, args ...string) []map[string]any {
	t.Helper()
	program := exec.Command(binary, args...)
	program.Stdin = bytes.NewReader(in)
	var errs bytes.Buffer
	program.Stderr = &errs
	program.Env = append(program.Environ(), "LANG=C.UTF-8", "XDG_STATE_HOME="+t.TempDir())
	out, err := program.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := program.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit %d, want %d\n%s%s", args, got, code, out, errs.String())
	}
	var lines []map[string]any
	for _, text := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		lines = append(lines, line)
	}
	return lines
}

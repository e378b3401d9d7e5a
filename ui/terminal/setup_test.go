package terminal

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

func TestSetupMakesTheChangesAndLeavesTheBundle(t *testing.T) {
	flow := &fakeFlow{plan: twoChanges(), events: []setup.Event{
		{Step: setup.StepApplication, State: setup.Started, Total: 2},
		{Step: setup.StepApplication, State: setup.Waiting, Total: 2, Wait: &setup.Wait{Reason: "app-appears", UsualTime: time.Minute}},
		{Step: setup.StepApplication, State: setup.Waiting, Total: 2, Wait: &setup.Wait{Reason: "app-appears", Attempt: 2}},
		{Step: setup.StepApplication, State: setup.Done, Outcome: setup.Created, Elapsed: 1500 * time.Millisecond, Made: 1, Total: 2},
		{Step: setup.StepBundle, State: setup.Done, Outcome: setup.Created, Made: 2, Total: 2},
	}}
	b := newBench(t, flow)
	folder := filepath.Join(t.TempDir(), "a", "b")
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", folder, "--test-user", "create"); code != Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	out := b.out.String()
	wants(t, out, "https://login.example/authorize?x=1", "+ create", "= already so", "~ change", "https://old -> https://new",
		"1 to create, 1 to change, 1 already so", "created (1.5 s)", "https://us/id", "https://metadata", "23 Nov 2029",
		filepath.Join(folder, "handover.zip"), SupportPage, "Britta Simon", "https://access", "User Administrator")
	if n := strings.Count(out, firstPassword); n != 1 {
		t.Errorf("the password is shown %d times", n)
	}
	if strings.Contains(out, "\x1b") {
		t.Errorf("control characters reach a file or pipe: %q", out)
	}
	if b.err.Len() > 0 {
		t.Errorf("standard error: %s", b.err.String())
	}
	if got := files(t, folder); len(got) != 1 {
		t.Errorf("files left: %v", got)
	}
	if flow.wish.Portal.Subdomain != "us" || !flow.wish.TestUser.Create || !flow.asked.CreatesUser || flow.asked.Way != setup.Browser {
		t.Errorf("wish %+v, sign-in %+v", flow.wish, flow.asked)
	}
	if *b.target != (Target{Cloud: "global"}) {
		t.Errorf("target %+v", *b.target)
	}
}

func TestSetupPassesItsFlagsOn(t *testing.T) {
	flow := &fakeFlow{plan: nothingToDo()}
	b := newBench(t, flow)
	code := b.run(t, "setup", "--practice=http://127.0.0.1:9", "--identifier", "https://eu.example/id", "--reply-url", "https://eu.example/acs",
		"--tenant", "contoso.com", "--cloud", "us-gov", "--client-id", "c-id", "--sign-in", "device-code", "--test-user", "ann@contoso.com",
		"--application", "new", "--out", t.TempDir())
	if code != Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	if want := (Target{Practice: true, PracticeURL: "http://127.0.0.1:9", Cloud: "us-gov", ClientID: "c-id"}); *b.target != want {
		t.Errorf("target %+v, want %+v", *b.target, want)
	}
	if flow.asked.TenantID != "contoso.com" || flow.asked.Way != setup.DeviceCode || flow.asked.CreatesUser {
		t.Errorf("sign-in %+v", flow.asked)
	}
	wish := flow.wish
	if wish.Application != "new" || wish.TestUser.UPN != "ann@contoso.com" || wish.TestUser.Create || wish.Portal.Identifier != "https://eu.example/id" {
		t.Errorf("wish %+v", wish)
	}
	wants(t, b.out.String(), "PRACTICE", "ABCD-EFGH", "Nothing was changed")
}

func TestSetupJSON(t *testing.T) {
	flow := &fakeFlow{plan: twoChanges(), events: []setup.Event{
		{Step: setup.StepApplication, State: setup.Started},
		{Exchange: &setup.Exchange{Method: "POST", Path: "/v1.0/applicationTemplates/x/instantiate", Status: 201}},
		{Step: setup.StepApplication, State: setup.Done, Outcome: setup.Created, Made: 1, Total: 2},
	}}
	b := newBench(t, flow)
	folder := t.TempDir()
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--json", "--out", folder); code != Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	var events []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(b.out.String()), "\n") {
		var event map[string]any
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatalf("no object: %q: %v", line, err)
		}
		events = append(events, event)
	}
	names := ""
	for _, event := range events {
		names += " " + event["event"].(string)
	}
	if want := " sign-in signed-in plan step request step password done"; names != want {
		t.Errorf("events%s, want%s", names, want)
	}
	password := events[len(events)-2]
	if password["password"] != firstPassword || password["user"] != "B.Simon@contoso.com" || password["shown_once"] != true {
		t.Errorf("password event %v", password)
	}
	last := events[len(events)-1]
	want := map[string]any{"event": "done", "bundle": filepath.Join(folder, "handover.zip"), "tenant_id": "t-id", "application_id": "object-id",
		"app_id": "app-id", "service_principal_id": "sp-id", "identifier": "https://us/id", "reply_url": "https://us/reply",
		"login_url": "https://login/saml2", "entra_identifier": "https://sts/t-id/", "logout_url": "https://logout",
		"metadata_url": "https://metadata", "thumbprint": "AB12", "user_access_url": "https://access", "test_user": "B.Simon@contoso.com"}
	for name, value := range want {
		if last[name] != value {
			t.Errorf("%s: got %v, want %v", name, last[name], value)
		}
	}
	if len(last) != len(want)+1 {
		t.Errorf("done has other names: %v", last)
	}
	if strings.Contains(b.err.String(), firstPassword) {
		t.Error("the password is on standard error")
	}
	wants(t, b.err.String(), "https://access")
}

func TestQuestions(t *testing.T) {
	for name, test := range map[string]struct {
		terminal bool
		typed    string
		args     []string
		code     int
		applied  int
		says     string
	}{
		"no terminal, no --yes":   {false, "", nil, Question, 0, "--yes"},
		"yes":                     {true, "yes\n", nil, Done, 1, "Make 2 changes? (yes/no)"},
		"y after nonsense":        {true, "maybe\nY\n", nil, Done, 1, "Type yes or no."},
		"no":                      {true, "no\n", nil, Failure, 0, "Nothing was changed"},
		"end of input":            {true, "", nil, Failure, 0, "Nothing was changed"},
		"three times nonsense":    {true, "a\nb\nc\nyes\n", nil, Failure, 0, "Nothing was changed"},
		"a very long answer":      {true, strings.Repeat("x", 1<<20) + "\n", nil, Failure, 0, "Nothing was changed"},
		"--yes asks nothing":      {true, "no\n", []string{"--yes"}, Done, 1, "is set up"},
		"yes without end of line": {true, "yes", nil, Done, 1, "is set up"},
	} {
		t.Run(name, func(t *testing.T) {
			flow := &fakeFlow{plan: twoChanges()}
			b := newBench(t, flow)
			b.deps.In, b.deps.InTerminal = strings.NewReader(test.typed), test.terminal
			args := append([]string{"setup", "--subdomain", "us", "--out", t.TempDir()}, test.args...)
			if code := b.run(t, args...); code != test.code {
				t.Errorf("exit %d, want %d", code, test.code)
			}
			if flow.applied != test.applied {
				t.Errorf("applied %d times", flow.applied)
			}
			wants(t, b.out.String()+b.err.String(), test.says)
		})
	}
}

func TestNothingToChangeAsksNothing(t *testing.T) {
	flow := &fakeFlow{plan: nothingToDo()}
	b := newBench(t, flow)
	if code := b.run(t, "setup", "--subdomain", "us", "--out", t.TempDir()); code != Done || flow.applied != 1 {
		t.Errorf("exit %d, applied %d times", code, flow.applied)
	}
	wants(t, b.out.String(), "Everything was already so")
}

func TestSubdomainIsAskedForOnATerminal(t *testing.T) {
	flow := &fakeFlow{plan: nothingToDo()}
	b := newBench(t, flow)
	b.deps.In, b.deps.InTerminal = strings.NewReader("not a host!\nUS\n"), true
	if code := b.run(t, "setup", "--out", t.TempDir()); code != Done {
		t.Fatalf("exit %d: %s", code, b.err.String())
	}
	if flow.wish.Portal.Subdomain != "us" {
		t.Errorf("portal %+v", flow.wish.Portal)
	}
	b = newBench(t, flow)
	b.deps.In, b.deps.InTerminal = strings.NewReader("\n"), true
	if code := b.run(t, "setup", "--out", t.TempDir()); code != Usage {
		t.Errorf("no answer: exit %d", code)
	}
}

func TestPlanWritesNothing(t *testing.T) {
	flow := &fakeFlow{plan: twoChanges()}
	b := newBench(t, flow)
	t.Chdir(t.TempDir())
	if code := b.run(t, "plan", "--subdomain", "us"); code != Done || flow.applied != 0 {
		t.Errorf("exit %d, applied %d times: %s", code, flow.applied, b.err.String())
	}
	wants(t, b.out.String(), "+ create", "This was a plan")
	if got := files(t, "."); len(got) != 0 {
		t.Errorf("files left: %v", got)
	}
	b = newBench(t, flow)
	if code := b.run(t, "plan", "--subdomain", "us", "--yes", "--out", "bundles", "--record-in-bundle"); code != Done || flow.applied != 0 {
		t.Errorf("the flags of setup: exit %d, applied %d times: %s", code, flow.applied, b.err.String())
	}
	wants(t, b.out.String(), "This was a plan")
	if got := files(t, "."); len(got) != 0 {
		t.Errorf("files left: %v", got)
	}
	b = newBench(t, flow)
	b.run(t, "plan", "--help")
	if strings.Contains(b.out.String(), "--yes") || strings.Contains(b.out.String(), "--out") {
		t.Errorf("the help tells flags that do nothing:\n%s", b.out.String())
	}
}

func TestProblemsAreToldAndEndWithTheirCode(t *testing.T) {
	refused := &setup.Problem{Step: setup.StepApplication, Kind: setup.RoleMissing, Facts: map[string]string{"Role": "Cloud Application Administrator", "Account": "ann"},
		Detail: setup.Detail{Call: "POST /applicationTemplates", Code: "Authorization_RequestDenied", Status: 403, RequestID: "r-1",
			ClientRequestID: "c-1", Message: "Insufficient privileges\x1b[2J", Time: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}}
	several := &setup.Problem{Step: setup.StepApplication, Kind: setup.SeveralApps, Facts: map[string]string{"Count": "2"}, Choices: []setup.Choice{
		{ID: "id-1", Name: "One", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Identifiers: []string{"https://one"}, Assigned: []string{"Ann"}},
		{ID: "id-2", Name: "Two"}}}
	blocked := twoChanges()
	blocked.Changes = append(blocked.Changes, setup.Change{Step: setup.StepTestUser, What: "test-user", Verb: setup.Cannot,
		Why: &setup.Problem{Step: setup.StepTestUser, Kind: setup.UserNotFound, Facts: map[string]string{"UPN": "ann@contoso.com"}}})
	for name, test := range map[string]struct {
		flow *fakeFlow
		code int
		says []string
	}{
		"role missing": {&fakeFlow{plan: twoChanges(), applyError: refused}, Failure,
			[]string{"Next:", "code: 403 Authorization_RequestDenied", "request id: r-1", "client request id: c-1", "time: 2026-01-02T03:04:05Z"}},
		"sign-in refused":  {&fakeFlow{signInError: &setup.Problem{Step: setup.StepSignIn, Kind: setup.SignInRefused, Facts: map[string]string{"Code": "AADSTS50034"}}}, Failure, []string{"Next:"}},
		"several apps":     {&fakeFlow{planError: several}, Question, []string{"--application id-1", "--application id-2", "https://one", "Ann", "--application new"}},
		"blocked plan":     {&fakeFlow{plan: blocked}, Failure, []string{"Next:"}},
		"cancelled":        {&fakeFlow{planError: &setup.Problem{Kind: setup.Cancelled}}, Interrupted, []string{"Nothing was changed"}},
		"an unknown error": {&fakeFlow{planError: errors.New("odd")}, Failure, []string{"message: odd"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, test.flow)
			if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != test.code {
				t.Errorf("exit %d, want %d", code, test.code)
			}
			wants(t, b.err.String(), test.says...)
			if strings.Contains(b.err.String(), "\x1b") {
				t.Error("text from outside steers the terminal")
			}
			b = newBench(t, test.flow)
			if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--json", "--out", t.TempDir()); code != test.code {
				t.Errorf("--json: exit %d, want %d", code, test.code)
			}
			lines := strings.Split(strings.TrimSpace(b.out.String()), "\n")
			var last struct{ Event, Problem, Next, Step string }
			if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || last.Event != "failed" || last.Problem == "" || last.Next == "" {
				t.Errorf("last line %q: %v", lines[len(lines)-1], err)
			}
		})
	}
}

func TestChoicesForScriptsHoldListsAndNoMadeUpTime(t *testing.T) {
	b := newBench(t, &fakeFlow{planError: &setup.Problem{Step: setup.StepApplication, Kind: setup.SeveralApps, Choices: []setup.Choice{
		{ID: "id-1", Name: "One", Created: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, {ID: setup.NewApplication}}}})
	b.run(t, "setup", "--subdomain", "us", "--yes", "--json", "--out", t.TempDir())
	wants(t, b.out.String(), `"created":"2026-01-02T03:04:05Z"`, `"created":null`, `"identifiers":[]`, `"assigned":[]`)
}

func TestAPasswordIsNotLostWhenALaterStepFails(t *testing.T) {
	b := newBench(t, &fakeFlow{plan: twoChanges(), applyError: &setup.Problem{Step: setup.StepAssignment, Kind: setup.ServiceDown}})
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.out.String(), firstPassword)
}

func TestCtrlC(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	flow := &fakeFlow{plan: twoChanges(), during: cancel, events: []setup.Event{{Step: setup.StepMode, State: setup.Done, Outcome: setup.Changed, Made: 1, Total: 2}}}
	b := newBench(t, flow)
	folder := t.TempDir()
	if code := b.runIn(ctx, t, "setup", "--subdomain", "us", "--yes", "--out", folder); code != Interrupted {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "Stopped after 1 of 2 changes.", "carries on")
	if got := files(t, folder); len(got) != 0 {
		t.Errorf("files left: %v", got)
	}
}

func TestCtrlCWhileAChangeIsOnItsWay(t *testing.T) {
	for status, says := range map[int]string{0: "may be made", 201: "may be made", 404: "may be made", 503: "may be made", 403: "Nothing was changed"} {
		ctx, cancel := context.WithCancel(context.Background())
		flow := &fakeFlow{plan: twoChanges(), during: cancel, events: []setup.Event{
			{Total: 2, Exchange: &setup.Exchange{Method: "POST", Path: "/v1.0/applicationTemplates/x/instantiate", Status: status}}}}
		b := newBench(t, flow)
		if code := b.runIn(ctx, t, "setup", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Interrupted {
			t.Errorf("exit %d", code)
		}
		wants(t, b.err.String(), says)
		cancel()
	}
}

func TestCtrlCEndsAPracticeTenantToo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b := newBench(t, &fakeFlow{plan: twoChanges(), during: cancel})
	if code := b.runIn(ctx, t, "setup", "--practice", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Interrupted {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "starts with a new one")
}

func TestCtrlCAtAQuestion(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = writer.Close(); _ = reader.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	flow := &fakeFlow{plan: twoChanges()}
	b := newBench(t, flow)
	b.deps.In, b.deps.InTerminal = reader, true
	if code := b.runIn(ctx, t, "setup", "--subdomain", "us", "--out", t.TempDir()); code != Interrupted || flow.applied != 0 {
		t.Errorf("exit %d, applied %d times", code, flow.applied)
	}
	wants(t, b.err.String(), "Nothing was changed")
}

func TestAFolderThatCannotBeWrittenStopsBeforeSignIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, &fakeFlow{plan: twoChanges()})
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", filepath.Join(file, "out")); code != Failure || b.target != nil {
		t.Errorf("exit %d, target %v", code, b.target)
	}
	wants(t, b.err.String(), filepath.Join(file, "out"), "Next:")
}

func TestFindingsAreTold(t *testing.T) {
	b := newBench(t, nil)
	newRun(b.deps).showFindings([]samlcfg.Finding{
		{Code: "verify-mode"}, {Code: "verify-identifier"},
		{Code: "verify-reply-url", Severity: samlcfg.Warn, Got: "https://got", Expected: "https://wanted"},
	})
	wants(t, b.out.String(), "2 values were read back", "https://got", "https://wanted", "Start the set-up again")
	b = newBench(t, &fakeFlow{plan: twoChanges(), applyError: &setup.Problem{Step: setup.StepVerify, Kind: setup.NotAsPromised,
		Findings: []samlcfg.Finding{{Code: "verify-mode"}, {Code: "verify-enabled", Severity: samlcfg.Fail}}}})
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "disabled")
}

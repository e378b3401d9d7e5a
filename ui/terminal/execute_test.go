package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/setup"
)

func TestWrongUsage(t *testing.T) {
	for args, says := range map[string]string{
		"setup --subdomain us --nonsense":           "--nonsense",
		"setup --subdomain us -x":                   "-x",
		"setup --subdomain":                         "--subdomain",
		"setup --yes":                               "--subdomain us",
		"setup --subdomain=-us-":                    "",
		"setup --subdomain us.example.com":          "us.example.com",
		"setup --subdomain us --reply-url ftp://x":  "--reply-url",
		"setup --subdomain us --cloud mars":         "us-gov",
		"setup --subdomain us --sign-in fax":        "fax",
		"setup --subdomain us --test-user ann":      "ann",
		"setup us":                                  "us",
		"setup --practice http://127.0.0.1:8765":    "--practice=http://127.0.0.1:8765",
		"fly":                                       "fly",
		"help fly":                                  "fly",
		"practice --lag banana":                     "banana",
		"practice --lag=-5s":                        "-5s",
		"practice --ask=maybe":                      "maybe",
		"setup --=x":                                "",
		"version --json extra":                      "extra",
		"--practice=http://127.0.0.1:1 window":      "window",
		"setup --subdomain us --yes=perhaps":        "perhaps",
		"setup --identifier https://a.example/meta": "--subdomain",
	} {
		t.Run(args, func(t *testing.T) {
			b := newBench(t, &fakeFlow{plan: twoChanges()})
			if code := b.run(t, strings.Fields(args)...); code != Usage {
				t.Errorf("exit %d, want %d: %s%s", code, Usage, b.out.String(), b.err.String())
			}
			if b.out.Len() > 0 || b.target != nil {
				t.Errorf("something was done: %q", b.out.String())
			}
			wants(t, b.err.String(), says)
		})
	}
}

func TestHelp(t *testing.T) {
	for _, args := range []string{"--help", "help", "setup --help", "help setup", "plan -h", "practice --help", "version --help", "help help"} {
		t.Run(args, func(t *testing.T) {
			b := newBench(t, nil)
			if code := b.run(t, strings.Fields(args)...); code != Done {
				t.Errorf("exit %d: %s", code, b.err.String())
			}
			wants(t, b.out.String(), "Usage", "backupsso", "130 interrupted")
		})
	}
	b := newBench(t, nil)
	b.run(t, "setup", "--help")
	wants(t, b.out.String(), "--practice[=URL]", "--subdomain S", "--test-user create|me|UPN", "--cloud C", "global, us-gov", "--lang TAG", "Examples")
	if n := strings.Count(b.out.String(), "--lang"); n != 1 {
		t.Errorf("--lang is told %d times", n)
	}
}

func TestEveryCommandHasWordsAndAnExample(t *testing.T) {
	for _, cmd := range append(Command(newBench(t, nil).deps).Commands(), Command(newBench(t, nil).deps)) {
		if strings.Contains(cmd.Short+cmd.Long+cmd.Example, "<<") {
			t.Errorf("%s lacks words: %s %s %s", cmd.Name(), cmd.Short, cmd.Long, cmd.Example)
		}
	}
}

func TestWindow(t *testing.T) {
	b := newBench(t, nil)
	var opened *Target
	b.deps.OpenWindow = func(_ context.Context, window Window) error { opened = &window.Target; return nil }
	want := Target{Practice: true, PracticeURL: "http://127.0.0.1:9", Cloud: "global"}
	if code := b.run(t, "--practice=http://127.0.0.1:9"); code != Done || *opened != want {
		t.Errorf("exit %d, opened %+v", code, opened)
	}
}

// lacking is an error as the window gives it.
type lacking struct {
	error
	lacks string
}

func (l lacking) Unwrap() error { return l.error }
func (l lacking) Lacks() string { return l.lacks }

func TestNoWindow(t *testing.T) {
	b := newBench(t, nil)
	if code := b.run(t, "--practice"); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "gives no OpenGL 2.1. It says: no display", "backupsso setup --practice --subdomain us", "backupsso help window")

	for lacks, why := range map[string]string{"window": "This build has no window.", "display": "There is no display. The system says: no display"} {
		b = newBench(t, nil)
		b.deps.OpenWindow = func(context.Context, Window) error { return lacking{errNoWindow, lacks} }
		if code := b.run(t); code != Failure {
			t.Errorf("%s: exit %d", lacks, code)
		}
		wants(t, b.err.String(), why, "backupsso setup --subdomain us")
		if strings.Contains(b.err.String(), "help window") {
			t.Errorf("%s: software drawing does not help", lacks)
		}
	}

	b = newBench(t, nil)
	b.deps.OpenWindow = func(context.Context, Window) error { return lacking{errNoWindow, "library"} }
	if code := b.run(t); code != Failure {
		t.Errorf("without a library: exit %d", code)
	}
	wants(t, b.err.String(), "lacks what a window needs: no display", "backupsso setup --subdomain us", "--subdomain us\nOr install what is missing: backupsso help window\n")

	b = newBench(t, nil)
	said := ""
	b.deps.LeaveConsole, b.deps.InTerminal = func() func(string) { return func(text string) { said = text } }, true
	if code := b.run(t); code != Failure {
		t.Errorf("without a console: exit %d", code)
	}
	wants(t, said, "No window can be opened here.", "no display", "backupsso setup --subdomain us")

	b = newBench(t, nil)
	b.deps.In, b.deps.InTerminal, b.deps.OutTerminal = strings.NewReader("no\n"), true, true
	if code := b.run(t); code != Failure {
		t.Errorf("declined: exit %d", code)
	}

	flow := &fakeFlow{plan: twoChanges()}
	b = newBench(t, flow)
	if code := b.run(t, "--practice", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Done || flow.applied != 1 {
		t.Errorf("unattended: exit %d, applied %d times: %s", code, flow.applied, b.err.String())
	}
	wants(t, b.out.String(), "No window can be opened here.", "handover.zip")

	t.Chdir(t.TempDir())
	flow = &fakeFlow{plan: twoChanges()}
	b = newBench(t, flow)
	b.env["TERM"] = "dumb"
	b.deps.In, b.deps.InTerminal, b.deps.OutTerminal = strings.NewReader("yes\nus\nyes\n"), true, true
	if code := b.run(t, "--practice"); code != Done || flow.applied != 1 {
		t.Errorf("terminal flow: exit %d, applied %d times: %s%s", code, flow.applied, b.out.String(), b.err.String())
	}
	if b.target == nil || !b.target.Practice {
		t.Errorf("target %+v", b.target)
	}
}

func TestPracticeThatCannotBeReached(t *testing.T) {
	b := newBench(t, nil)
	b.deps.NewFlow = func(context.Context, Target) (Session, error) { return Session{}, errors.New("connection refused") }
	if code := b.run(t, "setup", "--practice=http://127.0.0.1:1", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "http://127.0.0.1:1", "backupsso practice", "connection refused")
}

func TestPractice(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	b := newBench(t, nil)
	closed := 0
	var got PracticeOptions
	b.deps.ServePractice = func(_ context.Context, options PracticeOptions) (PracticeServer, error) {
		got = options
		cancel()
		return PracticeServer{Info: map[string]string{"login": "http://127.0.0.1:5"}, Close: func() error { closed++; return nil }}, nil
	}
	trace := filepath.Join(t.TempDir(), "trace")
	if code := b.runIn(ctx, t, "practice", "--listen", "127.0.0.1:5", "--lag", "2s", "--ask", "--trace", trace, "--tls", "--host", "practice.test",
		"--state", "tenant.state", "--fault", "throttle:n=2,on=POST /applications", "--fault", "denied"); code != Done {
		t.Errorf("exit %d: %s", code, b.err.String())
	}
	if out, want := b.out.String(), "{\"login\":\"http://127.0.0.1:5\"}\n"; out != want {
		t.Errorf("out %q, want %q", out, want)
	}
	if got.Listen != "127.0.0.1:5" || got.Lag != 2*time.Second || !got.Ask || got.Trace == nil || closed != 1 {
		t.Errorf("options %+v, closed %d times", got, closed)
	}
	if !got.TLS || got.Host != "practice.test" || got.State != "tenant.state" || !slices.Equal(got.Faults, []string{"throttle:n=2,on=POST /applications", "denied"}) {
		t.Errorf("options %+v", got)
	}
	b = newBench(t, nil)
	b.deps.ServePractice = func(context.Context, PracticeOptions) (PracticeServer, error) {
		return PracticeServer{}, errors.New("address already in use")
	}
	if code := b.run(t, "practice"); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "address already in use", "--listen")
	b.deps.ServePractice = func(context.Context, PracticeOptions) (PracticeServer, error) {
		return PracticeServer{}, &WrongFlag{Flag: "fault", Value: "wings", Reason: "there is no such fault"}
	}
	if code := b.run(t, "practice", "--fault", "wings"); code != Usage {
		t.Errorf("wrong fault: exit %d", code)
	}
	wants(t, b.err.String(), "--fault", "wings", "there is no such fault", "--help")
	if code := b.run(t, "practice", "--trace", filepath.Join(trace, "x")); code != Failure {
		t.Errorf("trace into nowhere: exit %d", code)
	}
}

func TestVersion(t *testing.T) {
	b := newBench(t, nil)
	b.run(t, "version", "--json")
	var version Version
	if err := json.Unmarshal(b.out.Bytes(), &version); err != nil || version != b.deps.Version {
		t.Errorf("%v: %s", err, b.out.String())
	}
	b = newBench(t, nil)
	b.run(t, "version")
	wants(t, b.out.String(), "backupsso 0.1.0", "no window")
}

func TestScreenOnATerminal(t *testing.T) {
	var out bytes.Buffer
	deps := newBench(t, nil).deps
	s := newScreen(&out, true, deps)
	s.now("waiting " + strings.Repeat("x", 100))
	s.styled(good, "done\x1b]0;title\a \u202Eevil")
	want := "waiting " + strings.Repeat("x", 68) + "..." + "\r" + strings.Repeat(" ", 79) + "\r" + "\x1b[32mdone]0;title evil\x1b[0m\n"
	if got := out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	out.Reset()
	deps.Getenv = func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] }
	newScreen(&out, true, deps).styled(bad, "red")
	deps.Getenv = func(name string) string { return map[string]string{"TERM": "dumb"}[name] }
	dumb := newScreen(&out, true, deps)
	dumb.styled(bad, "dumb")
	dumb.now("status")
	if got, want := out.String(), "red\ndumb\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCutCountsColumns(t *testing.T) {
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"short", 10, "short"}, {"exactly ten", 11, "exactly ten"}, {"one too long", 11, "one too ..."},
		{"日本語", 6, "日本語"}, {"日本語語", 7, "日本..."}, {"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"}, {"narrow", 3, "narrow"},
	} {
		if got := cut(test.text, test.most); got != test.want {
			t.Errorf("%q in %d: got %q, want %q", test.text, test.most, got, test.want)
		}
	}
}

func TestProgressOnATerminal(t *testing.T) {
	b := newBench(t, nil)
	b.deps.OutTerminal = true
	r := newRun(b.deps)
	p := newProgress(r)
	p.tell(setup.Event{Step: setup.StepMetadata, State: setup.Started})
	p.tell(setup.Event{Step: setup.StepMetadata, State: setup.Waiting, Wait: &setup.Wait{Reason: "metadata-shows", UsualTime: 30 * time.Second}})
	p.tell(setup.Event{Step: setup.StepMetadata, State: setup.Done, Outcome: setup.Checked, Elapsed: 12 * time.Second})
	p.end()
	got := b.out.String()
	wants(t, got, "\r", "10/12", "checked (12 s)\n")
	if strings.Count(got, "\n") != 1 {
		t.Errorf("more than the one line stays: %q", got)
	}
}

func TestLanguageFlag(t *testing.T) {
	for _, test := range []struct {
		args  []string
		tag   string
		given bool
	}{
		{[]string{"setup", "--lang", "de"}, "de", true},
		{[]string{"--lang=fr", "setup"}, "fr", true},
		{[]string{"setup", "--lang"}, "", false},
		{[]string{"setup", "--", "--lang", "de"}, "", false},
		{nil, "", false},
	} {
		if tag, given := languageIn(test.args); tag != test.tag || given != test.given {
			t.Errorf("%v: got %q %v", test.args, tag, given)
		}
	}
}

func FuzzCommandLine(f *testing.F) {
	for _, seed := range []string{"setup --subdomain us", "--practice", "plan\x00--json", "help setup", "practice --lag 9999h", "-", "--", "setup --subdomain \u202E"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Fields(line)
		for _, arg := range args {
			// Only values that name no file: the fuzzer shall not write around.
			if strings.HasPrefix(arg, "--out") || strings.HasPrefix(arg, "--trace") {
				t.Skip()
			}
		}
		b := newBench(t, &fakeFlow{planError: &setup.Problem{Kind: setup.NoNetwork}})
		b.deps.Out, b.deps.Err = io.Discard, io.Discard
		t.Chdir(t.TempDir())
		b.deps.ServePractice = func(context.Context, PracticeOptions) (PracticeServer, error) {
			return PracticeServer{}, errors.New("not here")
		}
		switch code := Execute(context.Background(), b.deps, args); code {
		case Done, Failure, Usage, Question, Interrupted:
		default:
			t.Errorf("exit %d", code)
		}
	})
}

package terminal

import (
	"strings"
	"testing"

	"backupsso/graph/setup"
)

// TestFlagValuesThatCannotBe wants wrong usage, named with the value, before
// anything is connected to or written.
func TestFlagValuesThatCannotBe(t *testing.T) {
	for args, says := range map[string]string{
		"setup --practice=ftp://x --subdomain us":               `"ftp://x"`,
		"setup --practice=garbage --subdomain us":               `"garbage"`,
		"plan --practice=true --subdomain us":                   `"true"`,
		"verify --practice=http://example.com --subdomain us":   `"http://example.com"`,
		"undo --practice=http://a:b@127.0.0.1:1 --subdomain us": `a:b@127.0.0.1`,
		"setup --subdomain us --cloud=":                         "--cloud needs a value",
		"plan --subdomain us --test-user=":                      "--test-user needs a value",
		"setup --subdomain us --yes --out=":                     "--out needs a value",
		"export terraform --subdomain us --out=":                "--out needs a value",
		"--practice=127.0.0.1:8765":                             "http://127.0.0.1:8765, not",
	} {
		t.Run(args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			b := newBench(t, &fakeFlow{plan: twoChanges()})
			if code := b.run(t, strings.Fields(args)...); code != Usage {
				t.Errorf("exit %d, want %d: %s%s", code, Usage, b.out.String(), b.err.String())
			}
			if b.target != nil || len(files(t, ".")) > 0 {
				t.Errorf("something was done: %q", b.out.String())
			}
			wants(t, b.err.String(), says, "--help")
		})
	}
	for _, address := range []string{"http://127.0.0.1:9", "https://localhost:9", "http://[::1]:9/"} {
		b := newBench(t, &fakeFlow{plan: nothingToDo()})
		if code := b.run(t, "plan", "--subdomain", "us", "--practice="+address); code != Done || b.target.PracticeURL != address {
			t.Errorf("%s: exit %d: %s", address, code, b.err.String())
		}
	}
}

// TestRefusedSignInInPractice sends nobody to a page of Microsoft's for a code of
// the practice tenant.
func TestRefusedSignInInPractice(t *testing.T) {
	for practice, page := range map[string]bool{"": true, "--practice": false} {
		b := newBench(t, &fakeFlow{signInError: &setup.Problem{Step: setup.StepSignIn, Kind: setup.SignInRefused, Facts: map[string]string{"Code": "AADSTS50034"}}})
		args := append([]string{"plan", "--subdomain", "us"}, strings.Fields(practice)...)
		if code := b.run(t, args...); code != Failure || strings.Contains(b.err.String(), "login.microsoftonline.com") != page {
			t.Errorf("%q: exit %d: %s", practice, code, b.err.String())
		}
	}
}

// TestSpareApplicationPointsToUndo: the command that removes it is named.
func TestSpareApplicationPointsToUndo(t *testing.T) {
	flow := &fakeFlow{plan: twoChanges(), applyError: &setup.Problem{Step: setup.StepAddresses, Kind: setup.SpareApplication,
		Facts: map[string]string{"Identifier": "https://us/id", "Application": "spare-id"}}}
	b := newBench(t, flow)
	if code := b.run(t, "setup", "--subdomain", "us", "--yes", "--out", t.TempDir()); code != Failure {
		t.Errorf("exit %d", code)
	}
	wants(t, b.err.String(), "https://us/id", "spare-id", "backupsso undo")
}

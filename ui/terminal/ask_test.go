package terminal

import (
	"strings"
	"testing"
)

// TestRefusedSubdomainsAreToldOnce: each refusal once, the last one as the reason
// to stop.
func TestRefusedSubdomainsAreToldOnce(t *testing.T) {
	for answers, told := range map[string][]string{
		"one!\ntwo$\nfour*\n": {`"!"`, `"$"`, `"*"`},
		"one!\n":              {`"!"`, "The portal is missing"},
	} {
		b := newBench(t, &fakeFlow{plan: twoChanges()})
		b.env["TERM"] = "dumb"
		b.deps.In, b.deps.InTerminal, b.deps.OutTerminal = strings.NewReader(answers), true, true
		if code := b.run(t, "setup", "--out", t.TempDir()); code != Usage || b.target != nil {
			t.Errorf("%q: exit %d", answers, code)
		}
		all := b.out.String() + b.err.String()
		for _, part := range told {
			if n := strings.Count(all, part); n != 1 {
				t.Errorf("%q: %s is told %d times:\n%s", answers, part, n, all)
			}
		}
	}
}

// TestNoAnswerIsNoOpinion: the end of the input and answers that are neither yes
// nor no change nothing, and put no words into anyone's mouth.
func TestNoAnswerIsNoOpinion(t *testing.T) {
	for _, answers := range []string{"", "perhaps\nlater\nhm\n", "no\n"} {
		flow := &fakeFlow{plan: twoChanges()}
		b := newBench(t, flow)
		b.env["TERM"] = "dumb"
		b.deps.In, b.deps.InTerminal, b.deps.OutTerminal = strings.NewReader(answers), true, true
		if code := b.run(t, "setup", "--subdomain", "us", "--out", t.TempDir()); code != Failure || flow.applied != 0 {
			t.Errorf("%q: exit %d, applied %d times", answers, code, flow.applied)
		}
		wants(t, b.err.String(), "Nothing was changed", "Run the same command again")
		if strings.Contains(b.err.String(), "you said") {
			t.Errorf("%q: %s", answers, b.err.String())
		}
	}
}

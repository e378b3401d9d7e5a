package terminal

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"backupsso/graph/setup"
)

// stubborn refuses so many sign-ins, each with the next error, then goes on.
type stubborn struct {
	*fakeFlow
	errors []error
	asked  int
	waits  func(setup.Wait)
}

func (s *stubborn) TellWaits(tell func(setup.Wait)) { s.waits = tell }

func (s *stubborn) SignIn(ctx context.Context, how setup.SignIn) (setup.Who, error) {
	s.asked++
	s.waits(setup.Wait{Reason: setup.ReasonSlowAnswer, Next: time.Unix(0, 0)})
	if s.asked <= len(s.errors) {
		return setup.Who{}, s.errors[s.asked-1]
	}
	return s.fakeFlow.SignIn(ctx, how)
}

func (s *stubborn) bench(t *testing.T, typed string) *bench {
	b := newBench(t, s)
	b.deps.In, b.deps.InTerminal = strings.NewReader(typed), true
	return b
}

func offline() error {
	return &setup.Problem{Step: setup.StepSignIn, Kind: setup.NoNetwork, Facts: map[string]string{"Host": "login.example"}, Retry: true}
}

func TestNoNetworkIsTriedAgain(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		args        []string
		asked       int
		code        int
	}{
		{"until it works", "yes\nyes\n", nil, 3, Done},
		{"no", "no\n", nil, 1, Failure},
		{"nobody answers", "", nil, 1, Failure},
		{"unattended", "yes\n", []string{"--yes"}, 1, Failure},
	} {
		t.Run(c.name, func(t *testing.T) {
			flow := &stubborn{fakeFlow: &fakeFlow{plan: nothingToDo()}, errors: []error{offline(), offline()}}
			b := flow.bench(t, c.typed)
			if code := b.run(t, append([]string{"plan", "--subdomain", "us"}, c.args...)...); code != c.code || flow.asked != c.asked {
				t.Errorf("exit %d after %d tries\n%s%s", code, flow.asked, b.out.String(), b.err.String())
			}
			wants(t, b.out.String(), "The answer takes long")
			if len(c.args) == 0 {
				wants(t, b.out.String(), "login.example cannot be reached.", "Try again? (yes/no)")
			}
			if n := strings.Count(b.out.String(), "The answer takes long"); n != 1 {
				t.Errorf("one reason is told %d times", n)
			}
		})
	}
}

func TestWaitsAreJSONToo(t *testing.T) {
	flow := &stubborn{fakeFlow: &fakeFlow{plan: nothingToDo()}}
	b := flow.bench(t, "")
	b.run(t, "plan", "--subdomain", "us", "--json")
	wants(t, b.out.String(), `"state":"waiting","step":"sign-in"`, `"reason":"slow-answer"`)
}

func TestRefusalsAreNotTriedAgain(t *testing.T) {
	flow := &stubborn{fakeFlow: &fakeFlow{}, errors: []error{&setup.Problem{Kind: setup.SignInRefused, Facts: map[string]string{"Code": "AADSTS1"}, Retry: true}}}
	b := flow.bench(t, "yes\n")
	if code := b.run(t, "plan", "--subdomain", "us"); code != Failure || flow.asked != 1 {
		t.Errorf("exit %d after %d tries", code, flow.asked)
	}
}

func TestProxyPasswordIsAsked(t *testing.T) {
	const secret = "canary-typed-secret"
	wanted := &setup.Problem{Step: setup.StepSignIn, Kind: setup.ProxyPassword, Facts: map[string]string{"Proxy": "proxy:8080"}, Retry: true}
	for _, c := range []struct {
		name, typed string
		read        func(context.Context) (string, error)
		given       []string
		code        int
	}{
		{"typed", "ada\n", func(context.Context) (string, error) { return secret, nil }, []string{"ada", secret}, Done},
		{"no name", "\n", func(context.Context) (string, error) { return secret, nil }, nil, Failure},
		{"no password", "ada\n", func(context.Context) (string, error) { return "", errors.New("gone") }, nil, Failure},
		{"nobody can type", "ada\n", nil, nil, Failure},
	} {
		t.Run(c.name, func(t *testing.T) {
			flow := &stubborn{fakeFlow: &fakeFlow{plan: nothingToDo()}, errors: []error{wanted}}
			b := flow.bench(t, c.typed)
			var given []string
			b.deps.ReadSecret = c.read
			b.deps.NewFlow = func(context.Context, Target) (Session, error) {
				return Session{Flow: flow, End: func() {}, ProxyPassword: func(user, password string) { given = []string{user, password} }}, nil
			}
			code := b.run(t, "plan", "--subdomain", "us")
			if code != c.code || !slices.Equal(given, c.given) {
				t.Errorf("exit %d, given %v\n%s", code, given, b.err.String())
			}
			if strings.Contains(b.out.String()+b.err.String(), secret) {
				t.Error("the password is shown")
			}
		})
	}
}

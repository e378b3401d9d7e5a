package terminal

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"backupsso/assets/words"
	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
)

const firstPassword = "Canary-Pa55word"

// fakeFlow is a tenant of a few lines: it plans two changes and makes them.
type fakeFlow struct {
	signInError, planError, applyError error
	plan                               setup.Plan
	events                             []setup.Event
	asked                              setup.SignIn
	wish                               setup.Wish
	applied                            int
	saved                              string
	during                             func() // runs in the middle of Apply
}

func (f *fakeFlow) SignIn(_ context.Context, how setup.SignIn) (setup.Who, error) {
	f.asked = how
	if f.signInError != nil {
		return setup.Who{}, f.signInError
	}
	if how.Way == setup.DeviceCode {
		how.ShowCode(setup.Code{UserCode: "ABCD-EFGH", URL: "http://127.0.0.1:1/devicelogin", Expires: time.Unix(0, 0)})
	} else if err := how.OpenURL("https://login.example/authorize?x=1"); err != nil {
		return setup.Who{}, err
	}
	return setup.Who{Account: setup.Account{UPN: "ann@contoso.com", Name: "Ann"}, Tenant: tenant(), MayLack: []string{"User Administrator"}}, nil
}

func tenant() setup.Tenant {
	return setup.Tenant{ID: "t-id", Name: "Contoso\x1b[31m Ltd", Domains: []setup.Domain{{Name: "contoso.com", Default: true, Managed: true}}}
}

func (f *fakeFlow) LookUpUser(context.Context, string) (setup.UserState, error) {
	return setup.UserState{}, nil
}

func (f *fakeFlow) Plan(_ context.Context, wish setup.Wish) (setup.Plan, error) {
	f.wish = wish
	return f.plan, f.planError
}

func (f *fakeFlow) Apply(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
	f.applied++
	for _, event := range f.events {
		tell(event)
	}
	if f.during != nil {
		f.during()
	}
	result := setup.Result{Plan: plan, BundleName: "handover.zip", Bundle: []byte("zip"), ApplicationID: "object-id",
		ServicePrincipalID: "sp-id", TestUserUPN: "B.Simon@contoso.com", MyAppsURL: "https://myapps.example",
		Requests: setup.Requests{Reads: 3, Polls: 2, Writes: 1}, Contents: contents()}
	if plan.Writes() > 0 {
		result.Password = graph.NewSecret(firstPassword)
	}
	if ctx.Err() != nil {
		return result, ctx.Err()
	}
	return result, f.applyError
}

func contents() bundle.Contents {
	return bundle.Contents{TenantID: "t-id", TenantName: "Contoso", AppName: setup.AppName, AppID: "app-id", Identifier: "https://us/id",
		ReplyURL: "https://us/reply", LoginURL: "https://login/saml2", EntraID: "https://sts/t-id/", LogoutURL: "https://logout",
		MetadataURL: "https://metadata", UserAccessURL: "https://access", Thumbprint: "AB12", PortalUser: "Britta Simon",
		NotAfter: time.Date(2029, 11, 23, 0, 0, 0, 0, time.UTC)}
}

func (f *fakeFlow) SaveBundle(result setup.Result, path string) (string, error) {
	f.saved = path
	return path, os.WriteFile(path, result.Bundle, 0o600)
}

func (f *fakeFlow) SaveChangeRecord(setup.Result, string) ([]string, error) { return nil, nil }

// twoChanges is a plan with one value of each verb.
func twoChanges() setup.Plan {
	return setup.Plan{Tenant: tenant(), Application: setup.AppName, Changes: []setup.Change{
		{Step: setup.StepGallery, What: "gallery-app", Verb: setup.Same, Before: setup.AppName, After: setup.AppName},
		{Step: setup.StepApplication, What: "application", Verb: setup.Create, After: setup.AppName},
		{Step: setup.StepAddresses, What: "reply-url", Verb: setup.Modify, Before: "https://old", After: "https://new"},
	}}
}

func nothingToDo() setup.Plan {
	plan := twoChanges()
	plan.Changes = plan.Changes[:1]
	return plan
}

var errNoWindow = errors.New("no display")

// bench is one execution with its surroundings.
type bench struct {
	deps     Deps
	out, err bytes.Buffer
	target   *Target // of NewFlow, nil when it was not called
	env      map[string]string
}

func newBench(t *testing.T, flow Flow) *bench {
	t.Helper()
	b := &bench{env: map[string]string{}}
	b.deps = Deps{
		In: strings.NewReader(""), Out: &b.out, Err: &b.err,
		Getenv: func(name string) string { return b.env[name] },
		Words:  words.New("en"), Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		Version: Version{Version: "0.1.0", Go: "go1.25", OS: "linux", Arch: "amd64"},
		Clouds:  []string{"global", "us-gov"},
		OpenURL: func(string) error { return nil },
		NewFlow: func(_ context.Context, target Target) (Session, error) {
			b.target = &target
			return Session{Flow: flow, Portal: "http://127.0.0.1:9/portal", End: func() {}}, nil
		},
		OpenWindow: func(context.Context, Window) error { return errNoWindow }, NoWindow: errNoWindow,
	}
	return b
}

func (b *bench) run(t *testing.T, args ...string) int {
	t.Helper()
	return b.runIn(context.Background(), t, args...)
}

func (b *bench) runIn(ctx context.Context, t *testing.T, args ...string) int {
	t.Helper()
	code := Execute(ctx, b.deps, args)
	for _, text := range []string{b.out.String(), b.err.String()} {
		if strings.Contains(text, "<<") || strings.Contains(text, "{{") {
			t.Errorf("a sentence without words:\n%s", text)
		}
	}
	return code
}

// wants checks that text holds every one of the parts.
func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
		}
	}
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	hidden, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err != nil {
		t.Fatal(err)
	}
	return append(found, hidden...)
}

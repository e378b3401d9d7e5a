package setup

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"backupsso/graph"
	"backupsso/graph/practice"
	"backupsso/samlcfg"
)

func TestTrialKnowsWhatATestNeeds(t *testing.T) {
	p := setUpForProof(t, practice.Options{})
	ctx := context.Background()
	trial, err := p.flow.Trial(ctx, wish())
	if err != nil {
		t.Fatal(err)
	}
	if samlcfg.Worst(trial.Findings) >= samlcfg.Warn || trial.Everyone || len(trial.Assigned) != 1 || trial.Assigned[0].PrincipalName != "B.Simon" {
		t.Errorf("%+v", trial)
	}
	if !trial.Person.FirstPassword || trial.Person.Handed || trial.Person.UPN != p.made.TestUserUPN || trial.Launch.URL() != p.made.Launch.URL() || !trial.Proven.IsZero() {
		t.Errorf("person %+v, launch %+v", trial.Person, trial.Launch)
	}
	on := trial.On
	if on.Live.Assigned != samlcfg.Yes || on.Live.Visible != samlcfg.Yes || !on.Live.HandedKnown || !on.Live.HandedOver.IsZero() ||
		samlcfg.Thumbprint(on.Certificate) != p.made.Contents.Thumbprint || len(on.Published) != 1 || on.Identifier != wish().Portal.Identifier {
		t.Errorf("sign-on %+v", on)
	}

	// A response of the sign-on that begins at Entra holds against it.
	_, form, err := p.person.walk(trial.Launch.URL(), true)
	if err != nil {
		t.Fatal(err)
	}
	raw, _, err := samlcfg.DecodeResponse([]byte(form.Get("SAMLResponse")))
	if err != nil {
		t.Fatal(err)
	}
	if reading, findings := p.flow.Examine(trial, raw); !reading.Proven || len(codesOf(findings, samlcfg.Note)) != 0 {
		t.Errorf("%v", codesOf(findings, samlcfg.Note))
	}

	// It learns what happens meanwhile.
	if err := p.flow.Mark(wish(), StageSent); err != nil {
		t.Fatal(err)
	}
	if _, err := p.prove(newDesk(), p.signsIn(new(string))); err != nil {
		t.Fatal(err)
	}
	if trial, err = p.flow.Trial(ctx, wish()); err != nil || !trial.Person.Handed || trial.Proven.IsZero() || trial.On.Live.HandedThumbprint != p.made.Contents.Thumbprint {
		t.Errorf("%+v, %v", trial, err)
	}
	if err := p.flow.Mark(wish(), StageLive); err != nil {
		t.Fatal(err)
	}
	if trial, err = p.flow.Trial(ctx, wish()); err != nil || trial.Person.FirstPassword {
		t.Errorf("%+v, %v", trial.Person, err)
	}
	// Another certificate signs: what was proven and what was sent is about the old one.
	if _, err := p.flow.Renew(ctx, wish(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := p.flow.Activate(ctx, wish(), nil); err != nil {
		t.Fatal(err)
	}
	trial, err = p.flow.Trial(ctx, wish())
	if err != nil || !trial.Proven.IsZero() {
		t.Errorf("proven %v, %v", trial.Proven, err)
	}
	questions := samlcfg.SymptomCertificate.Questions(trial.On)
	if i := slices.IndexFunc(questions, func(q samlcfg.Question) bool { return q.Code == "handed-certificate" }); i < 0 || questions[i].Answer != samlcfg.AnswerWrong {
		t.Errorf("%+v", questions)
	}
	if _, known := p.flow.PortalClock(ctx, wish()); known {
		t.Error("the clock of a portal that is none")
	}
}

func TestTrialNeedsASetUp(t *testing.T) {
	tenant := newFakeTenant(t)
	var problem *Problem
	if _, err := tenant.flow().Trial(context.Background(), wish()); !errors.As(err, &problem) || problem.Kind != NotSetUp {
		t.Errorf("%v", err)
	}
}

// TestTrialSeesDrift holds a response against a tenant that somebody changed.
func TestTrialSeesDrift(t *testing.T) {
	tenant := newFakeTenant(t)
	flow := tenant.flow()
	apply(t, flow, plan(t, flow, wish()))
	app := tenant.apps[0]
	app.Identifiers, app.ReplyURLs = []string{wish().Portal.Identifier + "/"}, append(app.ReplyURLs, "https://x.example/")
	principal := tenant.principals[app.AppID]
	principal.Hidden, tenant.assigned[principal.ObjectID] = true, nil
	config := tenant.config()
	flow = WithDirectory(config, tenant)
	if _, err := flow.SignIn(context.Background(), SignIn{CreatesUser: true}); err != nil {
		t.Fatal(err)
	}
	w := wish()
	w.Application = app.ObjectID
	// Nobody configured this Identifier, and no journal tells of one.
	var problem *Problem
	if _, err := flow.Trial(context.Background(), w); !errors.As(err, &problem) || problem.Kind != NotSetUp {
		t.Errorf("%v", err)
	}
	app.Identifiers = append(app.Identifiers, wish().Portal.Identifier)
	trial, err := flow.Trial(context.Background(), w)
	if err != nil || trial.On.Live.Assigned != samlcfg.No || trial.On.Live.Visible != samlcfg.No || len(trial.On.Live.ReplyURLs) != 2 || trial.On.Live.HandedKnown {
		t.Errorf("%+v, %v", trial.On, err)
	}
}

// dateServer is a portal whose clock is wrong.
type dateServer struct{ date time.Time }

func (d dateServer) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Header: http.Header{"Date": {d.date.UTC().Format(http.TimeFormat)}}}, nil
}

func TestPortalClockIsComparedWithMicrosofts(t *testing.T) {
	tenant := newFakeTenant(t)
	config := tenant.config()
	config.Cloud = graph.Global()
	now := tenant.clock.Now()
	config.Deps.Transport = dateServer{now.Add(9 * time.Minute)}
	flow := WithDirectory(config, tenant)
	if _, known := flow.PortalClock(context.Background(), wish()); known {
		t.Error("compared with nothing")
	}
	flow.clock.hear(graph.Exchange{Time: now, ServerTime: now.Add(2 * time.Minute)}, now)
	if ahead, known := flow.PortalClock(context.Background(), wish()); !known || (ahead-7*time.Minute).Abs() > 2*time.Second {
		t.Errorf("%s, %t", ahead, known)
	}
}

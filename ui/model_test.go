package ui

import (
	"strings"
	"testing"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func english() *words.Words { return words.New("en") }

// samplePlan is a plan with all kinds of changes, as a first run gives.
func samplePlan() setup.Plan {
	return setup.Plan{
		Tenant:      sampleWho().Tenant,
		Account:     sampleWho().Account,
		Made:        noon,
		Application: setup.AppName,
		NotAfter:    time.Date(2029, 11, 23, 0, 0, 0, 0, time.UTC),
		Changes: []setup.Change{
			{Step: setup.StepGallery, What: "gallery-app", Verb: setup.Same, Before: setup.AppName, After: setup.AppName},
			{Step: setup.StepApplication, What: "application", Verb: setup.Create, After: setup.AppName},
			{Step: setup.StepMode, What: "sign-on-mode", Verb: setup.Modify, After: "saml"},
			{Step: setup.StepAddresses, What: "identifier", Verb: setup.Modify, After: "https://us.backup.autotask.net/singlesignon/saml/metadata"},
			{Step: setup.StepAddresses, What: "reply-url", Verb: setup.Modify, Before: "https://*.backup.autotask.net/singlesignon/saml/SSO", After: "https://us.backup.autotask.net/singlesignon/saml/SSO"},
			{Step: setup.StepCertificate, What: "certificate", Verb: setup.Create},
			{Step: setup.StepActive, What: "active-certificate", Verb: setup.Modify},
			{Step: setup.StepNotification, What: "notification", Verb: setup.Same, Before: "ada@contoso.example", After: "ada@contoso.example"},
			{Step: setup.StepTestUser, What: "test-user", Verb: setup.Create, After: "B.Simon@contoso.example"},
			{Step: setup.StepAssignment, What: "assignment", Verb: setup.Create, After: "B.Simon@contoso.example"},
		},
	}
}

func sampleWho() setup.Who {
	return setup.Who{
		Tenant: setup.Tenant{ID: "11111111-2222-3333-4444-555555555555", Name: "Contoso Practice", Domains: []setup.Domain{
			{Name: "legal.contoso.example"},
			{Name: "contoso.onmicrosoft.example", Initial: true, Managed: true},
			{Name: "contoso.example", Default: true, Managed: true},
		}},
		Account: setup.Account{ID: "1", UPN: "ada@contoso.example", Name: "Ada Lovelace", Mail: "ada@contoso.example"},
	}
}

func TestAnswersOpenPagesOneByOne(t *testing.T) {
	s := newState()
	for _, want := range []page{pageSignIn, pagePortal, pageTestUser, pageReview, pageApply} {
		if got := s.advance(); got != want || s.furthest != want {
			t.Fatalf("advanced to %v, furthest %v, want %v", got, s.furthest, want)
		}
	}
	if !s.mayVisit(pagePortal) || s.mayVisit(pageHandOver) || s.mayVisit(pageApply) {
		t.Error("the rail leads back only, to what was answered")
	}
	plan := samplePlan()
	s.plan = &plan
	s.page = pagePortal
	s.changed(pagePortal)
	if s.mayVisit(pageTestUser) || s.plan != nil {
		t.Error("a new portal lets the old plan stand")
	}
}

func TestNothingLeadsAwayWhileApplying(t *testing.T) {
	s := newState()
	s.page, s.furthest, s.apply.running = pageApply, pageApply, true
	if _, ok := s.back(); ok {
		t.Error("back while applying")
	}
	for _, p := range railPages() {
		if s.mayVisit(p) {
			t.Errorf("the rail leads to %v while applying", p)
		}
	}
}

func TestRailShowsChoicesAndStates(t *testing.T) {
	s := newState()
	who := sampleWho()
	s.signIn.who = &who
	s.portal.checked.portal = samlcfg.Portal{Subdomain: "us"}
	plan := samplePlan()
	s.plan = &plan
	s.page, s.furthest = pageApply, pageApply
	s.apply = applyState{made: 5, total: 7, problem: &setup.Problem{Kind: setup.RoleMissing}}
	items := s.rail(english())
	for i, want := range []struct {
		title, second string
		mark          railMark
	}{
		{"Sign in", "Ada Lovelace", markDone}, {"Your portal", "us", markDone}, {"Test user", "B.Simon", markDone},
		{"Review", "8 changes", markDone}, {"Apply", "Stopped at 6 of 7", markProblem}, {"Hand over", "", markToCome},
		{"Test", "", markToCome}, {"Go live", "", markToCome},
	} {
		if got := items[i]; got.title != want.title || got.second != want.second || got.mark != want.mark {
			t.Errorf("item %d = %q %q %v, want %v", i, got.title, got.second, got.mark, want)
		}
	}
}

func TestReviewGroupsWhatChangesAndFoldsWhatIsSo(t *testing.T) {
	view := reviewOf(english(), samplePlan())
	if view.create != 4 || view.change != 4 || view.writes != 8 || len(view.same) != 2 {
		t.Fatalf("counts %d %d %d %d", view.create, view.change, view.writes, len(view.same))
	}
	var titles []string
	for _, group := range view.groups {
		titles = append(titles, group.title)
	}
	if got := strings.Join(titles, "|"); got != "Application|Single sign-on|Certificate|Test user" {
		t.Errorf("groups %s", got)
	}
	signOn := view.groups[1].rows
	if signOn[0].before != "Not set" || signOn[0].after != "SAML" {
		t.Errorf("mode %+v", signOn[0])
	}
	if !signOn[1].values || signOn[1].before != "Empty" || !strings.HasPrefix(signOn[1].after, "https://us.") {
		t.Errorf("identifier %+v", signOn[1])
	}
	certificate := view.groups[2].rows
	if certificate[0].after != "Until 23 Nov 2029" || certificate[1].before != "None" || certificate[1].after != "The new one" {
		t.Errorf("certificate %+v", certificate)
	}
}

func TestJobsFollowTheNews(t *testing.T) {
	w := english()
	a := applyState{running: true, started: noon}
	facts := words.Facts{"Person": "B.Simon"}
	say := func(step setup.Step, state setup.State, outcome setup.Outcome, took time.Duration) {
		a.take(setup.Event{Step: step, State: state, Outcome: outcome, Elapsed: took, Made: 1, Total: 7})
	}
	say(setup.StepGallery, setup.Done, setup.Checked, 100*time.Millisecond)
	if row := a.rows(w, facts, false)[0]; row.mark != jobRunning {
		t.Errorf("half a job is %v", row)
	}
	say(setup.StepApplication, setup.Done, setup.Created, 500*time.Millisecond)
	say(setup.StepMode, setup.Done, setup.AlreadySo, 0)
	a.take(setup.Event{Step: setup.StepAddresses, State: setup.Waiting, Made: 1, Total: 7,
		Wait: &setup.Wait{Reason: setup.ReasonDomainRule, Since: noon, Attempt: 9, Next: noon.Add(50 * time.Second), GiveUp: noon.Add(20 * time.Minute), UsualTime: time.Minute}})
	rows := a.rows(w, facts, false)
	want := map[int]jobRow{0: {"Add the app", "0.6 s", jobDone}, 1: {"Set sign-on mode", "Already so", jobDone}, 4: {"Set both addresses", "Waiting", jobWaiting}}
	for i := range want {
		if rows[i] != want[i] {
			t.Errorf("row %d = %+v, want %+v", i, rows[i], want[i])
		}
	}
	if rows[3].name != "Find B.Simon" || rows[3].mark != jobToCome {
		t.Errorf("row 3 = %+v", rows[3])
	}
	view := waitViewOf(w, *a.wait, noon.Add(48*time.Second))
	if view.clock != "0:48" || len(view.rows) != 4 || view.rows[1].value != "9 times" || view.rows[2].value != "in 2 s" || view.rows[3].value != "after 20 minutes" {
		t.Errorf("wait %+v", view)
	}
	a.take(setup.Event{Step: setup.StepAddresses, State: setup.Failed, Problem: &setup.Problem{Kind: setup.DomainRule}})
	if row := a.rows(w, facts, false)[4]; row.mark != jobFailed || a.wait != nil {
		t.Errorf("failed row %+v", row)
	}
}

func TestPersonCheck(t *testing.T) {
	w, tenant := english(), sampleWho().Tenant
	if got := managedDomains(tenant); len(got) != 2 || got[0] != "contoso.example" {
		t.Fatalf("domains %v", got)
	}
	free := &setup.UserState{}
	there := &setup.UserState{Exists: true, User: setup.User{UPN: "x@contoso.example", Name: "Xenia", Enabled: true}}
	blocked := &setup.UserState{Exists: true, User: setup.User{Name: "Xenia"}}
	for name, test := range map[string]struct {
		user userState
		mark statusMark
		text string
		goOn bool
	}{
		"free":          {userState{create: true, name: "B.Simon", domain: "contoso.example", asked: "B.Simon@contoso.example", found: free}, statusOK, "Free.", true},
		"name in use":   {userState{create: true, name: "x", domain: "contoso.example", asked: "x@contoso.example", found: there}, statusInfo, "Xenia has this address", true},
		"space in name": {userState{create: true, name: "B Simon", domain: "contoso.example"}, statusBad, "Letters, digits", false},
		"not asked yet": {userState{create: true, name: "y", domain: "contoso.example", asked: "x@contoso.example", found: there}, statusInfo, "Looking", false},
		"empty":         {userState{}, statusInfo, "A whole address", false},
		"no domain":     {userState{upn: "xenia"}, statusBad, "A whole address", false},
		"nobody":        {userState{upn: "z@contoso.example", asked: "z@contoso.example", found: free}, statusBad, "Nobody", false},
		"somebody":      {userState{upn: "x@contoso.example", asked: "x@contoso.example", found: there}, statusOK, "Found Xenia", true},
		"blocked":       {userState{upn: "x@contoso.example", asked: "x@contoso.example", found: blocked}, statusBad, "blocked", false},
	} {
		got := test.user.check(w, tenant)
		if got.mark != test.mark || !strings.Contains(got.text, test.text) || (got.hint == "") != test.goOn {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTimesAreSaidAsPeopleDo(t *testing.T) {
	w := english()
	for d, want := range map[time.Duration]string{
		600 * time.Millisecond: "0.6 s", 52 * time.Second: "52 s", 64 * time.Second: "1 min 4 s",
		20 * time.Minute: "20 minutes", time.Minute: "1 minute", 0: "0 s", -time.Second: "0 s", 3 * time.Second: "3 s",
	} {
		if got := tookText(w, d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestEveryErrorHasWords(t *testing.T) {
	if problemOf(nil) != nil {
		t.Error("no error became a problem")
	}
	plain := problemOf(errText("disk on fire"))
	if plain.Kind != setup.Unexpected || plain.Detail.Message != "disk on fire" {
		t.Errorf("%+v", plain)
	}
	view := problemViewOf(english(), &setup.Problem{Kind: setup.RoleMissing, Retry: true, Detail: setup.Detail{Status: 403, Code: "Authorization_RequestDenied", Call: "POST /v1.0/users", RequestID: "7d2c", Time: noon}})
	if len(view.details) != 4 || view.details[0].value != "403 Authorization_RequestDenied" {
		t.Errorf("%+v", view.details)
	}
}

type errText string

func (e errText) Error() string { return string(e) }

func TestLogKeepsItsSize(t *testing.T) {
	s := newState()
	for range logLimit * 2 {
		s.remember(setup.Exchange{Time: noon, Method: "GET", Path: "/v1.0/applications/1?$select=id", Status: 200})
	}
	if len(s.log) > logLimit || len(s.log) < logLimit/2 {
		t.Errorf("%d lines", len(s.log))
	}
	if got := logLine(s.log[0]); got != "12:00:00  GET    200  /v1.0/applications/1?$select=id" {
		t.Errorf("line %q", got)
	}
}

func TestShortPath(t *testing.T) {
	for path, want := range map[string]string{
		"/v1.0/applications/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4?$select=id":                            "…/applications/{id}",
		"/v1.0/servicePrincipals/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4/addTokenSigningCertificate":       "…/servicePrincipals/{id}/addTokenSigningCertificate",
		"/7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4/federationmetadata/2007-06/federationmetadata.xml?appid": "…/federationmetadata/2007-06/federationmetadata.xml",
		"/v1.0/servicePrincipals(appId='7d2c41e0-93b5-4f0a-8c6e-2b9d51a7e3f4')":                         "…/servicePrincipals",
		"": "…/",
	} {
		if got := shortPath(path); got != want {
			t.Errorf("%q is %q, want %q", path, got, want)
		}
	}
}

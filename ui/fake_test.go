package ui

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/samlcfg/bundle"
)

// fakeFlow is a tenant that answers at once, or as a test tells it to.
type fakeFlow struct {
	mu    sync.Mutex
	calls []string
	busy  bool // a call is under way; two at once are a fault
	clash bool

	signIn       func(ctx context.Context, how setup.SignIn) (setup.Who, error)
	permit       func(ctx context.Context, ask setup.Permit) (setup.Who, error)
	preflight    func(wish setup.Wish) (setup.Preflight, error)
	keepsLooking bool // Preflight ends with its context
	consented    func(consent setup.Consent) (bool, error)
	lookUp       func(ctx context.Context, upn string) (setup.UserState, error)
	plan         func(ctx context.Context, wish setup.Wish) (setup.Plan, error)
	apply        func(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error)
	save         func(result setup.Result, path string) (string, error)
	mark         func(wish setup.Wish, stage setup.Stage) error
	file         func(content []byte, path string) (string, error)
	note         func(what string) error // of what support said
	said         setup.Support

	verify   func(wish setup.Wish) (setup.Report, error)
	planUndo func(wish setup.Wish) (setup.UndoPlan, error)
	undo     func(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error)
	renew    func(ctx context.Context, tell func(setup.Event)) (setup.Renewal, error)
	trial    func() (setup.Trial, error)
	planned  func() (setup.ProofPlan, error)
	prove    func(ctx context.Context, desk setup.ProofDesk) (setup.Proof, error)
	fakeLive

	switchTo func(what string, tell func(setup.Event)) ([]samlcfg.Finding, error)
	wishes   []setup.Wish
}

func (f *fakeFlow) enter(name string) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clash = f.clash || f.busy
	f.busy = true
	f.calls = append(f.calls, name)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.busy = false
	}
}

func (f *fakeFlow) called() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.calls...)
}

func (f *fakeFlow) SignIn(ctx context.Context, how setup.SignIn) (setup.Who, error) {
	defer f.enter("sign-in")()
	if f.signIn != nil {
		return f.signIn(ctx, how)
	}
	return sampleWho(), nil
}

func (f *fakeFlow) Permit(ctx context.Context, ask setup.Permit) (setup.Who, error) {
	defer f.enter("permit")()
	if f.permit != nil {
		return f.permit(ctx, ask)
	}
	return sampleWho(), nil
}

func (f *fakeFlow) Leave() { defer f.enter("leave")() }

func (f *fakeFlow) Preflight(ctx context.Context, wish setup.Wish) (setup.Preflight, error) {
	defer f.enter("preflight")()
	if f.keepsLooking {
		return setup.Preflight{}, hold(ctx)
	}
	if f.preflight != nil {
		return f.preflight(wish)
	}
	return samplePreflight(), nil
}

func (f *fakeFlow) Consented(_ context.Context, consent setup.Consent) (bool, error) {
	defer f.enter("consented")()
	if f.consented != nil {
		return f.consented(consent)
	}
	return true, nil
}

func (f *fakeFlow) AwaitConsent(setup.Consent) error {
	defer f.enter("await consent")()
	return f.noted("consent")
}

func (f *fakeFlow) LookUpUser(ctx context.Context, upn string) (setup.UserState, error) {
	defer f.enter("look-up " + upn)()
	if f.lookUp != nil {
		return f.lookUp(ctx, upn)
	}
	return setup.UserState{}, nil
}

func (f *fakeFlow) Plan(ctx context.Context, wish setup.Wish) (setup.Plan, error) {
	defer f.enter("plan")()
	f.mu.Lock()
	f.wishes = append(f.wishes, wish)
	f.mu.Unlock()
	if f.plan != nil {
		return f.plan(ctx, wish)
	}
	plan := samplePlan()
	plan.Wish = wish
	return plan, nil
}

func (f *fakeFlow) Apply(ctx context.Context, plan setup.Plan, tell func(setup.Event)) (setup.Result, error) {
	defer f.enter("apply")()
	if f.apply != nil {
		return f.apply(ctx, plan, tell)
	}
	tellAll(plan, tell)
	return sampleResult(plan), nil
}

func (f *fakeFlow) SaveBundle(result setup.Result, path string) (string, error) {
	defer f.enter("save " + path)()
	if f.save != nil {
		return f.save(result, path)
	}
	return path, nil
}

func (f *fakeFlow) Verify(_ context.Context, wish setup.Wish) (setup.Report, error) {
	defer f.enter("verify " + wish.Portal.Identifier)()
	if f.verify != nil {
		return f.verify(wish)
	}
	return setup.Report{Findings: samplePromises()}, nil
}

func (f *fakeFlow) PlanUndo(_ context.Context, wish setup.Wish) (setup.UndoPlan, error) {
	defer f.enter("plan undo " + wish.Portal.Identifier)()
	if f.planUndo != nil {
		return f.planUndo(wish)
	}
	return sampleUndo(wish), nil
}

func (f *fakeFlow) Undo(ctx context.Context, plan setup.UndoPlan, tell func(setup.Event)) ([]setup.UndoRow, error) {
	defer f.enter("undo")()
	if f.undo != nil {
		return f.undo(ctx, plan, tell)
	}
	for _, row := range plan.Rows {
		tell(setup.Event{Step: row.Step, State: setup.Started})
		tell(setup.Event{Step: row.Step, State: setup.Done, Outcome: setup.Changed})
	}
	return plan.Rows, nil
}

func (f *fakeFlow) Renew(ctx context.Context, _ setup.Wish, tell func(setup.Event)) (setup.Renewal, error) {
	defer f.enter("renew")()
	if f.renew != nil {
		return f.renew(ctx, tell)
	}
	for _, step := range renewSteps() {
		tell(setup.Event{Step: step, State: setup.Started})
		tell(setup.Event{Step: step, State: setup.Done, Outcome: setup.Created})
	}
	return sampleRenewal(), nil
}

func (f *fakeFlow) Activate(_ context.Context, _ setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error) {
	return f.switched("activate", tell)
}

func (f *fakeFlow) RollBack(_ context.Context, _ setup.Wish, tell func(setup.Event)) ([]samlcfg.Finding, error) {
	return f.switched("roll back", tell)
}

func (f *fakeFlow) switched(what string, tell func(setup.Event)) ([]samlcfg.Finding, error) {
	defer f.enter(what)()
	if f.switchTo != nil {
		return f.switchTo(what, tell)
	}
	return samplePromises(), nil
}

func (f *fakeFlow) Trial(_ context.Context, wish setup.Wish) (setup.Trial, error) {
	defer f.enter("trial")()
	if f.trial != nil {
		return f.trial()
	}
	return setup.Trial{}, errors.New("not looked at")
}

func (f *fakeFlow) Examine(trial setup.Trial, raw []byte) (samlcfg.Reading, []samlcfg.Finding) {
	return samlcfg.ExamineResponse(raw, trial.Want, trial.Person.UPN)
}

func (f *fakeFlow) PlanProof(context.Context, setup.Wish) (setup.ProofPlan, error) {
	defer f.enter("plan proof")()
	if f.planned != nil {
		return f.planned()
	}
	return sampleProofPlan(), nil
}

func (f *fakeFlow) Prove(ctx context.Context, _ setup.ProofPlan, desk setup.ProofDesk) (setup.Proof, error) {
	defer f.enter("prove")()
	return f.prove(ctx, desk)
}

func (f *fakeFlow) SaveFile(content []byte, path string) (string, error) {
	defer f.enter("save " + path)()
	if f.file != nil {
		return f.file(content, path)
	}
	return path, nil
}

func (f *fakeFlow) SaveChangeRecord(_ setup.Result, path string) ([]string, error) {
	defer f.enter("save record " + path)()
	if f.file != nil {
		_, err := f.file(nil, path)
		return nil, err
	}
	return []string{path + "-change-record.txt"}, nil
}

func (f *fakeFlow) NoteSupport(_ setup.Wish, said setup.Support) error {
	defer f.enter("note support")()
	f.mu.Lock()
	f.said = said
	f.mu.Unlock()
	return f.noted("support")
}

func (f *fakeFlow) NoteAsked(time.Time) error { defer f.enter("note asked")(); return f.noted("asked") }
func (f *fakeFlow) ForgetAsked() error        { defer f.enter("forget asked")(); return f.noted("forget") }

func (f *fakeFlow) noted(what string) error {
	if f.note == nil {
		return nil
	}
	return f.note(what)
}

func (f *fakeFlow) Mark(wish setup.Wish, stage setup.Stage) error {
	defer f.enter("mark " + string(stage))()
	if f.mark != nil {
		return f.mark(wish, stage)
	}
	return nil
}

// tellAll gives the news of a run in which all goes well.
func tellAll(plan setup.Plan, tell func(setup.Event)) {
	made := 0
	for _, step := range setup.Steps() {
		tell(setup.Event{Time: noon, Step: step, State: setup.Started, Made: made, Total: plan.Writes()})
		outcome := setup.Checked
		for _, change := range plan.Changes {
			if change.Step == step && (change.Verb == setup.Create || change.Verb == setup.Modify) {
				outcome = setup.Changed
				made++
			}
		}
		tell(setup.Event{Time: noon, Exchange: &setup.Exchange{Time: noon, Method: "PATCH", Path: "/v1.0/" + string(step), Status: 204}})
		tell(setup.Event{Time: noon, Step: step, State: setup.Done, Outcome: outcome, Elapsed: 600 * time.Millisecond, Made: made, Total: plan.Writes()})
	}
}

func sampleResult(plan setup.Plan) setup.Result {
	return setup.Result{
		Plan: plan,
		Contents: bundle.Contents{
			Practice: true, Created: noon, TenantName: "Contoso Practice", AppName: setup.AppName,
			Identifier:    "https://us.backup.autotask.net/singlesignon/saml/metadata",
			ReplyURL:      "https://us.backup.autotask.net/singlesignon/saml/SSO",
			LoginURL:      "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/saml2",
			EntraID:       "https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
			LogoutURL:     "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/saml2",
			MetadataURL:   "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/federationmetadata/2007-06/federationmetadata.xml?appid=b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce",
			UserAccessURL: "https://launcher.myapps.microsoft.com/api/signin/b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce?tenantId=11111111-2222-3333-4444-555555555555",
			Thumbprint:    "3F2A91C407BE5D10A6E8C2F744B90E6D88351CFA",
			NotAfter:      time.Date(2029, 11, 23, 0, 0, 0, 0, time.UTC),
			TestUserUPN:   "B.Simon@contoso.example", TestUserName: "B.Simon", PortalUser: "Britta Simon",
		},
		BundleName:     "us-sso-2026-11-23.zip",
		Bundle:         sampleZip(),
		TestUserUPN:    "B.Simon@contoso.example",
		MyAppsURL:      "https://myapps.microsoft.com",
		OtherAccessURL: "https://myapps.microsoft.com/signin/Autotask%20Endpoint%20Backup/b2f0aaaa-bbbb-cccc-dddd-eeeeeeee41ce?tenantId=11111111-2222-3333-4444-555555555555",
		Password:       graph.NewSecret("Kite-Harbour-41"),
		Requests:       setup.Requests{Reads: 12, Polls: 5, Writes: 8},
	}
}

func sampleZip() []byte {
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for _, name := range []string{"README.txt", "letter-to-support.txt", "summary.html", "federation-metadata.xml",
		"federation-metadata-url.txt", "certificate.cer", "users-to-create.csv", "configuration.json", "certificate-expiry.ics", "request-to-support.eml", "SHA256SUMS"} {
		file, err := archive.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := file.Write(bytes.Repeat([]byte("."), 4000)); err != nil {
			panic(err)
		}
	}
	if err := archive.Close(); err != nil {
		panic(err)
	}
	return buffer.Bytes()
}

// fakeDesk is practice support.
type fakeDesk struct {
	mu    sync.Mutex
	taken [][]byte
	err   error
}

var errRefused = errors.New("the bundle names another portal")

func (d *fakeDesk) Deliver(_ context.Context, zip []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil {
		return d.err
	}
	d.taken = append(d.taken, zip)
	return nil
}

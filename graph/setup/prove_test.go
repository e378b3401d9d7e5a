package setup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"backupsso/graph/practice"
	"backupsso/graph/setup/proof"
	"backupsso/samlcfg"
)

func TestProofHoldsAndLeavesNothing(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	p := setUpForProof(t, practice.Options{})
	defer func() {
		p.flow.Close()
		p.person.client.CloseIdleConnections()
		_ = p.server.Close()
	}()
	made, err := p.flow.PlanProof(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Changes) != 2 || made.Changes[0].What != WhatProofURL || made.Changes[0].After != made.Address || made.Changes[0].Verb != Create ||
		made.Changes[1].After != wish().Portal.ReplyURL || made.Changes[1].Verb != Create || !proof.IsAddress(made.Address) {
		t.Errorf("plan %+v", made.Changes)
	}
	made.Close()
	p.clean()

	d := newDesk()
	var page string
	result, err := p.prove(d, func(address string) {
		// While it waits, the portal's own stays first, and is where sign-ons go.
		there := p.application()
		if !slices.Equal(there.ReplyURLs, []string{wish().Portal.ReplyURL, address}) || there.DefaultReplyURL != wish().Portal.ReplyURL {
			t.Errorf("while it waits: %+v", there)
		}
		record, _, err := p.config.Journal.Read(keyOf(p.made.Contents.TenantID, wish()))
		if err != nil || !slices.Contains(proofURLs(record), address) {
			t.Errorf("the journal does not know it: %v", err)
		}
		p.signsIn(&page)(address)
	})
	if err != nil || !result.Holds || result.End != ProofAnswered || result.Began != 1 || result.Unasked != 0 {
		t.Fatalf("%+v, %v", result, err)
	}
	if bad := codesOf(result.Findings, samlcfg.Note); len(bad) != 0 {
		t.Errorf("findings %v", bad)
	}
	for _, code := range []string{"response-signature", "response-audience", "response-recipient", "response-answers-ours", "response-user", "computer-clock"} {
		if !slices.Contains(codesOf(result.Findings, samlcfg.Pass), code) {
			t.Errorf("%s was not looked at", code)
		}
	}
	if result.Reading.Person.NameID != p.made.TestUserUPN || !bytes.Contains(result.Raw, []byte("Response")) {
		t.Errorf("reading %+v", result.Reading)
	}
	if !strings.Contains(page, "proof.page.holds.heading") || !strings.Contains(page, "proof.page.close") {
		t.Errorf("the browser shows %s", page)
	}
	if want := []ProofStage{ProofAdding, ProofListening, ProofBegan, ProofArrived, ProofRemoving, ProofRemoved}; !slices.Equal(d.stages, want) {
		t.Errorf("stages %v", d.stages)
	}
	p.clean()
	record, _, err := p.config.Journal.Read(keyOf(p.made.Contents.TenantID, wish()))
	if err != nil || record.Tried.Proven.IsZero() || record.Tried.ProvenThumbprint != p.made.Contents.Thumbprint {
		t.Errorf("the journal keeps %v, %q, %v", record.Tried.Proven, record.Tried.ProvenThumbprint, err)
	}
	if report, err := p.flow.Verify(context.Background(), wish()); err != nil || report.Drifted() {
		t.Errorf("drift %+v, %v", failing(report.Findings), err)
	}
	if again := plan(t, p.flow, wish()); again.Writes() != 0 {
		t.Errorf("a second plan writes %+v", again.Changes)
	}
	// Nothing of the person is on disk.
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(journalFile(t, p)), "*"))
	for _, file := range files {
		if content, err := os.ReadFile(file); err == nil && bytes.Contains(content, []byte("SAMLResponse")) {
			t.Errorf("%s holds a response", file)
		}
	}
}

func journalFile(t *testing.T, p *provable) string {
	t.Helper()
	book, err := p.config.Journal.Open(keyOf(p.made.Contents.TenantID, wish()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	return book.Path()
}

// TestProofNamesWhatIsWrong lets the tenant answer wrongly in every way it can.
func TestProofNamesWhatIsWrong(t *testing.T) {
	for scenario, code := range map[string]string{
		"saml-wrong-audience":       "response-audience",
		"saml-wrong-recipient":      "response-recipient",
		"saml-other-certificate":    "response-signature-other-key",
		"saml-unsigned":             "response-signature-missing",
		"saml-wrapped":              "response-assertions",
		"saml-extra-assertion":      "response-assertions",
		"saml-no-nameid":            "response-name-id",
		"saml-expired:by=2h":        "response-time-late",
		"saml-clock-skew:by=15m":    "response-time-early",
		"saml-refused":              "response-status",
		"saml-sign-response:n=0":    "",
		"saml-sign-both:n=0":        "",
		"clock-skew:by=10m":         "computer-clock-slow",
		"second-step:scope=nobody@": "",
	} {
		t.Run(scenario, func(t *testing.T) {
			t.Parallel()
			options := practice.Options{Faults: []string{scenario}}
			p := setUpForProof(t, options)
			var page string
			result, err := p.prove(newDesk(), p.signsIn(&page))
			if err != nil || result.End != ProofAnswered {
				t.Fatalf("%+v, %v", result, err)
			}
			findings := codesOf(result.Findings, samlcfg.Warn)
			holds := code == "" || strings.HasPrefix(code, "computer-")
			if result.Holds != holds || code != "" && !slices.Contains(findings, code) {
				t.Errorf("holds: %t, findings %v", result.Holds, findings)
			}
			heading := map[bool]string{true: "proof.page.holds", false: "proof.page.fails"}[holds]
			if scenario == "saml-refused" {
				heading = "proof.page.refused"
				if len(result.Reading.Refusal) != 2 || !strings.Contains(page, "AADSTS75006") {
					t.Errorf("refusal %+v, %s", result.Reading.Refusal, page)
				}
			}
			if !strings.Contains(page, heading+".heading") {
				t.Errorf("the browser shows %s", page)
			}
			p.clean()
		})
	}
}

// TestProofIsRefusedWhereLocalhostIs finds a tenant that takes no such address.
func TestProofIsRefusedWhereLocalhostIs(t *testing.T) {
	p := setUpForProof(t, practice.Options{Faults: []string{"localhost-refused"}})
	result, err := p.prove(newDesk(), func(string) {})
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != ProofRefused || problem.Facts["URL"] != result.Address || result.End != "" {
		t.Fatalf("%+v, %v", result, err)
	}
	p.clean()
	if record, _, _ := p.config.Journal.Read(keyOf(p.made.Contents.TenantID, wish())); record.OpenEntry(WhatProofURL) >= 0 {
		t.Errorf("the journal still waits: %+v", record.Entries)
	}
}

// TestProofEndsWithoutAnAnswer stops in every way that a person can.
func TestProofEndsWithoutAnAnswer(t *testing.T) {
	p := setUpForProof(t, practice.Options{})
	stopped := newDesk()
	stop := make(chan struct{})
	stopped.Stop = stop
	if result, err := p.prove(stopped, func(string) { close(stop) }); err != nil || result.End != ProofStopped || result.Holds {
		t.Errorf("stopped: %+v, %v", result, err)
	}
	p.clean()
	late := newDesk()
	late.Wait = time.Millisecond
	if result, err := p.prove(late, func(string) {}); err != nil || result.End != ProofTimedOut {
		t.Errorf("timed out: %+v, %v", result, err)
	}
	p.clean()

	ctx, cancel := context.WithCancel(context.Background())
	made, err := p.flow.PlanProof(ctx, wish())
	if err != nil {
		t.Fatal(err)
	}
	cut := newDesk()
	go func() { <-cut.onward; cancel() }()
	_, err = p.flow.Prove(ctx, made, cut.ProofDesk)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Kind != Cancelled || !cut.has(ProofRemoved) {
		t.Errorf("cancelled: %v, %v", err, cut.stages)
	}
	p.clean()
	writes := p.flow.counter.sum().Writes
	if _, err := p.flow.Prove(context.Background(), made, newDesk().ProofDesk); err == nil || p.flow.counter.sum().Writes != writes {
		t.Errorf("a plan was used twice: %v", err)
	}
	p.clean()
}

// TestProofCountsWhatNobodyAskedFor posts a sign-on that began at Entra to the
// proof, and the answer to a request twice.
func TestProofCountsWhatNobodyAskedFor(t *testing.T) {
	p := setUpForProof(t, practice.Options{})
	var unasked, asked, again string
	result, err := p.prove(newDesk(), func(address string) {
		_, launched, err := p.person.walk(p.made.Launch.URL(), true)
		if err != nil {
			t.Error(err)
		}
		unasked = p.person.posts(t, address, launched)
		_, answer, err := p.person.walk(address, true)
		if err != nil {
			t.Error(err)
		}
		asked = p.person.posts(t, address, answer)
		again = p.person.tries(address, answer)
	})
	if err != nil || !result.Holds || result.Unasked != 1 || result.Began != 1 {
		t.Errorf("%+v, %v", result, err)
	}
	if !strings.Contains(unasked, "proof.page.unasked") || !strings.Contains(asked, "proof.page.holds") {
		t.Errorf("pages %s\n%s", unasked, asked)
	}
	// By then the address may be closed already.
	if again != "" && !strings.Contains(again, "proof.page.used") {
		t.Errorf("again: %s", again)
	}
	p.clean()
}

func TestProofNeedsASetUp(t *testing.T) {
	server := startPractice(t, practice.Options{})
	config := practiceConfig(server)
	config.Journal = JournalIn(memoryFolder(t))
	flow := signedInFlow(t, config)
	var problem *Problem
	if _, err := flow.PlanProof(context.Background(), wish()); !errors.As(err, &problem) || problem.Kind != NotSetUp {
		t.Errorf("%v", err)
	}
	config.Journal, config.Practice = nil, false
	flow = signedInFlow(t, config)
	if _, err := flow.PlanProof(context.Background(), wish()); !errors.As(err, &problem) || problem.Kind != ProofNeedsJournal {
		t.Errorf("%v", err)
	}
}

// TestProofWantsTheTenantAsPlanned changes the Reply URLs between plan and proof.
func TestProofWantsTheTenantAsPlanned(t *testing.T) {
	t.Parallel()
	p := setUpForProof(t, practice.Options{})
	made, err := p.flow.PlanProof(context.Background(), wish())
	if err != nil {
		t.Fatal(err)
	}
	other := append(p.application().ReplyURLs, "https://other.example/acs")
	if err := p.flow.directory.SetReplyURLs(context.Background(), p.made.ApplicationID, other, ""); err != nil {
		t.Fatal(err)
	}
	var problem *Problem
	if _, err := p.flow.Prove(context.Background(), made, newDesk().ProofDesk); !errors.As(err, &problem) || problem.Kind != TenantChanged {
		t.Errorf("%v", err)
	}
	// What others add while it waits stays, and so does a default of theirs.
	both := []string{wish().Portal.ReplyURL, "https://third.example/acs"}
	_, err = p.prove(newDesk(), func(address string) {
		if err := p.flow.directory.SetReplyURLs(context.Background(), p.made.ApplicationID, append(slices.Clone(both), address), both[1]); err != nil {
			t.Error(err)
		}
		p.signsIn(new(string))(address)
	})
	if got := p.application(); err != nil || !slices.Equal(got.ReplyURLs, both) || got.DefaultReplyURL != both[1] {
		t.Errorf("%q, default %q, %v", got.ReplyURLs, got.DefaultReplyURL, err)
	}
}

// proofFacts are the placeholders of a proof's problems.
func proofFacts() map[Kind][]string {
	return map[Kind][]string{ProofNeedsJournal: nil, ProofNoPort: nil, ProofNoRoom: {"Count"}, ProofRefused: {"URL"}, ProofStays: {"URL"}}
}

// TestProofOutlastsReplicas proves on a tenant whose servers learn of things one
// after another: Entra may not know the address yet, and the person opens it again.
func TestProofOutlastsReplicas(t *testing.T) {
	t.Parallel() // it waits for most of its time
	p := setUpForProof(t, practice.Options{Faults: []string{"lag:after=500ms,replicas=3,seed=7"}})
	time.Sleep(600 * time.Millisecond) // the set-up has reached every replica
	tries := 0
	result, err := p.prove(newDesk(), func(address string) {
		for range 100 {
			tries++
			text, _, err := p.person.walk(address, false)
			if err != nil {
				t.Error(err)
				return
			}
			if !strings.Contains(text, "AADSTS50011") && !strings.Contains(text, "AADSTS700016") && !strings.Contains(text, "AADSTS50105") {
				return
			}
			time.Sleep(50 * time.Millisecond) // what a person does who is told to wait
		}
	})
	if err != nil || !result.Holds || result.Began != tries {
		t.Errorf("%d tries: %+v, %v", tries, result, err)
	}
	clean := func() bool {
		application, err := p.flow.directory.Application(context.Background(), p.made.ApplicationID)
		return err == nil && len(application.ReplyURLs) == 1
	}
	for range 100 { // a replica that is behind may show it once more
		seen := 0
		for seen < 4 && clean() {
			seen++
		}
		if seen == 4 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("left over")
}

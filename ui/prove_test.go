package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2/test"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
	"backupsso/ui/kit"
)

const proofAddress = "http://localhost:49152/f3a1"

func sampleProofPlan() setup.ProofPlan {
	reply := "https://us.backup.autotask.net/singlesignon/saml/SSO"
	return setup.ProofPlan{Wish: setup.Wish{Portal: samlcfg.UsualPortal("us")}, Address: proofAddress, Changes: []setup.Change{
		{Step: setup.StepProof, What: setup.WhatProofURL, Verb: setup.Create, After: proofAddress},
		{Step: setup.StepProof, What: setup.WhatDefaultReplyURL, Verb: setup.Create, After: reply}}}
}

// listens is a proof that waits for the sign-in until it is stopped.
func listens(ctx context.Context, desk setup.ProofDesk) (setup.Proof, error) {
	desk.Tell(setup.ProofAdding, "")
	desk.Tell(setup.ProofListening, proofAddress)
	select {
	case <-desk.Stop:
		desk.Tell(setup.ProofRemoving, "")
		return setup.Proof{End: setup.ProofStopped}, nil
	case <-ctx.Done():
		return setup.Proof{}, ctx.Err()
	}
}

func (b *bench) toProof() {
	b.t.Helper()
	b.toTest()
	b.w.detour(pageProve)
	b.until("plan", func() bool { return b.w.state.proof.plan != nil })
}

func (b *bench) proves(file string, holds bool) {
	b.t.Helper()
	b.flow.prove = func(_ context.Context, desk setup.ProofDesk) (setup.Proof, error) {
		desk.Tell(setup.ProofListening, proofAddress)
		desk.Tell(setup.ProofArrived, "")
		contents := b.w.state.apply.result.Contents
		result := setup.Proof{End: setup.ProofAnswered, Holds: holds}
		result.Reading, result.Findings = samlcfg.ExamineResponse([]byte(response(b.t, file)), contents.Expectation(b.clock), contents.TestUserUPN)
		return result, nil
	}
	b.toProof()
	b.press()
	b.untilPage(pageExamine)
	b.settles()
}

func TestProofThatHoldsProvesOurHalf(t *testing.T) {
	b := newBench(t)
	b.proves("good-assertion-signed.xml", true)
	b.shows("Entra’s answer, checked")
	b.w.backByKey()
	b.untilPage(pageTest)
	if legs := b.w.state.proofs().legs(); legs[0] != kit.Proven || legs[1] != kit.ProvenHere {
		t.Errorf("legs %v", legs)
	}
}

func TestProofThatFailsLeadsToTheRepair(t *testing.T) {
	b := newBench(t)
	b.proves("other-audience.xml", false)
	if view := b.w.screen.(*examinePage).view; !view.fix.Visible() || b.w.state.test.answered {
		t.Error("no repair is offered")
	}
}

func TestWaitingForTheProofIsStopped(t *testing.T) {
	b := newBench(t)
	b.flow.prove = listens
	b.toProof()
	b.press()
	b.until("address", func() bool { return b.w.state.proof.address != "" })
	b.w.back()
	if b.w.state.page != pageProve {
		t.Fatal("back leads away while the address stands")
	}
	test.Tap(b.w.screen.(*provePage).open)
	b.until("browser", func() bool { return len(b.opens()) == 1 })
	if got := b.opens()[0]; got != proofAddress {
		t.Errorf("opened %q", got)
	}
	b.w.backByKey()
	b.until("stopped", func() bool { return b.w.state.proof.result != nil })
	b.shows("You stopped waiting. No response arrived.")
	b.press()
	b.untilPage(pageExamine)
	if b.w.state.examine.asked != askError {
		t.Errorf("asks about %q", b.w.state.examine.asked)
	}
}

func TestProofThatCannotBeMadeSaysWhy(t *testing.T) {
	b := newBench(t)
	b.flow.planned = func() (setup.ProofPlan, error) {
		return setup.ProofPlan{}, &setup.Problem{Step: setup.StepProof, Kind: setup.ProofNoPort, Retry: true, Facts: map[string]string{}}
	}
	b.toTest()
	b.w.detour(pageProve)
	b.until("problem", func() bool { return b.w.state.proof.problem != nil })
	page := b.w.screen.(*provePage)
	b.flow.planned = nil
	test.Tap(page.trouble.again)
	b.until("plan", func() bool { return b.w.state.proof.plan != nil })
	b.flow.prove = func(context.Context, setup.ProofDesk) (setup.Proof, error) {
		return setup.Proof{End: setup.ProofStopped}, &setup.Problem{Step: setup.StepProof, Kind: setup.ProofStays, Facts: map[string]string{"URL": proofAddress}}
	}
	b.press()
	b.until("stays", func() bool { return b.w.state.proof.problem != nil })
	if !page.trouble.panel.Visible() {
		t.Error("an address that stays goes unsaid")
	}
}

// What the tenant shows answers more than the bundle does.
func TestQuestionsAreAnsweredFromTheTenant(t *testing.T) {
	b := newBench(t)
	b.flow.trial = func() (setup.Trial, error) {
		return setup.Trial{On: samlcfg.SignOn{User: "other@contoso.com", PortalUser: "Britta Simon"}}, nil
	}
	b.toTest()
	b.w.show(pageSymptom)
	b.w.chooseSymptom(samlcfg.SymptomUnknownUser)
	b.until("trial", func() bool { return b.w.state.trial != nil })
	b.shows("Entra sends the test user as other@contoso.com.")
	b.flow.trial = func() (setup.Trial, error) { return setup.Trial{}, errors.New("lost") }
}

// provePictures are the states of the proof on this computer.
func provePictures() []picture {
	return []picture{
		{"16-prove", false, func(b *bench) { b.toProof() }},
		{"16-prove-waiting", false, func(b *bench) {
			b.flow.prove = listens
			b.toProof()
			b.press()
			b.until("address", func() bool { return b.w.state.proof.address != "" })
		}},
		{"16-prove-ended", false, func(b *bench) {
			b.flow.prove = listens
			b.toProof()
			b.press()
			b.until("address", func() bool { return b.w.state.proof.address != "" })
			b.w.stopProof()
			b.until("stopped", func() bool { return b.w.state.proof.result != nil })
		}},
	}
}

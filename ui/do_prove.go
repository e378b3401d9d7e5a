package ui

import (
	"context"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// proofState is how the proof on this computer is going.
type proofState struct {
	looking bool
	plan    *setup.ProofPlan
	problem *setup.Problem
	running bool
	stage   setup.ProofStage
	wait    *setup.Wait
	address string        // to be opened, once it can be
	stop    chan struct{} // closed: the person waits no longer
	stopped bool
	result  *setup.Proof // of the last proof without an answer
}

// planProof looks what a proof would change for a while. The plan keeps a port.
func (w *Window) planProof() {
	p := &w.state.proof
	p.drop()
	*p = proofState{looking: true}
	wish := w.standingWish()
	runAsync(w.work, w.life, w.visit, func(ctx context.Context) (setup.ProofPlan, error) {
		plan, err := w.flow.PlanProof(ctx, wish)
		if err == nil && ctx.Err() != nil {
			plan.Close() // the page was left meanwhile
			err = ctx.Err()
		}
		return plan, err
	}, func(plan setup.ProofPlan, err error) {
		if !p.looking {
			plan.Close()
			return
		}
		p.looking, p.problem = false, problemOf(err)
		if err == nil {
			p.plan = &plan
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// drop gives the port back that a plan keeps.
func (p *proofState) drop() {
	if p.plan != nil && !p.running {
		p.plan.Close()
		p.plan = nil
	}
}

// prove adds the temporary Reply URL, waits for the sign-in, judges the answer, and
// takes the address away again.
func (w *Window) prove() {
	p := &w.state.proof
	plan, visit := *p.plan, w.visit
	*p = proofState{running: true, plan: p.plan, stop: make(chan struct{})}
	desk := setup.ProofDesk{Language: w.words.Tag(), Stop: p.stop,
		Say: func(key string, facts map[string]string) string { return w.words.Say(key, words.From(facts)) },
		Tell: func(stage setup.ProofStage, address string) {
			w.work.post(visit, func() { w.proofAt(stage, address) })
		},
		Emit: func(event setup.Event) { w.work.post(visit, func() { w.proofNews(event) }) },
	}
	runAsync(w.work, visit, visit, func(ctx context.Context) (setup.Proof, error) {
		return w.flow.Prove(ctx, plan, desk)
	}, w.proved)
	w.refresh()
}

func (w *Window) proofAt(stage setup.ProofStage, address string) {
	w.state.proof.stage, w.state.proof.wait = stage, nil
	if stage == setup.ProofListening {
		w.state.proof.address = address
	}
	w.refresh()
	if stage == setup.ProofListening {
		w.focusFirst()
	}
}

func (w *Window) proofNews(event setup.Event) {
	if event.Exchange != nil {
		w.note(*event.Exchange)
	}
	if event.Step != "" {
		w.state.proof.wait = event.Wait
		w.refresh()
	}
}

// proved shows what came of a proof: an answer of Entra's as any other answer.
func (w *Window) proved(result setup.Proof, err error) {
	p := &w.state.proof
	p.running, p.plan, p.wait = false, nil, nil
	p.problem = problemOf(err)
	if result.End == setup.ProofAnswered && err == nil {
		w.state.examine = examineState{asked: askResponse}
		w.show(pageExamine)
		w.examined(&examined{response: true, proof: true, reading: result.Reading, findings: result.Findings, errors: result.Reading.Refusal})
		w.state.test.answered = result.Holds
		return
	}
	p.result = &result
	w.refresh()
	w.focusFirst()
}

// stopProof ends the wait for a sign-in; the address is taken away.
func (w *Window) stopProof() {
	if p := &w.state.proof; p.running && !p.stopped {
		p.stopped = true
		close(p.stop)
		w.refresh()
	}
}

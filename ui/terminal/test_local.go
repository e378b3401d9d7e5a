package terminal

import (
	"context"

	"backupsso/assets/words"
	"backupsso/graph/setup"
)

// proveHere shows what a local proof changes for a while, asks, and makes it.
func (t *tried) proveHere(ctx context.Context) error {
	t.local = true
	plan, err := t.flow.PlanProof(ctx, t.wish)
	if err != nil {
		return err
	}
	defer plan.Close()
	t.showProof(plan)
	if blocked := plan.Blocked(); blocked != nil {
		return blocked
	}
	t.changes = true
	if err := t.confirm(ctx, &t.flags.setupFlags, "terminal.test.local.ask", "terminal.test.local.not-confirmed"); err != nil {
		return err
	}
	stop := make(chan struct{})
	watching, unwatch := context.WithCancel(ctx)
	defer unwatch()
	desk := setup.ProofDesk{Say: t.sayTo, Language: t.words.Tag(), Emit: t.tellWaits(), Wait: t.flags.wait, Stop: stop}
	if t.flags.open {
		desk.OpenURL = t.OpenURL
	}
	desk.Tell = func(stage setup.ProofStage, address string) {
		t.json.write(object{"event": "proof", "stage": stage, "address": address})
		t.screen.line(t.words.Say("proof.stage."+string(stage), facts{"Address": address}))
		if stage == setup.ProofListening {
			t.screen.line("  " + address)
			t.screen.line("  " + t.words.Say("terminal.test.local.lag"))
			if t.InTerminal {
				t.screen.line("  " + t.words.Say("terminal.test.local.enter"))
				go t.stopsAtEnter(watching, stop)
			}
		}
	}
	result, err := t.flow.Prove(ctx, plan, desk)
	unwatch()
	t.json.write(object{"event": "proved", "end": result.End, "holds": result.Holds, "address": result.Address, "began": result.Began,
		"unasked": result.Unasked, "requests": result.Requests})
	if err != nil {
		return err
	}
	return t.proved(ctx, result)
}

// stopsAtEnter lets a person end the wait.
func (t *tried) stopsAtEnter(ctx context.Context, stop chan<- struct{}) {
	if _, err := t.answers.next(ctx); err == nil {
		close(stop)
	}
}

// showProof shows the plan, and what the documents say of it and what they do not.
func (t *tried) showProof(plan setup.ProofPlan) {
	changes := make([]object, 0, len(plan.Changes))
	t.screen.line("")
	t.screen.styled(strong, t.words.Say("terminal.test.local.title"))
	for _, change := range plan.Changes {
		t.showChange(change)
		changes = append(changes, object{"what": change.What, "verb": change.Verb, "before": change.Before, "after": change.After})
	}
	t.screen.line("")
	for _, key := range plan.Notes() {
		t.screen.line("  - " + t.words.Say(key, facts{"ReplyURL": t.wish.Portal.ReplyURL, "Default": plan.DefaultBefore}))
	}
	t.json.write(object{"event": "proof-plan", "address": plan.Address, "changes": changes, "left_over": listed(plan.LeftOver)})
}

// proved tells what came of it, and leads on.
func (t *tried) proved(ctx context.Context, result setup.Proof) error {
	t.screen.line("")
	if result.Unasked > 0 {
		t.screen.styled(warn, t.words.Count("terminal.test.local.unasked", result.Unasked))
	}
	if result.End != setup.ProofAnswered {
		t.screen.line(t.words.Say("proof.end." + string(result.End)))
		if !t.InTerminal {
			return &stop{code: Question, kind: string(result.End), what: t.words.Say("terminal.test.local.nothing.what"), next: t.words.Say("terminal.test.local.nothing.next")}
		}
		return t.pasted(ctx, "terminal.test.paste-error")
	}
	t.trial.On.Live.SeenName = result.Reading.Person.NameID
	if err := t.tellResponse(answer{reading: result.Reading, findings: result.Findings, compared: true}, t.scope); err != nil {
		return err
	}
	t.screen.styled(good, t.words.Say("proof.end.holds", facts{"Name": result.Reading.Person.NameID}))
	t.screen.line(t.words.Say("proof.end.not-live"))
	return nil
}

// sayTo puts the words of the page in the browser.
func (t *tried) sayTo(key string, about map[string]string) string {
	return t.words.Say(key, words.From(about))
}

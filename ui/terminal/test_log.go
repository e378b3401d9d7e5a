package terminal

import (
	"context"
	"errors"

	"backupsso/graph/setup"
)

// logged waits for the sign-in to show in Entra's log, and leads on from its
// result. Without licence or right to read it, the person is asked instead.
func (t *tried) logged(ctx context.Context) error {
	live, can := t.flow.(LiveFlow)
	if !can {
		return errNoLive
	}
	t.screen.now(t.words.Say("terminal.sign-ins.reading"))
	log, err := live.AwaitSignIn(ctx, t.wish, t.trial.Want.Now, t.tellWaits())
	t.screen.clear()
	var problem *setup.Problem
	switch {
	case errors.As(err, &problem) && problem.OfTheLog():
		t.tellLogOff(problem)
		return t.ask(ctx)
	case err != nil:
		return err
	}
	t.showSignIns(log)
	if len(log.Entries) == 0 {
		return &stop{code: Question, kind: "not-logged", what: t.words.Say("terminal.test.log.none.what"), next: t.words.Say("terminal.test.log.none.next")}
	}
	newest := log.Decisive()
	if newest.Result == setup.SignInWorked {
		t.screen.line("")
		t.screen.styled(good, t.words.Say("terminal.test.log.worked"))
		t.json.write(object{"event": "tested", "result": "entra-signed-in"})
		return nil
	}
	if repair, mends := setup.RepairOf(newest.Error.Fix, t.wish, newest.UPN); mends {
		t.showMending(t.scope, repair, mends, "")
	}
	return t.failed("sign-in-error")
}

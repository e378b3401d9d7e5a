package terminal

import (
	"context"
	"strings"
	"sync"

	"backupsso/graph/setup"
)

// signIn signs in and says as whom. Where asks is set and a person is there, what
// stands in the way of the network may be cleared and tried again.
func (r *run) signIn(ctx context.Context, session Session, asks bool, how setup.SignIn) error {
	if r.target.Practice {
		r.screen.styled(marked, r.words.Say("terminal.practice-mark"))
	}
	r.flow, r.asking = session.Flow, how.Permissions()
	how.OpenURL = r.openSignIn
	how.ShowCode = r.showCode
	if waiting, can := session.Flow.(interface{ TellWaits(func(setup.Wait)) }); can {
		waiting.TellWaits(r.waiting())
	}
	for {
		who, err := session.Flow.SignIn(ctx, how)
		r.screen.clear()
		if err == nil {
			r.signedIn(who, how.Way)
			return nil
		}
		again, failure := false, ctx.Err()
		if failure == nil && asks && r.InTerminal {
			again, failure = r.cleared(ctx, session, err, &how)
		}
		switch {
		case failure != nil:
			return failure
		case !again:
			return err
		}
	}
}

func (r *run) signedIn(who setup.Who, way setup.Way) {
	domain := who.Tenant.DefaultDomain()
	key := "terminal.signed-in"
	if who.Account.Application {
		key = "terminal.signed-in-application"
	}
	r.screen.line(r.words.Say(key, facts{"Name": who.Account.Name, "UPN": who.Account.UPN, "Tenant": who.Tenant.Name, "Domain": domain}))
	if who.Remembered {
		r.screen.line(r.words.Say("terminal.client-remembered", facts{"Client": who.ClientID, "Tenant": who.Tenant.Name}))
	}
	r.tellStay(who.Stay)
	r.who = who
	if r.quietRoles {
		who.MayLack, who.NotGranted = nil, nil // all of it is told in a moment
	} else if (way == setup.AzureCLI || way.Unattended()) && len(who.Grant.Permissions) > 0 {
		r.screen.line(r.words.Say("terminal.granted", facts{"Scopes": strings.Join(who.Grant.Permissions, ", ")}))
	}
	for _, scope := range who.NotGranted {
		r.screen.styled(warn, r.words.Say("terminal.not-granted", facts{"Scope": scope}))
	}
	for _, role := range who.MayLack {
		r.screen.styled(warn, r.words.Say("terminal.may-lack", facts{"Role": role}))
	}
	r.json.signedIn(who, domain)
}

// cleared offers to clear what keeps the network from working: a proxy's question
// is answered, everything else is tried again when the person says so.
func (r *run) cleared(ctx context.Context, session Session, err error, how *setup.SignIn) (again bool, failure error) {
	problem := problemOf(err)
	switch {
	case problem.Kind == setup.ProxyPassword && session.ProxyPassword != nil && r.ReadSecret != nil:
		return r.answerProxy(ctx, session, problem)
	case problem.Kind == setup.ProofPassword && r.ReadSecret != nil:
		return r.askCertificatePassword(ctx, problem, how)
	case !problem.OfNetwork() || !problem.Retry:
		return false, nil
	}
	reason := r.stopOf(err)
	r.screen.styled(bad, reason.what)
	r.screen.line(reason.why)
	r.screen.line(reason.next)
	return r.agree(ctx, r.words.Say("terminal.try-again"))
}

// answerProxy asks for what a proxy asks for. An empty name gives up.
func (r *run) answerProxy(ctx context.Context, session Session, problem *setup.Problem) (again bool, failure error) {
	r.screen.line(r.words.Say("problem.proxy-password.what", factsOf(problem)))
	r.screen.prompt(r.words.Say("terminal.proxy.user"))
	user, err := r.answers.next(ctx)
	if err != nil || user == "" {
		return false, ctx.Err()
	}
	r.screen.prompt(r.words.Say("terminal.proxy.password"))
	password, err := r.ReadSecret(ctx)
	r.screen.line("")
	if err != nil {
		return false, ctx.Err()
	}
	session.ProxyPassword(user, password)
	return true, nil
}

// waiting tells what is waited for: in the status line, or once per reason where
// there is none.
func (r *run) waiting() func(setup.Wait) {
	var mu sync.Mutex
	told := map[string]bool{}
	return func(wait setup.Wait) {
		mu.Lock()
		defer mu.Unlock()
		text := r.words.Say("wait." + wait.Reason)
		r.json.event(setup.Event{Time: r.Now(), Step: setup.StepSignIn, State: setup.Waiting, Wait: &wait})
		if r.screen.live {
			r.screen.now(text)
		} else if !told[wait.Reason] {
			told[wait.Reason] = true
			r.screen.line(text)
		}
	}
}

// openSignIn shows the address of the sign-in page and opens it. A browser that
// does not open ends nothing: the address can be opened by hand.
func (r *run) openSignIn(address string) error {
	r.explainOnce()
	r.screen.line(r.words.Say("terminal.sign-in.browser"))
	r.screen.line("  " + address)
	r.json.write(object{"event": "sign-in", "url": address})
	if err := r.OpenURL(address); err != nil {
		r.screen.line(r.words.Say("terminal.sign-in.not-opened"))
	}
	r.screen.line(r.words.Say("terminal.sign-in.trouble"))
	r.screen.now(r.words.Say("terminal.sign-in.waiting"))
	return nil
}

// explainOnce tells what a sign-in asks for, before the person is asked. What the
// changes ask for later is told with the wait for it.
func (r *run) explainOnce() {
	r.explainLeave("terminal.consent.asks", r.asking)
	r.asking = nil
}

func (r *run) showCode(code setup.Code) {
	if code.Turn > 1 {
		r.screen.line(r.words.Say("terminal.sign-in.next-code"))
	}
	r.explainOnce()
	r.screen.line(r.words.Say("terminal.sign-in.code", facts{"URL": code.URL, "Code": code.UserCode, "Time": r.words.Clock(code.Expires.Local())}))
	if r.target.Practice {
		r.screen.line(r.words.Say("terminal.sign-in.practice"))
	}
	r.json.write(object{"event": "code", "user_code": code.UserCode, "url": code.URL, "expires": code.Expires.UTC(), "turn": code.Turn})
	r.screen.now(r.words.Say("terminal.sign-in.waiting"))
}

package terminal

import (
	"context"
	"errors"
	"slices"

	"backupsso/graph/setup"
)

// The exit codes, a contract with scripts.
const (
	Done        = 0   // the job is done
	Failure     = 1   // failed, with the next step named
	Usage       = 2   // wrong usage
	Question    = 3   // a question that needs a person
	Interrupted = 130 // Ctrl-C
)

// stop is why a command ended early, in words.
type stop struct {
	code            int
	kind            string // for scripts: a setup.Kind or the terminal's own name
	what, why, next string
	problem         *setup.Problem // nil when the terminal itself stopped
}

// Error returns what happened.
func (s *stop) Error() string { return s.what }

// stopOf puts err into words and an exit code.
func (r *run) stopOf(err error) *stop {
	var already *stop
	if errors.As(err, &already) {
		return already
	}
	problem := problemOf(err)
	key := "problem." + string(problem.Kind)
	facts := factsOf(problem)
	reason := &stop{code: Failure, kind: string(problem.Kind), problem: problem,
		what: r.words.Say(key+".what", facts), why: r.words.Say(key+".why", facts), next: r.words.Say(key+".next", facts)}
	switch problem.Kind {
	case setup.SeveralApps:
		reason.code = Question
		reason.next = r.words.Say("terminal.choose-application")
	case setup.NoSuchApplication:
		reason.code = Question
		reason.next = r.words.Say(choosing(problem.Choices))
	case setup.SpareApplication:
		reason.next = r.words.Say("terminal.remove-spare")
	case setup.TenantUnknown:
		reason.next = r.words.Say("terminal.correct-tenant")
	case setup.DeviceCodeBlocked:
		reason.next = r.words.Say("terminal.correct-device")
	case setup.WrongCloud:
		reason.next = r.words.Say("terminal.correct-cloud", facts)
	case setup.ClientUnknown:
		reason.next = r.words.Say("terminal.correct-client")
	case setup.TLSUntrusted:
		reason.next = r.words.Say("terminal.name-authority")
	case setup.AuthorityUnusable, setup.ProxySetting, setup.IdentityIncomplete:
		reason.code = Usage
	case setup.NobodyNamed:
		reason.code = Question
		reason.next = r.words.Say("terminal.name-somebody")
	case setup.SignInRefused:
		if r.target.Practice { // whose codes need no page of Microsoft's
			reason.next = r.words.Say("terminal.refused-in-practice")
		}
	case setup.Cancelled:
		r.interrupted(reason)
	case setup.PortalRefused:
		reason.code = Usage
	}
	return reason
}

// choosing is the key of what to do where the application that was named is not there. A
// command for a set-up that stands offers no new one.
func choosing(choices []setup.Choice) string {
	switch {
	case slices.ContainsFunc(choices, func(c setup.Choice) bool { return c.ID == setup.NewApplication }):
		return "terminal.choose-application"
	case len(choices) > 0:
		return "terminal.choose-standing"
	}
	return "terminal.correct-application"
}

// interrupted says how far it came, for a run that was stopped by Ctrl-C.
func (r *run) interrupted(reason *stop) {
	reason.code = Interrupted
	if reason.kind == string(setup.ProofStays) {
		return // something is left over, and that is what has to be said
	}
	reason.what = r.words.Say("terminal.interrupted.nothing")
	reason.why, reason.next = "", r.words.Say("terminal.interrupted.again")
	if r.made > 0 {
		reason.what = r.words.Count("terminal.interrupted.made", r.made, facts{"Total": r.total})
		reason.next = r.words.Say("terminal.interrupted.carry-on")
	}
	if r.made == 0 && r.sent {
		reason.what = r.words.Say("terminal.interrupted.begun")
		reason.next = r.words.Say("terminal.interrupted.carry-on")
	}
	if r.target.Practice && r.target.PracticeURL == "" {
		reason.next = r.words.Say("terminal.interrupted.practice")
	}
}

// problemOf returns err as a Problem. What is none becomes an unexpected one, so
// that nothing ends without words.
func problemOf(err error) *setup.Problem {
	var problem *setup.Problem
	if errors.As(err, &problem) {
		return problem
	}
	if errors.Is(err, context.Canceled) {
		return &setup.Problem{Kind: setup.Cancelled, Err: err, Retry: true}
	}
	return &setup.Problem{Kind: setup.Unexpected, Err: err, Detail: setup.Detail{Message: err.Error()}}
}

// wrongUsage stops with the words of "terminal.usage.<name>" and a pointer to
// the help of the command.
func (r *run) wrongUsage(name string, about ...facts) *stop {
	return &stop{code: Usage, kind: "usage", what: r.words.Say("terminal.usage."+name, about...),
		next: r.words.Say("terminal.usage.next", facts{"Command": r.command})}
}

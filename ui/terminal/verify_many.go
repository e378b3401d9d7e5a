package terminal

import (
	"context"
	"strconv"
	"strings"

	"backupsso/graph/setup"
	"backupsso/samlcfg"
)

// tenantNames is a flag that may be given several times; the last value is the
// single one that other commands know.
type tenantNames struct {
	last *string
	all  []string
}

// Set adds a tenant.
func (t *tenantNames) Set(value string) error {
	*t.last, t.all = value, append(t.all, value)
	return nil
}

// String shows the tenants.
func (t *tenantNames) String() string { return strings.Join(t.all, ",") }

// Type names the kind of value.
func (t *tenantNames) Type() string { return "string" }

// job is one set-up of many to verify.
type job struct {
	name     string // as it was asked for, when nothing is remembered of it
	standing setup.Standing
	known    bool
}

// jobs chooses among what is remembered: everything that stands, or the tenants that
// were named, each by id, domain or name.
func jobs(memory Memory, names []string, all bool) []job {
	var chosen []job
	take := func(fits func(setup.Standing) bool) bool {
		found := false
		for _, one := range memory.Standings {
			if one.Identifier != "" && one.State != setup.StageUndone && one.State != setup.StageAsked && fits(one) {
				chosen, found = append(chosen, job{standing: one, known: true}), true
			}
		}
		return found
	}
	if all {
		take(func(setup.Standing) bool { return true })
		return chosen
	}
	for _, name := range names {
		if !take(func(one setup.Standing) bool {
			return strings.EqualFold(name, one.TenantID) || strings.EqualFold(name, one.TenantDomain) || strings.EqualFold(name, one.TenantName)
		}) {
			chosen = append(chosen, job{name: name})
		}
	}
	return chosen
}

// title names a job for people.
func (j job) title() string {
	if !j.known {
		return j.name
	}
	name := firstNonEmpty(j.standing.TenantName, j.standing.TenantID)
	if j.standing.TenantDomain != "" {
		name += " (" + j.standing.TenantDomain + ")"
	}
	return name + ": " + j.standing.Identifier
}

// verifyMany verifies one set-up after the other. One failure stops none of the rest.
func (r *run) verifyMany(ctx context.Context, target Target, flags *setupFlags, names []string, all bool) error {
	r.target = target
	r.useJSON(flags.json)
	if err := flags.check(r); err != nil {
		return err
	}
	list := jobs(r.remembered().of(target.Practice, target.PracticeURL), names, all)
	if len(list) == 0 {
		r.json.write(object{"event": "summary", "verified": 0, "failed": 0})
		r.screen.line(r.words.Say("terminal.verify-many.none"))
		return nil
	}
	outcomes := make([]error, len(list))
	var session openSession
	defer func() { session.end() }()
	for i, one := range list {
		r.screen.line("")
		r.screen.styled(strong, r.words.Say("terminal.verify-many.title", facts{"Number": strconv.Itoa(i + 1), "Total": len(list), "What": one.title()}))
		outcomes[i] = r.verifyOne(ctx, target, flags, one, &session)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.tellOutcome(one, outcomes[i])
	}
	return r.summary(list, outcomes)
}

// openSession is kept for the next set-up in the same tenant.
type openSession struct {
	tenant string
	flow   LaterFlow
	close  func()
}

func (s *openSession) end() {
	if s.close != nil {
		s.close()
	}
	*s = openSession{}
}

func (r *run) verifyOne(ctx context.Context, target Target, flags *setupFlags, one job, session *openSession) error {
	if !one.known {
		return &stop{code: Failure, kind: string(setup.NotSetUp), what: r.words.Say("terminal.verify-many.unknown.what", facts{"Tenant": one.name}),
			next: r.words.Say("terminal.verify-many.unknown.next")}
	}
	portal, err := samlcfg.WithAddresses(one.standing.Identifier, one.standing.ReplyURL)
	if err != nil {
		return r.portalRefused(err)
	}
	if !strings.EqualFold(session.tenant, one.standing.TenantID) || session.flow == nil {
		session.end()
		if err := r.enterTenant(ctx, target, flags, one.standing, session); err != nil {
			session.end()
			return err
		}
	}
	return r.verify(ctx, session.flow, setup.Wish{Portal: portal, TestUser: setup.TestUser{UPN: one.standing.TestUserUPN}, Language: r.words.Tag()})
}

func (r *run) enterTenant(ctx context.Context, target Target, flags *setupFlags, standing setup.Standing, session *openSession) error {
	target.Practice = standing.Practice
	if standing.Practice {
		target.PracticeURL = firstNonEmpty(standing.Login, target.PracticeURL)
	}
	if standing.Cloud != "" && standing.Cloud != "practice" {
		target.Cloud = standing.Cloud
	}
	opened, err := r.connect(ctx, target, flags)
	if err != nil {
		return err
	}
	session.close = opened.End
	flow, can := opened.Flow.(LaterFlow)
	if !can {
		return errNoLater
	}
	how, err := flags.how(r, target, setup.SignIn{TenantID: standing.TenantID})
	if err != nil {
		return err
	}
	if err := r.signIn(ctx, opened, false, how); err != nil {
		return err
	}
	session.tenant, session.flow = standing.TenantID, flow
	return nil
}

// tellOutcome tells programs what came of one set-up, and people why it failed.
func (r *run) tellOutcome(one job, err error) {
	line := object{"event": "set-up-verified", "tenant_id": one.standing.TenantID, "tenant": firstNonEmpty(one.standing.TenantName, one.name),
		"identifier": one.standing.Identifier, "ok": err == nil, "kind": "", "problem": ""}
	if err != nil {
		reason := r.stopOf(err)
		line["kind"], line["problem"] = reason.kind, reason.what
		r.showStop(reason)
	}
	r.json.write(line)
}

// summary lists what came of all, and fails when anything did.
func (r *run) summary(list []job, outcomes []error) error {
	failed := 0
	r.screen.line("")
	r.screen.styled(strong, r.words.Say("terminal.verify-many.summary"))
	for i, one := range list {
		if outcomes[i] == nil {
			r.screen.line("  " + r.words.Say("terminal.verify.ok") + " " + one.title())
			continue
		}
		failed++
		r.screen.styled(bad, "  "+r.words.Say("terminal.verify.not")+" "+one.title())
		r.screen.line("      " + r.stopOf(outcomes[i]).what)
	}
	r.json.write(object{"event": "summary", "verified": len(list), "failed": failed})
	if failed == 0 {
		return nil
	}
	return &stop{code: Failure, kind: "some-failed", what: r.words.Count("terminal.verify-many.failed.what", failed, facts{"Total": len(list)}),
		next: r.words.Say("terminal.verify-many.failed.next")}
}

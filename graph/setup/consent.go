package setup

import (
	"context"
	"slices"
	"strings"
	"time"

	"backupsso/graph"
	"backupsso/graph/setup/journal"
)

// consentPatience is how long a person has to consent before a device code or a
// sign-in page has run out.
const consentPatience = 15 * time.Minute

// Consent is what an administrator has to allow before a set-up can go on, in a form
// that can be sent.
type Consent struct {
	Permissions []string
	Page        string // where an administrator allows them for everyone
	TenantID    string // as far as it is known: an id, a domain, or empty
	Tenant      string // its name; often empty
	ClientID    string
	Account     string // who asks; often empty
	Cloud       string
	Practice    bool
}

// Consent puts permissions into a request to an administrator. None means all that
// the sign-in and the changes can need, so that the administrator is asked once.
func (f *Flow) Consent(permissions []string) Consent {
	if len(permissions) == 0 {
		everything := f.way
		everything.AllAtOnce, everything.SelfOnly = true, false
		permissions = everything.Permissions()
	}
	client := f.client()
	if client == "" {
		client = graph.DefaultClientID
	}
	consent := Consent{Permissions: slices.Clone(permissions), ClientID: client, Cloud: f.config.Cloud.Name, Practice: f.config.Practice,
		TenantID: firstText(f.who.Tenant.ID, f.found.ID, f.askedTenant), Tenant: f.who.Tenant.Name, Account: firstText(f.who.Account.UPN, f.way.LoginHint)}
	consent.Page = f.config.Cloud.AdminConsentPage(consent.TenantID, client, permissions)
	return consent
}

// AskConsent makes a request for a tenant without signing in: it looks whether the
// tenant is there, and in this cloud.
func (f *Flow) AskConsent(ctx context.Context, ask SignIn) (Consent, error) {
	f.askedTenant, f.who, f.way = ask.TenantID, Who{}, ask
	if err := f.findTenant(ctx); err != nil {
		return Consent{}, f.problem(StepSignIn, err)
	}
	if _, err := f.entrance(ask); err != nil {
		return Consent{}, f.problem(StepSignIn, err)
	}
	return f.Consent(nil), nil
}

// Consented reports whether an administrator has allowed by now what a consent is
// about, without asking anybody. It needs a sign-in, whose renewed token holds it.
func (f *Flow) Consented(ctx context.Context, consent Consent) (bool, error) {
	if err := f.signedIn(); err != nil {
		return false, err
	}
	directory, can := f.directory.(widener)
	if !can {
		return false, nil
	}
	allowed, err := directory.Allowed(ctx, consent.Permissions)
	if err != nil {
		return false, f.problem(StepSignIn, err)
	}
	if allowed {
		f.arrived(consent.Permissions)
	}
	return allowed, nil
}

// AwaitedConsent is a consent that was asked of an administrator.
type AwaitedConsent = journal.Consent

// AwaitConsent remembers, for the next start, that an administrator was asked.
func (f *Flow) AwaitConsent(consent Consent) error {
	if f.config.Journal == nil {
		return nil
	}
	err := f.config.Journal.Await(journal.Consent{Cloud: consent.Cloud, Practice: consent.Practice, Login: f.config.Cloud.Login,
		TenantID: consent.TenantID, TenantName: consent.Tenant, ClientID: consent.ClientID, Account: consent.Account,
		Permissions: consent.Permissions, Page: consent.Page})
	if err != nil {
		return journalProblem("", err)
	}
	return nil
}

// AwaitedConsents lists the consents that administrators were asked for and that have
// not been seen yet, the oldest first.
func AwaitedConsents(from *Journal) ([]AwaitedConsent, []*Problem) {
	if from == nil {
		return nil, nil
	}
	awaited, failures := from.Awaited()
	var problems []*Problem
	for _, failure := range failures {
		problems = append(problems, journalProblem("", failure))
	}
	return awaited, problems
}

// arrived forgets what was waited for, once it is granted.
func (f *Flow) arrived(granted []string) {
	if f.config.Journal == nil {
		return
	}
	known := graph.Grant{Readable: true, Permissions: granted}
	awaited, _ := f.config.Journal.Awaited()
	for _, consent := range awaited {
		ours := consent.Login == f.config.Cloud.Login && (consent.TenantID == "" || consent.TenantID == f.who.Tenant.ID || tenantHas(f.who.Tenant, consent.TenantID))
		if ours && len(known.Lacks(consent.Permissions)) == 0 {
			_ = f.config.Journal.Arrived(consent) // it is tried again after the next sign-in
		}
	}
}

func tenantHas(tenant graph.Tenant, domain string) bool {
	return slices.ContainsFunc(tenant.Domains, func(has graph.Domain) bool { return strings.EqualFold(has.Name, domain) })
}

package ui

import (
	"context"
	"path/filepath"
	"time"

	"backupsso/assets/words"
	"backupsso/graph/setup"
	"backupsso/samlcfg/bundle"
)

// accessState is what is known of what the account may do, and of who was asked for
// what it may not.
type accessState struct {
	looking  bool
	arriving bool // shown by itself, between the sign-in and the first question
	cause    *setup.Problem
	found    *setup.Preflight
	consent  *setup.Consent // to be asked of an administrator; nil: nothing
	asked    time.Time      // since when it is waited for; zero: nobody was asked
	looked   bool           // for the consent, and it was not there
	granted  bool
	problem  *setup.Problem // why it cannot be told
	refused  []string       // permissions that were asked for at the sign-in and not granted
	unkept   *setup.Problem // why it is not remembered that somebody was asked
	unopened string         // where the draft is that no mail program took
}

// roles are those to ask for.
func (a *accessState) roles() []string {
	if a.found == nil {
		return nil
	}
	return a.found.RolesToAsk()
}

// eligible reports whether activating a role would do.
func (a *accessState) eligible() bool {
	if a.found == nil || a.found.PIM == "" {
		return false
	}
	for _, one := range a.found.Lacking() {
		if one.Ground == setup.RoleEligible {
			return true
		}
	}
	return false
}

// request is what to ask for, "" for nothing.
func (a *accessState) request() (setup.Consent, bool) {
	switch {
	case a.granted && len(a.roles()) == 0:
	case a.consent != nil:
		return *a.consent, true
	case len(a.roles()) > 0:
		p := a.found
		return setup.Consent{TenantID: p.Tenant.ID, Tenant: p.Tenant.Name, Account: p.Account.Label(), Cloud: p.Cloud}, true
	}
	return setup.Consent{}, false
}

// leadsToAccess reports whether a problem is about leave that is missing, so that the
// page of what the account may do says more.
func leadsToAccess(problem *setup.Problem) bool {
	if problem.Preflight != nil || problem.Consent != nil {
		return true
	}
	switch problem.Kind {
	case setup.ConsentMissing, setup.ConsentByAdmin, setup.ConsentDeclined, setup.RoleMissing, setup.RightsLost, setup.ApplicationForbidden:
		return true
	case setup.Refused:
		return problem.Detail.Status == 401 || problem.Detail.Status == 403
	}
	return false
}

// openAccess shows what the account may do; cause is the problem that leads there, nil
// for none.
func (w *Window) openAccess(cause *setup.Problem) {
	a := accessState{cause: cause}
	if cause != nil {
		a.found, a.consent = cause.Preflight, cause.Consent
		if a.found != nil && a.consent == nil {
			a.consent = a.found.Consent
		}
	}
	w.state.access = a
	w.detour(pageAccess)
}

// pauseForAccess shows what the account may do between the sign-in and the first
// question, where a role seems to be missing, less was granted than was asked for, or a
// consent was waited for.
func (w *Window) pauseForAccess(who setup.Who) bool {
	s := w.state
	a := accessState{arriving: true}
	switch {
	case s.awaited != nil:
		waited := s.awaited
		a.asked = waited.Since
		a.consent = &setup.Consent{Permissions: waited.Permissions, Page: waited.Page, TenantID: waited.TenantID, Tenant: waited.TenantName,
			ClientID: waited.ClientID, Account: waited.Account, Cloud: waited.Cloud, Practice: waited.Practice}
	case len(who.MayLack)+len(who.NotGranted) == 0 || s.carried != nil || s.returning != "":
		return false
	default:
		a.refused = who.NotGranted
	}
	s.access = a
	w.detour(pageAccess)
	return true
}

// goOnFromAccess goes where the sign-in would have led.
func (w *Window) goOnFromAccess() {
	w.state.page, w.state.access.arriving, w.state.awaited = pageSignIn, false, nil
	w.arrive()
}

// lookAtAccess asks what the account may do; it changes nothing.
func (w *Window) lookAtAccess() {
	a := &w.state.access
	a.looking, a.problem = true, nil
	wish := w.state.wish(w.words.Tag())
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (setup.Preflight, error) {
		return w.flow.Preflight(ctx, wish)
	}, func(found setup.Preflight, err error) {
		a.looking, a.problem = false, problemOf(err)
		if err == nil {
			a.found = &found
			if a.consent == nil {
				a.consent = found.Consent
			}
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// checkAccess looks whether what was missing is there by now. What a role allows is
// part of a sign-in, so that nobody who is signed out is told anything.
func (w *Window) checkAccess() {
	a := &w.state.access
	if w.state.signIn.who == nil {
		w.show(pageSignIn)
		w.startSignIn()
		return
	}
	if a.consent == nil {
		w.lookAtAccess()
		return
	}
	a.looking, a.problem = true, nil
	asked := *a.consent
	runAsync(w.work, w.visit, w.visit, func(ctx context.Context) (bool, error) {
		return w.flow.Consented(ctx, asked)
	}, func(granted bool, err error) {
		a.looking, a.problem = false, problemOf(err)
		a.granted, a.looked = granted, err == nil && !granted
		if granted {
			a.consent, a.asked = nil, time.Time{}
			w.lookAtAccess()
			return
		}
		w.refresh()
		w.focusFirst()
	})
	w.refresh()
}

// requestText is the message to whoever can grant what is missing.
func (w *Window) requestText() string {
	asked, _ := w.state.access.request()
	return asked.Request(w.state.access.roles(), func(key string, facts map[string]string) string {
		if !w.words.Has(key) {
			return ""
		}
		return w.say(key, words.From(facts))
	})
}

// requestByMail saves the message as a draft and opens it in the mail program.
func (w *Window) requestByMail() {
	a := &w.state.access
	content := bundle.Draft(w.say("request.subject"), w.requestText(), w.now())
	w.openSaved(content, filepath.Join(w.deps.SaveDir, "permissions-request.eml"), func(saved string, unopened bool, err error) {
		a.unkept, a.unopened = problemOf(err), ""
		if unopened {
			a.unopened = saved
		}
		if err == nil {
			w.awaitConsent()
		}
	})
}

// awaitConsent remembers, for the next start, that an administrator was asked.
func (w *Window) awaitConsent() {
	a := &w.state.access
	if a.consent == nil || !a.asked.IsZero() {
		w.refresh()
		return
	}
	a.asked, a.unkept = w.now(), nil
	if !w.deps.Remembers {
		w.refresh()
		return
	}
	asked := *a.consent
	w.inTurn(func() error { return w.flow.AwaitConsent(asked) }, func(err error) {
		a.unkept = problemOf(err)
		w.refresh()
	})
	w.refresh()
}

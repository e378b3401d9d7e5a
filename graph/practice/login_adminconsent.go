package practice

import (
	"net/http"
	"net/url"
)

// adminConsent is /v2.0/adminconsent: an admin allows an app what it asks for, for
// everyone (learn.microsoft.com/entra/identity-platform/v2-admin-consent).
func (l *login) adminConsent(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	client, cause := l.findClient(query.Get("client_id"))
	if cause == nil {
		cause = l.checkRedirect(client, query.Get("redirect_uri"))
	}
	if cause != nil {
		l.refuseOnPage(w, r, cause)
		return
	}
	purpose := &adminConsentGoal{authRequest{client: client, redirect: query.Get("redirect_uri"), mode: "query", state: query.Get("state")}}
	if purpose.scopes, cause = l.parseScopes(r, query.Get("scope")); cause == nil {
		cause = checkPreset(client, purpose.scopes)
	}
	if cause != nil {
		purpose.refused(l, w, r, cause)
		return
	}
	sess := l.session(w, r)
	f := l.startFlow(sess, purpose)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pick = true
	l.advance(w, r, sess, f)
}

// adminConsentGoal ends a sign-in with consent for the whole tenant.
type adminConsentGoal struct{ authRequest }

func (g *adminConsentGoal) app() string       { return g.client.name }
func (g *adminConsentGoal) targets() []string { return []string{g.redirect} }

func (g *adminConsentGoal) finish(l *login, w http.ResponseWriter, r *http.Request, f *flow, who person) {
	if !mayConsent(who.Roles) {
		l.approvalPage(w, r, f, who, g.client, g.scopes.wanted())
		return
	}
	if !f.agreed {
		l.askConsent(w, r, f, who, g.client, g.scopes, nil)
		return
	}
	l.flows.drop(f.id)
	l.answerApp(w, r, g.authRequest, url.Values{"admin_consent": {"True"}, "tenant": {l.tenant.id},
		"scope": {scopeAnswer(g.scopes, nil)}})
}

func (g *adminConsentGoal) cancel(l *login, w http.ResponseWriter, r *http.Request, _ *flow) {
	g.refused(l, w, r, refuse(65004, "consent_required", "The resource owner or authorization server denied the request."))
}

func (g *adminConsentGoal) refused(l *login, w http.ResponseWriter, r *http.Request, cause *refusal) {
	values := l.incident(r, cause).values()
	values.Set("admin_consent", "True")
	l.answerApp(w, r, g.authRequest, values)
}

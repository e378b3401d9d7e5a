package practice

import "net/http"

// askConsent shows what an app wants to do, or that an admin must decide.
func (l *login) askConsent(w http.ResponseWriter, r *http.Request, f *flow, who person, client registeredClient, want asked, missing []permission) {
	for _, need := range missing {
		if need.Admin && !mayConsent(who.Roles) {
			l.approvalPage(w, r, f, who, client, missing)
			return
		}
	}
	lines := want.wanted()
	if want.openID["offline_access"] {
		lines = append(lines, permission{Words: "Keep access to data you gave it access to"})
	}
	l.page(w, http.StatusOK, "consent.html", f.goal.targets(), map[string]any{
		"Title":       "Permissions requested",
		"Flow":        f.id,
		"Who":         who,
		"App":         client.name,
		"AppID":       client.id,
		"FirstParty":  client.firstParty,
		"Permissions": lines,
		"Everyone":    mayConsent(who.Roles),
	})
}

// approvalPage is Entra's "Need admin approval".
func (l *login) approvalPage(w http.ResponseWriter, r *http.Request, f *flow, who person, client registeredClient, missing []permission) {
	what := l.incident(r, refuse(90094, "access_denied", "Admin consent is required for the permissions requested by this application."))
	l.page(w, http.StatusOK, "approval.html", f.goal.targets(), map[string]any{
		"Title":       "Need admin approval",
		"Flow":        f.id,
		"Who":         who,
		"App":         client.name,
		"Permissions": missing,
		"Text":        what.Error(),
		"Correlation": what.correlation,
		"Timestamp":   what.at.Format(entraTime),
	})
}

// accepted writes down the consent that the person gave on the page.
func (l *login) accepted(f *flow, everyone bool) {
	who, ok := l.personByID(f.user)
	if !ok {
		return
	}
	var client registeredClient
	var want asked
	switch purpose := f.goal.(type) {
	case *oauthGoal:
		client, want = purpose.client, purpose.scopes
	case *deviceGoal:
		client, want = purpose.device.client, purpose.device.scopes
	case *adminConsentGoal:
		client, want, everyone = purpose.client, purpose.scopes, true
	default:
		return
	}
	names := make([]string, 0, len(want.permissions))
	for _, need := range want.wanted() {
		if need.Admin && !mayConsent(who.Roles) {
			continue
		}
		names = append(names, need.Name)
	}
	user := who.ID
	if everyone && mayConsent(who.Roles) {
		user = ""
	}
	l.consents.give(client.id, user, names)
}

package practice

import (
	"net/http"
	"net/url"
)

// redeemPassword is the grant with user name and password, which cannot show a
// page: whatever would need one is an error
// (learn.microsoft.com/entra/identity-platform/v2-oauth-ropc).
func (l *login) redeemPassword(r *http.Request, form url.Values, client registeredClient) (*tokenAnswer, *refusal) {
	for _, name := range []string{"username", "password"} {
		if form.Get(name) == "" {
			return nil, missingParameter(name)
		}
	}
	scopes, cause := l.parseScopes(r, form.Get("scope"))
	if cause == nil {
		cause = checkPreset(client, scopes)
	}
	if cause != nil {
		return nil, cause
	}
	if !client.public {
		return nil, refuse(7000218, "invalid_client", "The request body must contain the following parameter: "+
			"'client_assertion' or 'client_secret'.").withStatus(http.StatusUnauthorized)
	}
	who, ok := l.personByName(form.Get("username"))
	if !ok {
		return nil, unknownUser(l, shorten(form.Get("username")))
	}
	if cause := l.checkPassword(who.ID, form.Get("password")); cause != nil {
		return nil, cause
	}
	if cause := l.barred(client, who); cause != nil {
		cause.oauth = "invalid_grant"
		return nil, cause
	}
	switch {
	case !who.Enabled:
		return nil, refuse(50057, "invalid_grant", "The user account is disabled.")
	case who.MustChange:
		return nil, refuse(50055, "invalid_grant", "The password is expired.")
	case l.tenant.faults.wantsSecondStep(who.UPN):
		return nil, stepMissing("invalid_grant")
	case len(l.unallowed(client, who.ID, scopes)) > 0:
		cause := notConsented(client)
		cause.oauth = "invalid_grant"
		return nil, cause
	}
	return &tokenAnswer{client: client, user: who.ID, scopes: scopes, clientInfo: form.Get("client_info") != ""}, nil
}

package graph

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
)

// Widen gets a token for more permissions, in the same sign-in. Whoever consented to
// them before is not asked again; otherwise the person is asked the way that Open
// asked. Ways in that nobody can be asked by stay as they are: what they were granted
// is all there is, so look at Grant afterwards. Its errors are *SignInErrors; after
// one the client is as good as before.
func (c *Client) Widen(ctx context.Context, permissions []string) error {
	if c.settled {
		return nil
	}
	return c.bearer.widen(ctx, c.cloud.ScopesOf(permissions), true)
}

// Allowed reports whether permissions are consented to by now, without asking the
// person anything. When they are, the client has them from then on. An error other
// than a refusal says that nobody could be asked.
func (c *Client) Allowed(ctx context.Context, permissions []string) (bool, error) {
	if c.settled {
		return c.covers(ctx, permissions)
	}
	err := c.bearer.widen(ctx, c.cloud.ScopesOf(permissions), false)
	var refused *SignInError
	switch {
	case err == nil:
		return c.covers(ctx, permissions)
	case errors.As(err, &refused) && (refused.Again || refused.Code != 0 || len(refused.Declined) > 0):
		return false, nil
	}
	return false, err
}

func (c *Client) covers(ctx context.Context, permissions []string) (bool, error) {
	grant, err := c.Grant(ctx)
	return err == nil && (!grant.Readable || len(grant.Lacks(permissions)) == 0), err
}

// Lacks lists the permissions that were not granted, by their own names or broader
// ones. Of a token that cannot be read nothing is known, so nothing is listed.
func (g Grant) Lacks(permissions []string) []string {
	if !g.Readable {
		return nil
	}
	var missing []string
	for _, permission := range permissions {
		if !g.Covers(permission) && !slices.Contains(missing, permission) {
			missing = append(missing, permission)
		}
	}
	return missing
}

// ErrOtherAccount says that somebody else answered when the person was asked for more.
var ErrOtherAccount = errors.New("another account answered")

// widen asks for a token with further scopes and keeps asking for them afterwards. A
// person is asked only where asks is set and silence does not do.
func (b *bearer) widen(ctx context.Context, more []string, asks bool) error {
	if err := b.enter(ctx); err != nil {
		return err
	}
	defer b.leave()
	if b.ended != nil {
		return b.ended
	}
	options := b.options
	options.Scopes = slices.Clone(b.options.Scopes)
	for _, scope := range more {
		if !slices.Contains(options.Scopes, scope) {
			options.Scopes = append(options.Scopes, scope)
		}
	}
	token, err := b.credential.GetToken(ctx, options)
	person, may := b.credential.(personal)
	if err != nil && asks && may && asksAgain(signInError(ctx, err, nil)) {
		token, err = person.begin(ctx, options)
	}
	if err != nil {
		return signInError(ctx, err, nil)
	}
	before, now := grantOf(b.token.Token), grantOf(token.Token)
	if before.Readable && now.Readable && (before.ObjectID != now.ObjectID || before.TenantID != now.TenantID) {
		// From here on the credential speaks for somebody else, so it must not be used.
		b.ended = &SignInError{Again: true, Err: ErrOtherAccount}
		return b.ended
	}
	b.token, b.options = token, options
	return nil
}

// AdminConsentPage is where an administrator allows a client some permissions for a
// whole tenant (learn.microsoft.com/entra/identity-platform/v2-admin-consent). An
// empty tenant means the administrator's own, an empty client DefaultClientID. The
// page ends at http://localhost, where nothing need answer: the consent stands by then.
func (c Cloud) AdminConsentPage(tenant, client string, permissions []string) string {
	signIn := SignIn{Cloud: c, TenantID: tenant, ClientID: client}
	query := url.Values{"client_id": {signIn.client()}, "redirect_uri": {"http://localhost"}, "scope": {strings.Join(c.ScopesOf(permissions), " ")}}
	return strings.TrimRight(c.Login, "/") + "/" + url.PathEscape(signIn.tenant()) + "/v2.0/adminconsent?" + strings.ReplaceAll(query.Encode(), "+", "%20")
}

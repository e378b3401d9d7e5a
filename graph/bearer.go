package graph

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// bearer puts the access token on requests. It stands at the very bottom, below
// the SDK's handlers, so that no handler, redirect or log above ever holds the
// token; and unlike the SDK's provider it never sends a request without one.
type bearer struct {
	credential azcore.TokenCredential
	options    policy.TokenRequestOptions
	now        func() time.Time

	gate  chan struct{} // a lock that a cancelled caller need not wait for; guards token
	token azcore.AccessToken
	ended *SignInError // why no token may be used any more; nil: they may
}

// early is how long before its end a token is renewed.
const early = 5 * time.Minute

func newBearer(credential azcore.TokenCredential, tenantID string, scopes []string, now func() time.Time) *bearer {
	return &bearer{
		credential: credential,
		// Every token is asked for with the same scopes and with EnableCAE: tokens
		// with and without it live in different caches, and mixing them would ask
		// the person to sign in twice.
		options: policy.TokenRequestOptions{Scopes: scopes, TenantID: tenantID, EnableCAE: true},
		now:     now,
		gate:    make(chan struct{}, 1),
	}
}

// begin gets the first token, for which a person may be asked.
func (b *bearer) begin(ctx context.Context) (string, error) {
	if err := b.enter(ctx); err != nil {
		return "", err
	}
	defer b.leave()
	asking, is := b.credential.(personal)
	if !is {
		return b.ask(ctx, b.options)
	}
	token, err := asking.begin(ctx, b.options)
	if err != nil {
		return "", signInError(ctx, err, nil)
	}
	b.token = token
	return token.Token, nil
}

// get returns a token that is still good, renewing it when needed.
func (b *bearer) get(ctx context.Context) (string, error) {
	if err := b.enter(ctx); err != nil {
		return "", err
	}
	defer b.leave()
	if b.ended != nil {
		return "", b.ended
	}
	if b.token.Token != "" && b.now().Before(b.renewal()) {
		return b.token.Token, nil
	}
	return b.ask(ctx, b.options)
}

// answer returns a new token that satisfies a claims challenge.
func (b *bearer) answer(ctx context.Context, claims string) (string, error) {
	if err := b.enter(ctx); err != nil {
		return "", err
	}
	defer b.leave()
	if b.ended != nil {
		return "", b.ended
	}
	options := b.options
	options.Claims = claims
	return b.ask(ctx, options)
}

// enter waits while another call may be asking a person to sign in.
func (b *bearer) enter(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return signInError(ctx, ctx.Err(), nil)
	case b.gate <- struct{}{}:
		return nil
	}
}

func (b *bearer) leave() { <-b.gate }

func (b *bearer) renewal() time.Time {
	renewal := b.token.ExpiresOn.Add(-early)
	if !b.token.RefreshOn.IsZero() && b.token.RefreshOn.Before(renewal) {
		return b.token.RefreshOn
	}
	return renewal
}

func (b *bearer) ask(ctx context.Context, options policy.TokenRequestOptions) (string, error) {
	token, err := b.credential.GetToken(ctx, options)
	if err != nil {
		return "", signInError(ctx, err, nil)
	}
	b.token = token
	return token.Token, nil
}

// newerThan is the challenge of a token that was refused without one. Libraries take
// it as a reason to leave their caches alone.
func newerThan(now time.Time) string {
	return fmt.Sprintf(`{"access_token":{"nbf":{"essential":true,"value":"%d"}}}`, now.Unix())
}

var challengedClaims = regexp.MustCompile(`(?i)(?:^|[\s,])claims="([A-Za-z0-9+/=_-]+)"`)

// claimsOf returns the decoded claims that a 401 asks for, or "".
func claimsOf(header http.Header) string {
	for _, challenge := range header.Values("WWW-Authenticate") {
		if len(challenge) < 7 || !strings.EqualFold(challenge[:7], "Bearer ") {
			continue
		}
		match := challengedClaims.FindStringSubmatch(challenge)
		if match == nil {
			continue
		}
		text := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(match[1]), "=")
		if claims, err := base64.RawStdEncoding.DecodeString(text); err == nil {
			return string(claims)
		}
	}
	return ""
}

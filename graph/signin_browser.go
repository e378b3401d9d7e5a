package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// browserCredential signs in through a browser on this computer. azidentity's
// InteractiveBrowserCredential would do the same with the same library beneath,
// but it starts the system's browser by itself: nobody could see or copy the
// address, and no test could walk the page. MSAL lets the caller open it.
type browserCredential struct {
	client   public.Client
	door     *door
	tenantID string
	hint     string
	openURL  func(address string) error
	kept     *kept // nil: in memory only

	mu      sync.Mutex
	account public.Account
	inner   azcore.TokenCredential // renews a kept sign-in; nil: client does
}

func newBrowserCredential(signIn SignIn, door *door) (*browserCredential, error) {
	if signIn.OpenURL == nil {
		return nil, &SignInError{NotOpened: true, Err: errors.New("nothing was given to open a browser with")}
	}
	options := []public.Option{
		public.WithAuthority(signIn.authority() + signIn.tenant()),
		public.WithHTTPClient(door),
		public.WithClientCapabilities([]string{"CP1"}), // claims challenges are understood
	}
	if signIn.Cloud.Practises {
		options = append(options, public.WithInstanceDiscovery(false))
	}
	client, err := public.New(signIn.client(), options...)
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	made := &browserCredential{
		client:   client,
		door:     door,
		tenantID: signIn.tenant(),
		hint:     signIn.LoginHint,
		openURL:  signIn.OpenURL,
		kept:     newKept(signIn),
	}
	if made.kept.known() {
		if made.inner, err = azidentity.NewDeviceCodeCredential(signIn.silently(door, made.kept.record())); err != nil {
			return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
		}
	}
	return made, nil
}

func (b *browserCredential) record() string { return b.kept.text() }

// begin takes a kept sign-in, or opens the browser.
func (b *browserCredential) begin(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if b.kept.known() {
		if token, err := b.GetToken(ctx, options); err == nil || !asksAgain(err) {
			return token, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.door.book.enter(nil, nil)
	if b.kept != nil {
		b.door.hold()
	}
	if !b.account.IsZero() {
		b.hint = b.account.PreferredUsername // who is asked for more is who signed in
	}
	result, err := b.interactive(ctx, options)
	answer := b.door.taken()
	if err != nil {
		return azcore.AccessToken{}, err
	}
	b.account, b.inner = result.Account, nil
	if answer != nil {
		// A vault that fails now keeps nothing; the sign-in itself is good.
		if inner, err := b.kept.take(ctx, b.door, options, answer); err == nil {
			b.inner = inner
		}
	}
	return tokenFrom(result), nil
}

// GetToken returns a token without asking anybody. Its errors are *SignInErrors.
func (b *browserCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if options.TenantID != "" && !strings.EqualFold(options.TenantID, b.tenantID) {
		return azcore.AccessToken{}, &SignInError{Err: fmt.Errorf("signed in to %s, not to %s", b.tenantID, options.TenantID)}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.door.book.enter(nil, nil)
	if b.inner != nil {
		token, err := b.inner.GetToken(ctx, options)
		if err != nil {
			return azcore.AccessToken{}, silentError(ctx, err, &b.door.book)
		}
		return token, nil
	}
	result, err := b.client.AcquireTokenSilent(ctx, options.Scopes, public.WithSilentAccount(b.account), public.WithClaims(options.Claims))
	if err != nil {
		return azcore.AccessToken{}, silentError(ctx, err, &b.door.book)
	}
	return tokenFrom(result), nil
}

type browserOutcome struct {
	result public.AuthResult
	err    error
}

// interactive runs MSAL's flow aside, because MSAL waits for the browser's
// connections before it returns and a cancel must work at once.
func (b *browserCredential) interactive(ctx context.Context, options policy.TokenRequestOptions) (public.AuthResult, error) {
	done := make(chan browserOutcome, 1)
	go func() { done <- b.ask(ctx, options) }()
	select {
	case <-ctx.Done():
		return public.AuthResult{}, signInError(ctx, ctx.Err(), nil)
	case outcome := <-done:
		return outcome.result, signInError(ctx, outcome.err, &b.door.book)
	}
}

func (b *browserCredential) ask(ctx context.Context, options policy.TokenRequestOptions) browserOutcome {
	var unopened *SignInError
	open := func(address string) error {
		if err := b.openURL(address); err != nil {
			unopened = &SignInError{NotOpened: true, URL: address, Err: err}
			return unopened
		}
		return nil
	}
	result, err := b.client.AcquireTokenInteractive(ctx, options.Scopes, public.WithOpenURL(open),
		public.WithLoginHint(b.hint), public.WithClaims(options.Claims))
	if unopened != nil {
		err = unopened
	}
	return browserOutcome{result, err}
}

func tokenFrom(result public.AuthResult) azcore.AccessToken {
	return azcore.AccessToken{Token: result.AccessToken, ExpiresOn: result.ExpiresOn.UTC(), RefreshOn: result.Metadata.RefreshOn.UTC()}
}

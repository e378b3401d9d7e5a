package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
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

	mu      sync.Mutex
	account public.Account
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
	return &browserCredential{
		client:   client,
		door:     door,
		tenantID: signIn.tenant(),
		hint:     signIn.LoginHint,
		openURL:  signIn.OpenURL,
	}, nil
}

// GetToken returns a token, opening the browser when there is no other way. Its
// errors are *SignInErrors.
func (b *browserCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if options.TenantID != "" && !strings.EqualFold(options.TenantID, b.tenantID) {
		return azcore.AccessToken{}, &SignInError{Err: fmt.Errorf("signed in to %s, not to %s", b.tenantID, options.TenantID)}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.door.book.enter(nil, nil)
	if !b.account.IsZero() {
		result, err := b.client.AcquireTokenSilent(ctx, options.Scopes, public.WithSilentAccount(b.account), public.WithClaims(options.Claims))
		_, broken := b.door.book.last()
		switch {
		case err == nil:
			return tokenFrom(result), nil
		case ctx.Err() != nil || broken != nil:
			// Asking the person again would not mend a network.
			return azcore.AccessToken{}, signInError(ctx, err, &b.door.book)
		}
	}
	b.door.book.enter(nil, nil) // why renewal failed is no reason for what comes now
	result, err := b.interactive(ctx, options)
	if err != nil {
		return azcore.AccessToken{}, err
	}
	b.account, b.hint = result.Account, result.Account.PreferredUsername
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

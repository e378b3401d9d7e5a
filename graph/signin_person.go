package graph

import (
	"context"
	"errors"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// personal is a credential that may ask a person, while signing in and never after:
// in the middle of a run nobody looks at a sign-in page, so that the run stops
// instead and says that a new sign-in is due.
type personal interface {
	azcore.TokenCredential // renews in silence
	// begin signs in, asking the person where no kept sign-in will do.
	begin(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error)
}

// silentError is why a renewal in silence failed. A network that broke is no reason
// to ask the person again.
func silentError(ctx context.Context, err error, seen *doorbook) error {
	var failure *SignInError
	if errors.As(err, &failure) {
		return failure
	}
	if ctx.Err() != nil {
		return signInError(ctx, err, nil)
	}
	refused, broken := seen.last()
	switch {
	case broken != nil:
		return &SignInError{Err: broken}
	case refused != nil:
		again := *refused
		again.Again = true
		return &again
	}
	return &SignInError{Again: true, Err: errors.New("a person has to sign in")}
}

// silently makes options of azidentity's device code credential that never asks by
// itself. It serves every kept sign-in, whichever way the person took: how a session
// began makes no difference to how it is renewed.
func (s SignIn) silently(transport policy.Transporter, record azidentity.AuthenticationRecord) *azidentity.DeviceCodeCredentialOptions {
	options := &azidentity.DeviceCodeCredentialOptions{
		ClientOptions:                  s.clientOptions(transport),
		ClientID:                       s.client(),
		TenantID:                       s.tenant(),
		DisableInstanceDiscovery:       s.Cloud.Practises,
		DisableAutomaticAuthentication: true,
		AuthenticationRecord:           record,
	}
	if s.Vault != nil {
		options.Cache = s.Vault.cache
	}
	return options
}

package graph

import (
	"context"
	"errors"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// deviceCredential signs in with a code that is typed on any device. It is
// azidentity's, with the errors that azidentity loses put back.
type deviceCredential struct {
	inner *azidentity.DeviceCodeCredential
	door  *door
}

func newDeviceCredential(signIn SignIn, door *door) (*deviceCredential, error) {
	if signIn.ShowCode == nil {
		return nil, &SignInError{Err: errors.New("nothing was given to show the code with")}
	}
	inner, err := azidentity.NewDeviceCodeCredential(&azidentity.DeviceCodeCredentialOptions{
		ClientOptions:            signIn.clientOptions(door),
		ClientID:                 signIn.client(),
		TenantID:                 signIn.tenant(),
		DisableInstanceDiscovery: signIn.Cloud.Practises,
		UserPrompt: func(_ context.Context, message azidentity.DeviceCodeMessage) error {
			signIn.ShowCode(Code{
				UserCode: clean(message.UserCode, 100),
				URL:      clean(message.VerificationURL, maxMessage),
				Message:  clean(message.Message, maxMessage),
				Expires:  door.codeExpires(),
			})
			return nil
		},
	})
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	return &deviceCredential{inner, door}, nil
}

// GetToken returns a token, asking for a code to be typed when there is no other
// way. Its errors are *SignInErrors.
func (d *deviceCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	d.door.book.enter(nil, nil)
	token, err := d.inner.GetToken(ctx, options)
	if err == nil {
		return token, nil
	}
	failure := signInError(ctx, err, &d.door.book)
	var named *SignInError
	if end := d.door.codeExpires(); errors.As(failure, &named) && !named.Cancelled && !end.IsZero() && !d.door.deps.Now().Before(end) {
		// The library stops polling at the code's end, mid-request or not.
		named.Expired = true
	}
	return azcore.AccessToken{}, failure
}

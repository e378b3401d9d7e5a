package graph

import (
	"context"
	"errors"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// deviceCredential signs in with a code that is typed on any device. It is
// azidentity's, with the errors that azidentity loses put back.
type deviceCredential struct {
	inner *azidentity.DeviceCodeCredential
	door  *door
	kept  *kept // nil: in memory only
	more  int   // codes that may follow one that ran out

	mu   sync.Mutex
	turn int
}

func newDeviceCredential(signIn SignIn, door *door) (*deviceCredential, error) {
	if signIn.ShowCode == nil {
		return nil, &SignInError{Err: errors.New("nothing was given to show the code with")}
	}
	made := &deviceCredential{door: door, kept: newKept(signIn), more: signIn.NewCodes}
	options := signIn.silently(door, made.kept.record())
	options.UserPrompt = func(_ context.Context, message azidentity.DeviceCodeMessage) error {
		signIn.ShowCode(Code{
			UserCode: clean(message.UserCode, 100),
			URL:      clean(message.VerificationURL, maxMessage),
			Message:  clean(message.Message, maxMessage),
			Expires:  door.codeExpires(),
			Turn:     made.next(),
		})
		return nil
	}
	inner, err := azidentity.NewDeviceCodeCredential(options)
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	made.inner = inner
	return made, nil
}

func (d *deviceCredential) record() string { return d.kept.text() }

func (d *deviceCredential) next() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn++
	return d.turn
}

// begin takes a kept sign-in, or shows a code, and another one when it runs out.
func (d *deviceCredential) begin(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if d.kept.known() {
		if token, err := d.GetToken(ctx, options); err == nil || !asksAgain(err) {
			return token, err
		}
	}
	for {
		err := d.ask(ctx, options)
		if err == nil {
			return d.GetToken(ctx, options)
		}
		var failure *SignInError
		if !errors.As(err, &failure) || !failure.Expired || d.more <= 0 {
			return azcore.AccessToken{}, err
		}
		d.more--
	}
}

func (d *deviceCredential) ask(ctx context.Context, options policy.TokenRequestOptions) error {
	d.door.book.enter(nil, nil)
	record, err := d.inner.Authenticate(ctx, &options)
	if err == nil {
		d.kept.keep(record)
		return nil
	}
	failure := signInError(ctx, err, &d.door.book)
	var named *SignInError
	if end := d.door.codeExpires(); errors.As(failure, &named) && !named.Cancelled && named.Code == 0 && !end.IsZero() && !d.door.deps.Now().Before(end) {
		// The library stops polling at the code's end, mid-request or not.
		named.Expired = true
	}
	return failure
}

// GetToken returns a token without asking anybody. Its errors are *SignInErrors.
func (d *deviceCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	d.door.book.enter(nil, nil)
	token, err := d.inner.GetToken(ctx, options)
	if err == nil {
		return token, nil
	}
	return azcore.AccessToken{}, silentError(ctx, err, &d.door.book)
}

func asksAgain(err error) bool {
	var failure *SignInError
	return errors.As(err, &failure) && failure.Again
}

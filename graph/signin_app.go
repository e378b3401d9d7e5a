package graph

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// appCredential is one of azidentity's for applications, with its errors made
// *SignInErrors.
type appCredential struct {
	inner  azcore.TokenCredential
	book   *doorbook
	before func() error // is asked before every token; may be nil
}

// GetToken returns a token without asking anybody.
func (a *appCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	if a.before != nil {
		if err := a.before(); err != nil {
			return azcore.AccessToken{}, &SignInError{Err: err}
		}
	}
	a.book.enter(nil, nil)
	token, err := a.inner.GetToken(ctx, options)
	if err != nil {
		return azcore.AccessToken{}, signInError(ctx, err, a.book)
	}
	return token, nil
}

func (s SignIn) clientOptions(transport policy.Transporter) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: s.authority()},
		Transport: transport,
		Retry:     policy.RetryOptions{MaxRetries: -1}, // door repeats, visibly
	}
}

// MissingError says which settings a way of signing in lacks.
type MissingError struct{ Tenant, Client, TokenFile bool }

// Error lists them.
func (e *MissingError) Error() string {
	var missing []string
	for name, is := range map[string]bool{"tenant": e.Tenant, "client id": e.Client, "token file": e.TokenFile} {
		if is {
			missing = append(missing, name)
		}
	}
	return "missing: " + strings.Join(missing, ", ")
}

// complete refuses a sign-in of an application that does not say which, or where.
func (s SignIn) complete() error {
	missing := MissingError{Tenant: s.TenantID == "", Client: s.ClientID == "", TokenFile: s.Way == WorkloadIdentity && s.TokenFile == ""}
	if missing != (MissingError{}) {
		return &SignInError{Err: &missing}
	}
	return nil
}

func newCertificateCredential(signIn SignIn, door *door) (azcore.TokenCredential, error) {
	if err := signIn.complete(); err != nil {
		return nil, err
	}
	if signIn.Proof.key == nil {
		return nil, &SignInError{Err: &ProofError{Reason: ProofNoOwn}}
	}
	inner, err := azidentity.NewClientCertificateCredential(signIn.TenantID, signIn.ClientID, signIn.Proof.certificates, signIn.Proof.key,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: signIn.clientOptions(door), DisableInstanceDiscovery: signIn.Cloud.Practises})
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	return &appCredential{inner: inner, book: &door.book}, nil
}

// TokenFileError says that the file with a platform's token cannot be used.
type TokenFileError struct {
	Path string
	Err  error
}

// Error names file and cause.
func (e *TokenFileError) Error() string { return "token file " + e.Path + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *TokenFileError) Unwrap() error { return e.Err }

func newWorkloadCredential(signIn SignIn, door *door) (azcore.TokenCredential, error) {
	if err := signIn.complete(); err != nil {
		return nil, err
	}
	inner, err := azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
		ClientOptions: signIn.clientOptions(door), DisableInstanceDiscovery: signIn.Cloud.Practises,
		ClientID: signIn.ClientID, TenantID: signIn.TenantID, TokenFilePath: signIn.TokenFile})
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	readable := func() error { _, err := ReadPlatformToken(signIn.TokenFile); return err }
	return &appCredential{inner: inner, book: &door.book, before: readable}, nil
}

// PlatformToken is what a platform's token says of its holder: the three values that
// a federated credential in Entra is compared with.
type PlatformToken struct{ Issuer, Subject, Audience string }

// ReadPlatformToken reads the parts of a token file that are no secret. Its errors
// are *TokenFileErrors.
func ReadPlatformToken(path string) (PlatformToken, error) {
	const most = 64 << 10
	info, err := os.Stat(path)
	if err == nil && info.Size() > most {
		err = errors.New("the file is too long for a token")
	}
	var content []byte
	if err == nil {
		content, err = os.ReadFile(path)
	}
	if err != nil {
		return PlatformToken{}, &TokenFileError{path, err}
	}
	return platformToken(path, string(content))
}

func platformToken(path, content string) (PlatformToken, error) {
	payload, readable := tokenPayload(strings.TrimSpace(content))
	var claims struct {
		Issuer   looseText       `json:"iss"`
		Subject  looseText       `json:"sub"`
		Audience json.RawMessage `json:"aud"`
	}
	if !readable || json.Unmarshal(payload, &claims) != nil {
		return PlatformToken{}, &TokenFileError{path, errors.New("the file holds no token")}
	}
	var audience looseText
	_ = audience.UnmarshalJSON(orNull(claims.Audience))
	if several := textsIn(claims.Audience); len(several) > 0 {
		audience = looseText(strings.Join(several, ", "))
	}
	return PlatformToken{clean(string(claims.Issuer), 500), clean(string(claims.Subject), 500), clean(string(audience), 500)}, nil
}

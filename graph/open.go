package graph

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// Open signs a person in and returns a client for the tenant. It blocks until the
// person is done or ctx ends, at once then. Its errors are *SignInErrors, but for
// an impossible cloud.
func Open(ctx context.Context, signIn SignIn, deps Deps) (*Client, error) {
	deps = deps.filled()
	credential, err := newCredential(signIn, deps)
	if err != nil {
		return nil, err
	}
	client, err := New(credential, signIn.Cloud, signIn.TenantID, signIn.Cloud.ScopesOf(signIn.Scopes), deps)
	if err != nil {
		return nil, err
	}
	if _, err := client.bearer.get(ctx); err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

func newCredential(signIn SignIn, deps Deps) (azcore.TokenCredential, error) {
	if !tenantName.MatchString(signIn.tenant()) {
		return nil, &SignInError{Err: fmt.Errorf("%q is neither a tenant id nor a domain", signIn.TenantID)}
	}
	door, err := newDoor(signIn.Cloud, deps)
	if err != nil {
		return nil, err
	}
	switch signIn.Way {
	case Browser:
		return newBrowserCredential(signIn, door)
	case DeviceCode:
		return newDeviceCredential(signIn, door)
	}
	return nil, &SignInError{Err: fmt.Errorf("there is no way to sign in called %q", signIn.Way)}
}

var tenantName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)

// tenant is where to sign in; without a choice the account's own work or school
// tenant.
func (s SignIn) tenant() string {
	if s.TenantID == "" {
		return "organizations"
	}
	return s.TenantID
}

func (s SignIn) client() string {
	if s.ClientID == "" {
		return DefaultClientID
	}
	return s.ClientID
}

// authority is the sign-in host as the libraries want it: https, with a slash at
// the end. A practice tenant's http is put back by door.
func (s SignIn) authority() string {
	login, err := url.Parse(s.Cloud.Login)
	if err != nil {
		return s.Cloud.Login
	}
	return "https://" + login.Host + "/" + strings.TrimLeft(strings.TrimRight(login.Path, "/")+"/", "/")
}

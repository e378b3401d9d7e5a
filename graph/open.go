package graph

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/google/uuid"
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
	client, err := New(credential, signIn.Cloud, signIn.tokenTenant(), signIn.scopes(), deps)
	if err != nil {
		return nil, err
	}
	client.settled = signIn.Way.granted()
	token, err := client.bearer.begin(ctx)
	if err == nil {
		err = signIn.elsewhere(token)
	}
	if err != nil {
		client.Close()
		return nil, err
	}
	return client, nil
}

// scopes are the full names to ask for. What was granted before is asked for as a
// whole, because nobody is there to be asked for single permissions.
func (s SignIn) scopes() []string {
	if s.Way.granted() {
		return []string{strings.TrimRight(s.Cloud.Graph, "/") + "/.default"}
	}
	return s.Cloud.ScopesOf(s.Scopes)
}

// tokenTenant is the tenant to name with every request for a token. A machine's own
// identity belongs to one tenant, which cannot be chosen.
func (s SignIn) tokenTenant() string {
	if s.Way == ManagedIdentity {
		return ""
	}
	return s.TenantID
}

// elsewhere refuses a token of another tenant than the one that was named by id. The
// az program and a machine's identity have tenants of their own.
func (s SignIn) elsewhere(token string) error {
	grant := grantOf(token)
	if !s.Way.granted() || s.TenantID == "" || !grant.Readable || grant.TenantID == "" {
		return nil
	}
	if _, err := uuid.Parse(s.TenantID); err != nil || strings.EqualFold(grant.TenantID, s.TenantID) {
		return nil
	}
	failure := &SignInError{OtherTenant: grant.TenantID, Err: fmt.Errorf("the token is for tenant %s, not for %s", grant.TenantID, s.TenantID)}
	if s.Way == AzureCLI {
		failure.CLI = CLITenant
	}
	return failure
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
	case AzureCLI:
		return newCLICredential(signIn, deps)
	case Certificate:
		return newCertificateCredential(signIn, door)
	case WorkloadIdentity:
		return newWorkloadCredential(signIn, door)
	case ManagedIdentity:
		return newManagedCredential(signIn, deps)
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

package graph

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// CLIReason is what the Azure CLI lacks to give a token.
type CLIReason string

// The reasons.
const (
	CLIMissing   CLIReason = "missing"    // there is no az program
	CLISignedOut CLIReason = "signed-out" // nobody is signed in to it, or no longer
	CLITenant    CLIReason = "tenant"     // its account has no place in the tenant
	CLIAgain     CLIReason = "again"      // the tenant wants a fresh sign-in
	CLISilent    CLIReason = "silent"     // it did not answer in time
	CLIFailed    CLIReason = "failed"
)

// cliTimeout is how long az may take. It is a Python program, and slow at its first
// start on Windows; azidentity would only wait ten seconds.
const cliTimeout = time.Minute

// cliCredential asks the az program for a token.
type cliCredential struct {
	inner azcore.TokenCredential
	deps  Deps
}

func newCLICredential(signIn SignIn, deps Deps) (azcore.TokenCredential, error) {
	inner, err := azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: signIn.TenantID})
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	return &cliCredential{inner, deps}, nil
}

// GetToken returns a token of whoever is signed in to az. Its errors are
// *SignInErrors with CLI set.
func (c *cliCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	limited, cancel := context.WithTimeout(ctx, cliTimeout)
	defer cancel()
	defer c.deps.waiting(c.deps.Now().Add(cliTimeout))()
	token, err := c.inner.GetToken(limited, options)
	switch {
	case err == nil:
		return token, nil
	case ctx.Err() != nil:
		return azcore.AccessToken{}, signInError(ctx, err, nil)
	case limited.Err() != nil:
		return azcore.AccessToken{}, &SignInError{CLI: CLISilent, Err: noAnswer{cliTimeout}}
	case options.Claims != "":
		// azidentity refuses these without asking az, and names a command that holds
		// the challenge.
		return azcore.AccessToken{}, &SignInError{CLI: CLIAgain, Err: errors.New("the tenant wants a fresh sign-in")}
	}
	return azcore.AccessToken{}, cliError(textOf(err))
}

// cliError reads what az wrote on its error output.
func cliError(text string) *SignInError {
	failure := &SignInError{}
	if stsCode.MatchString(text) {
		failure = readSTS("", text)
	} else {
		failure.Err = errors.New(plainCause(text))
	}
	lower := strings.ToLower(text)
	// Accounts that are not in the tenant, and tenants that are not there
	// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
	noPlace := map[int]bool{50020: true, 90002: true, 90072: true, 50128: true, 900023: true, 500011: true, 50034: true, 90019: true}
	switch {
	case strings.Contains(lower, "executable not found"):
		failure.CLI = CLIMissing
	case noPlace[failure.Code]:
		failure.CLI = CLITenant
	case failure.Code != 0 && !failure.Expired && !wantsPerson(failure.Code):
		failure.CLI = CLIFailed
	case failure.Code != 0:
		failure.CLI = CLIAgain
	case strings.Contains(lower, "az login"), strings.Contains(lower, "az account set"):
		failure.CLI = CLISignedOut
	default:
		failure.CLI = CLIFailed
	}
	return failure
}

// wantsPerson reports whether a code asks for a sign-in in person: second proof, new
// terms, password or conditions.
func wantsPerson(code int) bool {
	switch code {
	case 50055, 50058, 50072, 50074, 50076, 50079, 50097, 50158, 53000, 53001, 53003, 65001:
		return true
	}
	return false
}

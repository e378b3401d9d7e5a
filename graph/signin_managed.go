package graph

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// ErrNoManagedIdentity says that nothing near this computer gives out identities.
var ErrNoManagedIdentity = errors.New("no managed identity here")

// newManagedCredential signs in as the identity that Azure gave the machine. Which
// service is asked, azidentity reads from the environment that Azure sets.
func newManagedCredential(signIn SignIn, deps Deps) (azcore.TokenCredential, error) {
	near := &nearby{next: signIn.Cloud.guard(deps.Transport), deps: deps}
	options := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: signIn.clientOptions(near)}
	if os.Getenv("IDENTITY_SERVER_THUMBPRINT") != "" {
		// Service Fabric shows a certificate that nobody signed; azidentity pins it on
		// a client of its own and takes no other transport.
		options.Transport = nil
	}
	if signIn.ClientID != "" {
		options.ID = azidentity.ClientID(signIn.ClientID)
	}
	inner, err := azidentity.NewManagedIdentityCredential(options)
	if err != nil {
		return nil, &SignInError{Err: errors.New(plainCause(textOf(err)))}
	}
	return &appCredential{inner: inner, book: &near.book}, nil
}

// nearby is the transport to the service that gives a machine its identity. It goes
// to this computer and to the address that every Azure machine finds it at, nowhere
// else. What it answers holds tokens and is not reported.
type nearby struct {
	next http.RoundTripper
	deps Deps
	book doorbook
}

const nearTimeout = 30 * time.Second

// Do sends one request of azidentity.
func (n *nearby) Do(request *http.Request) (*http.Response, error) {
	tries := repeats{deps: n.deps}
	for {
		got, failure := n.try(request)
		if failure == nil {
			return got.response(request), nil
		}
		if !tries.again(request.Context(), failure) {
			n.book.enter(nil, failure)
			return nil, failure
		}
	}
}

func (n *nearby) try(request *http.Request) (answer, *Error) {
	seen := &trail{call: request.Method + " " + request.URL.Host + request.URL.Path}
	if !nearHost(request.URL.Hostname()) {
		return answer{}, seen.failure(fmt.Errorf("%w: %s gives out no identities", ErrForeignHost, request.URL.Host))
	}
	ctx, cancel := context.WithTimeout(request.Context(), nearTimeout)
	defer cancel()
	defer n.deps.waiting(n.deps.Now().Add(nearTimeout))()
	seen.begin(n.deps.Now())
	response, err := n.next.RoundTrip(request.Clone(ctx))
	if err != nil {
		failure := seen.failure(inTime(request.Context(), err, nearTimeout))
		if neverSent(err) {
			failure.Err = fmt.Errorf("%w: %w", ErrNoManagedIdentity, failure.Err)
		}
		return answer{}, failure
	}
	n.deps.reached.Store(true)
	got, err := readAnswer(response, maxDoorAnswer)
	seen.note(got, n.deps.Now())
	switch {
	case err != nil:
		return answer{}, seen.failure(inTime(request.Context(), err, nearTimeout))
	case got.webPage():
		return answer{}, refusal(got, seen)
	case passing(&Error{Status: got.status}):
		failure := refusal(got, seen)
		failure.RetryAfter = retryAfter(got.header, n.deps.Now())
		return answer{}, failure
	}
	n.note(got)
	return got, nil
}

// note keeps a refusal's own words, which azidentity mixes with others.
func (n *nearby) note(got answer) {
	body, isJSON := got.jsonObject()
	if got.status < 400 || !isJSON || got.status == http.StatusUnauthorized {
		n.book.enter(nil, nil)
		return
	}
	refused := readDoorRefusal(body)
	if refused.Name == "" && refused.Code == 0 {
		refused.Name = fmt.Sprintf("status %d", got.status)
	}
	refused.Managed = true
	n.book.enter(refused, nil)
}

// nearHost takes this computer and link-local addresses, where Azure's instance
// metadata service is (169.254.169.254) and Azure Arc's agent (localhost).
func nearHost(host string) bool {
	address := net.ParseIP(host)
	return loopbackHost(host) || address != nil && address.IsLinkLocalUnicast()
}

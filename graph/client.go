package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	abstractions "github.com/microsoft/kiota-abstractions-go"
)

// Client calls Microsoft Graph in one tenant, and downloads federation metadata
// from the sign-in host. It is safe for use from several goroutines. Every error
// of its methods is an *Error; a cancelled context, a *SignInError and network
// errors are found in it by errors.Is and errors.As.
type Client struct {
	cloud     Cloud
	transport http.RoundTripper
	bearer    *bearer
	settled   bool // nobody can be asked for more than was granted
	graph     *wire
	metadata  *wire
	adapter   abstractions.RequestAdapter
	base      map[string]string
}

// New returns a client that signs its calls with credential's tokens for scopes
// (full names, as ScopesOf gives them). tenantID may be empty: the credential's
// own. It makes no request.
func New(credential azcore.TokenCredential, cloud Cloud, tenantID string, scopes []string, deps Deps) (*Client, error) {
	switch {
	case credential == nil:
		return nil, errors.New("no credential")
	case len(scopes) == 0:
		return nil, errors.New("no scopes")
	}
	graphOrigin, err := originOf(cloud.Graph)
	if err != nil {
		return nil, fmt.Errorf("cloud %s: Microsoft Graph: %w", cloud.Name, err)
	}
	loginOrigin, err := originOf(cloud.Login)
	if err != nil {
		return nil, fmt.Errorf("cloud %s: sign-in: %w", cloud.Name, err)
	}
	deps = deps.filled()
	transport := cloud.guard(deps.Transport)
	tokens := newBearer(credential, tenantID, scopes, deps.Now)
	client := &Client{
		cloud:     cloud,
		transport: transport,
		bearer:    tokens,
		graph:     &wire{next: transport, origin: graphOrigin, bearer: tokens, deps: deps, limit: maxAnswer, accept: emptyOrJSON},
		metadata:  &wire{next: transport, origin: loginOrigin, deps: deps, limit: maxMetadata, accept: notWebPage},
	}
	client.adapter, err = newAdapter(client.graph)
	if err != nil {
		return nil, err
	}
	base := strings.TrimRight(cloud.Graph, "/") + "/v1.0"
	client.adapter.SetBaseUrl(base)
	client.base = map[string]string{"baseurl": base}
	return client, nil
}

// Cloud returns the cloud that the client talks to.
func (c *Client) Cloud() Cloud { return c.cloud }

// Kept is the record of a sign-in that stays in the vault, for SignIn.Record of a later
// run; "" when nothing is kept. It names account, tenant and client, and holds no secret.
func (c *Client) Kept() string {
	if keeping, is := c.bearer.credential.(interface{ record() string }); is {
		return keeping.record()
	}
	return ""
}

// Close closes connections that are idle. The client stays usable.
func (c *Client) Close() { closeIdle(c.transport) }

// guard keeps a practice cloud's transport on this computer.
func (c Cloud) guard(transport http.RoundTripper) http.RoundTripper {
	if c.Practises {
		return LoopbackOnly(transport)
	}
	return transport
}

// ScopesOf returns the full names of permissions in a cloud. They are written out
// because ".default" would only give what someone has consented to before.
func (c Cloud) ScopesOf(short []string) []string {
	full := make([]string, len(short))
	for i, scope := range short {
		full[i] = strings.TrimRight(c.Graph, "/") + "/" + scope
	}
	return full
}

// do runs one SDK call and returns its failure as an *Error, panics included.
// secrets are texts in the request that no error may show.
func (c *Client) do(ctx context.Context, call string, run func(context.Context) error, secrets ...string) (err error) {
	seen := &trail{call: call, secrets: secrets}
	defer func() {
		if trouble := recover(); trouble != nil {
			err = seen.failure(fmt.Errorf("the SDK could not read the answer: %v", trouble))
		}
	}()
	return settle(seen, run(withTrail(ctx, seen)))
}

// settle unwraps the transport's own *Error and dresses everything else as one.
func settle(seen *trail, err error) error {
	var failure *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failure):
		return failure
	}
	return seen.failure(errors.New(textOf(err)))
}

// textOf is err.Error() for errors that may panic when asked, as the SDK's do when
// the body had no message.
func textOf(err error) (text string) {
	defer func() {
		if recover() != nil {
			text = fmt.Sprintf("unreadable %T", err)
		}
	}()
	return clean(err.Error(), maxMessage)
}

// errMissing says that a success did not hold what it must.
func errMissing(what string) error { return fmt.Errorf("the answer holds no %s", what) }

// wanted refuses empty ids before they turn a call for one object into a call for
// a list.
func wanted(call string, ids ...string) error {
	for _, id := range ids {
		if strings.TrimSpace(id) == "" {
			return &Error{Call: call, Err: errors.New("an id is empty")}
		}
	}
	return nil
}

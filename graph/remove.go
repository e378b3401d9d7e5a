package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/applications"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipals"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// DeleteApplication moves an application, and its service principal with it, to
// the recycle bin, where they stay for 30 days. Graph may refuse it while the app
// is in SAML mode (DeletingSamlSpNotAllowed).
func (c *Client) DeleteApplication(ctx context.Context, objectID string) error {
	return c.remove(ctx, "DELETE /applications/{id}", func(ctx context.Context) error {
		return applications.NewApplicationsRequestBuilderInternal(c.base, c.adapter).ByApplicationId(objectID).Delete(ctx, nil)
	}, objectID)
}

// DeleteServicePrincipal moves a service principal alone to the recycle bin.
func (c *Client) DeleteServicePrincipal(ctx context.Context, principalID string) error {
	return c.remove(ctx, "DELETE /servicePrincipals/{id}", func(ctx context.Context) error {
		return serviceprincipals.NewServicePrincipalsRequestBuilderInternal(c.base, c.adapter).
			ByServicePrincipalId(principalID).Delete(ctx, nil)
	}, principalID)
}

// DeleteUser moves a person to the recycle bin, for 30 days.
func (c *Client) DeleteUser(ctx context.Context, id string) error {
	return c.remove(ctx, "DELETE /users/{id}", func(ctx context.Context) error {
		return users.NewUsersRequestBuilderInternal(c.base, c.adapter).ByUserId(id).Delete(ctx, nil)
	}, id)
}

// Unassign takes back that someone may use an app.
func (c *Client) Unassign(ctx context.Context, principalID, assignmentID string) error {
	return c.remove(ctx, "DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}", func(ctx context.Context) error {
		return c.assignedTo(principalID).ByAppRoleAssignmentId(assignmentID).Delete(ctx, nil)
	}, principalID, assignmentID)
}

// remove sends a DELETE once. What is gone already answers 404.
func (c *Client) remove(ctx context.Context, call string, send func(context.Context) error, ids ...string) error {
	if err := wanted(call, ids...); err != nil {
		return err
	}
	return c.do(ctx, call, send)
}

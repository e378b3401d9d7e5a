package graph

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/google/uuid"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipals"
)

// Assignments returns who may use an app. The list lags behind writes, so an
// absence is no proof.
func (c *Client) Assignments(ctx context.Context, principalID string) ([]Assignment, error) {
	const call = "GET /servicePrincipals/{id}/appRoleAssignedTo"
	var assignments []Assignment
	if err := wanted(call, principalID); err != nil {
		return nil, err
	}
	err := c.do(ctx, call, func(ctx context.Context) error {
		builder := c.assignedTo(principalID)
		first, err := builder.Get(ctx, &serviceprincipals.ItemAppRoleAssignedToRequestBuilderGetRequestConfiguration{
			QueryParameters: &serviceprincipals.ItemAppRoleAssignedToRequestBuilderGetQueryParameters{Top: pointer(int32(pageSize))},
		})
		if err != nil {
			return err
		}
		items, err := collect[models.AppRoleAssignmentable](first, func(address string) (models.AppRoleAssignmentCollectionResponseable, error) {
			return builder.WithUrl(address).Get(ctx, nil)
		})
		for _, item := range items {
			assignments = append(assignments, assignmentFrom(item))
		}
		return err
	})
	return assignments, err
}

// AssignmentsHeld returns what one person or group holds of one app: a cheaper look
// than Assignments where thousands are assigned. A person who is gone holds
// nothing.
func (c *Client) AssignmentsHeld(ctx context.Context, kind, holderID, principalID string) ([]Assignment, error) {
	var held []Assignment
	collection := map[string]string{"User": "users", "Group": "groups"}[kind]
	resource, err := uuid.Parse(principalID)
	call := "GET /" + collection + "/{id}/appRoleAssignments"
	if collection == "" || err != nil {
		return nil, &Error{Call: call, Err: fmt.Errorf("a %q cannot hold anything of %q", kind, principalID)}
	}
	if err := wanted(call, holderID); err != nil {
		return nil, err
	}
	one := &part{call: call, absent: func() {},
		address: query("/"+collection+"/"+url.PathEscape(holderID)+"/appRoleAssignments", "$filter", "resourceId eq "+resource.String()),
		read: func(body []byte) error {
			list, err := model[models.AppRoleAssignmentCollectionResponseable](body, models.CreateAppRoleAssignmentCollectionResponseFromDiscriminatorValue)
			if err != nil {
				return err
			}
			for _, item := range list.GetValue() {
				held = append(held, assignmentFrom(item))
			}
			return nil
		}}
	return held, c.inBatches(ctx, []*part{one}, func(int) {})
}

// Assign lets a person or a group use an app in one of the app's roles; the zero GUID is the
// default access of an app without roles. It is sent once. Graph refuses a second
// one with a 400.
func (c *Client) Assign(ctx context.Context, principalID, holderID, roleID string) (Assignment, error) {
	const call = "POST /servicePrincipals/{id}/appRoleAssignedTo"
	var assignment Assignment
	resource, err1 := uuid.Parse(principalID)
	person, err2 := uuid.Parse(holderID)
	role, err3 := uuid.Parse(roleID)
	if err := errors.Join(err1, err2, err3); err != nil {
		return assignment, &Error{Call: call, Err: fmt.Errorf("not an object id: %w", err)}
	}
	body := models.NewAppRoleAssignment()
	body.SetResourceId(&resource)
	body.SetPrincipalId(&person)
	body.SetAppRoleId(&role)
	err := c.do(ctx, call, func(ctx context.Context) error {
		made, err := c.assignedTo(principalID).Post(ctx, body, nil)
		if err != nil {
			return err
		}
		if made == nil || value(made.GetId()) == "" {
			return errMissing("assignment")
		}
		assignment = assignmentFrom(made)
		return nil
	})
	return assignment, err
}

func (c *Client) assignedTo(principalID string) *serviceprincipals.ItemAppRoleAssignedToRequestBuilder {
	return serviceprincipals.NewServicePrincipalsRequestBuilderInternal(c.base, c.adapter).
		ByServicePrincipalId(principalID).AppRoleAssignedTo()
}

func assignmentFrom(source models.AppRoleAssignmentable) Assignment {
	return Assignment{
		ID:            value(source.GetId()),
		PrincipalID:   guid(source.GetPrincipalId()),
		PrincipalName: value(source.GetPrincipalDisplayName()),
		PrincipalType: value(source.GetPrincipalType()),
		RoleID:        guid(source.GetAppRoleId()),
		ResourceID:    guid(source.GetResourceId()),
		Created:       at(source.GetCreatedDateTime()),
	}
}

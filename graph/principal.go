package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipals"
	"github.com/microsoftgraph/msgraph-sdk-go/serviceprincipalswithappid"
)

func principalFields() []string {
	return []string{"id", "appId", "displayName", "accountEnabled", "appRoleAssignmentRequired", "preferredSingleSignOnMode",
		"preferredTokenSigningKeyThumbprint", "notificationEmailAddresses", "replyUrls", "servicePrincipalNames", "appRoles", "tags",
		"keyCredentials"}
}

// ServicePrincipal returns the service principal of an app by its client id.
// Certificates come with their DER only here: Graph leaves keys out unless they
// are named in $select of a single object.
func (c *Client) ServicePrincipal(ctx context.Context, appID string) (ServicePrincipal, error) {
	const call = "GET /servicePrincipals(appId='{appId}')"
	var principal ServicePrincipal
	if err := wanted(call, appID); err != nil {
		return principal, err
	}
	err := c.do(ctx, call, func(ctx context.Context) error {
		item, err := serviceprincipalswithappid.NewServicePrincipalsWithAppIdRequestBuilderInternal(c.base, c.adapter, &appID).
			Get(ctx, &serviceprincipalswithappid.ServicePrincipalsWithAppIdRequestBuilderGetRequestConfiguration{
				QueryParameters: &serviceprincipalswithappid.ServicePrincipalsWithAppIdRequestBuilderGetQueryParameters{
					Select: principalFields(),
				},
			})
		if err != nil {
			return err
		}
		if item == nil || value(item.GetId()) == "" {
			return errMissing("service principal")
		}
		principal = principalFrom(item)
		return nil
	})
	return principal, err
}

// SetSignOnMode sets how people sign on, such as "saml"; "" clears it.
func (c *Client) SetSignOnMode(ctx context.Context, principalID, mode string) error {
	body := models.NewServicePrincipal()
	if mode == "" {
		// The SDK drops a nil property; null goes out this way only.
		body.SetAdditionalData(map[string]any{"preferredSingleSignOnMode": nil})
	} else {
		body.SetPreferredSingleSignOnMode(&mode)
	}
	return c.patchPrincipal(ctx, principalID, body)
}

// SetEnabled lets people sign in to the app, or nobody.
func (c *Client) SetEnabled(ctx context.Context, principalID string, enabled bool) error {
	body := models.NewServicePrincipal()
	body.SetAccountEnabled(&enabled)
	return c.patchPrincipal(ctx, principalID, body)
}

// ActivateCertificate makes a signing certificate the one that Entra signs with;
// "" leaves the choice to Entra again.
func (c *Client) ActivateCertificate(ctx context.Context, principalID, thumbprint string) error {
	body := models.NewServicePrincipal()
	if thumbprint == "" {
		body.SetAdditionalData(map[string]any{"preferredTokenSigningKeyThumbprint": nil})
	} else {
		body.SetPreferredTokenSigningKeyThumbprint(pointer(strings.ToUpper(thumbprint)))
	}
	return c.patchPrincipal(ctx, principalID, body)
}

// SetNotify replaces the addresses that are told before the certificate expires.
func (c *Client) SetNotify(ctx context.Context, principalID string, addresses []string) error {
	body := models.NewServicePrincipal()
	body.SetNotificationEmailAddresses(list(addresses))
	return c.patchPrincipal(ctx, principalID, body)
}

func (c *Client) patchPrincipal(ctx context.Context, principalID string, body models.ServicePrincipalable) error {
	const call = "PATCH /servicePrincipals/{id}"
	if err := wanted(call, principalID); err != nil {
		return err
	}
	return c.do(ctx, call, func(ctx context.Context) error {
		_, err := serviceprincipals.NewServicePrincipalsRequestBuilderInternal(c.base, c.adapter).
			ByServicePrincipalId(principalID).Patch(ctx, body, nil)
		return err
	})
}

func principalFrom(source models.ServicePrincipalable) ServicePrincipal {
	principal := ServicePrincipal{
		ObjectID:           value(source.GetId()),
		AppID:              value(source.GetAppId()),
		Name:               value(source.GetDisplayName()),
		Enabled:            yes(source.GetAccountEnabled()),
		Hidden:             slices.Contains(source.GetTags(), "HideApp"),
		AssignmentRequired: yes(source.GetAppRoleAssignmentRequired()),
		SignOnMode:         value(source.GetPreferredSingleSignOnMode()),
		ActiveThumbprint:   strings.ToUpper(value(source.GetPreferredTokenSigningKeyThumbprint())),
		Notify:             source.GetNotificationEmailAddresses(),
		ReplyURLs:          source.GetReplyUrls(),
		Names:              source.GetServicePrincipalNames(),
		Certificates:       certificatesFrom(source.GetKeyCredentials()),
	}
	for _, role := range source.GetAppRoles() {
		principal.Roles = append(principal.Roles, roleFrom(role))
	}
	return principal
}

func roleFrom(source models.AppRoleable) AppRole {
	role := AppRole{ID: guid(source.GetId()), Name: value(source.GetDisplayName()), Enabled: yes(source.GetIsEnabled())}
	for _, member := range source.GetAllowedMemberTypes() {
		role.ForUsers = role.ForUsers || strings.EqualFold(member, "User")
	}
	return role
}

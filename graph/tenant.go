package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// me is replaced by the SDK's address handler; /me and /users share one builder.
const me = "me-token-to-replace"

// Tenant returns the directory that the client is signed in to.
func (c *Client) Tenant(ctx context.Context) (Tenant, error) {
	var tenant Tenant
	err := c.do(ctx, "GET /organization", func(ctx context.Context) error {
		builder := organization.NewOrganizationRequestBuilderInternal(c.base, c.adapter)
		list, err := builder.Get(ctx, &organization.OrganizationRequestBuilderGetRequestConfiguration{
			QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{
				Select: []string{"id", "displayName", "verifiedDomains"},
			},
		})
		if err != nil {
			return err
		}
		if list == nil || len(list.GetValue()) == 0 || value(list.GetValue()[0].GetId()) == "" {
			return errMissing("organization")
		}
		tenant = tenantFrom(list.GetValue()[0])
		return nil
	})
	return tenant, err
}

func tenantFrom(source models.Organizationable) Tenant {
	tenant := Tenant{ID: strings.ToLower(value(source.GetId())), Name: value(source.GetDisplayName())}
	for _, domain := range source.GetVerifiedDomains() {
		tenant.Domains = append(tenant.Domains, Domain{
			Name:    value(domain.GetName()),
			Default: yes(domain.GetIsDefault()),
			Initial: yes(domain.GetIsInitial()),
			Managed: !strings.EqualFold(value(domain.GetTypeEscaped()), "Federated"),
		})
	}
	return tenant
}

// Me returns the signed-in person.
func (c *Client) Me(ctx context.Context) (Account, error) {
	user, err := c.user(ctx, "GET /me", me)
	return Account{ID: user.ID, UPN: user.UPN, Name: user.Name, Mail: user.Mail}, err
}

// Roles returns the active directory roles that the signed-in person holds
// directly, as far as they may be read; none, without an error, when they may
// not. Eligible roles, roles through groups, custom roles and ownership do not
// show, so a missing role is a hint and no proof.
func (c *Client) Roles(ctx context.Context) ([]Role, error) {
	var roles []Role
	err := c.do(ctx, "GET /me/memberOf/graph.directoryRole", func(ctx context.Context) error {
		builder := users.NewUsersRequestBuilderInternal(c.base, c.adapter).ByUserId(me).MemberOf().GraphDirectoryRole()
		// Graph wants both for a cast in a membership list.
		eventual := abstractions.NewRequestHeaders()
		eventual.Add("ConsistencyLevel", "eventual")
		first, err := builder.Get(ctx, &users.ItemMemberOfGraphDirectoryRoleRequestBuilderGetRequestConfiguration{
			Headers: eventual,
			QueryParameters: &users.ItemMemberOfGraphDirectoryRoleRequestBuilderGetQueryParameters{
				Count:  pointer(true),
				Select: []string{"id", "displayName", "roleTemplateId"},
			},
		})
		if err != nil {
			return err
		}
		items, err := collect[models.DirectoryRoleable](first, func(address string) (models.DirectoryRoleCollectionResponseable, error) {
			return builder.WithUrl(address).Get(ctx, &users.ItemMemberOfGraphDirectoryRoleRequestBuilderGetRequestConfiguration{Headers: eventual})
		})
		for _, item := range items {
			// With too few rights only ids come back, which name no role.
			if template := value(item.GetRoleTemplateId()); template != "" {
				roles = append(roles, Role{TemplateID: strings.ToLower(template), Name: value(item.GetDisplayName())})
			}
		}
		return err
	})
	var failure *Error
	if errors.As(err, &failure) && failure.Status == http.StatusForbidden && !failure.ProxyPage {
		return nil, nil
	}
	return roles, err
}

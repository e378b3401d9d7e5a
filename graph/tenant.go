package graph

import (
	"context"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
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

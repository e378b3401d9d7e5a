package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

// Roles returns the active directory roles of the signed-in person, as far as
// they can be known; none, without an error, when they cannot. Graph names them
// only to those who may read roles; otherwise they are taken from the access
// token, where a role outside the usual ones has no Name. Eligible roles, custom
// roles and ownership do not show, so a missing role is a hint and no proof.
func (c *Client) Roles(ctx context.Context) ([]Role, error) {
	roles, err := c.memberships(ctx)
	var failure *Error
	if errors.As(err, &failure) && failure.Status == http.StatusForbidden && !failure.ProxyPage {
		err = nil
	}
	if err != nil || len(roles) > 0 {
		return roles, err
	}
	token, err := c.bearer.get(ctx)
	if err != nil {
		return nil, &Error{Call: "GET /me/memberOf", Err: err}
	}
	return rolesOf(token), nil
}

func (c *Client) memberships(ctx context.Context) ([]Role, error) {
	var roles []Role
	err := c.do(ctx, "GET /me/memberOf/microsoft.graph.directoryRole", func(ctx context.Context) error {
		builder := users.NewUsersRequestBuilderInternal(c.base, c.adapter).ByUserId(me).MemberOf().GraphDirectoryRole()
		// Graph wants header and count for a cast in a membership list.
		eventual := abstractions.NewRequestHeaders()
		eventual.Add("ConsistencyLevel", "eventual")
		// The documented full type name, where the SDK would write its alias graph.
		address := c.base["baseurl"] + "/me/memberOf/microsoft.graph.directoryRole?$count=true&$select=id,displayName,roleTemplateId"
		get := func(address string) (models.DirectoryRoleCollectionResponseable, error) {
			return builder.WithUrl(address).
				Get(ctx, &users.ItemMemberOfGraphDirectoryRoleRequestBuilderGetRequestConfiguration{Headers: eventual})
		}
		first, err := get(address)
		if err != nil {
			return err
		}
		items, err := collect[models.DirectoryRoleable](first, get)
		for _, item := range items {
			// With too few rights only ids come back, which name no role.
			if template := value(item.GetRoleTemplateId()); template != "" {
				roles = append(roles, Role{TemplateID: strings.ToLower(template), Name: value(item.GetDisplayName())})
			}
		}
		return err
	})
	return roles, err
}

// everyone is the entry that every member's token holds, and anyApplication that of
// applications; they are no roles.
const (
	everyone       = "b79fbf64-3ef9-4689-8143-76b194e85509"
	anyApplication = "0997a1d0-0d1d-4acb-b408-d5ca73121e90"
)

// rolesOf reads the role template ids (claim wids) that Entra writes into access
// tokens. Their format belongs to Microsoft and may change, so nothing but a hint
// may come of it, and what cannot be read is no role.
func rolesOf(token string) []Role {
	claims, _ := readToken(token)
	var roles []Role
	for _, text := range textsIn(claims.Roles) {
		if id, err := uuid.Parse(text); err == nil && id.String() != everyone && id.String() != anyApplication {
			roles = append(roles, Role{TemplateID: id.String(), Name: usualRole(id.String())})
		}
	}
	return roles
}

// usualRole names the roles that matter to a set-up
// (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
func usualRole(templateID string) string {
	return map[string]string{
		"62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
		"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
		"158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
		"fe930be7-5e62-47db-91af-98c3a49a38b1": "User Administrator",
		"e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
		"4a5d8f65-41da-4de4-8968-e035b65339cf": "Reports Reader",
		"88d8e3e3-8f55-4a1e-953a-9b9898b8876b": "Directory Readers",
		"9360feb5-f418-4baa-8175-e2a00bac4301": "Directory Writers",
		"f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
		"194ae4cb-b126-40b2-bd5b-6091b380977d": "Security Administrator",
		"5d6b6bb7-de71-4623-b4af-96380a352509": "Security Reader",
	}[templateID]
}

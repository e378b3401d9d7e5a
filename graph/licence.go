package graph

import (
	"context"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
)

// Licence says whether a tenant has Microsoft Entra ID P1 or better.
type Licence struct {
	Known   bool // false: nobody would tell
	Premium bool
}

// Licence reads the tenant's service plans. Without Organization.Read.All or
// Directory.Read.All Graph leaves them out, so nothing is known then.
func (c *Client) Licence(ctx context.Context) (Licence, error) {
	var licence Licence
	err := c.do(ctx, "GET /organization", func(ctx context.Context) error {
		list, err := organization.NewOrganizationRequestBuilderInternal(c.base, c.adapter).
			Get(ctx, &organization.OrganizationRequestBuilderGetRequestConfiguration{
				QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{Select: []string{"id", "assignedPlans"}},
			})
		if err != nil {
			return err
		}
		if list == nil || len(list.GetValue()) == 0 {
			return errMissing("organization")
		}
		licence = licenceFrom(list.GetValue()[0].GetAssignedPlans())
		return nil
	})
	return licence, err
}

// licenceFrom looks for the plans of Entra ID P1 and P2
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
// Plans that ended are listed too, with another status.
func licenceFrom(plans []models.AssignedPlanable) Licence {
	const p1, p2 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"
	licence := Licence{Known: len(plans) > 0}
	for _, plan := range plans {
		id, status := guid(plan.GetServicePlanId()), value(plan.GetCapabilityStatus())
		if (id == p1 || id == p2) && (strings.EqualFold(status, "Enabled") || strings.EqualFold(status, "Warning")) {
			licence.Premium = true
		}
	}
	return licence
}

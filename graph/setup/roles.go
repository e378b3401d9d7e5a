package setup

import (
	"slices"
	"strings"

	"backupsso/graph"
)

// role is a directory role by its template id, which is the same in all tenants
// (learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference).
type role struct {
	name, templateID string
	// covers lists the roles that may do the same and more.
	covers []string
}

const globalAdmin = "62e90394-69f5-4237-9190-012177145e10"

func cloudAppAdmin() role {
	return role{"Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7",
		[]string{"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", globalAdmin}} // Application Administrator
}

func userAdmin() role {
	return role{"User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1", []string{globalAdmin}}
}

// mayLack names the roles that the job wants and the person does not show. Roles
// that were not readable, are eligible only or are custom do not show, so this
// is a hint and never a block.
func mayLack(roles []graph.Role, createsUser bool) []string {
	var missing []string
	if lacks(roles, cloudAppAdmin()) {
		missing = append(missing, cloudAppAdmin().name)
	}
	if createsUser && lacks(roles, userAdmin()) {
		missing = append(missing, userAdmin().name)
	}
	return missing
}

func lacks(roles []graph.Role, wanted role) bool {
	return !slices.ContainsFunc(roles, func(has graph.Role) bool {
		id := strings.ToLower(has.TemplateID)
		return id == wanted.templateID || slices.Contains(wanted.covers, id)
	})
}

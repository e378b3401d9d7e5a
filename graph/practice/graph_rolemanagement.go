package practice

import "strings"

// Scopes with which role assignments and eligibilities may be read
// (learn.microsoft.com/graph/api/rbacapplication-list-roleassignments and
// rbacapplication-list-roleeligibilityscheduleinstances).
func readsAssignments() []string {
	return []string{"RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All"}
}

func readsEligibilities() []string {
	return []string{"RoleEligibilitySchedule.Read.Directory", "RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"}
}

// customRoleID is the role definition that the fault custom-role adds.
const customRoleID = "5c0b1a0e-8d3c-4a44-9a5f-5f0c2f3c7a11"

// customActions is what that role allows
// (learn.microsoft.com/entra/identity/role-based-access-control/custom-enterprise-apps).
func customActions() []string {
	return []string{"microsoft.directory/applicationTemplates/instantiate", "microsoft.directory/applications.myOrganization/allProperties/read",
		"microsoft.directory/applications.myOrganization/authentication/update", "microsoft.directory/applications.myOrganization/basic/update",
		"microsoft.directory/servicePrincipals/allProperties/read", "microsoft.directory/servicePrincipals/appRoleAssignedTo/update",
		"microsoft.directory/servicePrincipals/authentication/update", "microsoft.directory/servicePrincipals/basic/update",
		"microsoft.directory/servicePrincipals/credentials/update"}
}

// roleDefinition is a unifiedRoleDefinition.
type roleDefinition struct {
	id, name, description string
	builtIn               bool
	actions               []string
}

func (d roleDefinition) get(name string) any {
	switch name {
	case "id", "templateId":
		return d.id
	case "displayName":
		return d.name
	case "description":
		return d.description
	case "isBuiltIn":
		return d.builtIn
	case "isEnabled":
		return true
	case "resourceScopes":
		return []any{"/"}
	case "rolePermissions":
		return []any{map[string]any{"allowedResourceActions": list(d.actions), "condition": nil}}
	case "version":
		return "1"
	}
	return nil
}

// roleHolding is a role that somebody has: a unifiedRoleAssignment, or an eligibility
// while it waits to be activated.
type roleHolding struct{ id, principalID, definitionID string }

func (h roleHolding) get(name string) any {
	switch name {
	case "id", "roleEligibilityScheduleId":
		return h.id
	case "principalId":
		return h.principalID
	case "roleDefinitionId":
		return h.definitionID
	case "directoryScopeId", "appScopeId":
		return "/"
	case "memberType":
		return "Direct"
	}
	return nil
}

func holdingOf(u *user, definitionID string) roleHolding {
	return roleHolding{id: strings.ReplaceAll(definitionID, "-", "")[:16] + strings.ReplaceAll(u.id, "-", "")[:16], principalID: u.id, definitionID: definitionID}
}

func (c *call) listRoleDefinitions() (answer, *graphError) {
	var all []roleDefinition
	for _, known := range directoryRoles() {
		all = append(all, roleDefinition{known.templateID, known.name, known.description, true, []string{}})
	}
	if _, on := c.t.faults.standing("custom-role"); on {
		all = append(all, roleDefinition{customRoleID, "Practice application helper", "Sets up enterprise apps.", false, customActions()})
	}
	return c.list(fixedSource(all, c.types()["unifiedRoleDefinition"], "roleManagement/directory/roleDefinitions"))
}

// listRoleAssignments lists active assignments. Without a filter Graph refuses.
func (c *call) listRoleAssignments() (answer, *graphError) {
	if c.query.filter == "" {
		return answer{}, badRequest("The query must filter by principalId or roleDefinitionId.")
	}
	var all []roleHolding
	c.t.mu.RLock()
	c.t.users.each(c.seen, func(_ string, u *user) bool {
		for _, id := range c.t.active(u).roles {
			all = append(all, holdingOf(u, id))
		}
		if c.t.customRoleOf(u) {
			all = append(all, holdingOf(u, customRoleID))
		}
		return true
	})
	c.t.mu.RUnlock()
	return c.list(fixedSource(all, c.types()["unifiedRoleAssignment"], "roleManagement/directory/roleAssignments"))
}

// listEligible lists the roles that the caller could activate.
func (c *call) listEligible() (answer, *graphError) {
	if key := c.key(0); key.alt != "on" || key.text != "principal" && key.text != "approver" {
		return answer{}, badQuery("Invalid value for parameter 'on'.")
	}
	var held []roleHolding
	if c.t.eligibleOnly(c.user) && c.key(0).text == "principal" {
		for _, id := range c.t.allRoles(c.user) {
			held = append(held, holdingOf(c.user, id))
		}
	}
	return c.list(fixedSource(held, c.types()["unifiedRoleEligibilityScheduleInstance"], "Collection(unifiedRoleEligibilityScheduleInstance)"))
}

// licenceDetail is a licence of a person. In practice everyone has one where the
// tenant has.
type licenceDetail struct{ id string }

func (d licenceDetail) get(name string) any {
	switch name {
	case "id":
		return d.id
	case "skuId":
		return "078d2b04-f1bd-4111-bbd4-b4b1b354cef4"
	case "skuPartNumber":
		return "AAD_PREMIUM"
	case "servicePlans":
		return []any{map[string]any{"servicePlanId": planP1, "servicePlanName": "AAD_PREMIUM", "provisioningStatus": "Success", "appliesTo": "User"}}
	}
	return nil
}

func (c *call) listLicenceDetails() (answer, *graphError) {
	var held []licenceDetail
	if c.t.premium() {
		held = append(held, licenceDetail{"licence-of-" + c.user.id})
	}
	return c.list(fixedSource(held, c.types()["licenseDetails"], "users('"+c.user.id+"')/licenseDetails"))
}

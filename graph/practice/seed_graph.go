package practice

import "time"

// graphRoles lists the application permissions that this tenant's Microsoft Graph
// offers: those that its calls ask for, with the ids of every tenant
// (learn.microsoft.com/graph/permissions-reference).
func graphRoles() []appRole {
	role := func(id, value, name string) appRole {
		return appRole{id: id, value: value, name: name, description: name + ", without a signed-in user.", enabled: true, members: []string{"Application"}}
	}
	return []appRole{
		role("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", "Application.ReadWrite.All", "Read and write all applications"),
		role("06b708a9-e830-4db3-a914-8e69da51d44f", "AppRoleAssignment.ReadWrite.All", "Manage app permission grants and app role assignments"),
		role("7ab1d382-f21e-4acd-a863-ba3e13f7da61", "Directory.Read.All", "Read directory data"),
		role("dbb9058a-0e50-45d7-ae91-66909b5d4664", "Domain.Read.All", "Read domains"),
		role("498476ce-e0fe-48b0-b801-37ba7e2685c6", "Organization.Read.All", "Read organization information"),
		role("df021288-bdef-4463-88db-98f22de89214", "User.Read.All", "Read all users' full profiles"),
		role("741f803b-c850-494e-b5df-cde7c675a1ca", "User.ReadWrite.All", "Read and write all users' full profiles"),
	}
}

// graphPrincipal is the service principal that stands for Microsoft Graph.
func graphPrincipal(id string, now time.Time) *principal {
	return &principal{id: id, appID: graphAppID, name: "Microsoft Graph", created: now, enabled: true,
		names: []string{graphAppID, "https://graph.microsoft.com"}, roles: graphRoles(), more: map[string]any{
			"appOwnerOrganizationId": microsoftTenant,
			"servicePrincipalType":   "Application",
			"signInAudience":         "AzureADMultipleOrgs",
		}}
}

// graphPermissions are the values of the Graph roles that are assigned to the
// service principal of an application, as readers see them.
func (t *tenant) graphPermissions(appID string) []string {
	names := []string{}
	p, there := t.principalByAppID(appID)
	if !there {
		return names
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	now := t.seen()
	for _, id := range t.assignments.find("principalId", p.id) {
		a, there := t.assignments.visible(id, now)
		if !there {
			continue
		}
		resource, there := t.principals.visible(a.resourceID, now)
		if !there || resource.appID != graphAppID {
			continue
		}
		for _, r := range resource.roles {
			if r.id == a.roleID && r.enabled {
				names = append(names, r.value)
			}
		}
	}
	return names
}

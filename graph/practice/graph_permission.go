package practice

import "slices"

// need says who may make a call: any of the scopes (delegated or application
// permissions), and for people any of the roles.
type need struct {
	scopes []string
	roles  []string // nil: every member
	guests bool     // guests may too
	people bool     // there is no such call for a client on its own
	owners bool     // owners of what the path names need no role
}

// Scopes that include others; learn.microsoft.com/graph/permissions-reference.
func readsApplications() []string {
	return []string{"Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

func writesApplications() []string {
	return []string{"Application.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

func readsUsers() []string {
	return []string{"User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

func writesUsers() []string {
	return []string{"User.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

func readsSelf() []string {
	return append([]string{"User.Read", "User.ReadWrite"}, readsUsers()...)
}

// readsRoles are the scopes with which directory roles come with their names.
func readsRoles() []string {
	return []string{"RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

func readsDomains() []string {
	return []string{"Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"}
}

// rolesForApplications may change applications and service principals.
func rolesForApplications() []string {
	return []string{roleGlobalAdmin, roleAppAdmin, roleCloudAppAdmin}
}

// rolesForAssignments may assign people to applications.
func rolesForAssignments() []string {
	return []string{roleGlobalAdmin, roleAppAdmin, roleCloudAppAdmin, roleUserAdmin, rolePrivilegedRole}
}

// rolesForUsers may create, change and delete people.
func rolesForUsers() []string { return []string{roleGlobalAdmin, roleUserAdmin} }

// allows checks the caller of a call.
func (n need) allows(c *call) *graphError {
	if c.user == nil && n.people {
		return badQuery("/me request is only valid with delegated authentication flow.")
	}
	if len(n.scopes) > 0 && !c.grant.hasAny(n.scopes) {
		return denied()
	}
	if c.user == nil {
		return nil
	}
	if c.user.guest && !n.guests {
		return denied()
	}
	if len(n.roles) > 0 && !c.user.hasAnyRole(n.roles) && !(n.owners && c.owns()) && !n.allowsByCustomRole(c) {
		return denied()
	}
	return nil
}

func (g *grant) hasAny(scopes []string) bool {
	return slices.ContainsFunc(g.scopes, func(held string) bool { return slices.Contains(scopes, held) })
}

func (u *user) hasAnyRole(roles []string) bool {
	return slices.ContainsFunc(u.roles, func(held string) bool { return slices.Contains(roles, held) })
}

package practice

import "strings"

// struckBy reports whether a fault about one person is on for a user.
func (t *tenant) struckBy(fault string, u *user) bool {
	asked, on := t.faults.standing(fault)
	return on && u != nil && strings.EqualFold(asked.scope, u.upn)
}

// eligibleOnly reports whether a person's roles wait to be activated.
func (t *tenant) eligibleOnly(u *user) bool { return t.struckBy("eligible-roles", u) }

func (t *tenant) customRoleOf(u *user) bool { return t.struckBy("custom-role", u) }

// fromPartner reports whether a person belongs to another tenant and works here by
// delegated administration: with a token, and without an object in the directory.
func (t *tenant) fromPartner(u *user) bool { return t.struckBy("partner", u) }

// active is a user with the roles that count now.
func (t *tenant) active(u *user) *user {
	if !t.eligibleOnly(u) {
		return u
	}
	copied := *u
	copied.roles = nil
	return &copied
}

// allRoles are a person's roles, active or not.
func (t *tenant) allRoles(u *user) []string {
	stored, there := t.users.newest(u.id)
	if !there {
		return nil
	}
	return stored.roles
}

// allowsByCustomRole reports whether the caller's custom role allows what only
// administrators of applications may do otherwise.
func (n need) allowsByCustomRole(c *call) bool {
	if !c.t.customRoleOf(c.user) {
		return false
	}
	for _, role := range n.roles {
		if role == roleCloudAppAdmin {
			return true
		}
	}
	return false
}

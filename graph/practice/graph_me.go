package practice

import (
	"net/http"
	"strings"
)

func (c *call) listOrganization() (answer, *graphError) {
	return c.list(fixedSource([]organization{c.organization()}, c.types()["organization"], "organization"))
}

func (c *call) getOrganization() (answer, *graphError) {
	o := c.organization()
	if !equal(c.key(0).text, o.t.id) {
		return answer{}, notFound(c.key(0).text)
	}
	return c.one(fixedSource([]organization{o}, c.types()["organization"], "organization"), o)
}

func (c *call) organization() organization {
	return organization{c.t, c.grant.hasAny(append(readsRoles(), "Organization.Read.All"))}
}

func (c *call) listDomains() (answer, *graphError) {
	from := fixedSource(c.t.domains, c.types()["domain"], "domains")
	from.simple = true
	return c.list(from)
}

func (c *call) getDomain() (answer, *graphError) {
	for _, d := range c.t.domains {
		if equal(d.name, c.key(0).text) {
			return c.one(fixedSource(c.t.domains, c.types()["domain"], "domains"), d)
		}
	}
	return answer{}, notFound(c.key(0).text)
}

func (c *call) getMe() (answer, *graphError) {
	person, failure := c.personNamed()
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.users(), person)
}

// listMemberships lists the roles and groups of a person.
func (c *call) listMemberships() (answer, *graphError) {
	roles, failure := c.rolesHeld()
	if failure != nil {
		return answer{}, failure
	}
	groups, failure := c.groupsHeld()
	if failure != nil {
		return answer{}, failure
	}
	var all []relative
	for _, held := range roles {
		all = append(all, relative{held, c.types()["directoryRole"], true})
	}
	return c.list(c.relatives(append(all, groups...), ""))
}

func (c *call) listMemberGroups() (answer, *graphError) {
	groups, failure := c.groupsHeld()
	if failure != nil {
		return answer{}, failure
	}
	return c.list(c.relatives(groups, "group"))
}

// groupsHeld are the groups of the person that the path names, or of the caller:
// those with a direct membership, or all of them where the path is transitive.
func (c *call) groupsHeld() ([]relative, *graphError) {
	person, failure := c.personNamed()
	if failure != nil {
		return nil, failure
	}
	path := strings.ToLower(c.path)
	transitive := !strings.Contains(path, "/memberof")
	c.t.mu.RLock()
	defer c.t.mu.RUnlock()
	var held []relative
	known := map[string]bool{}
	for open := c.t.groupsOf(person, c.seen); len(open) > 0; open = open[1:] {
		g := open[0]
		if known[g.id] {
			continue
		}
		known[g.id] = true
		held = append(held, c.asGroup(g))
		if transitive {
			open = append(open, c.t.groupsWith(g.id, c.seen)...)
		}
	}
	return held, nil
}

// personNamed is the person that the path names, or the caller.
func (c *call) personNamed() (*user, *graphError) {
	if len(c.keys) == 0 && c.t.fromPartner(c.user) {
		return nil, notFound(c.user.id)
	}
	if len(c.keys) == 0 {
		return c.user, nil
	}
	found, failure := c.findUser(c.key(0))
	if failure != nil {
		return nil, failure
	}
	return c.t.active(found), nil
}

func (c *call) listMemberRoles() (answer, *graphError) {
	from, failure := c.memberRoles("directoryRoles")
	if failure != nil {
		return answer{}, failure
	}
	return c.list(from)
}

func (c *call) memberRoles(context string) (source, *graphError) {
	roles, failure := c.rolesHeld()
	return fixedSource(roles, c.types()["directoryRole"], context), failure
}

// rolesHeld are the roles of the person that the path names, or of the caller.
func (c *call) rolesHeld() ([]directoryRole, *graphError) {
	person, failure := c.personNamed()
	if failure != nil {
		return nil, failure
	}
	var held []directoryRole
	for _, known := range c.roles() {
		for _, id := range person.roles {
			if id == known.role.templateID {
				held = append(held, known)
			}
		}
	}
	return held, nil
}

// roles lists the tenant's roles as the caller may see them.
func (c *call) roles() []directoryRole {
	readable := c.grant.hasAny(readsRoles())
	var all []directoryRole
	for _, known := range directoryRoles() {
		all = append(all, directoryRole{id: c.t.roleIDs[known.templateID], role: known, readable: readable})
	}
	return all
}

func (c *call) listRoles() (answer, *graphError) {
	return c.list(fixedSource(c.roles(), c.types()["directoryRole"], "directoryRoles"))
}

func (c *call) getRole() (answer, *graphError) {
	key := c.key(0)
	for _, known := range c.roles() {
		if key.alt == "" && equal(known.id, key.text) || key.alt == "roletemplateid" && equal(known.role.templateID, key.text) {
			return c.one(fixedSource(c.roles(), c.types()["directoryRole"], "directoryRoles"), known)
		}
	}
	return answer{}, notFound(key.text)
}

// memberObjects lists the ids of everything a person is a member of.
func (c *call) memberObjects() (answer, *graphError) {
	members, failure := c.object()
	if failure != nil {
		return answer{}, failure
	}
	securityOnly, given := members["securityEnabledOnly"].(bool)
	if !given {
		return answer{}, missingValue("securityEnabledOnly", "DirectoryObject")
	}
	roles, failure := c.rolesHeld()
	if failure != nil {
		return answer{}, failure
	}
	groups, failure := c.groupsHeld()
	if failure != nil {
		return answer{}, failure
	}
	ids := []string{}
	rolesToo := strings.HasSuffix(strings.ToLower(c.path), "objects")
	for _, r := range roles {
		if rolesToo && !securityOnly {
			ids = append(ids, r.id)
		}
	}
	for _, r := range groups {
		if g := r.object.(*group); g.security || !securityOnly {
			ids = append(ids, g.id)
		}
	}
	return answer{status: http.StatusOK, body: record{c.context("Collection(Edm.String)"), {"value", ids}}}, nil
}

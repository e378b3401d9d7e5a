package practice

import "strings"

func (c *call) groups() source {
	return tableSource(c.t.groups, c.types()["group"], "groups", c.seen)
}

func (c *call) listGroups() (answer, *graphError)  { return c.list(c.groups()) }
func (c *call) countGroups() (answer, *graphError) { return c.countOf(c.groups()) }

func (c *call) getGroup() (answer, *graphError) {
	found, failure := c.findGroup(c.key(0))
	if failure != nil {
		return answer{}, failure
	}
	return c.one(c.groups(), found)
}

// findGroup finds the group that readers see under an id.
func (c *call) findGroup(key element) (*group, *graphError) {
	if key.alt != "" {
		return nil, badQuery("The key property '%s' does not exist on type 'microsoft.graph.group'.", key.alt)
	}
	if found, there := visible(c.t, c.t.groups, key.text); there {
		return found, nil
	}
	return nil, notFound(key.text)
}

// createGroup makes a security group or a Microsoft 365 group; the caller owns it.
func (c *call) createGroup() (answer, *graphError) {
	given, failure := c.accepted("group", "Group")
	if failure != nil {
		return answer{}, failure
	}
	for _, name := range []string{"displayName", "mailEnabled", "mailNickname", "securityEnabled"} {
		if given[name] == nil {
			return answer{}, missingValue(name, "Group")
		}
	}
	id, err := c.t.newID()
	if err != nil {
		return answer{}, unexpected(err)
	}
	made := &group{id: id, created: c.now.UTC()}
	if failure := c.types()["group"].each(given, made.set); failure != nil {
		return answer{}, failure
	}
	if failure := c.checkGroup(made, texts(given["groupTypes"])); failure != nil {
		return answer{}, failure
	}
	if c.user != nil {
		made.owners = []string{c.user.id}
	}
	c.t.mu.Lock()
	defer c.t.mu.Unlock()
	c.t.groups.put(id, made, c.steady, c.visibleFrom())
	return c.made(c.groups(), made, "groups/"+id), nil
}

// checkGroup applies the rules for the kinds of groups.
func (c *call) checkGroup(made *group, types []string) *graphError {
	for _, kind := range types {
		if kind != "Unified" && kind != "DynamicMembership" {
			return invalidValue("groupTypes", "Group")
		}
	}
	dynamic := strings.Contains(strings.Join(types, " "), "DynamicMembership")
	switch {
	case strings.TrimSpace(made.name) == "" || len(made.name) > 256:
		return invalidValue("displayName", "Group")
	case made.mailNickname == "" || len(made.mailNickname) > 64 || strings.ContainsAny(made.mailNickname, `@()\[]";:<>, `):
		return invalidValue("mailNickname", "Group")
	case made.unified != made.mailEnabled:
		// Distribution lists and mail-enabled security groups are made in Exchange.
		return badRequest("The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.").
			about("InvalidValue", "mailEnabled")
	case !made.unified && !made.security:
		return invalidValue("securityEnabled", "Group")
	case dynamic != (made.rule != ""):
		return badRequest("A value for membershipRule and the group type DynamicMembership go together.").about("InvalidValue", "membershipRule")
	case dynamic && made.roleAssignable:
		return badRequest("A group that can be assigned to roles cannot have a dynamic membership.").about("InvalidValue", "isAssignableToRole")
	case dynamic && !ruleReads(made.rule):
		return badRequest("The practice tenant reads rules of the form (user.department -eq \"Sales\") only.").about("InvalidValue", "membershipRule")
	}
	if made.roleAssignable && !c.user.mayAssignRoles() {
		return denied()
	}
	if made.unified {
		made.mail = made.mailNickname + "@" + defaultDomain
	}
	return nil
}

// mayAssignRoles reports whether a person, or a program, which is nil, may make
// groups whose members get directory roles.
func (u *user) mayAssignRoles() bool {
	return u == nil || u.hasAnyRole([]string{roleGlobalAdmin, rolePrivilegedRole})
}

// getManager tells of a person who has no manager; the tenant knows none.
func (c *call) getManager() (answer, *graphError) {
	if len(c.keys) > 0 {
		if _, failure := c.findUser(c.key(0)); failure != nil {
			return answer{}, failure
		}
	}
	return answer{}, notFound("manager")
}

package practice

import "slices"

// get returns a property of the group as Graph names it.
func (g *group) get(name string) any {
	switch name {
	case "id":
		return g.id
	case "displayName":
		return g.name
	case "description":
		return orNull(g.description)
	case "mail":
		return orNull(g.mail)
	case "mailNickname":
		return orNull(g.mailNickname)
	case "mailEnabled":
		return g.mailEnabled
	case "securityEnabled":
		return g.security
	case "createdDateTime", "renewedDateTime":
		return stamp(g.created)
	case "groupTypes":
		return list(g.types())
	case "isAssignableToRole":
		if g.roleAssignable {
			return true
		}
	case "membershipRule":
		return orNull(g.rule)
	case "membershipRuleProcessingState":
		if g.rule != "" {
			return "On"
		}
	case "proxyAddresses":
		if g.mail != "" {
			return []any{"SMTP:" + g.mail}
		}
	case "visibility":
		if g.unified {
			return "Private"
		}
	}
	return nil
}

func (g *group) types() []string {
	var types []string
	if g.unified {
		types = append(types, "Unified")
	}
	if g.rule != "" {
		types = append(types, "DynamicMembership")
	}
	return types
}

// copy returns a copy that may be changed.
func (g *group) copy() *group {
	copied := *g
	copied.members, copied.owners = slices.Clone(g.members), slices.Clone(g.owners)
	return &copied
}

// set writes a checked value to a copy; see schema accept.
func (g *group) set(name string, value any) *graphError {
	text, _ := value.(string)
	switch name {
	case "displayName":
		g.name = text
	case "description":
		g.description = text
	case "mailNickname":
		g.mailNickname = text
	case "mailEnabled":
		g.mailEnabled = value == true
	case "securityEnabled":
		g.security = value == true
	case "isAssignableToRole":
		g.roleAssignable = value == true
	case "membershipRule":
		g.rule = text
	case "groupTypes":
		g.unified = slices.Contains(texts(value), "Unified")
	}
	return nil
}

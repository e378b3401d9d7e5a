package practice

import "maps"

// get returns a property of the user as Graph names it.
func (u *user) get(name string) any {
	switch name {
	case "id":
		return u.id
	case "userPrincipalName":
		return u.upn
	case "displayName":
		return u.name
	case "givenName":
		return orNull(u.given)
	case "surname":
		return orNull(u.surname)
	case "mail":
		return orNull(u.mail)
	case "mailNickname":
		return orNull(u.mailNickname)
	case "accountEnabled":
		return u.enabled
	case "createdDateTime", "lastPasswordChangeDateTime":
		return stamp(u.created)
	case "userType":
		if u.guest {
			return "Guest"
		}
		return "Member"
	case "externalUserState":
		if u.guest {
			return "Accepted"
		}
		return nil
	case "creationType":
		if u.guest {
			return "Invitation"
		}
		return nil
	}
	return u.more[name]
}

// copy returns a copy that may be changed.
func (u *user) copy() *user {
	copied := *u
	copied.more = maps.Clone(u.more)
	return &copied
}

// set writes a checked value to a copy; see schema accept.
func (u *user) set(name string, value any) *graphError {
	text, _ := value.(string)
	switch name {
	case "userPrincipalName":
		u.upn = text
	case "displayName":
		u.name = text
	case "givenName":
		u.given = text
	case "surname":
		u.surname = text
	case "mail":
		u.mail = text
	case "mailNickname":
		u.mailNickname = text
	case "accountEnabled":
		u.enabled = value == true
	case "userType":
		if text != "Member" && text != "Guest" {
			return invalidValue("userType", "User")
		}
		u.guest = text == "Guest"
	case "passwordProfile":
		profile, _ := value.(map[string]any)
		if password, given := profile["password"].(string); given {
			u.password = password
		}
		if must, given := profile["forceChangePasswordNextSignIn"].(bool); given {
			u.mustChange = must
		}
	default:
		if u.more == nil {
			u.more = map[string]any{}
		}
		u.more[name] = mergedValue(u.more[name], value)
	}
	return nil
}

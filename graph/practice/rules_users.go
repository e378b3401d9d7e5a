package practice

import (
	"strings"
	"unicode"
)

// checkUser applies the rules for people; the lock is held.
func (t *tenant) checkUser(u, before *user, given map[string]any) *graphError {
	if strings.TrimSpace(u.name) == "" || len(u.name) > 256 {
		return invalidValue("displayName", "User")
	}
	if u.mailNickname == "" || len(u.mailNickname) > 64 || strings.ContainsAny(u.mailNickname, "@()\\[]\";:<>, ") {
		return invalidValue("mailNickname", "User")
	}
	if u.upn != before.upn {
		if failure := t.checkUPN(u, given); failure != nil {
			return failure
		}
	}
	if u.mail != "" && u.mail != before.mail {
		local, host, found := strings.Cut(u.mail, "@")
		if !found || local == "" || host == "" || strings.ContainsAny(u.mail, " <>,;") {
			return invalidValue("mail", "User")
		}
		if t.holds("mail", u.mail, u.id, func(other *user) string { return other.mail }) {
			return alreadyExists("proxyAddresses")
		}
	}
	if profile, isObject := given["passwordProfile"].(map[string]any); isObject {
		if password, changes := profile["password"].(string); changes && !strongPassword(password) {
			return badRequest("The specified password does not comply with password complexity requirements. Please provide a different password.").
				about("PasswordComplexity", "passwordProfile")
		}
	}
	return nil
}

// checkUPN applies the rules for a new user principal name.
func (t *tenant) checkUPN(u *user, given map[string]any) *graphError {
	local, host, found := strings.Cut(u.upn, "@")
	if !found || local == "" || len(local) > 64 || len(u.upn) > 113 || strings.Contains(host, "@") ||
		strings.IndexFunc(local, notInUPN) >= 0 || strings.HasPrefix(local, ".") || strings.HasSuffix(local, ".") {
		return badRequest("Property userPrincipalName is invalid.").about("InvalidValue", "userPrincipalName")
	}
	verified := false
	for _, d := range t.domains {
		if !strings.EqualFold(d.name, host) {
			continue
		}
		verified = true
		if immutable, _ := given["onPremisesImmutableId"].(string); !d.managed && immutable == "" {
			return badRequest("Property onPremisesImmutableId must be set for a user in a federated domain.").
				about("MissingValue", "onPremisesImmutableId")
		}
	}
	if !verified {
		return badRequest("The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.").
			about("InvalidValue", "userPrincipalName")
	}
	if t.holds("userPrincipalName", u.upn, u.id, func(other *user) string { return other.upn }) {
		return alreadyExists("userPrincipalName")
	}
	return nil
}

// holds reports whether another person has the value, seen by readers or not.
func (t *tenant) holds(property, value, except string, get func(*user) string) bool {
	for _, id := range t.users.find(property, value) {
		if other, there := t.users.newest(id); there && id != except && strings.EqualFold(get(other), value) {
			return true
		}
	}
	return false
}

func notInUPN(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letter && !strings.ContainsRune("'.-_!#^~", r)
}

// strongPassword is Entra's rule: 8 to 256 characters of ASCII, of at least three
// of the kinds lower case, upper case, digit and symbol.
func strongPassword(password string) bool {
	if len(password) < 8 || len(password) > 256 {
		return false
	}
	var lower, upper, digit, symbol int
	for _, r := range password {
		switch {
		case r > unicode.MaxASCII || r < ' ':
			return false
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			symbol = 1
		}
	}
	return lower+upper+digit+symbol >= 3
}
